"""An operator changes the name others see them by; it stays one operator's alone."""

import threading
from dataclasses import replace

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.ids import short, show
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, ActorKind
from domain.operators.assign import RoleOf, assign
from domain.operators.first import FirstOperator, first_operator, issue_ticket
from domain.operators.newcomer import ensure_own
from domain.operators.permissions import READS
from domain.operators.records import Role
from domain.operators.rename import Rename, rename
from domain.operators.staff import staff
from tests.domain.operators.test_stop import account
from tests.support.ground import an_operator
from tests.support.sign_ins import PASSWORD


@pytest.fixture
def house(both_grounds):
    both_grounds.install()
    return both_grounds


@pytest.fixture
def olive(house):
    """An owner who signs in as `olive`."""
    ticket = house.do(issue_ticket)
    made = house.do(first_operator, FirstOperator(ticket, Secret("olive"), Secret(PASSWORD), ""))
    return an_operator(account_id=made.id)


@pytest.fixture
def other(house):
    made = account(house)
    house.do(assign, RoleOf(made, Role.SUPPORT))
    return an_operator(account_id=made)


def by_key(operator, *permissions):
    """An operator's key with these permissions."""
    return replace(operator, permissions=frozenset(permissions), via="apk_1", fresh=False)


def called(house, actor):
    return house.look(lambda work: work.accounts.get(actor.id).label, tenant="byleave")


class TestRename:
    def test_is_ones_own_and_told_without_the_name(self, house, olive):
        house.do(rename, Rename("Olive of the night"), actor=olive)
        assert called(house, olive) == "Olive of the night"
        (line,) = house.told("byleave", "operator.renamed")
        assert (line.actor_name, line.subject_id) == (olive.name, olive.id)
        assert "night" not in str(line)

    def test_the_same_again_or_none_at_all(self, house, olive):
        for label in ("Day", "Day", ""):
            house.do(rename, Rename(label), actor=olive)
        assert called(house, olive) == ""
        assert len(house.told("byleave", "operator.renamed")) == 2

    def test_the_machine_names_whose(self, house, olive):
        house.do(rename, Rename("Day", olive.id))
        assert called(house, olive) == "Day"

    def test_refuses_forbidden_of_who_is_no_operator(self, house, olive):
        person = Actor(ActorKind.PERSON, olive.name, olive.id)
        for wanted in (Rename("Day", olive.id), Rename("Day")):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(rename, wanted, actor=person)

    @pytest.mark.parametrize("words", [(), tuple(READS), ("accounts.erase", "drive.use")])
    def test_refuses_forbidden_of_a_key_that_changes_no_operators(self, house, olive, words):
        with pytest.raises(Refusal, match="forbidden"):
            house.do(rename, Rename("Day"), actor=by_key(olive, *words))
        assert called(house, olive) == ""

    def test_a_key_that_changes_operators_renames_its_own(self, house, olive):
        house.do(rename, Rename("Day"), actor=by_key(olive, "operators.change"))
        assert called(house, olive) == "Day"

    def test_refuses_not_found_of_anothers_name(self, house, olive, other):
        with pytest.raises(Refusal, match="not_found"):
            house.do(rename, Rename("Day", other.id), actor=olive)
        assert called(house, other) == ""

    def test_refuses_not_found_of_an_account_without_a_role(self, house, olive):
        nobody = an_operator(account_id=account(house))
        with pytest.raises(Refusal, match="not_found"):
            house.do(rename, Rename("Day"), actor=nobody)

    def test_refuses_with_invalid_input_a_name_of_another_however_it_is_written(
        self, house, olive, other
    ):
        house.do(rename, Rename("Night Shift"), actor=olive)
        house.do(rename, Rename("NIGHT shift"), actor=olive)
        with pytest.raises(Refusal, match="invalid_input") as refused:
            house.do(rename, Rename("night shift"), actor=other)
        assert refused.value.field == "label"

    @pytest.mark.parametrize("alike", ["Ame\u0301lie  K", "\uff21m\u00e9lie K", "AM\u00c9LIE   K"])
    def test_refuses_with_invalid_input_what_reads_as_anothers_name(
        self, house, olive, other, alike
    ):
        house.do(rename, Rename("Am\u00e9lie K"), actor=olive)
        with pytest.raises(Refusal, match="invalid_input"):
            house.do(rename, Rename(alike), actor=other)

    @pytest.mark.parametrize(
        ("name", "alike"),
        [
            ("ace", "\u0430\u0441\u0435"),
            ("\u0430\u0441\u0435", "ACE"),
            ("HOTEL", "\u041d\u041e\u0422\u0415L"),
            ("Nina", "\u039d\u03b9n\u03b1"),
            ("\u00eblo", "\u0451\u04cf\u043e"),
            ("Bob", "\U0001d6a9ob"),
            ("Tom", "\U0001d6bb\u1d0fm"),
            ("Gina", "\u0261ina"),
            ("Anna Bo", "Ann\u0251\u2800Bo\u2800"),
        ],
    )
    def test_refuses_with_invalid_input_what_looks_like_anothers_name_in_another_script(
        self, house, olive, other, name, alike
    ):
        house.do(rename, Rename(name), actor=olive)
        with pytest.raises(Refusal, match="invalid_input"):
            house.do(rename, Rename(alike), actor=other)

    def test_takes_a_name_of_another_script_that_looks_like_no_other(self, house, olive, other):
        house.do(rename, Rename("Olga"), actor=olive)
        cyrillic = "\u041e\u043b\u044c\u0433\u0430"
        house.do(rename, Rename(cyrillic), actor=other)
        assert called(house, other) == cyrillic

    def test_refuses_with_invalid_input_how_one_without_a_name_is_told(self, house, olive, other):
        for told in (short("acc", other.id), show("acc", other.id).upper(), "system:cli"):
            with pytest.raises(Refusal, match="invalid_input"):
                house.do(rename, Rename(told), actor=olive)

    @pytest.mark.parametrize("label", ["x" * 81, "a\x00b", "olive", "OLIVE "])
    def test_refuses_with_invalid_input_what_will_not_do(self, house, olive, label):
        """What they sign in with stays sealed."""
        with pytest.raises(Refusal, match="invalid_input"):
            house.do(rename, Rename(label), actor=olive)
        assert called(house, olive) == ""

    def test_refuses_before_the_set_up(self, both_grounds):
        with pytest.raises(Refusal, match="not_installed"):
            both_grounds.do(rename, Rename("Day", bytes(16)))

    def test_two_who_want_one_name_at_once_do_not_both_get_it(self, house, olive, other):
        """conflict"""
        start, came = threading.Barrier(2), []

        def want(actor):
            start.wait()
            try:
                house.do(rename, Rename("Day"), actor=actor)
                came.append("done")
            except Refusal as refusal:
                came.append(refusal.code)

        both = [threading.Thread(target=want, args=(each,)) for each in (olive, other)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert came.count("done") == 1
        assert {"invalid_input", "conflict"} & set(came)
        assert [called(house, each) for each in (olive, other)].count("Day") == 1


def test_a_name_is_nobody_elses_while_its_operator_has_it(house, olive):
    house.do(rename, Rename("Day"), actor=olive)
    with pytest.raises(Refusal, match="invalid_input"):
        house.look(lambda work: ensure_own(work, staff(work), "day"), tenant=None)
