"""What is planted, and every shape in which it could lie somewhere."""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import quote, quote_plus

from domain.kernel.secrets import base64url

_BITS: Final = 6
"""Random bytes in each canary: nothing else on the machine is alike by chance."""


class Kind(StrEnum):
    """What a canary stands for."""

    TYPED = "typed"
    """By a person, or sent about one: must be found in no shape, not even as its bare digest."""

    ISSUED = "issued"
    """A secret we gave: its digest is kept on purpose, it itself is not."""

    CONTROL = "control"
    """Laid in the open on purpose: must be found, or the search is worth nothing."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A text that must not be found, or must.

    Args:
        name: what it stands for, such as `password`.
        kind: what must be true of it.
        text: itself; never in a report.
    """

    name: str
    kind: Kind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Needle:
    """One shape of a canary.

    Args:
        shape: such as `base64`.
        folded: whether it is looked for however letters are cased; `value` is then in small ones.
    """

    canary: str
    shape: str
    value: bytes = field(repr=False)
    folded: bool = True


def fresh(kind: Kind, names: tuple[str, ...]) -> dict[str, Canary]:
    """Return new canaries by their names, each in the form its name asks for."""
    return {name: Canary(name, kind, _text(name)) for name in names}


def _text(name: str) -> str:
    mark = secrets.token_hex(_BITS)
    digits = "".join(str(byte % 10) for byte in secrets.token_bytes(9))
    forms = {
        "e-mail": f"canary-{mark}@example.test",
        "phone": f"+4915{digits}",
        "address": f"198.51.100.{100 + secrets.randbelow(150)}",
        "persona": f"Canary-{mark}-Example",
    }
    if "password" in name:
        return f"Canary sentence {mark} of a person"
    return next((text for word, text in forms.items() if word in name), f"canary{mark}")


def needles(canary: Canary) -> Iterator[Needle]:
    """Yield every shape in which a canary is looked for."""
    yield from _folded(canary)
    yield from _exact(canary)


def _folded(canary: Canary) -> Iterator[Needle]:
    text = canary.text
    shapes = {
        "clear": text,
        "url-encoded": quote(text, safe=""),
        "form-encoded": quote_plus(text),
        "html-escaped": html.escape(text),
        "hex": text.encode().hex(),
        "hex of small letters": text.lower().encode().hex(),
        "hex of capitals": text.upper().encode().hex(),
    }
    if canary.kind is not Kind.ISSUED:
        shapes["SHA-256 in hex"] = hashlib.sha256(text.encode()).hexdigest()
        shapes["SHA-256 of small letters in hex"] = hashlib.sha256(
            text.lower().encode()
        ).hexdigest()
    seen: set[bytes] = set()
    for shape, value in shapes.items():
        raw = value.lower().encode()
        if raw not in seen:
            seen.add(raw)
            yield Needle(canary.name, shape, raw)
    yield Needle(canary.name, "UTF-16", text.lower().encode("utf-16-le"))


def _exact(canary: Canary) -> Iterator[Needle]:
    for shape, raw in _bases(canary.text):
        yield Needle(canary.name, shape, raw, folded=False)
    if canary.kind is Kind.ISSUED:
        return
    for spelt, text in (("", canary.text), (" of small letters", canary.text.lower())):
        made = hashlib.sha256(text.encode()).digest()
        yield Needle(canary.name, f"SHA-256{spelt}", made, folded=False)
        written = base64url(made).encode()
        yield Needle(canary.name, f"SHA-256{spelt} in base64url", written, folded=False)
        if spelt and text == canary.text:
            return


def _bases(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield what of a text stands in base64, wherever in a group of three it begins."""
    seen: set[bytes] = set()
    for spelt in {text, text.lower()}:
        for ahead in range(3):
            raw = spelt.encode()
            whole = base64.b64encode(b"\0" * ahead + raw)
            # Letters at the ends also depend on what stands before and after.
            cut = whole[-(-ahead * 8 // 6) : (ahead + len(raw)) * 8 // 6]
            for shape, value in (
                ("base64", cut),
                ("base64url", cut.replace(b"+", b"-").replace(b"/", b"_")),
            ):
                if value not in seen:
                    seen.add(value)
                    yield shape, value
