"""States, always as a shape and a word, colour third. The words are fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon
from app.runtime.words import later

if TYPE_CHECKING:
    from app.runtime.words import Words


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state looks.

    Args:
        ground: class words of `bl-badge`; `bare` for the normal state.
        icon: its shape.
        word: its English word.
    """

    ground: str
    icon: str
    word: str


_MARKS: Final = {
    "enabled": Mark("good bare", "circle-check", later("Enabled")),
    "pending": Mark("note", "circle-dashed", later("Pending")),
    "disabled": Mark("bad", "ban", later("Disabled")),
    "locked": Mark("care", "lock", later("Locked")),
    "erased": Mark("", "circle-slash", later("Erased")),
    "given": Mark("good", "circle-check", later("Given")),
    "requested": Mark("note", "circle-dashed", later("Requested")),
    "refused": Mark("care", "circle-slash", later("Refused")),
    "withdrawn": Mark("", "undo-2", later("Withdrawn")),
    "revoked": Mark("bad", "ban", later("Revoked")),
    "expired": Mark("", "hourglass", later("Expired")),
    "superseded": Mark("", "history", later("Superseded")),
    "waiting": Mark("note", "clock", later("Waiting")),
    "delivered": Mark("good bare", "circle-check", later("Delivered")),
    "gave_up": Mark("bad", "circle-x", later("Gave up")),
    "dropped": Mark("", "circle-minus", later("Dropped")),
    "active": Mark("good bare", "circle-check", later("Active")),
    "ended": Mark("", "circle-minus", later("Ended")),
    "done": Mark("good bare", "circle-check", later("Done")),
    "skipped": Mark("care", "circle-minus", later("Skipped")),
    "failed": Mark("bad", "circle-x", later("Failed")),
    "running": Mark("note", "play", later("Running")),
    "paused": Mark("care", "pause", later("Paused")),
    "late": Mark("care", "hourglass", later("Late")),
    "not_yet": Mark("", "circle-dashed", later("Not yet")),
    "alive": Mark("good bare", "circle-check", later("Alive")),
    "gone": Mark("bad", "circle-x", later("Gone")),
    "unreadable": Mark("bad", "circle-x", later("Unreadable")),
}


def mark_of(state: str) -> Mark:
    """Return how a state looks.

    Raises:
        KeyError: for a state without a fixed word.
    """
    return _MARKS[state]


def badge_cell(words: Words, state: str) -> tuple[str, str, str]:
    """Return a state as a cell of the table: ground, icon, word."""
    mark = mark_of(state)
    return mark.ground, mark.icon, words(mark.word)


def badge(words: Words, state: str) -> Tag:
    """Draw a state."""
    ground, sign, word = badge_cell(words, state)
    return plain_badge(word, sign, ground)


def plain_badge(text: str, sign: str, ground: str = "") -> Tag:
    """Draw a badge whose words are not a state, such as a count of weakened switches.

    Args:
        text: said in the reader's language.
        sign: icon.
        ground: `good`, `care`, `bad`, `note`, `sandbox`, or empty; `bare` for no ground.
    """
    made = Tag("span", "", f"bl-badge {ground}".strip())
    with made:
        icon(sign)
        Tag("span", text)
    return made
