"""The line at the bottom: what was just done, with its Undo; or what did not work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from nicegui.element import Element

from app.console.parts.doing import fault_of

if TYPE_CHECKING:
    from app.runtime.words import Words

UNDO_SECONDS: Final = 10
_Undo = Callable[[], Awaitable[None]]


class Toaster(Element, component="bl_toast.js"):
    """At most one toast; errors stay until they are closed.

    Args:
        words: the reader's words.
    """

    def __init__(self, words: Words) -> None:
        """Make an empty place for toasts."""
        super().__init__()
        self._words = words
        self._undo: _Undo | None = None
        self.props["close"] = words("Close")
        self.on("undo", self._take_back, args=[])

    def done(self, sentence: str, undo: _Undo | None = None) -> None:
        """Say what was done; offer to take it back for ten seconds.

        Args:
            sentence: said in the reader's language.
            undo: takes it back; None where there is nothing to take back.
        """
        self._undo = undo
        offer = self._words("Undo") if undo else ""
        self.run_method("show", sentence, offer, UNDO_SECONDS)

    def undo(self, sentence: str, undo: _Undo) -> None:
        """Say what was done and can be taken back: by its button or `u`, for ten seconds.

        Args:
            sentence: said in the reader's language.
            undo: takes it back; says itself that it did.
        """
        self.done(sentence, undo)

    def failed(self, sentence: str) -> None:
        """Say what did not work; stays until it is closed."""
        self._undo = None
        self.run_method("show", sentence, "", 0)

    def leave(self) -> None:
        """Close what did not work: the page it was said on is left."""
        self.run_method("leave")

    async def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None:
            return
        sentence = await fault_of(self._words, undo)
        if sentence:
            self.failed(sentence)
