"""Opens and closes console pages by the hundred, as a browser does, and weighs the process."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle
from typing import Final

import httpx

from tests.app.console.places import places
from tests.app.console.presser import connected, read
from tests.app.console.staffing import Whole

AT_ONCE: Final = 4
PATIENCE: Final = 120.0
"""A page whose socket closed is kept for half a minute, in case its browser comes back."""


async def leaf(whole: Whole, headers: dict[str, str], pages: int) -> None:
    """Open and close this many pages; every other one never opens its socket."""
    every = [each for several in places(whole.world).values() for each in several]
    waiting = iter([place for place, _ in zip(cycle(every), range(pages), strict=False)])
    async with httpx.AsyncClient(base_url=whole.base, headers=headers, timeout=60) as http:

        async def reader(*, with_socket: bool) -> None:
            for place in waiting:
                path = f"/console/acme{place.rstrip('/')}"
                page = read(path, (await http.get(path)).text)
                if with_socket:
                    async with connected(whole.base, headers, page):
                        await asyncio.sleep(0)

        await asyncio.gather(*(reader(with_socket=bool(n % 2)) for n in range(AT_ONCE)))


async def settled(whole: Whole) -> tuple[int, int]:
    """Return pages held and megabytes, once those that nobody comes back to are gone."""
    ends_at = time.monotonic() + PATIENCE
    while True:
        told = await whole.told(prune_after=0)
        if told["open"] == 0 or time.monotonic() > ends_at:
            return told["open"], told["bytes"] >> 20
        await asyncio.sleep(2)
