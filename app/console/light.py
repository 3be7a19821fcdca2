"""What NiceGUI does anew for every element and every page, done once or not at all.

All that touches NiceGUI's inside for the cost alone is here and in held.py, so that an upgrade has
two files to read (sockets.py has what is for the guard). Without them the pages work the same and
cost three times as much.

Nothing of ours is bound to a property of an element, and nothing inside a prop is changed in its
place: a prop is set anew (tests/app/console/test_light.py).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any, Final

from nicegui import client, element, helpers
from nicegui.classes import Classes
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement
from nicegui.elements.mixins.visibility import Visibility
from nicegui.observables import ObservableCollection
from nicegui.props import Props
from nicegui.style import Style

_json: Final[Any] = vars(client)["json"]
_expects: Final = helpers.expects_arguments
_known: Final[dict[FunctionType, bool]] = {}


def travel_light() -> None:
    """Take NiceGUI's repeated work away; may be called again."""
    there: Any = element
    there.Classes, there.Style, there.Props = _LightClasses, _LightStyle, _LightProps
    there = client
    there.json = SimpleNamespace(dumps=_written, loads=_json.loads)
    there = helpers
    there.expects_arguments = expects_arguments
    there = Visibility
    there.visible = _kept("visible", Visibility._handle_visibility_change)  # noqa: SLF001
    there = TextElement
    there.text = _kept("text", TextElement._handle_text_change)  # noqa: SLF001


def expects_arguments(handler: Callable[..., Any]) -> bool:
    """Tell whether a handler wants arguments; of a method it is found out once.

    The signature of the same three methods was taken apart for each element: half of a page's cost.
    """
    if not isinstance(handler, MethodType) or not isinstance(handler.__func__, FunctionType):
        return _expects(handler)
    known = _known.get(handler.__func__)
    if known is None:
        known = _known[handler.__func__] = _expects(handler)
    return known


def _kept(name: str, changed: Callable[..., None]) -> property:
    """Return a property that nothing can be bound to, stored where a bindable one is."""
    place = f"___{name}"

    def read(owner: object) -> object:
        return owner.__dict__[place]

    def write(owner: object, value: object) -> None:
        kept = owner.__dict__
        if place not in kept:
            kept[place] = value
        elif kept[place] != value:
            kept[place] = value
            changed(owner, value)

    return property(read, write)


class _Unwatched(ObservableCollection):
    """A collection of an element that tells the element alone, and does not watch its items."""

    _parent_ref = None
    _observer_refs = ()  # type: ignore[assignment]  # never added to
    _change_handlers = ()  # type: ignore[assignment]  # never added to
    _element: weakref.ref[Element]
    _suspend_count = 0

    def _observe(self, data: object) -> object:
        return data

    def _unobserve(self, *items: object) -> None:
        """Forget nothing: nothing was watched."""

    def _handle_change(self) -> None:
        owner = self._element()
        if owner is not None and not self._suspend_count:
            owner.update()


class _LightClasses(_Unwatched, Classes[Element]):
    def __init__(self, first: list[str], *, element: Element) -> None:
        list.__init__(self, first)
        self._element = weakref.ref(element)


class _LightStyle(_Unwatched, Style[Element]):
    def __init__(self, first: dict[str, str], *, element: Element) -> None:
        dict.__init__(self, first)
        self._element = weakref.ref(element)


class _LightProps(_Unwatched, Props[Element]):
    def __init__(self, first: dict[str, Any], *, element: Element) -> None:
        dict.__init__(self, first)
        self._element = weakref.ref(element)

    def add_rename(self, prop: str, replacement: str) -> None:
        """Leave an old name alone: none is used here."""

    def add_warning(self, prop: str, message: str) -> None:
        """Leave an old name alone: none is used here."""


class _Written(str):
    """What was written as JSON, escaped many letters at a time."""

    __slots__ = ()

    def translate(self, table: Mapping[int, str]) -> str:  # type: ignore[override]  # as it is used
        """Put other words for single letters; those of later ones may not hold an earlier one."""
        text = str(self)
        for code, instead in table.items():
            text = text.replace(chr(code), instead)
        return text


def _written(told: object, **options: bool) -> str:
    return _Written(_json.dumps(told, **options))
