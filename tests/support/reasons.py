"""Every reason that our code gives for a refusal, found where it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHYS = {"invalid": 1, "wrong": 1, "because": 0, "Reason": 0, "not_found": 0, "ensure_sandbox": 1}
"""What makes a reason, and which of its arguments is the sentence."""

NOUNS = {"WHAT", "TENANT"}
"""Names of constants that hold what a refusal is about."""


def reasons(*places: str) -> set[str]:
    """Return the sentences of all reasons in files and folders of the house."""
    found: set[str] = set()
    for path in _files(places):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= set(_said(node))
    return found


def unsaid(*places: str) -> list[str]:
    """Return the calls whose reason is put together before a face can say it."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _files(places)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(_why(node), (ast.JoinedStr, ast.BinOp))
    ]


def _files(places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        told = [_why(node), *(each.value for each in node.keywords if each.arg == "what")]
        yield from (each.value for each in told if _is_text(each))
    if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in NOUNS:
        yield from (each.value for each in [node.value] if _is_text(each))


def _why(node: ast.Call) -> ast.expr | None:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    at = WHYS.get(name)
    return node.args[at] if at is not None and len(node.args) > at else None


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
