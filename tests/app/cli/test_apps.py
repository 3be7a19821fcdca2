"""Applications, scopes and leave on the command line: what the console shows, as JSON and as lines."""

import csv
import io

import pytest

from domain.kernel.ids import new_id, show


@pytest.fixture
def shop(run):
    """A client with a secret, one for this test."""
    name = f"shop-{new_id().hex()[-8:]}"
    uri = ("--redirect-uri", "https://shop.example/cb")
    return run.json("client", "create", name, "-t", "acme", "--type", "confidential", *uri)


class TestClient:
    def test_is_found_by_its_first_letters_and_its_kind(self, run, shop):
        name = shop["client_id"]
        found = run.json("client", "list", "-t", "acme", "--begins", name.upper())
        assert [each["client_id"] for each in found] == [name]
        for wanted in (
            ("--type", "service"),
            ("--status", "disabled"),
            ("--weakened",),
            ("--unused",),
        ):
            assert run.json("client", "list", "-t", "acme", "--begins", name, *wanted) == []

    def test_ends_a_secret_that_overlaps(self, run, shop):
        name = shop["client_id"]
        run.json("client", "rotate-secret", name, "-t", "acme")
        current, earlier = run.json("client", "secrets", name, "-t", "acme")
        assert (current["expires_at"], earlier["hint"]) == (None, shop["secret"][-4:])
        refused = run("client", "end-secret", name, current["secret"], "-t", "acme")
        assert (refused.exit_code, "Rotate it first" in refused.stderr) == (1, True)
        ended = run("client", "end-secret", name, earlier["secret"], "-t", "acme")
        assert ended.stdout == f"{earlier['secret']} works no more.\n"
        lines = run("client", "secrets", name, "-t", "acme").stdout.splitlines()
        assert len(lines) == 2

    def test_tells_how_it_fares_and_what_stops(self, run, shop):
        name = shop["client_id"]
        told = run.json("client", "figures", name, "-t", "acme")
        assert (told["rate"], len(told["days"]), told["tokens"][-1]) == (None, 30, 0)
        assert "tokens_in_30_days: 0" in run("client", "figures", name, "-t", "acme").stdout
        assert run.json("client", "stops", name, "-t", "acme")["grants"] == 0
        assert "0 open grants" in run("client", "stops", name, "-t", "acme").stdout

    def test_tells_why_an_address_does_not_match(self, run, shop):
        wanted = ("client", "try-redirect", shop["client_id"], "-t", "acme")
        assert "It matches" in run(*wanted, "https://shop.example/cb").stdout
        told = run.json(*wanted, "https://shop.example/cb/")
        assert (told["matches"], told["mismatch"], told["at"]) == (False, "last_slash", 23)
        lines = run(*wanted, "https://shop.example/../cb").stdout
        assert "It could not be registered either" in lines

    def test_prints_code_in_a_language(self, run, shop):
        wanted = ("client", "snippet", shop["client_id"], "-t", "acme")
        assert run(*wanted).stdout.startswith("verifier=")
        assert "authlib" in run(*wanted, "-l", "python").stdout
        assert shop["secret"] not in run(*wanted, "--json").stdout
        assert run(*wanted, "-l", "cobol").exit_code == 1


class TestScope:
    def test_tells_who_may_ask_for_it(self, run, shop):
        uses = {each["value"]: each for each in run.json("scope", "uses", "-t", "acme")}
        assert shop["client_id"] in uses["openid"]["clients"]
        assert "openid" in run("scope", "uses", "-t", "acme").stdout


class TestConsent:
    def test_tells_what_ends(self, run):
        assert run.json("consent", "ending", "-t", "acme") == []
        assert run("consent", "ending", "-t", "acme", "--within", "soon").exit_code == 1
        days = run.json("consent", "calendar", "-t", "acme")
        assert [each["count"] for each in days] == [0] * 31
        assert "DAY (UTC)" in run("consent", "calendar", "-t", "acme").stdout

    def test_refuses_entries_that_are_not_there(self, run):
        gone = show("con", new_id())
        many = ("consent", "revoke-many", gone, "-t", "acme", "--reason", "x")
        assert run(*many).exit_code == 2
        for refused in (run(*many, "--yes"), run("consent", "evidence", gone, "-t", "acme")):
            assert (refused.exit_code, "no such leave" in refused.stderr) == (1, True)

    def test_is_written_out_as_csv(self, run):
        rows = list(csv.reader(io.StringIO(run("consent", "export", "-t", "acme").stdout)))
        assert rows[0][0] == "consent"
        assert run.json("consent", "export", "-t", "acme", "--item", "openid")["rows"] == 0
