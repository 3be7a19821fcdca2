"""One row for each operation of the API: what it needs, and how it is asked with somebody's things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.audit.listing import ListAudit, page
from domain.kernel.ids import show
from domain.operators.permissions import PERMISSIONS
from domain.operators.privacy import begin, last_scans
from domain.operators.privacy_scans import PREFIX
from domain.operators.records import Role
from tests.laws.holdings import SYSTEM, Holdings
from tests.laws.world import World

YAML: Final = {"content-type": "application/yaml"}
FILE: Final = "tenants:\n  - slug: acme\n    label: Acme again\n"

Said = Callable[[World, Holdings], Any]


@dataclass(frozen=True)
class Row:
    """How an operation is asked.

    Attributes:
        needs: permissions without which it refuses.
        ids: values of the address beside the tenant, of whoever's things.
        body: what is sent; a text is sent as a file.
        status: of the answer when all is well.
        foreign: whether the ids or the body name things of a tenant, so that another's are 404.
    """

    needs: tuple[str, ...]
    ids: Said = lambda _world, _whose: {}
    body: Said = lambda _world, _whose: None
    status: int = 200
    foreign: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)

    def allowed(self, role: Role) -> bool:
        """Tell whether an operator of this role, for the whole installation, may."""
        return set(self.needs) <= PERMISSIONS[role]


def account(name: str) -> Said:
    """An account of whoever's."""
    return lambda _world, whose: {"account": show("acc", whose.accounts[name].id)}


def some(name: str) -> Said:
    """One account of whoever's, where many may be named."""
    return lambda _world, whose: {"accounts": [show("acc", whose.accounts[name].id)]}


def grant(_world: World, whose: Holdings) -> dict[str, str]:
    """What the shop may do for Alice."""
    return {"grant": show("gra", whose.grant_id)}


def an_audit(world: World, _whose: Holdings) -> dict[str, str]:
    """A privacy audit of the installation."""
    call = world.house.call
    known = call.now(last_scans, 1, tenant=None, actor=SYSTEM)
    scan = known[0] if known else call.now(begin, "live", tenant=None, actor=SYSTEM)
    return {"audit_id": show(PREFIX, scan.id)}


def idle(_world: World, whose: Holdings) -> dict[str, str]:
    """The client that no other tenant has."""
    return {"client_id": f"idle-{whose.slug}"}


def earlier(_world: World, whose: Holdings) -> dict[str, str]:
    """A secret that overlaps with a newer one."""
    return {"client_id": f"idle-{whose.slug}", "secret": show("sec", whose.secrets["earlier"].id)}


def only(_world: World, whose: Holdings) -> dict[str, str]:
    """The scope that no other tenant has."""
    return {"scope": f"only.{whose.slug}"}


def session(_world: World, whose: Holdings) -> dict[str, str]:
    """Alice's session."""
    assert whose.session is not None
    return {"session": show("ses", whose.session.id)}


def consent(_world: World, whose: Holdings) -> dict[str, str]:
    """A leave of Alice's."""
    return {"consent": show("con", whose.consent_id)}


def tidy(_world: World, _whose: Holdings) -> dict[str, str]:
    """A job."""
    return {"job": "tidy"}


def line(world: World, whose: Holdings) -> dict[str, str]:
    """A line of whoever's trail."""
    found = world.house.call.now(page, ListAudit(), tenant=whose.slug, actor=SYSTEM)
    return {"line": show("aud", found.rows[0].id)}


def leave(_world: World, whose: Holdings) -> dict[str, str]:
    """Alice's leave for the shop, with a reason."""
    alice = show("acc", whose.accounts["alice"].id)
    return {"account": alice, "client_id": "shop", "reason": "asked by telephone"}


def entries(_world: World, whose: Holdings) -> dict[str, object]:
    """Entries of Alice's, with a reason."""
    return {"consents": [show("con", whose.consent_id)], "reason": "asked by telephone"}


def role(word: str) -> Said:
    """Somebody else's role: nobody of those who ask."""
    return lambda world, _whose: {"account": show("acc", world.somebody), "role": word}


def says(**body: Any) -> Said:
    """Always the same body."""
    return lambda _world, _whose: body


def colleague(world: World, whose: Holdings) -> dict[str, str]:
    """A supporter of whoever's tenant alone."""
    return {"account": show("acc", world.staff.only[whose.slug].id)}


def stopped(world: World, whose: Holdings) -> dict[str, str]:
    """A suspended supporter of whoever's tenant alone."""
    return {"account": show("acc", world.staff.stopped[whose.slug].id)}


def invited(world: World, whose: Holdings) -> dict[str, str]:
    """An invitation into whoever's tenant."""
    return {"invitation_id": show("inv", world.staff.invited[whose.slug].invitation.id)}


