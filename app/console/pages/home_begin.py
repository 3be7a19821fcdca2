"""Where a new tenant begins: four steps, the next one enlarged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.buttons import Weight, go_button
from app.console.parts.elements import Tag, icon, link
from app.console.parts.surfaces import card

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.operators.overview import Begun


def begin(context: PageContext, begun: Begun) -> None:
    """Draw the steps; those that are done are ticked."""
    words = context.words
    steps = (
        (
            words("Connect an application"),
            words("It gets a client id, and a snippet with this tenant's own values."),
            "/clients/new",
        ),
        (
            words("Create an account"),
            words("A person gets a link to choose a password, or makes an account themselves."),
            "/accounts/new",
        ),
        (
            words("Sign in once"),
            words("The test drive shows each step of a sign-in, with every token decoded."),
            "/test-drive",
        ),
        (
            words("See an answer in the ledger"),
            words("What a person gives or refuses becomes an entry there."),
            "/ledger",
        ),
    )
    done = begun.steps
    following = done.index(False)
    whole = card(
        words("Where to begin"),
        note=words("{n} of 4 done", n=sum(done)),
        flush=True,
        testid="home.begin",
    )
    with whole.body, Tag("ol", "", "bl-lines bl-begin"):
        for place, (text, meaning, path) in enumerate(steps):
            with Tag("li", "", "on" if place == following else ""):
                icon("circle-check" if done[place] else "circle-dashed")
                if place != following:
                    link(text, context.href(path), "bl-grow")
                    Tag("span", words("done") if done[place] else words("later"), "who")
                    continue
                with Tag("div", "", "bl-grow"):
                    Tag("b", text)
                    Tag("p", meaning, "bl-s bl-sub")
                go_button(
                    words("Begin"),
                    context.href(path),
                    weight=Weight.PRIMARY,
                    testid=f"home.begin.{place + 1}",
                )
