"""What pywebview leaves out on Qt 6: downloads ask for a place, links open where they should."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def dress(frame: Any) -> None:  # noqa: ANN401 - a Qt window, which is not there when types are read
    """Add both to a window; called in the window's own thread, before it is shown.

    Args:
        frame: the native window.
    """
    page = frame.webview.page()
    page.profile().downloadRequested.connect(lambda download: _save(frame, download))
    page.nav_handler = _doorkeeper(frame, page)


def place(frame: Any) -> tuple[int, int]:  # noqa: ANN401 - a Qt window
    """Return where it stands, frame included; pywebview tells the place of what is inside."""
    return frame.x(), frame.y()


def _save(frame: Any, download: Any) -> None:  # noqa: ANN401 - objects of Qt
    """Ask where a download goes; pywebview asks too, and then calls what Qt 6 no longer has."""
    from qtpy.QtWidgets import QFileDialog

    usual = str(Path.home() / download.downloadFileName())
    chosen, _ = QFileDialog.getSaveFileName(frame, "Save file", usual)
    if not chosen:
        download.cancel()
        return
    path = Path(chosen)
    download.setDownloadDirectory(str(path.parent))
    download.setDownloadFileName(path.name)
    download.accept()


def _doorkeeper(frame: Any, page: Any) -> Any:  # noqa: ANN401 - objects of Qt
    """Return the page that is asked where a link with a window of its own leads."""
    from qtpy.QtWebEngineWidgets import QWebEnginePage

    class Doorkeeper(QWebEnginePage):  # type: ignore[misc] # Qt is not there when types are read
        """Our own pages open in the window, the rest of the world in the browser."""

        def acceptNavigationRequest(self, url: Any, _kind: Any, _main: Any) -> bool:  # noqa: ANN401, N802 - Qt's name
            """Lead on; nothing is ever shown here."""
            address = url.toString()
            if urlsplit(address).netloc == urlsplit(frame.webview.url().toString()).netloc:
                frame.load_url(address)
            elif urlsplit(address).scheme in {"http", "https", "mailto"}:
                webbrowser.open(address)
            return False

    return Doorkeeper(page.profile(), page)
