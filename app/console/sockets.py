"""What NiceGUI's socket layer leaves open, closed from our side.

Its handlers believe the client id inside a message, whichever socket brought it, and a page
outlives the session that opened it. All that touches NiceGUI's inside for the guard is here,
so that an upgrade has one file to read (tests/app/console/test_attacks.py).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qs

from nicegui import Client, core

from app.console.standing import SCOPE_KEY, ConsoleIdentity

_LOGGERS: Final = ("uvicorn.error", "uvicorn.access", "nicegui")
_BOUND: Final = ("event", "javascript_response", "ack")
_Handler = Callable[[str, Mapping[str, object]], object]


class OwnSocketOnly:
    """Passes a message on only if it came by the socket of the page it names.

    Args:
        handler: NiceGUI's own handler.
    """

    def __init__(self, handler: _Handler) -> None:
        """Stand before `handler`."""
        self._handler = handler

    def __call__(self, sid: str, message: object = None) -> object:
        """Hand the message on, or drop it silently."""
        if not isinstance(message, dict) or message.get("client_id") not in core.sio.rooms(sid):
            return None
        return self._handler(sid, message)


def bind_messages() -> None:
    """Bind every message to its own socket; may be called again.

    What a browser asks us to log is dropped: it may hold what a person typed (rulings on logs).
    """
    handlers = core.sio.handlers["/"]
    for name in _BOUND:
        if not isinstance(handlers[name], OwnSocketOnly):
            core.sio.on(name, OwnSocketOnly(handlers[name]))
    core.sio.on("log", _drop)


def _drop(_sid: str, _message: object = None) -> None:
    return None


def client_id_of(query_string: bytes) -> str | None:
    """Return the page a socket says it belongs to, from its address."""
    return _first(query_string, "client_id")


def owns_page(identity: ConsoleIdentity, query_string: bytes) -> bool:
    """Tell whether a socket's page, and its transport, were opened by the same session.

    A page that is gone belongs to nobody: NiceGUI itself then makes the browser reload. So it is
    with a page of the same session that was drawn for another standing: for a role that was taken
    away since, or for another view. It is let go of, and the browser builds it anew.
    """
    page = Client.instances.get(client_id_of(query_string) or "")
    if page is not None:
        owner = page.request.scope.get(SCOPE_KEY)
        if not _same(owner, identity):
            return False
        if owner != identity:
            page.delete()
    transport = _first(query_string, "sid")
    if transport is None:
        return True
    opened = core.sio.environ.get(transport, {}).get("asgi.scope", {})
    return _same(opened.get(SCOPE_KEY), identity)


def evict(client_id: str, session: str) -> None:
    """Delete a page of an ended session: NiceGUI's reconnect then fails and the browser reloads.

    Args:
        client_id: the page.
        session: handle of the session that owned it; another's page is left alone.
    """
    page = Client.instances.get(client_id)
    if page is not None and _session_of(page) == session:
        page.delete()


def _session_of(page: Client) -> str | None:
    identity = page.request.scope.get(SCOPE_KEY)
    return identity.session if isinstance(identity, ConsoleIdentity) else None


def _same(owner: object, identity: ConsoleIdentity) -> bool:
    return isinstance(owner, ConsoleIdentity) and owner.session == identity.session


def _first(query_string: bytes, name: str) -> str | None:
    return parse_qs(query_string.decode("latin-1")).get(name, [None])[0]


class WithoutQueries(logging.Filter):
    """Cuts the query off addresses in log lines: a page's client id is a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, without any query."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(value) for value in record.args)
        return True


def _cut(value: object) -> object:
    if isinstance(value, str) and "client_id=" in value:
        return value.partition("?")[0]
    return value


def keep_client_ids_out_of_logs() -> None:
    """Put the filter on every logger that writes addresses; may be called again."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutQueries) for known in logger.filters):
            logger.addFilter(WithoutQueries())
