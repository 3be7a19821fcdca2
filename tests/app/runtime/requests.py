"""Requests for parts that take one, without an application around them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request


def a_request(
    *headers: tuple[str, str], body: bytes = b"", client: str | None = "203.0.113.7", **more: Any
) -> Request:
    """Return a request with these headers and this body."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": (client, 4711) if client else None,
        **more,
    }
    parts = [body[at : at + 1000] for at in range(0, len(body), 1000)] or [b""]

    async def receive() -> dict[str, Any]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    return Request(scope, receive)
