"""What the read models of an operator stand on: a work that sees several rooms at once."""

from __future__ import annotations

from typing import Protocol

from domain.accounts.store import RecognisedAccountWork
from domain.clients.records import Client
from domain.oauth.store import OAuthWork


class OverviewWork(OAuthWork, RecognisedAccountWork, Protocol):
    """A work that sees accounts with everything that hangs on them."""


def clients_named(work: OverviewWork, named: set[bytes]) -> dict[bytes, Client]:
    """Return the applications of these internal ids; one that was deleted is left out."""
    found = {id_: work.clients.get(id_) for id_ in named}
    return {id_: client for id_, client in found.items() if client is not None}
