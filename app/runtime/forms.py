"""Forms of ours: read within bounds, and answered only from our own page."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from domain.kernel.errors import Refusal, kind
from domain.kernel.secrets import base64url, keyed

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES: Final = 64 * 1024
MOST_FIELDS: Final = 200

FOREIGN_FORM: Final = kind(
    "foreign_form",
    "This form did not come from our page, or the page had grown old.",
    "Load the page again and send it once more.",
    status=403,
)
BAD_FORM: Final = kind(
    "bad_form",
    "This form could not be read: it is too large, or not in the form browsers send.",
    "Load the page again and send it once more.",
)

Fields = list[tuple[str, str]]


class FormSeal:
    """Makes and checks the one token each hosted POST carries.

    Args:
        key: 32 bytes, derived from the master key for this purpose alone.
        origin: scheme and host people see.
    """

    def __init__(self, key: bytes, origin: str) -> None:
        """Keep both."""
        self._key = key
        self._origin = origin

    def rekey(self, key: bytes) -> None:
        """Use another key from now on: the master key was rotated."""
        self._key = key

    def token(self, cookie: str, place: str, step: str) -> str:
        """Return the token of a form.

        Args:
            cookie: the cookie that binds it to a browser.
            place: the interaction's id, or the page.
            step: which form of it.
        """
        return base64url(keyed(self._key, cookie, place, step))

    def check(self, request: Request, given: str, cookie: str, place: str, step: str) -> None:
        """Go on only if the form is ours.

        Refuses:
            foreign_form: another origin, no browser binding, or another form's token.
        """
        origin = request.headers.get("origin")
        if origin is None:
            origin_fits = request.headers.get("sec-fetch-site") in {"same-origin", None}
        else:
            origin_fits = origin == self._origin
        fits = hmac.compare_digest(given.encode(), self.token(cookie, place, step).encode())
        if not (origin_fits and cookie and fits):
            raise Refusal(FOREIGN_FORM)


async def read_fields(request: Request) -> Fields:
    """Read a form's fields in order, doubles kept.

    Refuses:
        bad_form: not urlencoded, above 64 KB, above 200 fields, or not UTF-8.
    """
    kind_of_body = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind_of_body != "application/x-www-form-urlencoded":
        raise Refusal(BAD_FORM)
    try:
        return _fields((await _body(request)).decode("ascii"))
    except ValueError:
        raise Refusal(BAD_FORM) from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            from starlette.requests import ClientDisconnect  # noqa: PLC0415 - commands load this module too

            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise Refusal(BAD_FORM)
        more = message.get("more_body", False)
    return bytes(body)


def _fields(text: str) -> Fields:
    """Return the fields of a form as it was sent.

    Raises:
        ValueError: too many, one without a value, or not UTF-8.
    """
    if text and "%" not in text and "+" not in text and text.count("&") < MOST_FIELDS:
        # Nothing to decode: the same in a third of the time.
        named = [part.partition("=") for part in text.split("&")]
        if all(between for _, between, _ in named):
            return [(name, value) for name, _, value in named]
    return parse_qsl(
        text,
        keep_blank_values=True,
        strict_parsing=bool(text),
        encoding="utf-8",
        errors="strict",
        max_num_fields=MOST_FIELDS,
    )


def one(fields: Fields, name: str) -> str:
    """Return a field's only value, or empty.

    Refuses:
        bad_form: it was sent twice.
    """
    values = [value for key, value in fields if key == name]
    if len(values) > 1:
        raise Refusal(BAD_FORM, field=name)
    return values[0] if values else ""


def many(fields: Fields, name: str) -> frozenset[str]:
    """Return all values of a field."""
    return frozenset(value for key, value in fields if key == name)
