"""Finish: use the consent token up, open the grant, issue the code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.clients.records import Client
from domain.clients.redirects import is_registered
from domain.consent.ask import cover
from domain.consent.give import Taken
from domain.consent.refusals import CONSENT_REQUIRED
from domain.consent.rules import Held
from domain.consent.token import consume
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import writes
from domain.limits.budget import AT_ONCE, spend_call
from domain.login.checks import Step
from domain.login.dispatch import next_step
from domain.login.interactions import move, open_one
from domain.login.records import Interaction, InteractionStatus, StepKind
from domain.login.refusals import WRONG_STEP
from domain.login.store import LoginWork
from domain.oauth.code import issue_code
from domain.oauth.grants import open_grant
from domain.oauth.records import AuthorizationRequest, GrantItem
from domain.oauth.rules import items_of
from domain.oauth.vocabulary import UNREGISTERED_REDIRECT_URI
from domain.sessions.records import Session


@dataclass(frozen=True, slots=True)
class Finish:
    """Who finishes what.

    Args:
        token: the consent token of this flow; None when all leave was given before.
    """

    interaction_id: bytes
    bound_digest: bytes
    token: Secret | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A flow that is done.

    Args:
        request: what was asked; None for a sign-in to one's own pages.
        code: the authorization code; None without a request.
        return_to: path on our own origin, without a request.
    """

    request: AuthorizationRequest | None
    code: Secret | None
    return_to: str


@dataclass(frozen=True, slots=True)
class Leave:
    """What the grant will rest on."""

    items: tuple[GrantItem, ...]
    ends_at: datetime
    once: bool


@writes(durable=True)
def finish(work: LoginWork, request: Finish) -> Finished:
    """Open the grant and issue the code, if nothing is left to do.

    Refuses:
        interaction_gone: unknown, of another browser, ended, or run out.
        wrong_step: a step is left to take.
        invalid_consent_token: of another flow, used, or run out.
        consent_required: the leave ended meanwhile, or a word of it was taken from the client.
        unregistered_redirect_uri: the client gave the address up meanwhile.
        conflict: another tab finished it.
    """
    interaction = open_one(work, request.interaction_id, request.bound_digest)
    step = next_step(work, interaction)
    if step.kind is not StepKind.DONE:
        raise Refusal(WRONG_STEP)
    asked = interaction.request
    if asked is None:
        move(work, interaction, status=InteractionStatus.DONE)
        return Finished(None, None, interaction.return_to)
    code = authorize(work, interaction, asked, request.token)
    move(work, interaction, status=InteractionStatus.DONE)
    return Finished(asked, code, "")


def at_once(work: LoginWork, step: Step) -> Secret | None:
    """Return the code of a request of which nothing is left to do, before anything of it is kept.

    No person does anything for it, so that any page could have a browser sent here for ever more
    grants: a session is answered for a client only so often.

    Args:
        step: what came next of an interaction that was drafted in this work.

    Refuses:
        budget_spent: this session was answered too often for this client in this minute.
        wrong_step, consent_required, unregistered_redirect_uri: as `authorize`.
        invalid_request_uri: the pushed request was used for another authorization.
    """
    asked, session_id = step.interaction.request, step.interaction.session_id
    if step.kind is not StepKind.DONE or asked is None or session_id is None:
        return None
    spend_call(work, session_id + asked.client_id, AT_ONCE)
    return authorize(work, step.interaction, asked, None)


def authorize(
    work: LoginWork, interaction: Interaction, asked: AuthorizationRequest, token: Secret | None
) -> Secret:
    """Open a grant for a request whose checks have all passed, and return its code.

    Refuses:
        wrong_step: client or session went meanwhile.
        invalid_consent_token: of another flow, used, or run out.
        consent_required: the leave ended meanwhile, or a word of it was taken from the client.
        unregistered_redirect_uri: the client gave the address up meanwhile.
    """
    client = work.clients.get(asked.client_id)
    session = work.sessions.get(interaction.session_id) if interaction.session_id else None
    if client is None or session is None:
        raise Refusal(WRONG_STEP)
    _registered(client, asked)
    if token is not None:
        leave = _by_token(work, interaction, client, session, token)
    else:
        leave = _by_memory(work, client, session, asked)
    return _code(work, client, session, asked, leave)


