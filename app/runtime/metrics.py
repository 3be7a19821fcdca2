"""Figures for whoever watches: counted in memory, told as text, without a person in them.

Source: the Prometheus text exposition format 0.0.4.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_DOORS: Final = (
    ("/oauth2/", "protocol"),
    ("/.well-known/", "protocol"),
    ("/api/", "api"),
    ("/console", "console"),
    ("/static/", "static"),
    ("/me", "me"),
    ("/login/", "login"),
)


class Metrics:
    """What a process has counted since it started."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, float] = {}
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self._states: dict[str, tuple[str, str, Callable[[], str | None]]] = {}

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count one answered request; only its door is kept of the path."""
        door = _door(path)
        with self._lock:
            self._requests[door, status // 100] += 1
            self._seconds[door] = self._seconds.get(door, 0.0) + seconds

    def gauge(self, name: str, help_text: str, value: Callable[[], float]) -> None:
        """Tell a present value under a name whenever somebody asks.

        Args:
            name: `byleave_` and lower-case words.
            help_text: what it is, one sentence.
            value: asked at each telling; quick, without a database.
        """
        self._gauges[name] = (help_text, value)

    def state(self, name: str, help_text: str, label: str, value: Callable[[], str | None]) -> None:
        """Tell a word or a sentence of our own as a label whenever somebody asks.

        Args:
            name: `byleave_` and lower-case words.
            help_text: what it is, one sentence.
            label: under which it is told.
            value: asked at each telling; None tells nothing.
        """
        self._states[name] = (help_text, label, value)

    def text(self) -> str:
        """Write all figures."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        with self._lock:
            requests, seconds = dict(self._requests), dict(self._seconds)
        yield "# HELP byleave_requests_total Answered requests by door and class of status."
        yield "# TYPE byleave_requests_total counter"
        for (door, status), count in sorted(requests.items()):
            yield f'byleave_requests_total{{door="{door}",status="{status}xx"}} {count}'
        yield "# HELP byleave_request_seconds_total Seconds spent answering, by door."
        yield "# TYPE byleave_request_seconds_total counter"
        for door, spent in sorted(seconds.items()):
            yield f'byleave_request_seconds_total{{door="{door}"}} {spent:.6f}'
        for name, (help_text, value) in sorted(self._gauges.items()):
            yield f"# HELP {name} {help_text}"
            yield f"# TYPE {name} gauge"
            yield f"{name} {value():g}"
        for name, (help_text, label, words) in sorted(self._states.items()):
            yield f"# HELP {name} {help_text}"
            yield f"# TYPE {name} gauge"
            said = words()
            if said is not None:
                yield f'{name}{{{label}="{_escaped(said)}"}} 1'


def _escaped(said: str) -> str:
    """Return a label's value as the exposition format wants it."""
    return said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _door(path: str) -> str:
    for mark, name in _DOORS:  # a generator would cost three times as much, at each request
        if mark in path:
            return name
    return "other"


METRICS: Final = Metrics()
"""The figures of this process."""
