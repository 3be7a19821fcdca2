"""Just enough HTTP/1.1 to ask a server and to take its answer apart, at little cost of our own."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import orjson

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END: Final = b"\r\n\r\n"
_SHOWN: Final = 300
"""Characters of a wrong answer that are told."""


class BadAnswer(Exception):
    """An answer was not what the operation promises; the run is worth nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Args:
        status: HTTP status.
        head: status line and headers as they came.
        body: as it came.
    """

    status: int
    head: bytes
    body: bytes

    def expect(self, status: int) -> Answer:
        """Return the answer if it has this status.

        Raises:
            BadAnswer: it has another.
        """
        if self.status != status:
            raise self.wrong(f"status {self.status} instead of {status}")
        return self

    def json(self, *names: str) -> dict[str, Any]:
        """Return the members of a 200 answer that holds all of these.

        Raises:
            BadAnswer: it is not such an answer.
        """
        self.expect(200)
        found = orjson.loads(self.body)
        for name in names:
            if name not in found:
                raise self.wrong(f"{name} is missing")
        return dict(found)

    def header(self, name: str) -> str:
        """Return the value of a header, empty when there is none."""
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else ""

    def cookies(self) -> dict[str, str]:
        """Return the cookies that the answer sets."""
        found = re.findall(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", self.head, re.IGNORECASE)
        return {name.decode(): value.decode() for name, value in found}

    def wrong(self, why: str) -> BadAnswer:
        """Return what is to be raised of this answer."""
        shown = self.body[:_SHOWN].decode("utf-8", "replace")
        return BadAnswer(f"{why}: {shown or self.header('location')}")


def taken(buffer: bytearray) -> Answer | None:
    """Take one whole answer from the front of a buffer, or None when it is not all there."""
    end = buffer.find(_END)
    if end < 0:
        return None
    head = bytes(buffer[:end])
    length = _LENGTH.search(head)
    size = end + len(_END) + (int(length[1]) if length else 0)
    if len(buffer) < size:
        return None
    answer = Answer(int(head[9:12]), head, bytes(buffer[end + len(_END) : size]))
    del buffer[:size]
    return answer


@dataclass(frozen=True, slots=True)
class Talk:
    """Writes requests to one server.

    Args:
        host: `name:port`, as the Host header has it.
    """

    host: str

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return a GET."""
        return self._head("GET", path, headers or {}) + b"\r\n"

    def post(
        self, path: str, fields: Mapping[str, str] | list[tuple[str, str]],
        headers: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        """Return a POST of a form."""
        body = urlencode(fields).encode()
        more = {
            **(headers or {}),
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        return self._head("POST", path, more) + b"\r\n" + body

    def _head(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "User-Agent: byleave-bench/1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header by which a client proves itself (RFC 6749 section 2.3.1)."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    """Return the header that shows a token."""
    return {"Authorization": f"Bearer {token}"}
