"""Who may do what is asked in the use case itself: each role, each kind of actor, each word."""

import inspect
import re

import pytest

from domain.kernel.errors import FORBIDDEN
from domain.kernel.work import Actor, ActorKind
from domain.operators.permissions import EVERYTHING, PERMISSIONS
from domain.operators.records import Role
from tests.laws.holdings import operator, person
from tests.laws.matrix import GUARDED, ROWS, label
from tests.laws.rows import my_person, outcome, their_person
from tests.laws.traces import differences, tables_of
from tests.laws.use_cases import use_cases

OPEN = tuple({row.name: row for row in ROWS if not row.words}.values())
BOUND_OTHERWISE = {
    "login.confirm.confirm": "it proves by the password that it is them",
    "login.conclude.conclude": "the browser's binding and its session's cookie say who decides",
    "login.decide.decide": "the browser's binding and its session's cookie say who decides",
    "login.finish.finish": "the browser's binding says whose flow it is",
}
OF_A_PERSON = tuple(
    {
        row.name: row
        for row in ROWS
        if row.who in {my_person, their_person} and row.name not in BOUND_OTHERWISE
    }.values()
)
ASKS = re.compile(r"\bauthorize\(work, (?:\"[a-z.]+\"|[A-Z_]+|permission)\)")


def forbidden(refusal) -> str | None:
    """Return the permission that was lacking."""
    if refusal is None or refusal.kind is not FORBIDDEN:
        return None
    return str(refusal.params["permission"])


def test_every_use_case_that_asks_for_a_permission_says_so_here():
    asking = {
        name
        for name, each in use_cases().items()
        if any(ASKS.search(inspect.getsource(stage)) for stage in each.stages)
    }
    assert asking
    assert sorted(asking - {row.name for row in GUARDED}) == []


def test_every_permission_opens_something():
    used = {word for row in GUARDED for word in row.words}
    assert sorted(EVERYTHING - used) == []
    assert sorted(used - EVERYTHING) == []


@pytest.mark.parametrize("row", GUARDED, ids=label)
def test_no_permission_may_lack_and_none_helps_others(shared_world, row):
    """Permissions are an operator's alone, and who may not writes nothing."""
    before = tables_of(shared_world.house)
    for word in row.words:
        rest = row.who(shared_world, shared_world.a, shared_world.a).permissions - {word}
        _, refusal = outcome(lambda rest=rest: row.own(shared_world, operator(rest)))
        assert forbidden(refusal) == word
    for kind in (ActorKind.PERSON, ActorKind.CLIENT, ActorKind.STRANGER):
        actor = Actor(kind, "x", shared_world.a.accounts["alice"].id, EVERYTHING)
        _, refusal = outcome(lambda actor=actor: row.own(shared_world, actor))
        assert forbidden(refusal) in row.words
    assert differences(before, tables_of(shared_world.house)) == []


@pytest.mark.parametrize("row", GUARDED, ids=label)
def test_these_permissions_are_enough(world_of, row):
    world = world_of(row)
    asking = row.who(world, world.a, world.a)
    _, refusal = outcome(lambda: row.own(world, operator(frozenset(row.words), asking.id)))
    assert refusal is None


@pytest.mark.parametrize("row", OPEN, ids=label)
def test_the_others_ask_for_none(world_of, row):
    _, refusal = outcome(lambda: row.own(world_of(row), operator(frozenset())))
    assert forbidden(refusal) is None


@pytest.mark.parametrize("row", GUARDED, ids=label)
def test_roles_may_what_their_words_say(world_of, shared_world, row):
    """Of several roles that may write, one is tried: they differ in nothing but words."""
    asking = row.who(shared_world, shared_world.a, shared_world.a)
    able = [role for role in Role if PERMISSIONS[role].issuperset(row.words)]
    for role in set(Role).difference(able):
        _, refusal = outcome(lambda r=role: row.own(shared_world, operator(PERMISSIONS[r])))
        assert forbidden(refusal) in row.words
    for role in able[:1] if use_cases()[row.name].writes else able:
        world = world_of(row)
        _, refusal = outcome(
            lambda w=world, r=role: row.own(w, operator(PERMISSIONS[r], asking.id))
        )
        assert refusal is None


@pytest.mark.parametrize("row", OF_A_PERSON, ids=label)
def test_a_person_has_only_their_own(shared_world, row):
    """Neighbours in one tenant are strangers to each other, whatever a door lets through."""
    carol = person(shared_world.a.accounts["carol"])
    before = tables_of(shared_world.house)
    result, refusal = outcome(lambda: row.own(shared_world, carol))
    assert refusal is not None, result
    assert refusal.code == "not_found"
    assert differences(before, tables_of(shared_world.house)) == []
