"""A file is applied as a whole; a second time changes nothing."""

import pytest

from app.operations.configuration import plan_file
from domain.accounts.records import AccountStatus
from domain.clients.records import ClientStatus
from domain.kernel.errors import Refusal
from domain.kernel.secrets import digest
from domain.operators.resolve import operators
from domain.tenants.records import Registration, TenantStatus
from tests.support.factories import a_consent
from tests.support.files import EXAMPLE, START, client, people, put, sentences, whose
from tests.support.stage import TEST


class TestExample:
    def test_applies_unchanged_and_twice_without_a_difference(self, both_grounds):
        both_grounds.install()
        done = put(both_grounds, EXAMPLE)
        assert len(done.changes) == 11
        assert [(each.what, each.name) for each in done.secrets] == [
            ("client secret", "globex/portal")
        ]
        assert sentences(both_grounds, EXAMPLE) == []
        again = put(both_grounds, EXAMPLE)
        assert (again.changes, again.secrets) == ((), ())

    def test_makes_what_it_says(self, house):
        put(house, EXAMPLE)
        tenant = house.look(lambda work: work.tenant, tenant="acme")
        assert (tenant.label, tenant.branding.accent) == ("ACME", "#0b6e4f")
        assert tenant.policy.registration is Registration.OPEN
        secret = digest("sandbox-shop-secret-0123456789abcdef")
        kept = house.look(
            lambda w: w.clients.secrets(w.clients.by_client_id("shop").id), tenant="acme"
        )
        assert [each.digest for each in kept] == [secret]
        assert whose(house, "carol", "acme").status is AccountStatus.DISABLED
        alice = whose(house, "alice@example.test", "acme")
        assert alice.persona
        claims = house.look(lambda w: w.persona_claims.get(alice.id), tenant="acme")
        assert claims["given_name"] == "Alice"

    def test_plans_in_order_and_tells_what_the_file_does_not_know(self, house):
        put(house, EXAMPLE)
        found = plan_file(house.call, START.replace("acme", "third"), actor=TEST)
        assert found.unknown == ("tenant acme", "tenant globex")
        assert [each.what for each in found.changes] == ["tenant", "scope", "client", "persona"]


class TestTexts:
    TOLD = START.replace("kind: sandbox", "kind: sandbox\n    texts: {de: {Sign in: Hinein}}")

    def texts(self, house):
        found = house.look(lambda work: work.texts.all(), tenant="acme")
        return {tag: dict(texts) for tag, texts in found.items()}

    def test_are_said_and_taken_back(self, house):
        put(house, self.TOLD)
        assert self.texts(house) == {"de": {"Sign in": "Hinein"}}
        assert sentences(house, self.TOLD) == []
        put(house, START)
        assert self.texts(house) == {"de": {"Sign in": "Hinein"}}
        gone = self.TOLD.replace("Hinein", "null")
        (planned,) = sentences(house, gone)
        assert planned.startswith("change texts acme/de: 1 sentence")
        put(house, gone)
        assert self.texts(house) == {}


class TestBranding:
    def test_another_kind_of_picture_takes_the_place_of_the_first(self, house):
        drawing = """kind: sandbox
    branding: {logo_svg: '<svg><path d="M0"/></svg>'}"""
        put(house, START.replace("kind: sandbox", drawing))
        png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        text = START.replace("kind: sandbox", f"kind: sandbox\n    branding: {{logo_png: '{png}'}}")
        put(house, text)
        branding = house.look(lambda work: work.tenant, tenant="acme").branding
        assert (branding.logo_svg, branding.logo_png) == (None, png)


class TestChange:
    def test_changes_what_differs_and_says_it_in_words(self, house):
        put(house, START)
        text = (
            START.replace("kind: sandbox", "label: ACME\n    registration: open")
            .replace("label: Orders", "label: Your orders")
            .replace("P30D", "P7D")
            .replace("https://shop.test/cb", "https://shop.test/back")
            .replace("one passphrase", "another passphrase")
            .replace("name: Alice", "name: Alice E")
        )
        assert sentences(house, text) == [
            "change tenant acme: label acme → ACME, registration closed → open",
            "change scope acme/orders: label Orders → Your orders, longest_consent P30D → P7D",
            "change client acme/shop: redirect_uris [https://shop.test/cb] → [https://shop.test/back]",
            "change persona of acme (line 11): password, claims",
        ]
        put(house, text)
        assert sentences(house, text) == []
        assert client(house).redirect_uris == ("https://shop.test/back",)

    def test_leaves_alone_what_it_does_not_say(self, house):
        put(
            house,
            START.replace(
                "kind: sandbox", "kind: sandbox\n    label: ACME\n    branding: {accent: '#112233'}"
            ),
        )
        assert sentences(house, START) == []
        bare = "tenants:\n  - slug: acme\n"
        found = plan_file(house.call, bare, actor=TEST)
        assert found.changes == ()
        assert found.unknown == ("scope acme/orders", "client acme/shop", "1 persona of acme")

    def test_gives_a_client_another_fixed_secret(self, house):
        fixed = START.replace(
            "id: shop,", "id: shop, secret: 'one-secret-of-at-least-32-characters',"
        )
        put(house, fixed)
        other = fixed.replace("one-secret", "two-secret")
        assert sentences(house, other) == ["change client acme/shop: secret"]
        put(house, other)
        assert sentences(house, other) == []
        live = house.look(
            lambda w: [
                s for s in w.clients.secrets(w.clients.by_client_id("shop").id) if not s.expires_at
            ],
            tenant="acme",
        )
        assert [each.digest for each in live] == [digest("two-secret-of-at-least-32-characters")]

    def test_a_persona_gets_another_name_and_status(self, house):
        put(house, START)
        text = START.replace(
            "{username: alice,", "{username: alice, email: alice@acme.test, status: disabled,"
        )
        assert sentences(house, text) == [
            "change persona of acme (line 10): claims, status enabled → disabled, identifiers"
        ]
        put(house, text)
        assert sentences(house, text) == []
        assert whose(house, "alice@acme.test", "acme").status is AccountStatus.DISABLED
        put(house, text.replace("status: disabled", "status: enabled"))
        assert whose(house, "alice", "acme").status is AccountStatus.ENABLED

    def test_switches_tenants_off_and_on(self, house):
        put(house, START)
        off = "tenants:\n  - {slug: acme, status: disabled}\n"
        put(house, off)
        assert sentences(house, off) == []
        assert house.look(lambda w: w.tenants.by_slug("acme")).status is TenantStatus.DISABLED
        put(house, off.replace("disabled", "enabled"))
        assert house.look(lambda work: work.tenant, tenant="acme").slug == "acme"
        put(house, "tenants:\n  - {slug: new, status: disabled}\n")
        assert house.look(lambda w: w.tenants.by_slug("new")).status is TenantStatus.DISABLED


