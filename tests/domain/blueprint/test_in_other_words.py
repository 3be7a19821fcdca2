"""A difference is a phrase with its values, which a face says in its reader's language."""

from datetime import timedelta
from pathlib import Path

import pytest

import app.console
from app.runtime.words import Dictionary, in_words
from domain.blueprint.steps import Act, Change, differences, listed
from domain.kernel.errors import because
from domain.tenants.records import Policy

GERMAN = Dictionary(Path(app.console.__file__).parent / "words").words(["de"])

DAYS = timedelta(days=9)


def said(change):
    return in_words(change.reason(), GERMAN)


class TestChange:
    @pytest.mark.parametrize(
        ("change", "english", "german"),
        [
            (Change(Act.ADD, "tenant", "acme", ""), "add tenant acme", "Mandant acme anlegen"),
            (
                Change(Act.REMOVE, "client", "acme", "shop", (because("secret"),)),
                "remove client acme/shop: secret",
                "Client acme/shop entfernen: Geheimnis",
            ),
            (
                Change(Act.CHANGE, "operator", "", because("line {line}", line=7), ("support",)),
                "change operator (line 7): support",
                "Betreiber (Zeile 7) ändern: support",
            ),
            (
                Change(Act.ADD, "persona", "acme", because("line {line}", line=50)),
                "add persona of acme (line 50)",
                "Persona von acme (Zeile 50) anlegen",
            ),
        ],
    )
    def test_is_said_in_english_and_in_german(self, change, english, german):
        assert change.sentence() == english
        assert said(change) == german

    def test_names_fields_by_the_files_words_and_the_rest_in_the_readers(self):
        names = ("longest_consent", "password_least")
        told = differences(Policy(), Policy(longest_consent=DAYS, password_least=20), names)
        change = Change(Act.CHANGE, "tenant", "acme", "", told)
        assert "longest_consent unset → " in change.sentence()
        assert "longest_consent nicht gesetzt → " in said(change)
        assert "password_least 15 → 20" in said(change)

    def test_braces_that_were_typed_are_text(self):
        change = Change(Act.CHANGE, "scope", "acme", "{0.x}", ("label {a} → {line}", "{b}"))
        assert change.sentence() == "change scope acme/{0.x}: label {a} → {line}, {b}"
        assert "{0.x} ändern: label {a} → {line}, {b}" in said(change)

    def test_phrases_stand_one_after_another(self):
        assert listed(("a", "b", "c")) == "a, b, c"
