"""Steps of a browser through a sign-in."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

from tests.laws.rows_clients import asking
from tests.support.sign_ins import PASSWORD
from tests.support.wire import Answer, Browser

SESSION = "__Host-byl-s-acme"
BINDING = "__Host-byl-b"
TYPED = "__Host-byl-t-acme"
AUTHORIZE = "/t/acme/oauth2/authorize"
SCOPE = "openid orders.read orders.write"


def request_of(**changes: str) -> str:
    """Return the address of an authorization request."""
    return f"{AUTHORIZE}?{urlencode(asking(**{'scope': SCOPE, 'state': 'af0ifjsldkj', **changes}))}"


async def begun(browser: Browser, **changes: str) -> str:
    """Come from an application; return the address of the first page."""
    answer = await browser.get(request_of(**changes))
    assert answer.status == 200, answer.status
    return place_of(answer)


def place_of(page: Answer) -> str:
    """Return where the form of a first page goes: to the address of the page."""
    found = re.search(r'<form method="post" action="([^"]+)"', page.text)
    assert found, "the form does not say where it goes"
    return html.unescape(found[1])


async def identified(browser: Browser, name: str = "alice", **changes: str) -> str:
    """Type a name; return the address of the page of the password."""
    page = await begun(browser, **changes)
    answer = await browser.fill(page, identifier=name)
    assert (answer.status, answer.location) == (303, page)
    return page


async def signed_in(browser: Browser, name: str = "alice", **changes: str) -> str:
    """Prove it; return the address of the page that comes next."""
    page = await identified(browser, name, **changes)
    answer = await browser.fill(page, password=PASSWORD)
    assert (answer.status, answer.location) == (303, page)
    return page


async def allowed(browser: Browser, page: str, **fields: str) -> Answer:
    """Give leave, for a day."""
    usual = {"decision": "allow", "duration": "P1D", "item": "orders.read"}
    return await browser.fill(page, **{**usual, **fields})
