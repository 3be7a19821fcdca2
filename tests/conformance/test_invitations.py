from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from domain.identifiers.records import Candidate, IdentifierKind, SealedIdentifier
from domain.kernel.ids import new_id
from domain.kernel.paging import PageRequest
from domain.operators.records import Assignment, Invitation, InvitationState, Role
from tests.support.clock import START
from tests.support.factories import HOUR, an_account, digest

HOUSE = {"tenant": None}


def an_invitation(**changes):
    made = Invitation(
        id=new_id(),
        digest=digest(),
        roles=(Role.SUPPORT, Role.AUDIT_READER),
        bound_to=None,
        invited_by=None,
        created_at=START,
        expires_at=START + HOUR,
    )
    return replace(made, **changes)


def keep(both, *made):
    for each in made:
        both.write(lambda work, each=each: work.invitations.add(each))


def get(both, made, tenant="acme"):
    return both.read(lambda work: work.invitations.get(made.id), tenant=tenant)


class TestInvitations:
    def test_come_back_as_they_were_kept(self, both):
        made = an_invitation(
            bound_to=new_id(), invited_by=new_id(), used_at=START, account_id=new_id()
        )
        keep(both, made)
        assert get(both, made) == made
        assert made.state(START) is InvitationState.USED

    def test_of_another_tenant_are_not_there(self, both):
        both.settle(slug="globex")
        made = an_invitation()
        keep(both, made)
        assert get(both, made, "globex") is None

        def act(work):
            return (
                work.invitations.live(made.digest, work.now),
                work.invitations.page(None, PageRequest()).rows,
                work.invitations.use(made.id, new_id(), work.now),
                work.invitations.revoke(made.id, work.now),
                work.invitations.tidy(START + 2 * HOUR, 9),
            )

        assert both.write(act, tenant="globex") == (None, (), False, False, 0)
        assert get(both, made) == made

    def test_are_live_until_used_revoked_or_over(self, both):
        used, revoked, over, pending = (an_invitation() for _ in range(4))
        over = replace(over, expires_at=START)
        keep(both, used, revoked, over, pending)
        assert both.write(lambda w: w.invitations.use(used.id, new_id(), w.now)) is True
        assert both.write(lambda w: w.invitations.revoke(revoked.id, w.now)) is True

        def live(made):
            return both.read(lambda w: w.invitations.live(made.digest, w.now))

        assert live(pending) == pending
        assert [live(each) for each in (used, revoked, over)] == [None] * 3
        for made in (used, revoked, over):
            assert both.write(lambda w, m=made: w.invitations.use(m.id, new_id(), w.now)) is False
        for made in (used, revoked):
            assert both.write(lambda w, m=made: w.invitations.revoke(m.id, w.now)) is False

    def test_of_many_who_use_one_at_once_one_wins(self, both):
        made = an_invitation()
        keep(both, made)
        takers = [new_id() for _ in range(8)]

        def take(account_id):
            return both.write(lambda work: work.invitations.use(made.id, account_id, work.now))

        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(take, takers))
        assert sum(won) == 1
        assert get(both, made).account_id == takers[won.index(True)]

    def test_are_listed_newest_first_of_a_tenant_or_all(self, both):
        here = new_id()
        made = [an_invitation(bound_to=each) for each in (here, None, here)]
        keep(both, *made)

        def page(bound_to, **wanted):
            return both.read(lambda work: work.invitations.page(bound_to, PageRequest(**wanted)))

        assert list(page(None).rows) == made[::-1]
        first = page(here, size=1)
        assert list(first.rows) == [made[2]]
        assert list(page(here, size=1, after=first.next).rows) == [made[0]]

    def test_are_forgotten_long_after_their_end(self, both):
        old, live = an_invitation(expires_at=START - HOUR), an_invitation()
        keep(both, old, live)
        assert both.write(lambda work: work.invitations.tidy(START, 9)) == 1
        assert get(both, old) is None
        assert get(both, live) == live


class TestHolders:
    def test_are_listed_once_each_by_where_their_roles_are(self, both):
        here, there = bytes(range(16)), bytes(range(1, 17))
        accounts = [an_account().id for _ in range(3)]
        roles = (
            (accounts[0], Role.OWNER, None),
            (accounts[0], Role.SUPPORT, here),
            (accounts[1], Role.SUPPORT, here),
            (accounts[1], Role.AUDITOR, here),
            (accounts[2], Role.SUPPORT, there),
        )
        for each in roles:
            both.write(lambda w, each=each: w.operators.add(Assignment(*each, START)), **HOUSE)

        def ids(tenant_id, **wanted):
            page = both.read(
                lambda w: w.operators.holders(tenant_id, PageRequest(**wanted)), **HOUSE
            )
            return [each.id for each in page.rows], page.next

        assert ids(None)[0] == sorted(accounts, reverse=True)
        newest = sorted(accounts[:2], reverse=True)
        assert ids(here)[0] == newest
        first, following = ids(here, size=1)
        assert first == newest[:1]
        assert ids(here, size=1, after=following)[0] == newest[1:]


class TestKeyVersions:
    def test_identifiers_are_counted_by_the_version_they_rest_on(self, both):
        account = an_account()

        def act(work):
            work.accounts.add(account)
            for version in (1, 1, 1, 2):
                index = digest()
                sealed = SealedIdentifier(
                    new_id(), account.id, IdentifierKind.USERNAME, index, version, START
                )
                assert work.identifiers.claim(sealed, (Candidate(version, index),))

        both.write(act)

        def count(version, most=10):
            return both.read(lambda work: work.identifiers.count_on(version, most))

        assert [count(1), count(1, 2), count(2), count(3)] == [3, 2, 1, 0]
