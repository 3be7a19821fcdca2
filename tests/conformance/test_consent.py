from dataclasses import replace
from datetime import timedelta

from domain.consent.records import ConsentFilter, ConsentStatus, Necessity
from domain.kernel.ids import new_id
from domain.kernel.paging import PageRequest
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client,
    a_consent,
    a_consent_token,
    a_notice,
    an_account,
)

EVERY = ConsentFilter()


def a_pair(both):
    account, client = an_account(), a_client()
    both.write(lambda work: work.accounts.add(account))
    both.write(lambda work: work.clients.add(client))
    return account.id, client.id


def append(both, consent):
    return both.write(lambda work: work.consents.append(consent))


def kept(both, pair=None, **changes):
    consent = a_consent(*(pair or a_pair(both)), **changes)
    assert append(both, consent)
    return consent


def ended(consent, **changes):
    return replace(
        consent,
        id=new_id(),
        status=ConsentStatus.REVOKED,
        previous=consent.id,
        expires_at=None,
        **changes,
    )


class TestLedger:
    def test_gives_entries_back_as_they_were_appended(self, both):
        consent = kept(both, note="why", session_id=new_id(), once=True)
        assert both.read(lambda work: work.consents.get(consent.id)) == consent

    def test_tells_the_present_entry_of_each_item(self, both):
        pair = a_pair(both)
        profile = kept(both, pair)
        email = kept(both, pair, item="email", status=ConsentStatus.REFUSED)
        revoked = ended(profile)
        assert append(both, revoked)
        assert both.read(lambda work: work.consents.current(*pair)) == (email, revoked)

    def test_a_work_sees_what_it_changed_itself(self, both):
        account_id, client_id = a_pair(both)
        first = a_consent(account_id, client_id)

        def acts(work):
            seen = [work.consents.current(account_id, client_id)]
            work.consents.append(first)
            seen.append(work.consents.current(account_id, client_id))
            work.consents.append(replace(first, id=new_id(), previous=first.id, once=True))
            seen.append(work.consents.current(account_id, client_id))
            work.consents.erase_bodies(account_id)
            return [*seen, work.consents.current(account_id, client_id)]

        none, one, followed, erased = both.write(acts)
        assert (none, one, erased) == ((), (first,), ())
        assert [(entry.previous, entry.once) for entry in followed] == [(first.id, True)]

    def test_lets_only_one_entry_be_the_first(self, both):
        pair = a_pair(both)
        kept(both, pair)
        assert append(both, a_consent(*pair)) is False

    def test_lets_only_one_entry_follow_another(self, both):
        consent = kept(both)
        first, second = ended(consent), ended(consent)
        assert append(both, first) is True
        assert append(both, second) is False
        assert both.read(lambda work: work.consents.get(second.id)) is None

    def test_keeps_the_whole_history_newest_first(self, both):
        pair = a_pair(both)
        consent = kept(both, pair)
        revoked = ended(consent)
        append(both, revoked)
        history = both.read(lambda work: work.consents.history(*pair))
        assert set(history) == {consent, revoked}
        assert [entry.id for entry in history] == sorted((consent.id, revoked.id), reverse=True)

    def test_lists_what_a_person_decided_over_all_clients(self, both):
        account, client = a_pair(both)
        other_client = a_pair(both)[1]
        mine = {kept(both, (account, client)), kept(both, (account, other_client))}
        kept(both)
        assert set(both.read(lambda work: work.consents.of_account(account))) == mine

    def test_lists_what_a_client_was_given(self, both):
        pair = a_pair(both)
        given = kept(both, pair)
        kept(both, pair, item="email", status=ConsentStatus.REFUSED)
        found = both.read(lambda work: work.consents.of_client(pair[1], 10))
        assert found == (given,)

    def test_tells_which_given_entries_are_due(self, both):
        due = kept(both, expires_at=START)
        kept(both, expires_at=START + HOUR)
        kept(both, expires_at=None)
        kept(both, expires_at=START, status=ConsentStatus.REFUSED)
        found = both.write(lambda work: work.consents.due(work.now, 10))
        assert found == (due,)

    def test_erases_the_bodies_of_one_person(self, both):
        pair = a_pair(both)
        consent = kept(both, pair)
        append(both, ended(consent))
        other = kept(both)
        assert both.write(lambda work: work.consents.erase_bodies(pair[0])) == 2
        assert both.read(lambda work: work.consents.of_account(pair[0])) == ()
        assert both.read(lambda work: work.consents.get(consent.id)) is None
        assert both.read(lambda work: work.consents.get(other.id)) == other


