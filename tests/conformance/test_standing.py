"""What a grant rests on comes with it: whole for the gate, in part for a token that is shown."""

from domain.accounts.records import AccountStatus
from domain.consent.records import ConsentState, ConsentStatus
from tests.conformance.test_consent import ended, kept
from tests.conformance.test_oauth import a_pair, opened
from tests.support.clock import START
from tests.support.factories import HOUR, a_session, an_opaque_token


class TestStanding:
    def test_comes_with_an_opaque_token(self, both):
        grant = opened(both)
        token = an_opaque_token(grant.client_id, grant.id)
        both.write(lambda work: work.opaque_tokens.add(token))

        def rooted():
            return both.read(lambda work: work.opaque_tokens.rooted(token.digest, work.now)).root

        assert rooted().stands
        assert rooted() == both.read(lambda work: work.grants.root(grant.id, work.now))
        both.write(lambda work: work.grants.close(grant.id, work.now, "test"))
        assert rooted().closed_at == START
        both.write(
            lambda work: work.accounts.move(
                grant.account_id, (AccountStatus.ENABLED,), AccountStatus.DISABLED
            )
        )
        assert not rooted().stands
        assert rooted() == both.read(lambda work: work.grants.root(grant.id, work.now))

    def standing(self, both, grant):
        one = both.read(lambda work: work.grants.standing(grant.id, work.now))
        other = both.read(lambda work: work.grants.standing_by_public(grant.public_id, work.now))
        assert one == other
        root = both.read(lambda work: work.grants.root(grant.id, work.now))
        of_jwt = both.read(lambda work: work.grants.root_of_jwt(grant.public_id, "j", work.now))
        assert root == of_jwt
        if one is not None:
            assert (root.account_enabled, root.session_stands) == (
                one.account_enabled,
                one.session_stands,
            )
            same = ("id", "account_id", "client_id", "sub", "items", "ends_at", "closed_at")
            assert all(getattr(root, name) == getattr(one.grant, name) for name in same)
            assert root.live_scope(START) == one.grant.live_scope(START)
        return one

    def test_tells_with_a_jwt_whether_that_one_was_revoked(self, both):
        grant = opened(both)
        both.write(lambda work: work.opaque_tokens.deny("j1", START + HOUR))

        def denied(jti):
            public_id = grant.public_id
            return both.read(lambda work: work.grants.root_of_jwt(public_id, jti, work.now))

        assert denied("j1").token_denied is True
        assert denied("j2").token_denied is False
        assert denied("j1").id == grant.id

    def test_tells_of_a_grant_without_a_session(self, both):
        grant = opened(both)
        found = self.standing(both, grant)
        assert found.grant == grant
        assert found.account_enabled is True
        assert found.session_stands is True

    def test_is_nothing_for_an_unknown_grant(self, both):
        assert both.read(lambda work: work.grants.standing(bytes(16), work.now)) is None
        assert both.read(lambda work: work.grants.standing_by_public("x", work.now)) is None
        assert both.read(lambda work: work.grants.root_of_jwt("x", "j", work.now)) is None

    def test_tells_when_the_account_is_not_enabled(self, both):
        grant = opened(both)
        both.write(
            lambda work: work.accounts.move(
                grant.account_id, (AccountStatus.ENABLED,), AccountStatus.DISABLED
            )
        )
        assert self.standing(both, grant).account_enabled is False

    def test_tells_whether_the_session_stands(self, both):
        account, client = a_pair(both)
        session = a_session(account)
        both.write(lambda work: work.sessions.add(session))
        grant = opened(both, (account, client), session_id=session.id)
        assert self.standing(both, grant).session_stands is True
        both.clock.set(session.idle_ends_at)
        assert self.standing(both, grant).session_stands is False
        both.clock.set(START)
        both.write(lambda work: work.sessions.end(session.id, work.now, "signed_out"))
        assert self.standing(both, grant).session_stands is False

    def test_takes_a_session_that_is_gone_for_ended(self, both):
        grant = opened(both, session_id=bytes(range(16)))
        assert self.standing(both, grant).session_stands is False


class TestStates:
    def test_are_those_of_the_present_entries(self, both):
        pair = a_pair(both)
        email = kept(both, pair, item="email", status=ConsentStatus.REFUSED)
        revoked = ended(kept(both, pair))
        both.write(lambda work: work.consents.append(revoked))
        live = kept(both, pair, item="shop.orders")
        assert both.read(lambda work: work.consents.states(*pair)) == tuple(
            ConsentState(each.item, each.status, each.expires_at) for each in (email, revoked, live)
        )
        assert both.read(lambda work: work.consents.states(pair[0], bytes(16))) == ()
