"""Register an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.clients import rules
from domain.clients.events import ClientRegistered
from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    Client,
    ClientSecret,
    ClientStatus,
    ClientType,
    GrantType,
    Relaxation,
)
from domain.clients.refusals import CLIENT_ID_TAKEN
from domain.clients.scopes import known
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, invalid
from domain.kernel.secrets import Secret, digest, new_secret
from domain.kernel.work import writes
from domain.tenants.records import Tenant, TenantKind

SECRET_PREFIX: Final = "byl_cs_"
LEAST_FIXED_SECRET: Final = 32
"""Characters of a secret that a sandbox file fixes; a generated one has 256 bits."""

HINT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """What an operator says of an application; see `Client` for each word.

    Args:
        auth_method: None takes `none` for a public client, `client_secret_basic` for any other.
        secret: a fixed one, in sandbox tenants only; None makes one where the client needs it.
    """

    client_id: str
    label: str
    type: ClientType
    purpose: str = ""
    auth_method: AuthMethod | None = None
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    grant_types: tuple[GrantType, ...] = (GrantType.AUTHORIZATION_CODE,)
    scopes: tuple[str, ...] = ("openid",)
    audiences: tuple[str, ...] = ()
    require_pkce: bool = True
    id_token_alg: str = "ES256"
    access_token: AccessTokenForm = AccessTokenForm.JWT
    first_party: bool = False
    login_ui: bool = False
    channel_group: str | None = None
    proposed_consent: timedelta | None = None
    longest_consent: timedelta | None = None
    relaxations: tuple[Relaxation, ...] = ()
    status: ClientStatus = ClientStatus.ENABLED
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered client.

    Args:
        client: the record.
        secret: its clear secret, to be shown once; None for a public client.
    """

    client: Client
    secret: Secret | None


@writes(durable=True)
def register(work: ClientWork, new: NewClient) -> Registered:
    """Register an application.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        invalid_input: a field is not right; a fixed secret outside a sandbox tenant.
        client_id_taken: the client_id is in use.

    Tells:
        ClientRegistered.
    """
    authorize(work, "clients.change")
    client = client_record(new, id_=work.new_id(), now=work.now)
    rules.check(client, work.tenant)
    ensure_scopes_known(work, client.scopes)
    secret = _secret(work, client, new.secret)
    if not work.clients.add(client):
        raise Refusal(CLIENT_ID_TAKEN, field="client_id")
    if secret is not None:
        work.clients.add_secret(secret_record(work, client, secret))
    work.tell(
        ClientRegistered(
            subject=client.id,
            client_id=client.client_id,
            relaxed=tuple(sorted(each.rule for each in client.relaxations)),
        )
    )
    return Registered(client, secret)


def ensure_scopes_known(work: ClientWork, scopes: tuple[str, ...]) -> None:
    """Go on only if the tenant has every one of these scopes.

    Refuses:
        invalid_input: one is neither a standard scope nor the tenant's own.
    """
    definitions = known(work)
    for word in scopes:
        if word not in definitions:
            raise invalid("scopes", "every scope must be a standard one or defined in this tenant")


def secret_record(work: ClientWork, client: Client, secret: Secret) -> ClientSecret:
    """Return what is kept of a secret: its digest and its last letters."""
    return ClientSecret(
        id=work.new_id(),
        client_id=client.id,
        digest=digest(secret),
        hint=secret.reveal()[-HINT:],
        created_at=work.now,
        expires_at=None,
    )


def client_record(new: NewClient, *, id_: bytes, now: datetime) -> Client:
    """Return a client as it would be kept, unchecked."""
    usual = AuthMethod.NONE if new.type is ClientType.PUBLIC else AuthMethod.BASIC
    return Client(
        id=id_,
        client_id=new.client_id,
        label=new.label,
        purpose=new.purpose,
        type=new.type,
        status=new.status,
        auth_method=new.auth_method or usual,
        redirect_uris=new.redirect_uris,
        post_logout_redirect_uris=new.post_logout_redirect_uris,
        cors_origins=new.cors_origins,
        grant_types=new.grant_types,
        scopes=new.scopes,
        audiences=new.audiences,
        require_pkce=new.require_pkce,
        id_token_alg=new.id_token_alg,
        access_token=new.access_token,
        first_party=new.first_party,
        login_ui=new.login_ui,
        channel_group=new.channel_group,
        proposed_consent=new.proposed_consent,
        longest_consent=new.longest_consent,
        relaxations=new.relaxations,
        created_at=now,
        version=1,
    )


def _secret(work: ClientWork, client: Client, fixed: Secret | None) -> Secret | None:
    if client.auth_method is AuthMethod.NONE:
        if fixed is not None:
            raise invalid("secret", "a public client cannot keep one")
        return None
    if fixed is None:
        return new_secret(SECRET_PREFIX)
    ensure_fixable(work, fixed)
    return fixed


def ensure_fixable(work: ClientWork, fixed: Secret) -> None:
    """Go on only if a chosen secret is allowed here: in a sandbox tenant, and long enough.

    Refuses:
        invalid_input: the tenant is for production, or the secret is too short.
    """
    ensure_fixable_in(work.tenant, fixed)


def ensure_fixable_in(tenant: Tenant, fixed: Secret) -> None:
    """Ask the same of a tenant that may not be kept yet.

    Refuses:
        invalid_input: the tenant is for production, or the secret is too short.
    """
    if tenant.kind is not TenantKind.SANDBOX:
        raise invalid(
            "secret", "only a sandbox tenant may fix secrets; leave it out to have one made"
        )
    if len(fixed.reveal()) < LEAST_FIXED_SECRET or not fixed.reveal().isascii():
        raise invalid("secret", "at least {least} ASCII characters", least=LEAST_FIXED_SECRET)
