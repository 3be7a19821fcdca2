"""Where a sentence of the hosted pages is said, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.runtime.words import later

if TYPE_CHECKING:
    from app.runtime.words import Words

_PLACES: Final = {
    "every page": later("every page"),
    "every form": later("every form"),
    "several pages": later("several pages"),
    "identify": later("sign in"),
    "prove": later("password"),
    "register": later("make an account"),
    "activate": later("activation"),
    "consent": later("leave"),
    "standard scopes": later("standard scopes"),
    "durations": later("spans of time"),
    "sign in": later("sign in"),
    "steps taken": later("leave"),
    "confirm sign out": later("sign out"),
    "signed out": later("signed out"),
    "refused": later("refused"),
    "refusals": later("what went wrong"),
    "reasons": later("what went wrong"),
    "errands": later("sign in"),
    "our clients": later("several pages"),
    "notices": later("what was done"),
    "too many tries": later("too many tries"),
    "unavailable": later("no answer right now"),
    "not found": later("nothing there"),
    "spent link": later("spent link"),
    "form post": later("back to the application"),
    "first operator": later("first operator"),
    "invitation": later("invitation"),
    "me": later("own pages"),
    "me home": later("own pages"),
    "me consents": later("own consents"),
    "me sessions": later("own sessions"),
    "me password": later("own password"),
    "me delete": later("delete account"),
    "confirm": later("delete account"),
    "deleted": later("account deleted"),
}


def place(words: Words, page: str) -> str:
    """Name a page of the hosted pages; one that has no name here keeps its own."""
    known = _PLACES.get(page)
    return words(known) if known else page
