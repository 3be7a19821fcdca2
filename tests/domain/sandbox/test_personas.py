"""Personas and moved clocks exist in sandbox tenants only."""

from datetime import timedelta

import pytest

from domain.accounts.create import add_account
from domain.accounts.erase import erase
from domain.accounts.records import AccountStatus
from domain.identifiers.records import IdentifierKind
from domain.kernel.errors import Refusal
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret
from domain.sandbox.clock import FARTHEST, MoveClock, move_clock
from domain.sandbox.look_up import persona, personas_seen
from domain.sandbox.personas import (
    NewPersona,
    PersonaEdit,
    add_persona,
    edit_persona,
    keep_persona,
    personas,
)
from domain.sandbox.rules import full_claims
from domain.tenants.records import TenantKind
from tests.support.ground import an_operator

PASSWORD = Secret("a sandbox passphrase")


@pytest.fixture
def sandbox(ground):
    ground.settle(slug="acme", kind=TenantKind.SANDBOX)
    ground.settle(slug="globex")
    return ground


def alice(**changes):
    wanted = {
        "username": Secret("alice"),
        "email": Secret("alice@example.test"),
        "password": PASSWORD,
        "claims": {"name": "Alice"},
    }
    return NewPersona(**{**wanted, **changes})


class TestAddPersona:
    def test_keeps_account_names_password_and_claims(self, sandbox):
        made = sandbox.do(add_persona, alice(), tenant="acme")
        assert made.persona
        kept = sandbox.look(
            lambda w: (
                {each.kind for each in w.identifiers.of_account(made.id)},
                w.passwords.of_account(made.id).encoded,
                w.persona_claims.get(made.id),
            ),
            tenant="acme",
        )
        assert kept[0] == {IdentifierKind.USERNAME, IdentifierKind.EMAIL}
        assert sandbox.powers["hasher"].verify(kept[1], PASSWORD)
        assert kept[2] == {
            "preferred_username": "alice",
            "email": "alice@example.test",
            "email_verified": True,
            "name": "Alice",
        }

    def test_may_be_made_disabled(self, sandbox):
        made = sandbox.do(add_persona, alice(status=AccountStatus.DISABLED), tenant="acme")
        assert made.status is AccountStatus.DISABLED

    def test_refuses_a_production_tenant(self, sandbox):
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.do(add_persona, alice(), tenant="globex")
        made = add_persona.slow(
            b"s" * 16, alice(), **{n: sandbox.powers[n] for n in add_persona.powers}
        )
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.write(lambda work: keep_persona(work, made), tenant="globex")

    def test_refuses_a_name_that_is_taken(self, sandbox):
        sandbox.do(add_persona, alice(), tenant="acme")
        with pytest.raises(Refusal, match="identifier_taken"):
            sandbox.do(add_persona, alice(username=Secret("other")), tenant="acme")

    @pytest.mark.parametrize(
        "changes",
        [
            {"username": None, "email": None},
            {"username": Secret("a@example.test")},
            {"email": Secret("alice")},
            {"status": AccountStatus.LOCKED},
            {"claims": {"sub": "1"}},
            {"claims": {"a": float("nan")}},
            {"claims": {"a": b"bytes"}},
            {"claims": {"a": "x" * 9000}},
        ],
    )
    def test_refuses_what_no_persona_can_be(self, sandbox, changes):
        with pytest.raises(Refusal, match="invalid_input"):
            sandbox.do(add_persona, alice(**changes), tenant="acme")

    def test_refuses_a_name_that_is_none(self, sandbox):
        with pytest.raises(Refusal, match="invalid_identifier"):
            sandbox.do(add_persona, alice(username=Secret("a\u200bb")), tenant="acme")

    def test_refuses_an_operator_without_the_permission(self, sandbox):
        with pytest.raises(Refusal, match="forbidden"):
            sandbox.do(add_persona, alice(), tenant="acme", actor=an_operator("accounts.read"))
        made = add_persona.slow(
            b"s" * 16, alice(), **{n: sandbox.powers[n] for n in add_persona.powers}
        )
        with pytest.raises(Refusal, match="forbidden"):
            sandbox.write(
                lambda work: add_persona.settle(work, alice(), b"", made),
                tenant="acme",
                actor=an_operator(),
            )

    def test_erasing_one_takes_its_claims(self, sandbox):
        made = sandbox.do(add_persona, alice(), tenant="acme")
        sandbox.do(erase, made.id, tenant="acme")
        assert sandbox.look(lambda w: w.persona_claims.get(made.id), tenant="acme") == {}

    def test_what_is_written_of_a_persona_counts_before_what_its_names_say(self):
        claims = full_claims({"email_verified": False}, username=None, email=Secret("a@b.test"))
        assert claims == {"email": "a@b.test", "email_verified": False}


