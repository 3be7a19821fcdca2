"""`byleave keys show`: what hangs on each key of a tenant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from app.cli.keys import keys
from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, ask, table
from app.wiring import House
from domain.operators.key_room import KeyRoom, KeyStanding, key_room

__all__ = ["keys"]


@keys.command("show")
@in_house
def show_(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """Show what each key of a tenant signs, until when, and who still needs it."""
    found: KeyRoom = ask(house, tenant, key_room)

    def lines() -> Iterator[str]:
        rows = (
            (s.key.purpose.value, s.key.alg, s.key.state.value, _day(s.moves_on_at),
             _day(s.last_token_at), s.key.kid)
            for s in found.keys
        )  # fmt: skip
        yield from table(rows, "SIGNS", "ALG", "STATE", "MOVES ON", "LAST TOKEN", "KID")
        yield ""
        yield from table(
            ((each.version, "yes" if each.current else "", _many(each.resting, found.most))
             for each in found.index),
            "INDEX KEY", "CURRENT", "IDENTIFIERS",
        )  # fmt: skip

    told = {
        "keys": [_told(each) for each in found.keys],
        "index": [asdict(each) for each in found.index],
        "most": found.most,
    }
    show(told, as_json=as_json, lines=lines)


def _day(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _many(count: int, most: int) -> str:
    return f"{most} or more" if count >= most else str(count)


def _told(each: KeyStanding) -> dict[str, object]:
    key = each.key
    return {
        "kid": key.kid,
        "alg": key.alg,
        "purpose": key.purpose.value,
        "state": key.state.value,
        "created_at": key.created_at,
        "activated_at": key.activated_at,
        "retiring_at": key.retiring_at,
        "moves_on_at": each.moves_on_at,
        "last_token_at": each.last_token_at,
    }