def issue_on(
    work: LoginWork, client: Client, session: Session, asked: AuthorizationRequest, taken: Taken
) -> Secret:
    """Open a grant on a decision that was taken down in this very work, and return its code.

    Args:
        client: who asked, as the question was put for them.
        session: in which it was decided.

    Refuses:
        unregistered_redirect_uri: the client gave the address up meanwhile.
        invalid_request_uri: the pushed request was used for another authorization.
    """
    _registered(client, asked)
    leave = _leave(taken.held, taken.ends_at, once=taken.once, most=taken.ends_at)
    return _code(work, client, session, asked, leave)


def _registered(client: Client, asked: AuthorizationRequest) -> None:
    if not is_registered(client, asked.redirect_uri):
        raise Refusal(UNREGISTERED_REDIRECT_URI)


def _code(
    work: LoginWork, client: Client, session: Session, asked: AuthorizationRequest, leave: Leave
) -> Secret:
    grant = open_grant(
        work,
        client=client,
        request=asked,
        session=session,
        items=leave.items,
        ends_at=leave.ends_at,
        once=leave.once,
    )
    return issue_code(work, grant=grant, client=client, request=asked)


def _by_memory(
    work: LoginWork, client: Client, session: Session, asked: AuthorizationRequest
) -> Leave:
    """Rest on leave that was given before and still covers all that is asked."""
    covered = cover(work, client, session.account_id, asked.scope, reopen=False)
    if not covered.complete:
        raise Refusal(CONSENT_REQUIRED)
    return _leave(covered.held, session.ends_at, once=False)


def _by_token(
    work: LoginWork,
    interaction: Interaction,
    client: Client,
    session: Session,
    token: Secret,
) -> Leave:
    """Rest on the decision the token stands for, and on what it says is held beside it."""
    kept = consume(
        work,
        token,
        interaction_id=interaction.id,
        account_id=session.account_id,
        client_id=client.id,
        session_id=session.id,
    )
    held = _held_now(work, client, session, kept.items)
    return _leave(held, kept.ends_at, once=kept.once, most=kept.ends_at)


def _held_now(
    work: LoginWork, client: Client, session: Session, items: tuple[str, ...]
) -> tuple[Held, ...]:
    """Read again what the token names: what ended in between is not granted."""
    current = {entry.item: entry for entry in work.consents.current(session.account_id, client.id)}
    beside = {
        held.scope: held
        for held in cover(work, client, session.account_id, items, reopen=False).held
    }
    held: list[Held] = []
    for word in items:
        entry = current.get(word)
        if word not in client.scopes:
            raise Refusal(CONSENT_REQUIRED)
        if entry is not None and entry.valid(work.now):
            held.append(Held(word, entry.necessity.value == "needed", entry.expires_at))
        elif word in beside:
            held.append(beside[word])
        else:
            raise Refusal(CONSENT_REQUIRED)
    return tuple(held)


def _leave(
    held: tuple[Held, ...], fallback: datetime, *, once: bool, most: datetime | None = None
) -> Leave:
    """Turn what is held into grant items; the grant ends with the first needed item's leave.

    Args:
        fallback: end of a grant that rests on no consent.
        most: end of the decision just taken, which bounds the whole grant.
    """
    needed_ends = [item.ends_at for item in held if item.needed and item.ends_at is not None]
    all_ends = [item.ends_at for item in held if item.ends_at is not None]
    ends_at = min(needed_ends) if needed_ends else max(all_ends, default=fallback)
    ends_at = min(ends_at, most) if most is not None else ends_at
    return Leave(items_of(held, ends_at), ends_at, once)
