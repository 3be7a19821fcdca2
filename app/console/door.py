"""The console as one application, put together over a house."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import FastAPI
from nicegui import core

from app.console.backup_routes import add_backup_routes
from app.console.box import Box
from app.console.context import Console, LookTools, TenantCard, Tools
from app.console.drive_routes import add_drive_routes
from app.console.guard import Doorway
from app.console.mount import mount_console
from app.console.pages import (
    about,
    account,
    account_new,
    accounts,
    api_keys,
    api_keys_new,
    audit,
    audit_line,
    backups,
    branding,
    client,
    client_new,
    clients,
    config,
    doctor,
    home,
    invitations,
    job,
    keys,
    ledger,
    ledger_entry,
    nodes,
    operator,
    operators,
    persona,
    personas,
    scope_edit,
    scopes,
    sign_in_settings,
    tenant_new,
    tenants,
    text,
    texts,
    you,
)
from app.console.pages import expiring as ending
from app.console.pages import jobs as working
from app.console.pages import privacy as proving
from app.console.pages import sessions as signed_in
from app.console.pages import test_drive as driving
from app.console.previews import Drafts, add_preview_routes
from app.console.privacy_routes import add_privacy_routes
from app.console.reach import OperatorCall
from app.console.sessions import GrantSessions
from app.console.sign_in import SIGN_IN, SIGN_OUT, SignIn
from app.console.trail_routes import add_trail_routes
from app.console.unclaimed import Unclaimed
from app.console.view_as import ViewAs
from app.console.watching import Watch
from app.operations.demo import CLIENT_ID
from app.operations.privacy_audit.keeping import Auditor
from app.operations.test_drive import AsgiApp, Drives
from domain.clients.listing import detail
from domain.kernel.errors import Refusal
from domain.operators.resolve import tenants_of
from domain.tenants.records import BUILT_IN, Tenant, TenantKind

if TYPE_CHECKING:
    from app.console.context import PageBuilder
    from app.console.previews import Preview
    from app.console.standing import ConsoleIdentity
    from app.wiring import House

PREFIX = "/console"
PAGES: dict[str, PageBuilder] = {
    "/": home.home,
    "/accounts": accounts.accounts,
    "/accounts/new": account_new.new_account,
    "/accounts/{account}": account.account,
    "/sessions": signed_in.sessions,
    "/personas": personas.personas,
    "/personas/new": persona.new_persona,
    "/personas/{account}": persona.persona,
    "/clients": clients.clients,
    "/clients/new": client_new.new_client,
    "/clients/{client}": client.client,
    "/sign-in": sign_in_settings.sign_in_settings,
    "/branding": branding.branding,
    "/texts": texts.texts,
    "/texts/{text}": text.text,
    "/ledger": ledger.ledger,
    "/ledger/{consent}": ledger_entry.leave_item,
    "/scopes": scopes.scopes,
    "/scopes/new": scope_edit.new_scope,
    "/scopes/edit": scope_edit.edit_scope,
    "/expiring": ending.expiring_page,
    "/audit": audit.audit,
    "/audit/{line}": audit_line.audit_line,
    "/privacy": proving.privacy,
    "/jobs": working.jobs,
    "/jobs/{job}": job.job_page,
    "/doctor": doctor.doctor,
    "/system/nodes": nodes.nodes,
    "/system/backups": backups.backups,
    "/system/about": about.about,
    "/operators": operators.operators,
    "/operators/invite": invitations.invite_operator,
    "/operators/{account}": operator.operator,
    "/you": you.you,
    "/api-keys": api_keys.api_keys,
    "/api-keys/new": api_keys_new.new_api_key,
    "/keys": keys.keys,
    "/config": config.config,
    "/test-drive": driving.test_drive,
    "/system/tenants": tenants.tenants,
    "/system/tenants/new": tenant_new.new_tenant,
}


def console_app(
    house: House, protocol: AsgiApp | None, jobs: tuple[str, ...], preview: Preview
) -> FastAPI:
    """Return the console with its sign-in, its files and NiceGUI behind the guard; once a process.

    Args:
        house: everything the process has.
        protocol: the protocol's endpoints, for the demo client; None where another process has
            them.
        jobs: names of the jobs, as the run book has them.
        preview: renders the hosted pages for those who choose how they look.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    base_url = house.settings.base_url
    box = Box(house.ring.derive("console"))
    house.ring.follow("console", box.rekey)
    sessions = GrantSessions(house.call, box, house.clock)
    unclaimed = Unclaimed(house.call, house.jar)
    signing = SignIn(
        house.call, sessions, box, house.typed, house.jar, house.clock, base_url, unclaimed
    )
    app.router.routes.extend(signing.routes())
    app.router.routes.extend(ViewAs(sessions, house.jar, base_url).routes())
    reach = OperatorCall(house.call, house.clock)
    drives = Drives(protocol, base_url)
    watch = Watch(house, reach)
    add_drive_routes(core.app.router, drives, reach, PREFIX)
    look = LookTools(preview, Drafts(), house.sentences)
    add_preview_routes(core.app.router, look.drafts, preview, reach, PREFIX)
    add_trail_routes(core.app.router, house.call, reach, PREFIX)
    add_privacy_routes(core.app.router, reach, PREFIX)
    add_backup_routes(core.app.router, reach, house.settings, PREFIX)
    auditor = Auditor(house.call, house.settings)
    mount_console(
        app,
        Console(
            sessions=sessions,
            call=reach,
            tenants=_Tenants(house, reach),
            pages=PAGES,
            clock=house.clock,
            doorway=Doorway(
                cookie=house.jar.console,
                prefix=PREFIX,
                sign_in=SIGN_IN,
                public_origin=base_url,
            ),
            sign_out=SIGN_OUT,
            base_url=base_url,
            tools=Tools(watch.verify, drives, house.signer, jobs, watch, look, auditor.start),
        ),
    )
    return app


class _Tenants:
    """Brings the tenants an operator may see."""

    def __init__(self, house: House, reach: OperatorCall) -> None:
        self._house = house
        self._reach = reach

    async def __call__(self, identity: ConsoleIdentity, slug: str) -> tuple[TenantCard, ...]:
        """Return their cards, the operators' own tenant last; permissions for the one of `slug`."""
        found: tuple[Tenant, ...] = await self._house.call(
            tenants_of, identity.account_id, tenant=None
        )
        ordered = sorted(found, key=lambda tenant: (tenant.slug == BUILT_IN, tenant.label.lower()))
        return tuple([await self._card(identity, tenant, slug) for tenant in ordered])

    async def _card(self, identity: ConsoleIdentity, tenant: Tenant, slug: str) -> TenantCard:
        here = tenant.slug == slug
        permissions = frozenset[str]()
        if here:
            permissions = await self._reach.permissions(identity, tenant.slug)
            permissions |= await self._reach.permissions(identity, None)
        return TenantCard(
            slug=tenant.slug,
            name=tenant.label,
            sandbox=tenant.kind is TenantKind.SANDBOX,
            privacy_mode=tenant.privacy.value,
            clock_ahead=_ahead(tenant.clock_offset),
            test_drive=here and await self._has_demo(identity, slug),
            permissions=permissions,
            id=tenant.id,
        )

    async def _has_demo(self, identity: ConsoleIdentity, slug: str) -> bool:
        try:
            await self._reach(detail, CLIENT_ID, tenant=slug, actor=identity)
        except Refusal:
            return False
        return True


def _ahead(offset: timedelta) -> str:
    if offset >= timedelta(days=1):
        return f"+{offset.days} d"
    return f"+{int(offset.total_seconds() // 60)} min" if offset else ""