class TestLedgerPages:
    def page(self, both, wanted=EVERY, **request):
        return both.read(lambda work: work.consents.page(wanted, PageRequest(**request))).rows

    def test_hold_the_present_or_the_whole_history(self, both):
        consent = kept(both)
        revoked = ended(consent)
        append(both, revoked)
        assert self.page(both) == (revoked,)
        assert set(self.page(both, ConsentFilter(current=False))) == {consent, revoked}

    def test_hold_only_what_the_filter_wants(self, both):
        mine, theirs = kept(both), kept(both, status=ConsentStatus.REFUSED, expires_at=None)
        assert self.page(both, ConsentFilter(account_id=mine.account_id)) == (mine,)
        assert self.page(both, ConsentFilter(client_id=theirs.client_id)) == (theirs,)
        assert self.page(both, ConsentFilter(statuses=(ConsentStatus.REFUSED,))) == (theirs,)
        every = ConsentFilter(current=False, account_id=mine.account_id, client_id=mine.client_id)
        assert self.page(both, every) == (mine,)

    def test_hold_what_ends_soon(self, both):
        soon = kept(both, expires_at=START + HOUR)
        kept(both, expires_at=START + timedelta(days=30))
        wanted = ConsentFilter(expiring_before=START + timedelta(days=7))
        assert self.page(both, wanted) == (soon,)

    def test_go_on_by_key(self, both):
        made = sorted((kept(both) for _ in range(3)), key=lambda each: each.id, reverse=True)
        assert list(self.page(both, size=2)) == made[:2]
        assert list(self.page(both, size=2, after=made[1].id)) == made[2:]


class TestLedgerByState:
    """States are read one at a time and merged, so that a rare one costs no more."""

    def page(self, both, wanted, **request):
        return both.read(lambda work: work.consents.page(wanted, PageRequest(**request)))

    def test_merges_states_in_the_order_of_the_ledger(self, both):
        states = [ConsentStatus.GIVEN, ConsentStatus.REFUSED, ConsentStatus.GIVEN]
        made = [kept(both, status=each) for each in (*states, *states)]
        kept(both, status=ConsentStatus.EXPIRED)
        newest = sorted((each.id for each in made), reverse=True)
        wanted = ConsentFilter(statuses=(ConsentStatus.GIVEN, ConsentStatus.REFUSED))
        first = self.page(both, wanted, size=4)
        assert [each.id for each in first.rows] == newest[:4]
        assert (first.previous, first.next) == (None, newest[3])
        rest = self.page(both, wanted, size=4, after=first.next)
        assert [each.id for each in rest.rows] == newest[4:]
        assert (rest.previous, rest.next) == (newest[4], None)
        back = self.page(both, wanted, size=1, after=rest.previous, backward=True)
        assert [each.id for each in back.rows] == newest[3:4]
        assert (back.previous, back.next) == (newest[3], newest[3])
        assert self.page(both, wanted, size=1, after=newest[0], backward=True).rows == ()

    def test_finds_an_item_in_every_state(self, both):
        mine = [kept(both, item="rare"), kept(both, item="rare", status=ConsentStatus.EXPIRED)]
        kept(both)
        found = self.page(both, ConsentFilter(item="rare"))
        assert set(found.rows) == set(mine)
        past = self.page(both, ConsentFilter(item="rare", current=False))
        assert set(past.rows) == set(mine)
        one = self.page(both, ConsentFilter(item="rare", client_id=mine[0].client_id))
        assert one.rows == (mine[0],)


