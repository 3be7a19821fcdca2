from dataclasses import replace
from datetime import timedelta

from domain.kernel.paging import PageRequest
from domain.sessions.records import SessionFilter, SessionState
from tests.support.clock import START
from tests.support.factories import HOUR, a_client, a_grant, a_session, an_account, digest


def an_owner(both):
    account = an_account()
    both.write(lambda work: work.accounts.add(account))
    return account.id


def kept(both, owner=None, **changes):
    session = a_session(owner or an_owner(both), **changes)
    both.write(lambda work: work.sessions.add(session))
    return session


class TestSessions:
    def test_come_back_by_digest_and_by_id(self, both):
        session = kept(both, amr=("pwd", "otp"))
        assert both.read(lambda work: work.sessions.by_digest(session.digest)) == session
        assert both.read(lambda work: work.sessions.get(session.id)) == session
        assert both.read(lambda work: work.sessions.by_digest(digest())) is None

    def test_move_their_idle_end_with_use(self, both):
        session = kept(both)
        seen = START + HOUR
        both.write(lambda work: work.sessions.touch(session.id, seen, seen + HOUR))
        found = both.read(lambda work: work.sessions.get(session.id))
        assert found == replace(session, last_seen_at=seen, idle_ends_at=seen + HOUR)

    def test_end_once(self, both):
        session = kept(both)

        def end(reason):
            return both.write(lambda work: work.sessions.end(session.id, work.now, reason))

        assert end("signed_out") is True
        assert end("operator") is False
        found = both.read(lambda work: work.sessions.by_digest(session.digest))
        assert found == replace(session, ended_at=START, end_reason="signed_out")

    def test_do_not_move_on_once_they_have_ended(self, both):
        session = kept(both)
        both.write(lambda work: work.sessions.end(session.id, work.now, "signed_out"))
        both.write(lambda work: work.sessions.touch(session.id, START + HOUR, START + 2 * HOUR))
        assert both.read(lambda work: work.sessions.get(session.id)).last_seen_at == START

    def test_take_a_new_digest_once_when_proved_again(self, both):
        session = kept(both)
        again = replace(
            session,
            digest=digest(),
            auth_time=START + HOUR,
            amr=("pwd", "otp"),
            acr="byl:2",
            last_seen_at=START + HOUR,
            idle_ends_at=START + 13 * HOUR,
        )

        def rotate(made):
            return both.write(lambda work: work.sessions.rotate(made, session.digest))

        assert rotate(again) is True
        assert rotate(replace(again, digest=digest())) is False
        assert both.read(lambda work: work.sessions.by_digest(session.digest)) is None
        assert both.read(lambda work: work.sessions.by_digest(again.digest)) == again

    def test_that_stand_are_listed_newest_first(self, both):
        owner = an_owner(both)
        standing = [kept(both, owner) for _ in range(2)]
        kept(both)
        kept(both, owner, ends_at=START)
        kept(both, owner, idle_ends_at=START)
        ended = kept(both, owner)
        both.write(lambda work: work.sessions.end(ended.id, work.now, "operator"))
        found = both.read(lambda work: work.sessions.standing(owner, work.now))
        assert list(found) == sorted(standing, key=lambda each: each.id, reverse=True)

    def test_that_stand_are_paged(self, both):
        standing = sorted((kept(both).id for _ in range(3)), reverse=True)
        kept(both, ends_at=START)
        page = both.read(lambda work: work.sessions.page(work.now, PageRequest(size=2)))
        assert [each.id for each in page.rows] == standing[:2]
        rest = both.read(
            lambda work: work.sessions.page(work.now, PageRequest(size=2, after=page.next))
        )
        assert [each.id for each in rest.rows] == standing[2:]

    def test_are_tidied_away_long_after_their_end(self, both):
        ended = kept(both)
        both.write(lambda work: work.sessions.end(ended.id, work.now, "operator"))
        over = kept(both, ends_at=START)
        live = kept(both)
        later = START + timedelta(days=1)
        assert both.write(lambda work: work.sessions.tidy(later, 1)) == 1
        assert both.write(lambda work: work.sessions.tidy(later, 10)) == 1
        assert both.read(lambda work: work.sessions.get(ended.id)) is None
        assert both.read(lambda work: work.sessions.get(over.id)) is None
        assert both.read(lambda work: work.sessions.get(live.id)) == live


class TestPage:
    def test_gives_standing_ended_or_all(self, both):
        owner = an_owner(both)
        over, old, new = kept(both, owner), kept(both, owner, ends_at=START), kept(both, owner)
        both.write(lambda work: work.sessions.end(over.id, work.now, "signed_out"))

        def ids(state):
            wanted = SessionFilter(state)
            rows = both.read(lambda w: w.sessions.page(w.now, PageRequest(), wanted)).rows
            return [each.id for each in rows]

        assert ids(SessionState.STANDING) == [new.id]
        assert ids(SessionState.ENDED) == [over.id]
        assert ids(SessionState.ALL) == [new.id, old.id, over.id]

    def test_gives_those_that_bear_an_open_grant_of_a_client(self, both):
        owner, client = an_owner(both), a_client()
        bearing, closed, other = kept(both, owner), kept(both, owner), kept(both, owner)
        grants = [a_grant(owner, client.id, session_id=each.id) for each in (bearing, closed)]
        both.write(lambda work: work.clients.add(client))
        for grant in grants:
            both.write(lambda work, grant=grant: work.grants.add(grant))
        both.write(lambda work: work.grants.close(grants[1].id, work.now, "x"))
        wanted = SessionFilter(client_id=client.id)
        rows = both.read(lambda w: w.sessions.page(w.now, PageRequest(), wanted)).rows
        assert [each.id for each in rows] == [bearing.id]
        found = both.read(lambda w: w.grants.borne((bearing.id, closed.id, other.id)))
        assert found == ((bearing.id, client.id),)
        assert both.read(lambda w: w.grants.borne(())) == ()


class TestSeen:
    def test_counts_the_standing_of_each_and_tells_the_last_use(self, both):
        one, other, nobody = an_owner(both), an_owner(both), an_owner(both)
        kept(both, one)
        over = kept(both, one, last_seen_at=START + HOUR)
        both.write(lambda work: work.sessions.end(over.id, work.now, "signed_out"))
        kept(both, other, idle_ends_at=START)
        found = both.read(lambda w: w.sessions.seen((one, other, nobody), w.now))
        assert {(each.account_id, each.standing) for each in found} == {(one, 1), (other, 0)}
        assert {each.account_id: each.last_seen_at for each in found}[one] == START + HOUR
        assert both.read(lambda w: w.sessions.seen((), w.now)) == ()

    def test_gives_the_last_ones_of_an_account_ended_ones_too(self, both):
        owner = an_owner(both)
        sessions = [kept(both, owner) for _ in range(3)]
        both.write(lambda work: work.sessions.end(sessions[2].id, work.now, "signed_out"))
        found = both.read(lambda w: w.sessions.last(owner, 2))
        assert [each.id for each in found] == [sessions[2].id, sessions[1].id]
