"""Why no window opens, told in one: whoever clicked an icon reads no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Final

from app.desktop import native
from app.desktop.windows import Kind
from app.settings import SettingsError
from domain.kernel.errors import Refusal
from persistence.faults import Unfit

SIZE: Final = (560, 220)
FAULT: Final = (
    "Byleave ended by a fault of its own: start `byleave desktop` in a terminal, which says more."
)
_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Byleave</title>
<meta name="color-scheme" content="light dark">
<style>
body { margin: 0; padding: 1.5rem 1.75rem; font: 15px/1.5 system-ui, sans-serif;
       background: #f6f5f1; color: #1d1c1a; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.2rem; }
p { margin: 0; }
@media (prefers-color-scheme: dark) { body { background: #171614; color: #eceae4; } }
</style><h1>Byleave cannot open</h1><p>%s</p></html>"""


@contextmanager
def told(kind: str) -> Iterator[None]:
    """Show what went wrong where nobody reads a terminal; it goes on to whoever asked.

    Args:
        kind: of window that was wanted, as it was typed.
    """
    try:
        yield
    except (SettingsError, Unfit) as wrong:
        _tell(str(wrong), kind)
        raise
    except Refusal as refusal:
        _tell(f"{refusal.sentence()} {refusal.kind.way_out}", kind)
        raise
    except Exception:
        _tell(FAULT, kind)
        raise


def _tell(sentence: str, kind: str) -> None:
    native_wanted = kind.strip().lower() in {Kind.AUTO, Kind.NATIVE}
    if native_wanted and not _has_terminal() and not native.lacking():
        show(sentence)


def _has_terminal() -> bool:
    """Tell whether somebody may read what is printed."""
    return sys.stderr is not None and sys.stderr.isatty()


def show(sentence: str) -> None:
    """Open a small window with a sentence, and come back when it was closed."""
    import webview

    width, height = SIZE
    page = _PAGE % escape(sentence)
    webview.create_window(native.TITLE, html=page, width=width, height=height, text_select=True)
    webview.start(gui="qt" if sys.platform == "linux" else None, icon=str(native.ICON))
