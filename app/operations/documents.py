"""The pages of docs/ that are made from the code, so that they cannot lag behind it.

`python -m app.operations.documents` writes them; tests/docs compares them with what is committed.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Final

import domain
from app.operations.privacy_audit.map_page import data_map_page
from app.settings import CONFIG_ENV, FILE_NAME, SETTINGS
from domain.kernel.errors import KINDS
from domain.kernel.events import EVENTS, Event

FOLDER: Final = Path(__file__).parents[2] / "docs"
MADE: Final = "<!-- Made from the code by `make format`; change it there. -->"


def settings_page() -> str:
    """Return docs/settings.md: every setting with its three spellings and its default."""
    rows = [
        (f"`{s.name}`", f"`{s.env}`", f"`{s.spelled_flag}`", s.kind, s.default, s.sentence)
        for s in SETTINGS
    ]
    return _page(
        "Settings",
        "A flag counts before the environment, the environment before the file, the file before "
        "the default.\n"
        f"The file is TOML: `{FILE_NAME}` in the working folder, or the one named by `--config` or "
        f"`{CONFIG_ENV}`.\n"
        "A list is separated by commas; in the file it may also be a TOML list.\n"
        "A setting that is wrong stops the start with one sentence that names it.",
        _table(("In the file", "Environment", "Flag", "Kind", "Default", "What it is for"), rows),
    )


def events_page() -> str:
    """Return docs/events.md: every event, what it tells, and where it goes."""
    import_rooms()
    rows = [
        (
            f"`{name}`",
            _first_line(event),
            ", ".join(f"`{field.name}`" for field in fields(event) if field.name != "subject"),
            "yes" if event.audited else "no",
            "yes" if event.outgoing else "no",
        )
        for name, event in sorted(EVENTS.items())
    ]
    return _page(
        "Events",
        "An event is a fact that was told in the transaction that made it true.\n"
        "It holds ids, words and numbers; no secret and no personal data.\n"
        "`subject` is the id of what it is about; the other fields stand in the third column.",
        _table(("Event", "What happened", "Fields", "Audited", "Goes out"), rows),
    )


def errors_page() -> str:
    """Return docs/errors.md: every refusal, what it means and what to do about it."""
    import_rooms()
    rows = [
        (f"`{code}`", str(kind.status), kind.sentence, kind.way_out)
        for code, kind in sorted(KINDS.items())
    ]
    return _page(
        "Refusals",
        "A refusal is an expected no: it has a stable code, a sentence, and a way out.\n"
        "API answers carry the code; pages say the sentence in the reader's language.",
        _table(("Code", "Status", "What happened", "What to do"), rows),
    )


def data_map() -> str:
    """Return docs/data-map.md: every column of every table."""
    return data_map_page(MADE)


PAGES: Final = {
    "settings.md": settings_page,
    "events.md": events_page,
    "errors.md": errors_page,
    "data-map.md": data_map,
}


def import_rooms() -> None:
    """Import every module that declares events and refusals: the domain's, and the forms'."""
    importlib.import_module("app.runtime.forms")
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write all pages and return those that changed."""
    changed = []
    for name, make in PAGES.items():
        page, text = folder / name, make()
        if not page.exists() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
            changed.append(page)
    return changed


def _first_line(event: type[Event]) -> str:
    return (inspect.getdoc(event) or "").partition("\n")[0]


def _page(title: str, lead: str, table: str) -> str:
    return f"# {title}\n\n{MADE}\n\n{lead}\n\n{table}\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for page in write():
        sys.stdout.write(f"wrote docs/{page.name}\n")
