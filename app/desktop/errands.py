"""What the native menu does: a tenant goes into a file, and a file into the house.

The file is the one of `byleave apply`: what is written here goes to a server by that command or its
console, and what a server exported is read here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit

import yaml

from app.desktop.reception import DESKTOP
from app.operations.configuration import apply_file, plan_file
from domain.blueprint.describe import describe
from domain.kernel.errors import Refusal

if TYPE_CHECKING:
    from app.wiring import House
    from domain.blueprint.apply import Applied, Difference
    from domain.blueprint.steps import Shown

T = TypeVar("T")

MOST_LINES: Final = 12
"""More lines than these do not help anybody who must decide."""

_PLACE: Final = re.compile(r"/console/([a-z0-9-]+)(/|$)")
_NOT_TENANTS: Final = frozenset({"sign-in", "sign-out", "cb", "start"})


class Dialogs(Protocol):
    """What the system asks a person; each call waits for the answer."""

    def place_to_save(self, name: str) -> Path | None:
        """Ask where a file shall go; None when they changed their mind."""
        ...

    def file_to_open(self) -> Path | None:
        """Ask for a file; None when they changed their mind."""
        ...

    def agreed(self, title: str, text: str) -> bool:
        """Say something and ask for OK or Cancel."""
        ...


def tenant_in(address: str) -> str | None:
    """Return the slug of the tenant that a page of the console shows, or None."""
    found = _PLACE.match(urlsplit(address).path)
    slug = found[1] if found else None
    return None if slug in _NOT_TENANTS else slug


class Errands:
    """Exports and imports by way of the system's dialogs.

    Args:
        house: open.
        dialogs: of the window.
    """

    def __init__(self, house: House, dialogs: Dialogs) -> None:
        """Keep both."""
        self._house = house
        self._dialogs = dialogs

    def export(self, address: str) -> Path | None:
        """Write the tenant that is looked at into a file.

        Args:
            address: of the page in the window.

        Returns:
            The file, or None when nothing was written.
        """
        slug = tenant_in(address)
        if slug is None:
            self._dialogs.agreed("Export", "Open a tenant in the console first.")
            return None
        return self._told("Export", lambda: self._export(slug))

    def _export(self, slug: str) -> Path | None:
        told: dict[str, Any] = self._house.call.now(describe, tenant=slug, actor=DESKTOP)
        path = self._dialogs.place_to_save(f"{slug}.yaml")
        if path is not None:
            path.write_text(yaml.safe_dump(told, sort_keys=False, allow_unicode=True), "utf-8")
            self._dialogs.agreed(
                "Export",
                f"{slug} is in {path.name}. Secrets and personas cannot be written down.",
            )
        return path

    def bring_in(self) -> bool:
        """Apply a file once the person has seen what it would do.

        Returns:
            Whether anything was changed.
        """
        path = self._dialogs.file_to_open()
        return path is not None and bool(self._told("Import", lambda: self._bring_in(path)))

    def _bring_in(self, path: Path) -> bool:
        text = path.read_text("utf-8")
        found = plan_file(self._house.call, text, actor=DESKTOP)
        if not found.changes:
            self._dialogs.agreed("Import", f"Nothing differs from {path.name}.")
            return False
        if not self._dialogs.agreed("Import", _question(path.name, found)):
            return False
        done: Applied = apply_file(self._house.call, text, actor=DESKTOP)
        self._hand_over(done.secrets)
        return True

    def _hand_over(self, secrets: tuple[Shown, ...]) -> None:
        """Write generated secrets into a file of the person's choice; they are shown once."""
        while secrets:
            path = self._dialogs.place_to_save("secrets.json")
            if path is not None and _written(path, secrets, self._house.settings.base_url):
                return
            if self._dialogs.agreed("Secrets", "Without a new file the new secrets are lost."):
                return

    def _told(self, title: str, act: Callable[[], T]) -> T | None:
        """Do something; tell what went wrong in a sentence."""
        try:
            return act()
        except Refusal as refusal:
            self._dialogs.agreed(title, f"{refusal.sentence()} {refusal.kind.way_out}")
        except (OSError, UnicodeDecodeError) as fault:
            problem = getattr(fault, "strerror", None) or "it is no UTF-8 text"
            self._dialogs.agreed(title, f"The file cannot be used: {problem}.")
        return None


def _question(name: str, found: Difference) -> str:
    count = len(found.changes)
    lines = [change.sentence() for change in found.changes[:MOST_LINES]]
    more = [f"… and {count - MOST_LINES} more"] if count > MOST_LINES else []
    head = f"{name} makes {count} change{'' if count == 1 else 's'}:"
    return "\n".join([head, "", *lines, *more])


def _written(path: Path, secrets: tuple[Shown, ...], base_url: str) -> bool:
    """Write the secrets for their owner alone; False where the file cannot be made."""
    told = [
        {"what": each.what, "name": each.name, "secret": _clear(each, base_url)} for each in secrets
    ]
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file, indent=2)
    except OSError:
        return False
    return True


def _clear(shown: Shown, base_url: str) -> str:
    """Write a secret out: this is the one time it is shown."""
    secret = shown.secret.reveal()
    link = shown.what == "activation link"
    return f"{base_url}/t/byleave/activate/{secret}" if link else secret
