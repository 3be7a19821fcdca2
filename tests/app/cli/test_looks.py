"""How a tenant looks, speaks and guards, from the command line."""

import json
import re

import pytest

from app.cli.looks import _limit_lines
from domain.limits.now import LimitsNow


@pytest.fixture
def slug(run, request):
    """A tenant of this test alone: the house is shared."""
    name = f"look-{abs(hash(request.node.name)) % 10**9}"
    run.json("tenant", "create", name)
    return name


class TestTenantSet:
    def test_changes_what_is_named_and_nothing_else(self, run, slug, tmp_path):
        logo = tmp_path / "logo.svg"
        logo.write_text('<svg><path d="M0 0h9v9z"/></svg>')
        done = run.json(
            "tenant", "set", slug, "--registration", "invitation", "--corner", "12",
            "--ground", "tinted", "--no-mark", "--familiar", "--logo", str(logo),
        )  # fmt: skip
        assert (done["registration"], done["corner"], done["ground"]) == (
            "invitation",
            12,
            "tinted",
        )
        assert done["familiar"] is True
        assert (done["mark"], done["logo"], done["logo_dark"]) == (False, True, False)
        again = run.json("tenant", "set", slug, "--accent", "#ffe600")
        assert (again["corner"], again["accent"]) == (12, "#ffe600")
        assert run.json("tenant", "set", slug, "--accent", "ours")["accent"] is None

    def test_refuses_a_file_that_is_no_picture(self, run, slug, tmp_path):
        logo = tmp_path / "logo.bin"
        logo.write_bytes(b"\xff\xfe\x00")
        assert run("tenant", "set", slug, "--logo", str(logo)).exit_code == 1

    def test_a_new_tenant_may_be_for_the_invited(self, run):
        made = run.json("tenant", "create", "hooli", "--registration", "invitation")
        assert made["registration"] == "invitation"


class TestTexts:
    def test_are_set_listed_and_removed(self, run, slug):
        done = run.json("text", "set", "Sign in", "Hinein", "-t", slug, "-l", "de")
        assert done == {"language": "de", "changed": 1}
        (told,) = run.json("text", "list", "-t", slug, "-l", "de", "--changed")
        assert (told["source"], told["text"]) == ("Sign in", "Hinein")
        assert "Hinein" in run("text", "list", "-t", slug, "-l", "de").stdout
        states = {each["language"]: each for each in run.json("text", "languages", "-t", slug)}
        assert states["de"]["own"] == 1
        gone = run("text", "remove", "Sign in", "-t", slug, "-l", "de")
        assert gone.stdout == "1 sentence changed in de.\n"

    def test_refuses_what_is_locked(self, run, slug):
        assert run("text", "set", "Allow", "Ja", "-t", slug, "-l", "de").exit_code == 1


class TestLimits:
    def test_tell_what_waits(self, run, slug):
        told = run.json("tenant", "limits", slug)
        assert [rule["closed_now"] for rule in told["rules"]] == [0, 0]
        said = run("tenant", "limits", slug).stdout
        assert "0 failed tries today" in said
        assert re.search(r"source +\d+ +\d+ (?:minutes?|hours?)", said)
        assert json.dumps(told)
        assert told["times"] == 1
        assert "A sandbox tenant" not in run("tenant", "limits", slug).stdout

    @pytest.mark.parametrize(("failed", "said"), [(1, "1 failed try"), (2, "2 failed tries")])
    def test_say_one_try_as_one(self, failed, said):
        now = LimitsNow((), False, None, failed, 100, 1)
        assert list(_limit_lines(now))[-1].startswith(f"{said} today;")

    def test_say_that_a_sandbox_is_wider(self, run):
        run.json("tenant", "create", "play", "--kind", "sandbox")
        assert run.json("tenant", "limits", "play")["times"] == 50
        assert "50 times as many failures pass" in run("tenant", "limits", "play").stdout
