"""The kinds of window there are, and which of them this machine can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from app.settings import SettingsError

if TYPE_CHECKING:
    from app.desktop.frame import Frame
    from app.wiring import House


class Kind(StrEnum):
    """What opens the console."""

    AUTO = "auto"
    NATIVE = "native"
    APP = "app"
    BROWSER = "browser"


def a_kind(text: str) -> Kind:
    """Read the kind that `--window` names.

    Raises:
        SettingsError: there is none of that name.
    """
    try:
        return Kind(text.strip().lower())
    except ValueError:
        message = f"--window is {text!r}: choose {', '.join(Kind)}."
        raise SettingsError(message) from None


@dataclass(frozen=True, slots=True)
class View:
    """What a window shows and may do.

    Args:
        address: makes an address with a new one-time ticket.
        folder: of the data; what the window keeps goes below it.
        frame: where it stood last.
        keep_frame: called when it stands elsewhere.
        house: for the native menu's errands.
    """

    address: Callable[[], str]
    folder: Path
    frame: Frame
    keep_frame: Callable[[Frame], None]
    house: House


class Window(Protocol):
    """A window of any kind."""

    def show(self) -> None:
        """Open it, and come back when it was closed."""
        ...

    def lift(self) -> None:
        """Bring it to the front; from any thread."""
        ...

    def close(self) -> None:
        """Close it; from any thread, and more than once."""
        ...


def choose(kind: Kind, view: View) -> Window:
    """Return the best window this machine can show, and say why it is not a better one.

    Args:
        kind: `auto` tries one after another; any other is wanted or nothing.

    Raises:
        SettingsError: the one that is wanted cannot be shown here.
    """
    from app.desktop import chromium, native
    from app.desktop.tab import BrowserTab

    lacking = native.lacking() if kind in {Kind.AUTO, Kind.NATIVE} else ""
    if kind is Kind.NATIVE and lacking:
        message = f"--window is native, and {lacking}."
        raise SettingsError(message)
    if kind in {Kind.AUTO, Kind.NATIVE} and not lacking:
        return native.NativeWindow(view)
    program = chromium.program() if kind in {Kind.AUTO, Kind.APP} else None
    if kind is Kind.APP and program is None:
        message = "--window is app, and no Chromium, Chrome or Edge is installed: install one."
        raise SettingsError(message)
    if lacking:
        where = "as an app of the browser" if program else "in the browser"
        typer.echo(f"Byleave opens {where}: {lacking}.", err=True)
    return chromium.AppWindow(view, program) if program else BrowserTab(view)
