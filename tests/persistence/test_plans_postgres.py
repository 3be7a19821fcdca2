"""On Postgres too every statement is served by an index that names more than its tenant.

The plans are generic ones, made without values: what a connection keeps for its prepared
statements. The tables hold some thousand rows of three tenants.
"""

import itertools
import re

import pytest

from tests.persistence.test_plans import WHOLE, statements
from tests.support.filled import fill

pytestmark = pytest.mark.postgres

JOBS = re.compile(r"\._(TIDY\w*|ERASE|FORGET_OLD|ERASE_OLD|PENDING)$")
"""Statements of jobs, a bounded batch at a time, in the order of an index; no answer waits."""


@pytest.fixture(scope="module")
def connection(postgres_template):
    import psycopg

    from persistence.engine import read_url
    from persistence.postgres_link import conninfo

    url = postgres_template.copy()
    with psycopg.connect(conninfo(read_url(url)), autocommit=True) as made:
        fill(made)
        made.execute("SET plan_cache_mode = force_generic_plan")
        yield made
    postgres_template.drop(url)


def plan(connection, text):
    """Return all nodes of a statement's generic plan."""
    numbers = itertools.count(1)
    numbered = re.sub(r"%s", lambda _: f"${next(numbers)}", text).replace("%%", "%")
    count = next(numbers) - 1
    connection.execute(f"PREPARE looked_at AS {numbered}")
    try:
        nulls = f"({', '.join(['NULL'] * count)})" if count else ""
        row = connection.execute(f"EXPLAIN (FORMAT JSON) EXECUTE looked_at{nulls}").fetchone()
    finally:
        connection.execute("DEALLOCATE looked_at")
    return list(nodes(row[0][0]["Plan"]))


def nodes(node):
    yield node
    for inner in node.get("Plans", ()):
        yield from nodes(inner)


def is_wide(node):
    if node["Node Type"] == "Seq Scan":
        return True
    reads_index = "Index" in node["Node Type"]
    return (
        reads_index
        and re.fullmatch(r"\(tenant_id = \$\d+\)", node.get("Index Cond", "")) is not None
    )


def test_no_statement_reads_all_of_a_tenant_but_those_that_are_to(connection):
    wide = {
        name
        for name, prepared in statements()
        if not JOBS.search(name)
        and any(is_wide(node) for node in plan(connection, prepared.for_postgres().text))
    }
    assert wide
    assert wide <= set(WHOLE)


@pytest.fixture
def empty(postgres_template):
    """A database in which nobody ever was, and a connection as the server has."""
    import psycopg

    from persistence.engine import read_url
    from persistence.postgres_link import conninfo
    from persistence.postgres_wire import BY_INDEX

    url = postgres_template.copy()
    with psycopg.connect(conninfo(read_url(url)), autocommit=True) as made:
        made.execute("SET plan_cache_mode = force_generic_plan")
        made.execute(BY_INDEX)
        yield made
    postgres_template.drop(url)


def test_nor_by_a_plan_that_was_made_before_anybody_came(empty):
    whole = {
        name
        for name, prepared in statements()
        if not JOBS.search(name)
        and any(
            node["Node Type"] == "Seq Scan" for node in plan(empty, prepared.for_postgres().text)
        )
    }
    assert whole <= set(WHOLE)
