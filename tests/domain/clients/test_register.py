"""Register, change, remove: every setting is checked, alone and together, at each change."""

import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from domain.clients.change import RemoveClient, change_client, remove_client
from domain.clients.events import ClientChanged, ClientRegistered, ClientRemoved
from domain.clients.records import (
    AuthMethod,
    ClientStatus,
    ClientType,
    GrantType,
    Relaxation,
)
from domain.clients.register import NewClient, register
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Actor, ActorKind
from domain.tenants.records import TenantKind
from tests.support.factories import a_consent, a_scope, an_account

CODE = (GrantType.AUTHORIZATION_CODE,)
BOTH = (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)
OWN = (GrantType.CLIENT_CREDENTIALS,)
HOUSE = (Relaxation("first_party", "It is our own shop."),)
PKCE = (Relaxation("pkce", "An old library."),)
READER = Actor(ActorKind.OPERATOR, "acc_reader", permissions=frozenset({"clients.read"}))


def a_new(**changes):
    given = {
        "client_id": "shop",
        "label": "Shop",
        "type": ClientType.CONFIDENTIAL,
        "redirect_uris": ("https://shop.example/cb",),
    }
    return NewClient(**(given | changes))


@pytest.fixture
def add(stage):
    def adding(tenant="acme", **changes):
        return stage.write(lambda work: register(work, a_new(**changes)), tenant=tenant)

    return adding


