"""Take down a person's decision and hand the flow its one-use consent token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.clients.records import Scope
from domain.consent.ask import Ask, necessity, notice
from domain.consent.entries import append, new_salt
from domain.consent.events import ConsentGiven, ConsentRefused, ConsentSuperseded, ConsentWithdrawn
from domain.consent.records import Basis, Consent, ConsentStatus, ConsentToken, Duration, Necessity
from domain.consent.refusals import DISPLAY_CHANGED
from domain.consent.rules import Choice, Held, item_end
from domain.consent.store import ConsentWork
from domain.kernel.errors import Refusal, invalid
from domain.kernel.ids import random_id
from domain.kernel.secrets import Secret, digest, new_secret


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered on one page.

    Args:
        interaction_id: the flow the token is for.
        session_id: the session they decided in.
        ticked: scope words whose box is ticked.
        duration: the word they picked.
        display_hash: hash of the page they saw, brought back by the form.
    """

    interaction_id: bytes
    account_id: bytes
    session_id: bytes
    ticked: frozenset[str]
    duration: Duration
    display_hash: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that stands.

    Args:
        held: all that is covered now: what was given on the page and what was not asked.
        ends_at: end of the whole decision.
        once: whether it is good for this authorization only.
    """

    held: tuple[Held, ...]
    ends_at: datetime
    once: bool


def give(work: ConsentWork, question: Ask, answer: Answer) -> Secret:
    """Write one entry for each item of the page and return the consent token.

    Args:
        question: the question as it stands now, made again from the request.
        answer: what the person sent.

    Returns:
        The token's clear text, for `login.finish` of the same interaction.

    Refuses:
        display_changed, invalid_input, conflict: as `take_down`.

    Tells:
        ConsentGiven, ConsentRefused, ConsentWithdrawn, ConsentSuperseded.
    """
    return _token(work, question, answer, take_down(work, question, answer))


def take_down(work: ConsentWork, question: Ask, answer: Answer) -> Taken:
    """Write one entry for each item of the page.

    Needed items are given with the decision; a ticked box gives, an unticked one is a remembered
    refusal, or a withdrawal where leave stood before.

    Args:
        question: the question as it stands now, made again from the request.
        answer: what the person sent.

    Refuses:
        display_changed: the page they saw is not the question as it stands now.
        invalid_input: a duration that was not offered, or a box that was not there.
        conflict: the same person decided elsewhere in between.

    Tells:
        ConsentGiven, ConsentRefused, ConsentWithdrawn, ConsentSuperseded.
    """
    if answer.display_hash != question.display_hash:
        raise Refusal(DISPLAY_CHANGED, field="display")
    choice = _picked(question, answer.duration)
    boxes = {item.scope for item in question.items if item.necessity is Necessity.CHOSEN}
    if not answer.ticked <= boxes:
        raise invalid("item", "this box was not on the page")
    work.notices.keep(notice(work, question))
    current = {
        entry.item: entry for entry in work.consents.current(answer.account_id, question.client.id)
    }
    made = Decision(question, answer, choice, random_id())
    held = [_held(current.get(each.scope), each, work.now) for each in question.held]
    for scope in question.scopes:
        taken = scope.value not in boxes or scope.value in answer.ticked
        entry = _entry(work, made, scope, current.get(scope.value), taken=taken)
        append(work, entry)
        _tell(work, entry, current.get(scope.value))
        if taken:
            held.append(Held(entry.item, entry.necessity is Necessity.NEEDED, entry.expires_at))
    once = choice.duration is Duration.ONCE
    return Taken(tuple(held), work.now + choice.length, once)


def refuse(work: ConsentWork, question: Ask, account_id: bytes) -> None:
    """Take down that the whole page was refused: told, never remembered.

    Tells:
        ConsentRefused.
    """
    items = " ".join(item.scope for item in question.items)
    work.tell(
        ConsentRefused(
            subject=None,
            account=account_id,
            client=question.client.id,
            item=items,
            reason="declined",
        )
    )


def _picked(question: Ask, duration: Duration) -> Choice:
    for choice in question.choices:
        if choice.duration is duration:
            return choice
    raise invalid("duration", "this duration is not offered")


@dataclass(frozen=True, slots=True)
class Decision:
    """What all entries of one page have in common."""

    question: Ask
    answer: Answer
    choice: Choice
    record_id: str


def _entry(
    work: ConsentWork, made: Decision, scope: Scope, before: Consent | None, *, taken: bool
) -> Consent:
    """Make the entry of one item: given, withdrawn where leave stood before, or refused."""
    needed = necessity(scope)
    withdrawn = not taken and before is not None and before.valid(work.now)
    status = ConsentStatus.REFUSED
    expires_at: datetime | None = work.now + work.tenant.policy.refusal_memory
    if taken:
        status, expires_at = ConsentStatus.GIVEN, item_end(scope, made.choice, work.now)
    elif withdrawn:
        status = ConsentStatus.WITHDRAWN
    return Consent(
        id=work.new_id(),
        record_id=made.record_id,
        account_id=made.answer.account_id,
        client_id=made.question.client.id,
        item=scope.value,
        necessity=needed,
        basis=Basis.CONTRACT if needed is Necessity.NEEDED else Basis.CONSENT,
        status=status,
        reason="" if taken else "not_selected",
        at=work.now,
        expires_at=expires_at,
        duration=made.choice.duration,
        once=taken and made.choice.duration is Duration.ONCE,
        previous=before.id if before else None,
        actor_kind=work.actor.kind.value,
        actor_name=work.actor.name,
        display_hash=made.question.display_hash,
        locale=made.question.locale,
        session_id=made.answer.session_id,
        note="",
        salt=new_salt(),
    )


def _tell(work: ConsentWork, entry: Consent, before: Consent | None) -> None:
    """Tell what one entry means; a valid one that it follows is superseded."""
    needed = entry.necessity is Necessity.NEEDED
    account, client, item = entry.account_id, entry.client_id, entry.item
    if entry.status is ConsentStatus.GIVEN and entry.expires_at is not None:
        if before is not None and before.valid(work.now):
            work.tell(
                ConsentSuperseded(
                    subject=before.id,
                    account=account,
                    client=client,
                    item=item,
                    ends_at=entry.expires_at,
                    shortens=before.expires_at is None or entry.expires_at < before.expires_at,
                )
            )
        until = entry.expires_at.isoformat()
        work.tell(
            ConsentGiven(
                subject=entry.id,
                account=account,
                client=client,
                item=item,
                until=until,
                needed=needed,
            )
        )
    elif entry.status is ConsentStatus.WITHDRAWN:
        work.tell(
            ConsentWithdrawn(
                subject=entry.id,
                account=account,
                client=client,
                item=item,
                needed=needed,
                reason=entry.reason,
            )
        )
    else:
        work.tell(
            ConsentRefused(
                subject=entry.id, account=account, client=client, item=item, reason=entry.reason
            )
        )


def _held(entry: Consent | None, covered: Held, now: datetime) -> Held:
    """Return what is held of a word that was not asked: by its entry while that is valid."""
    if entry is None or not entry.valid(now):
        return covered
    return Held(entry.item, entry.necessity is Necessity.NEEDED, entry.expires_at)


def _token(work: ConsentWork, question: Ask, answer: Answer, taken: Taken) -> Secret:
    """Make the consent token and keep its digest, bound to everything the decision was about."""
    secret = new_secret()
    work.consent_tokens.add(
        ConsentToken(
            digest=digest(secret),
            interaction_id=answer.interaction_id,
            account_id=answer.account_id,
            client_id=question.client.id,
            session_id=answer.session_id,
            display_hash=question.display_hash,
            items=tuple(sorted(each.scope for each in taken.held)),
            ends_at=taken.ends_at,
            once=taken.once,
            expires_at=work.now + work.tenant.policy.lifetimes.consent_token,
        )
    )
    return secret
