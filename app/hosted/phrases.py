"""What templates can say: sentences, times and names, safe to stand in HTML.

Sentences come from our catalogues; everything that is filled in is escaped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from markupsafe import Markup, escape

from app.hosted.pages.leave import DurationChoice
from app.hosted.words import (
    Words,
    choice_hint,
    choice_label,
    delete_word,
    left,
    say,
    span,
    wait,
)
from app.runtime.directions import set_apart

_NAMES_OF_KINDS: Final = {
    frozenset({"username"}): say("Username"),
    frozenset({"email"}): say("E-mail address"),
    frozenset({"username", "email"}): say("Username or e-mail"),
    frozenset({"username", "email", "phone"}): say("Username, e-mail or phone"),
}
_ANY_NAME: Final = say("Name you sign in with")

_ENDINGS: Final = {
    "withdrawn": say("You withdrew it."),
    "revoked": say("The operator ended it."),
    "expired": say("Its time was over."),
    "refused": say("You refused."),
}

_MENU: Final = (
    ("home", "", "house", say("Overview")),
    ("consents", "/consents", "file-check", say("Consents")),
    ("sessions", "/sessions", "monitor", say("Signed in on")),
    ("password", "/password", "key-round", say("Password")),
    ("delete", "/delete", "trash-2", say("Delete account")),
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language in one zone, for templates."""

    words: Words
    zone: tzinfo

    def text(self, sentence: str, /, **values: object) -> Markup:
        """Say a sentence, its ``{values}`` filled in and escaped."""
        said = escape(self.words.text(sentence))
        return said.format(**self._apart(values)) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """Say a sentence that depends on a number; ``{n}`` is the number."""
        return escape(self.words.form(one, many, n)).format(n=n, **self._apart(values))

    def apart(self, value: object) -> object:
        """Let a value keep its own direction where no element can see to it."""
        plain = isinstance(value, str) and not isinstance(value, Markup)
        return set_apart(str(value), around=self.words.direction) if plain else value

    def _apart(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self.apart(value) for name, value in values.items()}

    def date(self, moment: datetime) -> Markup:
        """Write a day."""
        return _time(moment, "date", self.words.date(moment, self.zone))

    def clock(self, moment: datetime) -> Markup:
        """Write a time of day."""
        return _time(moment, "clock", self.words.clock(moment, self.zone))

    def moment(self, moment: datetime) -> Markup:
        """Write a day and a time."""
        return _time(moment, "moment", self.words.moment(moment, self.zone))

    def month(self, moment: datetime) -> str:
        """Write a month and its year."""
        return self.words.month(moment, self.zone)

    def span(self, length: timedelta) -> str:
        """Write a length of time."""
        return span(self.words, length)

    def left(self, until: datetime, now: datetime) -> str:
        """Say how much is left."""
        return left(self.words, until=until, now=now)

    def wait(self, until: datetime, now: datetime) -> str:
        """Say in how long it goes on."""
        return wait(self.words, until=until, now=now)

    def choice(self, choice: DurationChoice) -> str:
        """Name a choice of duration."""
        return choice_label(self.words, choice.value, choice.length)

    def choice_hint(self, choice: DurationChoice) -> str:
        """Say what a choice of duration means."""
        return choice_hint(self.words, choice.value, choice.length)

    def identifier_label(self, kinds: Iterable[str]) -> str:
        """Name the field for identifiers by what may be typed there."""
        return self.words.text(_NAMES_OF_KINDS.get(frozenset(kinds), _ANY_NAME))

    def ended(self, how: str) -> str:
        """Say how a consent ended."""
        return self.words.text(_ENDINGS[how])

    def given(self, consents: int) -> Markup:
        """Say how many applications have leave."""
        if not consents:
            return self.text("No application has your leave.")
        return self.count(
            "One application has your leave.", "{n} applications have your leave.", consents
        )

    def delete_word(self) -> str:
        """Say which word confirms deleting."""
        return delete_word(self.words)

    def menu(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return the entries of ``/me``: place, path, icon, name."""
        return tuple(
            (place, path, icon, self.words.text(name)) for place, path, icon, name in _MENU
        )


def initial(name: str) -> str:
    """Return the letter that stands for a name without a logo."""
    return next((letter.upper() for letter in name if letter.isalnum()), "·")


def own(text: str) -> Markup:
    """Write somebody's own words; their script says from which side they are read."""
    return Markup("<bdi>{}</bdi>").format(text)


def bold(text: str) -> Markup:
    """Set a value apart from the sentence it stands in."""
    return Markup('<b dir="auto">{}</b>').format(text)


def mono(text: str) -> Markup:
    """Set a number to be read out letter by letter."""
    return Markup('<b class="mono">{}</b>').format(text)


def link(href: str, text: str) -> Markup:
    """Put a link into a sentence."""
    return Markup('<a href="{}">{}</a>').format(href, text)


def _time(moment: datetime, kind: str, written: str) -> Markup:
    """Write a time that the script may tell again in the reader's own zone."""
    return Markup('<time datetime="{}" data-as="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), kind, written
    )
