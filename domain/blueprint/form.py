"""The form of a file that `byleave apply` takes: what may be said, and what was.

None means that nothing was said: what is new takes the default, what stands keeps its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from domain.accounts.records import AccountStatus
from domain.blueprint import nodes
from domain.blueprint.nodes import Node, Reader
from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    ClientStatus,
    ClientType,
    ConsentNeed,
    GrantType,
    Relaxation,
)
from domain.kernel.secrets import Secret
from domain.operators.records import Role
from domain.tenants.records import (
    Font,
    Lifetimes,
    PageGround,
    PrivacyMode,
    Registration,
    TenantKind,
    TenantStatus,
)


class State(StrEnum):
    """Whether a thing is to be there; only what says `absent` is taken away."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ScopeForm:
    """A scope of the file."""

    line: int
    value: str
    label: str | None = None
    sentence: str | None = None
    consent: ConsentNeed | None = None
    longest_consent: timedelta | None = None
    claims: tuple[str, ...] | None = None
    hosted_only: bool | None = None
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class ClientForm:
    """A client of the file.

    Args:
        id: its client_id.
        secret: fixed, sandbox tenants only.
    """

    line: int
    id: str
    label: str | None = None
    purpose: str | None = None
    type: ClientType | None = None
    status: ClientStatus | None = None
    auth_method: AuthMethod | None = None
    secret: Secret | None = None
    redirect_uris: tuple[str, ...] | None = None
    post_logout_redirect_uris: tuple[str, ...] | None = None
    cors_origins: tuple[str, ...] | None = None
    grant_types: tuple[GrantType, ...] | None = None
    scopes: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    require_pkce: bool | None = None
    id_token_alg: str | None = None
    access_token: AccessTokenForm | None = None
    first_party: bool | None = None
    login_ui: bool | None = None
    channel_group: str | None = None
    proposed_consent: timedelta | None = None
    longest_consent: timedelta | None = None
    relaxations: tuple[Relaxation, ...] | None = None
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class PersonaForm:
    """A persona of the file; sandbox tenants only."""

    line: int
    username: Secret | None = None
    email: Secret | None = None
    password: Secret | None = None
    claims: Mapping[str, Any] | None = field(default=None, repr=False)
    status: AccountStatus | None = None
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class OperatorForm:
    """An operator of the file; someone new gets a link to choose a password.

    Args:
        tenant: slug of the tenant the role is for; None is the whole installation.
        label: a word for the account, free of personal data.
    """

    line: int
    role: Role
    username: Secret | None = None
    email: Secret | None = None
    tenant: str | None = None
    label: str | None = None
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class LanguageForm:
    """What a tenant says in one language in its own words.

    Args:
        tag: such as `de`.
        texts: by our English sentence; None says ours again.
    """

    line: int
    tag: str
    texts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class TenantForm:
    """A tenant of the file.

    Args:
        branding: said parts of it by name.
        policy: said parts of it by name, `lifetimes` as a mapping of its own.
    """

    line: int
    slug: str
    label: str | None = None
    kind: TenantKind | None = None
    privacy: PrivacyMode | None = None
    registration: Registration | None = None
    status: TenantStatus | None = None
    locale: str | None = None
    branding: Mapping[str, Any] | None = None
    policy: Mapping[str, Any] | None = None
    texts: tuple[LanguageForm, ...] = ()
    scopes: tuple[ScopeForm, ...] = ()
    clients: tuple[ClientForm, ...] = ()
    personas: tuple[PersonaForm, ...] = ()
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class FileForm:
    """A whole file."""

    tenants: tuple[TenantForm, ...] = ()
    operators: tuple[OperatorForm, ...] = ()


_TEXTS: Final = nodes.each(nodes.text)
_STATE: Final[dict[str, Reader]] = {"state": nodes.word(State)}

SCOPE: Final[Mapping[str, Reader]] = {
    "value": nodes.text,
    "label": nodes.text,
    "sentence": nodes.text,
    "consent": nodes.word(ConsentNeed),
    "longest_consent": nodes.duration,
    "claims": _TEXTS,
    "hosted_only": nodes.flag,
    **_STATE,
}
RELAXATION: Final[Mapping[str, Reader]] = {"rule": nodes.text, "reason": nodes.text}
PERSONA: Final[Mapping[str, Reader]] = {
    "username": nodes.secret,
    "email": nodes.secret,
    "password": nodes.secret,
    "claims": nodes.plain_mapping,
    "status": nodes.word(AccountStatus),
    **_STATE,
}
OPERATOR: Final[Mapping[str, Reader]] = {
    "username": nodes.secret,
    "email": nodes.secret,
    "role": nodes.word(Role),
    "tenant": nodes.text,
    "label": nodes.text,
    **_STATE,
}
BRANDING: Final[Mapping[str, Reader]] = {
    **dict.fromkeys(
        ("accent", "logo_svg", "logo_png", "logo_dark_svg", "logo_dark_png"), nodes.maybe_text
    ),
    "corner": nodes.number,
    "font": nodes.word(Font),
    "ground": nodes.word(PageGround),
    "mark": nodes.flag,
    "familiar": nodes.flag,
}
LIFETIMES: Final[Mapping[str, Reader]] = dict.fromkeys(
    Lifetimes.__dataclass_fields__, nodes.duration
)


def _relaxation(node: Node) -> Relaxation:
    return Relaxation(**nodes.members(node, RELAXATION, needed=("rule", "reason")))


CLIENT: Final[Mapping[str, Reader]] = {
    "id": nodes.text,
    "label": nodes.text,
    "purpose": nodes.text,
    "type": nodes.word(ClientType),
    "status": nodes.word(ClientStatus),
    "auth_method": nodes.word(AuthMethod),
    "secret": nodes.secret,
    "redirect_uris": _TEXTS,
    "post_logout_redirect_uris": _TEXTS,
    "cors_origins": _TEXTS,
    "grant_types": nodes.each(nodes.word(GrantType)),
    "scopes": _TEXTS,
    "audiences": _TEXTS,
    "require_pkce": nodes.flag,
    "id_token_alg": nodes.text,
    "access_token": nodes.word(AccessTokenForm),
    "first_party": nodes.flag,
    "login_ui": nodes.flag,
    "channel_group": nodes.text,
    "proposed_consent": nodes.duration,
    "longest_consent": nodes.duration,
    "relaxations": nodes.each(_relaxation),
    **_STATE,
}
POLICY: Final[Mapping[str, Reader]] = {
    "password_least": nodes.number,
    "longest_consent": nodes.duration,
    "refusal_memory": nodes.duration,
    "evidence_retention": nodes.duration,
    "lifetimes": lambda node: nodes.members(node, LIFETIMES),
}
