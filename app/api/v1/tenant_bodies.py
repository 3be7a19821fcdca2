"""Tenants as they are sent and told."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Final

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from app.api.v1.values import Answer, Body, Duration, Text, left_out
from domain.tenants.issuer import issuer
from domain.tenants.pictures import LARGEST_PNG, LONGEST_DRAWING
from domain.tenants.records import (
    Branding,
    Font,
    PageGround,
    PrivacyMode,
    Registration,
    Tenant,
    TenantKind,
    TenantStatus,
)


class LifetimesBody(Body):
    """How long things live; each as long as the product's default at most."""

    code: Duration = left_out()
    pushed_request: Duration = left_out()
    access_token: Duration = left_out()
    id_token: Duration = left_out()
    consent_token: Duration = left_out()
    interaction: Duration = left_out()
    session_idle: Duration = left_out()
    session_absolute: Duration = left_out()
    refresh_idle: Duration = left_out()


class PolicyBody(Body):
    """House rules; what is left out stays."""

    password_least: StrictInt = left_out(ge=15, le=64)
    longest_consent: Duration | None = None
    refusal_memory: Duration = left_out()
    evidence_retention: Duration = left_out()
    lifetimes: LifetimesBody = left_out()


_PNG: Final = "In base64, 64 KB at most; in place of a drawing."
_PNG_LETTERS: Final = 4 * LARGEST_PNG // 3 + 4
Drawing = Annotated[str, StringConstraints(max_length=LONGEST_DRAWING, pattern=r"^[^\x00]*$")]
Picture = Annotated[str, StringConstraints(max_length=_PNG_LETTERS, pattern=r"^[A-Za-z0-9+/=]*$")]


class Corner(IntEnum):
    """Pixels by which buttons and fields are rounded."""

    SQUARE = 0
    USUAL = 8
    ROUND = 12


class BrandingBody(Body):
    """What a tenant may change of the hosted pages; what is left out is as we ship it."""

    accent: Text | None = Field(default=None, description="`#rrggbb`; null is our own.")
    logo_svg: Drawing | None = Field(default=None, description="Reduced to shapes.")
    logo_png: Picture | None = Field(default=None, description=_PNG)
    logo_dark_svg: Drawing | None = Field(default=None, description="For dark grounds.")
    logo_dark_png: Picture | None = Field(default=None, description=_PNG)
    corner: Corner = Corner.USUAL
    font: Font = Font.SYSTEM
    ground: PageGround = PageGround.PAPER
    mark: StrictBool = Field(default=True, description='Whether "By your leave" is at the foot.')
    familiar: StrictBool = Field(default=False, description="Whether German says du.")

    def record(self) -> Branding:
        """Return it as it is kept."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return Branding(**{**said, "corner": int(self.corner)})


class NewTenantBody(Body):
    """A tenant that is wanted."""

    slug: Text = Field(description="2 to 40 of a-z, 0-9 and -, beginning with a letter; for ever.")
    label: Text | None = Field(default=None, description="Shown to people; else the slug.")
    kind: TenantKind = Field(default=TenantKind.PRODUCTION, description="For ever.")
    privacy: PrivacyMode = PrivacyMode.SEALED
    registration: Registration | None = None
    locale: Text = "en"
    branding: BrandingBody | None = None
    policy: PolicyBody | None = None


class TenantChanges(Body):
    """What is to be different; what is left out or null stays as it is."""

    label: Text | None = None
    privacy: PrivacyMode | None = None
    registration: Registration | None = None
    locale: Text | None = None
    branding: BrandingBody | None = None
    policy: PolicyBody | None = None


class LifetimesTold(Answer):
    """How long things live."""

    code: Duration
    pushed_request: Duration
    access_token: Duration
    id_token: Duration
    consent_token: Duration
    interaction: Duration
    session_idle: Duration
    session_absolute: Duration
    refresh_idle: Duration


class PolicyTold(Answer):
    """House rules."""

    password_least: int
    longest_consent: Duration | None
    refusal_memory: Duration
    evidence_retention: Duration
    lifetimes: LifetimesTold


class BrandingTold(Answer):
    """What differs on the hosted pages."""

    accent: str | None
    logo_svg: str | None
    logo_png: str | None
    logo_dark_svg: str | None
    logo_dark_png: str | None
    corner: int
    font: Font
    ground: PageGround
    mark: bool
    familiar: bool


class TenantTold(Answer):
    """A tenant."""

    slug: str
    label: str
    kind: TenantKind
    privacy: PrivacyMode
    status: TenantStatus
    registration: Registration
    locale: str
    issuer: str
    branding: BrandingTold
    policy: PolicyTold
    clock_ahead: Duration = Field(description="Of a sandbox tenant's clock.")
    created_at: datetime
    version: int


def told(tenant: Tenant, base_url: str) -> TenantTold:
    """Return a tenant as it is answered."""
    policy, lives = tenant.policy, tenant.policy.lifetimes
    return TenantTold(
        slug=tenant.slug,
        label=tenant.label,
        kind=tenant.kind,
        privacy=tenant.privacy,
        status=tenant.status,
        registration=policy.registration,
        locale=tenant.locale,
        issuer=issuer(base_url, tenant.slug),
        branding=BrandingTold(
            **{name: getattr(tenant.branding, name) for name in BrandingTold.model_fields}
        ),
        policy=PolicyTold(
            password_least=policy.password_least,
            longest_consent=policy.longest_consent,
            refusal_memory=policy.refusal_memory,
            evidence_retention=policy.evidence_retention,
            lifetimes=LifetimesTold(
                **{name: getattr(lives, name) for name in LifetimesTold.model_fields}
            ),
        ),
        clock_ahead=tenant.clock_offset,
        created_at=tenant.created_at,
        version=tenant.version,
    )
