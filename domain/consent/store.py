"""What `consent` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.audit.records import Spoilt
from domain.audit.store import AuditWork, FoundRows
from domain.clients.store import ClientWork
from domain.consent.records import Consent, ConsentFilter, ConsentState, ConsentToken, Notice
from domain.kernel.paging import Page, PageRequest


class Consents(Protocol):
    """The ledger of this tenant."""

    def current(self, account_id: bytes, client_id: bytes) -> tuple[Consent, ...]:
        """Return the present entry of every item between a person and a client, by item."""
        ...

    def states(self, account_id: bytes, client_id: bytes) -> tuple[ConsentState, ...]:
        """Return the same without what was said and shown: what each token issued asks."""
        ...

    def get(self, consent_id: bytes) -> Consent | None:
        """Return one entry, or None."""
        ...

    def append(self, consent: Consent) -> bool:
        """Add an entry and make it the present one, by compare-and-set on `previous`.

        False when the present entry is not `previous` any more. Change.
        """
        ...

    def of_account(self, account_id: bytes) -> tuple[Consent, ...]:
        """Return the present entries of a person, over all clients."""
        ...

    def in_force(
        self, account_ids: tuple[bytes, ...], now: datetime
    ) -> tuple[tuple[bytes, int], ...]:
        """Return how many items are in force for each account, by one look-up.

        Args:
            account_ids: 0 to 200; one without any is left out.
        """
        ...

    def of_client(self, client_id: bytes, limit: int) -> tuple[Consent, ...]:
        """Return present `given` entries of a client."""
        ...

    def history(self, account_id: bytes, client_id: bytes) -> tuple[Consent, ...]:
        """Return all entries between a person and a client, newest first."""
        ...

    def due(self, now: datetime, limit: int) -> tuple[Consent, ...]:
        """Return present `given` entries whose end has come, skipping those another work holds."""
        ...

    def count_of_client(self, client_id: bytes, most: int) -> int:
        """Return how many present `given` entries a client has; counting stops at `most`."""
        ...

    def count_of_item(self, item: str, most: int) -> int:
        """Return how many present `given` entries name an item; counting stops at `most`."""
        ...

    def count_ending(self, since: datetime, until: datetime, most: int) -> int:
        """Return how many present `given` entries end in a span; counting stops at `most`.

        Args:
            since: the first moment that counts.
            until: the first moment that counts no more.
        """
        ...

    def ending(
        self,
        since: datetime,
        until: datetime,
        page: PageRequest,
        wanted: ConsentFilter | None = None,
    ) -> Page[Consent]:
        """Return present `given` entries that end in a span, the first to end first.

        Args:
            wanted: whose, for whom and of what kind; its states and its end are not looked at.
            page: its key is the end of a row and its id.
        """
        ...

    def page(self, wanted: ConsentFilter, page: PageRequest) -> Page[Consent]:
        """Return entries, newest first."""
        ...

    def erase_before(self, moment: datetime, limit: int) -> int:
        """Delete bodies and salts older than `moment`, oldest first; leaves stay. Change.

        What is in force stays, however old.
        """
        ...

    def erase_bodies(self, account_id: bytes) -> int:
        """Delete bodies and salts of a person's entries; leaves stay. Change."""
        ...


class FoundEntries(FoundRows, Protocol):
    """The entries too for who proves them, whatever somebody put into them."""

    def entry(self, consent_id: bytes) -> Consent | Spoilt | None:
        """Return one entry, or None."""
        ...

    def entries(self, after: bytes, limit: int) -> tuple[bytes, ...]:
        """Return the ids of entries above `after`, past ones too, in order."""
        ...

    def entries_without_id(self) -> bool:
        """Tell whether there is an entry with something else in the place of its id."""
        ...

    def entries_astray(self, limit: int) -> tuple[bytes | None, ...]:
        """Return entries that are present and do not say so, or that another one follows.

        What is present is kept beside the entries, for tokens to ask; it has no leaf of its own.
        None is one whose id is none.
        """
        ...


class Notices(Protocol):
    """What was shown, by content."""

    def keep(self, notice: Notice) -> None:
        """Keep it once; the same content is not kept twice. Evidence."""
        ...

    def get(self, hash_: str) -> Notice | None:
        """Return it, or None."""
        ...


class ConsentTokens(Protocol):
    """One-use consent tokens."""

    def add(self, token: ConsentToken) -> None:
        """Keep it. Change."""
        ...

    def consume(self, digest: bytes, now: datetime) -> ConsentToken | None:
        """Use it up atomically; None when unknown, used or run out. Evidence."""
        ...

    def tidy(self, now: datetime, limit: int) -> int:
        """Delete those that have run out. Change."""
        ...


class ConsentWork(ClientWork, AuditWork, Protocol):
    """A work with the ledger."""

    @property
    def consents(self) -> Consents:
        """The ledger."""
        ...

    @property
    def found(self) -> FoundEntries:
        """The rows of trail, log and ledger as they are found."""
        ...

    @property
    def notices(self) -> Notices:
        """What was shown."""
        ...

    @property
    def consent_tokens(self) -> ConsentTokens:
        """The one-use tokens."""
        ...
