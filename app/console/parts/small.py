"""Small things that stand in sentences and rows: moments, ids, copy buttons, notices."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from nicegui.element import Element

from app.console.parts.elements import Tag, icon

if TYPE_CHECKING:
    from app.runtime.words import Words

_HASH_ENDS: Final = 4
_NOTICE_SIGNS: Final = {
    "care": "triangle-alert",
    "bad": "circle-alert",
    "note": "info",
    "good": "circle-check",
}


class Form(StrEnum):
    """How a moment is written."""

    RELATIVE = "relative"
    DAY = "day"
    FULL = "full"


class Moment(Element, component="bl_time.js"):
    """A moment in the reader's zone: relative in lists, absolute in receipts, audit, legal texts.

    Args:
        at: aware moment.
        form: how it is written.
    """

    def __init__(self, at: datetime, form: Form = Form.RELATIVE) -> None:
        """Draw the moment."""
        super().__init__()
        self.props["iso"] = at.isoformat()
        self.props["form"] = form.value


class CopyButton(Element, component="bl_copy.js"):
    """Copies a text and says so politely.

    Args:
        words: the reader's words.
        text: what is copied.
        name: accessible name, such as "Copy client id".
        label: words on the button; empty for the sign alone.
        look: class words.
    """

    def __init__(
        self,
        words: Words,
        text: str,
        *,
        name: str,
        label: str = "",
        look: str = "bl-btn ghost mini",
    ) -> None:
        """Draw the button."""
        super().__init__()
        self.props["text"] = text
        self.props["name"] = name
        self.props["label"] = label
        self.props["copied"] = words("Copied")
        self.props["look"] = look if label else f"{look} sq"


def short_id(words: Words, whole: str, shown: str = "") -> Tag:
    """Draw an id: its short form in mono, the whole of it on copy."""
    made = Tag("span", "", "bl-id")
    with made:
        Tag("span", shown or whole)
        CopyButton(words, whole, name=words("Copy {what}", what=shown or whole), look="bl-copy")
    return made


def short_hash(value: str) -> str:
    """Write a long hash as `9f2c…77ab`."""
    if len(value) <= 2 * _HASH_ENDS + 1:
        return value
    return f"{value[:_HASH_ENDS]}…{value[-_HASH_ENDS:]}"


def notice(text: str, kind: str = "care", lead: str = "") -> Tag:
    """Draw a notice.

    Args:
        text: one or two sentences.
        kind: `care`, `bad`, `note` or `good`.
        lead: strong words before them.
    """
    made = Tag("div", "", f"bl-notice {kind}", role="alert" if kind == "bad" else None)
    with made:
        icon(_NOTICE_SIGNS[kind])
        with Tag("p"):
            if lead:
                Tag("b", lead + " ")
            Tag("span", text)
    return made