class TestEditPersona:
    def test_refuses_a_production_tenant(self, sandbox):
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.write(lambda w: edit_persona(w, PersonaEdit(b"x" * 16)), tenant="globex")

    def test_refuses_a_name_that_is_taken_before_anything_is_changed(self, sandbox):
        sandbox.do(add_persona, alice(), tenant="acme")
        bob = sandbox.do(add_persona, alice(username=Secret("bob"), email=None), tenant="acme")
        salt = sandbox.look(lambda w: w.tenant.index_salt, tenant="acme")
        inner = sandbox.powers["identifier_hasher"].inner("alice", salt)
        edit = PersonaEdit(
            bob.id, status=AccountStatus.DISABLED, identifiers=((IdentifierKind.USERNAME, inner),)
        )
        with pytest.raises(Refusal, match="identifier_taken"):
            sandbox.write(lambda w: edit_persona(w, edit), tenant="acme")
        status = sandbox.look(lambda w: w.accounts.get(bob.id).status, tenant="acme")
        assert status is AccountStatus.ENABLED


class TestPersonas:
    def test_lists_personas_alone(self, sandbox):
        made = sandbox.do(add_persona, alice(), tenant="acme")
        assert sandbox.do(personas, PageRequest(), tenant="acme").rows == (made,)

    def test_refuses_production_tenants_and_who_may_not_read(self, sandbox):
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.do(personas, PageRequest(), tenant="globex")
        with pytest.raises(Refusal, match="forbidden"):
            sandbox.do(personas, PageRequest(), tenant="acme", actor=an_operator())


class TestMoveClock:
    def test_moves_the_tenants_time_and_no_other(self, sandbox):
        before = sandbox.clock.now()
        assert sandbox.do(move_clock, MoveClock(timedelta(hours=1)), tenant="acme") == timedelta(
            hours=1
        )
        sandbox.do(move_clock, MoveClock(timedelta(hours=2)), tenant="acme")
        assert sandbox.look(lambda work: work.now, tenant="acme") == before + timedelta(hours=3)
        assert sandbox.look(lambda work: work.now, tenant="globex") == before
        assert sandbox.look(lambda work: work.now) == before
        assert {line.facts["seconds"] for line in sandbox.told("acme", "sandbox.clock_moved")} == {
            3600,
            7200,
        }

    @pytest.mark.parametrize("by", [timedelta(), timedelta(seconds=-1), FARTHEST + timedelta(1)])
    def test_refuses_to_stand_still_go_back_or_too_far(self, sandbox, by):
        with pytest.raises(Refusal, match="invalid_input"):
            sandbox.do(move_clock, MoveClock(by), tenant="acme")

    def test_refuses_a_production_tenant_and_who_may_not_change_it(self, sandbox):
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.do(move_clock, MoveClock(timedelta(1)), tenant="globex")
        with pytest.raises(Refusal, match="forbidden"):
            sandbox.do(move_clock, MoveClock(timedelta(1)), tenant="acme", actor=an_operator())

    def test_refuses_to_write_over_a_newer_record(self, sandbox):
        def late(work):
            sandbox_tenant = work.tenant
            move_clock(work, MoveClock(timedelta(1)))
            assert work.tenant is sandbox_tenant
            return move_clock(work, MoveClock(timedelta(1)))

        with pytest.raises(Exception, match="conflict"):
            sandbox.write(late, tenant="acme")


class TestPersona:
    def test_is_shown_with_its_made_up_claims(self, sandbox):
        made = sandbox.do(add_persona, alice(), tenant="acme")
        found = sandbox.do(persona, made.id, tenant="acme", actor=an_operator("accounts.read"))
        assert found.account == made
        assert found.claims["name"] == "Alice"

    def test_is_listed_with_them_too(self, sandbox):
        made = sandbox.do(add_persona, alice(), tenant="acme")
        sandbox.do(move_clock, MoveClock(timedelta(hours=1)), tenant="acme")
        found = sandbox.do(personas_seen, PageRequest(), tenant="acme")
        assert found.page.rows == (made,)
        assert found.claims[made.id]["preferred_username"] == "alice"
        assert found.ahead == timedelta(hours=1)

    def test_refuses_not_found_sandbox_only_and_forbidden(self, sandbox):
        other = sandbox.write(
            lambda work: add_account(work, status=AccountStatus.ENABLED), tenant="acme"
        )
        for account_id in (other.id, bytes(16)):
            with pytest.raises(Refusal, match="not_found"):
                sandbox.do(persona, account_id, tenant="acme")
        with pytest.raises(Refusal, match="sandbox_only"):
            sandbox.do(persona, other.id, tenant="globex")
        with pytest.raises(Refusal, match="forbidden"):
            sandbox.do(persona, other.id, tenant="acme", actor=an_operator())
