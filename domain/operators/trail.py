"""The trail as an operator reads it: with the names of clients, and what belongs to a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.accounts.events import AccountCreated
from domain.audit.listing import ListAudit, since_by_id
from domain.audit.records import AuditEvent, AuditFilter, Checkpoint
from domain.factors.events import PasswordEnrolled
from domain.identifiers.events import IdentifierClaimed
from domain.kernel.authorize import authorize
from domain.kernel.errors import not_found
from domain.kernel.ids import read, show
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.kernel.work import ActorKind, reads
from domain.login.events import Activated, Registered, SignedIn
from domain.operators.events import InvitationTaken, OperatorAssigned, WindowOpened
from domain.operators.seeing import OverviewWork
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.sessions.events import SessionRenewed, SessionStarted

CLIENT: Final = "cli"
ACCOUNT: Final = "acc"
RELATED: Final = 20
"""Lines about the same thing that are shown beside one."""

PROVES: Final = frozenset(
    told.name
    for told in (
        AccountCreated,
        Activated,
        IdentifierClaimed,
        InvitationTaken,
        OperatorAssigned,
        PasswordEnrolled,
        Registered,
        SessionRenewed,
        SessionStarted,
        SignedIn,
        WindowOpened,
    )
)
"""What a stranger brings about for the account alone that the line names: they proved it, or it
was made for them."""


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of the trail.

    Args:
        page: lines, newest first.
        names: labels of the clients they name, by their shown id.
    """

    page: Page[AuditEvent]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line and what belongs to it.

    Args:
        line: the line.
        same_act: other lines that one act wrote with it, oldest first.
        about: other lines about the same thing, newest first.
        place: its place in the chain; None until it has one.
        names: labels of the clients they name, by their shown id.
    """

    line: AuditEvent
    same_act: tuple[AuditEvent, ...]
    about: tuple[AuditEvent, ...]
    place: int | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is chained and signed.

    Args:
        entries: places given so far.
        waiting: whether lines wait for their place.
        signed: entries that the last checkpoint covers; 0 when there is none.
        signed_at: when it was signed.
    """

    entries: int
    waiting: bool
    signed: int
    signed_at: datetime | None


@reads
def trail(work: OverviewWork, request: ListAudit) -> TrailPage:
    """Return a page of the trail, with the names an operator needs to read it.

    Refuses:
        forbidden: the actor may not read the trail.
    """
    authorize(work, "audit.read")
    found = work.audit.page(since_by_id(work, request.wanted), request.page)
    return TrailPage(found, names_in(work, found.rows))


@reads
def line(work: OverviewWork, event_id: bytes) -> TrailLine:
    """Return one line with what one act wrote beside it and what else is told of its subject.

    Refuses:
        forbidden: the actor may not read the trail.
        not_found: there is no such line, or its body was erased.
    """
    authorize(work, "audit.read")
    found = work.audit.get(event_id)
    if found is None:
        raise not_found("line")
    beside = tuple(each for each in work.audit.beside(found, RELATED) if each.id != found.id)
    about: tuple[AuditEvent, ...] = ()
    if found.subject_id is not None:
        same = AuditFilter(subject=found.subject_id)
        about = work.audit.page(same, PageRequest(RELATED)).rows
        about = tuple(each for each in about if each.id != found.id and each not in beside)
    leaf = work.log.get(found.id)
    return TrailLine(
        found,
        beside,
        about,
        leaf.seq if leaf is not None else None,
        names_in(work, (found, *beside, *about)),
    )


@reads
def chain_state(work: OverviewWork) -> ChainState:
    """Return how far the log is chained and signed; whether it holds is for `verify` to say.

    Refuses:
        forbidden: the actor may not read the trail.
    """
    authorize(work, "audit.read")
    tail = work.log.tail()
    signed = [each for each in work.found.checkpoints(1) if isinstance(each, Checkpoint)]
    return ChainState(
        entries=(tail.seq or 0) if tail is not None else 0,
        waiting=work.log.waits(),
        signed=signed[0].seq if signed else 0,
        signed_at=signed[0].at if signed else None,
    )


@reads
def operator_labels(work: OperatorWork, account_ids: tuple[bytes, ...]) -> Mapping[bytes, str]:
    """Return what operators are called; who has no label is left out.

    Args:
        account_ids: accounts of the tenant `byleave`, at most 200.

    Refuses:
        forbidden: the actor may not read the trail of the whole installation.
        not_installed: there is no tenant of the operators yet.
    """
    authorize(work, "audit.read")
    desk = staff(work)
    found = {id_: desk.accounts.get(id_) for id_ in account_ids[:MOST_ROWS]}
    return {id_: each.label for id_, each in found.items() if each is not None and each.label}


def doer(line: AuditEvent) -> tuple[ActorKind, str]:
    """Return who did what a line tells, for whoever reads it.

    Nobody is proven yet while they sign in, register or take a link, so the trail has a stranger
    there. What only its own account can have brought about is told as that account's; a refusal
    stays a stranger's, because naming an account proves nothing.

    Returns:
        Of which kind they are, and the name that the trail has for such an actor.
    """
    kind = ActorKind(line.actor_kind)
    if kind is not ActorKind.STRANGER or line.name not in PROVES:
        return kind, line.actor_name
    if line.subject_prefix == ACCOUNT and line.subject_id is not None:
        return ActorKind.PERSON, show(ACCOUNT, line.subject_id)
    named = line.facts.get("account")
    if isinstance(named, str) and read(ACCOUNT, named) is not None:
        return ActorKind.PERSON, named
    return kind, line.actor_name


def names_in(work: OverviewWork, lines: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the labels of the clients these lines name, by their shown id."""
    named: dict[bytes, str] = {}
    for each in lines:
        if each.subject_prefix == CLIENT and each.subject_id is not None:
            named[each.subject_id] = ""
        for value in each.facts.values():
            client_id = read(CLIENT, value) if isinstance(value, str) else None
            if client_id is not None:
                named[client_id] = ""
    found = {client_id: work.clients.get(client_id) for client_id in named}
    return {show(CLIENT, key): each.label for key, each in found.items() if each is not None}
