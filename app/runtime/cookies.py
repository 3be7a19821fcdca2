"""Names and attributes of our cookies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

TYPED_LIFETIME: Final = timedelta(minutes=10)
"""How long what was typed travels between two pages."""

BINDING_LIFETIME: Final = timedelta(days=365)
"""How long a browser keeps its binding; worth nothing without an interaction of its own."""

Header = tuple[bytes, bytes]

_BLANK: Final = re.compile(rb"[\x09-\x0d\x1c-\x1f\x85\xa0]")
"""What Python calls a blank of Latin-1, beside the one that stands between two cookies."""


def undisguised(headers: Iterable[Header]) -> list[Header]:
    """Return a request's headers without cookies that readers would take for another.

    A browser lets a sister domain set a cookie whose name is `__Host-` behind a blank that is none
    to the browser. Readers strip it, and ours would be overwritten.
    """
    return [(name, _honest(value) if name == b"cookie" else value) for name, value in headers]


def disguised(headers: Iterable[Header]) -> bool:
    """Tell whether there may be such a cookie: one look, after which nearly all are done."""
    return any(name == b"cookie" and _BLANK.search(value) for name, value in headers)


def _honest(cookies: bytes) -> bytes:
    each = cookies.split(b";")
    return b";".join(one for one in each if not _BLANK.search(one.partition(b"=")[0]))


@dataclass(frozen=True, slots=True)
class CookieJar:
    """Our cookies' names under one base URL.

    Args:
        secure: whether the base URL is https; without it the names lose their `__Host-` prefix,
            which browsers would refuse.
    """

    secure: bool

    @property
    def binding(self) -> str:
        """The cookie that binds interactions to a browser."""
        return self._name("byl-b")

    def session(self, slug: str) -> str:
        """The cookie of a tenant's session."""
        return self._name(f"byl-s-{slug}")

    def typed(self, slug: str) -> str:
        """The sealed cookie of what was typed."""
        return self._name(f"byl-t-{slug}")

    @property
    def console(self) -> str:
        """The console's own session cookie."""
        return self._name("byl-console")

    @property
    def errand(self) -> str:
        """The sealed cookie of what an operator was sent to prove themselves for."""
        return self._name("byl-e")

    @property
    def locale(self) -> str:
        """The language a person chose."""
        return self._name("byl-l")

    @property
    def asked_locale(self) -> str:
        """The language a client asked for one sign-in; it has that sign-in's path (RFC 6265bis)."""
        return "__Secure-byl-a" if self.secure else "byl-a"

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def header(
        self,
        name: str,
        value: str,
        *,
        lifetime: timedelta | None = None,
        same_site: str = "Lax",
        path: str = "/",
    ) -> tuple[bytes, bytes]:
        """Return a Set-Cookie header.

        Args:
            lifetime: None lasts as long as the browser is open; zero deletes.
            same_site: `Lax` or `Strict`.
            path: of plain letters; below which the browser sends it. No name with `__Host-` has
                another than `/`.

        Source: RFC 6265bis section 4.1.3 (`__Secure-`: Secure; `__Host-`: Path=/ and no Domain
            as well).
        """
        parts = [f"{name}={value}", f"Path={path}", "HttpOnly", f"SameSite={same_site}"]
        if self.secure:
            parts.append("Secure")
        if lifetime is not None:
            parts.append(f"Max-Age={int(lifetime.total_seconds())}")
        return b"set-cookie", "; ".join(parts).encode("ascii")

    def gone(self, name: str, *, path: str = "/") -> tuple[bytes, bytes]:
        """Return the Set-Cookie header that deletes a cookie of a path."""
        return self.header(name, "", lifetime=timedelta(), path=path)
