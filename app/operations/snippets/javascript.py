"""Lines of JavaScript for Node: with nothing but the language, and with a library for a server."""

from __future__ import annotations

from app.operations.snippets.filling import by_method, fill, values_of
from domain.clients.records import Client

_BASIC = """\
const pair = @client@ + ':' + process.env.BYLEAVE_SECRET
headers.Authorization = 'Basic ' + Buffer.from(pair).toString('base64')
"""
_POST = """\
asked.client_id = @client@
asked.client_secret = process.env.BYLEAVE_SECRET
"""
_NONE = """\
asked.client_id = @client@
"""
_SERVICE = """\
// node service.mjs
const asked = { grant_type: 'client_credentials' }
const headers = {}
PROOFconst answer = await fetch(@token@, {
  method: 'POST', headers, body: new URLSearchParams(asked),
})
console.log((await answer.json()).access_token)
"""
_TERMINAL = """\
// node sign-in.mjs
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

const BACK = @back@ // registered letter by letter
const about = await (await fetch(@discovery@)).json()
const verifier = randomBytes(48).toString('base64url')
const state = randomBytes(16).toString('base64url')
const address = about.authorization_endpoint + '?' + new URLSearchParams({
  response_type: 'code', client_id: @client@, redirect_uri: BACK,
  scope: @scope@, state,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
})

const came = await new Promise((back) => {
  const waiting = createServer((request, response) => {
    response.setHeader('Connection', 'close')
    response.end('Thank you. You can close this window.')
    const query = new URL(request.url, BACK).searchParams
    if (query.get('state') !== state) return // whoever else calls
    waiting.close()
    back(query)
  })
  const { hostname, port } = new URL(BACK)
  waiting.listen(Number(port), hostname.replace(/[[\\]]/g, ''), () => console.log('Open', address))
})
if (came.get('error')) throw new Error(came.get('error')) // access_denied: the person refused

const asked = {
  grant_type: 'authorization_code', code: came.get('code'),
  redirect_uri: BACK, code_verifier: verifier,
}
const headers = {}
PROOFconst answer = await fetch(about.token_endpoint, {
  method: 'POST', headers, body: new URLSearchParams(asked),
})
const tokens = await answer.json()
const bearer = { Authorization: 'Bearer ' + tokens.access_token }
console.log(await (await fetch(about.userinfo_endpoint, { headers: bearer })).json())
"""
_WEB = """\
// npm install openid-client
import * as client from 'openid-client'

const config = await client.discovery(
  new URL(@issuer@),
  @client@,
  undefined, METHOD,
BARE)
// keep both in the person's session until they are back
const verifier = client.randomPKCECodeVerifier()
const state = client.randomState()
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: @back@,
  scope: @scope@,
  state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
})

// the address they came back to holds a code, or the error access_denied
const tokens = (cameBackTo) =>
  client.authorizationCodeGrant(config, new URL(cameBackTo), {
    pkceCodeVerifier: verifier, expectedState: state,
  })
"""


def service(client: Client, issuer: str) -> str:
    """Return a program that gets a token for the application itself."""
    return _proven(_SERVICE, client, values_of(client, issuer))


def terminal(client: Client, issuer: str, back: str) -> str:
    """Return a program that waits on this machine for the person to come back."""
    return _proven(_TERMINAL, client, values_of(client, issuer, back))


def web(client: Client, issuer: str, back: str) -> str:
    """Return the lines of a web application."""
    method = by_method(
        client,
        none="client.None()",
        basic="client.ClientSecretBasic(process.env.BYLEAVE_SECRET)",
        post="client.ClientSecretPost(process.env.BYLEAVE_SECRET)",
    )
    bare = ""
    if issuer.startswith("http:"):
        bare = "  { execute: [client.allowInsecureRequests] },  // http: on this machine alone\n"
    code = _WEB.replace("METHOD", method).replace("BARE", bare)
    return fill(code, values_of(client, issuer, back))


def _proven(code: str, client: Client, values: dict[str, str]) -> str:
    proof = by_method(client, none=_NONE, basic=_BASIC, post=_POST)
    return fill(code.replace("PROOF", proof), values)
