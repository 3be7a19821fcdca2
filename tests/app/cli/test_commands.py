"""Commands from the outside: what they print, and with which code they end."""

import json
from pathlib import Path

import pytest

from app import __main__ as command_line

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "acme.yaml"


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
    def test_has_json_unless_it_answers_nothing_or_a_file(self):
        without = [words[0] for words, options in commands() if "--json" not in options]
        answers_nothing = {"serve", "desktop", "bench"}
        a_file = {"sbom", "audit"}
        assert sorted(without) == sorted([*answers_nothing, *a_file])

    def test_is_in_the_documentation(self):
        page = (ROOT / "docs" / "cli.md").read_text("utf-8")
        assert [words for words, _ in commands() if f"`byleave {' '.join(words)}" not in page] == []


class TestApply:
    def test_a_second_time_changes_nothing(self, run):
        assert run.json("apply", EXAMPLE) == {"changes": [], "secrets": []}
        done = run("plan", EXAMPLE, "--check")
        assert (done.exit_code, done.stdout.startswith("Nothing differs.\n")) == (0, True)

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

    def test_what_is_wrong_ends_before_the_way_out_begins(self, run):
        done = run("client", "create", "shop2", "-t", "acme")
        assert "none without. Correct this value" in done.stderr

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
