"""The protocol's endpoints as OpenAPI: what standards let a caller send, and every answer they allow.

Nothing of the server is read for it: it is written from the RFCs, so that both can be held against
each other.
"""

from __future__ import annotations

from typing import Any, Final

_TEXT: Final = {"type": "string", "maxLength": 4000}
_DESCRIBED: Final = r"^[\x20-\x21\x23-\x5b\x5d-\x7e]*$"
"""Characters an `error_description` may hold (RFC 6749 section 5.2)."""

ERRORS: Final = {
    # RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7009, RFC 9126; the one word of
    # RFC 6749 for a server that cannot now.
    "token": ("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
              "unsupported_grant_type", "invalid_scope", "invalid_target"),
    "introspect": ("invalid_request", "invalid_client", "unauthorized_client"),
    "revoke": ("invalid_request", "invalid_client", "unauthorized_client",
               "unsupported_token_type"),
    "par": ("invalid_request", "invalid_client", "unauthorized_client", "invalid_scope",
            "unsupported_response_type", "invalid_request_uri", "request_not_supported",
            "request_uri_not_supported"),
    "userinfo": ("invalid_request", "invalid_token", "insufficient_scope"),
}  # fmt: skip
LATER: Final = "temporarily_unavailable"

FIELDS: Final[dict[str, dict[str, Any]]] = {
    "token": {
        "grant_type": {
            "enum": ["authorization_code", "refresh_token", "client_credentials", "password"]
        },
        "code": _TEXT,
        "redirect_uri": _TEXT,
        "code_verifier": _TEXT,
        "refresh_token": _TEXT,
        "scope": _TEXT,
        "client_id": {"enum": ["shop", "nobody"]},
        "resource": _TEXT,
    },
    "introspect": {"token": _TEXT, "token_type_hint": _TEXT},
    "revoke": {"token": _TEXT, "token_type_hint": _TEXT},
    "par": {
        "response_type": {"enum": ["code", "token", "id_token"]},
        "client_id": {"enum": ["shop", "nobody"]},
        "redirect_uri": {"enum": ["https://shop.example/cb", "https://else.example/cb", "x"]},
        "scope": {"enum": ["openid", "openid orders.read", "nothing", ""]},
        "state": _TEXT,
        "nonce": _TEXT,
        "code_challenge": _TEXT,
        "code_challenge_method": {"enum": ["S256", "plain"]},
        "prompt": {"enum": ["none", "login", "consent", "none login", "x"]},
        "max_age": {"enum": ["0", "60", "-1", "x"]},
        "claims": _TEXT,
        "acr_values": _TEXT,
        "login_hint": _TEXT,
        "id_token_hint": _TEXT,
        "ui_locales": _TEXT,
        "request": _TEXT,
        "request_uri": _TEXT,
    },
    "logout": {
        "id_token_hint": _TEXT,
        "client_id": {"enum": ["shop", "nobody"]},
        "post_logout_redirect_uri": {"enum": ["https://shop.example/bye", "https://else.example"]},
        "state": _TEXT,
        "ui_locales": _TEXT,
    },
}

_TOLD: Final[dict[str, dict[str, Any]]] = {
    "token": {"required": ["access_token", "token_type"]},
    "introspect": {"required": ["active"], "properties": {"active": {"type": "boolean"}}},
    "par": {
        "required": ["request_uri", "expires_in"],
        "properties": {"expires_in": {"type": "integer", "exclusiveMinimum": 0}},
    },
    "userinfo": {"required": ["sub"]},
    "keys": {"required": ["keys"]},
    "metadata": {"required": ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]},
}


def protocol_document(at: str) -> dict[str, Any]:
    """Return the document of one tenant's endpoints.

    Args:
        at: path of the tenant's endpoints, such as `/t/acme/oauth2`.
    """
    tenant = at.removesuffix("/oauth2")
    return {
        "openapi": "3.1.0",
        "info": {"title": "The protocol", "version": "1"},
        "paths": {
            f"{at}/token": {"post": _posted("token", 200)},
            f"{at}/introspect": {"post": _posted("introspect", 200)},
            f"{at}/revoke": {"post": _posted("revoke", 200)},
            f"{at}/par": {"post": _posted("par", 201)},
            f"{at}/userinfo": {"get": _userinfo(), "post": _userinfo()},
            f"{at}/authorize": {"get": _visited("par"), "post": _visited("par", form=True)},
            f"{at}/logout": {"get": _visited("logout"), "post": _visited("logout", form=True)},
            f"{at}/jwks": {"get": _published("keys")},
            f"{tenant}/.well-known/openid-configuration": {"get": _published("metadata")},
        },
    }


def _form(name: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": FIELDS[name], "additionalProperties": False}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}, "required": True}


def _json(schema: dict[str, Any], *headers: str) -> dict[str, Any]:
    said = {name: {"required": True, "schema": {"type": "string"}} for name in headers}
    return {
        "description": "as told",
        "headers": said,
        "content": {"application/json": {"schema": {"type": "object", **schema}}},
    }


def _refused(words: tuple[str, ...], *headers: str) -> dict[str, Any]:
    told = {
        "error": {"enum": list(words)},
        "error_description": {"type": "string", "pattern": _DESCRIBED},
    }
    schema = {"required": ["error"], "properties": told, "additionalProperties": False}
    return _json(schema, "cache-control", *headers)


def _posted(name: str, status: int) -> dict[str, Any]:
    words = ERRORS[name]
    well = _json(_TOLD[name], "cache-control") if name in _TOLD else {"description": "done"}
    return {
        "operationId": name,
        "requestBody": _form(name),
        "responses": {
            str(status): well,
            "400": _refused(words),
            "401": _refused(("invalid_client",), "www-authenticate"),
            "403": _refused(words),
            "413": _refused(words),
            "415": _refused(words),
            "429": _refused((LATER,), "retry-after"),
        },
    }


def _userinfo() -> dict[str, Any]:
    words = ERRORS["userinfo"]
    challenged = {
        "description": "a challenge, and a body only where a token was shown (RFC 6750 section 3)",
        "headers": {"www-authenticate": {"required": True, "schema": {"type": "string"}}},
    }
    return {
        "parameters": [
            {
                "name": "Authorization",
                "in": "header",
                "schema": {"type": "string", "pattern": r"^Bearer [A-Za-z0-9._~+/-]{1,400}=*$"},
            },
        ],
        "responses": {
            "200": _json(_TOLD["userinfo"], "cache-control"),
            "400": _refused(words),
            "401": challenged,
            "403": challenged,
            "429": _refused((LATER,), "retry-after"),
        },
    }


def _visited(name: str, *, form: bool = False) -> dict[str, Any]:
    """What a person's browser is sent to answers with pages and redirects, never with a fault."""
    page = {"description": "a page", "content": {"text/html": {"schema": {"type": "string"}}}}
    onward = {
        "description": "to a page, to the client, or to a GET (RFC 9700 section 4.12)",
        "headers": {"location": {"required": True, "schema": {"type": "string"}}},
    }
    asked: dict[str, Any] = (
        {"requestBody": _form(name)}
        if form
        else {
            "parameters": [
                {"name": field, "in": "query", "schema": schema}
                for field, schema in FIELDS[name].items()
            ]
        }
    )
    codes = ("200", "400", "404", "413", "415", "429")
    return {**asked, "responses": {"303": onward, **dict.fromkeys(codes, page)}}


def _published(name: str) -> dict[str, Any]:
    return {"responses": {"200": _json(_TOLD[name], "cache-control")}}
