"""What never leaves by a log line, whoever wrote the line.

Two nets: named fields are judged by their name and type, finished text by its shape.
The second catches what third parties log and what stands in the message of an exception.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from domain.kernel.secrets import Secret

HIDDEN: Final = "[hidden]"
_SHORT: Final = 128
_MOST_HARMLESS: Final = 1000

_NAMES: Final = (
    r"(?:[a-z0-9]+[_-])*"
    r"(?:passwords?|passwd|passphrase|secrets?|tokens?|codes?|assertion|authorization|cookies?|"
    r"credentials?|api_?key|private_?key|master_?key|otp|pin|nonce|state|verifier|ticket|proof|"
    r"login_hint|id_token_hint|e?-?mail|username|identifier|phone)"
    r"(?:[_-](?:value|text|hash|hint|header))?"
)
_SAFE_NAMES: Final = frozenset({"status_code", "exit_code", "error_code", "refusal_code"})
_FIELD: Final = re.compile(_NAMES, re.IGNORECASE)

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # A header and everything after it on its line.
    (
        re.compile(
            r"((?:proxy-)?authorization|(?:set-)?cookie|dpop)"
            r"(['\"]?\s*[:=,]\s*)(b?['\"])?[^\r\n]+",
            re.IGNORECASE,
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"\b(bearer|basic|dpop)\s+[\w.~+/=-]{6,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # The name and password inside an address.
    (re.compile(r"(://)[^\s/@'\"]++@"), rf"\1{HIDDEN}@"),
    # The query and the fragment of an address or a path.
    (
        re.compile(
            r"(?<![^\s?#'\"<>])(?=[^\s?#'\"<>/]*+/)([^\s?#'\"<>]++)[?#][^\s'\"<>]+",
            re.IGNORECASE,
        ),
        rf"\1?{HIDDEN}",
    ),
    # name=value and "name": "value", quoted or bare.
    (
        re.compile(
            rf"(?<![\w-])(?!(?:status|exit|error|refusal)_code)((?:{_NAMES})['\"]?\s*(?:=|:\s)\s*)"
            rf"(?!\[hidden)(?:b?'[^']*'|b?\"[^\"]*\"|[^\s,;&)}}\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    # Values bound to a statement, which a database puts into its messages.
    (
        re.compile(r"\[parameters: (?:(?!\[parameters: |\](?:\s|$)).)*+\]?", re.DOTALL),
        f"[parameters: {HIDDEN}]",
    ),
    (re.compile(r"(DETAIL:\s{1,9}Key [^=\n]{0,200}=)\([^\n]*"), rf"\1({HIDDEN})"),
    # A JWS, an e-mail address, and one of our own secrets (`byl_..._` before 256 bits).
    (
        re.compile(r"(?<![\w-])(?=[\w-]*eyJ[\w-]{6})[\w-]++\.[\w-]++(?:\.[\w-]*+){0,3}"),
        HIDDEN,
    ),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"), HIDDEN),
    (re.compile(r"\bbyl_[a-z]+_[\w-]{20,}"), HIDDEN),
    # A long random segment of a path, such as a link that works once: one of 43 letters without
    # a capital is made once in thousands of millions; slugs and ids of ours have none.
    (re.compile(r"(?<=/)(?=[\w-]*[A-Z])[\w-]{32,}"), HIDDEN),
)
"""Each reads a text once, from left to right: an address is as long as a stranger wants it to be.
What begins with a run of letters begins at the run's own beginning, and gives none of it back."""

_SUSPICIOUS: Final = re.compile(r"[=:@?#,]|(?:bearer|basic|dpop)\s|[\w-]{20}", re.IGNORECASE)
"""No rule fires without one of these; most texts are done after this one look."""


_harmless: dict[str, None] = {}
"""Short texts that were found clean, such as the paths of endpoints; no other is remembered."""


def clean_text(text: str) -> str:
    """Return the text without query strings, credentials, codes and addresses of people."""
    if text in _harmless or not _SUSPICIOUS.search(text):
        return text
    cleaned = text
    for pattern, replacement in _RULES:
        cleaned = pattern.sub(replacement, cleaned)
    if cleaned == text and len(text) <= _SHORT:
        if len(_harmless) >= _MOST_HARMLESS:
            _harmless.clear()
        _harmless[text] = None
    return cleaned


@lru_cache(maxsize=256)
def _is_hidden(name: str) -> bool:
    return name not in _SAFE_NAMES and _FIELD.fullmatch(name) is not None


def clean_field(name: str, value: object) -> object:
    """Return a field's value as it may be written: a number, a clean text, or `[hidden]`."""
    if isinstance(value, Secret) or _is_hidden(name):
        return HIDDEN
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): clean_field(str(key), one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [clean_field("", one) for one in value]
    return clean_text(value if isinstance(value, str) else str(value))
