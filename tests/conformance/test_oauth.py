from dataclasses import replace
from datetime import timedelta

from domain.oauth.records import GrantItem, Presented
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client,
    a_code,
    a_grant,
    a_pushed_request,
    a_refresh_token,
    an_account,
    an_opaque_token,
    digest,
)


def a_pair(both):
    account, client = an_account(), a_client()
    both.write(lambda work: work.accounts.add(account))
    both.write(lambda work: work.clients.add(client))
    return account.id, client.id


def a_client_id(both):
    return a_pair(both)[1]


def opened(both, pair=None, **changes):
    grant = a_grant(*(pair or a_pair(both)), **changes)
    both.write(lambda work: work.grants.add(grant))
    return grant


class TestGrants:
    def test_come_back_as_they_were_added(self, both):
        grant = opened(both, once=True, amr=("pwd", "otp"))
        assert both.read(lambda work: work.grants.get(grant.id)) == grant
        assert both.read(lambda work: work.grants.get(bytes(16))) is None

    def test_are_narrowed_by_compare_and_set(self, both):
        grant = opened(both)
        items = (GrantItem("openid", needed=True, ends_at=START + HOUR, rests_on_consent=False),)
        assert both.write(lambda work: work.grants.narrow(grant.id, 1, items)) is True
        assert both.write(lambda work: work.grants.narrow(grant.id, 1, items)) is False
        found = both.read(lambda work: work.grants.get(grant.id))
        assert found == replace(grant, items=items, version=2)

    def test_close_once(self, both):
        grant = opened(both)

        def close(reason):
            return both.write(lambda work: work.grants.close(grant.id, work.now, reason))

        assert close("revoked") is True
        assert close("expired") is False
        found = both.read(lambda work: work.grants.get(grant.id))
        assert found == replace(grant, closed_at=START, close_reason="revoked", version=2)

    def test_of_an_account_are_listed_while_open(self, both):
        account, client = a_pair(both)
        here = opened(both, (account, client))
        there = opened(both, (account, a_client_id(both)))
        closed = opened(both, (account, client))
        both.write(lambda work: work.grants.close(closed.id, work.now, "revoked"))
        found = both.read(lambda work: work.grants.of(account))
        assert {grant.id for grant in found} == {here.id, there.id}
        assert [grant.id for grant in found] == sorted((here.id, there.id), reverse=True)
        assert both.read(lambda work: work.grants.of(account, client)) == (here,)

    def test_of_a_session_are_listed_while_open(self, both):
        session = bytes(range(16))
        borne, closed = opened(both, session_id=session), opened(both, session_id=session)
        opened(both)
        both.write(lambda work: work.grants.close(closed.id, work.now, "revoked"))
        assert both.read(lambda work: work.grants.of_session(session)) == (borne,)

    def test_are_tidied_away_with_all_their_tokens(self, both):
        grant, live = opened(both, ends_at=START - HOUR), opened(both)
        code, token = a_code(grant), a_refresh_token(grant)
        opaque = an_opaque_token(grant.client_id, grant.id)
        both.write(lambda work: work.codes.add(code))
        both.write(lambda work: work.refresh_tokens.add(token))
        both.write(lambda work: work.opaque_tokens.add(opaque))
        closed = opened(both)
        both.write(lambda work: work.grants.close(closed.id, START - HOUR, "revoked"))
        assert both.write(lambda work: work.grants.tidy(work.now, 1)) == 1
        assert both.write(lambda work: work.grants.tidy(work.now, 10)) == 1
        assert both.read(lambda work: work.codes.get(code.digest)) is None
        assert both.read(lambda work: work.refresh_tokens.get(token.digest)) is None
        assert both.read(lambda work: work.opaque_tokens.rooted(opaque.digest, work.now)) is None
        assert both.read(lambda work: work.grants.get(live.id)) == live


class TestCodes:
    def kept(self, both, **changes):
        code = a_code(opened(both), **changes)
        both.write(lambda work: work.codes.add(code))
        return code

    def test_are_consumed_once_and_stay_to_be_recognised(self, both):
        code = self.kept(both)
        used = replace(code, consumed_at=START)
        assert both.write(lambda work: work.codes.consume(code.digest, work.now)) == used
        assert both.write(lambda work: work.codes.consume(code.digest, work.now)) is None
        assert both.read(lambda work: work.codes.get(code.digest)) == used

    def test_that_are_unknown_are_not_consumed(self, both):
        assert both.write(lambda work: work.codes.consume(digest(), work.now)) is None

    def test_that_ran_out_are_returned_and_used_up(self, both):
        code = self.kept(both, expires_at=START - HOUR)
        found = both.write(lambda work: work.codes.consume(code.digest, work.now))
        assert found.expires_at == START - HOUR

    def test_are_tidied_away_after_they_ran_out(self, both):
        late, live = self.kept(both, expires_at=START - HOUR), self.kept(both)
        assert both.write(lambda work: work.codes.tidy(work.now, 10)) == 1
        assert both.read(lambda work: work.codes.get(late.digest)) is None
        assert both.read(lambda work: work.codes.get(live.digest)) == live

    def test_that_nobody_redeemed_take_their_grants_along(self, both):
        """Nothing came of such a grant: not even its client knows it."""
        unused = [self.kept(both, expires_at=START - HOUR) for _ in range(3)]
        used = self.kept(both, expires_at=START - HOUR)
        both.write(lambda work: work.codes.consume(used.digest, work.now))
        live = self.kept(both)

        def grants(*codes):
            return both.read(lambda work: [work.grants.get(code.grant_id) for code in codes])

        assert both.write(lambda work: work.codes.tidy(work.now, 2)) == 2
        assert grants(*unused).count(None) == 2
        assert both.write(lambda work: work.codes.tidy(work.now, 10)) == 2
        assert grants(*unused) == [None] * 3
        assert None not in grants(used, live)
        assert both.read(lambda work: work.codes.get(used.digest)) is None
        assert both.write(lambda work: work.codes.tidy(work.now, 10)) == 0


