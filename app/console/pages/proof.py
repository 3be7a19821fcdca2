"""Prove it is you again: what stands where an act asks for a fresh proof, and the way to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.dialogs import Dialog
from app.console.parts.elements import Tag
from app.console.parts.small import notice
from domain.kernel.errors import Refusal
from domain.kernel.fresh import FRESH_FOR, FRESH_PROOF_NEEDED, is_fresh

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.console.parts.fields import Field
    from app.runtime.errands import ProofFor

_FULL_LOAD: Final = "(e) => e.stopPropagation()"


def proven_lately(context: PageContext) -> bool:
    """Tell whether the operator's last proof is fresh; the use case asks again."""
    return is_fresh(context.identity.proven_at, context.console.clock.now())


def prove_again(
    context: PageContext, wanted: ProofFor, back: str, typed: Iterable[Field] = (), **query: str
) -> Tag:
    """Draw why a proof is asked for, and the link that leads through a sign-in and back here.

    Args:
        context: the page.
        wanted: what the operator is about to do; the sign-in's pages say it.
        back: path to come back to, below the tenant.
        typed: fields that hold again then what they hold when the link is pressed.
        query: words of its address.
    """
    words = context.words
    block = Tag("div", "", "bl-col", data_testid="proof")
    with block:
        minutes = int(FRESH_FOR.total_seconds() // 60)
        notice(words(FRESH_PROOF_NEEDED.sentence, minutes=minutes))
        there = quote(context.href(back, **query), safe="/")
        address = f"{context.console.doorway.sign_in}?again={wanted}&to={there}"
        way = go_button(
            words("Prove it is you again"),
            address,
            weight=Weight.PRIMARY,
            sign="shield-check",
            testid="proof.go",
        )
        way.on("click", js_handler=_FULL_LOAD)
        if typed:
            way.on(
                "click", lambda: context.carry({each.name: each.value for each in typed}), args=[]
            )
    return block


def proof_dialog(
    context: PageContext, wanted: ProofFor, typed: Iterable[Field] = (), **query: str
) -> None:
    """Ask for a proof in a dialog, where an act was begun in one.

    Args:
        context: the page.
        wanted: as of `prove_again`.
        typed: fields of the page, as of `prove_again`.
        query: words of the address to come back to.
    """
    words = context.words
    with context.floor:
        dialog = Dialog(words("Prove it is you again"), alert=True, testid="proof.ask")

    async def leave() -> None:
        dialog.close()

    with dialog.body:
        prove_again(context, wanted, context.path, typed, **query)
    with dialog.acts:
        Button(context, words("Cancel"), leave, testid="proof.cancel")
    dialog.open()


async def with_proof(act: Callable[[], Awaitable[None]], instead: Callable[[], None]) -> None:
    """Do an act; where it asks for a fresh proof, show the way to one instead of a refusal.

    Args:
        act: what was wanted.
        instead: draws `prove_again`.
    """
    try:
        await act()
    except Refusal as refusal:
        if refusal.kind is not FRESH_PROOF_NEEDED:
            raise
        instead()
