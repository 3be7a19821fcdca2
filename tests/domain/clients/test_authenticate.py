"""A client proves itself by its one registered method; failures cost the source, not the client."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clients.authenticate import Proof, authenticate, failed
from domain.clients.change import change_client
from domain.clients.events import ClientAuthenticationFailed, ClientSecretRotated
from domain.clients.records import AuthMethod, ClientStatus, ClientType
from domain.clients.register import NewClient, register
from domain.clients.rotate_secret import RotateSecret, rotate_secret
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, ActorKind
from domain.tenants.records import TenantKind

BASIC, POST = AuthMethod.BASIC, AuthMethod.POST


def stranger(source=b"s" * 32):
    return Actor(ActorKind.STRANGER, "stranger", source=source)


def add(stage, tenant="acme", **changes):
    given = {"client_id": "shop", "label": "Shop", "type": ClientType.CONFIDENTIAL}
    new = NewClient(**(given | {"redirect_uris": ("https://shop.example/cb",)} | changes))
    return stage.write(lambda work: register(work, new), tenant=tenant)


def prove(stage, *proof, actor=None, tenant="acme", **flaw):
    made = Proof(*proof, **flaw)
    return stage.read(
        lambda work: authenticate(work, made), actor=actor or stranger(), tenant=tenant
    )


@pytest.fixture
def shop(stage):
    return add(stage)


class TestAuthenticate:
    @pytest.mark.parametrize("method", [BASIC, POST])
    def test_returns_the_client_by_its_method(self, stage, method):
        made = add(stage, auth_method=method)
        assert prove(stage, "shop", method, made.secret) == made.client

    def test_returns_a_public_client_by_its_name(self, stage):
        made = add(stage, client_id="app", type=ClientType.PUBLIC)
        assert prove(stage, "app") == made.client

    def test_refuses_with_invalid_client_whatever_is_not_right(self, stage, shop):
        public = add(stage, client_id="app", type=ClientType.PUBLIC)
        wrong = Secret("byl_cs_" + "x" * 43)
        for proof in (
            ("",),
            ("nobody",),
            ("nobody", BASIC, wrong),
            ("shop",),
            ("shop", BASIC, wrong),
            ("shop", BASIC, Secret("")),
            ("shop", POST, shop.secret),
            ("SHOP", BASIC, shop.secret),
            ("app", POST, Secret("x")),
            ("app", BASIC, Secret("")),
        ):
            with pytest.raises(Refusal, match="invalid_client"):
                prove(stage, *proof)
        with pytest.raises(Refusal, match="invalid_client"):
            prove(stage, "shop", BASIC, shop.secret, flaw="two methods at once")
        assert public.secret is None

    def test_says_the_same_of_unknown_wrong_and_switched_off(self, stage, shop):
        off = replace(shop.client, status=ClientStatus.DISABLED)
        sentences = set()
        for proof in (("nobody", BASIC, shop.secret), ("shop", BASIC, Secret("x" * 50))):
            with pytest.raises(Refusal) as refused:
                prove(stage, *proof)
            sentences.add(refused.value.sentence())
        stage.write(lambda work: change_client(work, off))
        with pytest.raises(Refusal) as refused:
            prove(stage, "shop", BASIC, shop.secret)
        assert sentences == {refused.value.sentence()}

    def test_knows_no_secret_of_another_tenant(self, stage, shop):
        stage.settle(slug="globex")
        add(stage, "globex")
        with pytest.raises(Refusal, match="invalid_client"):
            prove(stage, "shop", BASIC, shop.secret, tenant="globex")

    def test_refuses_a_source_with_too_many_tries_before_it_looks(self, stage, shop):
        wrong = Proof("shop", BASIC, Secret("x" * 50))
        for _ in range(5):
            stage.write(lambda work: failed(work, wrong), actor=stranger())
        with pytest.raises(Refusal, match="too_many_tries") as refused:
            prove(stage, "shop", BASIC, shop.secret)
        assert refused.value.retry_after > timedelta(0)
        assert prove(stage, "shop", BASIC, shop.secret, actor=stranger(b"t" * 32)) == shop.client

    def test_counts_nothing_where_there_is_no_network(self, stage, shop):
        for _ in range(30):
            stage.write(lambda work: failed(work, Proof("shop")), actor=stranger(None))
        assert prove(stage, "shop", BASIC, shop.secret, actor=stranger(None)) == shop.client

    def test_tells_of_a_failure_and_of_nobody_by_name(self, stage, shop):
        stage.write(lambda work: failed(work, Proof("shop")), actor=stranger())
        stage.write(lambda work: failed(work, Proof("my-password")), actor=stranger())
        stage.write(lambda work: failed(work, Proof("")), actor=stranger())
        told = [each for each in stage.told if isinstance(each, ClientAuthenticationFailed)]
        assert [each.subject for each in told] == [shop.client.id, None, None]
        assert "my-password" not in repr(told)


class TestRotateSecret:
    def rotate(self, stage, tenant="acme", **given):
        asked = RotateSecret("shop", **given)
        return stage.write(lambda work: rotate_secret(work, asked), tenant=tenant)

    def test_lets_the_secret_before_live_for_the_overlap(self, stage, shop):
        fresh = self.rotate(stage, overlap=timedelta(hours=1))
        for secret in (shop.secret, fresh):
            assert prove(stage, "shop", BASIC, secret) == shop.client
        stage.clock.advance(timedelta(hours=1))
        with pytest.raises(Refusal, match="invalid_client"):
            prove(stage, "shop", BASIC, shop.secret)
        assert prove(stage, "shop", BASIC, fresh) == shop.client
        assert isinstance(stage.told[-1], ClientSecretRotated)

    def test_lets_at_most_two_live(self, stage, shop):
        second = self.rotate(stage)
        third = self.rotate(stage)
        with pytest.raises(Refusal, match="invalid_client"):
            prove(stage, "shop", BASIC, shop.secret)
        for secret in (second, third):
            assert prove(stage, "shop", BASIC, secret) == shop.client

    def test_ends_the_secret_before_at_once_without_overlap(self, stage, shop):
        self.rotate(stage, overlap=timedelta(0))
        stage.clock.advance(timedelta(days=1))
        self.rotate(stage)
        with pytest.raises(Refusal, match="invalid_client"):
            prove(stage, "shop", BASIC, shop.secret)

    def test_refuses_with_invalid_input_what_makes_no_sense(self, stage, shop):
        for given in ({"overlap": timedelta(days=8)}, {"overlap": timedelta(-1)}):
            with pytest.raises(Refusal, match="invalid_input"):
                self.rotate(stage, **given)
        with pytest.raises(Refusal, match="invalid_input"):
            self.rotate(stage, secret=Secret("s" * 40))
        add(stage, client_id="app", type=ClientType.PUBLIC)
        with pytest.raises(Refusal, match="invalid_input"):
            stage.write(lambda work: rotate_secret(work, RotateSecret("app")))

    def test_fixes_a_secret_in_a_sandbox(self, stage):
        stage.settle(slug="play", kind=TenantKind.SANDBOX)
        made = add(stage, "play")
        fixed = Secret("sandbox-shop-secret-0123456789abcdef")
        assert self.rotate(stage, "play", secret=fixed) == fixed
        assert prove(stage, "shop", BASIC, fixed, tenant="play") == made.client

    def test_refuses_with_not_found_and_forbidden(self, stage, shop):
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: rotate_secret(work, RotateSecret("nobody")))
        reader = Actor(ActorKind.OPERATOR, "acc_reader")
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(lambda work: rotate_secret(work, RotateSecret("shop")), actor=reader)
