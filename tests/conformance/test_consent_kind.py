"""The ledger of one kind of item, on both engines."""

from domain.consent.records import ConsentFilter, ConsentStatus, Necessity
from domain.kernel.paging import PageRequest
from tests.conformance.test_consent import kept


class TestLedgerByKind:
    """States are read one at a time and merged, each by the index of kinds."""

    def page(self, both, wanted, **request):
        return both.read(lambda work: work.consents.page(wanted, PageRequest(**request)))

    def test_finds_a_kind_in_every_state_by_pages(self, both):
        states = (ConsentStatus.GIVEN, ConsentStatus.EXPIRED, ConsentStatus.GIVEN)
        mine = [kept(both, necessity=Necessity.NEEDED, status=each).id for each in states]
        kept(both, necessity=Necessity.CHOSEN)
        newest = sorted(mine, reverse=True)
        for current in (True, False):
            wanted = ConsentFilter(necessity=Necessity.NEEDED, current=current)
            first = self.page(both, wanted, size=2)
            assert [each.id for each in first.rows] == newest[:2]
            rest = self.page(both, wanted, size=2, after=first.next)
            assert [each.id for each in rest.rows] == newest[2:]
        wanted = ConsentFilter(necessity=Necessity.NEEDED, statuses=(ConsentStatus.EXPIRED,))
        assert [each.id for each in self.page(both, wanted).rows] == [mine[1]]
