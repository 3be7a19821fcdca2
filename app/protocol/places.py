"""From a path to its endpoint and its tenant, and which paths are worth remembering."""

from __future__ import annotations

import re
from typing import Final

Place = tuple[str, str]
"""The endpoint's name and the tenant's slug; both empty where there is no endpoint."""

NOWHERE: Final[Place] = ("", "")
MOST: Final = 1024
"""Paths remembered at a time: the endpoints of a hundred tenants, each under ninety letters."""

_SLUG: Final = r"(?P<slug>[a-z][a-z0-9-]{1,39})"
_PATHS: Final = (
    re.compile(rf"/t/{_SLUG}/(?P<name>(?:oauth2|\.well-known)/[^/]*)"),
    # RFC 8414 section 3.1: the well-known part stands before the issuer's path.
    re.compile(rf"/(?P<name>\.well-known/oauth-authorization-server)/t/{_SLUG}"),
)
_WELL: Final = 400
"""An answer of a lower status was given by an endpoint of a tenant that is there."""


class Places:
    """Reads paths; those that answered well once are read no more.

    A stranger chooses every letter of a path, so nothing is remembered of one that led nowhere.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: dict[str, Place] = {}

    def __len__(self) -> int:
        """Tell how many are remembered."""
        return len(self._known)

    def __contains__(self, path: str) -> bool:
        """Tell whether a path is remembered."""
        return path in self._known

    def find(self, path: str) -> Place:
        """Return where a path leads."""
        known = self._known.get(path)
        if known is not None:
            return known
        found = next((match for each in _PATHS if (match := each.fullmatch(path))), None)
        return (found["name"], found["slug"]) if found else NOWHERE

    def answered(self, path: str, place: Place, status: int) -> None:
        """Remember a path whose endpoint answered well; of too many the oldest goes."""
        if status >= _WELL or path in self._known:
            return
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[path] = place
