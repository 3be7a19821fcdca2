"""One line of the trail: its facts, what the same act wrote, what else is told of its object."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.console.pages.line_parts import Who, doers, one_line, told_names, who_tag
from app.console.parts.badges import badge
from app.console.parts.elements import Tag, link
from app.console.parts.small import Form, Moment, short_id
from app.console.parts.surfaces import Facts, card, page_head
from app.console.sentences import said_names, sentence
from app.runtime.words import later
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.kernel.work import ActorKind
from domain.operators.trail import TrailLine, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.console.context import PageContext
    from domain.audit.records import AuditEvent

VIA: Final = "api_key"
"""Fact of a line that a machine wrote for an operator: by which key."""

OPERATORS: Final = "/operators/"
OF_OPERATORS: Final = "operator."
"""How events begin whose account is an operator's, whichever trail tells them."""

_PLACES: Final = {"acc": "/accounts/", "con": "/ledger/"}
_KINDS: Final = {
    ActorKind.PERSON: later("a person"),
    ActorKind.OPERATOR: later("an operator"),
    ActorKind.CLIENT: later("an application"),
    ActorKind.SYSTEM: later("Byleave itself"),
    ActorKind.STRANGER: later("nobody proven yet"),
}


async def audit_line(context: PageContext) -> None:
    """Draw one line.

    Refuses:
        forbidden: the operator may not read the trail.
        not_found: there is no such line, or retention erased it.
    """
    words = context.words
    event_id = read("aud", context.params["line"])
    if event_id is None:
        raise not_found("line")
    seen: TrailLine = await context.call(line, event_id)
    lines = (seen.line, *seen.same_act, *seen.about)
    called = await doers(context, lines)
    seen = replace(seen, names=await told_names(context, lines, seen.names))
    head = page_head(
        context,
        sentence(words, seen.line, seen.names),
        crumbs=[(words("Watch"), ""), (words("Audit"), "/audit")],
    )
    with head.beside:
        badge(words, seen.line.result)
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _related(context, seen, called)
        with Tag("div", "", "bl-section"):
            _facts(context, seen, called)
            _told(context, seen)


def _related(context: PageContext, seen: TrailLine, called: Mapping[bytes, Who]) -> None:
    words = context.words
    same = words("What the same act wrote")
    about = words("What else is told of it")
    if seen.same_act:
        _lines(context, same, seen.same_act, seen, called)
    _lines(context, about, seen.about, seen, called)


def _lines(
    context: PageContext,
    title: str,
    lines: Sequence[AuditEvent],
    seen: TrailLine,
    called: Mapping[bytes, Who],
) -> None:
    whole = card(title, flush=True)
    with whole.body:
        if not lines:
            Tag("p", context.words("Nothing else."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-lines"):
            for each in lines:
                one_line(context, each, seen.names, called)


def _facts(context: PageContext, seen: TrailLine, called: Mapping[bytes, Who]) -> None:
    words, said = context.words, seen.line
    whole = card(words("Facts"), testid="audit.facts")
    with whole.body:
        facts = Facts()
        facts.add(words("Event"), said.name, mono=True)
        with facts.add(words("When")):
            Moment(said.at, Form.FULL)
        with facts.add(words("Acted by")):
            who = called[said.id]
            who_tag(who)
            Tag("span", f" · {words(_KINDS[who.kind])}")
        key = said.facts.get(VIA)
        if key:
            facts.add(words("By the API key"), str(key), mono=True)
        if said.subject_id is not None:
            with facts.add(words("Object")):
                _object(context, seen)
        place = words("waits for its place") if seen.place is None else str(seen.place)
        facts.add(words("Place in the chain"), place)
        with facts.add(words("Line")):
            short_id(words, show("aud", said.id), short("aud", said.id))


def _object(context: PageContext, seen: TrailLine) -> None:
    said = seen.line
    prefix, subject = said.subject_prefix or "id", said.subject_id or b""
    whole = show(prefix, subject)
    name = said_names(context.words, seen.names).get(whole) or short(prefix, subject)
    place = OPERATORS if said.name.startswith(OF_OPERATORS) else _PLACES.get(prefix, "")
    if place:
        link(name, context.href(place + whole), "bl-mono")
    else:
        short_id(context.words, whole, name)
    Tag("span", " · ", "bl-mute")
    link(
        context.words("all lines about it"),
        context.href("/audit", about=whole),
        "bl-s",
        data_testid="audit.about",
    )


def _told(context: PageContext, seen: TrailLine) -> None:
    """Draw what the event itself carries, as it lies in the trail."""
    words = context.words
    shown = {name: value for name, value in seen.line.facts.items() if name != VIA}
    if not shown:
        return
    whole = card(words("What it tells"))
    with whole.body:
        facts, names = Facts(), said_names(words, seen.names)
        for name, value in shown.items():
            _one(facts, name, value, names)


def _one(facts: Facts, name: str, value: object, names: Mapping[str, str]) -> None:
    held = value if isinstance(value, (list, tuple)) else (value,)
    text = " ".join(str(each) for each in held if each is not None) or "—"
    facts.add(name, names.get(text, text), mono=text not in names)
