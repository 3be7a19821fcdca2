"""Configuration files of tests, and what tests of them ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.operations.configuration import apply_file, plan_file
from domain.accounts.records import AccountFilter
from domain.identifiers.find import find
from domain.identifiers.normalise import normalise
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret
from tests.support.stage import TEST

EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "acme.yaml").read_text("utf-8")
START = """
tenants:
  - slug: acme
    kind: sandbox
    scopes:
      - {value: orders, label: Orders, sentence: Sees your orders., longest_consent: P30D}
    clients:
      - {id: shop, redirect_uris: ["https://shop.test/cb"], scopes: [openid, orders]}
    personas:
      - {username: alice, password: "one passphrase", claims: {name: Alice}}
"""


def put(house: Any, text: str) -> Any:
    return apply_file(house.call, text, actor=TEST)


def sentences(house: Any, text: str) -> list[str]:
    return [change.sentence() for change in plan_file(house.call, text, actor=TEST).changes]


def client(house: Any, client_id: str = "shop", tenant: str = "acme") -> Any:
    return house.look(lambda work: work.clients.by_client_id(client_id), tenant=tenant)


def people(house: Any, tenant: str = "acme") -> Any:
    return house.look(lambda w: w.accounts.page(AccountFilter(), PageRequest()), tenant=tenant).rows


def whose(house: Any, name: str, tenant: str) -> Any:
    """Return the account of a username."""

    def look(work: Any) -> Any:
        typed = normalise(Secret(name))
        inner = house.powers["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
        found = find(work, typed.kind, inner)
        return work.accounts.get(found.account_id) if found else None

    return house.look(look, tenant=tenant)
