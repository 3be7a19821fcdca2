"""The documentation page: one page of ours that loads nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape

PAGES: Final = Environment(
    loader=PackageLoader("app.api.v1", "pages"),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


def reference(made: dict[str, Any]) -> tuple[str, str]:
    """Return the page of a document, and the policy under which it is shown.

    Args:
        made: an OpenAPI document.
    """
    style = PAGES.get_template("reference.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = PAGES.get_template("reference.html").render(
        info=made["info"], style=style, groups=_groups(made)
    )
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    return page, f"{policy}; base-uri 'none'; form-action 'none'"


def _groups(made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the operations by their tag, each with what a reader wants to know."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            told = {
                "method": method.upper(),
                "path": path,
                "name": operation["operationId"],
                "about": operation["description"],
                "parameters": operation.get("parameters", []),
                "body": _members(made, operation.get("requestBody", {})),
                "answers": [
                    (status, answer["description"], _members(made, answer))
                    for status, answer in sorted(operation["responses"].items())
                ],
            }
            groups.setdefault(operation["tags"][0], []).append(told)
    return groups


def _members(made: dict[str, Any], content: dict[str, Any]) -> list[tuple[str, str, bool, str]]:
    """Return name, kind, whether it must be there, and meaning of each member of a body."""
    for media in content.get("content", {}).values():
        schema = _resolved(made, media.get("schema", {}))
        needed = schema.get("required", [])
        return [
            (name, _kind(made, each), name in needed, _meaning(made, each))
            for name, each in schema.get("properties", {}).items()
        ]
    return []


def _meaning(made: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return what is said of a member, or else of its kind."""
    return str(schema.get("description") or _resolved(made, schema).get("description", ""))


def _resolved(made: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema, or the one it refers to."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(made, choice)
    name = schema.get("$ref", "").rpartition("/")[2]
    return made["components"]["schemas"][name] if name else schema


def _kind(made: dict[str, Any], schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(made, each) for each in schema["anyOf"])
    if "$ref" in schema:
        meant = _resolved(made, schema)
        return _kind(made, meant) if "enum" in meant else str(meant.get("title", "object"))
    if schema.get("type") == "array":
        return f"list of {_kind(made, schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("const") or schema.get("type", "any"))
