"""Whether the address to listen on is free: asked before anything is promised on the terminal."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any, Final

from app.settings import SettingsError

POSIX: Final = os.name == "posix"
ABSENT: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""A name may lead to addresses of a family that this machine does not have."""


def ensure_free(host: str, port: int) -> None:
    """Take the address for a moment and give it back.

    Args:
        host: as set, a name or an address.
        port: as set.

    Raises:
        SettingsError: it is taken, forbidden, or none of this machine's.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise SettingsError(_foreign(host)) from None
    found = [_bound(family, place) for family, _, _, _, place in places]
    wrong = next((each for each in found if each and each.errno not in ABSENT), None)
    if wrong is None and None not in found:
        wrong = found[0]
    if wrong is not None:
        raise SettingsError(_told(wrong, host, port))


def _bound(family: int, place: Any) -> OSError | None:  # noqa: ANN401 - an address of any family
    """Bind and let go; return what was in the way."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as taken:
            if POSIX:
                # As the server itself does: a port that was just given back counts as free.
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            taken.bind(place)
            taken.listen(1)
    except OSError as wrong:
        return wrong
    return None


def _told(wrong: OSError, host: str, port: int) -> str:
    if wrong.errno == errno.EADDRINUSE:
        return (
            f"--port {port} is taken by another program, perhaps a Byleave that runs already: "
            f"stop that one, or choose another port such as --port {port % 65535 + 1}."
        )
    if wrong.errno in {errno.EACCES, errno.EPERM}:
        return f"--port {port} may not be opened by this user: choose one from 1024 to 65535."
    return _foreign(host)


def _foreign(host: str) -> str:
    return f"--host is {host}, which is no address of this machine: give one that it has."
