"""How a fact's fields are told: ids as text that names its kind, everything else as it is."""

from __future__ import annotations

from typing import Final

from domain.kernel.events import Event, Fact
from domain.kernel.ids import ID_BYTES, show
from domain.kernel.secrets import base64url

PREFIXES: Final = {
    "account": "acc",
    "client": "cli",
    "consent": "con",
    "grant": "gra",
    "identifier": "idn",
    "interaction": "int",
    "key": "key",
    "session": "ses",
    "tenant": "ten",
}
"""Prefix of an id by the last word of the field that holds it, such as `kept_session`."""

ANY: Final = "id"
"""Prefix of an id whose field is not in the list."""


def shown(event: Event) -> dict[str, Fact]:
    """Return an event's fields beside its subject, fit for a trail or an outbox.

    Ids are told as text, so that a line can be read, searched and sent without knowing its form.
    """
    return {
        name: _text(name, value) if isinstance(value, bytes) else value
        for name, value in event.facts().items()
    }


def _text(name: str, value: bytes) -> str:
    if len(value) != ID_BYTES:
        return base64url(value)
    return show(PREFIXES.get(name.rpartition("_")[2], ANY), value)
