"""Every address the assembled product answers, and what each is asked for in another tenant."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from app.api.login.application import OPERATIONS
from app.protocol.door import _endpoints
from app.runtime.icon import ICON
from app.server import build, health_app, hosted_app, site_of
from app.wiring import House
from domain.kernel.ids import show
from tests.laws.holdings import Holdings
from tests.support.house import BASE_URL
from tests.support.wire import FORM, Headers

JSON = b"application/json"


def routes_of(house: House) -> set[tuple[str, str]]:
    """Return method and path of everything that answers, but the console's pages."""
    found: set[tuple[str, str]] = set()
    for part in (hosted_app(site_of(house)), health_app(house), ICON):
        for route in part.routes:
            methods = getattr(route, "methods", None) or {"GET"}
            path = route.path if not route.path.startswith("/static/") else "/static/{hash}"
            found |= {(method, path) for method in methods - {"HEAD"}}
    for name, endpoint in _endpoints().items():
        found |= {(m, f"/t/{{tenant}}/{name}") for m in endpoint.methods if m != "HEAD"}
    api = "/t/{tenant}/api/login"
    found |= {(each.method, api + each.path) for each in OPERATIONS}
    found |= {("GET", f"{api}/openapi.json"), ("GET", WELL_KNOWN)}
    return found


WELL_KNOWN: Final = "/.well-known/oauth-authorization-server/t/{tenant}"


@dataclass(frozen=True)
class Asked:
    """One request.

    Args:
        path: where, with the tenant in it.
    """

    path: str
    headers: Headers = ()
    body: bytes = b""


def cookies(*holdings: Holdings) -> tuple[bytes, bytes]:
    """Return the cookies of alice's browser, of these tenants under their own names."""
    pairs = [f"__Host-byl-b={holdings[0].binding}"]
    pairs += [f"__Host-byl-s-{each.slug}={each.cookie.reveal()}" for each in holdings]
    return b"cookie", "; ".join(pairs).encode()


def tossed(mine: Holdings, theirs: Holdings) -> tuple[bytes, bytes]:
    """Return the cookies of there under the names of here."""
    line = f"__Host-byl-b={theirs.binding}; __Host-byl-s-{mine.slug}={theirs.cookie.reveal()}"
    return b"cookie", line.encode()


def basic(holdings: Holdings, client: str = "shop") -> tuple[bytes, bytes]:
    """Return a confidential client's proof."""
    named = holdings.clients[client].client_id
    pair = f"{named}:{holdings.secret.reveal()}".replace(" ", "+")
    return b"authorization", b"Basic " + base64.b64encode(pair.encode())


def form(path: str, headers: Headers, **fields: str) -> Asked:
    """Return a form that is sent."""
    kind = ((b"content-type", FORM), (b"origin", BASE_URL.encode()))
    return Asked(path, (*headers, *kind), urlencode(fields).encode())


def itx(holdings: Holdings, flow: str) -> str:
    """Return the name of a flow in addresses."""
    return show("itx", holdings.flows[flow].id)


def form_token(house: House, cookie: str, place: str, step: str) -> str:
    """Return the token our own page would have carried."""
    return house.forms.token(cookie, place, step)


def query(path: str, headers: Headers = (), **fields: str) -> Asked:
    """Return a request with parameters in its address."""
    return Asked(f"{path}?{urlencode(fields)}", headers)


def server(house: House) -> Any:
    """Return the assembled application."""
    return build(house)
