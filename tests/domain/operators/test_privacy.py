"""Privacy audits: entered once at a time, signed by the house, kept, and read by those who may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.operators.nodes import BEAT, GONE
from domain.operators.privacy import (
    KEPT,
    KILLED,
    FinishScan,
    begin,
    finish,
    hear,
    last_scans,
    scan_of,
    signed_by_us,
    walk,
)
from domain.operators.privacy_events import PrivacyScanEnded, PrivacyScanStarted
from tests.support.ground import BASE_URL, an_operator, both_grounds, ground  # noqa: F401 - fixtures

REPORT = {"at": "2026-03-01T12:00:00+00:00", "holds": True, "places": [{"name": "x", "size": 3}]}
MAY = an_operator("jobs.change", "audit.read")


@pytest.fixture
def house(both_grounds):  # noqa: F811 - the fixture
    both_grounds.install()
    return both_grounds


def refused(house, code, use_case, *request, actor=MAY, **powers):
    with pytest.raises(Refusal) as caught:
        house.do(use_case, *request, actor=actor, **powers)
    assert caught.value.code == code


def ended(house, report=REPORT, error=""):
    scan = house.do(begin, "live", actor=MAY)
    return house.do(finish, FinishScan(scan.id, report, error, BASE_URL))


class TestBegin:
    def test_lets_one_of_many_at_once_begin(self, house):
        started = Barrier(4)

        def one(_):
            started.wait()
            try:
                return house.do(begin, "live", actor=MAY).mode
            except Refusal as refusal:
                return refusal.code

        with ThreadPoolExecutor(4) as pool:
            came = sorted(pool.map(one, range(4)))
        assert came == ["live", *["privacy_scan_runs"] * 3]

    def test_enters_an_audit_and_tells_it(self, house):
        scan = house.do(begin, "live", actor=MAY)
        assert (scan.mode, scan.by, scan.finished_at) == ("live", MAY.name, None)
        assert house.do(last_scans, 9, actor=MAY) == (scan,)
        line = house.told("byleave", PrivacyScanStarted.name)[0]
        assert (line.subject_id, line.facts["mode"]) == (scan.id, "live")

    def test_refuses_a_second_one_while_one_runs(self, house):
        """privacy_scan_runs"""
        house.do(begin, "live", actor=MAY)
        refused(house, "privacy_scan_runs", begin, "live")

    def test_takes_over_from_one_that_was_killed(self, house):
        killed = house.do(begin, "live", actor=MAY)
        house.clock.advance(GONE)
        begun = house.do(begin, "live", actor=MAY)
        assert begun.finished_at is None
        over = house.do(scan_of, killed.id, actor=MAY)
        assert (over.holds, over.error, over.finished_at) == (None, KILLED, house.clock.now())
        assert not over.runs(house.clock.now())
        line = house.told("byleave", PrivacyScanEnded.name)[0]
        assert (line.subject_id, line.facts["verdict"]) == (killed.id, "failed")

    def test_one_that_is_heard_of_may_last_long(self, house):
        scan = house.do(begin, "live", actor=MAY)
        for _ in range(9):
            house.clock.advance(BEAT)
            house.do(hear, scan.id, actor=MAY)
        house.clock.advance(GONE - timedelta(seconds=1))
        refused(house, "privacy_scan_runs", begin, "live")
        house.clock.advance(timedelta(seconds=1))
        assert house.do(begin, "live", actor=MAY).finished_at is None

    def test_refuses_who_may_not_start_jobs(self, house):
        refused(house, "forbidden", begin, "live", actor=an_operator("audit.read"))

    def test_refuses_before_the_house_was_set_up(self, ground):  # noqa: F811 - the fixture
        refused(ground, "not_installed", begin, "live")

    def test_keeps_the_newest_fifty(self, house):
        for _ in range(KEPT + 3):
            house.clock.advance(GONE)
            house.do(begin, "live", actor=MAY)
        assert len(house.look(lambda work: work.privacy_scans.last(99))) <= KEPT + 1


class TestHear:
    def test_an_audit_that_ended_is_not_heard_of_any_more(self, house):
        scan = ended(house)
        house.do(hear, scan.id, actor=MAY)
        assert house.do(scan_of, scan.id, actor=MAY).heard_at is None

    def test_refuses_who_may_not_start_jobs(self, house):
        refused(house, "forbidden", hear, new_id(), actor=an_operator())


class TestWalk:
    def test_writes_what_is_being_done(self, house):
        scan = house.do(begin, "live", actor=MAY)
        house.do(walk, (scan.id, "Searching."))
        assert house.do(scan_of, scan.id, actor=MAY).step == "Searching."

    def test_refuses_who_may_not_start_jobs(self, house):
        refused(house, "forbidden", walk, (new_id(), "x"), actor=an_operator())


class TestFinish:
    def test_signs_the_report_with_the_houses_own_key(self, house):
        scan = ended(house)
        assert scan.holds is True
        shown = (scan.report, scan.jws)
        assert house.do(signed_by_us, shown, actor=MAY, signer=house.signer)
        assert house.told("byleave", PrivacyScanEnded.name)[0].facts["verdict"] == "holds"

    def test_a_report_that_somebody_changed_is_not_ours(self, house):
        scan = ended(house, {**REPORT, "holds": False})
        better = ({**scan.report, "holds": True}, scan.jws)
        assert not house.do(signed_by_us, better, actor=MAY, signer=house.signer)
        assert not house.do(signed_by_us, ({}, scan.jws), actor=MAY, signer=house.signer)
        assert not house.do(signed_by_us, (REPORT, "x.y.z"), actor=MAY, signer=house.signer)

    def test_an_audit_that_could_not_be_made_says_nothing(self, house):
        scan = ended(house, None, "the server did not come up")
        assert (scan.holds, scan.error, scan.jws) == (None, "the server did not come up", "")
        assert house.told("byleave", PrivacyScanEnded.name)[0].facts["verdict"] == "failed"

    def test_the_first_end_stays(self, house):
        scan = ended(house)
        again = house.do(finish, FinishScan(scan.id, None, "killed", BASE_URL))
        assert again == scan
        assert len(house.told("byleave", PrivacyScanEnded.name)) == 1

    def test_refuses_one_that_is_not_there(self, house):
        refused(house, "not_found", finish, FinishScan(new_id(), None, "", BASE_URL))

    def test_refuses_who_may_not_start_jobs(self, house):
        wanted = FinishScan(new_id(), None, "", BASE_URL)
        refused(house, "forbidden", finish, wanted, actor=an_operator())

    def test_refuses_before_the_house_was_set_up(self, ground):  # noqa: F811 - the fixture
        refused(ground, "not_installed", finish, FinishScan(new_id(), None, "", BASE_URL))


class TestRead:
    def test_shows_the_newest_first(self, house):
        first, second = ended(house), ended(house)
        assert [scan.id for scan in house.do(last_scans, 9, actor=MAY)] == [second.id, first.id]

    def test_refuses_who_may_not_read_the_trail(self, house):
        nobody = an_operator("jobs.change")
        refused(house, "forbidden", last_scans, 9, actor=nobody)
        refused(house, "forbidden", scan_of, new_id(), actor=nobody)
        shown = (REPORT, "")
        refused(house, "forbidden", signed_by_us, shown, actor=nobody, signer=house.signer)

    def test_refuses_one_that_is_not_there(self, house):
        refused(house, "not_found", scan_of, new_id())

    def test_nothing_is_ours_before_the_house_was_set_up(self, ground):  # noqa: F811 - the fixture
        shown = (REPORT, "")
        refused(ground, "not_installed", signed_by_us, shown, signer=ground.signer)
