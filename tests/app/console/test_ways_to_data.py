"""Pages reach data by `Call` alone, and every use case they call is in the laws' matrices."""

import ast
from functools import cache
from pathlib import Path

import pytest

import app.console
from tests.laws.matrix import GUARDED, ROWS
from tests.laws.use_cases import use_cases

CONSOLE = Path(app.console.__file__).parent
FILES = sorted(CONSOLE.rglob("*.py"))
PAGES = sorted((CONSOLE / "pages").glob("*.py"))
WAYS = {"call", "call_installation", "call_about", "reach", "_reach", "_call"}
"""Names by which the console calls use cases; what is handed over first is the use case."""

FORBIDDEN_PACKAGES = ("persistence", "sqlite3", "psycopg", "sqlalchemy", "sqlmodel")
THREADS = {"to_thread", "run_in_threadpool"}
ASKS_OTHERWISE = {
    "oauth.introspect.introspect": "of the demo's own client and the token of one's own drive",
    "operators.api_keys.create_api_key": "only for oneself, with words one has",
    "operators.rename.rename": "one's own name; a key needs what changes operators",
    "operators.resolve.permissions": "what one may do oneself",
    "operators.resolve.tenants_of": "where one may do anything oneself",
}
"""Use cases that pages call and that ask for no permission, with what they ask instead."""


@cache
def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def imports_of(path):
    """Yield every module a file imports, and module with name of what it takes from it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", alias.asname or alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.module, alias.name, alias.asname or alias.name


def called_by(path):
    """Return the use cases a file hands to a way, by their names in the laws."""
    homes = {here: f"{module}.{name}" for module, name, here in imports_of(path) if name}
    handed = set()
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if name in WAYS and isinstance(first, ast.Name) and first.id in homes:
            handed.add(homes[first.id].removeprefix("domain."))
        if name in WAYS and isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name):
            home = homes.get(first.value.id, first.value.id)
            handed.add(f"{home}.{first.attr}".removeprefix("domain."))
    return handed & set(use_cases())


CALLED = {name for path in FILES for name in called_by(path)}


def test_pages_call_use_cases():
    assert len(CALLED) > 60


def test_every_use_case_of_the_console_has_a_row():
    assert sorted(CALLED - {row.name for row in ROWS}) == []


def test_every_use_case_that_pages_call_asks_for_a_permission():
    of_pages = {name for path in PAGES for name in called_by(path)}
    assert of_pages - {row.name for row in GUARDED} == set(ASKS_OTHERWISE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONSOLE)))
def test_no_file_of_the_console_knows_a_database(path):
    """Only what wires the house stands on persistence; `.database` is not the console's."""
    found = {module for module, _, _ in imports_of(path) if module.startswith(FORBIDDEN_PACKAGES)}
    assert found == set()
    touched = [
        node.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"database", "works"}
    ]
    assert touched == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONSOLE)))
def test_nothing_waits_for_a_use_case_in_the_event_loop(path):
    """`call.now` waits: it is handed to a thread, or stands in a function that is."""
    threaded = {
        arg.id
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in THREADS
        for arg in node.args
        if isinstance(arg, ast.Name)
    }
    assert sorted(_waits(tree_of(path), "", set()) - threaded) == []


def _waits(node, inside, found):
    """Collect the functions whose own body calls `call.now(...)`."""
    for child in ast.iter_child_nodes(node):
        name = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else inside
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            whose = child.func.value
            said = getattr(whose, "attr", getattr(whose, "id", ""))
            if child.func.attr == "now" and said in {"call", "_call"}:
                found.add(name)
        _waits(child, name, found)
    return found
