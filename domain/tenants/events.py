"""What is told of tenants and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantEvent(Event):
    """Something happened to a tenant; its own trail says it."""

    prefix: ClassVar[str] = "ten"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantCreated(TenantEvent):
    """A tenant was made.

    Args:
        slug: part of its issuer.
        kind: `production` or `sandbox`.
    """

    name: ClassVar[str] = "tenant.created"

    slug: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantChanged(TenantEvent):
    """A tenant's record was changed.

    Args:
        changed: names of the fields that differ now.
    """

    name: ClassVar[str] = "tenant.changed"

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsChanged(TenantEvent):
    """A tenant says something on its pages in other words.

    Args:
        language: in which language.
        sentences: how many.
    """

    name: ClassVar[str] = "tenant.texts_changed"

    language: str
    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantDisabled(TenantEvent):
    """A tenant answers nobody any more; its data stays."""

    name: ClassVar[str] = "tenant.disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantEnabled(TenantEvent):
    """A tenant answers again."""

    name: ClassVar[str] = "tenant.enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEvent(Event):
    """Something happened to a signing key.

    Args:
        kid: RFC 7638 thumbprint.
        purpose: what it signs.
        alg: `ES256` or `RS256`.
    """

    prefix: ClassVar[str] = "key"

    kid: str
    purpose: str
    alg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCreated(KeyEvent):
    """A signing key was made."""

    name: ClassVar[str] = "key.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyActivated(KeyEvent):
    """A signing key signs from now on."""

    name: ClassVar[str] = "key.activated"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRetiring(KeyEvent):
    """A signing key signs no more; what it signed still verifies."""

    name: ClassVar[str] = "key.retiring"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRetired(KeyEvent):
    """A signing key's private half was destroyed."""

    name: ClassVar[str] = "key.retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexKeyRotated(Event):
    """Identifiers are sealed under a new key from now on, each at its next use.

    Args:
        version: the new key's version.
    """

    name: ClassVar[str] = "index_key.rotated"

    version: int
