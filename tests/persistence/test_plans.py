"""Every statement is served by an index that names more than its tenant (performance.md 5)."""

import importlib
import pkgutil
from dataclasses import replace

import pytest

from domain.accounts.records import AccountFilter, AccountStatus
from domain.audit.records import AuditFilter
from domain.consent.records import ConsentFilter, ConsentStatus, Necessity
from domain.kernel.paging import PageRequest
from domain.sessions.records import SessionFilter, SessionState
from persistence import stores
from persistence.statements import Prepared, watchers
from tests.support.clock import START

WHOLE = {
    "audit._ACTS": "newest first, with a limit, in the order of an index of operators' acts alone",
    "audit._CHECKPOINTS": "newest first, with a limit, in the order of the key",
    "audit._ANY": "one row, whichever",
    "clients._ORIGINS": "a tenant's clients; kept until one changes",
    "clients._SCOPES": "a tenant's own scopes; kept until one changes",
    "consent_lists.ASTRAY": "the proof of the log, which reads everything",
    "extensions._PENDING": "oldest first, with a limit, in the order of the key",
    "found.ASTRAY": "the proof of the log, which reads everything",
    "found._CHECKPOINTS": "newest first, with a limit, in the order of the key",
    "found._KEYS": "a tenant's few keys",
    "operators._ALL": "a page of the console",
    "privacy._LAST": "newest first, with a limit, in the order of the key",
    "privacy._TIDY": "fifty rows of the installation are kept",
    "store._BUMP": "one row for each tenant",
    "tenants._ALL": "a page of the console",
    "tenants._HISTORY": "a tenant's few keys",
    "tenants._INDEX_KEYS": "a tenant's few keys",
    "tenants._SIGNING": "a tenant's few keys",
    "texts._ALL": "a tenant's own texts; kept until one changes",
}
"""Statements that are to read all of a tenant, or of a small table, and why they may."""


def statements():
    for module in pkgutil.iter_modules(stores.__path__):
        loaded = importlib.import_module(f"persistence.stores.{module.name}")
        for name, value in vars(loaded).items():
            for prepared in value.values() if isinstance(value, dict) else (value,):
                if isinstance(prepared, Prepared):
                    yield f"{module.name}.{name}", prepared


def plan(database, prepared):
    """Return the steps of SQLite's plan."""
    text = prepared.for_sqlite().text

    def explain(db):
        values = [None] * text.count("?")
        rows = db._connection.execute(f"EXPLAIN QUERY PLAN {text}", values)
        return [row[3] for row in rows]

    return database.read(explain)


def is_wide(step):
    # What a limit has bounded inside is counted outside: a scan of that is no scan of a table.
    bounded = step.startswith(("SCAN anon", "SCAN (subquery"))
    return (step.startswith("SCAN") and not bounded) or step.endswith("(tenant_id=?)")


def test_no_statement_reads_all_of_a_tenant_but_those_that_are_to(sqlite_database):
    wide = {
        name
        for name, prepared in statements()
        if any(is_wide(step) for step in plan(sqlite_database, prepared))
    }
    assert wide == set(WHOLE)


