"""Refusals: declared once, documented, and every promise of one has a test."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def declarations():
    """Yield (file, constant, code, sentence, way out) of each `NAME = kind(...)` of the domain."""
    for path in sorted((ROOT / "domain").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            value = getattr(node, "value", None)
            if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "kind":
                words = [ast.literal_eval(word) for word in value.args]
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                yield path, target.id, *words[:3]


def public_functions():
    for path in sorted((ROOT / "domain").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path, node


class TestRefusals:
    def test_have_plain_codes_and_two_sentences(self):
        wrong = [
            code for _, _, code, sentence, way_out in declarations()
            if not (CODE.fullmatch(code) and sentence.endswith((".", "}")) and way_out.endswith("."))
        ]  # fmt: skip
        assert wrong == []

    def test_are_declared_once(self):
        codes = [code for _, _, code, *_ in declarations()]
        assert len(codes) == len(set(codes))

    def test_are_named_like_their_code(self):
        wrong = [(name, code) for _, name, code, *_ in declarations() if name != code.upper()]
        assert wrong == []

    def test_are_promised_where_a_function_raises_them(self):
        silent = []
        for path, node in public_functions():
            raised = {
                call.args[0].id
                for found in ast.walk(node)
                if isinstance(found, ast.Raise)
                and isinstance(call := found.exc, ast.Call)
                and getattr(call.func, "id", "") == "Refusal"
                and call.args
                and isinstance(call.args[0], ast.Name)
            }
            doc = ast.get_docstring(node) or ""
            if any(name.lower() not in doc for name in raised if name.isupper()):
                silent.append((str(path.relative_to(ROOT)), node.name, sorted(raised)))
        assert silent == [], "name the code of each refusal under `Refuses:`"
