"""Records of the house: tenants and their keys, accounts, clients, audit."""

from __future__ import annotations

import base64
import os
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.accounts.records import Account, AccountKind, AccountStatus, Activation, Audience
from domain.audit.records import AuditEvent, Checkpoint, LeafSource, LogLeaf
from domain.clients.records import (
    AccessTokenForm,
    AuthMethod,
    Client,
    ClientSecret,
    ClientStatus,
    ClientType,
    ConsentNeed,
    GrantType,
    Relaxation,
    Scope,
)
from domain.extensions.records import OutboxFact
from domain.factors.records import PasswordEnrolment
from domain.identifiers.records import IdentifierKind, SealedIdentifier
from domain.kernel.ids import first_id, new_id, random_id
from domain.kernel.secrets import Secret
from domain.tenants.records import (
    Branding,
    IndexKey,
    KeyPurpose,
    KeyState,
    Policy,
    PrivacyMode,
    Registration,
    SigningKey,
    Tenant,
    TenantKind,
    TenantSecrets,
    TenantStatus,
)
from tests.support.clock import START

HOUR = timedelta(hours=1)


def an_id_of(moment: datetime) -> bytes:
    """Make an id as it would have been made at a moment."""
    return first_id(moment)[:6] + os.urandom(10)


def digest() -> bytes:
    """Return 32 random bytes, as a digest that no other test has."""
    return os.urandom(32)


def a_tenant(**changes: Any) -> Tenant:
    made = Tenant(
        id=new_id(),
        slug="acme",
        label="Acme",
        kind=TenantKind.PRODUCTION,
        privacy=PrivacyMode.SEALED,
        status=TenantStatus.ENABLED,
        locale="en",
        branding=Branding(accent="#1a7f37"),
        policy=Policy(registration=Registration.OPEN),
        index_salt=os.urandom(16),
        clock_offset=timedelta(0),
        created_at=START,
        version=1,
    )
    return replace(made, **changes)


@lru_cache(maxsize=1)
def _private_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def a_signing_key(**changes: Any) -> SigningKey:
    key = _private_key()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    numbers = key.public_key().public_numbers()
    made = SigningKey(
        id=new_id(),
        kid=random_id(),
        alg="ES256",
        purpose=KeyPurpose.TOKEN,
        state=KeyState.ACTIVE,
        private_pem=Secret(pem),
        public_jwk={"kty": "EC", "crv": "P-256", "x": _b64(numbers.x), "y": _b64(numbers.y)},
        created_at=START,
        activated_at=START,
    )
    return replace(made, **changes)


def _b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def tenant_secrets() -> TenantSecrets:
    return TenantSecrets(
        index_key=IndexKey(1, os.urandom(32), START),
        subject_key=os.urandom(32),
        signing_keys=(
            a_signing_key(),
            a_signing_key(purpose=KeyPurpose.CHECKPOINT),
        ),
    )


def an_account(**changes: Any) -> Account:
    made = Account(
        id=new_id(),
        kind=AccountKind.HUMAN,
        status=AccountStatus.ENABLED,
        audience=Audience.CUSTOMER,
        label="",
        locale="",
        persona=False,
        created_at=START,
        version=1,
    )
    return replace(made, **changes)


def an_activation(account_id: bytes, **changes: Any) -> Activation:
    return replace(Activation(digest(), account_id, START + 72 * HOUR), **changes)


def an_identifier(account_id: bytes, **changes: Any) -> SealedIdentifier:
    made = SealedIdentifier(new_id(), account_id, IdentifierKind.USERNAME, digest(), 1, START)
    return replace(made, **changes)


def a_password(account_id: bytes, **changes: Any) -> PasswordEnrolment:
    made = PasswordEnrolment(new_id(), account_id, f"$argon2id$v=19${random_id()}", START)
    return replace(made, **changes)


def a_client(**changes: Any) -> Client:
    made = Client(
        id=new_id(),
        client_id=f"shop-{random_id()[:8]}",
        label="Shop",
        purpose="Shows your orders.",
        type=ClientType.CONFIDENTIAL,
        status=ClientStatus.ENABLED,
        auth_method=AuthMethod.BASIC,
        redirect_uris=("https://shop.example/cb",),
        post_logout_redirect_uris=(),
        cors_origins=(),
        grant_types=(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
        scopes=("openid", "profile"),
        audiences=(),
        require_pkce=True,
        id_token_alg="ES256",
        access_token=AccessTokenForm.JWT,
        first_party=False,
        login_ui=False,
        channel_group=None,
        proposed_consent=None,
        longest_consent=timedelta(days=30),
        relaxations=(Relaxation("loopback_http", "A test runs on this machine."),),
        created_at=START,
        version=1,
    )
    return replace(made, **changes)


def a_client_secret(client_id: bytes, **changes: Any) -> ClientSecret:
    made = ClientSecret(new_id(), client_id, digest(), "wxyz", START, None)
    return replace(made, **changes)


def a_scope(**changes: Any) -> Scope:
    made = Scope(
        value="orders",
        label="Your orders",
        sentence="Sees what you ordered; never how you paid.",
        consent=ConsentNeed.OPTIONAL,
        longest_consent=timedelta(days=30),
        claims=("orders",),
    )
    return replace(made, **changes)


def an_audit_event(**changes: Any) -> AuditEvent:
    made = AuditEvent(
        id=new_id(),
        at=START,
        name="account.disabled",
        result="done",
        actor_kind="operator",
        actor_name="acc_test",
        subject_prefix="acc",
        subject_id=new_id(),
        facts={"reason": "operator", "count": 2, "words": ("a", "b"), "none": None},
        salt=os.urandom(16),
    )
    return replace(made, **changes)


def a_leaf(**changes: Any) -> LogLeaf:
    return replace(LogLeaf(new_id(), LeafSource.AUDIT, digest(), START), **changes)


def a_checkpoint(**changes: Any) -> Checkpoint:
    return replace(Checkpoint(1, digest(), digest(), START, "e30.e30.c2ln", digest()), **changes)


def a_fact(**changes: Any) -> OutboxFact:
    made = OutboxFact(new_id(), START, "consent.ended", {"subject": "con_x", "items": ("a",)})
    return replace(made, **changes)
