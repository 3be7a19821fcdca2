"""What a person allowed, client by client, and ending it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.hosted.pages import ClientFace, Consents, EndedConsent, GivenConsent, Item, Page, Problem
from app.hosted.pages.me import EndedHow
from app.hosted.routes.site import Visit
from app.hosted.words import notice
from app.runtime.forms import Fields, one
from domain.clients.ours import called
from domain.clients.records import Client, Scope
from domain.clients.scopes import OFFLINE, known
from domain.consent.end import Withdraw, withdraw
from domain.consent.forget import Forget, forget_refusal
from domain.consent.ledger import mine
from domain.consent.records import Consent, ConsentStatus, Duration, Necessity
from domain.consent.rules import remembered
from domain.consent.store import ConsentWork
from domain.kernel.errors import not_found
from domain.kernel.ids import read, show
from domain.kernel.work import reads

if TYPE_CHECKING:
    from starlette.responses import Response

CLIENT: Final = "cli"
_ENDED: Final[Mapping[ConsentStatus, EndedHow]] = {
    ConsentStatus.WITHDRAWN: "withdrawn",
    ConsentStatus.REVOKED: "revoked",
    ConsentStatus.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one's own page of consents needs: entries, and the names beside them."""

    entries: tuple[Consent, ...]
    clients: Mapping[bytes, Client]
    scopes: Mapping[str, Scope]


@reads
def allowed(work: ConsentWork, account_id: bytes) -> Allowed:
    """Return the present entries of the person who asks, with the names beside them.

    Refuses:
        not_found: it is not they who ask.
    """
    entries = mine(work, account_id)
    ids = {entry.client_id for entry in entries}
    clients = {id_: client for id_ in ids if (client := work.clients.get(id_)) is not None}
    return Allowed(entries, clients, known(work))


async def consents_page(visitor: Visit, problems: tuple[Problem, ...]) -> Page:
    """What they allowed."""
    if visitor.session is None:
        raise not_found("session")
    found = await visitor.site.call(
        allowed, visitor.session.account_id, tenant=visitor.slug, actor=visitor.person
    )
    by_client: dict[bytes, list[Consent]] = {}
    for entry in found.entries:
        by_client.setdefault(entry.client_id, []).append(entry)
    given: list[GivenConsent] = []
    ended: list[EndedConsent] = []
    for client_id, entries in by_client.items():
        client = found.clients.get(client_id)
        if client is None:
            continue
        live = [entry for entry in entries if entry.valid(visitor.now)]
        if live:
            given.append(_given(visitor, client, entries, live, found.scopes))
        else:
            ended.extend(_over(visitor, client, entries))
    did = notice(visitor.request.query_params.get("did", ""), visitor.words)
    return Consents(
        given=tuple(given), ended=tuple(ended), now=visitor.now, notice=did, problems=problems
    )


async def act_on_consent(visitor: Visit, fields: Fields) -> Response:
    """Withdraw one item or all, or let a refused one be asked again."""
    client_id = read(CLIENT, one(fields, "consent"))
    if visitor.session is None or client_id is None:
        raise not_found("leave")
    account_id = visitor.session.account_id
    act, item = one(fields, "act"), one(fields, "item")
    if act == "ask_again":
        again = Forget(account_id, client_id, item)
        await visitor.site.call(forget_refusal, again, tenant=visitor.slug, actor=visitor.person)
        did = "will_be_asked_again"
    else:
        wanted = Withdraw(account_id, client_id, None if act == "withdraw_all" else item)
        await visitor.site.call(withdraw, wanted, tenant=visitor.slug, actor=visitor.person)
        did = "consent_withdrawn" if act == "withdraw_all" else "item_withdrawn"
    return visitor.to(f"{visitor.base}/me/consents?did={did}")


def _given(
    visitor: Visit,
    client: Client,
    entries: Iterable[Consent],
    live: list[Consent],
    scopes: Mapping[str, Scope],
) -> GivenConsent:
    """Return one client's block: what holds, what was left out, until when."""
    refused = [entry for entry in entries if remembered(entry, visitor.now)]
    first = min(live, key=lambda entry: entry.at)
    ends = [entry.expires_at for entry in live if entry.expires_at is not None]
    needed = [entry for entry in live if entry.necessity is Necessity.NEEDED]
    chosen = [entry for entry in live if entry.necessity is Necessity.CHOSEN]
    return GivenConsent(
        handle=show(CLIENT, client.id),
        client=_face(visitor, client),
        given_at=first.at,
        until=min(ends, default=visitor.now),
        chosen=_items(visitor, chosen, scopes),
        needed=_items(visitor, needed, scopes),
        left_out=_items(visitor, refused, scopes),
        record_id=live[0].record_id,
        until_withdrawn=all(entry.duration is Duration.UNTIL_WITHDRAWN for entry in live),
    )


def _over(visitor: Visit, client: Client, entries: Iterable[Consent]) -> Iterable[EndedConsent]:
    """Say once for a client how its leave ended, latest first."""
    latest = sorted(entries, key=lambda entry: entry.at, reverse=True)
    for entry in latest:
        late = entry.status is ConsentStatus.GIVEN and not entry.valid(visitor.now)
        how = "expired" if late else _ENDED.get(entry.status)
        if how is not None:
            when = entry.expires_at if late and entry.expires_at else entry.at
            yield EndedConsent(_face(visitor, client), when, how)
            return


def _items(
    visitor: Visit, entries: Iterable[Consent], scopes: Mapping[str, Scope]
) -> tuple[Item, ...]:
    made = []
    for entry in entries:
        scope = scopes.get(entry.item)
        label = visitor.say(scope.label) if scope else entry.item
        sentence = visitor.say(scope.sentence) if scope else ""
        made.append(Item(entry.item, label, sentence, entry.item == OFFLINE))
    return tuple(made)


def _face(visitor: Visit, client: Client) -> ClientFace:
    origin = urlsplit(client.redirect_uris[0]).netloc if client.redirect_uris else ""
    return ClientFace(called(client, visitor.say), origin, since=client.created_at)
