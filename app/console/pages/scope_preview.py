"""How the consent page will say a scope, and what changing it does to leave that was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.elements import Tag, icon, link
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card
from app.runtime.spans import span as span_of
from domain.clients.records import ConsentNeed, Scope
from domain.operators.clients_overview import MOST, ScopeUse

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words


def preview(context: PageContext, scope: Scope) -> None:
    """Draw one line of the consent page."""
    words = context.words
    whole = card(words("How people will read it"), note=words("on the consent page"))
    with whole.body:
        if scope.consent is ConsentNeed.NONE:
            empty_state(
                words("People are not asked"),
                words("It is granted without a page; use it for what concerns no person."),
                sign="eye-off",
            )
            return
        needed = scope.consent is ConsentNeed.REQUIRED
        with Tag("div", "", "bl-asked"):
            if needed:
                icon("lock")
            else:
                Tag("span", "", "box", aria_hidden="true")
            with Tag("div", "", "bl-grow"):
                with Tag("p", "", "bl-row bl-wrap"):
                    Tag("b", scope.label or words("A few words"))
                    said = words("needed") if needed else words("optional")
                    Tag("span", said, "bl-tag")
                    if scope.longest_consent:
                        span = span_of(words, scope.longest_consent)
                        Tag("span", words("at most {span}", span=span), "bl-tag")
                Tag("p", scope.sentence or words("One sentence."), "bl-sub")
        said = words("The tenant's own words are shown in the language they are written in.")
        Tag("p", said, "bl-xs bl-mute")


def what_changes(context: PageContext, use: ScopeUse) -> None:
    """Draw who may ask for it, how much leave names it, and what a change of it does."""
    words = context.words
    whole = card(words("What hangs on it"), flush=True, testid="scope.use")
    with whole.body, Tag("ul", "", "bl-lines"):
        with Tag("li"):
            icon("app-window")
            with Tag("span", "", "bl-grow bl-row bl-wrap"):
                if not use.clients:
                    Tag("span", words("No client may ask for it."))
                for client in use.clients:
                    link(client, context.href(f"/clients/{client}"), "bl-mono")
        with Tag("li"):
            icon("scroll-text")
            Tag("span", _named_by(words, use.given), "bl-grow")
            if use.given:
                link(words("See it"), context.href("/ledger", state="given", item=use.scope.value))
        for sign, said in (
            ("file-text", words("Another name or sentence: who gave leave is not asked again.")),
            ("hourglass", words("A shorter bound: leave that was given keeps its end.")),
            ("lock", words("From a box to needed: who refused is asked again.")),
        ):
            with Tag("li"):
                icon(sign)
                Tag("span", said, "bl-grow bl-sub")


def _named_by(words: Words, given: int) -> str:
    """Say how many people's leave names a scope."""
    if not given:
        return words("Nobody's leave names it now.")
    if given >= MOST:
        return words("The leave of {n} people or more names it now.", n=MOST)
    return words.count(
        "{n} person's leave names it now.", "{n} people's leave names it now.", given
    )
