"""Rows of the house's rooms: tenants, operators, audit, sandbox, blueprint, jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.api_keys.once import Once
from domain.audit.checkpoint import SignCheckpoint
from domain.audit.listing import ListAudit
from domain.blueprint.form import FileForm, ScopeForm, TenantForm
from domain.blueprint.prepare import Prepared, prepare
from domain.consent.ledger import LedgerRequest
from domain.kernel.paging import PageRequest
from domain.kernel.run_book import JobRun
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor
from domain.operators.admit import Knock
from domain.operators.api_keys import ListApiKeys, NewApiKey
from domain.operators.assign import RoleOf
from domain.operators.console import EnterConsole
from domain.operators.first import FirstOperator
from domain.operators.install import CALLBACK, Install
from domain.operators.records import Role
from domain.operators.resolve import AskPermissions
from domain.sandbox.clock import MoveClock
from domain.sandbox.personas import NewPersona
from domain.tenants.change import ChangeTenant
from domain.tenants.create import NewTenant
from domain.tenants.keys import RotateKey
from domain.tenants.records import KeyPurpose
from tests.laws.holdings import SYSTEM, Holdings, operator
from tests.laws.rows import GONE, Row, a_machine, a_stranger, empty, nothing, says
from tests.laws.world import World
from tests.support.clock import START
from tests.support.house import BASE_URL
from tests.support.issuing import VERIFIER
from tests.support.sign_ins import PASSWORD

BATCH = 500
MONTHS: Final = timedelta(days=90)
HERE: Final = "installation"


def my_admin(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The admin of my tenant alone."""
    return operator(id_=world.staff.admin.id)


