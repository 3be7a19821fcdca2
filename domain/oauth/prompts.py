"""Which pages a request wants shown, and which this tenant has."""

from __future__ import annotations

from domain.oauth.draft import Draft
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import CREATE, PROMPTS
from domain.tenants.records import Registration, Tenant


def offered(tenant: Tenant) -> tuple[str, ...]:
    """Return the words a tenant takes: where nobody makes an account for themselves, no `create`.

    Source: Initiating User Registration via OpenID Connect 1.0 section 4.2.
    """
    if tenant.policy.registration is Registration.OPEN:
        return PROMPTS
    return tuple(word for word in PROMPTS if word != CREATE)


def prompt(work: OAuthWork, draft: Draft) -> None:
    """Words that discovery names, and no others; `none` stands alone.

    Source: OpenID Connect Core section 3.1.2.1, Initiating User Registration 1.0 section 4.1.
    """
    words, known = draft.words("prompt"), offered(work.tenant)
    if any(word not in known for word in words):
        draft.wrong(f"prompt is {', '.join(known[:-1])} or {known[-1]}")
    if "none" in words and len(words) > 1:
        draft.wrong("prompt=none stands alone")
    draft.prompt = words
