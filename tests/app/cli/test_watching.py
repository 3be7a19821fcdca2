"""Jobs, nodes, figures, the trail as a file, and what runs here, by commands."""

import csv
import io


class TestJobs:
    def test_are_paused_resumed_and_run(self, run):
        assert run.json("job", "pause", "tidy")["paused_by"] == "system:cli"
        assert "paused" in run("job", "list").stdout
        assert run.json("job", "resume", "tidy")["paused_at"] is None
        done = run.json("job", "run", "tidy")
        assert (done["job"], done["error"]) == ("tidy", "")
        assert [each["job"] for each in run.json("job", "runs", "tidy")] == ["tidy"]
        assert "PROCESS" in run("job", "runs", "tidy").stdout
        assert "ran over" in run("job", "run", "tidy").stdout
        names = {each["event"] for each in run.json("audit", "list", "-t", "byleave")}
        assert {"job.paused", "job.resumed", "job.started"} <= names

    def test_that_are_not_booked_are_not_there(self, run):
        done = run("job", "pause", "log.sequence")
        assert (done.exit_code, "no such job" in done.stderr) == (1, True)

    def test_a_backup_without_a_folder_is_skipped_and_says_so(self, run):
        done = run("job", "run", "backup")
        assert done.exit_code == 1
        assert "backup was skipped. No folder for backups is named" in done.stdout
        assert "--backup-dir" in run.json("job", "runs", "backup")[0]["skipped"]
        assert "skipped" in run("job", "runs", "backup").stdout
        (line,) = [each for each in run("job", "list").stdout.splitlines() if "backup" in each]
        assert "skipped" in line


class TestAudit:
    def test_shows_one_line(self, run):
        run("tenant", "create", "initech")
        first = run.json("audit", "list", "-t", "initech")[-1]
        seen = run.json("audit", "show", first["id"], "-t", "initech")
        assert (seen["id"], seen["place"]) == (first["id"], None)
        assert first["event"] in run("audit", "show", first["id"], "-t", "initech").stdout
        assert run("audit", "show", "nothing", "-t", "initech").exit_code == 1

    def test_is_exported_and_its_chain_is_shown(self, run):
        run("tenant", "create", "initech")
        rows = list(csv.DictReader(io.StringIO(run("audit", "export", "-t", "initech").stdout)))
        assert "tenant.created" in {row["event"] for row in rows}
        assert run.json("audit", "chain", "-t", "initech")["entries"] == 0
        assert "0 entries" in run("audit", "chain", "-t", "initech").stdout


class TestInstallation:
    def test_tells_what_runs_here(self, run):
        seen = run.json("about")
        parts = {each["name"].lower(): each["licence"] for each in seen["parts"]}
        assert {"nicegui", "cryptography", "lucide"} <= set(parts)
        assert seen["database"].startswith("SQLite")
        assert "LICENCE" in run("about").stdout

    def test_has_no_node_without_a_server(self, run):
        assert run.json("node", "list") == []
        assert "There are none." in run("node", "list").stdout

    def test_shows_figures(self, run):
        run("tenant", "create", "initech")
        seen = run.json("figures", "-t", "initech", "--days", "3")
        assert (len(seen["days"]), seen["figures"]["login.signed_in"]) == (3, [0, 0, 0])
        assert run("figures", "-t", "initech").stdout.startswith("DAY")