class TestRegister:
    def test_makes_a_secret_once_and_keeps_its_digest(self, stage, add):
        made = add()
        kept = stage.read(lambda work: work.clients.secrets(made.client.id))
        assert [each.digest for each in kept] == [digest(made.secret)]
        assert made.secret.reveal().startswith("byl_cs_")
        assert kept[0].hint == made.secret.reveal()[-4:]
        assert stage.read(lambda work: work.clients.by_client_id("shop")) == made.client
        assert [type(event) for event in stage.told] == [ClientRegistered]

    def test_takes_the_usual_method_of_its_type(self, add):
        assert add().client.auth_method is AuthMethod.BASIC
        public = add(client_id="app", type=ClientType.PUBLIC)
        assert (public.client.auth_method, public.secret) == (AuthMethod.NONE, None)

    def test_refuses_with_client_id_taken(self, add):
        add()
        with pytest.raises(Refusal, match="client_id_taken"):
            add(label="Another")

    def test_refuses_with_forbidden_without_the_permission(self, stage):
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: register(work, a_new()), actor=READER)

    def test_fixes_a_secret_in_a_sandbox_alone(self, stage, add):
        fixed = Secret("sandbox-shop-secret-0123456789abcdef")
        with pytest.raises(Refusal, match="invalid_input"):
            add(secret=fixed)
        stage.settle(slug="play", kind=TenantKind.SANDBOX)
        assert add("play", secret=fixed).secret == fixed
        for wrong in (Secret("short"), Secret("\u00e9" * 40)):
            with pytest.raises(Refusal, match="invalid_input"):
                add("play", client_id="b", secret=wrong)
        with pytest.raises(Refusal, match="invalid_input"):
            add("play", client_id="b", secret=fixed, type=ClientType.PUBLIC)

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("client_id", {"client_id": "a b"}),
            ("client_id", {"client_id": "x" * 65}),
            ("client_id", {"client_id": ""}),
            ("label", {"label": " "}),
            ("label", {"label": "Shop\u202egnp"}),
            ("label", {"label": "\u2800"}),
            ("label", {"label": "x" * 81}),
            ("purpose", {"purpose": "x" * 201}),
            ("purpose", {"purpose": "a\nb"}),
            ("channel_group", {"channel_group": "A B"}),
            ("auth_method", {"auth_method": AuthMethod.NONE}),
            ("auth_method", {"type": ClientType.PUBLIC, "auth_method": AuthMethod.POST}),
            ("id_token_alg", {"id_token_alg": "HS256"}),
            ("id_token_alg", {"id_token_alg": "none"}),
            ("grant_types", {"grant_types": ()}),
            ("grant_types", {"grant_types": CODE * 2}),
            ("grant_types", {"grant_types": (GrantType.REFRESH_TOKEN,), "redirect_uris": ()}),
            ("grant_types", {"type": ClientType.PUBLIC, "grant_types": CODE + OWN}),
            ("grant_types", {"type": ClientType.SERVICE, "grant_types": CODE + OWN}),
            ("redirect_uris", {"redirect_uris": ()}),
            ("redirect_uris", {"grant_types": OWN}),
            ("redirect_uris", {"redirect_uris": ("https://a.example/",) * 2}),
            ("post_logout_redirect_uris", {"post_logout_redirect_uris": ("javascript:alert(1)",)}),
            ("cors_origins", {"cors_origins": ("https://shop.example",)}),
            ("scopes", {"scopes": ("openid", "payments")}),
            ("scopes", {"scopes": ('a"b',)}),
            ("scopes", {"scopes": ("openid", "openid")}),
            ("audiences", {"audiences": ("a b",)}),
            ("proposed_consent", {"proposed_consent": timedelta(days=31)}),
            ("proposed_consent", {"proposed_consent": timedelta(0)}),
            ("longest_consent", {"longest_consent": timedelta(days=-1)}),
            ("relaxations", {"relaxations": (Relaxation("tls", "why"),)}),
            ("relaxations", {"relaxations": (Relaxation("pkce", " "),)}),
            ("relaxations", {"require_pkce": False}),
            ("relaxations", {"first_party": True}),
            ("relaxations", {"redirect_uris": ("http://127.0.0.1:4199/cb",)}),
            (
                "require_pkce",
                {"type": ClientType.PUBLIC, "require_pkce": False, "relaxations": PKCE},
            ),
        ],
    )
    def test_refuses_with_invalid_input_and_the_field(self, add, field, changes):
        with pytest.raises(Refusal, match="invalid_input") as refused:
            add(**changes)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        "uri",
        [
            "http://shop.example/cb",
            "https://shop.example/cb#x",
            "https://*.shop.example/cb",
            "https://user@shop.example/cb",
            "https://shop.example@evil.example/",
            "https://SHOP.example/cb",
            "https://shop.example/../cb",
            "https://shop.example/a/./b",
            "https://shop.example\\cb",
            "https://shop.example/c b",
            "https:///cb",
            "https://shop.example:99999/",
            "https://",
            "//shop.example/cb",
            "/cb",
            "shop",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "com.example.shop:/cb",
            "https://sh\u043ep.example/cb",
            "http://localhost.evil.example/cb",
            "http://127.0.0.1.evil.example/cb",
            "https://shop.example/" + "x" * 2000,
            f"https://{'a' * 64}.example/cb",
        ],
    )
    def test_takes_one_plain_spelling_of_an_address(self, add, uri):
        with pytest.raises(Refusal, match="invalid_input"):
            add(redirect_uris=(uri,))

    @pytest.mark.parametrize(
        ("changes", "uri"),
        [
            ({}, "https://shop.example/cb?foo=bar"),
            ({}, "https://shop.example:8443/"),
            ({}, "https://shop.example"),
            ({}, "https://[2001:db8::1]/cb"),
            ({}, f"https://{'a' * 63}.example/cb"),
            ({"type": ClientType.PUBLIC}, "com.example.shop:/cb"),
            ({"type": ClientType.PUBLIC}, "com.example.shop:/cb?x[]=1"),
        ],
    )
    def test_takes_addresses_of_every_honest_kind(self, add, changes, uri):
        assert add(redirect_uris=(uri,), **changes).client.redirect_uris == (uri,)

    def test_takes_no_address_of_an_app_that_nobody_can_read(self, add):
        """Our pages write the address into the policy of a form that ends there."""
        with pytest.raises(Refusal, match="invalid_input"):
            add(redirect_uris=("com.example.shop://[cb",), type=ClientType.PUBLIC)

    @pytest.mark.parametrize("host", ["127.0.0.1:4199", "localhost:80", "[::1]:3000", "localhost"])
    def test_takes_plain_http_on_this_machine_in_a_sandbox_or_with_a_reason(self, stage, add, host):
        uri = f"http://{host}/cb"
        stage.settle(slug="play", kind=TenantKind.SANDBOX)
        assert add("play", redirect_uris=(uri,)).client.relaxations == ()
        excused = (Relaxation("loopback_http", "A native tool."),)
        assert add(redirect_uris=(uri,), relaxations=excused).client.relaxations == excused

    def test_takes_weaker_settings_with_a_reason_and_tells_them(self, stage, add):
        add(require_pkce=False, first_party=True, relaxations=PKCE + HOUSE)
        assert stage.told[0].relaxed == ("first_party", "pkce")

    @pytest.mark.parametrize("host", ["a" * 1900 + "_", "a." * 900 + "-", "a-" * 900, "." * 900])
    def test_judges_a_hostile_host_at_once(self, add, host):
        began = time.process_time()
        with pytest.raises(Refusal, match="invalid_input"):
            add(redirect_uris=(f"https://{host}/cb",))
        assert time.process_time() - began < 1.0

    def test_takes_origins_of_a_public_client(self, stage, add):
        origins = ("https://app.example", "http://127.0.0.1:4195")
        add(type=ClientType.PUBLIC, cors_origins=origins, grant_types=BOTH)
        assert stage.read(lambda work: work.clients.cors_origins()) == set(origins)
        for wrong in ("https://app.example/", "null", "*", "app.example", "http://app.example"):
            with pytest.raises(Refusal, match="invalid_input"):
                add(client_id="b", type=ClientType.PUBLIC, cors_origins=(wrong,))

    def test_takes_scopes_of_the_tenants_own(self, stage, add):
        stage.write(lambda work: work.scopes.put(a_scope(value="orders.read")))
        assert add(scopes=("openid", "orders.read")).client.scopes[1] == "orders.read"


