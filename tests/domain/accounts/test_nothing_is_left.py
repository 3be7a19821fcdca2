"""An erased account leaves its own row, its lines of the trail, and nothing else."""

import pytest
from sqlalchemy import select

from domain.accounts.erase import erase, erase_own
from domain.consent.records import Duration
from domain.kernel.work import system
from persistence.statements import Prepared
from persistence.tables import SCHEMA
from tests.support.sign_ins import Walk, a_person, open_shop, person

CLI = system("cli")
STAYS = {"account", "audit_event", "log_leaf", "waiting_leaves"}
"""The row that names an id nobody gets again, the trail that names it, leaves without a body."""


@pytest.fixture
def lived_in(both):
    both.shop, both.alice = open_shop(both), a_person(both)
    walk = Walk(both, both.shop)
    walk.sign_in()
    walk.decide("orders.read", duration=Duration.HOUR)
    walk.finish()
    other = Walk(both, both.shop)
    other.begin()
    other.identify("alice")
    return both


def tables_that_name(stage, account_id):
    """Return every table of which a row holds the account's id."""
    found = set()
    for table in SCHEMA.sorted_tables:
        every = Prepared(select(*table.columns))
        rows = stage.database.read(lambda db, every=every: db.all(every))
        if any(account_id in {v for v in row if isinstance(v, bytes)} for row in rows):
            found.add(table.name)
    return found


class TestErase:
    def test_leaves_no_session_no_grant_no_token_and_no_flow(self, lived_in):
        account = lived_in.alice.id
        assert {"session", "client_grant", "interaction", "identifier", "password"} <= (
            tables_that_name(lived_in, account)
        )
        lived_in.write(lambda work: erase(work, account), actor=CLI)
        assert tables_that_name(lived_in, account) <= STAYS

    def test_of_oneself_leaves_no_more(self, lived_in):
        account = lived_in.alice.id
        lived_in.write(lambda work: erase_own(work, account), actor=person(account))
        assert tables_that_name(lived_in, account) <= STAYS

    def test_leaves_what_others_have(self, lived_in):
        bob = a_person(lived_in, "bob")
        walk = Walk(lived_in, lived_in.shop)
        walk.sign_in("bob")
        walk.decide("orders.read", duration=Duration.HOUR)
        walk.finish()
        before = tables_that_name(lived_in, bob.id)
        lived_in.write(lambda work: erase(work, lived_in.alice.id), actor=CLI)
        assert tables_that_name(lived_in, bob.id) == before
