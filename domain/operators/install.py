"""Set the installation up: the tenant of the operators, and the console as its client."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from domain.clients.change import change_client
from domain.clients.records import Client, ClientType, GrantType, Relaxation
from domain.clients.register import NewClient, register
from domain.clients.rules import is_loopback_http
from domain.clients.scopes import OPENID
from domain.kernel.errors import because
from domain.kernel.powers import KeyMaker
from domain.kernel.work import Staged, reads, writes
from domain.operators.staff import StaffWork, staff
from domain.operators.store import OperatorWork
from domain.tenants.create import NewTenant, add_tenant
from domain.tenants.new_keys import FreshKeys, fresh_keys
from domain.tenants.records import BUILT_IN

CONSOLE: Final = "console"
"""The console's client_id."""

CALLBACK: Final = "/console/cb"
AFTER_SIGN_OUT: Final = "/console"
LABEL: Final = "Byleave"


@dataclass(frozen=True, slots=True)
class Install:
    """A set-up is wanted.

    Args:
        base_url: where this installation is reached.
        moves: whether a console that is registered already goes there; only who serves it knows.
    """

    base_url: str
    moves: bool = True


@reads
def look(work: OperatorWork, _request: Install) -> bool:
    """See whether the operators' tenant is missing."""
    return work.tenants.by_slug(BUILT_IN) is None


def slow(missing: bool, _request: Install, *, key_maker: KeyMaker) -> FreshKeys | None:  # noqa: FBT001 - what `look` returned
    """Make its keys, if it is missing."""
    return fresh_keys(key_maker) if missing else None


@writes(durable=True)
def settle(work: OperatorWork, request: Install, _missing: bool, made: FreshKeys | None) -> Client:  # noqa: FBT001 - what `look` returned
    """Make what is missing and move the console if wanted; a second time changes nothing.

    Returns:
        The console's client.

    Tells:
        TenantCreated: when the tenant was missing.
        ClientRegistered: when the console was missing.
        ClientChanged: when the installation moved to another address.
    """
    if made is not None and work.tenants.by_slug(BUILT_IN) is None:
        add_tenant(work, NewTenant(BUILT_IN, LABEL), made)
    desk = staff(work)
    client = desk.clients.by_client_id(CONSOLE)
    if client is None:
        return register(desk, _console(request.base_url)).client
    return _moved(desk, client, request.base_url) if request.moves else client


install = Staged(look, slow, settle, powers=("key_maker",))


def _console(base_url: str) -> NewClient:
    return NewClient(
        client_id=CONSOLE,
        label="Byleave console",
        type=ClientType.PUBLIC,
        redirect_uris=(base_url + CALLBACK,),
        post_logout_redirect_uris=(base_url + AFTER_SIGN_OUT,),
        grant_types=(GrantType.AUTHORIZATION_CODE,),
        scopes=(OPENID,),
        first_party=True,
        relaxations=_relaxations(base_url),
    )


def _moved(desk: StaffWork, client: Client, base_url: str) -> Client:
    wanted = replace(
        client,
        redirect_uris=(base_url + CALLBACK,),
        post_logout_redirect_uris=(base_url + AFTER_SIGN_OUT,),
        relaxations=_relaxations(base_url),
    )
    return change_client(desk, wanted)


def _relaxations(base_url: str) -> tuple[Relaxation, ...]:
    own = Relaxation("first_party", str(because("The console is a part of Byleave itself.")))
    if not is_loopback_http(base_url + CALLBACK):
        return (own,)
    alone = because("This installation runs on this machine alone.")
    return (own, Relaxation("loopback_http", str(alone)))
