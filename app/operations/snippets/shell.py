"""Lines for a shell: curl, and openssl for the proof of the code."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from app.operations.snippets.filling import by_method, fill, values_of
from domain.clients.records import Client

_SERVICE = """\
curl -sS @token@ \\
  PROOF-d grant_type=client_credentials
"""
_CODE_FLOW = """\
verifier=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\\n')
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary |
  openssl base64 | tr '+/' '-_' | tr -d '=\\n')
echo "Open this address and sign in:"
echo @start@"&code_challenge=$challenge"
echo "Then copy what stands after code= in the address you came back to:"
read -r code
curl -sS @token@ \\
  PROOF-d grant_type=authorization_code \\
  --data-urlencode redirect_uri=@back@ \\
  -d "code=$code" -d "code_verifier=$verifier"
"""


def service(client: Client, issuer: str) -> str:
    """Return a call that gets a token for the application itself."""
    return _filled(_SERVICE, client, values_of(client, issuer))


def code_flow(client: Client, issuer: str, back: str) -> str:
    """Return the code flow by hand, for any address to come back to."""
    values = values_of(client, issuer, back)
    asked = urlencode(
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": back,
            "scope": values["scope"],
            "code_challenge_method": "S256",
        }
    )
    start = f"{issuer}/oauth2/authorize?{asked}"
    return _filled(_CODE_FLOW, client, values | {"start": start})


def _filled(code: str, client: Client, values: dict[str, str]) -> str:
    name = shlex.quote(client.client_id)
    proof = by_method(
        client,
        none="-d client_id=@client@ ",
        basic=f'-u {name}:"$BYLEAVE_SECRET" ',
        post='-d client_id=@client@ -d client_secret="$BYLEAVE_SECRET" ',
    )
    return fill(code.replace("PROOF", proof), values, shlex.quote)
