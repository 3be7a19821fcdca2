"""The menu entry and the icon on Linux, for this user alone."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

from app.desktop.native import ICON
from app.settings import SettingsError

NAME: Final = "byleave"


def install_entry() -> list[Path]:
    """Write the entry and the icon; a second time writes the same.

    Returns:
        The files.

    Raises:
        SettingsError: this system has other menus.
    """
    entry, icon = _places()
    for path in (entry, icon):
        path.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(text(_program()), "utf-8")
    shutil.copyfile(ICON, icon)
    return [entry, icon]


def remove_entry() -> list[Path]:
    """Delete them.

    Returns:
        The files that were there.
    """
    found = [path for path in _places() if path.exists()]
    for path in found:
        path.unlink()
    return found


def text(program: list[str]) -> str:
    """Return the entry.

    Args:
        program: words of the command that opens the window.

    Source: Desktop Entry Specification 1.5, sections 5 and 6.
    """
    words = " ".join(_quoted(word) for word in program)
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.5\n"
        "Name=Byleave\n"
        "GenericName=Identity provider\n"
        "GenericName[de]=Identitätsanbieter\n"
        "Comment=Sign in without leaving personal data behind\n"
        "Comment[de]=Anmelden, ohne persönliche Daten zu hinterlassen\n"
        f"Exec={words}\n"
        f"Icon={NAME}\n"
        "Terminal=false\n"
        "Categories=Network;Security;\n"
        f"StartupWMClass={NAME}\n"
    )


def _places() -> tuple[Path, Path]:
    if sys.platform != "linux":
        message = "--install-entry is for Linux: docs/desktop.md says how other systems do it."
        raise SettingsError(message)
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    icons = home / "icons" / "hicolor" / "scalable" / "apps"
    return home / "applications" / f"{NAME}.desktop", icons / f"{NAME}.svg"


def _program() -> list[str]:
    """Return the command: the packaged program itself, or `byleave` beside this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).with_name(NAME)
    return [str(beside), "desktop"] if beside.exists() else [sys.executable, "-m", "app", "desktop"]


def _quoted(word: str) -> str:
    """Quote a word as the specification wants it; plain ones stay as they are."""
    if word == shlex.quote(word):
        return word
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return f'"{word}"'.replace("%", "%%")
