"""Every address, asked for what belongs to another tenant, with that tenant's own secrets."""

import pytest

from tests.laws.route_rows_machines import MACHINES
from tests.laws.route_rows_pages import PAGES
from tests.laws.routes import routes_of, server
from tests.laws.traces import differences, tables_of
from tests.support.wire import send

ROUTE_ROWS = (*PAGES, *MACHINES)
CACHED = (
    "/.well-known/",
    "/static/",
    "/brand.css",
    "/logo",
    "/favicon.ico",
    "/jwks",
    "openapi.json",
)
QUIET = ("/healthz", "/readyz", "/")


def name(row):
    return f"{row.method} {row.path}"


def test_every_route_has_a_row(shared_world):
    known = routes_of(shared_world.house)
    assert sorted({row.key for row in ROUTE_ROWS} ^ known) == []


@pytest.mark.parametrize("row", ROUTE_ROWS, ids=name)
async def test_nothing_of_another_tenant_is_there(world, row):
    app, before = server(world.house), tables_of(world.house)
    asked = row.ask(world.house, world.a, world.b)
    answer = await send(app, row.method, asked.path, asked.headers, asked.body)
    assert answer.status < 500
    assert row.told(answer), (answer.status, answer.headers, answer.body[:400])
    traces = differences(before, tables_of(world.house))
    assert [trace for trace in traces if trace.tenant_id == world.b.tenant.id] == []
    for secret in (world.b.tenant.label, f"Alice of {world.b.slug}", world.b.public_id):
        assert secret.encode() not in answer.body
    if not any(part in asked.path for part in CACHED) and row.path not in QUIET:
        assert "no-store" in answer.header("cache-control")


@pytest.mark.parametrize("row", [row for row in ROUTE_ROWS if row.fits], ids=name)
async def test_own_things_are_there(world, row):
    """Otherwise it would prove nothing that another tenant's are not."""
    asked = row.ask(world.house, world.a, world.a)
    answer = await send(server(world.house), row.method, asked.path, asked.headers, asked.body)
    assert row.fits(answer), (answer.status, answer.headers, answer.body[:400])
