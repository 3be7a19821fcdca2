"""Tenants and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.kernel.secrets import Secret

BUILT_IN: Final = "byleave"
"""Slug of the tenant whose accounts are the operators."""


class TenantKind(StrEnum):
    """What a tenant is for; immutable."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"


class PrivacyMode(StrEnum):
    """What a tenant keeps of a person; `vault` is refused until `claims` can keep one."""

    SEALED = "sealed"
    VAULT = "vault"


class Registration(StrEnum):
    """Who may make an account."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class TenantStatus(StrEnum):
    """Whether a tenant answers."""

    ENABLED = "enabled"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long things live; a tenant's policy may shorten, never lengthen them."""

    code: timedelta = timedelta(seconds=60)
    pushed_request: timedelta = timedelta(seconds=90)
    access_token: timedelta = timedelta(minutes=10)
    id_token: timedelta = timedelta(minutes=10)
    consent_token: timedelta = timedelta(minutes=5)
    interaction: timedelta = timedelta(minutes=30)
    session_idle: timedelta = timedelta(hours=12)
    session_absolute: timedelta = timedelta(days=30)
    refresh_idle: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Policy:
    """The house rules of a tenant.

    Args:
        registration: who may make an account.
        password_least: fewest characters of a password, 15 to 64 (NIST SP 800-63B-4: 15 where it
            is the only factor).
        longest_consent: operator's bound on every consent; None is 12 months until asked again.
        refusal_memory: how long an unticked box counts as answered.
        evidence_retention: how long ended consents and audit bodies are kept.
        lifetimes: how long things live.
    """

    registration: Registration = Registration.CLOSED
    password_least: int = 15
    longest_consent: timedelta | None = None
    refusal_memory: timedelta = timedelta(days=90)
    evidence_retention: timedelta = timedelta(days=3 * 365)
    lifetimes: Lifetimes = field(default_factory=Lifetimes)


class Font(StrEnum):
    """Letters of the hosted pages."""

    SYSTEM = "system"
    GEIST = "geist"
    SERIF = "serif"


class PageGround(StrEnum):
    """What the hosted pages' cards lie on."""

    PAPER = "paper"
    WHITE = "white"
    TINTED = "tinted"


CORNERS: Final = (0, 8, 12)
"""Pixels by which buttons and fields may be rounded."""


@dataclass(frozen=True, slots=True)
class Branding:
    """What a tenant may change of the hosted pages; all else is the same for every person.

    Args:
        accent: `#rrggbb`; None is our own.
        logo_svg: reduced to shapes; None, without a PNG either, shows the label's initial.
        logo_png: in base64, in place of a drawing.
        logo_dark_svg: for dark grounds; without one the logo is the same.
        logo_dark_png: the same in base64.
        corner: one of `CORNERS`.
        mark: whether the small "By your leave" stands at the foot.
        familiar: whether German says *du* to people; it says *Sie* otherwise.
    """

    accent: str | None = None
    logo_svg: str | None = None
    logo_png: str | None = None
    logo_dark_svg: str | None = None
    logo_dark_png: str | None = None
    corner: int = 8
    font: Font = Font.SYSTEM
    ground: PageGround = PageGround.PAPER
    mark: bool = True
    familiar: bool = False


@dataclass(frozen=True, slots=True)
class Tenant:
    """One isolated customer of the product.

    Args:
        id: 16 bytes.
        slug: `[a-z][a-z0-9-]{1,39}`, immutable, part of the issuer.
        label: shown to people, 1 to 80 characters.
        index_salt: 16 bytes, salt of sealed identifiers.
        clock_offset: a sandbox tenant's clock is this far ahead; zero elsewhere.
        version: counts changes; compare-and-set.
    """

    id: bytes
    slug: str
    label: str
    kind: TenantKind
    privacy: PrivacyMode
    status: TenantStatus
    locale: str
    branding: Branding
    policy: Policy
    index_salt: bytes = field(repr=False)
    clock_offset: timedelta
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class IndexKey:
    """The outer key of sealed identifiers.

    Args:
        version: 1 and up; the highest is the current one.
        key: 32 bytes; sealed at rest under the master key.
    """

    version: int
    key: bytes = field(repr=False)
    created_at: datetime


class KeyState(StrEnum):
    """Where a signing key is in its life: published before use, kept after it."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRING = "retiring"
    RETIRED = "retired"


class KeyPurpose(StrEnum):
    """What a key signs; receipts and checkpoints never share a key with tokens."""

    TOKEN = "token"
    RECEIPT = "receipt"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A signing key of a tenant.

    Args:
        kid: RFC 7638 thumbprint.
        alg: `ES256` or `RS256`.
        private_pem: PKCS8 PEM, sealed at rest; None once retired.
        public_jwk: public members only, without `kid`, `use` and `alg`.
    """

    id: bytes
    kid: str
    alg: str
    purpose: KeyPurpose
    state: KeyState
    private_pem: Secret | None
    public_jwk: Mapping[str, str]
    created_at: datetime
    activated_at: datetime | None = None
    retiring_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TenantSecrets:
    """What a new tenant is born with: index key, subject key, signing keys."""

    index_key: IndexKey
    subject_key: bytes = field(repr=False)
    signing_keys: tuple[SigningKey, ...]
