"""What the API does, the command line does too, under the same names."""

import json
import re

import pytest
import typer

from app.__main__ import byleave
from app.api.v1.application import ROOMS

TWINS = {
    "update_tenant": "tenant set",
    "list_languages": "text languages",
    "update_texts": "text set",
    "show_limits": "tenant limits",
    "update_client": "apply",
    "rotate_client_secret": "client rotate-secret",
    "delete_client": "client remove",
    "list_client_secrets": "client secrets",
    "end_client_secret": "client end-secret",
    "show_client_figures": "client figures",
    "show_client_stops": "client stops",
    "try_client_redirect": "client try-redirect",
    "show_client_snippets": "client snippet",
    "list_scope_uses": "scope uses",
    "list_consents_ending": "consent ending",
    "show_consent_calendar": "consent calendar",
    "show_consent_evidence": "consent evidence",
    "revoke_consents": "consent revoke-many",
    "put_scope": "scope define",
    "delete_scope": "scope remove",
    "list_sessions_of_account": "session list",
    "end_sessions": "account end-sessions",
    "show_consent": "consent list",
    "disable_accounts": "account disable",
    "enable_accounts": "account enable",
    "sign_out_accounts": "account end-sessions",
    "end_everything_of_account": "account end-everything",
    "export_accounts": "account export",
    "end_sessions_at_once": "session end",
    "list_grants_of_account": "grant list",
    "end_one_grant": "grant end",
    "end_refresh_of_grant": "grant end-refresh",
    "rotate_key": "keys rotate",
    "list_privacy_audits": "privacy-audit",
    "start_privacy_audit": "privacy-audit",
    "show_privacy_audit": "privacy-audit",
    "show_data_map": "privacy-audit",
    "list_keys": "keys list",
    "move_tenant_clock": "tenant move-clock",
    "plan_config": "plan",
    "apply_config": "apply",
    "assign_role": "operator assign",
    "remove_role": "operator remove",
    "assign_role_in_tenant": "operator assign",
    "remove_role_in_tenant": "operator remove",
    "list_operator_accounts": "operator accounts",
    "list_operators_in_tenant": "operator accounts",
    "show_operator_in_tenant": "operator show",
    "suspend_operator_in_tenant": "operator suspend",
    "resume_operator_in_tenant": "operator resume",
    "end_operator_sessions": "operator end-sessions",
    "end_operator_sessions_in_tenant": "operator end-sessions",
    "create_invitation_in_tenant": "invitation create",
    "list_invitations_in_tenant": "invitation list",
    "show_invitation_in_tenant": "invitation show",
    "revoke_invitation_link": "invitation revoke",
    "revoke_invitation_in_tenant": "invitation revoke",
    "list_runs": "job runs",
    "list_backups": "backups",
    "show_backup_status": "backups",
    "start_backup": "job run",
    "examine": "doctor",
    "about": "about",
    "show_chain": "audit chain",
    "show_figures": "figures",
    "revoke_key": "api-key revoke",
    "list_api_keys": "api-key list",
}
"""Commands that are called otherwise; `consent list --history` is the item's past."""
ALONE = {"whoami", "list_roles"}
"""A command line acts by the machine's right: it has no key, and no role to look up."""


def commands():
    def walk(command, words):
        if hasattr(command, "commands"):
            for name, inner in command.commands.items():
                yield from walk(inner, [*words, name])
        else:
            yield " ".join(words)

    return set(walk(typer.main.get_command(byleave), []))


def twin(operation):
    if operation in TWINS:
        return TWINS[operation]
    verb, _, what = operation.partition("_")
    return f"{re.sub(r's$', '', what) if what != 'keys' else what} {verb}"


class TestTwins:
    def test_of_every_operation_is_a_command(self):
        names = {route.name for room in ROOMS for route in room.routes} - ALONE
        assert len(names) > 40
        assert sorted(f"{n}: {twin(n)}" for n in names if twin(n) not in commands()) == []

    def test_are_named_for_operations_that_exist(self):
        assert set(TWINS) | ALONE <= {route.name for room in ROOMS for route in room.routes}


