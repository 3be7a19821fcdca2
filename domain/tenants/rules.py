"""What a tenant may be called and may decide."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import timedelta
from typing import Final

from domain.kernel.errors import Refusal, invalid, kind
from domain.kernel.seen import is_blank
from domain.tenants.pictures import check_png, clean_svg
from domain.tenants.records import BUILT_IN, CORNERS, Branding, Lifetimes, Policy, PrivacyMode

SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")
ACCENT: Final = re.compile(r"#[0-9a-fA-F]{6}")
LOCALE: Final = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
LONGEST_LABEL: Final = 80
LONGEST_LOCALE: Final = 35
LEAST_PASSWORD: Final = 15
MOST_PASSWORD: Final = 64
LONGEST_CONSENT: Final = timedelta(days=366)
"""No leave is silently older: "until withdrawn" is asked again after 12 months."""

SHORTEST_RETENTION: Final = timedelta(days=1)

RESERVED: Final = frozenset({BUILT_IN})
PATHS: Final = frozenset({"cb", "sign-in", "sign-out", "start", "static", "view-as"})
"""Words that stand where a slug stands in the console's addresses."""

SLUG_TAKEN = kind(
    "slug_taken",
    "There is a tenant with the slug {slug} already.",
    "Choose another slug: it is part of every address and cannot be changed later.",
    status=409,
)
VAULT_NOT_OFFERED = kind(
    "vault_not_offered",
    "This version keeps no personal data at all, so the privacy mode vault is not offered.",
    "Use the privacy mode sealed.",
)


def check_slug(slug: str) -> None:
    """Go on only with a slug that can be part of an issuer.

    Refuses:
        invalid_input: it is not of the form, or it is ours.
    """
    if not SLUG.fullmatch(slug):
        raise invalid("slug", "use 2 to 40 of a-z, 0-9 and -, beginning with a letter.")
    if slug in RESERVED:
        raise invalid("slug", "{slug} is the tenant of the operators themselves.", slug=slug)
    if slug in PATHS:
        raise invalid("slug", "{slug} is part of an address of ours.", slug=slug)


def check_label(label: str, *, field: str = "label") -> None:
    """Go on only with a name that fits every page.

    Refuses:
        invalid_input: nothing of it is seen, it is too long, or has characters that do not print.
    """
    if is_blank(label) or len(label) > LONGEST_LABEL or not label.isprintable():
        raise invalid(field, "write 1 to {most} printable characters.", most=LONGEST_LABEL)


def check_locale(locale: str, *, field: str = "locale") -> None:
    """Go on only with a word of BCP 47's shape.

    Refuses:
        invalid_input: it has another shape.
    """
    if len(locale) > LONGEST_LOCALE or not LOCALE.fullmatch(locale):
        raise invalid(field, "write a language such as en or de-CH.")


def check_privacy(privacy: PrivacyMode) -> None:
    """Go on only with a mode we can keep.

    Refuses:
        vault_not_offered: it is `vault`.
    """
    if privacy is PrivacyMode.VAULT:
        raise Refusal(VAULT_NOT_OFFERED, field="privacy")


def clean_branding(branding: Branding) -> Branding:
    """Return a branding that pages can show: its drawings reduced to shapes.

    Refuses:
        invalid_input: the accent is no colour, the corner none of ours, or a logo cannot be
            shown; the field names it.
    """
    if branding.accent is not None and not ACCENT.fullmatch(branding.accent):
        raise invalid("branding.accent", "write a colour as #rrggbb.")
    if branding.corner not in CORNERS:
        raise invalid("branding.corner", "choose 0, 8 or 12.")
    for logo in ("logo", "logo_dark"):
        _check_pictures(branding, f"{logo}_svg", f"{logo}_png")
    light, dark = branding.logo_svg, branding.logo_dark_svg
    return replace(
        branding,
        logo_svg=light and clean_svg(light, name="branding.logo_svg"),
        logo_dark_svg=dark and clean_svg(dark, name="branding.logo_dark_svg"),
    )


def _check_pictures(branding: Branding, svg: str, png: str) -> None:
    picture = getattr(branding, png)
    if picture is None:
        return
    if getattr(branding, svg) is not None:
        raise invalid(f"branding.{png}", "send a drawing or a PNG, not both.")
    check_png(picture, name=f"branding.{png}")


def check_policy(policy: Policy) -> None:
    """Go on only with house rules that are no weaker than the product's own.

    Refuses:
        invalid_input: a rule is out of its bounds; the field names it.
    """
    if not LEAST_PASSWORD <= policy.password_least <= MOST_PASSWORD:
        raise invalid(
            "policy.password_least",
            "choose {least} to {most}.",
            least=LEAST_PASSWORD,
            most=MOST_PASSWORD,
        )
    longest = policy.longest_consent
    if longest is not None and not timedelta() < longest <= LONGEST_CONSENT:
        raise invalid("policy.longest_consent", "choose more than nothing and 366 days at most.")
    if policy.refusal_memory < timedelta():
        raise invalid("policy.refusal_memory", "a memory cannot be negative.")
    if policy.evidence_retention < SHORTEST_RETENTION:
        raise invalid("policy.evidence_retention", "keep evidence for a day at least.")
    _check_lifetimes(policy.lifetimes)


def _check_lifetimes(lifetimes: Lifetimes) -> None:
    longest = Lifetimes()
    for each in fields(Lifetimes):
        chosen, bound = getattr(lifetimes, each.name), getattr(longest, each.name)
        if not timedelta() < chosen <= bound:
            seconds = int(bound.total_seconds())
            raise invalid(
                f"policy.lifetimes.{each.name}",
                "choose more than nothing and {most} seconds at most.",
                most=seconds,
            )
