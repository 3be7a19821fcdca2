"""What is a client called that Byleave registers itself?

It is called by our word for it, in the reader's language, until an operator names it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from domain.clients.records import Client

NAMES: Final = {"console": "Byleave console", "test-drive": "Test drive"}
"""By their client id."""


def called(client: Client, words: Callable[[str], str]) -> str:
    """Return a client's name as its reader knows it.

    Args:
        client: whose label is an operator's own, or ours.
        words: says one of our English sentences in the reader's language.
    """
    ours = NAMES.get(client.client_id) == client.label
    return words(client.label) if ours else client.label
