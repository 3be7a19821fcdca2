"""Refusals of the rooms of applications and of the house itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from domain.api_keys.form import new_key
from domain.clients.change import RemoveClient
from domain.clients.define_scope import define_scope
from domain.clients.records import ClientType
from domain.clients.register import NewClient
from domain.clients.rotate_secret import RotateSecret
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor
from domain.oauth.client_credentials import AskOwnToken
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.refresh import RotateRefresh, rotate
from domain.operators.admit import Knock
from domain.operators.api_keys import NewApiKey
from domain.operators.assign import RoleOf
from domain.operators.console import EnterConsole
from domain.operators.first import FirstOperator, first_operator
from domain.operators.install import CALLBACK as CONSOLE_CALLBACK
from domain.operators.install import Install
from domain.operators.records import Role
from domain.sandbox.clock import MoveClock
from domain.sandbox.personas import NewPersona
from domain.tenants.change import ChangeTenant
from domain.tenants.create import NewTenant, create_tenant
from domain.tenants.keys import RotateKey
from tests.laws.furnish import CALLBACK
from tests.laws.holdings import SYSTEM, Holdings, operator
from tests.laws.rows import a_machine, a_stranger, nothing
from tests.laws.rows_clients import my_client
from tests.laws.rows_house import prepared
from tests.laws.rows_people import NEW_PASSWORD
from tests.laws.scenarios import COUNTED, TRAIL, Scenario
from tests.laws.world import World
from tests.support.factories import a_scope
from tests.support.house import BASE_URL
from tests.support.issuing import VERIFIER
from tests.support.sign_ins import PASSWORD


def powerless(_w: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """An operator without a permission."""
    return operator(frozenset())


def install_wide(world: World, use_case: Any, request: Any) -> Any:
    """Run a use case of the installation."""
    return world.house.call.now(use_case, request, tenant=None, actor=SYSTEM)


def a_code(a: Holdings, verifier: str = VERIFIER, client: str = "shop") -> RedeemCode:
    """Return a redemption."""
    return RedeemCode(a.clients[client], a.code, CALLBACK, verifier)


APPLICATIONS: Final = (
    Scenario(
        "clients.change.change_client",
        "conflict",
        lambda w, a, b: replace(a.clients["shop"], label="Renamed", version=7),
    ),
    Scenario("clients.change.remove_client", "client_in_use", lambda w, a, b: RemoveClient("shop")),
    Scenario(
        "clients.define_scope.define_scope",
        "invalid_input",
        lambda w, a, b: a_scope(value="openid"),
    ),
    Scenario("clients.define_scope.remove_scope", "scope_in_use", lambda w, a, b: "orders.read"),
    Scenario(
        "clients.register.register",
        "client_id_taken",
        lambda w, a, b: NewClient(
            client_id="shop",
            label="Shop",
            type=ClientType.CONFIDENTIAL,
            redirect_uris=(CALLBACK,),
        ),
    ),
    Scenario(
        "clients.rotate_secret.rotate_secret",
        "invalid_input",
        lambda w, a, b: RotateSecret("spa"),
    ),
    Scenario(
        "oauth.client_credentials.issue_opaque",
        "unauthorized_client",
        lambda w, a, b: AskOwnToken(a.clients["shop"]),
        my_client,
    ),
    Scenario(
        "oauth.code_grant.redeem",
        "invalid_grant",
        lambda w, a, b: a_code(a),
        my_client,
        TRAIL | {"client_grant"},
        before=lambda w: w.a.run(redeem, a_code(w.a)),
    ),
    Scenario(
        "oauth.code_grant.redeem",
        "invalid_grant",
        lambda w, a, b: a_code(a, "a" * 43),
        my_client,
        TRAIL | {"client_grant", "authorization_code"},
    ),
    Scenario(
        "oauth.code_grant.redeem",
        "invalid_grant",
        lambda w, a, b: a_code(a, client="spa"),
        my_client,
        TRAIL | {"client_grant", "authorization_code"},
    ),
    Scenario(
        "oauth.code_grant.redeem",
        "invalid_grant",
        lambda w, a, b: a_code(a),
        my_client,
        TRAIL | {"client_grant", "authorization_code"},
        later=timedelta(seconds=60),
    ),
    Scenario(
        "oauth.refresh.rotate",
        "invalid_grant",
        lambda w, a, b: RotateRefresh(a.clients["shop"], a.refresh),
        my_client,
        TRAIL | {"client_grant"},
        before=lambda w: w.a.run(rotate, RotateRefresh(w.a.clients["shop"], w.a.refresh)),
        later=timedelta(seconds=10),
    ),
    Scenario(
        "oauth.refresh.rotate",
        "invalid_scope",
        lambda w, a, b: RotateRefresh(a.clients["shop"], a.refresh, ("email",)),
        my_client,
    ),
)

HOUSE: Final = (
    Scenario(
        "blueprint.apply.apply",
        "conflict",
        lambda w, a, b: prepared(w, a),
        a_machine,
        meanwhile=lambda w: w.a.run(define_scope, a_scope(value="later"), operator()),
        place="installation",
    ),
    Scenario(
        "operators.assign.assign",
        "not_found",
        lambda w, a, b: RoleOf(bytes(16), Role.SUPPORT),
        a_machine,
        place="installation",
    ),
    Scenario(
        "operators.assign.remove",
        "last_owner",
        lambda w, a, b: RoleOf(w.staff.owner.id, Role.OWNER),
        a_machine,
        place="installation",
    ),
    Scenario(
        "operators.console.enter_console",
        "invalid_grant",
        lambda w, a, b: EnterConsole(w.staff.console_code, "a" * 43, BASE_URL + CONSOLE_CALLBACK),
        a_stranger,
        TRAIL | {"client_grant", "authorization_code"},
        place="staff",
    ),
    Scenario(
        "operators.first.first_operator",
        "identifier_taken",
        lambda w, a, b: FirstOperator(w.staff.ticket, Secret("olive"), NEW_PASSWORD),
        a_stranger,
        place="installation",
    ),
    Scenario(
        "operators.first.first_operator",
        "link_gone",
        lambda w, a, b: FirstOperator(w.staff.ticket, Secret("oscar"), NEW_PASSWORD),
        a_stranger,
        meanwhile=lambda w: install_wide(
            w, first_operator, FirstOperator(w.staff.ticket, Secret("otto"), NEW_PASSWORD)
        ),
        place="installation",
    ),
    Scenario(
        "operators.admit.admit",
        "invalid_api_key",
        lambda w, a, b: Knock(new_key(w.staff.api_key.id)),
        a_stranger,
        COUNTED,
        place="installation",
    ),
    Scenario(
        "operators.api_keys.create_api_key",
        "key_beyond",
        lambda w, a, b: NewApiKey(w.staff.support.id, "mine", ("tenants.create",)),
        a_machine,
        place="installation",
    ),
    Scenario(
        "operators.api_keys.revoke_api_key",
        "not_found",
        lambda w, a, b: bytes(16),
        a_machine,
        place="installation",
    ),
    Scenario("operators.first.issue_ticket", "forbidden", nothing, powerless, place="installation"),
    Scenario(
        "operators.install.install",
        "forbidden",
        lambda w, a, b: Install("https://moved.example"),
        powerless,
        place="installation",
    ),
    Scenario("sandbox.clock.move_clock", "invalid_input", lambda w, a, b: MoveClock(timedelta(0))),
    Scenario(
        "sandbox.personas.add_persona",
        "identifier_taken",
        lambda w, a, b: NewPersona(Secret("alice"), None, Secret(PASSWORD)),
    ),
    Scenario(
        "tenants.change.change_tenant",
        "conflict",
        lambda w, a, b: ChangeTenant(99, label="Another"),
    ),
    Scenario("tenants.change.disable_tenant", "invalid_input", nothing, place="staff"),
    Scenario(
        "tenants.change.enable_tenant",
        "not_found",
        lambda w, a, b: "nowhere",
        place="installation",
    ),
    Scenario(
        "tenants.create.create_tenant",
        "slug_taken",
        lambda w, a, b: NewTenant("initech", "Initech"),
        meanwhile=lambda w: install_wide(w, create_tenant, NewTenant("initech", "Other")),
        place="installation",
    ),
    Scenario("tenants.keys.rotate", "conflict", lambda w, a, b: RotateKey()),
    Scenario("tenants.keys.rotate_index", "forbidden", nothing, powerless),
)
