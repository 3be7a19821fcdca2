"""Lines of Python: with nothing but the language, and with Authlib for a web server."""

from __future__ import annotations

from app.operations.snippets.filling import by_method, fill, values_of
from domain.clients.records import Client

_SERVICE = """\
import base64, json, os, urllib.parse, urllib.request

asked = {"grant_type": "client_credentials"}
headers = {}
PROOFanswer = urllib.request.urlopen(urllib.request.Request(
    @token@, urllib.parse.urlencode(asked).encode(), headers))
print(json.load(answer)["access_token"])
"""
_BASIC = """\
pair = @client@ + ":" + os.environ["BYLEAVE_SECRET"]
headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
"""
_POST = """\
asked |= {"client_id": @client@, "client_secret": os.environ["BYLEAVE_SECRET"]}
"""
_NONE = """\
asked["client_id"] = @client@
"""
_TERMINAL = """\
import base64, hashlib, json, os, secrets, sys, webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

ISSUER, CLIENT = @issuer@, @client@
BACK = @back@  # registered letter by letter
about = json.load(urlopen(@discovery@))

verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
digest = hashlib.sha256(verifier.encode()).digest()
challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
came = {}


class Back(BaseHTTPRequestHandler):
    def do_GET(self):
        came.update(parse_qsl(urlsplit(self.path).query))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Thank you. You can close this window.")

    def log_message(self, *unused):
        pass


address = about["authorization_endpoint"] + "?" + urlencode({
    "response_type": "code", "client_id": CLIENT, "redirect_uri": BACK,
    "scope": @scope@, "state": state,
    "code_challenge": challenge, "code_challenge_method": "S256",
})
with HTTPServer((urlsplit(BACK).hostname, urlsplit(BACK).port), Back) as waiting:
    print("Open", address, flush=True)
    webbrowser.open(address)
    while came.get("state") != state:  # whoever else calls is not answered
        waiting.handle_request()

if "error" in came:  # access_denied: the person refused
    sys.exit("Not allowed: " + came["error"])
asked = {"grant_type": "authorization_code", "code": came["code"],
         "redirect_uri": BACK, "code_verifier": verifier}
headers = {}
PROOFtokens = json.load(urlopen(Request(
    about["token_endpoint"], urlencode(asked).encode(), headers)))
bearer = {"Authorization": "Bearer " + tokens["access_token"]}
print(json.load(urlopen(Request(about["userinfo_endpoint"], headers=bearer))))
"""
_WEB = """\
# pip install authlib httpx starlette itsdangerous
import os

from authlib.integrations.starlette_client import OAuth
from starlette.responses import RedirectResponse

oauth = OAuth()
oauth.register(
    "byleave",
    client_id=@client@,
SECRET    server_metadata_url=@discovery@,
    client_kwargs={
        "scope": @scope@,
METHOD        "code_challenge_method": "S256",  # PKCE is required
    },
)


async def login(request):
    return await oauth.byleave.authorize_redirect(request, @back@)


async def callback(request):  # at that address
    # raises OAuthError with error == "access_denied" when the person refused
    tokens = await oauth.byleave.authorize_access_token(request)
    request.session["sub"] = tokens["userinfo"]["sub"]  # of this application alone
    return RedirectResponse("/")
"""


def service(client: Client, issuer: str) -> str:
    """Return a program that gets a token for the application itself."""
    return _proven(_SERVICE, client, values_of(client, issuer))


def terminal(client: Client, issuer: str, back: str) -> str:
    """Return a program that opens the browser and waits on this machine."""
    return _proven(_TERMINAL, client, values_of(client, issuer, back))


def web(client: Client, issuer: str, back: str) -> str:
    """Return the lines of a web application."""
    secret = '    client_secret=os.environ["BYLEAVE_SECRET"],\n'
    method = '        "token_endpoint_auth_method": "client_secret_post",\n'
    code = _WEB.replace("SECRET", by_method(client, none="", basic=secret, post=secret))
    code = code.replace("METHOD", by_method(client, none="", basic="", post=method))
    return fill(code, values_of(client, issuer, back))


def _proven(code: str, client: Client, values: dict[str, str]) -> str:
    proof = by_method(client, none=_NONE, basic=_BASIC, post=_POST)
    return fill(code.replace("PROOF", proof), values)
