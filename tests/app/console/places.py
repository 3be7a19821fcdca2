"""Every page of the console with something on it: its path filled in, and each of its tabs."""

from __future__ import annotations

from app.console.pages.texts import key_of
from domain.audit.records import AuditFilter
from domain.kernel.ids import show
from domain.kernel.paging import PageRequest
from tests.laws.world import World


def places(world: World) -> dict[str, tuple[str, ...]]:
    """Return addresses below the tenant `acme`, by the path of the page.

    A page of the console that is not here has no test of its messages: put it here.
    """
    a = world.a
    alice = show("acc", a.accounts["alice"].id)
    line = a.read(lambda work: work.audit.page(AuditFilter(), PageRequest()).rows[0])
    plain = (
        *("/", "/accounts", "/accounts/new", "/sessions", "/personas", "/personas/new"),
        *("/clients", "/clients/new", "/sign-in", "/branding", "/texts", "/ledger", "/scopes"),
        *("/scopes/new", "/expiring", "/audit", "/privacy", "/jobs", "/doctor", "/system/nodes"),
        *(
            "/system/about",
            "/operators/invite",
            "/api-keys",
            "/api-keys/new",
            "/you",
            "/keys",
            "/config",
        ),
        *("/test-drive", "/system/tenants", "/system/tenants/new", "/system/backups"),
    )
    client_tabs = ("", "?tab=connect", "?tab=scopes", "?tab=security", "?tab=figures")
    account_tabs = ("", "?tab=identifiers", "?tab=sessions", "?tab=consents", "?tab=events")
    return {path: (path,) for path in plain} | {
        "/accounts/{account}": tuple(f"/accounts/{alice}{tab}" for tab in account_tabs),
        "/personas/{account}": (f"/personas/{alice}",),
        "/clients/{client}": tuple(f"/clients/shop{tab}" for tab in client_tabs),
        "/texts/{text}": (f"/texts/{key_of('Go on')}",),
        "/ledger/{consent}": (f"/ledger/{show('con', a.consent_id)}",),
        "/scopes/edit": ("/scopes/edit?scope=orders.read",),
        "/audit/{line}": (f"/audit/{show('aud', line.id)}",),
        "/jobs/{job}": ("/jobs/consent.expire",),
        "/operators": ("/operators", "/operators?tab=invitations", "/operators?tab=roles"),
        "/operators/{account}": (f"/operators/{show('acc', world.staff.only['acme'].id)}",),
    }
