"""Which lines connect an application, filled in with the tenant's own values?

Owns: code in several languages for each kind of client; it runs as pasted.
Does not own: showing it (console, command line), the file for `apply` (`domain.blueprint`).
Neighbours: reads `domain.clients`; tests run what it returns against a running server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from app.operations.snippets import go, javascript, python, shell
from domain.blueprint.describe import write_client
from domain.clients.records import AuthMethod, Client, ClientType
from domain.clients.rules import is_loopback_http

if TYPE_CHECKING:
    from collections.abc import Mapping


def snippets(client: Client, issuer: str) -> Mapping[str, str]:
    """Return code by the name of its language; a secret is read from the environment, never shown.

    A client with an address on this machine gets programs that need nothing but their language:
    they wait for the person to come back. One with a web address gets the usual library's lines.

    Args:
        client: the registered application.
        issuer: the tenant's issuer identifier.
    """
    yaml_ = {"YAML": _yaml(client, issuer)}
    if client.type is ClientType.SERVICE:
        made = {
            "curl": shell.service(client, issuer),
            "Python": python.service(client, issuer),
            "JavaScript": javascript.service(client, issuer),
            "Go": go.service(client, issuer),
        }
        return made | yaml_
    back = here(client)
    at_home = bool(back)
    back = back or (client.redirect_uris[0] if client.redirect_uris else "")
    write_python = python.terminal if at_home else python.web
    write_javascript = javascript.terminal if at_home else javascript.web
    write_go = go.terminal if at_home else go.web
    made = {
        "Python": write_python(client, issuer, back),
        "JavaScript": write_javascript(client, issuer, back),
        "Go": write_go(client, issuer, back),
        "curl": shell.code_flow(client, issuer, back),
    }
    return made | yaml_


def here(client: Client) -> str:
    """Return the first address of a client that a program on this machine can wait at, or none.

    One without a port is left out: it would need the rights of the machine's owner.
    """
    for uri in client.redirect_uris:
        authority = uri.partition("://")[2].partition("/")[0]
        if is_loopback_http(uri) and authority.rpartition(":")[2].isdigit():
            return uri
    return ""


def keeps_a_secret(client: Client) -> bool:
    """Tell whether the code reads a secret from the environment."""
    return client.auth_method is not AuthMethod.NONE


def _yaml(client: Client, issuer: str) -> str:
    told = {"tenants": [{"slug": issuer.rpartition("/")[2], "clients": [write_client(client)]}]}
    return "# byleave apply FILE\n" + yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
