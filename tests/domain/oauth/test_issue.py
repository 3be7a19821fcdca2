"""The gate: each thing a grant rests on is asked again, by every way of getting tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.records import AccountStatus
from domain.clients.records import AccessTokenForm, GrantType
from domain.consent.records import ConsentStatus
from domain.kernel.errors import Refusal
from domain.oauth.issue import RESERVED, gate, opened_claims
from domain.oauth.records import GrantItem
from domain.tenants.records import KeyPurpose, KeyState
from tests.support.factories import a_scope
from tests.support.issuing import an_issuing


def disable_account(between):
    between.stage.write(
        lambda work: work.accounts.move(
            between.account.id, (AccountStatus.ENABLED,), AccountStatus.DISABLED
        )
    )


def lock_account(between):
    between.stage.write(
        lambda work: work.accounts.move(
            between.account.id, (AccountStatus.ENABLED,), AccountStatus.LOCKED
        )
    )


def end_session(between):
    between.stage.write(lambda work: work.sessions.end(between.session.id, work.now, "signed_out"))


def let_session_idle(between):
    between.stage.clock.advance(timedelta(hours=12))


def end_needed(between):
    write_entry(between, "openid", ConsentStatus.REVOKED)


def close_grant(between):
    between.stage.write(
        lambda work: [
            work.grants.close(each.id, work.now, "test")
            for each in work.grants.of(between.account.id)
        ]
    )


def write_entry(between, item, status, **changes):
    """Write an entry silently, without telling: the gate must see it by itself."""
    before = between.consents[item]
    after = replace(
        before,
        id=between.stage.write(lambda work: work.new_id()),
        status=status,
        previous=before.id,
        **{"expires_at": None} | changes,
    )
    assert between.stage.write(lambda work: work.consents.append(after))
    between.consents[item] = after


STOPS = [disable_account, lock_account, end_session, let_session_idle, end_needed, close_grant]


class TestGate:
    @pytest.mark.parametrize("stop", STOPS)
    @pytest.mark.parametrize("way", ["code", "refresh"])
    def test_refuses_with_invalid_grant_whatever_stopped(self, stage, stop, way):
        between = an_issuing(stage, lasts=timedelta(days=2))
        grant, code = between.open()
        tried = code
        if way == "refresh":
            tried = between.redeem(code).refresh
        stop(between)
        with pytest.raises(Refusal, match="invalid_grant"):
            (between.redeem if way == "code" else between.rotate)(tried)
        assert grant is not None

    def test_gives_less_when_a_chosen_item_ended(self, stage):
        between = an_issuing(stage)
        grant, first = between.issued()
        write_entry(between, "profile", ConsentStatus.WITHDRAWN)
        assert between.rotate(first.refresh).scope == ("openid",)
        assert between.grant(grant).live_scope(stage.clock.now()) == ("openid",)
        assert [event.items for event in stage.told] == [("profile",)]

    def test_gives_less_and_not_a_refusal_to_a_client_that_names_all_it_had(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        write_entry(between, "profile", ConsentStatus.WITHDRAWN)
        again = between.rotate(first.refresh, scope=("openid", "profile"))
        assert again.scope == ("openid",)
        with pytest.raises(Refusal, match="invalid_scope"):
            between.rotate(again.refresh, scope=("profile",))

    def test_caps_tokens_at_a_leave_that_was_cut_short(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        soon = stage.clock.now() + timedelta(seconds=90)
        write_entry(between, "profile", ConsentStatus.GIVEN, expires_at=soon)
        assert between.rotate(first.refresh).expires_in == 90

    def test_never_lengthens_by_a_later_leave(self, stage):
        between = an_issuing(stage, lasts=timedelta(minutes=5))
        _, first = between.issued()
        later = stage.clock.now() + timedelta(days=30)
        for item in ("openid", "profile"):
            write_entry(between, item, ConsentStatus.GIVEN, expires_at=later)
        assert between.rotate(first.refresh).expires_in == 300

    def test_does_not_give_an_ended_item_back(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        write_entry(between, "profile", ConsentStatus.WITHDRAWN)
        second = between.rotate(first.refresh)
        write_entry(between, "profile", ConsentStatus.GIVEN, expires_at=between.until)
        assert between.rotate(second.refresh).scope == ("openid",)

    def test_grants_nothing_on_consent_that_nobody_gave(self, stage):
        between = an_issuing(stage)
        items = (
            GrantItem("openid", needed=True, ends_at=between.until),
            GrantItem("email", needed=False, ends_at=between.until),
        )
        _, code = between.open(items=items)
        assert between.redeem(code).scope == ("openid",)

    def test_gives_less_when_a_word_was_taken_from_the_client(self, stage):
        between = an_issuing(stage)
        _, first = between.issued()
        between.change_client(scopes=("openid",))
        second = between.rotate(first.refresh)
        assert second.scope == ("openid",)
        between.change_client(scopes=("email",))
        with pytest.raises(Refusal, match="invalid_grant"):
            between.rotate(second.refresh)

    def test_asks_no_consent_for_what_rests_on_none(self, stage):
        between = an_issuing(stage, needed=(), chosen=(), scopes=("openid",))
        items = (GrantItem("openid", needed=True, ends_at=between.until, rests_on_consent=False),)
        _, code = between.open(items=items)
        assert between.redeem(code).scope == ("openid",)

    def test_gives_nothing_in_the_last_second(self, stage):
        between = an_issuing(stage, lasts=timedelta(milliseconds=900))
        _, code = between.open()
        with pytest.raises(Refusal, match="invalid_grant"):
            between.redeem(code)

    def test_knows_no_grant_of_another_client(self, stage):
        between, other = an_issuing(stage), an_issuing(stage)
        grant, _ = between.open()
        with pytest.raises(Refusal, match="invalid_grant"):
            stage.write(
                lambda work: gate(
                    work,
                    work.grants.standing(grant.id, work.now),
                    client=other.client,
                    grant_type=GrantType.AUTHORIZATION_CODE,
                )
            )

    def test_lets_offline_access_outlive_the_session_and_nothing_else(self, stage):
        between = an_issuing(stage, chosen=("offline_access",), lasts=timedelta(days=60))
        _, first = between.issued()
        end_session(between)
        stage.clock.advance(timedelta(days=20))
        assert between.rotate(first.refresh).scope == ("offline_access", "openid")

    def test_answers_busy_when_there_is_no_key_to_sign_with(self, stage):
        between = an_issuing(stage, id_token_alg="RS256")
        _, code = between.open()
        with pytest.raises(Refusal, match="busy"):
            between.redeem(code)

    def test_signs_with_the_active_key_alone(self, stage):
        between = an_issuing(stage)
        _, code = between.open()

        def retire(work):
            key = work.tenant_keys.signing(KeyPurpose.TOKEN)[0]
            return work.tenant_keys.advance(key.id, KeyState.ACTIVE, KeyState.RETIRING, work.now)

        assert stage.write(retire)
        with pytest.raises(Refusal, match="busy"):
            between.redeem(code)

    def test_makes_opaque_tokens_where_the_client_wants_them(self, stage):
        between = an_issuing(stage, access_token=AccessTokenForm.OPAQUE)
        _, first = between.issued()
        assert between.sealed(first)["access_token"].startswith("byl_at_")


class TestClaims:
    def test_of_a_source_never_take_a_reserved_name(self, stage):
        stage.write(
            lambda work: work.scopes.put(a_scope(claims=("sub", "scope", "acr", "orders_count")))
        )
        opened = stage.read(lambda work: opened_claims(work, ("orders", "openid", "unknown")))
        assert opened == {"orders_count"}
        assert {"sub", "scope", "acr"} <= RESERVED

    def test_asked_for_in_the_id_token_come_with_the_scope_that_opens_them(self, stage):
        between = an_issuing(stage)
        values = {"name": "Ada Persona", "email": "ada@example.test"}
        stage.write(lambda work: work.persona_claims.put(between.account.id, values))
        asked = {"id_token": {"name": None, "email": None, "sub": {"value": "x"}, "exp": None}}
        _, code = between.open(claims=asked)
        claims = between.redeem(code).id_token.claims
        assert claims["name"] == "Ada Persona"
        assert "email" not in claims
        assert claims["sub"] != "x"
