"""A browser in front of a rival: cookies, forms, one redirect at a time."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.operations.bench.wire import Answer, Talk

Shown = Generator[bytes, Answer, Answer]


@dataclass(slots=True)
class PeerBrowser:
    """Keeps cookies and follows one redirect at a time."""

    talk: Talk
    cookies: dict[str, str] = field(default_factory=dict)

    def get(
        self, path: str, fields: dict[str, str] | None = None, *, signs_in: bool = False
    ) -> Shown:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = ({"Cookie": pairs} if pairs else {}) | ({"X-Signs-In": "1"} if signs_in else {})
        request = (
            self.talk.get(path, headers)
            if fields is None
            else self.talk.post(path, fields, headers)
        )
        answer = yield request
        self.cookies.update(answer.cookies())
        return answer

    def goes(
        self, path: str, fields: dict[str, str] | None = None, *, signs_in: bool = False
    ) -> Generator[bytes, Answer, str]:
        answer = yield from self.get(path, fields, signs_in=signs_in)
        if answer.status not in {302, 303}:
            raise answer.wrong("it does not go on")
        target = urlsplit(answer.header("location"))
        return target.path + (f"?{target.query}" if target.query else "")
