"""Leaves of one work as they wait in one row: 64 bytes each, one after another."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from domain.audit.records import LeafSource, LogLeaf
from persistence.types import EPOCH, MICROSECOND

MOST: Final = 100
"""Leaves in a row; a work with more has several."""

_SOURCE_BYTES: Final = 8
_SOURCES: Final = {each.encode().ljust(_SOURCE_BYTES, b"\0"): each for each in LeafSource}
_LEAF: Final = struct.Struct(f">16s32sq{_SOURCE_BYTES}s")
"""Id, hash, microseconds since 1970, and the source's word, filled up with zero bytes."""


def packed(leaves: Iterable[LogLeaf]) -> bytes:
    """Return leaves without a place as bytes."""
    return b"".join(
        [
            _LEAF.pack(each.id, each.leaf, (each.at - EPOCH) // MICROSECOND, each.source.encode())
            for each in leaves
        ]
    )


def unpacked(first: bytes, last: bytes, leaves: bytes) -> tuple[LogLeaf, ...]:
    """Return the leaves of a row in their order; none of a row that nobody here has written so.

    Args:
        first: id of the first leaf, as the row says it.
        last: id of the last one.
        leaves: what `packed` wrote, unless somebody else did.
    """
    try:
        found = tuple(
            [
                LogLeaf(id_, _SOURCES[source], leaf, EPOCH + timedelta(0, 0, at))
                for id_, leaf, at, source in _LEAF.iter_unpack(leaves)
            ]
        )
    except (struct.error, TypeError, KeyError, OverflowError):
        return ()
    return found if found and (found[0].id, found[-1].id) == (first, last) else ()
