"""The page on which a person is asked for their leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from app.hosted.pages.parts import ClientFace, Page


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a client asks for, in the tenant's own words.

    Attributes:
        scope: The scope word; value of the tick.
        label: What it allows, a few words.
        sentence: What it sees and what it never sees, one sentence.
        background: True when it goes on while the person is away.
        longest: The item's own bound, when it is shorter than what may be chosen.
    """

    scope: str
    label: str
    sentence: str
    background: bool = False
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DurationChoice:
    """One answer to "for how long".

    Attributes:
        value: ``once``, ``until``, or an ISO 8601 duration such as ``PT1H`` or ``P30D``.
        length: What it comes to after the operator's bounds; the words tell this, so
            that they say what will happen. None is the value's own length.
    """

    value: str
    length: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Page):
    """Ask a person's leave for one client. Refuse and Allow are the same button twice.

    Fields: ``item`` (one tick each, value = scope word), ``duration`` (``once``,
    ``until`` or an ISO 8601 duration), ``display``. Buttons: ``decision`` =
    ``refuse`` | ``allow``. Nothing is ticked beforehand, and Enter never answers.

    Attributes:
        purpose: What the client wants this for, one sentence, or None.
        needed: What signing in rests on; explained, without a tick.
        chosen: What may be refused without losing the rest.
        durations: The choices within the operator's bounds, shortest first.
        duration: Value of the one chosen beforehand: the operator's proposal or the shortest.
        longest: The operator's bound, told below the choices; None tells none.
        already: What the person allowed before; not empty makes this a question
            about the new items alone.
        display: Digest of exactly what is shown.
    """

    template: ClassVar[str] = "consent.html"
    fields: ClassVar[Mapping[str, str]] = {
        "item": "item",
        "duration": "duration",
        "decision": "decision",
    }
    visits: ClassVar[tuple[str, ...]] = ("action", "display")
    client: ClientFace
    needed: tuple[Item, ...]
    chosen: tuple[Item, ...]
    durations: tuple[DurationChoice, ...]
    duration: str
    display: str
    purpose: str | None = None
    longest: timedelta | None = None
    already: tuple[Item, ...] = ()
    already_until: datetime | None = None
    privacy_href: str | None = None
    terms_href: str | None = None
