"""How strongly a request wants the person proven."""

from __future__ import annotations

from typing import Final

from domain.factors.score import acr
from domain.oauth.draft import Draft
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import UNMET_AUTHENTICATION_REQUIREMENTS

REACHED: Final = acr(("pwd",))
"""What a sign-in reaches: a password is the one proof there is."""


def levels(work: OAuthWork, draft: Draft) -> None:
    """Take down the levels that are wished for; refuse one that is essential and never reached.

    `acr_values`, and an `acr` that is asked for as a claim of choice, never refuse.

    Source: OpenID Connect Core 1.0 sections 3.1.2.1 and 5.5.1.1.
    """
    asked = draft.claims.get("id_token", {}).get("acr") or {}
    several = asked.get("values")
    named = several if isinstance(several, list) else [asked.get("value")]
    wanted = tuple(word for word in named if isinstance(word, str))
    if asked.get("essential") is True and set(asked) > {"essential"} and REACHED not in wanted:
        draft.refuse(UNMET_AUTHENTICATION_REQUIREMENTS)
    draft.acr_values = draft.words("acr_values") or wanted
