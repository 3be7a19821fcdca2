"""What a killed server left in its tables: every acknowledged change, and nothing by half.

Asked by SQL from outside, for all people at once: an answer of the server could be kept in memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from persistence.engine import read_url
from persistence.postgres_link import conninfo

HALVES = {
    "accounts without a password or a name": """
        SELECT count(*) FROM account a JOIN tenant t ON t.id = a.tenant_id
        WHERE t.slug = 'rig' AND (
            NOT EXISTS (SELECT 1 FROM password p
                        WHERE p.tenant_id = a.tenant_id AND p.account_id = a.id)
            OR NOT EXISTS (SELECT 1 FROM identifier i
                           WHERE i.tenant_id = a.tenant_id AND i.account_id = a.id))""",
    "open grants whose family has not exactly one living token": """
        SELECT count(*) FROM (
            SELECT g.id FROM client_grant g
            JOIN refresh_token r ON r.tenant_id = g.tenant_id AND r.grant_id = g.id
            WHERE g.closed_at IS NULL GROUP BY g.id
            HAVING sum(CASE WHEN r.consumed_at IS NULL THEN 1 ELSE 0 END) <> 1) family""",
    "open grants without leave that stands": """
        SELECT count(*) FROM client_grant g
        WHERE g.closed_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM consent_current c
            WHERE c.tenant_id = g.tenant_id AND c.account_id = g.account_id
            AND c.client_id = g.client_id AND c.status = 'given')""",
    "leave that is not what its ledger says last": """
        SELECT count(*) FROM consent_current c
        LEFT JOIN consent_entry e ON e.tenant_id = c.tenant_id AND e.id = c.consent_id
        WHERE e.id IS NULL OR e.status <> c.status OR e.account_id <> c.account_id""",
    "facts and entries without their leaf": """
        SELECT count(*) FROM (
            SELECT tenant_id, id FROM audit_event UNION ALL
            SELECT tenant_id, id FROM consent_entry) body
        WHERE NOT EXISTS (SELECT 1 FROM log_leaf l
                          WHERE l.tenant_id = body.tenant_id AND l.id = body.id)
        AND NOT EXISTS (SELECT 1 FROM waiting_leaves w
                        WHERE w.tenant_id = body.tenant_id AND {within})""",
    "logs with a gap": """
        SELECT count(*) FROM (
            SELECT tenant_id FROM log_leaf GROUP BY tenant_id
            HAVING max(seq) - min(seq) + 1 <> count(*)) gap""",
}
WITHIN = {"sqlite": "instr(w.leaves, body.id) > 0", "postgres": "position(body.id in w.leaves) > 0"}
"""That a leaf of a body waits among others: it is packed with the body's id."""
TOKENS = """
    SELECT r.digest, r.consumed_at IS NOT NULL, g.closed_at IS NOT NULL,
           EXISTS (SELECT 1 FROM consent_current c
                   WHERE c.tenant_id = g.tenant_id AND c.account_id = g.account_id
                   AND c.status = 'given')
    FROM refresh_token r
    JOIN client_grant g ON g.tenant_id = r.tenant_id AND g.id = r.grant_id"""
ACCOUNTS = """
    SELECT count(*) FROM account a JOIN tenant t ON t.id = a.tenant_id WHERE t.slug = 'rig'"""


@dataclass
class Person:
    """Somebody, and what they were told.

    Attributes:
        registered: their account stands.
        refresh: the newest refresh token they were given.
        spent: refresh tokens before it, which must stay spent.
        ended: how their grant ended, or empty while it stands.
        ending: an end that was asked for and not answered.
        rotating: a rotation that was asked for and not answered.
        guessing: wrong passwords were typed.
        locked: the limit said that it is closed.
    """

    name: str
    registered: bool = False
    refresh: str = ""
    spent: list[str] = field(default_factory=list)
    ended: str = ""
    ending: str = ""
    rotating: bool = False
    guessing: bool = False
    locked: bool = False

    @property
    def sure(self) -> bool:
        """Whether their newest token must live: nothing about it is in doubt."""
        return bool(self.refresh) and not (self.ended or self.ending or self.rotating)


class Rows:
    """The tables of a rig.

    Args:
        file: of SQLite.
        postgres: URL; empty for SQLite.
    """

    def __init__(self, file: Path, postgres: str = "") -> None:
        self._file, self._postgres = file, postgres

    def faults(self, people: list[Person]) -> list[str]:
        """Return what was acknowledged and is not there, and what is there by half."""
        with self._asking() as ask:
            within = WITHIN["postgres" if self._postgres else "sqlite"]
            halves = {name: ask(text.format(within=within))[0][0] for name, text in HALVES.items()}
            tokens = {bytes(row[0]): tuple(map(bool, row[1:])) for row in ask(TOKENS)}
            accounts = ask(ACCOUNTS)[0][0]
        registered = sum(person.registered for person in people)
        found = [f"{count} {name}" for name, count in halves.items() if count]
        if not registered <= accounts <= len(people):
            found.append(f"{accounts} accounts; {registered} were acknowledged")
        return found + [fault for person in people for fault in _lost(person, tokens)]

    def quick_check(self) -> bool:
        """Let SQLite look at its pages; a Postgres looks after its own."""
        if self._postgres:
            return True
        with self._asking() as ask:
            return bool(ask("PRAGMA quick_check") == [("ok",)])

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Any]:
        if self._postgres:
            with psycopg.connect(conninfo(read_url(self._postgres)), autocommit=True) as server:
                yield lambda text: server.execute(text.encode()).fetchall()
            return
        address = f"{self._file.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            yield lambda text: connection.execute(text).fetchall()


def _lost(person: Person, tokens: dict[bytes, tuple[bool, ...]]) -> Iterator[str]:
    spent, closed, leave = tokens.get(_digest(person.refresh), (True, True, False))
    if person.sure and (spent or closed or not leave):
        yield f"{person.name}: the row of the newest refresh token is lost, spent or closed"
    if person.ended and not closed:
        yield f"{person.name}: {person.ended} and the grant stands in its row"
    if person.ended == "withdrawn" and leave:
        yield f"{person.name}: withdrawn and leave stands in its row"
    for token in person.spent:
        if not tokens.get(_digest(token), (True,))[0]:
            yield f"{person.name}: a spent refresh token is not spent in its row"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
