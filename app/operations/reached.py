"""Where an installation is reached, for whoever opens it without being told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from domain.kernel.work import reads, system
from domain.operators.install import CALLBACK, CONSOLE
from domain.operators.staff import staff
from domain.operators.store import OperatorWork
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.wiring import House

ACTOR: Final = system("cli")
NAMED_BY: Final = frozenset({"base_url", "port"})
"""Settings that say where we are reached; without them the default is but a guess."""


def as_reached(house: House) -> House:
    """Return a house under the address its console was served at last.

    An address or a port that was set stands, and so does the default before the first start.
    """
    if NAMED_BY & house.settings.origins.keys():
        return house
    known = house.call.now(_known, tenant=None, actor=ACTOR)
    return replace(house, settings=replace(house.settings, base_url=known)) if known else house


@reads
def _known(work: OperatorWork) -> str:
    if work.tenants.by_slug(BUILT_IN) is None:
        return ""
    client = staff(work).clients.by_client_id(CONSOLE)
    registered = client.redirect_uris if client else ()
    return next((uri.removesuffix(CALLBACK) for uri in registered if uri.endswith(CALLBACK)), "")
