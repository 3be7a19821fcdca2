"""People in front of their browsers: they register, sign in, allow, and look at their own pages.

A browser here keeps cookies, follows a redirect and sends a form with all its hidden fields.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from app.operations.bench.wire import Answer, Talk
from domain.kernel.secrets import base64url, digest

PASSWORD: Final = "a plain sentence nobody guesses"
CALLBACK: Final = "https://shop.bench.test/cb"
_FORM: Final = re.compile(rb'<form method="post" action="([^"]+)"')
_HIDDEN: Final = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')

Steps = Generator[bytes, Answer, Answer]


@dataclass(slots=True)
class Browser:
    """A browser.

    Args:
        talk: writes its requests.
    """

    talk: Talk
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Steps:
        """Open a page."""
        return self._kept((yield self.talk.get(path, self._headers())))

    def send(self, path: str, page: Answer, fields: dict[str, str]) -> Steps:
        """Send the form of a page."""
        hidden = {
            name.decode(): html.unescape(value.decode())
            for name, value in _HIDDEN.findall(page.expect(200).body)
        }
        headers = {**self._headers(), "Origin": f"http://{self.talk.host}"}
        return self._kept((yield self.talk.post(path, hidden | fields, headers)))

    def _headers(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": pairs} if pairs else {}

    def _kept(self, answer: Answer) -> Answer:
        self.cookies.update(answer.cookies())
        return answer


@dataclass(slots=True)
class Person:
    """Somebody who uses applications of the tenant.

    Args:
        name: what they sign in with.
        tenant: slug.
    """

    name: str
    browser: Browser
    tenant: str

    def authorize(
        self, client: str, scope: str, *, prompt: str = ""
    ) -> Generator[bytes, Answer, Start]:
        """Come from an application; return what it answers."""
        verifier = secrets.token_urlsafe(32)
        query = {
            "client_id": client,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": scope,
            "state": secrets.token_urlsafe(8),
            "code_challenge": base64url(digest(verifier)),
            "code_challenge_method": "S256",
        } | ({"prompt": prompt} if prompt else {})
        path = f"/t/{self.tenant}/oauth2/authorize?{urlencode(query)}"
        answer = yield from self.browser.get(path)
        return Start(answer, verifier, query["state"])

    def register(self, start: Start) -> Generator[bytes, Answer, None]:
        """Make an account."""
        page = yield from self.browser.get(f"{start.place}?step=register")
        answer = yield from self.browser.send(
            start.place, page, {"identifier": self.name, "password": PASSWORD}
        )
        answer.expect(303)

    def sign_in(self, start: Start) -> Generator[bytes, Answer, None]:
        """Say who one is, then prove it."""
        answer = yield from self.browser.send(start.place, start.answer, {"identifier": self.name})
        answer.expect(303)
        page = yield from self.browser.get(start.place)
        answer = yield from self.browser.send(start.place, page, {"password": PASSWORD})
        answer.expect(303)

    def allow(self, start: Start) -> Generator[bytes, Answer, str]:
        """Open the consent page and allow what it asks; return the code."""
        return (yield from self._allow(start, (yield from self.browser.get(start.place))))

    def allow_at_once(self, start: Start) -> Generator[bytes, Answer, str]:
        """Be known, so that the consent page comes first; allow what it asks; return the code."""
        return (yield from self._allow(start, start.answer))

    def _allow(self, start: Start, page: Answer) -> Generator[bytes, Answer, str]:
        fields = {"decision": "allow", "duration": "until", "item": "offline_access"}
        answer = yield from self.browser.send(start.place, page, fields)
        return start.code(answer)


@dataclass(frozen=True, slots=True)
class Start:
    """A sign-in under way.

    Args:
        answer: the first page; or the answer to the application, where no page is needed.
        verifier: the application's PKCE verifier.
        state: the application's state.
    """

    answer: Answer
    verifier: str
    state: str

    @property
    def place(self) -> str:
        """The path of its pages, as the first page's form names it.

        Raises:
            BadAnswer: it is no page with a form.
        """
        found = _FORM.search(self.answer.expect(200).body)
        if found is None:
            raise self.answer.wrong("no form that says where it goes")
        return html.unescape(found[1].decode())

    def code(self, answer: Answer) -> str:
        """Return the code of an answer that goes back to the application.

        Raises:
            BadAnswer: it goes elsewhere, holds no code, or another state.
        """
        target = urlsplit(answer.expect(303).header("location"))
        query = parse_qs(target.query)
        back = f"{target.scheme}://{target.netloc}{target.path}" == CALLBACK
        if not back or "code" not in query or query.get("state") != [self.state]:
            raise answer.wrong("no code came back to the application")
        return query["code"][0]