class TestRefreshTokens:
    def kept(self, both, grant=None, **changes):
        token = a_refresh_token(grant or opened(both), **changes)
        both.write(lambda work: work.refresh_tokens.add(token))
        return token

    def test_are_consumed_once_and_keep_the_salt_of_their_heir(self, both):
        token, salt = self.kept(both), digest()

        def consume(salt):
            return both.write(
                lambda work: work.refresh_tokens.consume(token.digest, work.now, salt)
            )

        used = replace(token, consumed_at=START, heir_salt=salt)
        assert consume(salt) is True
        assert consume(digest()) is False
        assert both.read(lambda work: work.refresh_tokens.get(token.digest)) == used

    def test_are_presented_with_what_their_grant_rests_on(self, both):
        grant = opened(both)
        token = self.kept(both, grant)

        def presented(value):
            return both.read(lambda work: work.refresh_tokens.presented(value, work.now))

        standing = both.read(lambda work: work.grants.standing(grant.id, work.now))
        assert presented(token.digest) == Presented(token, standing)
        assert standing.grant == grant
        assert presented(digest()) is None

    def test_of_an_account_are_the_live_ones_of_its_open_grants(self, both):
        grant, other = opened(both), opened(both)

        def live():
            return both.read(lambda w: w.refresh_tokens.live_of_account(grant.account_id))

        self.kept(both, other)
        old = self.kept(both, grant)
        both.write(lambda work: work.refresh_tokens.consume(old.digest, work.now, digest()))
        assert live() == ()
        new = self.kept(both, grant)
        assert live() == (new,)
        both.write(lambda work: work.grants.close(grant.id, work.now, "x"))
        assert live() == ()

    def test_are_ended_once_for_a_whole_grant(self, both):
        grant = opened(both)

        def end():
            return both.write(lambda work: work.grants.end_refresh(grant.id, work.now))

        assert end() is True
        assert end() is False
        assert both.read(lambda work: work.grants.get(grant.id)).refresh_ended_at == START


class TestOpaqueTokens:
    def test_of_an_account_are_the_living_ones_of_its_open_grants(self, both):
        grant, other = opened(both), opened(both)
        live = an_opaque_token(grant.client_id, grant.id)
        late = an_opaque_token(grant.client_id, grant.id, expires_at=START)
        foreign = an_opaque_token(other.client_id, other.id)
        for each in (live, late, foreign):
            both.write(lambda work, each=each: work.opaque_tokens.add(each))
        found = both.read(lambda w: w.opaque_tokens.live_of_account(grant.account_id, w.now))
        assert found == (live,)

    def test_come_back_with_and_without_a_grant(self, both):
        grant = opened(both)
        for token in (
            an_opaque_token(grant.client_id, grant.id, scope=("openid", "profile")),
            an_opaque_token(grant.client_id),
        ):
            both.write(lambda work, token=token: work.opaque_tokens.add(token))
            found = both.read(lambda w, token=token: w.opaque_tokens.rooted(token.digest, w.now))
            assert found.token == token
            root = both.read(lambda w, token=token: w.grants.root(token.grant_id or b"", w.now))
            assert found.root == root
            assert (found.root is None) is (token.grant_id is None)

    def test_are_removed_once(self, both):
        token = an_opaque_token(a_client_id(both))
        both.write(lambda work: work.opaque_tokens.add(token))
        assert both.write(lambda work: work.opaque_tokens.remove(token.digest)) is True
        assert both.write(lambda work: work.opaque_tokens.remove(token.digest)) is False

    def test_denies_one_jwt_and_no_other(self, both):
        both.write(lambda work: work.opaque_tokens.deny("j1", START + HOUR))
        both.write(lambda work: work.opaque_tokens.deny("j1", START + HOUR))
        assert both.read(lambda work: work.opaque_tokens.denied("j1")) is True
        assert both.read(lambda work: work.opaque_tokens.denied("j2")) is False

    def test_and_denials_are_tidied_away_when_they_have_run_out(self, both):
        late = an_opaque_token(a_client_id(both), expires_at=START)
        both.write(lambda work: work.opaque_tokens.add(late))
        both.write(lambda work: work.opaque_tokens.deny("late", START))
        both.write(lambda work: work.opaque_tokens.deny("live", START + HOUR))
        assert both.write(lambda work: work.opaque_tokens.tidy(work.now, 10)) == 2
        assert both.read(lambda work: work.opaque_tokens.denied("live")) is True
        assert both.read(lambda work: work.opaque_tokens.rooted(late.digest, work.now)) is None


class TestPushedRequests:
    def kept(self, both, **changes):
        request = a_pushed_request(a_client_id(both), **changes)
        both.write(lambda work: work.pushed_requests.add(request))
        return request

    def test_are_read_until_they_are_consumed_once(self, both):
        request = self.kept(both, parameters={"login_hint": "ada@example.com"})

        def peek():
            return both.read(lambda work: work.pushed_requests.peek(request.digest, work.now))

        assert peek() == request
        assert both.write(lambda work: work.pushed_requests.consume(request.digest)) is True
        assert both.write(lambda work: work.pushed_requests.consume(request.digest)) is False
        assert peek() is None

    def test_are_not_read_once_they_have_run_out(self, both):
        request = self.kept(both)
        both.clock.advance(timedelta(seconds=90))
        found = both.read(lambda work: work.pushed_requests.peek(request.digest, work.now))
        assert found is None
        assert both.write(lambda work: work.pushed_requests.tidy(work.now, 10)) == 1
