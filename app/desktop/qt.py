"""What pywebview leaves out on Qt 6: downloads, links, and questions whose page has gone."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Answers(dict[str, Any]):
    """What pywebview's threads wait for; once the window has gone, nobody waits any longer.

    Each value has a semaphore that the page's answer releases. A window that is closed while its
    page loads never answers, and a thread that waits for it would keep the process for ever.
    """

    def __init__(self) -> None:
        """Keep nothing yet; answers may come."""
        super().__init__()
        self._over = False

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401 - pywebview's own
        """Keep a question, and answer it with nothing when the window has gone."""
        super().__setitem__(key, value)
        if self._over:
            value["semaphore"].release()

    def end(self) -> None:
        """Answer all that wait, and all that will."""
        self._over = True
        for waiting in list(self.values()):
            waiting["semaphore"].release()


def dress(frame: Any) -> None:  # noqa: ANN401 - a Qt window, which is not there when types are read
    """Add them to a window; called in the window's own thread, before it is shown.

    Args:
        frame: the native window.
    """
    # pywebview has no public name for what its threads wait for.
    frame._js_results = Answers()  # noqa: SLF001
    frame._confirmation_dialog_results = Answers()  # noqa: SLF001
    page = frame.webview.page()
    page.profile().downloadRequested.connect(lambda download: _save(frame, download))
    page.nav_handler = _doorkeeper(frame, page)


def undress(frame: Any) -> None:  # noqa: ANN401 - a Qt window
    """Let whoever waits for a window's answer go; called once its loop has ended."""
    frame._js_results.end()  # noqa: SLF001 - see dress
    frame._confirmation_dialog_results.end()  # noqa: SLF001
    frame._current_url_semaphore.release()  # noqa: SLF001


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
