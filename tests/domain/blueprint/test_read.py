"""A file is refused with the line that is wrong, and never with a secret."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.operations.yaml_nodes import read_yaml
from domain.blueprint.durations import read_duration, write_duration
from domain.blueprint.form import BRANDING, CLIENT, OPERATOR, PERSONA, POLICY, SCOPE
from domain.blueprint.read import _FILE, _TENANT, read_file
from domain.clients.records import GrantType
from domain.kernel.errors import Refusal

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "acme.yaml"


def read(text):
    return read_file(read_yaml(text))


class TestReadFile:
    def test_reads_the_example_whole(self):
        acme, globex = read(EXAMPLE.read_text("utf-8")).tenants
        assert (acme.slug, globex.slug) == ("acme", "globex")
        assert acme.scopes[0].longest_consent == timedelta(days=30)
        assert acme.clients[0].grant_types[0] is GrantType.AUTHORIZATION_CODE
        assert acme.clients[0].require_pkce is True
        assert acme.clients[1].require_pkce is None
        assert [each.line for each in acme.personas] == [50, 54, 57]
        assert acme.personas[0].claims["locale"] == "en"

    def test_shows_no_secret_of_it(self):
        shown = repr(read(EXAMPLE.read_text("utf-8")))
        assert "sandbox passphrase" not in shown
        assert "sandbox-shop-secret" not in shown
        assert "alice@" not in shown

    @pytest.mark.parametrize(
        ("text", "line", "why"),
        [
            ("tenants:\n  - slug: a1\n    lable: A\n", 3, "did you mean label"),
            ("tenants:\n  - slug: a1\n    zzz: A\n", 3, "the keys here are slug"),
            ("tenants:\n  - slug: a1\n    slug: b1\n", 3, "said twice"),
            ("tenants:\n  - label: A\n", 2, "slug is missing"),
            ("tenants:\n  - slug: a1\n  - slug: a1\n", 3, "described twice"),
            ("tenants:\n  - slug: 7\n", 2, "write a text"),
            ("tenants:\n  slug: a1\n", 2, "write a list"),
            ("tenants:\n  - a1\n", 2, "keys and values"),
            ("tenants:\n  - slug: a1\n    kind: test\n", 3, "one of production, sandbox"),
            ("tenants:\n  - slug: a1\n    policy: {longest_consent: 30d}\n", 3, "P30D"),
            ("tenants:\n  - slug: a1\n    policy: {password_least: yes}\n", 3, "whole number"),
            (
                "tenants:\n  - slug: a1\n    clients: [{id: c, require_pkce: 1}]\n",
                3,
                "true or false",
            ),
            ("tenants:\n  - slug: a1\n    personas: [{password: x}]\n", 3, "username or an email"),
            ("tenants:\n  - slug: a1\n    personas: [{username: x}]\n", 3, "password is missing"),
            ("operators:\n  - role: owner\n", 2, "username or an email"),
            ("operators:\n  - username: a\n", 2, "role is missing"),
            ("tenants: [\n", 2, "no YAML"),
            ("a: 1\n---\nb: 2\n", 2, "no YAML"),
            ("tenants:\n  - slug: !!int seven\n", 2, "this is no int"),
            ("- a\n", 1, "keys and values"),
        ],
    )
    def test_refuses_a_line_that_is_wrong(self, text, line, why):
        with pytest.raises(Refusal, match="invalid_file") as refused:
            read(text)
        assert refused.value.params["line"] == line
        assert why in refused.value.sentence()

    def test_refuses_a_file_that_is_far_too_big(self):
        bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{b}: &{b} [{', '.join(['*' + a] * 10)}]\n"
            for a, b in zip("abcdef", "bcdefg", strict=True)
        )
        for text in (bomb, "[" * 60 + "]" * 60, "x" * 2_000_001):
            with pytest.raises(Refusal, match="invalid_file"):
                read_yaml(text)

    @pytest.mark.parametrize("text", ["[" * 5_000, "{a: " * 5_000, "- " * 5_000, "? " * 5_000])
    def test_refuses_a_file_that_is_too_deep_for_its_reader(self, text):
        with pytest.raises(Refusal, match="invalid_file") as refused:
            read_yaml(text)
        assert "too deep" in refused.value.sentence()

    @pytest.mark.parametrize("text", ["1" + ":1" * 20_000, "1" + ":1" * 20_000 + ".5", "1" * 99])
    def test_reads_no_number_that_is_longer_than_any_is(self, text):
        """One in base 60 costs the square of its length to read, or is more than a float holds."""
        with pytest.raises(Refusal, match="invalid_file") as refused:
            read_yaml(f"a: 1\nn: {text}\n")
        assert refused.value.params["line"] == 2

    @pytest.mark.parametrize("text", ["!!int ''", "!!float ''", "!!bool maybe", "!!int 1:-"])
    def test_refuses_a_value_that_is_not_what_it_says(self, text):
        with pytest.raises(Refusal, match="invalid_file"):
            read_yaml(f"n: {text}\n")

    @pytest.mark.parametrize("text", ['"\\ud800"', '"a\\ude00b"', '{"\\ud800": 1}'])
    def test_refuses_half_a_character(self, text):
        with pytest.raises(Refusal, match="invalid_file") as refused:
            read_yaml(f"a: 1\nslug: {text}\n")
        assert refused.value.params["line"] == 2

    def test_reads_a_character_that_json_writes_in_two_halves(self):
        [(_, label)] = read_yaml('{"label": "Shop \\ud83d\\ude00"}').value
        assert label.value == "Shop \U0001f600"

    def test_a_date_stays_the_text_that_was_written(self):
        node = read_yaml("birthdate: 1990-01-01\nok: yes\nn: 1.5\nnone: ~\n")
        values = {key.value: value.value for key, value in node.value}
        assert values == {"birthdate": "1990-01-01", "ok": True, "n": 1.5, "none": None}

    def test_nothing_is_a_file_that_says_nothing(self):
        assert read("").tenants == ()
        assert read("# only words\n").operators == ()

    def test_the_page_about_it_names_every_key(self):
        page = (ROOT / "docs" / "apply.md").read_text("utf-8")
        keys = {*_FILE, *_TENANT, *SCOPE, *CLIENT, *PERSONA, *OPERATOR, *POLICY, *BRANDING}
        assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


class TestDurations:
    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("P30D", timedelta(days=30)),
            ("PT1H30M", timedelta(minutes=90)),
            ("P1DT12H", timedelta(hours=36)),
            ("P2W", timedelta(days=14)),
            ("PT0S", timedelta()),
        ],
    )
    def test_are_read(self, text, span):
        assert read_duration(text) == span

    @pytest.mark.parametrize(
        "text", ["", "P", "PT", "P1Y", "P1M", "30D", "P1.5D", "P-1D", "P1DT", "p30d"]
    )
    def test_are_none_when_they_are_not_exact(self, text):
        assert read_duration(text) is None

    @pytest.mark.parametrize("text", ["P30D", "PT1H30M", "P1DT12H", "PT0S", "PT59S"])
    def test_are_written_as_they_are_read(self, text):
        span = read_duration(text)
        assert span is not None
        assert write_duration(span) == text