AFTER = PageRequest(after=bytes(16))
PAGES = {
    "accounts": lambda w: w.accounts.page(AccountFilter(), AFTER),
    "accounts of a status": lambda w: w.accounts.page(
        AccountFilter(statuses=(AccountStatus.DISABLED,)), AFTER
    ),
    "accounts of statuses": lambda w: w.accounts.page(
        AccountFilter(statuses=(AccountStatus.DISABLED, AccountStatus.LOCKED)), AFTER
    ),
    "personas": lambda w: w.accounts.page(AccountFilter(persona=True), AFTER),
    "accounts since": lambda w: w.accounts.page(
        AccountFilter(since=START, made_after=bytes(16)), AFTER
    ),
    "clients": lambda w: w.clients.page(AFTER),
    "sessions": lambda w: w.sessions.page(w.now, AFTER),
    "ended sessions": lambda w: w.sessions.page(w.now, AFTER, SessionFilter(SessionState.ENDED)),
    "all sessions": lambda w: w.sessions.page(w.now, AFTER, SessionFilter(SessionState.ALL)),
    "sessions of a client": lambda w: w.sessions.page(
        w.now, AFTER, SessionFilter(client_id=bytes(16))
    ),
    "ledger": lambda w: w.consents.page(ConsentFilter(), AFTER),
    "ledger of a state": lambda w: w.consents.page(
        ConsentFilter(statuses=(ConsentStatus.REVOKED,)), AFTER
    ),
    "ledger of states": lambda w: w.consents.page(
        ConsentFilter(statuses=(ConsentStatus.REVOKED, ConsentStatus.GIVEN)), AFTER
    ),
    "ledger of an item": lambda w: w.consents.page(ConsentFilter(item="x"), AFTER),
    "ledger of a kind": lambda w: w.consents.page(ConsentFilter(necessity=Necessity.NEEDED), AFTER),
    "ledger of a kind in a state": lambda w: w.consents.page(
        ConsentFilter(necessity=Necessity.NEEDED, statuses=(ConsentStatus.REVOKED,)), AFTER
    ),
    "whole ledger of a kind": lambda w: w.consents.page(
        ConsentFilter(necessity=Necessity.NEEDED, current=False), AFTER
    ),
    "ledger of a client": lambda w: w.consents.page(ConsentFilter(client_id=bytes(16)), AFTER),
    "ledger of a client's item": lambda w: w.consents.page(
        ConsentFilter(client_id=bytes(16), item="x", statuses=(ConsentStatus.GIVEN,)), AFTER
    ),
    "ledger of what a client lost": lambda w: w.consents.page(
        ConsentFilter(client_id=bytes(16), statuses=(ConsentStatus.REVOKED,)), AFTER
    ),
    "whole ledger": lambda w: w.consents.page(ConsentFilter(current=False), AFTER),
    "whole ledger of a client": lambda w: w.consents.page(
        ConsentFilter(current=False, client_id=bytes(16)), AFTER
    ),
    "audit": lambda w: w.audit.page(AuditFilter(), AFTER),
    "audit of a name": lambda w: w.audit.page(AuditFilter(names=("a.b",)), AFTER),
    "audit of a subject": lambda w: w.audit.page(AuditFilter(subject=bytes(16)), AFTER),
    "audit of an actor": lambda w: w.audit.page(AuditFilter(actor_name="x"), AFTER),
    "audit since": lambda w: w.audit.page(AuditFilter(since=START, made_after=bytes(16)), AFTER),
}


def test_a_kind_of_leave_is_found_by_its_index(stage):
    compiled = []
    watchers.append(compiled.append)
    try:
        stage.read(PAGES["ledger of a kind"])
        stage.read(PAGES["whole ledger of a kind"])
    finally:
        watchers.remove(compiled.append)
    firsts = [plan(stage.database, each)[0] for each in compiled]
    asked = [first for first in firsts if "consent" in first]
    assert len(asked) == 2 * len(ConsentStatus)
    served = "ix_consent_entry_kind (tenant_id=? AND necessity=? AND status=?"
    assert [first for first in asked if served not in first] == []


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("what", PAGES)
def test_a_page_is_read_in_the_order_of_an_index(stage, what, backward, monkeypatch):
    monkeypatch.setitem(globals(), "AFTER", replace(AFTER, backward=backward))
    compiled = []
    watchers.append(compiled.append)
    try:
        stage.read(PAGES[what])
    finally:
        watchers.remove(compiled.append)
    steps = plan(stage.database, compiled[-1])
    assert not [step for step in steps if "TEMP B-TREE" in step or is_wide(step)], steps


SOME = (bytes(16), bytes(15) + b"\x01")
GLANCES = {
    "some accounts": lambda w: w.accounts.some(SOME),
    "claims of some": lambda w: w.persona_claims.some(SOME),
    "grants of some sessions": lambda w: w.grants.borne(SOME),
}


KEPT = {
    "sessions": lambda w, ids: w.sessions.seen(ids, w.now),
    "leave": lambda w, ids: w.consents.in_force(ids, w.now),
    "passwords": lambda w, ids: w.passwords.of_some(ids),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_stands_on_accounts_of_a_page_is_compiled_once_for_any_number(stage, what):
    for _ in range(2):  # the first work of a process asks for the tenant by its slug
        stage.read(lambda w: KEPT[what](w, SOME))
    compiled = []
    watchers.append(compiled.append)
    try:
        for count in (0, 1, 3, 51):
            stage.read(lambda w, n=count: KEPT[what](w, tuple(bytes([n]) * 16 for n in range(n))))
    finally:
        watchers.remove(compiled.append)
    assert compiled == []


@pytest.mark.parametrize("what", GLANCES)
def test_what_stands_beside_a_page_is_read_by_its_keys(stage, what):
    compiled = []
    watchers.append(compiled.append)
    try:
        stage.read(GLANCES[what])
    finally:
        watchers.remove(compiled.append)
    steps = plan(stage.database, compiled[-1])
    assert not [step for step in steps if is_wide(step)], steps
