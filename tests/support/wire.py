"""Requests as they come over the wire, byte by byte, and browsers that keep cookies."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from tests.support.house import BASE_URL

Headers = tuple[tuple[bytes, bytes], ...]
FORM = b"application/x-www-form-urlencoded"
ADDRESS = "203.0.113.7"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's only value, or an empty text."""
        found = self.all(name)
        assert len(found) < 2, found
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        wanted = name.lower().encode()
        return [value.decode("latin-1") for key, value in self.headers if key == wanted]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.header("location")

    def hidden(self, name: str) -> str:
        """Return the value of a field of the page."""
        for tag in re.findall(r"<input[^>]*>", self.text):
            if f'name="{name}"' in tag:
                value = re.search(r'value="([^"]*)"', tag)
                return html.unescape(value[1]) if value else ""
        return ""


async def send(
    app: Any,
    method: str,
    target: str | bytes,
    headers: Headers = (),
    body: bytes = b"",
    address: str = ADDRESS,
) -> Answer:
    """Send one request as a web server hands it over; a fault of the application is raised."""
    raw = target.encode("ascii") if isinstance(target, str) else target
    path, _, query = raw.partition(b"?")
    named = {name for name, _ in headers}
    host = () if b"host" in named else ((b"host", urlsplit(BASE_URL).netloc.encode()),)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [*host, *headers],
        "client": (address, 4711),
        "server": ("127.0.0.1", 8180),
    }
    parts: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def take(message: Any) -> None:
        sent.append(dict(message))

    await app(scope, receive, take)
    begun = sent[0]
    told = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(begun["status"], tuple(begun["headers"]), told)


@dataclass
class Browser:
    """A browser: it keeps cookies, names its own origin, and follows nothing by itself.

    Attributes:
        narrow: cookies of a path, by path and name.
    """

    app: Any
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = ADDRESS
    language: str = "en"
    more: dict[str, str] = field(default_factory=dict)
    narrow: dict[tuple[str, str], str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> Answer:
        """Load a page."""
        return await self._send("GET", path, b"", headers)

    async def post(
        self, path: str, fields: Mapping[str, str] | list[tuple[str, str]], **headers: str
    ) -> Answer:
        """Send a form, from our own page unless told otherwise."""
        usual = {"origin": BASE_URL, "content-type": FORM.decode()}
        given = {name: value for name, value in (usual | headers).items() if value}
        return await self._send("POST", path, urlencode(fields).encode(), given)

    async def fill(self, page: str, **fields: str) -> Answer:
        """Load a page and send its form, with these fields."""
        shown = await self.get(page)
        assert shown.status == 200, shown.status
        kept = {name: shown.hidden(name) for name in ("form_token", "step", "display")}
        return await self.post(page.partition("?")[0], {**kept, **fields})

    async def _send(self, method: str, path: str, body: bytes, named: Mapping[str, str]) -> Answer:
        given = {"accept-language": self.language, **self.more}
        given |= {name.replace("_", "-"): value for name, value in named.items()}
        target = path.removeprefix(BASE_URL)
        cookies = {**self._narrow_at(target.partition("?")[0]), **self.cookies}
        if cookies:
            given["cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        headers = tuple((k.encode(), v.encode("latin-1")) for k, v in given.items())
        answer = await send(self.app, method, target, headers, body, self.address)
        for line in answer.all("set-cookie"):
            self._keep(line)
        return answer

    def _keep(self, line: str) -> None:
        name, _, rest = line.partition("=")
        value, _, attributes = rest.partition(";")
        path = re.search(r"Path=([^;]*)", attributes)[1]
        kept, key = (self.cookies, name) if path == "/" else (self.narrow, (path, name))
        if "Max-Age=0" in attributes:
            kept.pop(key, None)
        else:
            kept[key] = value

    def _narrow_at(self, path: str) -> dict[str, str]:
        """Return the cookies of a path's own (RFC 6265 section 5.1.4)."""
        return {
            name: value
            for (place, name), value in self.narrow.items()
            if path == place or path.startswith(f"{place}/")
        }
