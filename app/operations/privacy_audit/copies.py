"""A backup as a search sees it: the sealed file as it lies, and what its key makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.operations.privacy_audit.search import Place, of_file
from app.operations.privacy_audit.site import Site
from persistence.backup.chunks import fitting_key, opened, read_head
from persistence.sealing import load

SEALED: Final = "backup"
"""Nothing may be found in it, not even what was laid in the open."""

OPENED: Final = "opened backup"


def backed_up(site: Site, name: str) -> tuple[Place, Place]:
    """Make a backup of the site as anybody does; return it sealed, and opened with its key.

    Args:
        name: of the file, in a folder that goes with the audit.

    Raises:
        NotStarted: the command failed.
    """
    file = site.outside / f"{name}.byleave"
    site.command("backup", str(file))
    return of_file(SEALED, file), Place(OPENED, file.name, lambda: _content(file, site.key_file))


def _content(file: Path, key_file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        head = read_head(source)
        yield from opened(source, head, fitting_key(head, load(key_file)))