class TestWhatEnds:
    def test_comes_the_first_to_end_first(self, both):
        made = [kept(both, expires_at=START + hours * HOUR) for hours in (5, 1, 3, 3)]
        kept(both, expires_at=START + 6 * HOUR)
        kept(both, expires_at=START - HOUR)
        kept(both, expires_at=START + HOUR, status=ConsentStatus.REFUSED)
        order = sorted(made, key=lambda each: (each.expires_at, each.id))

        def page(**request):
            span = START, START + 6 * HOUR
            return both.read(lambda w: w.consents.ending(*span, PageRequest(**request)))

        first = page(size=2)
        assert list(first.rows) == order[:2]
        assert first.previous is None
        rest = page(size=2, after=first.next)
        assert list(rest.rows) == order[2:]
        assert rest.next is None
        assert list(page(size=2, after=rest.previous, backward=True).rows) == order[:2]
        assert page(size=2, after=b"\xff" * 24).rows == tuple(order[:2])

    def test_is_narrowed_to_a_person_a_client_an_item_and_a_kind(self, both):
        mine = kept(both, expires_at=START + HOUR, item="x", necessity=Necessity.NEEDED)
        kept(both, expires_at=START + HOUR, item="y", necessity=Necessity.CHOSEN)

        def page(**wanted):
            asked = START, START + 2 * HOUR, PageRequest(), ConsentFilter(**wanted)
            return both.read(lambda w: w.consents.ending(*asked)).rows

        assert len(page()) == 2
        assert page(account_id=mine.account_id) == (mine,)
        assert page(client_id=mine.client_id) == (mine,)
        assert page(item="x") == (mine,)
        assert page(necessity=Necessity.NEEDED) == (mine,)
        for current in (True, False):
            wanted = ConsentFilter(necessity=Necessity.NEEDED, current=current)
            assert both.read(lambda w, f=wanted: w.consents.page(f, PageRequest())).rows == (mine,)

    def test_is_counted_up_to_a_bound(self, both):
        client = a_pair(both)[1]
        for hours in (1, 2, 3):
            kept(both, (a_pair(both)[0], client), expires_at=START + hours * HOUR, item="x")
        kept(both, status=ConsentStatus.REFUSED, item="x")

        def counts(work):
            span = START + HOUR, START + 3 * HOUR
            return [
                work.consents.count_ending(*span, 9),
                work.consents.count_ending(*span, 1),
                work.consents.count_of_client(client, 9),
                work.consents.count_of_client(client, 2),
                work.consents.count_of_item("x", 9),
                work.consents.count_of_item("y", 9),
            ]

        assert both.read(counts) == [2, 1, 3, 2, 3, 0]


class TestNotices:
    def test_are_kept_once_by_their_content(self, both):
        notice = a_notice()
        both.write(lambda work: work.notices.keep(notice))
        both.write(lambda work: work.notices.keep(replace(notice, locale="de")))
        assert both.read(lambda work: work.notices.get(notice.hash)) == notice
        assert both.read(lambda work: work.notices.get("00" * 32)) is None


class TestConsentTokens:
    def test_are_consumed_once(self, both):
        token = a_consent_token(*a_pair(both))
        both.write(lambda work: work.consent_tokens.add(token))
        assert both.write(lambda w: w.consent_tokens.consume(token.digest, w.now)) == token
        assert both.write(lambda w: w.consent_tokens.consume(token.digest, w.now)) is None

    def test_are_not_consumed_once_they_have_run_out(self, both):
        token = a_consent_token(*a_pair(both))
        both.write(lambda work: work.consent_tokens.add(token))
        both.clock.set(token.expires_at)
        assert both.write(lambda w: w.consent_tokens.consume(token.digest, w.now)) is None

    def test_are_tidied_away_when_they_have_run_out(self, both):
        pair = a_pair(both)
        late, live = a_consent_token(*pair, expires_at=START), a_consent_token(*pair)
        for token in (late, live):
            both.write(lambda work, token=token: work.consent_tokens.add(token))
        assert both.write(lambda work: work.consent_tokens.tidy(work.now, 10)) == 1
        assert both.write(lambda w: w.consent_tokens.consume(live.digest, w.now)) == live


class TestInForce:
    def test_counts_what_is_given_and_has_not_run_out(self, both):
        one, client = a_pair(both)
        other, _ = a_pair(both)
        for changes in (
            {"item": "a"},
            {"item": "b", "expires_at": None},
            {"item": "c", "expires_at": START},
            {"item": "d", "status": ConsentStatus.REFUSED},
        ):
            assert append(both, a_consent(one, client, **changes))
        for asked in ((one, other), (*(new_id() for _ in range(60)), one, other)):
            found = both.read(lambda w, asked=asked: w.consents.in_force(asked, w.now))
            assert found == ((one, 2),)
        assert both.read(lambda w: w.consents.in_force((), w.now)) == ()
