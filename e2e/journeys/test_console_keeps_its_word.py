"""Nothing that anybody typed is ever markup: every page of the console, every text a payload."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import cycle

import pytest
from playwright.sync_api import expect

from app.console.door import PAGES
from domain.operators.records import Role
from tests.app.console.payloads import PAYLOADS
from tests.app.console.places import places
from tests.app.console.staffing import an_operator, running
from tests.laws.world import WorldTemplate
from tests.support.databases import SqliteTemplate

TYPED = {
    "tenant": ("label",),
    "account": ("label",),
    "client": ("label", "purpose"),
    "scope": ("label", "sentence"),
    "tenant_text": ("text",),
    "api_key": ("label",),
    "consent_entry": ("note", "actor_name"),
    "session": ("browser",),
    "audit_event": ("actor_name",),
    "job_run": ("who", "error"),
    "node": ("host", "version"),
}
"""Columns with words that a person, an application or another machine chose."""

INJECTED = (
    "img[src='x'], img[onerror], [onload], [onfocus], [ontoggle], [onbegin], base, object, embed, "
    "svg script, svg animate, xmp, details[ontoggle], iframe[srcdoc*='window.hit'], math, "
    "iframe[src^='javascript'], meta[http-equiv='refresh'], a[href^='javascript'], "
    "form[action^='javascript'], link[href^='javascript'], script[src^='data']"
)
WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective));
"""


def _said(connection, row: str, table: str, columns: tuple[str, ...], payloads) -> None:
    for (number,) in connection.execute(f"SELECT rowid FROM {table}").fetchall():  # noqa: S608
        for column in columns:
            text = next(payloads)
            connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE rowid = ?",  # noqa: S608
                (text, number),
            )


def type_ill(world, payloads) -> None:
    """Put a payload into every text there is, past every check that a form would make."""
    a = world.a
    for name in ("alice", "carol"):
        a.write(
            lambda work, name=name: work.persona_claims.put(
                a.accounts[name].id, {"name": next(payloads), "nickname": next(payloads)}
            )
        )
    with closing(sqlite3.connect(world.house.settings.sqlite_file)) as connection:
        for table, columns in TYPED.items():
            _said(connection, "", table, columns, payloads)
        _facts(connection, payloads)
        connection.commit()


def _facts(connection, payloads) -> None:
    """Facts of the trail: every text in them."""
    for number, facts in connection.execute("SELECT rowid, facts FROM audit_event").fetchall():
        told = json.loads(facts)
        for name, value in told.items():
            if isinstance(value, str) and not name.endswith("_id"):
                told[name] = next(payloads)
        connection.execute(
            "UPDATE audit_event SET facts = ? WHERE rowid = ?", (json.dumps(told), number)
        )


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ill")
    template = SqliteTemplate(folder)
    (folder / "made").mkdir()
    return WorldTemplate(template.copy(folder / "made"), folder / "made")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("manner", ["all in each", "one in each"])
def test_no_page_takes_a_text_for_markup(template, tmp_path, browser, manner):
    payloads = cycle(["\n".join(PAYLOADS)] if manner == "all in each" else PAYLOADS)
    with template.copy(tmp_path / "data") as world:
        boss = an_operator(world, "boss", (Role.OWNER, None))
        every = places(world)
        assert set(every) == set(PAGES)
        type_ill(world, payloads)
        with running(world, tmp_path, "--near") as whole:
            faults, shown = visit_all(browser, whole, boss, every)
    assert not faults, "\n".join(faults)
    # The texts are there to be read, or nothing was proved.
    assert shown >= 20


def visit_all(browser, whole, boss, every) -> tuple[list[str], int]:
    """Visit every page; return what was taken for markup, and on how many pages texts are shown."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    context.add_cookies([{"name": "byl-console", "value": whole.cookie(boss), "url": whole.base}])
    page, faults, shown, here = context.new_page(), [], 0, [""]

    def heard(said) -> None:
        if "Content Security Policy" in said.text or said.type == "error":
            faults.append(f"{here[0]}: {said.text[:300]}")

    def asked(dialog) -> None:
        faults.append(f"{here[0]}: a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", heard)
    page.on("dialog", asked)
    page.on("pageerror", lambda fault: faults.append(f"{here[0]}: {str(fault)[:300]}"))
    for place in [each for several in every.values() for each in several]:
        here[0] = place
        page.goto(f"{whole.base}/console/acme{place.rstrip('/')}")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.get_by_test_id("waiting")).to_have_count(0)
        page.wait_for_timeout(250)  # for what should not come: nothing says that it will not
        found = page.evaluate(
            "injected => [window.hit ?? 0, window.refused.join(),"
            " [...document.querySelectorAll(injected)].map(e => e.outerHTML.slice(0, 200)).join()]",
            INJECTED,
        )
        if any(found):
            faults.append(f"{place}: {found}")
        shown += "window.hit" in page.locator("body").inner_text()
        if page.get_by_text("The page did not come").count():
            faults.append(f"{place}: the page did not come")
    context.close()
    return faults, shown
