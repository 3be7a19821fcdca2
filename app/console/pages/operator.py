"""One operator: their roles here, and keeping them out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from app.console.pages.operator_roles import draw_give, draw_held
from app.console.parts.badges import badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.days import day_written
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag, link
from app.console.parts.small import notice, short_id
from app.console.parts.surfaces import Facts, Head, card, page_head
from domain.accounts.records import AccountStatus
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.operators.staff_list import AskOperator, OperatorCard, operator_card
from domain.operators.suspend import end_sessions, resume, suspend

if TYPE_CHECKING:
    from app.console.context import PageContext


async def operator(context: PageContext) -> None:
    """Draw one operator.

    Refuses:
        not_found: there is none, or they hold nothing here.
    """
    account_id = read("acc", context.params["account"])
    if account_id is None:
        raise not_found("operator")
    found: OperatorCard = await context.call_about(
        operator_card, AskOperator(account_id, context.place)
    )
    words = context.words
    head = page_head(
        context,
        found.label or short("acc", found.id),
        crumbs=[(words("Tenant"), ""), (words("Operators & roles"), "/operators")],
        mono=not found.label,
    )
    with head.beside:
        badge(words, found.status.value)
    itself = found.id == context.identity.account_id
    AsCommand(context, head, f"byleave operator show {show('acc', found.id)}")
    if not itself and context.may("operators.change"):
        _acts(context, head, found)
    if itself:
        with notice(words("This is you. Nobody changes their own role."), "note"):
            link(words("Change your name"), context.href("/you"))
    with Tag("div", "", "bl-stack"):
        with Tag("div", "", "bl-grid bl-g2"):
            draw_held(context, found, itself=itself)
            _facts(context, found)
        if not itself and context.may("operators.change"):
            draw_give(context, found)


def _facts(context: PageContext, found: OperatorCard) -> None:
    words = context.words
    whole = card(words("What is live"))
    with whole.body:
        facts = Facts()
        with facts.add(words("Account")):
            short_id(words, show("acc", found.id), short("acc", found.id))
        seen = day_written(words, found.last_seen_on) if found.last_seen_on else words("never")
        facts.add(words("Last seen"), seen)
        facts.add(words("Sessions"), str(found.sessions))
        facts.add(words("API keys"), str(found.keys))


def _acts(context: PageContext, head: Head, found: OperatorCard) -> None:
    words = context.words

    async def end() -> None:
        stop = Stop(words.count("{n} session", "{n} sessions", found.sessions), words("at once"))
        effect = Effect(
            words("They are signed out everywhere and may sign in again."),
            [stop, Stop(words("Their roles and API keys"), stays=True)],
            words("End their sessions"),
            reason=False,
        )
        title = words("End the sessions of this operator?")
        act = _then_again(context, found, lambda: context.call_about(end_sessions, found.id))
        confirm(context, title, effect, act, testid="operator.sessions")

    async def keep_out() -> None:
        effect = Effect(
            words("They cannot sign in, and nothing of theirs opens anything."),
            [
                Stop(words.count("{n} session", "{n} sessions", found.sessions), words("at once")),
                Stop(words.count("{n} API key", "{n} API keys", found.keys), words("at once")),
                Stop(words("Their roles, for when they come back"), stays=True),
            ],
            words("Suspend this operator"),
            words("You can let them in again at any time."),
            reason=False,
        )
        title = words("Suspend this operator?")
        act = _then_again(context, found, lambda: context.call_about(suspend, found.id))
        confirm(context, title, effect, act, testid="operator.suspend.dialog")

    async def let_in() -> None:
        await context.call_about(resume, found.id)
        context.go(f"/operators/{show('acc', found.id)}")

    with head.acts:
        if found.sessions and context.may("sessions.end"):
            Button(context, words("End sessions…"), end, sign="log-out", testid="operator.end")
        if found.status is AccountStatus.DISABLED:
            Button(
                context, words("Let them in again"), let_in, sign="undo-2", testid="operator.resume"
            )
        else:
            Button(
                context,
                words("Suspend…"),
                keep_out,
                weight=Weight.BEGINS_AN_END,
                sign="ban",
                testid="operator.suspend",
            )


def _then_again(
    context: PageContext, found: OperatorCard, act: Callable[[], Awaitable[object]]
) -> Callable[[str], Awaitable[None]]:
    async def done(_reason: str) -> None:
        await act()
        context.go(f"/operators/{show('acc', found.id)}")

    return done
