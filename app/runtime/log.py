"""Log lines: text or JSON on stderr, one a line, nothing secret or personal in them.

Every line passes `redaction` as its last step, whichever library wrote it.
The access line is our own (`access_line.py`): uvicorn's would hold the query string.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from typing import Final, TextIO

from app.runtime.redaction import clean_field, clean_text

REQUEST_ID: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""Id of the request being answered; set by `access_line.AccessLine`, empty outside a request."""

QUIET: Final[dict[str, int]] = {
    "uvicorn.access": logging.CRITICAL + 1,  # its line holds the query string
    "httpx": logging.WARNING,  # its line holds the address
    "httpcore": logging.WARNING,
    "alembic": logging.WARNING,
    "uvicorn.error": logging.WARNING,  # its lines name sockets, and their addresses name pages
    "asyncio": logging.WARNING,
    "apscheduler": logging.WARNING,
    "socketio": logging.WARNING,  # its lines hold what a page sent
    "engineio": logging.WARNING,
    "sqlalchemy.engine": logging.WARNING,  # its lines hold the values of statements
}
"""Third parties whose everyday lines would tell too much, or nothing a reader needs."""


def log_event(
    logger: logging.Logger, event: str, *, level: int = logging.INFO, **fields: object
) -> None:
    """Write one line: a stable event word and named fields.

    Args:
        logger: the module's own logger.
        event: short words such as `server ready`; the same each time.
        level: from the logging module.
        **fields: numbers, ids and words; never a secret, never personal data.
    """
    if logger.isEnabledFor(level):
        # Made directly: no line names the place in the source it came from.
        told = {"byleave": fields}
        logger.handle(logger.makeRecord(logger.name, level, "", 0, event, (), None, None, told))


def set_up_logging(log_format: str, log_level: str, *, stream: TextIO | None = None) -> None:
    """Send all lines of the process through one handler that hides what must be hidden.

    Args:
        log_format: `text` or `json`.
        log_level: `debug`, `info`, `warning` or `error`.
        stream: where to; by default stderr.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(log_level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "uvicorn.access", "nicegui"):
        known = logging.getLogger(name)
        known.handlers.clear()
        known.propagate = True
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    # No line names thread, process or source file: finding them out costs more than the rest
    # of a line (Python's logging HOWTO, "Optimization").
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return the cleaned fields of a line, the request id first."""
    fields: dict[str, object] = {}
    if request := REQUEST_ID.get():
        fields["request_id"] = clean_text(request)
    given: dict[str, object] = getattr(record, "byleave", {})
    return fields | {name: clean_field(name, value) for name, value in given.items()}


class _Lines(logging.Formatter):
    """What both forms share: UTC, and the message rendered and cleaned."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"
    _second: tuple[int, str] = (0, "")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - so in logging
        """Write the moment; the same second is written once."""
        second = int(record.created)
        if self._second[0] != second:
            self._second = second, time.strftime(self.default_time_format, time.gmtime(second))
        return self.default_msec_format % (self._second[1], record.msecs)

    def message_of(self, record: logging.LogRecord) -> str:
        """Return the rendered message; a broken format string must not lose the line."""
        try:
            return clean_text(record.getMessage())
        except (TypeError, ValueError, KeyError):
            return clean_text(str(record.msg))

    def fault_of(self, record: logging.LogRecord) -> str:
        """Return the traceback, cleaned, or an empty text."""
        parts = []
        if record.exc_info and record.exc_info[0]:
            parts.append(self.formatException(record.exc_info))
        if record.stack_info:
            parts.append(record.stack_info)
        return clean_text("\n".join(parts))


class TextLines(_Lines):
    """One readable line; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Write `time LEVEL logger message name=value …`."""
        message = self.message_of(record)
        message = message if message.isprintable() else _json(message)[1:-1]
        head = f"{self.formatTime(record)} {record.levelname:<7} {record.name} {message}"
        tail = "".join(f" {name}={shown(value)}" for name, value in fields_of(record).items())
        fault = self.fault_of(record)
        return f"{head}{tail}\n{fault}" if fault else head + tail


class JsonLines(_Lines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write at, level, logger, message, the fields, and the fault if there is one."""
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message_of(record),
        }
        line |= {name: value for name, value in fields_of(record).items() if name not in line}
        if fault := self.fault_of(record):
            line["fault"] = fault
        return _json(line)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)
_ASCII: Final = json.JSONEncoder(ensure_ascii=True, default=str)
_NOT_PLAIN: Final = re.compile(r'[ "=\\]')


def _json(value: object) -> str:
    """Write as JSON; what would move a terminal's cursor or end a line is written out."""
    written = _ENCODER.encode(value)
    return written if written.isprintable() else _ASCII.encode(value).replace("\x7f", "\\u007f")


def shown(value: object, *, quoted: bool = False) -> str:
    """Write a field's value: JSON, or bare when it is a plain word.

    Args:
        quoted: always as JSON.
    """
    plain = isinstance(value, str) and value.isprintable() and not _NOT_PLAIN.search(value)
    if plain and value and not quoted:
        return str(value)
    return _json(value)