class TestAbsent:
    def test_removes_only_what_says_so(self, house):
        put(house, START)
        text = """
tenants:
  - slug: acme
    scopes: [{value: orders, state: absent}, {value: never, state: absent}]
    clients: [{id: shop, state: absent}, {id: never, state: absent}]
    personas: [{username: alice, state: absent}, {username: never, state: absent}]
"""
        assert sentences(house, text) == [
            "remove client acme/shop: disabled instead, if people have given it leave",
            "remove scope acme/orders",
            "remove persona of acme (line 6)",
        ]
        put(house, text)
        assert client(house) is None
        assert [each.status for each in people(house)] == [AccountStatus.ERASED]
        assert sentences(house, text) == []

    def test_a_client_that_people_gave_leave_to_is_disabled(self, house):
        put(house, START)
        alice = whose(house, "alice", "acme")
        consent = a_consent(alice.id, client(house).id)
        house.write(lambda work: work.consents.append(consent), tenant="acme")
        text = "tenants:\n  - {slug: acme, clients: [{id: shop, state: absent}]}\n"
        put(house, text)
        assert client(house).status is ClientStatus.DISABLED
        assert sentences(house, text) == []

    def test_a_tenant_is_disabled_and_its_data_stays(self, house):
        put(house, START)
        gone = "tenants:\n  - {slug: acme, state: absent}\n  - {slug: never, state: absent}\n"
        assert sentences(house, gone) == ["change tenant acme: disabled, its data stays"]
        put(house, gone)
        assert sentences(house, gone) == []

    def test_refuses_to_take_a_scope_that_a_client_may_still_ask_for(self, house):
        put(house, START)
        with pytest.raises(Refusal, match="invalid_file") as refused:
            put(house, "tenants:\n  - {slug: acme, scopes: [{value: orders, state: absent}]}\n")
        assert "shop" in refused.value.sentence()
        put(
            house,
            "tenants:\n  - {slug: acme, scopes: [{value: orders, state: absent}],"
            " clients: [{id: shop, scopes: [openid]}]}\n",
        )


class TestOperators:
    TEXT = (
        "tenants:\n  - {slug: acme, kind: sandbox}\noperators:\n"
        "  - {username: dana, role: support, tenant: acme, label: Desk}\n"
        "  - {username: evan, role: auditor}\n"
    )

    def test_someone_new_gets_a_role_and_a_link(self, house):
        done = put(house, self.TEXT)
        assert [each.what for each in done.secrets] == ["activation link", "activation link"]
        dana = whose(house, "dana", "byleave")
        assert (dana.status, dana.label) == (AccountStatus.PENDING, "Desk")
        assert len(house.do(operators)) == 2
        assert sentences(house, self.TEXT) == []
        again = put(house, self.TEXT)
        assert again.secrets == ()

    def test_someone_known_gets_another_role_and_loses_one(self, house):
        put(house, self.TEXT)
        text = self.TEXT.replace(
            "role: support, tenant: acme, label: Desk}",
            "role: support, tenant: acme, state: absent}\n  - {username: dana, role: auditor}",
        )
        assert sentences(house, text) == [
            "remove operator of acme (line 4): support",
            "add operator (line 5): auditor",
        ]
        assert put(house, text).secrets == ()
        assert sentences(house, text) == []

    def test_refuses_a_tenant_that_will_not_be_there_and_half_an_owner(self, house):
        for text in (
            "operators:\n  - {username: dana, role: support, tenant: nobody}\n",
            self.TEXT.replace("role: support", "role: owner"),
        ):
            with pytest.raises(Refusal, match="invalid_file"):
                put(house, text)