class TestScope:
    def test_is_defined_listed_and_removed(self, run):
        wanted = ("bills", "-t", "acme", "--label", "Bills", "--sentence", "Sees your bills.")
        assert run.json("scope", "define", *wanted, "--longest-consent", "P7D")["value"] == "bills"
        found = {each["value"]: each for each in run.json("scope", "list", "-t", "acme")}
        assert found["bills"]["longest_consent"] == "P7D"
        assert "openid" in found
        assert run("scope", "remove", "bills", "-t", "acme").stdout == "bills is gone.\n"
        refused = run("scope", "define", *wanted, "--longest-consent", "a week")
        assert refused.exit_code == 1


class TestOperator:
    @pytest.fixture
    def account(self, run):
        run("operator", "list")
        made = run("account", "create", "-t", "byleave", "--json", stdin=f"op-{id(run)}\n")
        return json.loads(made.stdout)["account"]

    def test_is_given_another_name(self, run, account):
        run("operator", "assign", account, "support", "-t", "acme")
        done = run("operator", "rename", account, "Night shift")
        assert done.stdout == f"{account} is seen as Night shift.\n"
        assert run.json("operator", "show", account)["label"] == "Night shift"
        assert "its short id" in run("operator", "rename", account, "").stdout
        run("operator", "remove", account, "support", "-t", "acme")
        assert run("operator", "rename", account, "Day").exit_code == 1

    def test_gets_and_loses_a_role(self, run, account):
        done = run("operator", "assign", account, "support", "-t", "acme")
        assert done.stdout == f"{account} has the role support in acme.\n"
        held = {each["account"]: each["role"] for each in run.json("operator", "list")}
        assert held[account] == "support"
        run("operator", "remove", account, "support", "-t", "acme")
        assert account not in {each["account"] for each in run.json("operator", "list")}

    def test_has_keys_once_they_can_sign_in(self, run, account):
        wanted = ("api-key", "create", "--operator", account, "--label", "export")
        assert run(*wanted).exit_code == 1  # nobody has chosen the password yet
        assert run("api-key", "create", "--operator", "acc_1", "--label", "x").exit_code == 1

    def test_is_told_of_keys_and_jobs(self, run):
        assert run.json("api-key", "list") == []
        jobs = [each["job"] for each in run.json("job", "list")]
        assert {"consent.expire", "tidy", "retention"} <= set(jobs)
        told = run("job", "list").stdout.splitlines()
        assert told[0].startswith("JOB")
        assert [line.split()[0] for line in told[1:]] == jobs


class TestPersona:
    def test_is_made_of_json(self, run):
        said = {"username": "twin-pia", "password": "a sandbox passphrase"}
        made = run("persona", "create", "-t", "acme", "--json", stdin=json.dumps(said))
        account = json.loads(made.stdout)["account"]
        assert account in {each["account"] for each in run.json("persona", "list", "-t", "acme")}
        for wrong in ("[]", "{", '{"username": 5}'):
            assert run("persona", "create", "-t", "acme", stdin=wrong).exit_code == 1


class TestSession:
    def test_is_listed_and_ended(self, run):
        assert run.json("session", "list", "-t", "acme") == []
        gone = run("session", "show", "ses_00000000000000000000000001", "-t", "acme")
        assert (gone.exit_code, "no such session" in gone.stderr) == (1, True)
        gone = run("session", "end", "ses_00000000000000000000000001", "-t", "acme")
        assert (gone.exit_code, "no such session" in gone.stderr) == (1, True)


class TestAccount:
    def test_is_shown_without_what_it_is_recognised_by(self, run):
        made = run("account", "create", "-t", "acme", "--json", stdin="twin-zoe\n")
        account = json.loads(made.stdout)["account"]
        told = run.json("account", "show", account, "-t", "acme")
        assert (told["account"], told["recognised_by"]) == (account, "username")
        assert "twin-zoe" not in str(told)
