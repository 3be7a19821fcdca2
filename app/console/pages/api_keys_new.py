"""Make an API key: a name, a part of one's permissions, an end; it is shown once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from app.console.pages.proof import prove_again, proven_lately, with_proof
from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag
from app.console.parts.fields import TICKED, Choice, Field, Form, Shape, bring_back
from app.console.parts.surfaces import card, page_head
from app.console.role_words import PERMISSION_NAMES
from app.runtime.errands import ProofFor
from app.runtime.spans import span
from domain.operators.api_keys import CreatedApiKey, NewApiKey, create_api_key
from domain.operators.permissions import READS
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.console.context import PageContext
    from app.runtime.words import Words

_LIVES: Final = (7, 30, 90, 366)
_USUAL: Final = "90"


async def new_api_key(context: PageContext) -> None:
    """Draw the form."""
    words = context.words
    page_head(
        context,
        words("Make a key"),
        crumbs=[(words("Tenant"), ""), (words("API keys"), "/api-keys")],
    )
    held = [word for word in PERMISSION_NAMES if word in context.tenant.permissions]
    whole = card(testid="api-key")
    with whole.body, Tag("div", "", "bl-twofold"):
        with Tag("div", "", "bl-col"):
            form = _form(context)
        with Tag("fieldset", "", "bl-ticks"):
            Tag("legend", words("What it may do"))
            ticks = {word: _tick(context, word) for word in held}
        bring_back(context, ticks.values())
        with Tag("div", "", "end"):
            proof, acts = Tag("div"), Tag("div")

        def ask_for_proof() -> None:
            acts.set_visibility(False)  # one thing is to be done next, and it is the proof
            proof.clear()
            with proof:
                prove_again(
                    context, ProofFor.API_KEY, context.path, (*form.fields, *ticks.values())
                )

        if not proven_lately(context):
            ask_for_proof()

        async def make() -> None:
            chosen = tuple(word for word, field in ticks.items() if field.ticked)
            wanted = NewApiKey(
                context.identity.account_id,
                form.text("label"),
                chosen,
                form.text("bound") or None,
                timedelta(days=int(form.text("lifetime"))),
            )
            made: CreatedApiKey = await context.call_installation(create_api_key, wanted)
            show_once(
                context,
                words("The key {name}", name=made.key.label),
                made.text.reveal(),
                words("Put it where the machine reads it. Only its digest is kept here."),
                after=lambda: context.go("/api-keys"),
            )

        async def send() -> None:
            await form.send(partial(with_proof, make, ask_for_proof))

        with acts:
            _make_button(context, send)


def _form(context: PageContext) -> Form:
    words = context.words
    hint = words("A word by which you will know it, such as export.")
    days, places = Shape("select", _days(words)), Shape("pick", _where(context))
    return Form(
        context,
        Field("label", words("Name"), hint=hint),
        Field("lifetime", words("Good for"), _USUAL, shape=days),
        Field("bound", words("Where"), _first(context), shape=places),
    )


def _days(words: Words) -> tuple[Choice, ...]:
    return tuple(Choice(str(n), span(words, timedelta(days=n))) for n in _LIVES)


def _make_button(context: PageContext, send: Callable[[], Awaitable[None]]) -> None:
    Button(
        context,
        context.words("Make the key"),
        send,
        weight=Weight.PRIMARY,
        testid="api-key.create",
    )


def _first(context: PageContext) -> str:
    return "" if context.tenant.slug == BUILT_IN else context.tenant.slug


def _where(context: PageContext) -> tuple[Choice, ...]:
    words = context.words
    everywhere = Choice(
        "", words("Wherever its operator may"), words("Every tenant I hold a role in.")
    )
    if context.tenant.slug == BUILT_IN:
        return (everywhere,)
    here = words("In {tenant} alone", tenant=context.tenant.name)
    return (
        Choice(context.tenant.slug, here, words("Other tenants are not there for it.")),
        everywhere,
    )


def _tick(context: PageContext, word: str) -> Field:
    return Field(
        f"may-{word}",
        context.words(PERMISSION_NAMES[word]),
        TICKED if word in READS else "",
        shape=Shape("tick"),
    )
