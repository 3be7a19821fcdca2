"""The assembled product over a test's database: real parts, a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.runtime.call import Call
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import LADDER, Strength
from app.settings import load_settings
from app.wiring import House, put_together
from tests.support.clock import FixedClock
from tests.support.databases import opened
from tests.support.stage import RING

BASE_URL = "https://id.example"
PROXY = "10.0.0.0/8"
"""The proxies that the house of a test believes."""

WEAK = Strength(64, 1)
"""The least that argon2 knows: a test proves what a hash decides, not how slow it is."""


def a_house(url: str, folder: Path, clock: FixedClock | None = None, **flags: Any) -> House:
    """Put a house together over a migrated database.

    Args:
        url: of the database.
        folder: for what a data folder holds.
        flags: settings by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "password-strength").write_text(f"{LADDER[0]}\n", "utf-8")
    given = {"base_url": BASE_URL, "trusted_proxies": PROXY, "planes": "protocol,hosted"}
    settings = load_settings(
        {"data_dir": str(folder), "database_url": url, **given, **flags}, env={}, folder=folder
    )
    house = put_together(settings, opened(url), RING, clock or FixedClock())
    powers = {**house.call._powers, "hasher": Argon2PasswordHasher(WEAK)}
    return replace(house, call=Call(house.database, house.works, house.pool, powers))
