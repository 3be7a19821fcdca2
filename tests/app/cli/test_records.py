"""Commands on accounts, consents, the trail, keys, and the installation itself."""

import json
import os
import sqlite3

import pytest


class TestAccount:
    def test_create_find_disable_erase_without_a_name_on_the_command_line(self, run):
        made = run.json(
            "account",
            "create",
            "-t",
            "globex",
            "--label",
            "Desk",
            stdin="dana\ndana@globex.test\n\n",
        )
        assert "/t/globex/activate/" in made["link"]
        found = run.json("account", "find", "-t", "globex", stdin="DANA\n")
        assert found["account"] == made["account"]
        assert "/activate/" in run("account", "link", made["account"], "-t", "globex").stdout
        assert (
            run.json("account", "disable", made["account"], "-t", "globex")["status"] == "disabled"
        )
        assert run.json("account", "enable", made["account"], "-t", "globex")["status"] == "pending"
        assert run.json("account", "end-sessions", made["account"], "-t", "globex")["ended"] == 0
        assert run("account", "erase", made["account"], "-t", "globex", "--yes").exit_code == 0
        assert run("account", "find", "-t", "globex", stdin="dana\n").exit_code == 1

    def test_lists_by_status(self, run):
        listed = run.json("account", "list", "-t", "acme", "--status", "disabled")
        assert [each["persona"] for each in listed] == [True]
        assert (
            "There are none." in run("account", "list", "-t", "acme", "--status", "locked").stdout
        )

    def test_refuses_an_id_that_is_none(self, run):
        done = run("account", "disable", "dana", "-t", "globex")
        assert (done.exit_code, "acc_" in done.stderr) == (1, True)


class TestConsent:
    def test_lists_and_refuses_what_is_not_there(self, run):
        assert run.json("consent", "list", "-t", "acme", "--client", "shop", "--history") == []
        account = run.json("account", "list", "-t", "acme")[0]["account"]
        words = ("consent", "revoke", "-t", "acme", "--account", account, "--client", "shop")
        assert run(*words, "--reason", "Asked by phone").exit_code == 1
        assert run.json("consent", "list", "-t", "acme", "--account", account) == []


class TestAudit:
    def test_tells_who_did_what(self, run):
        lines = run.json("audit", "list", "-t", "acme", "--event", "client.registered")
        assert {line["actor"] for line in lines} == {"system:cli"}
        assert "client.registered" in run("audit", "list", "-t", "acme").stdout

    def test_verify_finds_what_was_changed_behind_our_back(self, run):
        assert run("audit", "verify").exit_code == 0
        file = sqlite3.connect(run.folder / "byleave.db")
        (name,) = file.execute("SELECT actor_name FROM audit_event ORDER BY id LIMIT 1").fetchone()
        change = (
            "UPDATE audit_event SET actor_name = ? WHERE id = (SELECT min(id) FROM audit_event)"
        )
        file.execute(change, ("acc_nobody",))
        file.commit()
        done = run("audit", "verify")
        assert (done.exit_code, "its content was changed after it was written" in done.stdout) == (
            4,
            True,
        )
        told = json.loads(run("audit", "verify", "--json").stdout)
        assert {"body_changed"} == {f["fault"] for each in told.values() for f in each["findings"]}
        file.execute(change, (name,))
        file.commit()
        file.close()
        assert run("audit", "verify", "-t", "acme").exit_code == 0


class TestKeys:
    def test_lists_and_rotates(self, run):
        before = run.json("keys", "list", "-t", "globex")
        assert {"token", "receipt", "checkpoint"} == {each["purpose"] for each in before}
        assert run.json("keys", "rotate", "signing", "-t", "globex")["state"] == "next"
        assert run.json("keys", "rotate", "receipt", "-t", "globex")["state"] == "active"
        assert run.json("keys", "rotate", "index", "-t", "globex")["index_key"] == 2

    def test_a_new_master_key_opens_what_the_old_one_sealed(self, run):
        told = run.json("keys", "rotate", "master")
        assert told["before"] != told["after"]
        assert told["count"] > 0
        assert run.json("keys", "list", "-t", "globex")
        assert "BEGIN" not in run("keys", "list").stdout

    def test_init_never_makes_a_second_master_key(self, run, elsewhere):
        before = (run.folder / "keys" / "master").read_bytes()
        assert run("keys", "init").exit_code == 0
        assert (run.folder / "keys" / "master").read_bytes() == before
        empty = elsewhere
        assert (empty("keys", "init").exit_code, "migrate" in empty("keys", "init").stderr) == (
            3,
            True,
        )
        assert empty.json("migrate")["before"] == "empty"
        assert len(empty.json("keys", "init")["key"]) == 8


