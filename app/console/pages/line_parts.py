"""Lines of the trail on pages: who did it, in a sentence, when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon, link
from app.console.parts.small import Moment
from app.console.parts.surfaces import card
from app.console.sentences import sentence
from domain.kernel.errors import Refusal
from domain.kernel.ids import ID_BYTES, read, short, show
from domain.operators.trail import operator_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.console.context import PageContext
    from domain.audit.records import AuditEvent

STAFF: Final = "operator"
JOB: Final = "system:job:"


async def actors(context: PageContext, lines: Iterable[AuditEvent]) -> dict[str, str]:
    """Return what those who acted are called, by the name the trail has for them.

    Operators are called by their label, for whoever may read the installation's trail.
    """
    found: dict[str, str] = {}
    staff: dict[bytes, str] = {}
    for line in lines:
        account_id = read("acc", line.actor_name)
        if account_id is None or len(account_id) != ID_BYTES:
            found[line.actor_name] = _machine(context, line)
            continue
        found[line.actor_name] = short("acc", account_id)
        if line.actor_kind == STAFF:
            staff[account_id] = line.actor_name
    if staff and context.may("audit.read"):
        try:
            labels = await context.call_installation(operator_labels, tuple(staff))
        except Refusal:
            labels = {}
        found.update({staff[id_]: label for id_, label in labels.items()})
    return found


def _machine(context: PageContext, line: AuditEvent) -> str:
    """Return what an actor is called that is no account."""
    words, name = context.words, line.actor_name
    if name == "system:cli":
        return words("command line")
    if name == "stranger":
        return words("a stranger")
    if name.startswith(JOB):
        return words("job {job}", job=name.removeprefix(JOB))
    return name or line.actor_kind


async def acts_card(
    context: PageContext, acts: Sequence[AuditEvent], names: Mapping[str, str]
) -> None:
    """Draw what operators did last."""
    words = context.words
    called = await actors(context, acts)
    whole = card(words("What operators did last"), flush=True, testid="home.acts")
    with whole.more:
        link(words("Audit"), context.href("/audit"), "bl-s")
    with whole.body:
        if not acts:
            Tag("p", words("Nothing yet."), "bl-none-yet bl-mute")
            return
        with Tag("ul", "", "bl-lines"):
            for line in acts:
                one_line(context, line, names, called)


def one_line(
    context: PageContext,
    line: AuditEvent,
    names: Mapping[str, str],
    called: Mapping[str, str],
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
        Tag("span", called.get(line.actor_name, ""), "who")
        Moment(line.at)


async def called_actor(context: PageContext, name: str) -> str:
    """Return what one operator is called, by the name a record has for them."""
    account_id = read("acc", name)
    if account_id is None:
        return name
    try:
        labels = await context.call_installation(operator_labels, (account_id,))
    except Refusal:
        labels = {}
    return labels.get(account_id) or short("acc", account_id)
