"""Labelled fields. Validate on submit; keep what was typed; never a password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from nicegui.element import Element

from app.console.parts.doing import attempt, refusal_sentence
from app.runtime.words import in_words
from domain.kernel.errors import INVALID_INPUT, Refusal

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from app.console.context import PageContext
    from app.runtime.words import Words

TICKED: Final = "yes"
_MOST_LETTERS: Final = 8000
"""More than any field of the console needs; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a field that offers some.

    Args:
        value: what is handed to the page.
        label: what it says.
        note: one more sentence, for cards to pick from.
    """

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of field it is.

    Args:
        kind: `text`, `area`, `select`, `pick` (cards) or `tick`.
        options: the answers of `select` and `pick`.
        mono: letters of equal width, for addresses and ids.
        locked: readable and copyable, not changeable.
        rows: lines of an area.
        optional: the word beside the label of a field that may stay empty.
        most: letters that are taken; what is longer is cut.
        inside: whether the label stands in the empty field, as in the one that searches a list;
            its hint is shown while one types.
    """

    kind: str = "text"
    options: Sequence[Choice] = field(default_factory=tuple)
    mono: bool = False
    locked: bool = False
    rows: int = 3
    optional: str = ""
    most: int = _MOST_LETTERS
    inside: bool = False


class Field(Element, component="bl_field.js"):
    """A labelled field; `value` is what it holds now.

    Args:
        name: the field's word, as refusals name it; also its id and `data-testid`.
        label: above it.
        value: what it begins with; of a tick, `TICKED` or nothing.
        hint: below it, one line.
        shape: what kind it is.
    """

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        hint: str = "",
        shape: Shape | None = None,
    ) -> None:
        """Draw the field."""
        super().__init__()
        look = shape or Shape()
        self.name = name
        self.value = value
        self._most = look.most
        options = [{"value": o.value, "label": o.label, "note": o.note} for o in look.options]
        told: dict[str, Any] = {
            "id": f"f-{name}-{self.id}",
            "kind": look.kind,
            "label": label,
            "hint": hint,
            "optional": look.optional,
            "error": "",
            "value": value,
            "options": options,
            "rows": look.rows,
            "mono": look.mono,
            "inside": look.inside,
            "locked": look.locked,
            "autocomplete": "off",
            "testid": name,
        }
        self.props.update(told)
        self.on("told", self._told)

    @property
    def text(self) -> str:
        """What was typed, without blanks around it."""
        return self.value.strip()

    @property
    def ticked(self) -> bool:
        """Whether the box is ticked."""
        return self.value == TICKED

    def fill(self, value: str) -> None:
        """Put a value in, over what was typed."""
        self.value = value
        self.run_method("put", value)

    def offer(self, value: str, before: str) -> None:
        """Put a value in place of one that stood there, unless something was typed meanwhile."""
        if self.value == before:
            self.value = value
            self.run_method("offer", value, before)

    def begin(self, value: str) -> None:
        """Begin with another value, before it is shown; one that it does not offer is not taken."""
        offered = {each["value"] for each in self.props["options"]}
        if not self.props["locked"] and (not offered or value in offered):
            self.value = value
            self.props["value"] = value

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with it; an empty sentence takes that back."""
        self.props["error"] = sentence

    def _told(self, event: GenericEventArguments) -> None:
        # Not told back to the browser: what was typed meanwhile would be overwritten.
        self.value = str(event.args or "")[: self._most]


def bring_back(context: PageContext, fields: Iterable[Field]) -> None:
    """Let fields begin with what was typed in them before their operator left for a proof."""
    brought = context.brought()
    for each in fields:
        if each.name in brought:
            each.begin(brought[each.name])


class Form:
    """Fields that are sent together; they begin with what was typed before a proof.

    Args:
        context: the page.
        fields: the fields, by the names refusals use.
    """

    def __init__(self, context: PageContext, *fields: Field) -> None:
        """Remember the fields."""
        self._context = context
        self._fields = {one.name: one for one in fields}
        bring_back(context, fields)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields, in their order."""
        return tuple(self._fields.values())

    def text(self, name: str) -> str:
        """Return what a field holds."""
        return self._fields[name].text

    async def send(
        self, act: Callable[[], Awaitable[None]], also: Mapping[str, str] | None = None
    ) -> bool:
        """Do the act; a refusal of one field is said at that field, any other as a toast.

        Args:
            act: what is sent.
            also: names refusals use for fields that are called otherwise here.

        Returns:
            Whether it was done.
        """
        for known in self._fields.values():
            known.wrong("")
        self._context.toaster.leave()
        refused: list[tuple[Field, Refusal]] = []

        async def noting() -> None:
            try:
                await act()
            except Refusal as refusal:
                said = refusal.field or ""
                at_fault = self._fields.get((also or {}).get(said, said))
                if at_fault is None:
                    raise
                refused.append((at_fault, refusal))

        done = await attempt(self._context, noting)
        for at_fault, refusal in refused:
            at_fault.wrong(sentence_at_field(self._context.words, refusal))
            at_fault.run_method("reach")
        return done and not refused


def sentence_at_field(words: Words, refusal: Refusal) -> str:
    """Say a refusal where the field's label already says which value it is."""
    if refusal.kind is not INVALID_INPUT:
        return refusal_sentence(words, refusal)
    why = str(in_words(refusal.params["why"], words))
    return f"{why[:1].upper()}{why[1:]}".rstrip(".") + "."
