"""Lines of code that connect an application, filled in with the tenant's own values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.clients.records import AuthMethod, ClientType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.clients.records import Client

_DISCOVERY = "/.well-known/openid-configuration"


def snippets(client: Client, issuer: str) -> Mapping[str, str]:
    """Return code by the name of its language; a secret is read from the environment, never shown.

    Args:
        client: the registered application.
        issuer: the tenant's issuer identifier.
    """
    if client.type is ClientType.SERVICE:
        return {"curl": _service(client, issuer), "Python": _service_python(client, issuer)}
    return {
        "Python": _python(client, issuer),
        "JavaScript": _javascript(client, issuer),
        "curl": f"curl {issuer}{_DISCOVERY}\n",
        "YAML": _yaml(client),
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _back(client: Client) -> str:
    return client.redirect_uris[0] if client.redirect_uris else ""


def _python(client: Client, issuer: str) -> str:
    secret = ""
    if client.auth_method is not AuthMethod.NONE:
        secret = '    client_secret=os.environ["BYLEAVE_SECRET"],\n'
    return (
        "import os\n\n"
        "from authlib.integrations.starlette_client import OAuth\n\n"
        "oauth = OAuth()\n"
        "oauth.register(\n"
        '    "byleave",\n'
        f"    client_id={_quoted(client.client_id)},\n"
        f"{secret}"
        f"    server_metadata_url={_quoted(issuer + _DISCOVERY)},\n"
        "    client_kwargs={\n"
        f'        "scope": {_quoted(" ".join(client.scopes))},\n'
        '        "code_challenge_method": "S256",  # PKCE is required\n'
        "    },\n"
        ")\n\n"
        "async def login(request):\n"
        "    # the person comes back with a code, or with access_denied\n"
        f"    return await oauth.byleave.authorize_redirect(request, {_quoted(_back(client))})\n"
    )


def _javascript(client: Client, issuer: str) -> str:
    proof = "client.None()"
    if client.auth_method is not AuthMethod.NONE:
        proof = "client.ClientSecretBasic(process.env.BYLEAVE_SECRET)"
    return (
        "import * as client from 'openid-client'\n\n"
        "const config = await client.discovery(\n"
        f"  new URL({_quoted(issuer)}),\n"
        f"  {_quoted(client.client_id)},\n"
        f"  undefined, {proof},\n"
        ")\n"
        "const verifier = client.randomPKCECodeVerifier()\n"
        "const address = client.buildAuthorizationUrl(config, {\n"
        f"  redirect_uri: {_quoted(_back(client))},\n"
        f"  scope: {_quoted(' '.join(client.scopes))},\n"
        "  code_challenge: await client.calculatePKCECodeChallenge(verifier),\n"
        "  code_challenge_method: 'S256',\n"
        "})\n"
    )


def _yaml(client: Client) -> str:
    scopes = ", ".join(client.scopes)
    addresses = "".join(f"      - {_quoted(uri)}\n" for uri in client.redirect_uris)
    return (
        "clients:\n"
        f"  - client_id: {client.client_id}\n"
        f"    type: {client.type.value}\n"
        f"    redirect_uris:\n{addresses}"
        f"    scopes: [{scopes}]\n"
    )


def _service(client: Client, issuer: str) -> str:
    return (
        f'curl -u "{client.client_id}:$BYLEAVE_SECRET" \\\n'
        "  -d grant_type=client_credentials \\\n"
        f"  {issuer}/oauth2/token\n"
    )


def _service_python(client: Client, issuer: str) -> str:
    return (
        "import os\n\nimport httpx\n\n"
        "answer = httpx.post(\n"
        f"    {_quoted(issuer + '/oauth2/token')},\n"
        '    data={"grant_type": "client_credentials"},\n'
        f'    auth=({_quoted(client.client_id)}, os.environ["BYLEAVE_SECRET"]),\n'
        ")\n"
    )
