"""Everything that takes apart what a stranger sends: one row each, with something sound to spoil."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from starlette.requests import HTTPConnection

from app.console.box import Box
from app.operations.demo import decoded
from app.protocol.credentials import read_proof
from app.protocol.messages import Asked, single
from app.runtime.browser import browser_label
from app.runtime.powers.signer import JwsSigner
from app.runtime.redaction import clean_field, clean_text
from app.runtime.source import Sources
from app.runtime.typed import TypedSeal
from app.runtime.words import wishes
from app.setting_values import Network
from domain.api_keys.form import key_id
from domain.identifiers.normalise import normalise
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id, read, show
from domain.kernel.secrets import Secret, from_base64url
from domain.oauth.claims_asked import _claims_object
from tests.support.clock import START
from tests.support.factories import a_signing_key

KEY = bytes(range(32))
SIGNING = a_signing_key()
SIGNER = JwsSigner()
TOKEN = SIGNER.sign(SIGNING, {"iss": "https://id.example", "sub": "x"}, typ="at+jwt")
TYPED = TypedSeal(KEY)
BOX = Box(KEY)
HERE = new_id()


@dataclass(frozen=True)
class Parser:
    """One parser.

    Args:
        reads: takes it apart; a Refusal is an answer, any other exception a fault.
        sound: something it likes.
    """

    name: str
    reads: Callable[[str], Any]
    sound: str

    def tried(self, text: str) -> str:
        """Return how it went: `read` or the refusal's code; a fault is raised."""
        try:
            self.reads(text)
        except Refusal as refusal:
            return refusal.code
        return "read"


def _asked(query: str) -> Asked:
    raw = query.encode("utf-8", "surrogatepass")
    return Asked({"method": "GET", "headers": [], "query_string": raw}, _never, "acme")


async def _never() -> dict[str, Any]:
    return {}


def _forwarded(text: str) -> Any:
    header = text.encode("latin-1", "replace")
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": [(b"x-forwarded-for", header)]}
    networks = (_network("10.0.0.0/8"),)
    return Sources(KEY, networks).digest(HTTPConnection(scope))


def _network(text: str) -> Network:
    import ipaddress

    return ipaddress.ip_network(text)


def _base64(text: str) -> Any:
    try:
        return from_base64url(text)
    except ValueError:
        return None


def _basic(text: str) -> Any:
    return read_proof(text, (), (("client_id", "shop"),))


PARSERS = (
    Parser("identifier", lambda text: normalise(Secret(text)), "Alice@Example.test"),
    Parser("telephone", lambda text: normalise(Secret(text)), "+49 (151) 123-456"),
    Parser("shown id", lambda text: read("acc", text), show("acc", HERE)),
    Parser("API key", lambda text: key_id(Secret(text)), "byl_ak_0123456789abcdefghijklmnopqrst"),
    Parser("base64url", _base64, "YWJjZGVm"),
    Parser("query", lambda text: single(_asked(text).query()), "a=1&b=%C3%A4&c=+%2B"),
    Parser("client proof", _basic, "Basic " + base64.b64encode(b"shop:secret%20x").decode()),
    Parser("JWS", lambda text: SIGNER.verify((SIGNING,), text, typ="at+jwt"), TOKEN),
    Parser("JWS shown", decoded, TOKEN),
    Parser("claims", _claims_object, '{"id_token":{"acr":{"values":["byl:2"]},"email":null}}'),
    Parser("typed cookie", lambda text: TYPED.unseal(text, HERE, START), TYPED.seal(Secret("a"), HERE, START)),
    Parser(
        "console cookie",
        lambda text: BOX.open("x", text, now=START),
        BOX.seal("x", {"to": "/"}, until=START + timedelta(hours=1)),
    ),
    Parser("languages", wishes, "de-AT;q=0.9, en;q=0.8, *;q=0.1"),
    Parser("forwarded address", _forwarded, "198.51.100.7, [2001:db8::1], 10.0.0.9"),
    Parser("user agent", browser_label, "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"),
    Parser("log text", clean_text, "GET /t/a?code=abc Bearer abc alice@example.test"),
    Parser("log field", lambda text: clean_field(text, text), "password"),
)  # fmt: skip

NASTY = ["\x00", "\ud800", "\r\n", "%00", "%ff", "%", "=", ".", "..", "{", "[" * 200, '"', "\\u0000",
         "1e999", "é", "ﬁ", "𝟙", "\u202e", "\u200d", ";q=", "a" * 5000, "-1", "Ⅷ", "ı", ","]  # fmt: skip


def spoiled(sound: str) -> st.SearchStrategy[str]:
    """Return texts made of something sound: cut, doubled, with nasty pieces; and any text at all."""

    @st.composite
    def change(draw: st.DrawFn) -> str:
        text = sound
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(text)))
            until = draw(st.integers(at, min(len(text), at + 12)))
            piece = draw(st.sampled_from(NASTY) | st.text(max_size=6))
            text = text[:at] + piece + text[until:]
        return text

    any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
    return change() | any_text
