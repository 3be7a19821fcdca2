"""The search: every byte of every place, for every shape of every canary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.operations.privacy_audit.canaries import Needle
from persistence.scan import files, rows

CHUNK: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that is searched.

    Args:
        kind: `table`, `database file`, `log`, `metrics`, `traces`, `data folder`, `backup`,
            `opened backup`.
        name: which one.
        chunks: opens it; pieces of any size.
    """

    kind: str
    name: str
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Looked:
    """A place that was searched, and how much of it there was."""

    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A shape of a canary was found; the text itself is never told.

    Args:
        canary: its name.
        shape: in which shape.
        kind, place: where.
        offset: how many bytes from the beginning.
    """

    canary: str
    shape: str
    kind: str
    place: str
    offset: int


@dataclass(slots=True)
class Searched:
    """What came of a search.

    Args:
        looked: what was looked at.
        hits: one for each needle and place.
        unread: places that could not be looked at to their end, with the reason.
    """

    looked: list[Looked] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def search(places: Iterable[Place], needles: tuple[Needle, ...]) -> Searched:
    """Search places one after the other.

    Args:
        places: opened one at a time.
        needles: what to look for.
    """
    came = Searched()
    overlap = max((len(needle.value) for needle in needles), default=1) - 1
    for place in places:
        found: dict[Needle, int] = {}
        size = 0
        try:
            for piece, begins in _pieces(place, overlap):
                size = max(size, begins + len(piece))
                _look(piece, begins, needles, found)
        except OSError as fault:
            came.unread.append(f"{place.kind} {place.name}: {fault.strerror}")
        came.looked.append(Looked(place.kind, place.name, size))
        came.hits += [
            Hit(needle.canary, needle.shape, place.kind, place.name, offset)
            for needle, offset in found.items()
        ]
    return came


def _look(piece: bytes, begins: int, needles: tuple[Needle, ...], found: dict[Needle, int]) -> None:
    small = piece.lower()
    for needle in needles:
        if needle not in found:
            at = (small if needle.folded else piece).find(needle.value)
            if at >= 0:
                found[needle] = begins + at


def _pieces(place: Place, overlap: int) -> Iterator[tuple[bytes, int]]:
    """Yield pieces with where they begin; each begins with the end of the one before."""
    tail, begins = b"", 0
    for chunk in place.chunks():
        piece = tail + chunk
        yield piece, begins
        tail = piece[len(piece) - min(overlap, len(piece)) :] if overlap else b""
        begins += len(piece) - len(tail)


def of_file(kind: str, path: Path, name: str = "") -> Place:
    """Return a file as a place; one that went away meanwhile is empty."""
    return Place(kind, name or path.name, lambda: _read(path))


def of_text(kind: str, name: str, text: bytes) -> Place:
    """Return bytes at hand as a place."""
    return Place(kind, name, lambda: iter((text,)))


def of_folder(
    kind: str, folder: Path, *, without: frozenset[Path] = frozenset()
) -> Iterator[Place]:
    """Yield every file below a folder, or the file itself."""
    if folder.is_file():
        yield of_file(kind, folder)
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path not in without:
            yield of_file(kind, path, str(path.relative_to(folder)))


def of_database(address: str) -> Iterator[Place]:
    """Yield every table as rows, and every file of the database as it lies on the disk."""
    for table, chunks in rows(address):
        yield Place("table", table, chunks)
    for path in files(address):
        yield of_file("database file", path)


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as opened:
            while piece := opened.read(CHUNK):
                yield piece
    except FileNotFoundError:
        return
