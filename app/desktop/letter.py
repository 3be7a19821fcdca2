"""A file that leads a browser to a ticket: command lines can be read by other users, it cannot."""

from __future__ import annotations

from html import escape
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from app.desktop.memory import write_private

if TYPE_CHECKING:
    from app.desktop.windows import View

FILE: Final = "desktop-open.html"


class Letter:
    """The file, and its end.

    Args:
        view: makes addresses, and has the folder.
    """

    def __init__(self, view: View) -> None:
        """Keep the view; nothing is written yet."""
        self._view = view
        self._path = view.folder / FILE

    def write(self) -> str:
        """Write a new ticket into it and return the file's address."""
        address = escape(self._view.address())
        write_private(
            self._path,
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Byleave</title>'
            '<meta name="color-scheme" content="light dark">'
            f'<meta http-equiv="refresh" content="0;url={address}">'
            f'<p><a href="{address}">Go on to Byleave</a></p></html>\n',
        )
        return self._path.absolute().as_uri()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing behind."""
        self._path.unlink(missing_ok=True)