class TestChange:
    def test_writes_what_differs_and_names_it(self, stage, add):
        made = add().client
        wanted = replace(made, label="Shop 2", status=ClientStatus.DISABLED)
        kept = stage.write(lambda work: change_client(work, wanted))
        assert (kept.version, kept.label) == (2, "Shop 2")
        assert stage.told[-1].changed == ("label", "status")
        assert "Shop 2" not in str(stage.told[-1].facts())

    def test_tells_nothing_where_nothing_differs(self, stage, add):
        made = add().client
        assert stage.write(lambda work: change_client(work, made)) == made
        assert not [event for event in stage.told if isinstance(event, ClientChanged)]

    def test_checks_every_field_again(self, stage, add):
        made = add().client
        for changes in (
            {"redirect_uris": ("https://evil.example/#x",)},
            {"scopes": ("openid", "payments")},
            {"first_party": True},
            {"client_id": "other"},
            {"channel_group": "shops"},
            {"type": ClientType.PUBLIC},
        ):
            with pytest.raises(Refusal, match="invalid_input"):
                stage.write(lambda work, c=changes: change_client(work, replace(made, **c)))

    def test_refuses_with_conflict_an_older_version(self, stage, add):
        made = add().client
        stage.write(lambda work: change_client(work, replace(made, label="Two")))
        with pytest.raises(Refusal, match="conflict"):
            stage.write(lambda work: change_client(work, replace(made, label="Three")))

    def test_refuses_with_conflict_who_was_overtaken_by_another_replica(self, stage, add):
        made = add().client

        def overtaken(work):
            work.clients = SimpleNamespace(get=work.clients.get, change=lambda _: False)
            return change_client(work, replace(made, label="Two"))

        with pytest.raises(Refusal, match="conflict"):
            stage.write(overtaken)

    def test_refuses_with_not_found_and_forbidden(self, stage, add):
        made = add().client
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: change_client(work, replace(made, id=bytes(16))))
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: change_client(work, made), actor=READER)


class TestRemove:
    def test_deletes_what_nobody_gave_leave_to(self, stage, add):
        add()
        stage.write(lambda work: remove_client(work, RemoveClient("shop")))
        assert stage.read(lambda work: work.clients.by_client_id("shop")) is None
        assert isinstance(stage.told[-1], ClientRemoved)

    def test_refuses_with_client_in_use(self, stage, add):
        made, account = add().client, an_account()
        stage.write(
            lambda work: (
                work.accounts.add(account),
                work.consents.append(a_consent(account.id, made.id)),
            )
        )
        with pytest.raises(Refusal, match="client_in_use"):
            stage.write(lambda work: remove_client(work, RemoveClient("shop")))

    def test_refuses_with_not_found_and_forbidden(self, stage, add):
        add()
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: remove_client(work, RemoveClient("nobody")))
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: remove_client(work, RemoveClient("shop")), actor=READER)
