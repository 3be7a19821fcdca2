"""What the palette offers: rooms and acts of this operator, and objects by name or id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.console.keys import GO, HELP, ways
from app.console.menu import groups_for
from app.console.parts.doing import attempt, fault_of
from app.console.parts.palettes import Kind, Place
from app.runtime.words import later
from domain.accounts.disable import FROM as DISABLEABLE
from domain.accounts.listing import FindByIdentifier, find_by_identifier
from domain.accounts.listing import detail as account_detail
from domain.accounts.records import AccountStatus
from domain.clients.listing import ClientsPage
from domain.clients.listing import page as clients_page
from domain.clients.ours import called
from domain.clients.records import ClientFilter, ClientType
from domain.consent.ledger import show as entry
from domain.kernel.ids import read, short, show
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret
from domain.sessions.listing import detail as session_detail

if TYPE_CHECKING:
    from app.console.context import PageContext, TenantCard
    from domain.accounts.listing import AccountDetail
    from domain.accounts.records import Account
    from domain.clients.records import Client
    from domain.consent.records import Consent
    from domain.kernel.paging import Page
    from domain.sessions.records import Session

_MOST: Final = 5
_ACTS: Final = (
    (later("Create an account"), "/accounts/new", "user", "accounts.create"),
    (later("Connect an application"), "/clients/new", "plus", "clients.change"),
    (later("Make a tenant"), "/system/tenants/new", "building-2", "tenants.create"),
)
_LIKES: Final = (
    (later("Light"), "sun", "theme:light"),
    (later("Dark"), "moon", "theme:dark"),
    (later("As the system has it"), "monitor", "theme:system"),
    (later("Comfortable rows"), "menu", "density:comfortable"),
    (later("Dense rows"), "list-filter", "density:dense"),
)


class Finder:
    """What one operator can reach in one tenant.

    Args:
        context: the window.
    """

    def __init__(self, context: PageContext) -> None:
        """Stand in a tenant."""
        self._context = context
        self._groups = groups_for(context.tenant, context.console.pages)

    def places(self, tenants: Sequence[TenantCard]) -> list[Place]:
        """Return rooms, acts that need no object, other tenants, and the look."""
        return [*self._rooms(), *self._tenants(tenants), *self._acts(), *self._likes()]

    def ways(self) -> dict[str, str]:
        """Return the letters after `g`, and the address each leads to."""
        there = {entry.path for group in self._groups for entry in group.entries}
        return {letter: self._context.href(path) for letter, path in ways(there).items()}

    def help(self) -> list[tuple[str, list[tuple[Sequence[str], str]]]]:
        """Return all keys, said in the reader's language."""
        words = self._context.words
        said: list[tuple[str, list[tuple[Sequence[str], str]]]] = [
            (words(group.name), [(key.keys, words(key.does)) for key in group.keys])
            for group in HELP
        ]
        led = [(place.keys, place.name) for place in self._rooms() if place.keys]
        return [*said, (words("Go to"), [*led])]

    def _rooms(self) -> list[Place]:
        words, letters = self._context.words, {path: letter for letter, path in GO.items()}
        made = []
        for group in self._groups:
            for room in group.entries:
                letter = letters.get(room.path)
                made.append(
                    Place(
                        words(room.name or group.name),
                        self._context.href(room.path),
                        group.icon,
                        note=words(group.name) if room.name else "",
                        keys=("g", letter) if letter else (),
                        also=f"{room.name} {group.name}",
                    )
                )
        return made

    def _tenants(self, tenants: Sequence[TenantCard]) -> list[Place]:
        prefix, words = self._context.console.doorway.prefix, self._context.words
        return [
            Place(
                tenant.name,
                f"{prefix}/{tenant.slug}",
                "building-2",
                note=words("another tenant"),
                also=tenant.slug,
                whole=True,
            )
            for tenant in tenants
            if tenant.slug != self._context.tenant.slug
        ]

    def _acts(self) -> list[Place]:
        context = self._context
        return [
            Place(context.words(name), context.href(path), sign, Kind.DO, also=name)
            for name, path, sign, needs in _ACTS
            if path in context.console.pages and context.may(needs)
        ]

    def _likes(self) -> list[Place]:
        words = self._context.words
        return [
            Place(words(name), sign=sign, kind=Kind.DO, note=words("look"), also=name, like=like)
            for name, sign, like in _LIKES
        ]

    async def find(self, text: str) -> list[Place]:
        """Return objects whose name or id is or begins with `text`; what is refused is left out."""
        found: list[Place] = []

        async def look() -> None:
            found.extend(await self._objects(text))

        await fault_of(self._context.words, look)
        return found

    async def _objects(self, text: str) -> list[Place]:
        account_id, consent_id = read("acc", text), read("con", text)
        session_id = read("ses", text)
        if account_id is not None:
            return await self._account(account_id)
        if consent_id is not None:
            return await self._consent(consent_id)
        if session_id is not None:
            return await self._session(session_id)
        return await self._clients(text)

    async def exact(self, text: str) -> None:
        """Open the account that has exactly this identifier, or say that there is none."""
        context = self._context

        async def look() -> None:
            found: Account | None = await context.call(
                find_by_identifier, FindByIdentifier(Secret(text))
            )
            if found is None:
                said = context.words("No account here has exactly this identifier.")
                context.toaster.failed(said)
            else:
                context.go(f"/accounts/{show('acc', found.id)}")

        await attempt(context, look)

    async def _account(self, account_id: bytes) -> list[Place]:
        context, words = self._context, self._context.words
        seen: AccountDetail = await context.call(account_detail, account_id)
        path, name = f"/accounts/{show('acc', account_id)}", short("acc", account_id)
        made = [Place(name, context.href(path), "user-round", note=words("account"))]
        if context.may("accounts.disable") and seen.account.status in DISABLEABLE:
            said = words("Disable {what}…", what=name)
            made.append(Place(said, context.href(path, act="disable"), "ban", Kind.DO))
        if context.may("accounts.erase") and seen.account.status is not AccountStatus.ERASED:
            said = words("Erase {what}…", what=name)
            made.append(Place(said, context.href(path, act="erase"), "trash-2", Kind.DO))
        return made

    async def _consent(self, consent_id: bytes) -> list[Place]:
        context = self._context
        history: tuple[Consent, ...] = await context.call(entry, consent_id)
        path = f"/ledger/{show('con', consent_id)}"
        note = context.words("leave")
        return [Place(history[0].item, context.href(path), "file-check", note=note)]

    async def _session(self, session_id: bytes) -> list[Place]:
        context = self._context
        found: Session = await context.call(session_detail, session_id)
        account = show("acc", found.account_id)
        return [
            Place(
                short("ses", session_id),
                context.href(f"/accounts/{account}"),
                "monitor",
                note=context.words("session of {account}", account=short("acc", found.account_id)),
            )
        ]

    async def _clients(self, text: str) -> list[Place]:
        context, words = self._context, self._context.words
        wanted = ClientsPage(ClientFilter(begins=text), PageRequest(size=_MOST))
        found: Page[Client] = await context.call(clients_page, wanted)
        made = []
        for client in found.rows:
            name = called(client, words)
            given = words("Leave given to {what}", what=name)
            ledger = context.href("/ledger", client=client.client_id)
            path = f"/clients/{client.client_id}"
            made.append(Place(name, context.href(path), "app-window", note=words("client")))
            if context.may("consents.read"):
                made.append(Place(given, ledger, "file-check", note=words("ledger")))
            if context.may("clients.change") and client.type is ClientType.CONFIDENTIAL:
                said = words("Change the secret of {what}…", what=name)
                made.append(
                    Place(said, context.href(path, at="client.secrets"), "key-round", Kind.DO)
                )
        return made
