"""Lines of code that connect an application, filled in with the tenant's own values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

from domain.blueprint.describe import write_client
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
        "YAML": _yaml(client, issuer),
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _back(client: Client) -> str:
    return client.redirect_uris[0] if client.redirect_uris else ""


def _python(client: Client, issuer: str) -> str:
    secret = ""
    if client.auth_method is not AuthMethod.NONE:
        secret = '    client_secret=os.environ["BYLEAVE_SECRET"],\n'
    method = ""
    if client.auth_method is AuthMethod.POST:
        method = '        "token_endpoint_auth_method": "client_secret_post",\n'
    return (
        "# pip install authlib httpx starlette itsdangerous\n"
        "import os\n\n"
        "from authlib.integrations.starlette_client import OAuth\n"
        "from starlette.responses import RedirectResponse\n\n"
        "oauth = OAuth()\n"
        "oauth.register(\n"
        '    "byleave",\n'
        f"    client_id={_quoted(client.client_id)},\n"
        f"{secret}"
        f"    server_metadata_url={_quoted(issuer + _DISCOVERY)},\n"
        "    client_kwargs={\n"
        f'        "scope": {_quoted(" ".join(client.scopes))},\n'
        f"{method}"
        '        "code_challenge_method": "S256",  # PKCE is required\n'
        "    },\n"
        ")\n\n\n"
        "async def login(request):\n"
        f"    return await oauth.byleave.authorize_redirect(request, {_quoted(_back(client))})\n"
        "\n\n"
        f"async def callback(request):  # at {_back(client)}\n"
        "    # raises OAuthError with error == 'access_denied' when the person refused\n"
        "    tokens = await oauth.byleave.authorize_access_token(request)\n"
        '    request.session["sub"] = tokens["userinfo"]["sub"]  # of this application alone\n'
        '    return RedirectResponse("/")\n'
    )


def _javascript(client: Client, issuer: str) -> str:
    proof = {
        AuthMethod.NONE: "client.None()",
        AuthMethod.BASIC: "client.ClientSecretBasic(process.env.BYLEAVE_SECRET)",
        AuthMethod.POST: "client.ClientSecretPost(process.env.BYLEAVE_SECRET)",
    }[client.auth_method]
    bare = ""
    if issuer.startswith("http:"):
        bare = "  { execute: [client.allowInsecureRequests] },  // http: on this machine alone\n"
    return (
        "// npm install openid-client\n"
        "import * as client from 'openid-client'\n\n"
        "const config = await client.discovery(\n"
        f"  new URL({_quoted(issuer)}),\n"
        f"  {_quoted(client.client_id)},\n"
        f"  undefined, {proof},\n"
        f"{bare}"
        ")\n"
        "// keep both in the person's session until they are back\n"
        "const verifier = client.randomPKCECodeVerifier()\n"
        "const state = client.randomState()\n"
        "const address = client.buildAuthorizationUrl(config, {\n"
        f"  redirect_uri: {_quoted(_back(client))},\n"
        f"  scope: {_quoted(' '.join(client.scopes))},\n"
        "  state,\n"
        "  code_challenge: await client.calculatePKCECodeChallenge(verifier),\n"
        "  code_challenge_method: 'S256',\n"
        "})\n\n"
        "// the address they came back to holds a code, or the error access_denied\n"
        "const tokens = (cameBackTo) =>\n"
        "  client.authorizationCodeGrant(config, new URL(cameBackTo), {\n"
        "    pkceCodeVerifier: verifier, expectedState: state,\n"
        "  })\n"
    )


def _yaml(client: Client, issuer: str) -> str:
    told = {"tenants": [{"slug": issuer.rpartition("/")[2], "clients": [write_client(client)]}]}
    return "# byleave apply FILE\n" + yaml.safe_dump(told, sort_keys=False, allow_unicode=True)


def _service(client: Client, issuer: str) -> str:
    proof = f'-u "{client.client_id}:$BYLEAVE_SECRET"'
    if client.auth_method is AuthMethod.POST:
        proof = f'-d client_id={client.client_id} -d "client_secret=$BYLEAVE_SECRET"'
    return f"curl {proof} \\\n  -d grant_type=client_credentials \\\n  {issuer}/oauth2/token\n"


def _service_python(client: Client, issuer: str) -> str:
    name, secret = _quoted(client.client_id), 'os.environ["BYLEAVE_SECRET"]'
    data, auth = '"grant_type": "client_credentials"', f"    auth=({name}, {secret}),\n"
    if client.auth_method is AuthMethod.POST:
        data, auth = f'{data}, "client_id": {name}, "client_secret": {secret}', ""
    return (
        "import os\n\nimport httpx\n\n"
        "answer = httpx.post(\n"
        f"    {_quoted(issuer + '/oauth2/token')},\n"
        f"    data={{{data}}},\n"
        f"{auth}"
        ")\n"
    )
