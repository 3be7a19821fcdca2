"""Commands from the outside: what they print, and with which code they end."""

import json
import os
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import __main__ as command_line
from app.runtime.powers import strength

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "acme.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A data folder to which the example was applied."""
    folder = tmp_path_factory.mktemp("data")
    # The least strength there is: measuring the machine would take its time.
    (folder / strength.FILE).write_text(str(strength.LADDER[0]))
    run = Runner(folder)
    assert run("apply", EXAMPLE).exit_code == 0
    return folder


@pytest.fixture
def run(made):
    return Runner(made)


class Runner:
    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *arguments, stdin=None):
        words = [str(each) for each in arguments]
        return CliRunner().invoke(
            command_line.byleave, [*words, "--data-dir", str(self.folder)], input=stdin
        )

    def json(self, *arguments, stdin=None):
        done = self(*arguments, "--json", stdin=stdin)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)


def commands():
    """Yield every command as words, with its command object's parameters."""
    root = command_line.typer.main.get_command(command_line.byleave)

    def walk(command, words):
        if hasattr(command, "commands"):
            for name, inner in command.commands.items():
                yield from walk(inner, [*words, name])
        else:
            yield words, {option for each in command.params for option in each.opts}

    yield from walk(root, [])


class TestEveryCommand:
    def test_has_json_except_the_server(self):
        without = [words for words, options in commands() if "--json" not in options]
        assert without == [["serve"]]

    def test_is_in_the_documentation(self):
        page = (ROOT / "docs" / "cli.md").read_text("utf-8")
        assert [words for words, _ in commands() if f"`byleave {' '.join(words)}" not in page] == []


class TestApply:
    def test_a_second_time_changes_nothing(self, run):
        assert run.json("apply", EXAMPLE) == {"changes": [], "secrets": []}
        assert run("plan", EXAMPLE, "--check").stdout == "Nothing differs.\n"

    def test_writes_secrets_into_a_new_file_for_its_owner_alone(self, run, tmp_path):
        file, secrets = tmp_path / "t.yaml", tmp_path / "secrets.json"
        file.write_text(
            "tenants:\n  - slug: third\n    clients:\n"
            "      - {id: app, redirect_uris: ['https://app.test/cb']}\n"
            "operators:\n  - {username: zoe, role: support, tenant: third}\n"
        )
        done = run("apply", file, "--secrets-file", secrets)
        assert done.exit_code == 0
        shown = json.loads(secrets.read_text())
        assert [each["what"] for each in shown] == ["client secret", "activation link"]
        assert "/t/byleave/activate/" in shown[1]["secret"]
        assert not any(each["secret"] in done.stdout for each in shown)
        assert secrets.stat().st_mode & 0o777 == 0o600
        again = run("apply", file, "--secrets-file", secrets)
        assert (again.exit_code, "name a file that is not there" in again.stderr) == (2, True)

    def test_a_refused_file_leaves_no_empty_file_of_secrets(self, run, tmp_path):
        secrets = tmp_path / "secrets.json"
        done = run("apply", "-", "--secrets-file", secrets, stdin="tenants: 1\n")
        assert (done.exit_code, done.stderr) == (
            1,
            "Line 1: write a list. Mend this line; docs/apply.md lists every key.\n",
        )
        assert not secrets.exists()

    def test_a_file_that_is_not_there_is_named(self, run):
        done = run("plan", "/nowhere.yaml")
        assert (done.exit_code, done.stderr) == (
            2,
            "FILE is /nowhere.yaml: No such file or directory.\n",
        )

    def test_plan_ends_with_four_when_asked_to(self, run):
        text = "tenants:\n  - {slug: acme, label: Other}\n"
        assert run("plan", "-", stdin=text).exit_code == 0
        done = run("plan", "-", "--check", stdin=text)
        assert (done.exit_code, "label ACME → Other" in done.stdout) == (4, True)


class TestTenant:
    def test_create_show_disable_enable(self, run):
        made = run.json("tenant", "create", "fresh", "--kind", "sandbox", "--label", "Fresh")
        assert made["issuer"] == "http://localhost:8180/t/fresh"
        assert run.json("tenant", "disable", "fresh")["status"] == "disabled"
        assert run.json("tenant", "show", "fresh")["status"] == "disabled"
        assert run.json("tenant", "enable", "fresh")["status"] == "enabled"
        assert {"acme", "byleave", "fresh", "globex"} <= {
            t["slug"] for t in run.json("tenant", "list")
        }

    def test_refuses_in_one_sentence(self, run):
        done = run("tenant", "create", "acme")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("There is a tenant with the slug acme already.")
        assert done.stderr.count("\n") == 1
        assert run("tenant", "show", "nobody").exit_code == 1

    def test_moves_a_sandbox_clock(self, run):
        run("tenant", "create", "clocked", "--kind", "sandbox")
        assert run.json("tenant", "move-clock", "clocked", "P1D") == {
            "tenant": "clocked",
            "ahead": "P1D",
        }
        assert run("tenant", "move-clock", "globex", "P1D").exit_code == 1
        assert run("tenant", "move-clock", "clocked", "soon").exit_code == 1


