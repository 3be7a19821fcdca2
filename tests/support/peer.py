"""A rival under the same load as ours: what it is asked, over the wire and the clock of our bench.

It is oidc-provider on Node.js with its rows in SQLite (tests/proofs/peer). It hashes a password at
each sign-in, as a real one would; what a hash costs by itself is subtracted.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from app.operations.bench.account import Tree, pin
from app.operations.bench.load import Unit, drive
from app.operations.bench.people import CALLBACK
from app.operations.bench.server import LOAD_CORE, SERVER_CORE, free_port
from app.operations.bench.wire import Answer, BadAnswer, Talk, basic, bearer
from tests.support.peer_browser import PeerBrowser, Shown

HOME: Final = Path(__file__).parents[1] / "proofs/peer"
SCOPE: Final = "openid offline_access orders.write"
OWN: Final = {"grant_type": "client_credentials", "scope": "orders.read"}
FOR_THE_API: Final = {"resource": "urn:peer:orders"}
CONNECTIONS: Final = 8
WINDOWS: Final = 8
WARM_UP: Final = 3.0
"""Seconds before the first window: Node compiles what is called often."""

CLIENT: Final = "shop"
FAMILIES: Final = 32


def installed(folder: Path) -> Path:
    """Install the rival into a folder from its lock file, and return the folder."""
    for each in ("package.json", "package-lock.json", "server.mjs", "store.mjs"):
        shutil.copy(HOME / each, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


@dataclass(slots=True)
class Peer:
    """The rival that answers.

    Args:
        tree: its process.
        talk: writes requests to it.
        secret: of its one client.
        families: refresh tokens that are free to be rotated.
        tokens: access tokens of people, opaque as it makes them for itself.
        codes: codes with their verifiers.
        signed_in: browsers that nobody uses at the moment.
    """

    tree: Tree
    talk: Talk
    port: int
    secret: str
    families: deque[str] = field(default_factory=deque)
    tokens: list[str] = field(default_factory=list)
    codes: deque[tuple[str, str]] = field(default_factory=deque)
    signed_in: deque[PeerBrowser] = field(default_factory=deque)

    def once(self, units: Iterator[Unit]) -> None:
        """Drive units that end by themselves, unmeasured."""
        drive(("127.0.0.1", self.port), units, connections=4, seconds=600)

    def cost(self, units: Iterator[Unit], seconds: float) -> tuple[float, int]:
        """Return milliseconds of its CPU for one unit of a window, and how many there were."""
        before = self.tree.cpu()
        window = drive(("127.0.0.1", self.port), units, connections=CONNECTIONS, seconds=seconds)
        return (self.tree.cpu() - before) * 1000 / max(1, window.count), window.count

    def token_request(self, fields: dict[str, str]) -> bytes:
        """Write a request of the client to the token endpoint."""
        return self.talk.post("/token", fields, basic(CLIENT, self.secret))


@contextlib.contextmanager
def peer_in(folder: Path) -> Iterator[Peer]:
    """Start the rival on a core of its own, let people in, yield it, and stop it."""
    port, secret = free_port(), secrets.token_urlsafe(32)
    command = ["node", "server.mjs", str(port), str(folder / "peer.db"), CALLBACK, secret]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout
            assert said is not None
            assert "ready" in said.readline()
            pin(process.pid, SERVER_CORE)
            pin(os.getpid(), LOAD_CORE)
            peer = Peer(Tree(process.pid), Talk(f"127.0.0.1:{port}"), port, secret)
            peer.once(_arrives(peer) for _ in range(FAMILIES))
            peer.once(_comes_in(peer) for _ in range(CONNECTIONS))
            yield peer
        finally:
            process.terminate()


def own(peer: Peer, **more: str) -> Iterator[Unit]:
    """Ask for tokens of the client's own."""
    request = peer.token_request({**OWN, **more})

    def unit() -> Unit:
        body = (yield request).json("access_token", "expires_in", "scope")
        if (body["access_token"].count(".") == 2) is not bool(more):
            raise BadAnswer("a token has the other form")

    while True:
        yield unit()


def refresh(peer: Peer) -> Iterator[Unit]:
    """Rotate refresh tokens."""

    def unit() -> Unit:
        token = peer.families.popleft()
        fields = {"grant_type": "refresh_token", "refresh_token": token}
        body = (yield peer.token_request(fields)).json("access_token", "id_token", "refresh_token")
        if body["refresh_token"] == token:
            raise BadAnswer("the refresh token was not rotated")
        peer.families.append(body["refresh_token"])

    while True:
        yield unit()


def introspect(peer: Peer) -> Iterator[Unit]:
    """Ask about living tokens."""
    proof = basic(CLIENT, peer.secret)
    path = "/token/introspection"
    for request in cycle([peer.talk.post(path, {"token": each}, proof) for each in peer.tokens]):
        yield _tells(request, "active", "sub", "scope")


