"""Scopes: the standard ones in one table, and a tenant's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.clients.records import ConsentNeed, Scope
from domain.clients.store import ClientWork

OPENID: Final = "openid"
OFFLINE: Final = "offline_access"

PROFILE_CLAIMS: Final = (
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
)
"""Source: OpenID Connect Core section 5.4."""

STANDARD: Final[Mapping[str, Scope]] = {
    scope.value: scope
    for scope in (
        Scope(
            OPENID,
            "Recognise you",
            "Gets a number made for this application alone, and never learns your name from it.",
            ConsentNeed.REQUIRED,
        ),
        Scope(
            "profile",
            "Your name and profile",
            "Sees your name, picture and language, never how you sign in.",
            ConsentNeed.OPTIONAL,
            claims=PROFILE_CLAIMS,
        ),
        Scope(
            "email",
            "Your e-mail address",
            "Sees your e-mail address and whether it was checked.",
            ConsentNeed.OPTIONAL,
            claims=("email", "email_verified"),
        ),
        Scope(
            "address",
            "Your postal address",
            "Sees your postal address.",
            ConsentNeed.OPTIONAL,
            claims=("address",),
        ),
        Scope(
            "phone",
            "Your phone number",
            "Sees your phone number and whether it was checked.",
            ConsentNeed.OPTIONAL,
            claims=("phone_number", "phone_number_verified"),
        ),
        Scope(
            OFFLINE,
            "Stay connected while you are away",
            "Keeps its access after you sign out, until the time you choose.",
            ConsentNeed.OPTIONAL,
        ),
    )
}


def known(work: ClientWork) -> Mapping[str, Scope]:
    """Return every scope of this tenant by its word, the standard ones first."""
    return {**STANDARD, **{scope.value: scope for scope in work.scopes.all()}}
