"""The roles of one operator: what they hold, take one away, give another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.proof import proof_dialog, with_proof
from app.console.parts.buttons import Button, Weight
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.small import Moment
from app.console.parts.surfaces import card
from app.console.role_words import ROLE_NAMES, ROLE_NOTES
from app.runtime.errands import ProofFor
from domain.kernel.ids import show
from domain.operators.assign import RoleOf, assign, remove
from domain.operators.records import Assignment, Role
from domain.operators.staff_list import OperatorCard

if TYPE_CHECKING:
    from app.console.context import PageContext


def draw_held(context: PageContext, found: OperatorCard, *, itself: bool) -> None:
    """Draw what an operator holds here, each with its way to take it."""
    words = context.words
    whole = card(words("Roles"), testid="operator.roles")
    with whole.body, Tag("div", "", "bl-col"):
        for held in found.roles:
            with Tag("div", "", "bl-row bl-wrap"):
                with Tag("div", "", "bl-grow"):
                    Tag("b", words(ROLE_NAMES[held.role]))
                    Tag("p", words(ROLE_NOTES[held.role]), "bl-s bl-mute")
                with Tag("span", "", "bl-s bl-mute"):
                    Tag("span", _where(context, held) + " · ")
                    Moment(held.created_at)
                mine = context.place is None or held.tenant_id == context.place
                if mine and not itself and context.may("operators.change"):
                    _take(context, found, held)


def _where(context: PageContext, held: Assignment) -> str:
    if held.tenant_id is None:
        return context.words("everywhere")
    if held.tenant_id == context.tenant.id:
        return context.words("here")
    return context.words("one tenant")


def _take(context: PageContext, found: OperatorCard, held: Assignment) -> None:
    words = context.words
    role = RoleOf(found.id, held.role, held.tenant_id)
    name = words(ROLE_NAMES[held.role])

    async def give_back() -> None:
        await context.call_about(assign, role)
        context.go(f"/operators/{show('acc', found.id)}")

    async def back() -> None:
        await with_proof(give_back, partial(proof_dialog, context, ProofFor.GIVE_ROLE))

    async def take() -> None:
        await context.call_about(remove, role)
        if len(found.roles) > 1:
            context.go(f"/operators/{show('acc', found.id)}")
        else:
            context.go("/operators")
        context.toaster.undo(words("{role} taken away.", role=name), back)

    Button(
        context,
        words("Take away"),
        take,
        weight=Weight.BEGINS_AN_END,
        mini=True,
        testid=f"operator.take.{held.role.value}",
    )


def draw_give(context: PageContext, found: OperatorCard) -> None:
    """Draw the form that gives another role."""
    words = context.words
    held = {each.role for each in found.roles if each.tenant_id == context.place}
    free = [r for r in Role if r not in held and (context.place is None or r is not Role.OWNER)]
    if not free:
        return
    whole = card(words("Give another role"), testid="operator.give")
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        options = tuple(Choice(r.value, words(ROLE_NAMES[r]), words(ROLE_NOTES[r])) for r in free)
        field = Field("role", words("Role"), free[-1].value, shape=Shape("select", options))
        form = Form(context, field)

        async def give() -> None:
            await context.call_about(
                assign, RoleOf(found.id, Role(form.text("role")), context.place)
            )
            context.go(f"/operators/{show('acc', found.id)}")

        async def send() -> None:
            ask = partial(proof_dialog, context, ProofFor.GIVE_ROLE, (field,))
            await form.send(partial(with_proof, give, ask))

        Button(
            context, words("Give this role"), send, weight=Weight.PRIMARY, testid="operator.send"
        )
