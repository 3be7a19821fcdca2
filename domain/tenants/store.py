"""What `tenants` needs kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.kernel.work import Work
from domain.tenants.records import IndexKey, KeyPurpose, KeyState, SigningKey, Tenant, TenantSecrets
from domain.tenants.texts import Texts


class Tenants(Protocol):
    """All tenants; only an installation's work has it."""

    def get(self, tenant_id: bytes) -> Tenant | None:
        """Return the tenant, or None."""
        ...

    def by_slug(self, slug: str) -> Tenant | None:
        """Return the tenant with this slug, or None."""
        ...

    def all(self) -> tuple[Tenant, ...]:
        """Return every tenant, ordered by slug."""
        ...

    def add(self, tenant: Tenant, secrets: TenantSecrets) -> bool:
        """Keep a new tenant with its keys; False when the slug is taken. Change."""
        ...

    def change(self, tenant: Tenant) -> bool:
        """Write the record if `version - 1` is still the stored version. Change."""
        ...


class TenantKeys(Protocol):
    """The keys of this tenant."""

    def index_keys(self) -> tuple[IndexKey, ...]:
        """Return all live versions, the current one first."""
        ...

    def add_index_key(self, key: IndexKey) -> None:
        """Keep a new current version. Change."""
        ...

    def subject_key(self) -> bytes:
        """Return the 32 bytes under which pairwise subjects are made."""
        ...

    def signing(self, purpose: KeyPurpose) -> tuple[SigningKey, ...]:
        """Return all keys of a purpose that are not retired, newest first."""
        ...

    def history(self, purpose: KeyPurpose) -> tuple[SigningKey, ...]:
        """Return all keys of a purpose, newest first; retired ones too, for what they signed."""
        ...

    def add_signing(self, key: SigningKey) -> None:
        """Keep a new signing key. Change."""
        ...

    def advance(self, key_id: bytes, before: KeyState, after: KeyState, at: datetime) -> bool:
        """Move a key on in its life by compare-and-set. Change.

        To `retired` drops the private half.
        """
        ...


class TenantTexts(Protocol):
    """What this tenant says on its pages in its own words."""

    def all(self) -> Texts:
        """Return every text, by language and by our sentence; kept with the configuration."""
        ...

    def put(self, language: str, source: str, text: str, at: datetime) -> None:
        """Say this in place of our sentence from now on. Change."""
        ...

    def remove(self, language: str, source: str) -> bool:
        """Say our own sentence again; False when nothing stood in its place. Change."""
        ...


class TenantWork(Work, Protocol):
    """A work bound to one tenant."""

    @property
    def tenant(self) -> Tenant:
        """The tenant's record as of this work."""
        ...

    @property
    def tenant_keys(self) -> TenantKeys:
        """The tenant's keys."""
        ...


class TextWork(TenantWork, Protocol):
    """A work bound to one tenant that knows what its pages say."""

    @property
    def texts(self) -> TenantTexts:
        """The tenant's own texts."""
        ...


class OwnTenantWork(TenantWork, Protocol):
    """A work bound to one tenant that may change that tenant's own record, and no other's."""

    @property
    def tenants(self) -> Tenants:
        """Where the record is kept."""
        ...


class InstallationWork(Work, Protocol):
    """A work of the installation itself: it knows tenants, jobs, keys and operators (ADR-2).

    Its `tenant_id` is 16 zero bytes.
    """

    @property
    def tenants(self) -> Tenants:
        """All tenants."""
        ...

    def enter(self, tenant_id: bytes) -> TenantWork:
        """Open a work of one tenant inside the same transaction, with the same actor."""
        ...
