"""Does a browser only guess that its person will come here?

Browsers fetch addresses, and draw whole pages, before anybody has followed a link. What hands a
code out or ends a session is not done for a guess: the browser is told that there is nothing to be
had beforehand, and asks again when somebody really comes.
"""

from __future__ import annotations

from typing import Final

from app.protocol.messages import NO_STORE, Answer, Asked

GUESSED: Final = {
    b"sec-purpose": b"prefetch",
    b"purpose": b"prefetch",
    b"x-moz": b"prefetch",
    b"x-purpose": b"preview",
}
"""Headers and their first word: of the Fetch standard, then of browsers before it."""

NOT_YET: Final = Answer(503, b"", NO_STORE)
"""Of no success, so that the browser drops it: it would keep a 204 as what the address is."""


def is_beforehand(asked: Asked) -> bool:
    """Tell whether a request goes before its person; only a GET can.

    Source: Fetch standard (`Sec-Purpose`).
    """
    return asked.method == "GET" and any(
        GUESSED.get(name) == value.partition(b";")[0].strip().lower()
        for name, value in asked.scope["headers"]
    )
