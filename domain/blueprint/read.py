"""Read a file's nodes into its form; what is not known is refused with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from domain.blueprint import form, nodes
from domain.blueprint.form import (
    ClientForm,
    FileForm,
    LanguageForm,
    OperatorForm,
    PersonaForm,
    ScopeForm,
    State,
    TenantForm,
)
from domain.blueprint.nodes import Node, Reader, wrong
from domain.tenants.records import PrivacyMode, Registration, TenantKind, TenantStatus


def read_file(root: Node) -> FileForm:
    """Read a whole file.

    Refuses:
        invalid_file: a key is unknown, said twice or missing, a value is not right, or a name is
            used twice; with the line.
    """
    said = nodes.members(root, _FILE)
    read = FileForm(said.get("tenants", ()), said.get("operators", ()))
    _once((tenant.slug, tenant.line) for tenant in read.tenants)
    for tenant in read.tenants:
        _once((scope.value, scope.line) for scope in tenant.scopes)
        _once((client.id, client.line) for client in tenant.clients)
    return read


def _scope(node: Node) -> ScopeForm:
    return ScopeForm(line=node.line, **nodes.members(node, form.SCOPE, needed=("value",)))


def _client(node: Node) -> ClientForm:
    return ClientForm(line=node.line, **nodes.members(node, form.CLIENT, needed=("id",)))


def _persona(node: Node) -> PersonaForm:
    read = PersonaForm(line=node.line, **nodes.members(node, form.PERSONA))
    if read.username is None and read.email is None:
        raise wrong(node.line, "a persona needs a username or an email.")
    if read.password is None and read.state is State.PRESENT:
        raise wrong(node.line, "password is missing here.")
    return read


def _operator(node: Node) -> OperatorForm:
    read = OperatorForm(line=node.line, **nodes.members(node, form.OPERATOR, needed=("role",)))
    if read.username is None and read.email is None:
        raise wrong(node.line, "an operator needs a username or an email.")
    return read


def _tenant(node: Node) -> TenantForm:
    return TenantForm(line=node.line, **nodes.members(node, _TENANT, needed=("slug",)))


def _language(tag: Node, said: Node) -> LanguageForm:
    texts = nodes.pairs(said, lambda source, text: (nodes.text(source), nodes.maybe_text(text)))
    return LanguageForm(tag.line, nodes.text(tag), dict(texts))


_TENANT: Final[Mapping[str, Reader]] = {
    "slug": nodes.text,
    "label": nodes.text,
    "kind": nodes.word(TenantKind),
    "privacy": nodes.word(PrivacyMode),
    "registration": nodes.word(Registration),
    "status": nodes.word(TenantStatus),
    "locale": nodes.text,
    "branding": lambda node: nodes.members(node, form.BRANDING),
    "policy": lambda node: nodes.members(node, form.POLICY),
    "texts": lambda node: nodes.pairs(node, _language),
    "scopes": nodes.each(_scope),
    "clients": nodes.each(_client),
    "personas": nodes.each(_persona),
    "state": nodes.word(State),
}
_FILE: Final[Mapping[str, Reader]] = {
    "tenants": nodes.each(_tenant),
    "operators": nodes.each(_operator),
}


def _once(named: Iterable[tuple[str, int]]) -> None:
    seen: set[str] = set()
    for name, line in named:
        if name in seen:
            raise wrong(line, "{key} is described twice.", key=name)
        seen.add(name)