class TestDoctor:
    def test_says_what_is_well_and_changes_nothing(self, run):
        findings = run.json("doctor")
        assert {"well", "note", "know"} == {each["grade"] for each in findings}
        assert {"schema", "master key", "operators"} <= {each["about"] for each in findings}

    def test_names_what_is_to_mend(self, elsewhere, tmp_path):
        empty = elsewhere
        done = empty("doctor")
        assert (done.exit_code, "The database is empty" in done.stdout) == (4, True)
        assert not (tmp_path / "byleave.db").exists()
        empty("migrate")
        assert "There is no master key" in empty("doctor").stdout
        empty("keys", "init")
        (tmp_path / "keys" / "master").chmod(0o644)
        done = empty("doctor")
        assert done.exit_code == 4
        assert "chmod 600" in done.stdout

    @pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
    def test_a_master_key_that_is_gone_is_code_three_for_any_command(self, elsewhere, tmp_path):
        run = elsewhere
        run("tenant", "list")
        (tmp_path / "keys" / "master").unlink()
        done = run("tenant", "list")
        assert (done.exit_code, done.stderr.count("\n")) == (3, 1)
        assert not (tmp_path / "keys" / "master").exists()


class TestMany:
    @pytest.fixture
    def two(self, run):
        made = [
            run.json("account", "create", "-t", "globex", stdin=f"many-{n}-{id(run)}\n")
            for n in range(2)
        ]
        return [each["account"] for each in made]

    def test_tells_of_each_what_came_of_it(self, run, two):
        nobody = "acc_00000000000000000000000000"
        done = run("account", "disable", *two, nobody, "-t", "globex", "--json")
        assert [each["outcome"] for each in json.loads(done.stdout)] == ["done", "done", "failed"]
        assert done.exit_code == 1
        came = run.json("account", "enable", *two, "-t", "globex")
        assert [each["outcome"] for each in came] == ["done", "done"]
        came = run.json("account", "end-sessions", *two, "-t", "globex")
        assert [each["outcome"] for each in came] == ["left", "left"]
        assert "OUTCOME" in run("account", "disable", *two, "-t", "globex").stdout

    def test_writes_accounts_that_are_no_formula(self, run, two):
        run("account", "create", "-t", "globex", "--label", "=1+1", stdin=f"sum-{id(run)}\n")
        (sum_,) = [
            each["account"]
            for each in run.json("account", "list", "-t", "globex")
            if each["label"] == "=1+1"
        ]
        done = run("account", "export", sum_, two[0], "-t", "globex")
        assert '"\'=1+1"' in done.stdout
        told = run.json("account", "export", two[0], "-t", "globex")
        assert [each["account"] for each in told] == [two[0]]

    def test_lists_what_stands_and_since_when(self, run, two):
        listed = run.json("account", "list", "-t", "globex", "--since", "2020-01-01")
        found = {each["account"]: each for each in listed}
        assert (found[two[0]]["sessions"], found[two[0]]["consents"]) == (0, 0)
        assert run.json("account", "list", "-t", "globex", "--since", "2999-01-01") == []
        assert run("account", "list", "-t", "globex", "--since", "soon").exit_code == 1

    def test_ends_everything_and_lists_no_grant(self, run, two):
        ended = run.json("account", "end-everything", two[0], "-t", "globex", "--yes")
        assert (ended["sessions"], ended["grants"]) == (0, 0)
        assert run.json("grant", "list", "--account", two[0], "-t", "globex") == []
        for verb in ("end", "end-refresh"):
            refused = run("grant", verb, "gra_00000000000000000000000001", "-t", "globex")
            assert (refused.exit_code, "no such grant" in refused.stderr) == (1, True)

    def test_lists_sessions_of_a_state(self, run):
        for more in (("--state", "ended"), ("--state", "all"), ("--client", "nobody")):
            assert run.json("session", "list", "-t", "globex", *more) == []
        nobody = ("ses_00000000000000000000000000", "ses_00000000000000000000000001")
        came = run("session", "end", *nobody, "-t", "globex", "--json")
        assert {each["code"] for each in json.loads(came.stdout)} == {"not_found"}

    def test_says_nothing_to_the_terminal_that_somebody_wrote_into_a_claim(self, run):
        name = "\x1b]0;owned\x07 \x9b2J Ann\u202e"
        said = {"username": "sly", "password": "a sandbox passphrase", "claims": {"name": name}}
        made = run.json("persona", "create", "-t", "acme", stdin=json.dumps(said))
        shown = run("persona", "show", made["account"], "-t", "acme").stdout
        assert "name: \ufffd]0;owned\ufffd \ufffd2J Ann\ufffd\n" in shown
        told = run("persona", "show", made["account"], "-t", "acme", "--json").stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told)
        assert json.loads(told)["claims"]["name"] == name

    def test_shows_a_persona_with_its_claims(self, run):
        said = {"username": f"pia-{id(run)}", "password": "a sandbox passphrase"}
        made = run("persona", "create", "-t", "acme", "--json", stdin=json.dumps(said))
        account = json.loads(made.stdout)["account"]
        told = run.json("persona", "show", account, "-t", "acme")
        assert told["claims"]["preferred_username"] == said["username"]
