"""The one line that every request costs, written without the machinery of the other lines.

Measured: the way through `logging` costs as much as an introspection's two use cases, most of it
in code and data that push others out of the processor's caches. The line is the same to the letter
(tests/app/runtime/test_access_log.py); wherever somebody else listens, `logging` has it.
"""

from __future__ import annotations

import logging
from typing import Final, TextIO

from app.runtime.log import REQUEST_ID, JsonLines, TextLines, log_event, shown
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


def answered(method: str, path: str, status: int, ms: float) -> None:
    """Write the line of an answered request.

    Args:
        path: without its query.
        ms: rounded.
    """
    handler = _ours()
    request_id = REQUEST_ID.get()
    if handler is None or not request_id:
        log_event(LOGGER, "answered", method=method, path=path, status=status, ms=ms)
        return
    at = _CLOCK.now().isoformat(timespec="milliseconds")[:23]
    if isinstance(handler.formatter, JsonLines):
        line = (
            f'{{"at": "{at}Z", "level": "info", "logger": "byleave.access", '
            f'"message": "answered", "request_id": "{request_id}", "method": {_quoted(method)},'
            f' "path": {_quoted(path)}, "status": {status}, "ms": {ms}}}\n'
        )
    else:
        line = (
            f"{at}Z INFO    byleave.access answered request_id={request_id} "
            f"method={_word(method)} path={_word(path)} status={status} ms={ms}\n"
        )
    handler.acquire()
    try:
        handler.stream.write(line)
        handler.stream.flush()
    finally:
        handler.release()


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