class TestClient:
    def test_create_show_rotate_disable_remove(self, run):
        made = run.json(
            "client", "create", "job", "-t", "acme", "--type", "service", "--scope", "orders.read"
        )
        assert made["secret"].startswith("byl_cs_")
        assert "secret" not in run.json("client", "show", "job", "-t", "acme")
        rotated = run.json("client", "rotate-secret", "job", "-t", "acme", "--overlap", "PT1H")
        assert rotated["secret"] != made["secret"]
        assert run("client", "rotate-secret", "job", "-t", "acme", "--overlap", "x").exit_code == 1
        assert run.json("client", "disable", "job", "-t", "acme")["status"] == "disabled"
        assert run.json("client", "enable", "job", "-t", "acme")["status"] == "enabled"
        assert run("client", "remove", "job", "-t", "acme").exit_code == 2
        assert run("client", "remove", "job", "-t", "acme", "--yes").exit_code == 0
        assert "job" not in run("client", "list", "-t", "acme").stdout

    def test_takes_a_relaxation_with_its_reason(self, run):
        words = (
            "client",
            "create",
            "local",
            "-t",
            "globex",
            "--redirect-uri",
            "http://127.0.0.1/cb",
        )
        assert run(*words).exit_code == 1
        made = run.json(*words, "--relax", "loopback_http=A tool on the developer's machine.")
        assert made["relaxations"] == ["loopback_http: A tool on the developer's machine."]
        assert "loopback_http" in run("doctor").stdout


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
        assert run.json("account", "enable", made["account"], "-t", "globex")["status"] == "enabled"
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
        assert "BEGIN" not in run("keys", "list").stdout

    def test_init_never_makes_a_second_master_key(self, run, tmp_path):
        before = (run.folder / "keys" / "master").read_bytes()
        assert run("keys", "init").exit_code == 0
        assert (run.folder / "keys" / "master").read_bytes() == before
        empty = Runner(tmp_path)
        assert (empty("keys", "init").exit_code, "migrate" in empty("keys", "init").stderr) == (
            3,
            True,
        )
        assert empty.json("migrate")["before"] == "empty"
        assert len(empty.json("keys", "init")["key"]) == 8


class TestDoctor:
    def test_says_what_is_well_and_changes_nothing(self, run):
        findings = run.json("doctor")
        assert {"well", "know"} == {each["grade"] for each in findings}
        assert {"schema", "master key", "operators"} <= {each["about"] for each in findings}

    def test_names_what_is_to_mend(self, tmp_path):
        empty = Runner(tmp_path)
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
    def test_a_master_key_that_is_gone_is_code_three_for_any_command(self, tmp_path):
        run = Runner(tmp_path)
        run("tenant", "list")
        (tmp_path / "keys" / "master").unlink()
        done = run("tenant", "list")
        assert (done.exit_code, done.stderr.count("\n")) == (3, 1)
        assert not (tmp_path / "keys" / "master").exists()


class TestMain:
    def run_main(self, monkeypatch, capsys, *words):
        monkeypatch.setattr("sys.argv", ["byleave", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        return ended.value.code, capsys.readouterr().err

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (("tenant", "creat"), "creat"),
            (("tenant", "create"), "SLUG"),
            (("tenant", "list", "--limit", "3"), "--limit"),
            (("tenant", "list", "--data-dir", ""), "--data-dir"),
            (("tenant", "list", "--database-url", "mysql://x"), "--database-url"),
        ],
    )
    def test_a_wrong_argument_is_named_in_one_line(self, monkeypatch, capsys, words, names):
        code, said = self.run_main(monkeypatch, capsys, *words)
        assert (code, said.count("\n"), names in said) == (2, 1, True)

    def test_a_code_of_a_command_is_the_programs(self, monkeypatch, capsys, tmp_path):
        code, _ = self.run_main(monkeypatch, capsys, "doctor", "--data-dir", str(tmp_path))
        assert code == 4
