"""The nginx example as it stands in deploy/, before three real servers on one Postgres."""

import base64
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.operations.bench.server import free_port
from tests.support.proofs import record_proof

EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
COMMAND = "pytest tests/deploy/test_nginx.py"
HOUSE = "two servers of two processes each and a console behind nginx, on one Postgres"
PATIENCE = 90.0
BOUND = 5.0
"""Seconds in which a change made at one server counts at all others; the docs state it."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(
        NGINX is None or not hasattr(os, "fork"),
        reason="nginx is not installed here: apt-get install nginx-light",
    ),
]
FILE = """
tenants:
  - slug: acme
    label: Acme
    kind: production
    privacy: sealed
    registration: open
    scopes: [{value: orders.read, label: See orders, sentence: Sees orders., consent: none}]
    clients:
      - {id: shop, label: Shop, type: confidential, auth_method: client_secret_basic,
         grant_types: [client_credentials],
         scopes: [orders.read], access_token: opaque}
"""


@dataclass
class Site:
    """Three servers and a proxy.

    Attributes:
        public: ports of the two servers for applications and people.
    """

    folder: Path
    url: str
    port: int = field(default_factory=free_port)
    public: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    operators: int = field(default_factory=free_port)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    replicas: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def byleave(self, *words):
        where = ["--data-dir", str(self.folder), "--database-url", self.url]
        command = [sys.executable, "-m", "app", *words, *where]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self, port, *flags):
        where = ["--data-dir", str(self.folder), "--database-url", self.url]
        base = ["--base-url", f"http://127.0.0.1:{self.port}", "--port", str(port)]
        trust = ["--trusted-proxies", "127.0.0.1/32"]
        with (self.folder / f"{port}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "app", "serve", *where, *base, *trust, *flags],
                stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        self.started.append(process)
        return process

    def open(self):
        """Start all servers and the proxy, and wait until they answer."""
        self.serve(self.operators, "--planes", "console,worker")
        for port in self.public:
            self.public_server(port)
        self.wait(self.operators)
        self.proxy()
        self.wait(self.port)

    def public_server(self, port):
        flags = ("--planes", "protocol,hosted", "--processes", "2", "--drain-seconds", "1")
        self.replicas[port] = self.serve(port, *flags)
        self.wait(port)

    def close(self):
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            process.wait(60)

    def proxy(self):
        text = EXAMPLE.read_text("utf-8")
        ports = (self.port, *self.public, self.operators)
        for written, own in zip(range(8180, 8184), ports, strict=True):
            text = text.replace(f"127.0.0.1:{written}", f"127.0.0.1:{own}")
        here = self.folder / "nginx"
        here.mkdir()
        whole = here / "nginx.conf"
        places = "".join(
            f"{name}_temp_path {here}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole.write_text(
            f"daemon off; pid {here}/pid; error_log {here}/error.log; events {{}}\n"
            f"http {{ {places}\n{text}\n}}\n"
        )
        self.started.append(subprocess.Popen([str(NGINX), "-p", str(here), "-c", str(whole)]))

    def ask(self, path, *, port=None, fields=None, auth=None, source=""):
        """Ask through the proxy, or one server by its port as the proxy would.

        Args:
            source: the address of the caller, as the proxy tells it.
        """
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.port}{path}")
        request.add_header("Host", f"127.0.0.1:{self.port}")
        if source:
            request.add_header("X-Forwarded-For", source)
        if auth:
            proof = base64.b64encode(":".join(auth).encode()).decode()
            request.add_header("Authorization", f"Basic {proof}")
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with _OPENER.open(request, data, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def wait(self, port):
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at and self.started[-1].poll() is None:
            with contextlib.suppress(OSError):
                if self.ask("/readyz", port=port)[0] == 200:
                    return
            time.sleep(0.1)
        logs = "\n".join(each.read_text()[-2000:] for each in self.folder.glob("*.log"))
        pytest.fail(f"nothing answers at {port}: {logs}")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


_OPENER = urllib.request.build_opener(_Stay)


@pytest.fixture(scope="module")
def site(postgres_template, tmp_path_factory):
    url = postgres_template.copy()
    made = Site(tmp_path_factory.mktemp("site"), url)
    made.byleave("keys", "init")
    (made.folder / "acme.yaml").write_text(FILE)
    secrets = made.folder / "secrets.json"
    made.byleave("apply", str(made.folder / "acme.yaml"), "--secrets-file", str(secrets))
    made.secret = json.loads(secrets.read_text())[0]["secret"]
    try:
        made.open()
        yield made
    finally:
        made.close()
        postgres_template.drop(url)


def token(site, port=None):
    fields = {"grant_type": "client_credentials", "scope": "orders.read"}
    path = "/t/acme/oauth2/token"
    status, body = site.ask(path, port=port, fields=fields, auth=("shop", site.secret))
    assert status == 200, body
    return json.loads(body)["access_token"]


def active(site, port, text):
    _, body = site.ask(
        "/t/acme/oauth2/introspect", port=port, fields={"token": text}, auth=("shop", site.secret)
    )
    return json.loads(body)["active"]


def within(bound, act):
    """Return seconds until something is so; fail past the bound."""
    began = time.monotonic()
    while not act():
        assert time.monotonic() - began < bound
        time.sleep(0.05)
    return time.monotonic() - began


class TestRoutes:
    def test_each_path_reaches_its_server(self, site):
        status, body = site.ask("/t/acme/.well-known/openid-configuration")
        assert status == 200
        assert json.loads(body)["issuer"] == f"http://127.0.0.1:{site.port}/t/acme"
        assert site.ask("/console/acme")[0] == 303
        assert site.ask("/api/v1/openapi.json")[0] == 200
        assert site.ask("/t/acme/nothing")[0] == 404

    def test_files_of_both_faces_come(self, site):
        page = site.ask("/t/acme/login/none")[1].decode()
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert sheets
        assert {site.ask(sheet)[0] for sheet in sheets} == {200}


class TestReplicas:
    def test_a_revoked_token_is_dead_everywhere_at_once(self, site):
        one, two = site.public
        text = token(site, one)
        assert active(site, two, text)
        fields = {"token": text}
        path = "/t/acme/oauth2/revoke"
        assert site.ask(path, port=one, fields=fields, auth=("shop", site.secret))[0] == 200
        began = time.monotonic()
        assert not active(site, two, text)
        took = (time.monotonic() - began) * 1000
        figure = f"dead at the first question, answered {took:.0f} ms later; {HOUSE}"
        record_proof("Scale out: a revoked token at every other server", figure, COMMAND)

    def test_a_new_key_is_published_everywhere_within_the_bound(self, site):
        def keys(port):
            return {each["kid"] for each in json.loads(site.ask(path, port=port)[1])["keys"]}

        path = "/t/acme/oauth2/jwks"
        before = keys(site.public[0])
        site.byleave("keys", "rotate", "signing", "--tenant", "acme")
        took = max(within(BOUND, lambda port=port: keys(port) - before) for port in site.public)
        record_proof(
            "Scale out: a new signing key is published by every server",
            f"after {took:.1f} s (bound {BOUND:.0f} s); rotated by the command line, {HOUSE}",
            COMMAND,
        )

    def test_wrong_secrets_count_together(self, site):
        statuses = []
        for turn in range(40):
            asked = {"fields": {"grant_type": "client_credentials"}, "auth": ("shop", "wrong" * 8)}
            port, source = site.public[turn % 2], "198.51.100.7"
            path = "/t/acme/oauth2/token"
            statuses.append(site.ask(path, port=port, source=source, **asked)[0])
        assert 429 in statuses
        first = statuses.index(429)
        assert set(statuses[first:]) == {429}
        record_proof(
            "Scale out: wrong secrets count at all servers together",
            f"closed after {first} tries from one network, asked at two servers in turn, and "
            f"closed at both from then on; {HOUSE}",
            COMMAND,
        )


class TestDrain:
    def test_no_request_fails_while_a_server_is_replaced(self, site):
        answers, stop = [], threading.Event()

        def load():
            while not stop.is_set():
                answers.append(site.ask("/t/acme/oauth2/jwks")[0])

        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        leaving = site.replicas[site.public[0]]
        leaving.send_signal(signal.SIGTERM)
        assert leaving.wait(60) == 0
        time.sleep(0.5)
        site.public_server(site.public[0])
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join()
        failed = sum(answer != 200 for answer in answers)
        assert set(answers) == {200}
        record_proof(
            "Scale out: a server told to stop while it is asked",
            f"{failed} of {len(answers)} requests failed over four clients, from SIGTERM until "
            f"another took its place; {HOUSE}",
            COMMAND,
        )
        assert len(answers) > 50
