"""The arithmetic of the log: chain entries and the Merkle tree over its leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

HASH_BYTES: Final = 32
START: Final = bytes(HASH_BYTES)
"""What the first entry follows."""

ENTRY_MARK: Final = b"\x01"
NODE_MARK: Final = b"\x01"
SEQ_BYTES: Final = 8


def entry_hash(previous: bytes, seq: int, leaf: bytes) -> bytes:
    """Return the hash of an entry: SHA-256(0x01 ‖ previous ‖ seq ‖ leaf).

    Args:
        previous: entry hash of the place before; 32 zero bytes for the first.
        seq: its place, 1 and up, hashed as 8 bytes, big-endian.
        leaf: 32 bytes.
    """
    return hashlib.sha256(ENTRY_MARK + previous + seq.to_bytes(SEQ_BYTES, "big") + leaf).digest()


class Frontier:
    """The right edge of a Merkle tree that grows: enough to add leaves and to tell the root.

    Args:
        size: number of leaves so far.
        peaks: roots of its full subtrees from left to right, one for each set bit of `size`.

    Source: RFC 9162 section 2.1.1; our leaf is HASH(0x00 ‖ d) already.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Start empty, or where an earlier frontier stood."""
        self.size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count():
            message = "a frontier has one peak for each full subtree"
            raise ValueError(message)

    @classmethod
    def read(cls, size: int, packed: bytes) -> Frontier:
        """Read what `packed` wrote.

        Raises:
            ValueError: when the bytes do not fit the size.
        """
        if len(packed) % HASH_BYTES:
            message = "a frontier is made of whole hashes"
            raise ValueError(message)
        return cls(size, (packed[i : i + HASH_BYTES] for i in range(0, len(packed), HASH_BYTES)))

    def add(self, leaf: bytes) -> None:
        """Put a leaf at the right end."""
        peak, size = leaf, self.size
        while size & 1:
            peak = _node(self._peaks.pop(), peak)
            size >>= 1
        self._peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves; the hash of nothing when there are none."""
        if not self._peaks:
            return hashlib.sha256().digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = _node(peak, root)
        return root

    def packed(self) -> bytes:
        """Return the peaks, one after another."""
        return b"".join(self._peaks)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE_MARK + left + right).digest()
