"""The ledger of leave cannot be changed or thinned out unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.operations.log_check import verify_log
from app.runtime.powers.signer import JwsSigner
from domain.accounts.erase import erase
from domain.audit.records import LeafSource
from domain.audit.sequence import sequence
from domain.audit.verify import Fault
from domain.consent.end import Withdraw, withdraw
from domain.consent.records import Duration
from domain.consent.retain import retain
from domain.kernel.work import system
from persistence.statements import Prepared
from tests.support.sign_ins import Walk, a_person, open_shop, person

CLI = system("cli")


@pytest.fixture
def ledger(stage):
    shop, alice = open_shop(stage), a_person(stage)
    walk = Walk(stage, shop)
    walk.sign_in()
    walk.decide("orders.read", duration=Duration.HOUR)
    walk.finish()
    stage.shop, stage.alice = shop, alice
    return stage


def verdict(stage):
    stage.write(lambda work: sequence(work, 500))
    return stage.read(lambda work: verify_log(work, signer=JwsSigner()), actor=CLI)


def take_back(ledger):
    wanted = Withdraw(ledger.alice.id, ledger.shop.id, "orders.read")
    ledger.write(lambda work: withdraw(work, wanted), actor=person(ledger.alice.id))


def tamper(stage, statement):
    stage.write(lambda work: work.db.run(Prepared(text(statement))))


class TestVerifyLog:
    def test_holds_over_what_nobody_touched(self, ledger):
        assert verdict(ledger).holds

    def test_finds_a_changed_entry(self, ledger):
        tamper(ledger, "UPDATE consent_entry SET reason = 'x' WHERE item = 'orders.read'")
        assert [each.fault for each in verdict(ledger).findings] == [Fault.BODY_CHANGED]

    @pytest.mark.parametrize(
        "change",
        [
            "at = 'soon'",
            "status = 'nobody'",
            "reason = CAST(x'ff' AS TEXT)",
            "expires_at = x'00'",
            "salt = 'text'",
        ],
    )
    def test_names_an_entry_that_cannot_be_read_and_goes_on(self, ledger, change):
        tamper(ledger, f"UPDATE consent_entry SET {change} WHERE item = 'orders.read'")  # noqa: S608 - the test is the attacker
        found = verdict(ledger).findings
        assert (found[0].fault, found[0].source) == (Fault.BODY_UNREADABLE, LeafSource.CONSENT)
        assert {each.fault for each in found[1:]} <= {Fault.STATE_DIFFERS}

    def test_names_an_entry_whose_id_is_none_and_what_is_present_of_it(self, ledger):
        tamper(ledger, "UPDATE consent_entry SET id = 'text' WHERE item = 'orders.read'")
        tamper(ledger, "UPDATE consent_current SET consent_id = 'text' WHERE item = 'orders.read'")
        assert {each.fault for each in verdict(ledger).findings} == {
            Fault.BODY_MISSING,
            Fault.BODY_UNREADABLE,
        }

    def test_believes_no_number_of_erased_entries_that_is_none(self, ledger):
        ledger.write(lambda work: erase(work, ledger.alice.id), actor=CLI)
        tamper(
            ledger,
            'UPDATE audit_event SET facts = \'{"rows": "six"}\' '
            "WHERE name = 'consent.bodies_erased'",
        )
        found = [each.fault for each in verdict(ledger).findings]
        assert Fault.BODY_CHANGED in found
        assert found.count(Fault.BODY_MISSING) == 6

    def test_finds_an_entry_that_somebody_took_away(self, ledger):
        tamper(ledger, "DELETE FROM consent_entry WHERE item = 'orders.read'")
        missing, astray = verdict(ledger).findings
        assert (missing.fault, astray.fault) == (Fault.BODY_MISSING, Fault.STATE_DIFFERS)

    @pytest.mark.parametrize(
        "change",
        [
            "expires_at = '2999-01-01 00:00:00.000000'",
            "status = 'given', expires_at = NULL",
            "consent_id = (SELECT previous FROM consent_entry WHERE status = 'withdrawn')",
            "consent_id = (SELECT id FROM consent_entry WHERE item = 'openid')",
            "consent_id = randomblob(16)",
        ],
    )
    def test_finds_a_present_state_that_is_not_what_the_ledger_says(self, ledger, change):
        """Tokens are issued on the present state, which no leaf stands for."""
        take_back(ledger)
        tamper(ledger, f"UPDATE consent_current SET {change} WHERE item = 'orders.read'")  # noqa: S608 - the test is the attacker
        (finding,) = verdict(ledger).findings
        assert (finding.fault, finding.source) == (Fault.STATE_DIFFERS, LeafSource.CONSENT)

    def test_holds_after_leave_was_taken_back_and_given_again(self, ledger):
        take_back(ledger)
        walk = Walk(ledger, ledger.shop)
        walk.sign_in()
        walk.decide("orders.read")
        assert verdict(ledger).holds

    def test_holds_after_a_person_was_erased(self, ledger):
        ledger.write(lambda work: erase(work, ledger.alice.id), actor=CLI)
        found = verdict(ledger)
        assert found.holds
        assert found.erased == 6  # three that were given, three that ended with the account

    def test_erasing_one_person_hides_no_theft_of_another(self, ledger):
        bob = a_person(ledger, "bob")
        walk = Walk(ledger, ledger.shop)
        walk.sign_in("bob")
        walk.decide("orders.read", duration=Duration.HOUR)
        ledger.write(lambda work: erase(work, ledger.alice.id), actor=CLI)
        tamper(ledger, "DELETE FROM consent_entry WHERE item = 'orders.read'")
        assert Fault.BODY_MISSING in {each.fault for each in verdict(ledger).findings}
        assert bob.id != ledger.alice.id


class TestRetain:
    def test_erases_what_ended_long_ago_and_leaves_a_log_that_holds(self, ledger):
        act = Withdraw(ledger.alice.id, ledger.shop.id, "orders.read")
        ledger.write(lambda work: withdraw(work, act), actor=person(ledger.alice.id))
        ledger.clock.advance(timedelta(days=3 * 365 - 1))
        assert ledger.write(lambda work: retain(work, 500), actor=CLI) == 0
        # Ids tell the machine's time, which may be ahead of the stage's clock.
        ledger.clock.advance(timedelta(days=10 * 365))
        assert ledger.write(lambda work: retain(work, 500), actor=CLI) == 2
        left = ledger.read(lambda work: work.consents.of_account(ledger.alice.id))
        assert {entry.item for entry in left} == {"openid", "orders.write"}
        assert verdict(ledger).holds
