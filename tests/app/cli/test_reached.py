"""The address of an installation: moved by who serves the console, known to everybody else."""

import json
from types import SimpleNamespace

import pytest

import app.serve
from app.operations.privacy_audit import keeping
from domain.kernel.secrets import from_base64url

SERVED = "http://localhost:9191"
OTHER = "http://localhost:9292"


@pytest.fixture
def serve(elsewhere, monkeypatch):
    """Start a server as far as its first words."""
    for name in ("_run", "ensure_free", "set_up_logging"):
        monkeypatch.setattr(app.serve, name, lambda *_arguments: None)

    def start(*flags):
        done = elsewhere("serve", *flags)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    return start


def registered(run):
    """Return the addresses of the console as a client."""
    (callback,) = run.json("client", "show", "console", "-t", "byleave")["redirect_uris"]
    return callback


class TestTheConsole:
    def test_moves_with_the_server_that_serves_it(self, elsewhere, serve):
        serve("--port", "9191")
        assert registered(elsewhere) == f"{SERVED}/console/cb"
        serve("--base-url", OTHER)
        assert registered(elsewhere) == f"{OTHER}/console/cb"

    def test_stays_where_a_server_without_it_is_elsewhere(self, elsewhere, serve):
        serve("--port", "9191")
        serve("--port", "9292", "--planes", "protocol,hosted,worker")
        assert registered(elsewhere) == f"{SERVED}/console/cb"

    def test_is_registered_by_a_server_without_it_too(self, elsewhere, serve):
        serve("--port", "9191", "--planes", "protocol,hosted")
        assert registered(elsewhere) == f"{SERVED}/console/cb"

    def test_stays_where_a_link_for_an_owner_is_wanted(self, elsewhere, serve):
        serve("--port", "9191")
        elsewhere.json("bootstrap")
        elsewhere.json("bootstrap", "--base-url", OTHER)
        assert registered(elsewhere) == f"{SERVED}/console/cb"


class TestACommand:
    def test_prints_links_to_where_the_console_was_served(self, elsewhere, serve):
        serve("--port", "9191")
        assert elsewhere.json("bootstrap")["link"].startswith(f"{SERVED}/first/")
        assert elsewhere.json("tenant", "create", "acme")["issuer"] == f"{SERVED}/t/acme"

    def test_believes_an_address_it_is_told(self, elsewhere, serve, monkeypatch):
        serve("--port", "9191")
        link = elsewhere.json("bootstrap", "--base-url", OTHER)["link"]
        assert link.startswith(f"{OTHER}/first/")
        monkeypatch.setenv("BYLEAVE_PORT", "9393")
        assert elsewhere.json("bootstrap")["link"].startswith("http://localhost:9393/first/")

    def test_guesses_before_the_first_start(self, elsewhere):
        assert elsewhere.json("bootstrap")["link"].startswith("http://localhost:8180/first/")

    def test_examines_the_address_where_people_are(self, elsewhere, serve):
        serve("--base-url", "https://id.example.org")
        told = {each["about"]: each["sentence"] for each in elsewhere.json("doctor")}
        assert told["address"] == "People reach it by https://id.example.org."

    def test_signs_a_privacy_audit_where_the_console_was_served(
        self, elsewhere, serve, monkeypatch
    ):
        serve("--port", "9191")
        report = {"at": "2026-03-01T12:00:00+00:00", "holds": True}
        monkeypatch.setattr(keeping, "audit", lambda *_: SimpleNamespace(told=lambda: report))
        jws = elsewhere.json("privacy-audit")["jws"]
        assert json.loads(from_base64url(jws.split(".")[1]))["iss"] == f"{SERVED}/t/byleave"
