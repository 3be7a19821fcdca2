"""The one line that every request costs, written without the machinery of the other lines.

Measured: the way through `logging` costs as much as an introspection's two use cases, most of it
in code and data that push others out of the processor's caches. So the lines of all requests that
one turn of the event loop answered are written together at its end: one call of the kernel for
them. The lines are the same to the letter (tests/app/runtime/test_access_log.py); wherever somebody
else listens, `logging` has them.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final, NamedTuple, TextIO

from app.runtime.log import REQUEST_ID, JsonLines, TextLines, log_event, shown
from app.runtime.metrics import METRICS
from app.runtime.redaction import clean_text
from domain.kernel.clock import SystemClock

LOGGER: Final = logging.getLogger("byleave.access")
_ROOT: Final = logging.getLogger()
_CLOCK: Final = SystemClock()
_SHORT: Final = 128
_MOST: Final = 1000
_words: dict[str, str] = {}
"""Short clean texts as a text line has them: methods and paths of endpoints."""

_json_words: dict[str, str] = {}
"""The same as JSON."""


class Answered(NamedTuple):
    """A request that was answered.

    Args:
        path: without its query.
        seconds: from its start to its answer's end.
    """

    request_id: str
    method: str
    path: str
    status: int
    seconds: float

    @property
    def ms(self) -> float:
        """Milliseconds as a line has them."""
        return round(self.seconds * 1000, 1)


class AccessLog:
    """Counts answered requests and writes their lines, once in each turn of the event loop."""

    __slots__ = ("_turn", "_waiting")

    def __init__(self) -> None:
        """Begin with nothing to write."""
        self._waiting: list[Answered] = []
        self._turn: asyncio.AbstractEventLoop | None = None

    def add(self, answered: Answered) -> None:
        """Note a request; its line is written before the loop waits for anything again."""
        loop = asyncio.get_running_loop()
        if self._turn is not loop:
            self._turn = loop
            loop.call_soon(self._write)
        self._waiting.append(answered)

    def _write(self) -> None:
        waiting, self._waiting, self._turn = self._waiting, [], None
        for each in waiting:
            METRICS.answered(each.path, each.status, each.seconds)
        write(waiting)


def write(waiting: list[Answered]) -> None:
    """Write the lines of answered requests."""
    handler = _ours()
    if handler is None:
        for each in waiting:
            _by_logging(each)
        return
    at = _CLOCK.now().isoformat(timespec="milliseconds")[:23]
    form = _json_line if isinstance(handler.formatter, JsonLines) else _text_line
    lines = "".join([form(at, each) for each in waiting])
    handler.acquire()
    try:
        handler.stream.write(lines)
        handler.stream.flush()
    finally:
        handler.release()


def _json_line(at: str, each: Answered) -> str:
    return (
        f'{{"at": "{at}Z", "level": "info", "logger": "byleave.access", '
        f'"message": "answered", "request_id": "{each.request_id}", '
        f'"method": {_quoted(each.method)}, "path": {_quoted(each.path)}, '
        f'"status": {each.status}, "ms": {each.ms}}}\n'
    )


def _text_line(at: str, each: Answered) -> str:
    return (
        f"{at}Z INFO    byleave.access answered request_id={each.request_id} "
        f"method={_word(each.method)} path={_word(each.path)} status={each.status} ms={each.ms}\n"
    )


def _by_logging(each: Answered) -> None:
    mark = REQUEST_ID.set(each.request_id)
    try:
        method, path = each.method, each.path
        log_event(LOGGER, "answered", method=method, path=path, status=each.status, ms=each.ms)
    finally:
        REQUEST_ID.reset(mark)


def _ours() -> logging.StreamHandler[TextIO] | None:
    """Return the process's one handler, or None when somebody else listens or nobody does."""
    handlers = _ROOT.handlers
    if len(handlers) != 1 or LOGGER.handlers or not LOGGER.isEnabledFor(logging.INFO):
        return None
    handler = handlers[0]
    if type(handler) is logging.StreamHandler and type(handler.formatter) in _FORMS:
        return handler
    return None


_FORMS: Final = frozenset({TextLines, JsonLines})


def _word(text: str) -> str:
    return _words.get(text) or _written(_words, text, quoted=False)


def _quoted(text: str) -> str:
    return _json_words.get(text) or _written(_json_words, text, quoted=True)


def _written(words: dict[str, str], text: str, *, quoted: bool) -> str:
    """Clean a text and write it; remember a short one in which nothing had to be hidden."""
    cleaned = clean_text(text)
    written = shown(cleaned, quoted=quoted)
    if cleaned == text and len(text) <= _SHORT:
        if len(words) >= _MOST:
            words.clear()
        words[text] = written
    return written
