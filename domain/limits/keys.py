"""Under which keys failures are counted."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from domain.kernel.secrets import keyed

TENANT: Final = keyed(b"limit", "tenant")
"""The tenant's own bucket; buckets lie within their tenant."""


@lru_cache(maxsize=1024)
def source_key(source: bytes) -> bytes:
    """Return the bucket of a network.

    Args:
        source: keyed digest of the /24 or /64, as in `Actor.source`.
    """
    return keyed(b"limit", "source", source)


@lru_cache(maxsize=1024)
def subject_key(subject: bytes, device: bytes | None) -> bytes:
    """Return the bucket of what was typed.

    A browser that proved itself for this account before is counted by itself: a stranger who
    fails on purpose does not shut the person out, and a stolen device still
    gets no more tries than anyone.

    Args:
        subject: keyed hash of the identifier.
        device: digest that names such a browser; None for all others.
    """
    return keyed(b"limit", "subject", subject, device or b"")
