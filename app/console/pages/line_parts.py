"""Lines of the trail on pages: who did it, in a sentence, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon, link
from app.console.parts.small import Moment
from app.console.parts.surfaces import card
from app.console.sentences import sentence
from domain.audit.records import UNREADABLE
from domain.kernel.errors import Refusal
from domain.kernel.ids import ID_BYTES, read, short, show
from domain.kernel.work import ActorKind
from domain.operators.trail import ACCOUNT, doer, operator_labels

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from app.console.context import PageContext
    from domain.audit.records import AuditEvent

JOB: Final = "system:job:"
_OF_OPERATORS: Final = ("api_key.", "invitation.", "operator.")
"""How events begin whose accounts are operators', whichever trail tells them."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who did something.

    Args:
        name: what they are called: a label, an opaque handle, or words for who has none.
        href: where they are shown; empty where they are not.
        kind: what they are.
        opaque: whether the name is a handle and no word.
    """

    name: str
    href: str
    kind: ActorKind
    opaque: bool = False


async def doers(context: PageContext, lines: Iterable[AuditEvent]) -> dict[bytes, Who]:
    """Return who did what lines tell, by the id of the line.

    Operators are called by their label, for whoever may read the installation's trail.
    """
    told = [(line, *doer(line)) for line in lines]
    found = {line.id: _who(context, line, kind, name) for line, kind, name in told}
    staff = {line.id: read(ACCOUNT, name) for line, kind, name in told if _staff(context, kind)}
    labels = await operator_names(context, {id_ for id_ in staff.values() if id_})
    for line_id, account_id in staff.items():
        if account_id and account_id in labels:
            found[line_id] = replace(found[line_id], name=labels[account_id], opaque=False)
    return found


async def operator_names(
    context: PageContext, account_ids: Collection[bytes]
) -> Mapping[bytes, str]:
    """Return what operators are called, for whoever may read the installation's trail."""
    if not account_ids or not context.may("audit.read"):
        return {}
    try:
        return await context.call_installation(operator_labels, tuple(account_ids))
    except Refusal:
        return {}


async def told_names(
    context: PageContext, lines: Iterable[AuditEvent], names: Mapping[str, str]
) -> dict[str, str]:
    """Return what lines call those they tell of, by the shown id.

    Args:
        names: labels of the clients; operators come to them.
    """
    found = {id_ for line in lines for id_ in _operators_in(context, line)}
    labels = await operator_names(context, found)
    return {**names, **{show(ACCOUNT, id_): label for id_, label in labels.items()}}


def _operators_in(context: PageContext, line: AuditEvent) -> Iterator[bytes]:
    if context.place is not None and not line.name.startswith(_OF_OPERATORS):
        return
    if line.subject_prefix == ACCOUNT and line.subject_id is not None:
        yield line.subject_id
    named = read(ACCOUNT, str(line.facts.get("account")))
    if named is not None:
        yield named


def _staff(context: PageContext, kind: ActorKind) -> bool:
    """Tell whether it is an operator; whoever signs in to the operators' own tenant is one."""
    return kind is ActorKind.OPERATOR or (kind is ActorKind.PERSON and context.place is None)


def _who(context: PageContext, line: AuditEvent, kind: ActorKind, name: str) -> Who:
    account_id = read(ACCOUNT, name)
    if account_id is None or len(account_id) != ID_BYTES:
        return Who(_machine(context, line), "", kind)
    staff = _staff(context, kind)
    room, needs = ("operators", "operators.read") if staff else ("accounts", "accounts.read")
    href = context.href(f"/{room}/{name}") if context.may(needs) else ""
    return Who(short(ACCOUNT, account_id), href, kind, opaque=True)


def _machine(context: PageContext, line: AuditEvent) -> str:
    """Return what an actor is called that is no account."""
    words, name = context.words, line.actor_name
    if line.name == UNREADABLE:
        return "—"
    if name == "system:cli":
        return words("command line")
    if name == "stranger":
        return words("a stranger")
    if name.startswith(JOB):
        return words("job {job}", job=name.removeprefix(JOB))
    return name or line.actor_kind


def who_tag(who: Who, css: str = "") -> None:
    """Draw who did it; it leads to where they are shown."""
    if who.href:
        link(who.name, who.href, f"bl-plain {css}".strip())
    else:
        Tag("span", who.name, css)


async def acts_card(
    context: PageContext, acts: Sequence[AuditEvent], names: Mapping[str, str]
) -> None:
    """Draw what operators did last."""
    words = context.words
    called, named = await doers(context, acts), await told_names(context, acts, names)
    whole = card(words("What operators did last"), flush=True, testid="home.acts")
    with whole.more:
        link(words("Audit"), context.href("/audit"), "bl-s")
    with whole.body:
        if not acts:
            Tag("p", words("Nothing yet."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-lines"):
            for line in acts:
                one_line(context, line, named, called)


def one_line(
    context: PageContext,
    line: AuditEvent,
    names: Mapping[str, str],
    called: Mapping[bytes, Who],
) -> None:
    """Draw a line as an entry of a list; its sentence leads to its page."""
    with Tag("li"):
        icon("circle-x" if line.result == "refused" else "check")
        with Tag("span", "", "bl-grow"):
            link(
                sentence(context.words, line, names),
                context.href(f"/audit/{show('aud', line.id)}"),
                "bl-plain",
            )
        who_tag(called[line.id], "who")
        Moment(line.at)


def who_cell(account_id: bytes, names: Mapping[bytes, str]) -> list[object]:
    """Return an operator as a cell of a table: by their name, else by the short handle.

    Args:
        names: as `operator_names` found them.
    """
    name = names.get(account_id, "")
    return [name or short(ACCOUNT, account_id), "", not name]


async def called_actor(context: PageContext, name: str) -> str:
    """Return what one operator is called, by the name a record has for them."""
    account_id = read(ACCOUNT, name)
    if account_id is None:
        return name
    labels = await operator_names(context, (account_id,))
    return labels.get(account_id) or short(ACCOUNT, account_id)
