"""What was made of a tenant's colour, in sentences and as pairs that were measured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon
from app.console.parts.small import notice
from app.runtime.words import later

if TYPE_CHECKING:
    from app.console.previews import Derived, Pair
    from app.runtime.words import Words

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_PAIRS: Final = {
    "label": later("Label on the button"),
    "hover": later("Label under the pointer"),
    "link": later("Link on the page"),
    "link_card": later("Link on a card"),
    "edge": later("Edge of the button"),
}


def draw_derived(words: Words, accent: str, made: tuple[Derived, Derived]) -> None:
    """Say what was made of the colour, and show each pair with its contrast.

    Args:
        words: the reader's words.
        accent: the tenant's colour as `#rrggbb`, lower case; empty for our own.
        made: by light and in the dark.
    """
    light, dark = made
    if accent:
        notice(f"{_said(words, accent, light)} {_in_the_dark(words, accent, dark)}", "note")
    else:
        notice(words("Our own colour; its pairs were chosen by hand."), "note")
        return
    with Tag("div", "", "bl-pairs", data_testid="branding.pairs"):
        for name, one in ((words("Light"), light), (words("Dark"), dark)):
            with Tag("table"):
                Tag("caption", name)
                with Tag("tbody"):
                    for pair in one.pairs:
                        _row(words, pair)


def _row(words: Words, pair: Pair) -> None:
    with Tag("tr"):
        with Tag("td"):
            edge = pair.name == "edge"
            sample = Tag("span", "" if edge else "Aa", "sample", aria_hidden="true")
            if _COLOUR.fullmatch(pair.colour) and _COLOUR.fullmatch(pair.ground):
                drawn = "border-color" if edge else "color"
                sample.style(f"{drawn}:{pair.colour};background:{pair.ground}")
        Tag("th", words(_PAIRS[pair.name]), scope="row")
        with Tag("td", "", "num"):
            icon("check")
            Tag("span", f"{pair.ratio:.1f} : 1")


def _said(words: Words, accent: str, made: Derived) -> str:
    button, link = made.button == accent, made.link == accent
    if button and link:
        return words("Your colour is used for buttons and links as it is.")
    if button:
        return words("Your colour is used for the button; links use a darker one.")
    if link:
        return words("Links use your colour; the button takes another, so its label can be read.")
    return words("Buttons and links take a darker or lighter one, so that they can be read.")


def _in_the_dark(words: Words, accent: str, made: Derived) -> str:
    if made.link == accent:
        return words("In the dark, links use your colour.")
    return words("In the dark, links use a lighter one.")
