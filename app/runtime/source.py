"""Where does a request come from? Only as much of it as limits need."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.kernel.secrets import keyed

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_DIGESTS = 4096
"""Addresses whose digest is at hand, in memory alone: the next request mostly has the same."""

LONGEST = 64
"""Characters of an address that is remembered."""

NETWORK_BITS = {4: 24, 6: 64}
"""A source is a /24 or a /64: one household or one cheap block, not one address of many."""


class Sources:
    """Tells the source of a request, as a keyed digest that no one else can make.

    Args:
        key: 32 bytes, derived from the master key for this purpose alone.
        trusted: networks whose forwarding headers count.
    """

    def __init__(self, key: bytes, trusted: Iterable[Network]) -> None:
        """Keep both."""
        self._key = key
        self._trusted = tuple(trusted)
        self._digests: dict[str, bytes] = {}

    def rekey(self, key: bytes) -> None:
        """Use another key from now on: the master key was rotated."""
        self._key = key
        self._digests = {}

    def digest(self, connection: HTTPConnection) -> bytes | None:
        """Return the keyed digest of the source's network, or None when it has no address."""
        return self.of(connection.scope)

    def of(self, scope: Scope) -> bytes | None:
        """Return what `digest` returns, of a request that is no object yet."""
        if not self._trusted:
            peer = scope.get("client")
            return self.digest_of(peer[0]) if peer else None
        address = self._at(scope)
        return self.digest_of(str(address)) if address is not None else None

    def digest_of(self, text: str) -> bytes | None:
        """Return the keyed digest of an address somebody we trust named, or None."""
        found = self._digests.get(text)
        if found is None:
            found = self._made(text)
            if found is not None and len(text) <= LONGEST:
                if len(self._digests) >= MOST_DIGESTS:
                    self._digests.clear()
                self._digests[text] = found
        return found

    def _made(self, text: str) -> bytes | None:
        address = _read(text)
        if address is None:
            return None
        bits = NETWORK_BITS[address.version]
        network = ipaddress.ip_network((address, bits), strict=False)
        return keyed(self._key, "source", str(network))

    def address(self, connection: HTTPConnection) -> Address | None:
        """Return the right-most address that no trusted proxy stands for."""
        return self._at(connection.scope)

    def _at(self, scope: Scope) -> Address | None:
        client = scope.get("client")
        peer = _read(client[0]) if client else None
        if peer is None or not self._is_trusted(peer):
            return peer
        told = scope["headers"]
        hops = [value.decode("latin-1") for name, value in told if name == b"x-forwarded-for"]
        for text in reversed(",".join(hops).split(",")):
            hop = _read(text.strip())
            if hop is None:
                return peer
            if not self._is_trusted(hop):
                return hop
            peer = hop
        return peer

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _read(text: str) -> Address | None:
    bare = text.strip().removeprefix("[").partition("]")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
