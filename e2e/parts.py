"""The journeys in parts that run side by side: each with houses, ports and a last search of its own."""

from __future__ import annotations

import os
import random
import socket
from collections import defaultdict

import pytest

SEARCH = "test_nothing_is_left"
"""Searches whatever its own part left behind, so every part has it, at its end."""

PART, PARTS = (int(n) for n in os.environ.get("BYLEAVE_E2E_PART", "1/1").split("/"))
"""Which part this is, of how many: `BYLEAVE_E2E_PART=2/2`; all of them when nothing is said."""

PORTS = range(20_000, 32_000)
"""Below those that a machine gives to outgoing connections, so that none of them takes one before us."""


def a_port() -> int:
    """Return a port that is free now."""
    for port in random.SystemRandom().sample(PORTS, 100):
        with socket.socket() as taken:
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


SHOP_PORT, SPA_PORT = a_port(), a_port()
SHOP_AT, SPA_AT = f"http://127.0.0.1:{SHOP_PORT}", f"http://127.0.0.1:{SPA_PORT}"

WEIGHTS = {
    "test_console_is_for_everyone.py": 40.0,
    "test_pages_are_for_everyone.py": 12.0,
    "test_hostile_addresses.py": 0.1,
}
"""Some go everywhere, some ask once: each counts as so many others."""


def moved(text: str) -> str:
    """Return a file of the examples with its applications where this part's are."""
    return text.replace("http://127.0.0.1:4199", SHOP_AT).replace("http://127.0.0.1:4195", SPA_AT)


def ours(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return this part's journeys: whole files, spread by how many journeys they have."""
    sizes: dict[str, float] = defaultdict(float)
    for item in items:
        if SEARCH not in item.nodeid:
            sizes[str(item.path)] += WEIGHTS.get(item.path.name, 1.0)
    loads = dict.fromkeys(range(1, PARTS + 1), 0.0)
    mine = set()
    for path, size in sorted(sizes.items(), key=lambda each: (-each[1], each[0])):
        least = min(loads, key=lambda part: (loads[part], part))
        loads[least] += size
        if least == PART:
            mine.add(path)
    return [item for item in items if SEARCH in item.nodeid or str(item.path) in mine]
