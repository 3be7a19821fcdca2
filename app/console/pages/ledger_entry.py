"""One item of leave: its past, what was shown, its place in the log, and revoking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.pages.account_effects import revoke_effect
from app.console.pages.ledger import KINDS, until
from app.console.pages.ledger_shown import shown_card
from app.console.parts.badges import badge
from app.console.parts.commands import AsCommand
from app.console.parts.effects import effect_panel
from app.console.parts.elements import Tag, link
from app.console.parts.small import Form, Moment, short_hash, short_id
from app.console.parts.surfaces import Facts, card, page_head
from app.runtime.spans import span
from app.runtime.words import later
from domain.clients.ours import called
from domain.consent.end import Revoke, revoke
from domain.consent.evidence import Evidence, evidence
from domain.consent.records import Basis, Consent, ConsentStatus, Duration
from domain.consent.rules import LENGTHS
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.operators.leave_overview import LeaveDetail, leave

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words


_REASONS: Final = {
    "not_selected": later("left unticked"),
    "declined": later("the whole page was refused"),
    "deferred": later("may be asked again"),
    "person": later("by the person"),
    "operator": later("by an operator"),
    "account_erased": later("the account was erased"),
    "restored": later("a backup was put back"),
    "time": later("its time was over"),
}
_ACTORS: Final = {
    "person": later("the person"),
    "operator": later("an operator"),
    "client": later("the application"),
    "system": later("the house"),
}
_BASES: Final = {Basis.CONTRACT: later("contract"), Basis.CONSENT: later("consent")}


async def leave_item(context: PageContext) -> None:
    """Draw one item of leave.

    Refuses:
        not_found: there is no such entry in this tenant.
    """
    words = context.words
    consent_id = read("con", context.params["consent"])
    if consent_id is None:
        raise not_found("leave")
    seen: LeaveDetail = await context.call(leave, consent_id)
    present = seen.history[0]
    name = called(seen.client, words) if seen.client else short("cli", present.client_id)
    head = page_head(
        context,
        present.item,
        crumbs=[(words("Consent"), ""), (words("Ledger"), "/ledger")],
        mono=True,
    )
    with head.beside:
        badge(words, present.status.value)
        Tag("span", name, "bl-mute")
    slug = context.tenant.slug
    AsCommand(
        context, head, f"byleave consent evidence {context.params['consent']} --tenant {slug}"
    )
    proof: Evidence = await context.call(evidence, consent_id)
    in_force = present.status is ConsentStatus.GIVEN
    with Tag("div", "", "bl-grid bl-side"):
        with Tag("div", "", "bl-section"):
            _history(context, seen)
            shown_card(context, proof)
        with Tag("div", "", "bl-section"):
            if in_force and context.may("consents.revoke"):
                _revoking(context, seen, name)
            _facts(context, present)


def _revoking(context: PageContext, seen: LeaveDetail, name: str) -> None:
    present = seen.history[0]
    words = context.words

    async def act(note: str) -> None:
        wanted = Revoke(present.account_id, present.client_id, note, present.item)
        await context.call(revoke, wanted)
        context.toaster.done(words("Revoked."))
        context.go(context.path)

    effect = revoke_effect(
        context, client=name, item=present.item, grants=len(seen.grants), others=seen.others
    )
    effect_panel(context, effect, act)


def _history(context: PageContext, seen: LeaveDetail) -> None:
    words = context.words
    past = card(words("What happened"), flush=True)
    with past.body, Tag("ul", "", "bl-lines"):
        for entry in seen.history:
            with Tag("li"):
                badge(words, entry.status.value)
                with Tag("span", "", "bl-grow"):
                    said = entry.note or _reason(words, entry)
                    Tag("span", said)
                    if entry.expires_at:
                        Tag("span", (" · " if said else "") + f"{words(until(entry))} ")
                        Moment(entry.expires_at, Form.DAY)
                Tag("span", words(_ACTORS.get(entry.actor_kind, entry.actor_kind)), "who")
                Moment(entry.at, Form.DAY)


def _reason(words: Words, entry: Consent) -> str:
    return words(_REASONS.get(entry.reason, entry.reason)) if entry.reason else ""


def _chosen(words: Words, entry: Consent) -> str:
    if entry.duration is Duration.ONCE:
        return words("this once")
    if entry.duration is Duration.UNTIL_WITHDRAWN:
        return words("until withdrawn")
    return span(words, LENGTHS[entry.duration])


def _facts(context: PageContext, entry: Consent) -> None:
    words = context.words
    facts = card(words("Facts"))
    with facts.body:
        known = Facts()
        with known.add(words("Entry")):
            short_id(words, show("con", entry.id), short("con", entry.id))
        with known.add(words("Account")):
            account = show("acc", entry.account_id)
            link(short("acc", entry.account_id), context.href(f"/accounts/{account}"), "bl-mono")
        known.add(words("Kind"), words(KINDS[entry.necessity]))
        known.add(words("Basis"), words(_BASES[entry.basis]))
        known.add(words("Chosen for"), _chosen(words, entry))
        with known.add(words("Decision")):
            short_id(words, entry.record_id, short_hash(entry.record_id))
        if entry.display_hash:
            with known.add(words("Text shown")):
                short_id(words, entry.display_hash, short_hash(entry.display_hash))
