"""Pure decisions about grants: what of one is covered now, and how long a token of it may live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.consent.records import ConsentState
from domain.consent.rules import Held
from domain.oauth.records import Grant, GrantItem, TokenRoot


def items_of(held: Iterable[Held], ends_at: datetime) -> tuple[GrantItem, ...]:
    """Return the items a grant is opened with.

    Args:
        held: what is covered now, with the end of each leave; None where no consent is asked.
        ends_at: end of the grant, the end of what rests on no consent.
    """
    made = (
        GrantItem(
            each.scope,
            each.needed,
            ends_at if each.ends_at is None else min(each.ends_at, ends_at),
            rests_on_consent=each.ends_at is not None,
        )
        for each in held
    )
    return tuple(sorted(made, key=lambda item: item.scope))


def covered(
    items: Iterable[GrantItem], current: Mapping[str, ConsentState], now: datetime
) -> tuple[GrantItem, ...]:
    """Return the items with their ends cut to the leave that stands now.

    Fails closed: an item that rests on consent and has no valid one ends now.
    Ends only move closer.

    Args:
        items: of one grant.
        current: the present state of each item between its person and its client.
        now: the moment that counts.
    """
    return tuple([_cut(item, current.get(item.scope), now) for item in items])


def broken(items: Iterable[GrantItem], now: datetime) -> bool:
    """Tell whether a grant of these items closes: a needed one ended, or the last."""
    living = False
    for item in items:
        if now < item.ends_at:
            living = True
        elif item.needed:
            return True
    return not living


def live(grant: Grant | TokenRoot, scope: Iterable[str], now: datetime) -> bool:
    """Tell whether a token that carries these words is alive: each one's leave must hold."""
    standing = grant.live_scope(now)
    return bool(standing) and set(scope) <= set(standing)


def _cut(item: GrantItem, entry: ConsentState | None, now: datetime) -> GrantItem:
    if not item.rests_on_consent or now >= item.ends_at:
        return item
    if entry is None or not entry.valid(now):
        return replace(item, ends_at=now)
    if entry.expires_at is None or entry.expires_at >= item.ends_at:
        return item
    return replace(item, ends_at=entry.expires_at)
