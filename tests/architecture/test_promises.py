"""Docstrings promise refusals and events: each exists, and each refusal has a test in its room."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "domain"
HEADS = ("Args:", "Returns:", "Yields:", "Raises:", "Refuses:", "Tells:", "Source:")
PROMISE = re.compile(r"^((?:[a-z][a-z0-9_]*)(?:, [a-z][a-z0-9_]*)*):(?: |$)")
CLASS = re.compile(r"\b(?:[A-Z][a-z0-9]+){2,}\b")


def section(doc, head):
    """Return the lines of one section of a docstring, without its indent."""
    lines, inside = [], False
    for line in doc.splitlines():
        if line.startswith(HEADS):
            inside = line.startswith(head)
            lines += [line.removeprefix(head).strip()] if inside else []
        elif inside:
            lines.append(line.removeprefix("    "))
    return lines


def documented():
    """Yield (room, where, docstring) of every function of the domain."""
    for path in sorted(DOMAIN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (doc := ast.get_docstring(node)):
                room = path.relative_to(DOMAIN).parts[0]
                yield room, f"{path.relative_to(ROOT)}:{node.name}", doc


def promised():
    """Yield (room, where, code) of every promised refusal."""
    for room, where, doc in documented():
        for line in section(doc, "Refuses:"):
            if found := PROMISE.match(line):
                yield from ((room, where, code) for code in found[1].split(", "))


def declared(word):
    """Return every code declared by `kind("code", ...)` or every class of the domain."""
    text = "\n".join(p.read_text("utf-8") for p in DOMAIN.rglob("*.py"))
    pattern = r'\bkind\(\s*"([a-z0-9_]+)"' if word == "kind" else r"^class (\w+)"
    return set(re.findall(pattern, text, re.MULTILINE))


class TestPromises:
    def test_name_refusals_that_are_declared(self):
        kinds = declared("kind")
        assert [(where, code) for _, where, code in promised() if code not in kinds] == []

    def test_name_events_that_exist(self):
        classes = declared("class")
        unknown = [
            (where, name)
            for _, where, doc in documented()
            for name in CLASS.findall("\n".join(section(doc, "Tells:")))
            if name not in classes
        ]
        assert unknown == []

    def test_of_refusals_are_kept_by_a_test_of_the_room(self):
        wanted = {}
        for room, _, code in promised():
            wanted.setdefault(room, set()).add(code)
        open_ones = {}
        for room, codes in wanted.items():
            tests = "\n".join(
                p.read_text("utf-8") for p in (ROOT / "tests" / "domain" / room).rglob("*.py")
            )
            words = set(re.findall(r"\w+", tests))
            if missing := sorted(c for c in codes if c not in words and c.upper() not in words):
                open_ones[room] = missing
        assert open_ones == {}, "a test under tests/domain/ROOM names the code of each refusal"
