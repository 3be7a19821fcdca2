"""Try an address: would people be sent there, and if not, why not; by the protocol's own rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.buttons import Button
from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Field, Shape
from app.console.parts.small import notice
from app.runtime.words import later
from domain.clients.redirects import Mismatch, RedirectVerdict, TryRedirect, try_redirect

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.clients.records import Client

_WHY: Final = {
    Mismatch.NOTHING_REGISTERED: later("No address is registered."),
    Mismatch.NOT_AN_ADDRESS: later("It is no address: it needs a scheme such as https."),
    Mismatch.SCHEME: later("Its scheme differs: http and https are two addresses."),
    Mismatch.HOST: later("Its host differs."),
    Mismatch.PORT: later("Its port differs; a port that is left out is another one too."),
    Mismatch.LAST_SLASH: later("It differs by the slash at the end of its path."),
    Mismatch.CASE: later("Its path differs in capital and small letters."),
    Mismatch.PATH: later("Its path differs."),
    Mismatch.QUERY: later("What follows the question mark differs."),
    Mismatch.SPELLING: later("It is spelled otherwise: addresses are compared letter by letter."),
}


def tester(context: PageContext, client: Client) -> None:
    """Draw the tester: paste an address and be told."""
    words = context.words
    with Tag("div", "", "bl-col", data_testid="client.tester"):
        with Field(
            "try",
            words("Try an address"),
            hint=words("As the application would send it; what is registered is asked."),
            shape=Shape(mono=True),
        ) as typed:

            async def ask() -> None:
                verdict.clear()
                if not typed.text:
                    return
                request = TryRedirect(client.client_id, typed.text)
                seen: RedirectVerdict = await context.call(try_redirect, request)
                with verdict:
                    _say(context, seen, typed.text)

            button = Button(context, words("Try"), ask, sign="link", testid="client.try")
        typed.on("enter", button.press, args=[])
        verdict = Tag("div", "", "", role="status", data_testid="client.tried")


def _say(context: PageContext, seen: RedirectVerdict, given: str) -> None:
    words = context.words
    if seen.matches:
        notice(words("People are sent there."), "good", words("It matches."))
        return
    why = words(_WHY[seen.mismatch]) if seen.mismatch else ""
    notice(why, "care", words("It does not match."))
    if seen.nearest:
        with Tag("dl", "", "bl-kv bl-s"):
            Tag("dt", words("Registered"))
            _marked(seen.nearest, seen.at)
            Tag("dt", words("Yours"))
            _marked(given, seen.at)
    if seen.flaw:
        with Tag("p", "", "bl-s bl-sub bl-row"):
            icon("info")
            Tag("span", words("It could not be registered either: it {why}.", why=seen.flaw))


def _marked(text: str, at: int) -> None:
    """Draw an address; from the first letter that differs it is marked."""
    with Tag("dd", "", "bl-mono bl-wrapped"):
        Tag("span", text[:at])
        Tag("mark", text[at:] or "∅")
