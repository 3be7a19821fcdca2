"""The `claims` parameter: what a request wants to be told, and of whom (OIDC Core section 5.5)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from domain.clients.scopes import known
from domain.oauth.draft import Draft
from domain.oauth.request_checks import is_unicode
from domain.oauth.store import OAuthWork

LONGEST_CLAIMS: Final = 4096
LARGEST_WHOLE: Final = 2**53 - 1


def claims(work: OAuthWork, draft: Draft) -> None:
    """Take down what is asked by name.

    A claim asked by name asks for the scope that opens it: a person decides on scopes, and no claim
    is given without one. `sub` with values in the ID token names who it may be, as an id_token_hint
    does.
    """
    given = draft.get("claims")
    if given is None:
        return
    found = _claims_object(given)
    if found is None:
        draft.wrong("claims is not an object of the form of OIDC Core 5.5")
    draft.claims = found
    asked = {name for part in found.values() for name in part}
    definitions = known(work)
    opened = {
        word
        for word in draft.client.scopes
        if word in definitions and asked.intersection(definitions[word].claims)
    }
    draft.scope = tuple(sorted({*draft.scope, *opened}))
    draft.subs = _people(draft, found.get("id_token", {}).get("sub") or {})


def _people(draft: Draft, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who it may be, any of them; nobody named is anybody.

    Source: OpenID Connect Core sections 3.1.2.2 and 5.5.1.
    """
    if not wanted.keys() & {"value", "values"}:
        return ()
    named = wanted.get("values", [wanted.get("value")])
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        draft.wrong("claims name a person by what is no text")
    people = tuple(each for each in named if wanted.get("value", each) == each)
    if not people:
        draft.wrong("claims name nobody by the values of sub")
    if draft.hint_sub is None:
        return people
    if draft.hint_sub not in people:
        draft.wrong("claims and id_token_hint name different people")
    return (draft.hint_sub,)


def _whole(digits: str) -> int:
    """Read a whole number that every JSON reader has (RFC 8259 section 6)."""
    number = int(digits)
    if abs(number) > LARGEST_WHOLE:
        raise ValueError
    return number


def _finite(digits: str) -> float:
    """Read a number; NaN and the endless ones are none (RFC 8259 section 6)."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError
    return number


def _claims_object(text: str) -> dict[str, dict[str, Any]] | None:
    if len(text) > LONGEST_CLAIMS:
        return None
    try:
        found = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
        spelt = json.dumps(found, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not is_unicode(spelt) or "\\u0000" in spelt:
        return None
    kept: dict[str, dict[str, Any]] = {}
    for part in ("userinfo", "id_token"):
        wanted = found.get(part)
        if wanted is None:
            continue
        if not isinstance(wanted, dict) or not all(
            value is None or isinstance(value, dict) for value in wanted.values()
        ):
            return None
        kept[part] = wanted
    return kept
