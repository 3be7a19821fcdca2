"""What ends with a leave, a session, an account: in the same transaction, and no more than that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.events import AccountDisabled
from domain.consent.end import Revoke, Withdraw, expire_due, revoke, withdraw
from domain.consent.events import ConsentSuperseded
from domain.consent.records import ConsentStatus
from domain.kernel.errors import Refusal
from domain.kernel.work import Actor, ActorKind
from domain.oauth.events import GrantClosed, GrantNarrowed
from domain.oauth.grants import realign
from domain.oauth.introspect import Introspect, introspect
from domain.oauth.records import GrantItem
from domain.sessions.events import SessionEnded
from tests.support.issuing import ISSUER, an_issuing


def acting(between):
    return Actor(ActorKind.PERSON, "acc_test", between.account.id)


def is_active(between, issued):
    from domain.kernel.secrets import Secret

    token = Secret(between.sealed(issued)["access_token"])
    asked = Introspect(between.client, token, ISSUER)
    return between.stage.read(lambda work: introspect(work, asked, between.signer))["active"]


def told(stage, kind):
    return [event for event in stage.told if isinstance(event, kind)]


class TestOnConsentEnded:
    def test_narrows_the_grant_when_a_chosen_item_is_withdrawn(self, stage):
        between = an_issuing(stage)
        grant, issued = between.issued()
        asked = Withdraw(between.account.id, between.client.id, "profile")
        stage.write(lambda work: withdraw(work, asked), actor=acting(between))
        assert not is_active(between, issued)
        again = between.rotate(issued.refresh)
        assert again.scope == ("openid",)
        assert is_active(between, again)
        assert between.grant(grant).closed_at is None
        assert [event.items for event in told(stage, GrantNarrowed)] == [("profile",)]

    def test_closes_the_grant_when_a_needed_item_is_revoked(self, stage):
        between = an_issuing(stage)
        grant, issued = between.issued()
        asked = Revoke(between.account.id, between.client.id, "asked by phone", "openid")
        stage.write(lambda work: revoke(work, asked))
        assert not is_active(between, issued)
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(issued.refresh)
        assert between.grant(grant).close_reason == "consent_operator"

    def test_closes_the_grant_when_the_last_item_ends(self, stage):
        between = an_issuing(stage, needed=(), chosen=("profile", "email"))
        grant, _ = between.issued()
        for item in ("profile", "email"):
            asked = Withdraw(between.account.id, between.client.id, item)
            stage.write(lambda work, asked=asked: withdraw(work, asked), actor=acting(between))
        assert between.grant(grant).close_reason == "consent_person"

    def test_is_told_once_when_time_ended_it_and_everything_was_dead_before(self, stage):
        between = an_issuing(stage)
        grant, issued = between.issued()
        stage.clock.set(between.until)
        assert not is_active(between, issued)
        assert between.grant(grant).closed_at is None
        assert stage.write(expire_due) == 2
        assert stage.write(expire_due) == 0
        assert [event.reason for event in told(stage, GrantClosed)] == ["consent_time"]

    def test_leaves_other_clients_and_other_people_alone(self, stage):
        between, other = an_issuing(stage), an_issuing(stage)
        between.issued()
        grant, issued = other.issued()
        asked = Withdraw(between.account.id, between.client.id)
        stage.write(lambda work: withdraw(work, asked), actor=acting(between))
        assert is_active(other, issued)
        assert other.grant(grant).closed_at is None

    def test_leaves_grants_alone_that_never_had_the_item(self, stage):
        between = an_issuing(stage, chosen=("profile",))
        items = (GrantItem("openid", needed=True, ends_at=between.until),)
        grant, _ = between.open(items=items, scope=("openid",))
        asked = Withdraw(between.account.id, between.client.id, "profile")
        stage.write(lambda work: withdraw(work, asked), actor=acting(between))
        assert between.grant(grant).version == 1

    def test_cuts_grants_to_a_leave_that_replaced_theirs(self, stage):
        between = an_issuing(stage)
        grant, issued = between.issued()
        soon = stage.clock.now() + timedelta(minutes=2)

        def supersede(work):
            before = between.consents["profile"]
            after = replace(before, id=work.new_id(), previous=before.id, expires_at=soon)
            assert work.consents.append(after)
            work.tell(
                ConsentSuperseded(
                    subject=before.id,
                    account=between.account.id,
                    client=between.client.id,
                    item="profile",
                    ends_at=soon,
                    shortens=True,
                )
            )

        stage.write(supersede)
        ends = {item.scope: item.ends_at for item in between.grant(grant).items}
        assert ends == {"openid": between.until, "profile": soon}
        assert is_active(between, issued)
        stage.clock.set(soon)
        assert not is_active(between, issued)


class TestOnSessionEnded:
    def test_closes_what_the_session_bore_and_keeps_offline_access(self, stage):
        bound = an_issuing(stage)
        free = an_issuing(stage, chosen=("offline_access",))
        grant, issued = bound.issued()
        _, lasting = free.issued()
        for each in (bound, free):
            session_id = each.session.id
            stage.write(
                lambda work, session_id=session_id: work.tell(
                    SessionEnded(subject=session_id, account=bound.account.id, reason="signed_out")
                )
            )
        assert bound.grant(grant).close_reason == "session_ended"
        assert not is_active(bound, issued)
        assert is_active(free, lasting)

    def test_does_nothing_without_a_session(self, stage):
        from domain.oauth.subscribers import on_account_stopped, on_session_ended

        event = SessionEnded(subject=None, account=bytes(16), reason="signed_out")
        stage.write(lambda work: on_session_ended(work, event))
        stage.write(lambda work: on_account_stopped(work, AccountDisabled(subject=None)))
        assert stage.told == []


class TestOnAccountStopped:
    def test_closes_every_grant_of_the_account(self, stage):
        between = an_issuing(stage, chosen=("offline_access",))
        grant, issued = between.issued()
        stage.write(lambda work: work.tell(AccountDisabled(subject=between.account.id)))
        assert between.grant(grant).close_reason == "account_stopped"
        assert not is_active(between, issued)


class TestRealign:
    def test_tries_again_when_another_has_cut_the_grant(self, stage):
        between = an_issuing(stage)
        grant, _ = between.open()
        stage.write(lambda work: work.grants.narrow(grant.id, grant.version, grant.items))
        ended = replace(
            between.consents["profile"],
            id=stage.write(lambda work: work.new_id()),
            status=ConsentStatus.WITHDRAWN,
            expires_at=None,
            previous=between.consents["profile"].id,
        )
        assert stage.write(lambda work: work.consents.append(ended))
        after = stage.write(lambda work: realign(work, grant, "test"))
        assert after.version == grant.version + 2
        assert after.live_scope(stage.clock.now()) == ("openid",)

    def test_gives_up_on_a_grant_that_was_closed_meanwhile(self, stage):
        between = an_issuing(stage, needed=("openid",), chosen=("profile", "email"))
        grant, _ = between.open()
        stage.write(lambda work: work.grants.close(grant.id, work.now, "test"))
        ended = replace(
            between.consents["profile"],
            id=stage.write(lambda work: work.new_id()),
            status=ConsentStatus.WITHDRAWN,
            expires_at=None,
            previous=between.consents["profile"].id,
        )
        assert stage.write(lambda work: work.consents.append(ended))
        assert stage.write(lambda work: realign(work, grant, "test")) is None
