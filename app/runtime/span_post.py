"""Sends spans to a collector, beside the requests: OTLP over HTTP with JSON (OTLP 1.x).

Never in anybody's way: what the collector does not take is dropped and counted.
Source: opentelemetry.io/docs/specs/otlp, section OTLP/HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from importlib.metadata import version
from typing import Any, Final

import orjson

from app.runtime.metrics import METRICS
from app.runtime.tracing import Span

LOGGER: Final = logging.getLogger("byleave.spans")
PATH: Final = "/v1/traces"
MOST_WAITING: Final = 4096
"""Spans; the newest are dropped while the collector is away."""

BATCH: Final = 512
EVERY_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 5.0
_ERROR: Final = 2


class SpanPost:
    """Takes spans from any thread and sends them from one of its own.

    Args:
        endpoint: the collector's base address.
    """

    def __init__(self, endpoint: str) -> None:
        """Prepare; nothing is sent yet."""
        self._address = endpoint + PATH
        self._waiting: deque[Span] = deque()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._away = False
        self.dropped = 0
        METRICS.gauge(
            "byleave_spans_dropped",
            "Spans that the collector did not take.",
            lambda: self.dropped,
        )

    def take(self, spans: list[Span]) -> None:
        """Keep spans until they are sent."""
        if len(self._waiting) + len(spans) > MOST_WAITING:
            self.dropped += len(spans)
            return
        self._waiting.extend(spans)

    async def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Send what is left, once, and end."""
        self._stop.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, 2 * PATIENCE_SECONDS)

    def _run(self) -> None:
        # Imported where it is used: who traces nothing pays nothing.
        import httpx  # noqa: PLC0415

        with httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False) as client:

            def post(body: bytes) -> str:
                try:
                    headers = {"content-type": "application/json"}
                    answer = client.post(self._address, content=body, headers=headers)
                except httpx.HTTPError as fault:
                    return type(fault).__name__
                return "" if answer.is_success else f"status {answer.status_code}"

            ending = False
            while not ending:
                ending = self._stop.wait(EVERY_SECONDS)
                while self._waiting and not self._batch(post):
                    pass

    def _batch(self, post: Any) -> str:  # noqa: ANN401 - the closure above
        """Send as many as go together; return why they were not taken, or nothing."""
        spans = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        fault = str(post(written(spans)))
        if fault:
            self.dropped += len(spans)
            if not self._away:
                LOGGER.warning("the collector takes no spans: %s", fault)
        self._away = bool(fault)
        return fault


def written(spans: list[Span]) -> bytes:
    """Return spans as one request of the protocol."""
    resource = _told((("service.name", "byleave"), ("service.version", version("byleave"))))
    scope = {"scope": {"name": "byleave"}, "spans": [_span(span) for span in spans]}
    return orjson.dumps(
        {"resourceSpans": [{"resource": {"attributes": resource}, "scopeSpans": [scope]}]}
    )


def _span(span: Span) -> dict[str, Any]:
    return {
        "traceId": span.trace.hex(),
        "spanId": span.id.hex(),
        "parentSpanId": span.parent.hex(),
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.began),
        "endTimeUnixNano": str(span.ended),
        "attributes": _told(span.told),
        "status": {"code": _ERROR} if span.failed else {},
    }


def _told(pairs: tuple[tuple[str, str | int], ...]) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": {"stringValue": value}}
        if isinstance(value, str)
        else {"key": key, "value": {"intValue": str(value)}}
        for key, value in pairs
    ]
