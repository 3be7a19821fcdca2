"""What was typed before a fresh proof is there again after it, for who typed it and nobody else."""

import asyncio
from datetime import timedelta

import pytest

from app.console.carried import MOST, MOST_LETTERS, Carried
from app.console.pages.proof import proof_dialog, prove_again
from app.console.parts.fields import TICKED, Choice, Field, Form, Shape
from app.runtime.errands import ProofFor
from domain.kernel.fresh import FRESH_FOR
from tests.support.clock import START

MINE = (b"a" * 16, "/acme/api-keys/new")


@pytest.fixture
def carried():
    return Carried()


class TestCarried:
    def test_hands_out_once_what_was_typed_there(self, carried):
        carried.keep(MINE, {"label": "export"}, START)
        assert carried.take(MINE, START) == {"label": "export"}
        assert carried.take(MINE, START) == {}

    @pytest.mark.parametrize("other", [(b"b" * 16, MINE[1]), (MINE[0], "/globex/api-keys/new")])
    def test_hands_out_nothing_to_others_or_elsewhere(self, carried, other):
        carried.keep(MINE, {"label": "export"}, START)
        assert carried.take(other, START) == {}

    def test_forgets_when_a_proof_would_be_old(self, carried):
        carried.keep(MINE, {"label": "export"}, START)
        assert carried.take(MINE, START + FRESH_FOR) == {}

    def test_lets_go_of_what_nobody_came_back_for(self, carried):
        """A page of theirs may hold what nobody else is to read; it does not rest here."""
        carried.keep(MINE, {"file": "a whole tenant"}, START)
        carried.keep((b"b" * 16, "/acme"), {"label": "export"}, START + timedelta(minutes=1))
        carried.let_go(START + FRESH_FOR)
        assert "tenant" not in repr(vars(carried))
        assert "export" in repr(vars(carried))

    async def test_is_let_go_of_by_itself(self, window, monkeypatch):
        for place in ("context", "carried"):
            monkeypatch.setattr(f"app.console.{place}.FRESH_FOR", timedelta(seconds=-1))
        context = window.context(tenant="acme")
        context.carry({"label": "export"})
        assert "export" in repr(vars(context.console.carried))
        await asyncio.sleep(0.05)
        assert "export" not in repr(vars(context.console.carried))

    def test_keeps_no_more_than_so_much(self, carried):
        carried.keep(MINE, {"label": "export"}, START)
        carried.keep(MINE, {"file": "x" * (MOST_LETTERS + 1)}, START)
        assert carried.take(MINE, START) == {}
        for number in range(MOST + 1):
            carried.keep((MINE[0], str(number)), {"n": str(number)}, START)
        assert carried.take((MINE[0], "0"), START) == {}
        assert carried.take((MINE[0], str(MOST)), START) == {"n": str(MOST)}


def a_page(context, **more):
    options = (Choice("7", "a week"), Choice("90", "90 days"))
    fields = [
        Field("label", "Name"),
        Field("lifetime", "Good for", "90", shape=Shape("select", options)),
        Field("may-audit.read", "Read", TICKED, shape=Shape("tick")),
    ]
    return Form(context, *fields, **more), fields


class TestForm:
    @pytest.mark.parametrize("ask", [prove_again, proof_dialog])
    async def test_begins_with_what_was_typed_before_the_proof(self, window, ask):
        before = window.context(tenant="acme")
        _, fields = a_page(before)
        for field, value in zip(fields, ("export", "7", ""), strict=True):
            field.value = value
        if ask is prove_again:
            ask(before, ProofFor.API_KEY, before.path, fields)
        else:
            ask(before, ProofFor.API_KEY, fields)
        (way,) = [
            each
            for each in window.client.elements.values()
            if each.props.get("data-testid") == "proof.go"
        ]
        assert "export" not in way.props["href"]
        await window.tell(way, "click")
        after = window.context(tenant="acme")
        after.console = before.console
        _, fields = a_page(after)
        assert [field.value for field in fields] == ["export", "7", ""]
        assert [field.props["value"] for field in fields] == ["export", "7", ""]

    def test_takes_no_answer_that_is_not_offered(self, window):
        context = window.context(tenant="acme")
        place = (context.identity.account_id, context.href(context.path))
        context.console.carried.keep(place, {"lifetime": "1000"}, context.console.clock.now())
        _, fields = a_page(context)
        assert fields[1].value == "90"