def userinfo(peer: Peer) -> Iterator[Unit]:
    """Ask who somebody is."""
    for request in cycle([peer.talk.get("/me", bearer(each)) for each in peer.tokens]):
        yield _tells(request, "sub")


def discovery(peer: Peer) -> Iterator[Unit]:
    """Read the metadata."""
    while True:
        yield _tells(peer.talk.get("/.well-known/openid-configuration"), "issuer")


def exchange(peer: Peer) -> Iterator[Unit]:
    """Redeem codes that were made before."""

    def unit(code: str, verifier: str) -> Unit:
        yield from _redeem(peer, code, verifier)

    while peer.codes:
        yield unit(*peer.codes.popleft())


def collect_codes(peer: Peer) -> None:
    """Make the codes of one window."""

    def unit() -> Unit:
        peer.codes.append((yield from _allow(peer, PeerBrowser(peer.talk), signed_in=False)))

    peer.once(unit() for _ in range(150))


def consent(peer: Peer) -> Iterator[Unit]:
    """Allow and redeem with a browser that is signed in: nobody hashes anything."""

    def unit() -> Unit:
        browser = peer.signed_in.popleft()
        yield from _redeem(peer, *(yield from _allow(peer, browser)))
        peer.signed_in.append(browser)

    while True:
        yield unit()


def hashes(peer: Peer) -> Iterator[Unit]:
    """Verify a password and do nothing else."""
    while True:
        yield _tells(peer.talk.get("/hash"), "fits")


def flow(peer: Peer) -> Iterator[Unit]:
    """Sign in, allow, and redeem the code: eight requests, as ours."""
    while True:
        yield _arrives(peer)


WITHOUT_HASH: Final = "whole login with consent, without the hash"
OPERATIONS: Final[dict[str, tuple[Callable[[Peer], Iterator[Unit]], float]]] = {
    "discovery": (discovery, 0.5),
    "client_credentials, JWT": (lambda peer: own(peer, **FOR_THE_API), 0.5),
    "client_credentials, opaque": (own, 0.5),
    "refresh with rotation": (refresh, 0.5),
    "introspection, opaque": (introspect, 0.5),
    "userinfo": (userinfo, 0.5),
    "code exchange": (exchange, 0.5),
    "consent by someone signed in": (consent, 1.0),
    "whole login with consent": (flow, 2.0),
    WITHOUT_HASH: (hashes, 1.0),
}
"""What both can be asked, by the bench's own names, and the seconds of a window."""


def measured(peer: Peer) -> dict[str, float]:
    """Return the least milliseconds of CPU of each operation."""
    found = {}
    for name, (units, seconds) in OPERATIONS.items():
        prepare = collect_codes if units is exchange else None
        if prepare is None:
            peer.cost(units(peer), WARM_UP)
        costs = []
        for _ in range(WINDOWS):
            if prepare is not None:
                prepare(peer)
            costs.append(peer.cost(units(peer), seconds)[0])
        found[name] = min(costs)
    # Measured as the hash alone: what is left of the flow is what the rest of it costs.
    found[WITHOUT_HASH] = found["whole login with consent"] - found[WITHOUT_HASH]
    return found


def _tells(request: bytes, *names: str) -> Unit:
    (yield request).json(*names)


def _comes_in(peer: Peer) -> Unit:
    browser = PeerBrowser(peer.talk)
    yield from _redeem(peer, *(yield from _allow(peer, browser, signed_in=False)))
    peer.signed_in.append(browser)


def _arrives(peer: Peer) -> Unit:
    code, verifier = yield from _allow(peer, PeerBrowser(peer.talk), signed_in=False)
    body = (yield from _redeem(peer, code, verifier)).json("refresh_token", "access_token")
    if len(peer.families) < FAMILIES:
        peer.families.append(body["refresh_token"])
        peer.tokens.append(body["access_token"])


def _redeem(peer: Peer, code: str, verifier: str) -> Shown:
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    answer = yield peer.token_request(fields | {"code_verifier": verifier})
    answer.json("id_token", "refresh_token")
    return answer


def _allow(
    peer: Peer, browser: PeerBrowser, *, signed_in: bool = True
) -> Generator[bytes, Answer, tuple[str, str]]:
    """Sign in with a name, allow what the client asks; return the code and its verifier."""
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    asked = {
        "client_id": CLIENT,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": SCOPE,
        "prompt": "consent",
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    place = yield from browser.goes(f"/auth?{urlencode(asked)}")
    forms = [] if signed_in else [{"prompt": "login", "login": "alice", "password": "-"}]
    for fields in [*forms, {"prompt": "consent"}]:
        (yield from browser.get(place)).expect(200)
        place = yield from browser.goes(place, fields, signs_in="login" in fields)
        place = yield from browser.goes(place)
    return parse_qs(urlsplit(place).query)["code"][0], verifier
