"""In which language does this person want to read?"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from babel import negotiate_locale

from app.hosted.words.catalogue import FALLBACK, LANGUAGES
from app.runtime.words import wishes

_LONGEST: Final = 128
"""Letters of a wish that is remembered."""

_MOST_TAGS: Final = 10
"""Tags of one ``ui_locales`` we look at; a longer one is somebody's experiment."""


def negotiate(
    *,
    ui_locales: str | None = None,
    cookie: str | None = None,
    accept_language: str | None = None,
    default: str = FALLBACK,
    offered: Iterable[str] = LANGUAGES,
) -> str:
    """Choose the language of a page.

    The first that names an offered language wins, in this order: what the client asks
    for this sign-in, what the person chose before, what the browser prefers, what the
    tenant has set. Anything that cannot be read is passed over, never refused.

    Args:
        ui_locales: Space-separated language tags, best first.
        cookie: What the person chose with the language link.
        accept_language: The header as it came.
        default: The tenant's language.
        offered: The shipped languages, and those the tenant added.

    Returns:
        One of those offered.

    Source: OIDC Core 3.1.2.1 (ui_locales), RFC 9110 12.5.4 (Accept-Language).
    """
    client, chosen, browser = ui_locales or "", cookie or "", accept_language or ""
    # Nearly every browser asks as another one did; a long wish is somebody's experiment.
    short = len(client) + len(chosen) + len(browser) <= _LONGEST
    choose = _choose if short else _choose.__wrapped__
    return choose(client, chosen, browser, default, tuple(offered))


@lru_cache(maxsize=1024)
def _choose(
    ui_locales: str, cookie: str, accept_language: str, default: str, offered: tuple[str, ...]
) -> str:
    asked = (
        ui_locales.split()[:_MOST_TAGS],
        [cookie] if cookie else [],
        wishes(accept_language),
        [default],
    )
    named = {tag.replace("-", "_"): tag for tag in offered}
    for tags in asked:
        found = negotiate_locale([tag.replace("-", "_") for tag in tags], list(named))
        if found is not None:
            return named.get(found, found)
    return FALLBACK