def the_owner(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """Who stands above everybody."""
    return operator(id_=world.staff.owner.id)


def a_file(mine: Holdings) -> FileForm:
    """Return a file that adds a scope to my tenant."""
    scope = ScopeForm(2, "invoices", label="Invoices", sentence="Sees your invoices.")
    return FileForm((TenantForm(1, mine.slug, scopes=(scope,)),))


def prepared(world: World, mine: Holdings) -> Prepared:
    """Return the file with its slow work done."""
    made: Prepared = world.house.call.now(prepare, a_file(mine), tenant=None, actor=SYSTEM)
    return made


def a_run(slot: datetime = START) -> JobRun:
    """Return a run of a job."""
    return JobRun("tidy", slot, "test", slot)


_AUDIT, _APPLY, _CHANGE = ("audit.read",), ("config.apply",), ("tenants.change",)
_KEYS, _OPERATORS = ("keys.rotate",), ("operators.change",)

AUDIT: Final = (
    Row("audit.checkpoint.sign", lambda w, a, b: SignCheckpoint(BASE_URL), who=a_machine),
    Row("audit.listing.page", lambda w, a, b: ListAudit(), words=_AUDIT),
    Row("audit.retain.retain", lambda w, a, b: BATCH, who=a_machine, later=20 * MONTHS),
    Row("consent.retain.retain", lambda w, a, b: BATCH, who=a_machine, later=20 * MONTHS),
    Row("audit.sequence.sequence", lambda w, a, b: BATCH, who=a_machine),
    Row("audit.sequence.waiting", nothing, who=a_machine),
    Row("audit.verify.verify", nothing, words=_AUDIT, powers=("signer",)),
    Row("app.operations.log_check.verify_log", nothing, words=_AUDIT, powers=("signer",)),
)

JOBS: Final = (
    *(
        Row(f"app.operations.tidying.{name}", lambda w, a, b: BATCH, who=a_machine, later=MONTHS)
        for name in (
            "_codes",
            "_facts",
            "_flows",
            "_grants",
            "_invitations",
            "_pushed",
            "_sessions",
        )
    ),
    Row("app.operations.jobs.tidy_run_book", lambda w, a, b: BATCH, who=a_machine, place=HERE),
    Row("operators.jobs.claim", lambda w, a, b: a_run(), who=a_machine, place=HERE),
    Row("operators.jobs.finish", lambda w, a, b: a_run(), who=a_machine, place=HERE),
    Row("operators.jobs.hear", lambda w, a, b: a_run(), who=a_machine, place=HERE),
)

TENANTS: Final = (
    Row(
        "tenants.change.change_tenant",
        lambda w, a, b: ChangeTenant(1, label="Another"),
        words=_CHANGE,
    ),
    Row("tenants.change.disable_tenant", nothing, words=_CHANGE),
    Row(
        "tenants.change.enable_tenant",
        lambda w, a, b: a.slug,
        words=("tenants.create",),
        place=HERE,
    ),
    Row(
        "tenants.create.create_tenant",
        lambda w, a, b: NewTenant("initech", "Initech"),
        words=("tenants.create",),
        place=HERE,
    ),
    Row("tenants.keys.advance", nothing, who=a_machine),
    Row(
        "tenants.keys.rotate",
        lambda w, a, b: RotateKey(KeyPurpose.CHECKPOINT),
        words=_KEYS,
    ),
    Row("tenants.keys.rotate_index", nothing, words=_KEYS),
    Row("tenants.listing.all_tenants", nothing, words=("tenants.read",), place=HERE),
    Row("tenants.listing.show", nothing, words=("tenants.read",)),
    Row("tenants.listing.signing_keys", nothing, words=("keys.read",)),
    Row("sandbox.clock.move_clock", lambda w, a, b: MoveClock(timedelta(days=1)), words=_CHANGE),
    Row(
        "sandbox.personas.add_persona",
        lambda w, a, b: NewPersona(Secret("pat"), None, Secret(PASSWORD)),
        words=("accounts.create",),
    ),
    Row("sandbox.personas.personas", lambda w, a, b: PageRequest(), words=("accounts.read",)),
)

BLUEPRINT: Final = (
    Row(
        "blueprint.apply.apply",
        lambda w, a, b: prepared(w, a),
        # What a file changes is asked for step by step.
        words=(*_APPLY, "clients.change"),
        place=HERE,
    ),
    Row("blueprint.apply.plan", lambda w, a, b: prepared(w, a), words=_APPLY, place=HERE),
    Row("blueprint.describe.describe", nothing, words=("tenants.read", "clients.read")),
    Row("blueprint.prepare.prepare", lambda w, a, b: a_file(a), words=_APPLY, place=HERE),
)


OPERATORS: Final = (
    Row(
        "operators.assign.assign",
        lambda w, a, b: RoleOf(w.staff.owner.id, Role.SUPPORT, b.tenant.id),
        says("role_beyond"),
        my_admin,
        words=_OPERATORS,
        place=HERE,
    ),
    Row(
        "operators.assign.remove",
        lambda w, a, b: RoleOf(w.staff.support.id, Role.SUPPORT, b.tenant.id),
        says("role_beyond"),
        my_admin,
        words=_OPERATORS,
        place=HERE,
    ),
    Row(
        "operators.console.console_session",
        lambda w, a, b: w.staff.console_session,
        empty,
        a_stranger,
        place="staff",
    ),
    Row(
        "operators.console.enter_console",
        lambda w, a, b: EnterConsole(w.staff.console_code, VERIFIER, BASE_URL + CALLBACK),
        GONE,
        a_stranger,
        place="staff",
    ),
    Row(
        "operators.first.check_ticket",
        lambda w, a, b: w.staff.ticket,
        who=a_stranger,
        place=HERE,
    ),
    Row(
        "operators.first.first_operator",
        lambda w, a, b: FirstOperator(w.staff.ticket, Secret("oscar"), Secret(PASSWORD)),
        who=a_stranger,
        place=HERE,
    ),
    Row("operators.first.has_operator", nothing, who=a_machine, place=HERE),
    Row("operators.first.issue_ticket", nothing, words=_OPERATORS, place=HERE),
    Row(
        "operators.install.install",
        lambda w, a, b: Install(BASE_URL),
        # It stands in the room's own change of the console's client.
        words=("clients.change",),
        place=HERE,
    ),
    Row("operators.resolve.operators", nothing, words=("operators.read",), place=HERE),
    Row(
        "operators.resolve.permissions",
        lambda w, a, b: AskPermissions(w.staff.admin.id, b.slug),
        empty,
        a_machine,
        place=HERE,
    ),
    Row(
        "operators.resolve.tenants_of",
        lambda w, a, b: w.staff.admin.id,
        lambda found: [tenant.slug for tenant in found] == ["acme"],
        a_machine,
        place=HERE,
    ),
    Row(
        "operators.accounts_overview.live_account",
        lambda w, a, b: b.accounts["alice"].id,
        GONE,
        words=("accounts.read", "sessions.read", "consents.read"),
    ),
    Row("operators.overview.home", nothing, words=("audit.read",)),
    Row("operators.overview.ending_soon", nothing, words=("consents.read",)),
    Row(
        "operators.leave_overview.ledger",
        lambda w, a, b: LedgerRequest(),
        words=("consents.read",),
    ),
    Row(
        "operators.leave_overview.leave",
        lambda w, a, b: b.consent_id,
        GONE,
        words=("consents.read",),
    ),
    Row(
        "operators.leave_overview.leave_behind",
        lambda w, a, b: b.public_id,
        empty,
        words=("drive.use", "consents.read"),
    ),
    Row(
        "operators.jobs.last_runs",
        lambda w, a, b: ("tidy",),
        words=("jobs.read",),
        place=HERE,
    ),
)

API_KEYS: Final = (
    Row(
        "api_keys.once.made_before",
        lambda w, a, b: Once(w.staff.api_key.id, "a name", bytes(32)),
        who=a_machine,
        place="staff",
    ),
    Row(
        "operators.admit.admit",
        lambda w, a, b: Knock(w.staff.api_key_text, b.slug),
        GONE,
        a_stranger,
        place=HERE,
    ),
    Row(
        "operators.admit.tenants_of_key",
        lambda w, a, b: w.staff.api_key,
        lambda found: [tenant.slug for tenant in found] == ["acme"],
        a_machine,
        place=HERE,
    ),
    Row(
        "operators.api_keys.api_keys",
        lambda w, a, b: ListApiKeys(None),
        words=("operators.read",),
        place=HERE,
    ),
    Row(
        "operators.api_keys.create_api_key",
        lambda w, a, b: NewApiKey(w.staff.admin.id, "another", None, b.slug),
        says("invalid_input"),
        my_admin,
        place=HERE,
    ),
    Row(
        "operators.api_keys.revoke_api_key",
        lambda w, a, b: w.staff.api_key.id,
        who=the_owner,
        words=_OPERATORS,
        place=HERE,
    ),
)

HOUSE: Final = (*API_KEYS, *AUDIT, *JOBS, *TENANTS, *BLUEPRINT, *OPERATORS)