READ, MAKE = ("accounts.read",), ("accounts.create",)
CLIENTS, CHANGE = ("clients.read",), ("clients.change",)
BOTH: Final = (*CLIENTS, *CHANGE)
OPERATORS: Final = ("operators.change",)
SEEN: Final = ("operators.read",)
STOP: Final = ("operators.change", "accounts.disable")
OUT: Final = ("operators.change", "sessions.end")

ROWS: Final[Mapping[str, Row]] = {
    "list_tenants": Row((), foreign=False),
    "create_tenant": Row(("tenants.create",), body=says(slug="initech"), status=201, foreign=False),
    "show_tenant": Row(("tenants.read",), foreign=False),
    "update_tenant": Row(
        ("tenants.read", "tenants.change"), body=says(label="Renamed"), foreign=False
    ),
    "list_languages": Row(("tenants.read",), foreign=False),
    "list_texts": Row(("tenants.read",), foreign=False),
    "update_texts": Row(
        ("tenants.change",),
        lambda _world, _whose: {"language": "de"},
        says(texts={"Sign in": "Hinein"}),
        foreign=False,
    ),
    "show_limits": Row(("tenants.read",), foreign=False),
    "list_privacy_audits": Row(("audit.read",), foreign=False),
    "start_privacy_audit": Row(("jobs.change",), status=202, foreign=False),
    "show_privacy_audit": Row(("audit.read",), an_audit, foreign=False),
    "show_data_map": Row(("audit.read",), foreign=False),
    "disable_tenant": Row(("tenants.change",), foreign=False),
    "enable_tenant": Row(("tenants.create",), foreign=False),
    "list_clients": Row(CLIENTS, foreign=False),
    "create_client": Row(
        CHANGE,
        body=says(client_id="new", type="public", redirect_uris=["https://new.example/cb"]),
        status=201,
        foreign=False,
    ),
    "show_client": Row(CLIENTS, idle),
    "update_client": Row(BOTH, idle, says(label="Renamed")),
    "delete_client": Row(CHANGE, idle, status=204),
    "disable_client": Row(BOTH, idle),
    "enable_client": Row(BOTH, idle),
    "rotate_client_secret": Row(CHANGE, idle, says(overlap="PT1H")),
    "list_client_secrets": Row(CLIENTS, idle),
    "end_client_secret": Row(CHANGE, earlier, status=204),
    "show_client_figures": Row(CLIENTS, idle),
    "show_client_stops": Row(CLIENTS, idle),
    "try_client_redirect": Row(CLIENTS, idle, says(uri="https://shop.example/cb")),
    "show_client_snippets": Row(CLIENTS, idle),
    "list_scope_uses": Row(CLIENTS, foreign=False),
    "list_scopes": Row(CLIENTS, foreign=False),
    "put_scope": Row(CHANGE, only, says(label="Bills", sentence="Sees your bills."), foreign=False),
    "delete_scope": Row(CHANGE, only, status=204),
    "list_accounts": Row(READ, foreign=False),
    "create_account": Row(MAKE, body=says(identifiers=["zoe"]), status=201, foreign=False),
    "find_account": Row(READ, body=lambda _world, whose: {"identifier": f"only-{whose.slug}"}),
    "show_account": Row(READ, account("carol")),
    "link_account": Row(MAKE, account("bob")),
    "disable_account": Row(("accounts.disable",), account("carol"), status=204),
    "enable_account": Row(("accounts.disable",), account("dora"), status=204),
    "erase_account": Row(("accounts.erase",), account("carol"), status=204),
    "list_sessions_of_account": Row((*READ, "sessions.read"), account("alice")),
    "end_sessions": Row(("sessions.end",), account("alice")),
    "list_sessions": Row(("sessions.read",), foreign=False),
    "show_session": Row(("sessions.read",), session),
    "end_session": Row(("sessions.end",), session, status=204),
    "disable_accounts": Row(("accounts.disable",), body=some("carol"), foreign=False),
    "enable_accounts": Row(("accounts.disable",), body=some("dora"), foreign=False),
    "sign_out_accounts": Row(("sessions.end",), body=some("alice"), foreign=False),
    "end_sessions_at_once": Row(
        ("sessions.end",),
        body=lambda world, whose: {"sessions": [session(world, whose)["session"]]},
        foreign=False,
    ),
    "export_accounts": Row(READ, body=some("alice"), foreign=False),
    "list_grants_of_account": Row(("sessions.read",), account("alice")),
    "end_everything_of_account": Row(("sessions.end",), account("alice")),
    "end_one_grant": Row(("sessions.end",), grant, status=204),
    "end_refresh_of_grant": Row(("sessions.end",), grant, status=204),
    "list_consents": Row(("consents.read",), foreign=False),
    "show_consent": Row(("consents.read",), consent),
    "revoke_consent": Row((*CLIENTS, "consents.revoke"), body=leave),
    "show_consent_evidence": Row(("consents.read",), consent),
    "list_consents_ending": Row(("consents.read",), foreign=False),
    "show_consent_calendar": Row(("consents.read",), foreign=False),
    "revoke_consents": Row(("consents.revoke",), body=entries),
    "list_audit": Row(("audit.read",), foreign=False),
    "show_audit": Row(("audit.read",), line),
    "export_audit": Row(("audit.read",), foreign=False),
    "show_chain": Row(("audit.read",), foreign=False),
    "show_figures": Row(("audit.read",), foreign=False),
    "verify_audit": Row(("audit.read",), foreign=False),
    "show_keys": Row(("keys.read",), foreign=False),
    "list_keys": Row(("keys.read",), foreign=False),
    "rotate_key": Row(("keys.rotate",), body=says(what="receipt"), foreign=False),
    "list_personas": Row(READ, foreign=False),
    "create_persona": Row(
        MAKE,
        body=says(username="pia", password="a sandbox passphrase", claims={"name": "Pia"}),
        status=201,
        foreign=False,
    ),
    "show_persona": Row(READ, account("alice")),
    "move_tenant_clock": Row(("tenants.change",), body=says(by="PT1H"), foreign=False),
    "describe_tenant": Row(("tenants.read", "clients.read"), foreign=False),
    "plan_config": Row(("config.apply",), body=lambda _w, _h: FILE, headers=YAML, foreign=False),
    "apply_config": Row(("config.apply",), body=lambda _w, _h: FILE, headers=YAML, foreign=False),
    "list_operators": Row(("operators.read",), foreign=False),
    "list_roles": Row((), foreign=False),
    "assign_role": Row(OPERATORS, body=role("auditor"), status=204, foreign=False),
    "remove_role": Row(OPERATORS, body=role("support"), status=204, foreign=False),
    "rename_operator": Row(OPERATORS, body=says(label="Night"), status=204, foreign=False),
    "assign_role_in_tenant": Row(OPERATORS, body=role("auditor"), status=204, foreign=False),
    "remove_role_in_tenant": Row(OPERATORS, body=role("tenant_admin"), status=204, foreign=False),
    "list_jobs": Row(("jobs.read",), foreign=False),
    "list_runs": Row(("jobs.read",), tidy, foreign=False),
    "run_job": Row(("jobs.change",), tidy, foreign=False),
    "pause_job": Row(("jobs.read", "jobs.change"), tidy, foreign=False),
    "resume_job": Row(("jobs.read", "jobs.change"), tidy, foreign=False),
    "list_backups": Row(("jobs.read",), foreign=False),
    "start_backup": Row(("jobs.change",), status=409, foreign=False),
    "show_backup_status": Row(("jobs.read",), foreign=False),
    "examine": Row(("jobs.read",), foreign=False),
    "list_nodes": Row(("jobs.read",), foreign=False),
    "about": Row((), foreign=False),
    "whoami": Row((), foreign=False),
    "list_api_keys": Row((), foreign=False),
    "revoke_key": Row(
        (),
        lambda world, _whose: {"api_key": world.own_key},  # type: ignore[attr-defined]
        status=204,
        foreign=False,
    ),
    "list_operator_accounts": Row(SEEN, foreign=False),
    "list_operators_in_tenant": Row(SEEN, foreign=False),
    "show_operator": Row(SEEN, colleague, foreign=False),
    "show_operator_in_tenant": Row(SEEN, colleague),
    "suspend_operator": Row(STOP, colleague, status=204, foreign=False),
    "suspend_operator_in_tenant": Row(STOP, colleague, status=204, foreign=False),
    "resume_operator": Row(STOP, stopped, status=204, foreign=False),
    "resume_operator_in_tenant": Row(STOP, stopped, status=204, foreign=False),
    "end_operator_sessions": Row(OUT, colleague, foreign=False),
    "end_operator_sessions_in_tenant": Row(OUT, colleague, foreign=False),
    "create_invitation": Row(OPERATORS, body=says(roles=["support"]), status=201, foreign=False),
    "create_invitation_in_tenant": Row(
        OPERATORS, body=says(roles=["support"]), status=201, foreign=False
    ),
    "list_invitations": Row(SEEN, foreign=False),
    "list_invitations_in_tenant": Row(SEEN, foreign=False),
    "show_invitation": Row(SEEN, invited, foreign=False),
    "show_invitation_in_tenant": Row(SEEN, invited),
    "revoke_invitation_link": Row(OPERATORS, invited, status=204, foreign=False),
    "revoke_invitation_in_tenant": Row(OPERATORS, invited, status=204, foreign=False),
}
"""By the operation's name."""
