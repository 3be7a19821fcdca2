"""Operators, invitations, keys and exports on the command line."""

import json
import re

import pytest


class TestInvitation:
    def test_is_made_listed_shown_and_taken_back(self, run):
        wanted = ("invitation", "create", "--role", "audit_reader", "-t", "acme")
        made = run.json(*wanted)
        assert re.search(r"/invitation/[A-Za-z0-9_-]{43}$", made["link"])
        listed = run.json("invitation", "list", "-t", "acme")
        assert listed[0]["invitation"] == made["invitation"]
        assert "link" not in listed[0]
        assert "pending" in run("invitation", "list").stdout
        assert run("invitation", "revoke", made["invitation"]).exit_code == 0
        assert run.json("invitation", "show", made["invitation"])["state"] == "revoked"
        again = run("invitation", "revoke", made["invitation"])
        assert (again.exit_code, "already" in again.stderr) == (1, True)

    def test_shows_its_link_to_a_person_too(self, run):
        done = run("invitation", "create", "--role", "owner")
        assert "shown once" in done.stdout
        assert "/invitation/" in done.stdout


class TestOperator:
    @pytest.fixture
    def account(self, run):
        run("operator", "list")
        made = run("account", "create", "-t", "byleave", "--json", stdin=f"oe-{id(run)}\n")
        account = json.loads(made.stdout)["account"]
        run("operator", "assign", account, "support", "-t", "acme")
        return account

    def test_is_shown_suspended_and_let_in_again(self, run, account):
        assert account in {e["account"] for e in run.json("operator", "accounts", "-t", "acme")}
        assert run("operator", "suspend", account).stdout == f"{account} is suspended.\n"
        assert run.json("operator", "show", account)["status"] == "disabled"
        assert run("operator", "resume", account).exit_code == 0
        assert run.json("operator", "end-sessions", account)["ended"] == 0
        assert "support" in run("operator", "accounts").stdout
        assert "roles" in run("operator", "show", account).stdout


class TestKeys:
    def test_show_what_hangs_on_them(self, run):
        told = run.json("keys", "show", "-t", "acme")
        assert {each["state"] for each in told["keys"]} >= {"active"}
        assert told["index"][0]["current"] is True
        assert "INDEX KEY" in run("keys", "show", "-t", "acme").stdout


class TestExport:
    def test_is_a_file_that_makes_the_same_elsewhere_and_twice_changes_nothing(
        self, run, elsewhere, tmp_path
    ):
        file = tmp_path / "acme.yaml"
        assert run("export", "acme", file).exit_code == 0
        assert file.stat().st_mode & 0o077 == 0
        assert run("export", "acme", file).exit_code == 2
        applied = elsewhere("apply", file)
        assert applied.exit_code == 0, applied.stderr
        assert elsewhere.json("plan", file)["changes"] == []
        assert elsewhere("export", "acme").stdout == file.read_text("utf-8")

    def test_goes_under_another_slug_too(self, run, tmp_path):
        file = tmp_path / "twin.yaml"
        run("export", "acme", file, "--as", "acme-twin")
        assert run.json("plan", file)["changes"][0]["tenant"] == "acme-twin"
        assert run("plan", file, "--check").exit_code == 4
        told = run.json("export", "acme", "--as", "acme-twin")
        assert told["tenants"][0]["slug"] == "acme-twin"
