"""The one spelling of an e-mail address."""

from __future__ import annotations

import unicodedata
from typing import Final

from domain.identifiers.fold import fold, lower
from domain.identifiers.refusals import invalid_identifier

LONGEST_LOCAL: Final = 64
LONGEST_DOMAIN: Final = 253
LONGEST_LABEL: Final = 63
"""Octets, as sent (RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4)."""

_BANNED_LOCAL: Final = frozenset(' "(),:;<>[]\\@')
_ACE: Final = "xn--"


def one_spelling(local: str, domain: str) -> str:
    """Return the address with a case-folded local part and a lower-case domain in Unicode.

    Whoever types the domain in its `xn--` form is recognised too.
    Dots and `+` of the local part count: only the receiving house knows what they mean.

    Refuses:
        invalid_identifier: the local part or the domain has no such form.

    Source: RFC 5321 section 4.1.2, RFC 6531, RFC 5891 section 4.
    """
    folded = fold(local)
    if folded is None:
        raise invalid_identifier("unsettled")
    if not 0 < len(folded.encode()) <= LONGEST_LOCAL or _BANNED_LOCAL & set(folded):
        raise invalid_identifier("email_shape")
    name = _domain(domain)
    if name is None:
        raise invalid_identifier("email_domain")
    return f"{folded}@{name}"


def _domain(text: str) -> str | None:
    """Return the domain in lower case and Unicode, or None when it is none."""
    lowered = lower(text.replace("。", "."))
    if lowered is None:
        return None
    labels = [_label(label) for label in lowered.removesuffix(".").split(".")]
    if any(label is None for label in labels):
        return None
    good = [label for label in labels if label is not None]
    return ".".join(good) if len(".".join(map(_sent, good))) <= LONGEST_DOMAIN else None


def _label(label: str) -> str | None:
    """Return one label in Unicode, or None."""
    text = _from_ace(label) if label.startswith(_ACE) else label
    if not text or text.startswith("-") or text.endswith("-") or len(_sent(text)) > LONGEST_LABEL:
        return None
    kinds = [unicodedata.category(letter) for letter in text]
    if kinds[0].startswith("M"):
        return None
    if any(
        kind[0] not in "LM" and kind != "Nd" and letter != "-"
        for kind, letter in zip(kinds, text, strict=True)
    ):
        return None
    return text


def _from_ace(label: str) -> str | None:
    """Return what an `xn--` label stands for, or None when it does not stand for itself alone."""
    try:
        text = label.removeprefix(_ACE).encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    genuine = not text.isascii() and lower(text) == text and _sent(text) == label
    return text if genuine else None


def _sent(text: str) -> str:
    """Return the label as it goes over the wire."""
    return text if text.isascii() else _ACE + text.encode("punycode").decode("ascii")
