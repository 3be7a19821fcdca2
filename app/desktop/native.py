"""The native window: pywebview over the web view of the system, or over Qt on Linux."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.desktop.errands import Errands
from app.desktop.frame import LEAST, Frame, fitted

if TYPE_CHECKING:
    from app.desktop.windows import View

TITLE: Final = "Byleave"
PROFILE: Final = "window"
BACKGROUND: Final = "#F6F5F1"
ICON: Final = Path(__file__).parents[1] / "console" / "static" / "mark.svg"
FILES: Final = ("YAML (*.yaml;*.yml)", "All files (*.*)")
SETTLED_SECONDS: Final = 0.4
"""A window that is dragged moves many times; it stands where it is for this long."""

QT_NEEDS: Final = (
    "libEGL.so.1", "libGL.so.1", "libnss3.so", "libasound.so.2", "libxkbcommon-x11.so.0",
    "libxkbfile.so.1", "libxcb-cursor.so.0",
)  # fmt: skip
"""What Qt asks of the system; it ends the process when one is missing, so we look before."""


def lacking() -> str:
    """Return why no native window can be shown here, or empty."""
    if importlib.util.find_spec("webview") is None:
        return "the window library is missing: pip install 'byleave[desktop]'"
    return _qt_lacks() if sys.platform == "linux" else ""


def _qt_lacks() -> str:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no screen: DISPLAY and WAYLAND_DISPLAY are not set"
    if importlib.util.find_spec("PySide6") is None:
        return "Qt is missing: pip install 'byleave[desktop]'"
    if missing := [name for name in QT_NEEDS if not _loads(name)]:
        return f"system libraries are missing: {', '.join(missing)}"
    if os.geteuid() == 0 and not os.environ.get("QTWEBENGINE_DISABLE_SANDBOX"):
        return "root has no sandbox for a web page: start it as a person"
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


class NativeWindow:
    """A window with a menu and the system's file dialogs.

    Args:
        view: what it shows.
    """

    def __init__(self, view: View) -> None:
        """Keep the view; nothing is opened yet."""
        import webview

        self._library = webview
        self._view = view
        self._settling: threading.Timer | None = None
        self._frame = view.frame
        self._made: Any = None
        self._over = False

    def show(self) -> None:
        """Open it in this thread, which must be the first, and come back when it was closed."""
        frame = self._view.frame
        self._library.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
        self._made = window = self._library.create_window(
            TITLE,
            self._view.address(),
            width=frame.width,
            height=frame.height,
            min_size=LEAST,
            maximized=frame.maximised,
            background_color=BACKGROUND,
            text_select=True,
            zoomable=True,
            menu=self._menu(),
        )
        window.events.initialized += self._fit
        window.events.before_show += self._dress
        window.events.maximized += lambda: self._maximise(maximised=True)
        window.events.restored += lambda: self._maximise(maximised=False)
        window.events.resized += self._settle
        window.events.moved += self._settle
        window.events.closing += self._remember
        if self._over:
            return
        self._library.start(
            gui="qt" if sys.platform == "linux" else None,
            private_mode=False,
            storage_path=str(self._view.folder / PROFILE),
            icon=str(ICON),
        )
        self._drop_settling()
        self._undress()

    def lift(self) -> None:
        """Bring it to the front."""
        if self._made is not None:
            self._made.restore()
            self._made.show()

    def close(self) -> None:
        """Close it as a person would."""
        self._over = True
        if self._made is not None:
            threading.Thread(target=self._made.destroy, daemon=True).start()

    # -- the system's dialogs (errands.Dialogs)

    def place_to_save(self, name: str) -> Path | None:
        """Ask where a file shall go."""
        kind = self._library.FileDialog.SAVE
        return _only(
            self._made.create_file_dialog(kind, directory=str(Path.home()), save_filename=name)
        )

    def file_to_open(self) -> Path | None:
        """Ask for a file."""
        kind = self._library.FileDialog.OPEN
        return _only(
            self._made.create_file_dialog(kind, directory=str(Path.home()), file_types=FILES)
        )

    def agreed(self, title: str, text: str) -> bool:
        """Say something and ask for OK or Cancel."""
        return bool(self._made.create_confirmation_dialog(title, text))

    # -- the menu

    def _menu(self) -> list[Any]:
        from webview.menu import Menu, MenuAction, MenuSeparator

        errands = Errands(self._view.house, self)
        return [
            Menu(
                "File",
                [
                    MenuAction("Export this tenant…", lambda: errands.export(self._address())),
                    MenuAction("Import a file…", lambda: self._bring_in(errands)),
                    MenuSeparator(),
                    MenuAction("Quit", self.close),
                ],
            ),
            Menu(
                "View",
                [
                    MenuAction("Back", lambda: self._made.run_js("history.back()")),
                    MenuAction("Forward", lambda: self._made.run_js("history.forward()")),
                    MenuAction("Reload", lambda: self._made.run_js("location.reload()")),
                ],
            ),
        ]

    def _address(self) -> str:
        return str(self._made.get_current_url() or "")

    def _bring_in(self, errands: Errands) -> None:
        if errands.bring_in():
            self._made.run_js("location.reload()")

    # -- size and place

    def _fit(self) -> None:
        """Put the window where it stood, if that can be seen; the screens are known by now."""
        frame = fitted(self._view.frame, self._library.screens)
        window = self._made
        window.initial_width, window.initial_height = frame.width, frame.height
        window.initial_x, window.initial_y = frame.x, frame.y
        self._frame = frame

    def _dress(self) -> None:
        """Add what the library leaves out on Qt: downloads, and links that open a window."""
        if sys.platform == "linux":
            from app.desktop.qt import dress

            dress(self._made.native)

    def _undress(self) -> None:
        if sys.platform == "linux" and self._made.native is not None:
            from app.desktop.qt import undress

            undress(self._made.native)

    def _maximise(self, *, maximised: bool) -> None:
        self._drop_settling()
        self._keep(maximised=maximised)

    def _settle(self, _first: int, _second: int) -> None:
        """Remember once it stands still; a maximised window says so in the meantime."""
        self._drop_settling()
        self._settling = threading.Timer(SETTLED_SECONDS, self._remember)
        self._settling.daemon = True
        self._settling.start()

    def _drop_settling(self) -> None:
        if self._settling is not None:
            self._settling.cancel()

    def _remember(self) -> None:
        self._drop_settling()
        if not self._frame.maximised:
            window = self._made
            self._frame = Frame(window.width, window.height, *self._place())
        self._view.keep_frame(self._frame)

    def _place(self) -> tuple[int, int]:
        """Return the corner of the window with its frame, which is what placing it takes."""
        corner: tuple[int, int] = self._made.x, self._made.y
        if sys.platform == "linux":
            from app.desktop.qt import place

            corner = place(self._made.native)
        return corner

    def _keep(self, *, maximised: bool) -> None:
        frame = self._frame
        self._frame = Frame(frame.width, frame.height, frame.x, frame.y, maximised)
        self._view.keep_frame(self._frame)


def _only(chosen: Any) -> Path | None:  # noqa: ANN401 - a text or a list of them, by platform
    """Return the one file of an answer."""
    if not chosen:
        return None
    return Path(chosen if isinstance(chosen, str) else chosen[0])
