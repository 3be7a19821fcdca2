"""The load: a few connections that are kept, each with one request on its way at a time.

One thread and one `select`: what the load costs is its own process's and not the server's.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.operations.bench.wire import Answer, BadAnswer, taken

Unit = Generator[bytes, Answer, None]
"""One thing that is counted: gives requests and is given their answers."""

_PATIENCE: Final = 30.0
_CHUNK: Final = 1 << 18


@dataclass(slots=True)
class Window:
    """What a load came to.

    Args:
        seconds: from the first request to the last answer.
        latencies: seconds of each unit, in the order of their ends.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many units ended."""
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """Return the milliseconds below which this share of the units lies."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


@dataclass(slots=True)
class _Lane:
    wire: socket.socket
    unit: Unit
    began: float
    buffer: bytearray = field(default_factory=bytearray)


def drive(
    address: tuple[str, int], units: Iterator[Unit], *, connections: int, seconds: float
) -> Window:
    """Drive units over kept connections until the time is over or none is left.

    Args:
        address: of the server.
        units: asked for the next one whenever a connection is free.
        connections: how many; each opened here.
        seconds: when no new unit begins any more.

    Raises:
        BadAnswer: an answer was wrong, or none came.
    """
    window = Window()
    with selectors.DefaultSelector() as selector:
        sockets = [_connected(address) for _ in range(connections)]
        began = time.perf_counter()
        try:
            for each in sockets:
                _begin(selector, each, units)
            while selector.get_map():
                ready = selector.select(_PATIENCE)
                if not ready:
                    raise BadAnswer(f"no answer came within {_PATIENCE:.0f} s")
                for key, _ in ready:
                    _hear(selector, key.data, units, window, began + seconds)
            window.seconds = time.perf_counter() - began
        finally:
            for each in sockets:
                each.close()
    return window


def _connected(address: tuple[str, int]) -> socket.socket:
    made = socket.create_connection(address, timeout=_PATIENCE)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _begin(selector: selectors.BaseSelector, wire: socket.socket, units: Iterator[Unit]) -> None:
    unit = next(units, None)
    if unit is None:
        return
    selector.register(wire, selectors.EVENT_READ, _Lane(wire, unit, time.perf_counter()))
    wire.sendall(next(unit))


def _hear(
    selector: selectors.BaseSelector,
    lane: _Lane,
    units: Iterator[Unit],
    window: Window,
    ends_at: float,
) -> None:
    part = lane.wire.recv(_CHUNK)
    if not part:
        raise BadAnswer("the server closed the connection")
    lane.buffer += part
    answer = taken(lane.buffer)
    if answer is None:
        return
    try:
        request = lane.unit.send(answer)
    except StopIteration:
        _end(selector, lane, units, window, ends_at)
    else:
        lane.wire.sendall(request)


def _end(
    selector: selectors.BaseSelector,
    lane: _Lane,
    units: Iterator[Unit],
    window: Window,
    ends_at: float,
) -> None:
    now = time.perf_counter()
    window.latencies.append(now - lane.began)
    unit = next(units, None) if now < ends_at else None
    if unit is None:
        selector.unregister(lane.wire)
        return
    lane.unit, lane.began = unit, now
    lane.wire.sendall(next(unit))
