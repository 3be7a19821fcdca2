"""Requests as they come and answers as they go, without a framework in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import orjson

from domain.clients.records import Client
from domain.kernel.errors import Refusal
from domain.oauth.vocabulary import INVALID_REQUEST

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST_BYTES: Final = 64 * 1024
MOST_FIELDS: Final = 100
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = (b"content-type", b"application/json")
NO_STORE: Final = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))
NO_SNIFF: Final = (b"x-content-type-options", b"nosniff")

Parameters = tuple[tuple[str, str], ...]
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Args:
        status: HTTP status.
        body: bytes as they are sent.
        headers: names in small letters.
    """

    status: int
    body: bytes = b""
    headers: Headers = ()


class Asked:
    """A request at an endpoint.

    Args:
        slug: the tenant its path names.

    Attributes:
        method: the HTTP method.
        client: whose request it is, once that is known: its origins may read the answer.
    """

    __slots__ = ("_form", "client", "method", "receive", "scope", "slug")

    def __init__(self, scope: Scope, receive: Receive, slug: str) -> None:
        """Read nothing yet."""
        self.scope = scope
        self.receive = receive
        self.slug = slug
        self.method: str = scope["method"]
        self.client: Client | None = None
        self._form: Parameters | None = None

    def header(self, name: bytes) -> str | None:
        """Return the only value of a header, or None.

        Refuses:
            invalid_request: it came more than once.
        """
        found = [value for key, value in self.scope["headers"] if key == name]
        if len(found) > 1:
            raise Refusal(INVALID_REQUEST, why=f"the header {name.decode()} came more than once")
        return found[0].decode("latin-1") if found else None

    @property
    def has_form(self) -> bool:
        """Whether the body is said to be a form.

        Refuses:
            invalid_request: its content type came more than once.
        """
        kind = (self.header(b"content-type") or "").partition(";")[0]
        return kind.strip().lower() == FORM

    def query(self) -> Parameters:
        """Return the parameters of the address; what is no UTF-8 stays recognisable as such."""
        text = self.scope["query_string"].decode("ascii", "surrogateescape")
        return _pairs(text, errors="surrogateescape")

    async def form(self) -> Parameters:
        """Return the parameters of the body, read once.

        Refuses:
            invalid_request: too large, not whole, another content type, or not UTF-8.
        """
        if self._form is None:
            body = await self._body()
            if body and not self.has_form:
                raise Refusal(INVALID_REQUEST, why=f"the content type must be {FORM}")
            try:
                self._form = _pairs(body.decode("utf-8"), errors="strict")
            except UnicodeDecodeError:
                raise Refusal(INVALID_REQUEST, why="the body is not UTF-8") from None
        return self._form

    async def _body(self) -> bytes:
        body = bytearray()
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Refusal(INVALID_REQUEST, why="only a part of the body came")
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                raise Refusal(INVALID_REQUEST, why="the body is larger than 64 KB")
            if not message.get("more_body", False):
                return bytes(body)


def single(parameters: Parameters) -> dict[str, str]:
    """Return parameters by name; one without a value counts as left out (RFC 6749 section 3.2).

    Refuses:
        invalid_request: one came more than once, or holds a NUL.
    """
    found: dict[str, str] = {}
    for name, value in parameters:
        if "\x00" in name or "\x00" in value:
            raise Refusal(INVALID_REQUEST, why="it holds characters that are not allowed")
        if not value:
            continue
        if name in found:
            raise Refusal(INVALID_REQUEST, why="a parameter came more than once")
        found[name] = value
    return found


def as_json(body: Any, *, status: int = 200, headers: Headers = NO_STORE) -> Answer:  # noqa: ANN401 - whatever is JSON
    """Return an answer in JSON, by default one that nobody keeps."""
    return Answer(status, orjson.dumps(body), (JSON, NO_SNIFF, *headers))


async def send_answer(
    send: Send, answer: Answer, more: Headers = (), *, head: bool = False
) -> None:
    """Send an answer.

    Args:
        more: headers that this one request's answer has besides.
        head: whether HEAD was asked, to which no body is sent.
    """
    length = (b"content-length", str(len(answer.body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [*answer.headers, *more, length],
        }
    )
    await send({"type": "http.response.body", "body": b"" if head else answer.body})


def _pairs(text: str, *, errors: str) -> Parameters:
    if not text:
        return ()
    if text.count("&") >= MOST_FIELDS:
        raise Refusal(INVALID_REQUEST, why="it has too many parameters")
    if "%" not in text and "+" not in text:
        # Nothing to decode, as in most requests of machines: a third of the general way's cost.
        return tuple([_plain_pair(part) for part in text.split("&") if part])
    return tuple(parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors=errors))


def _plain_pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, value
