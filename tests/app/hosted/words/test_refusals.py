import importlib
import pkgutil
from datetime import UTC, datetime, timedelta

import pytest

import app.runtime
import domain
from app.hosted.words import SENTENCES, notice, problem, sentence, words
from app.hosted.words.notices import NOTICES
from app.hosted.words.refusals import GENERAL
from domain.kernel.errors import BUSY, KINDS, Refusal, RefusalKind, invalid
from tests.app.hosted.words.test_catalogue import values

NOW = datetime(2026, 11, 21, 14, 35, tzinfo=UTC)
OURS = {"at", "wait"}  # filled in from retry_after


def declared():
    for room in (domain, app.runtime):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    return KINDS


class TestSentence:
    def test_says_it_in_the_persons_language(self):
        assert (
            sentence("wrong_proof", {}, words("de")) == "Name und Passwort gehören nicht zusammen."
        )

    def test_says_why_a_value_is_not_right_in_the_persons_language(self):
        refused = invalid("label", "it has more than {most} characters.", most=80)
        assert (
            problem(refused, tongue=words("de"), now=NOW).text
            == "Das stimmt noch nicht: es sind mehr als 80 Zeichen."
        )

    def test_an_unknown_code_gets_the_general_sentence(self):
        assert sentence("something_new", {}, words("en")) == GENERAL

    def test_a_missing_value_gets_the_general_sentence(self):
        assert sentence("too_many_tries", {}, words("en")) == GENERAL

    def test_a_value_is_not_read_as_a_pattern(self):
        assert (
            sentence("invalid_input", {"why": "{0.__class__}"}, words("en"))
            == "This is not right yet: {0.__class__}."
        )

    def test_values_that_are_not_needed_do_no_harm(self):
        assert (
            sentence("not_found", {"what": "session"}, words("en"))
            == "There is nothing at this address, or it is gone."
        )


class TestSentences:
    def test_every_code_is_one_that_a_room_declares(self):
        assert set(SENTENCES) - set(declared()) == set()

    @pytest.mark.parametrize("code", list(SENTENCES))
    def test_uses_only_values_the_refusal_has(self, code):
        kind = declared()[code]
        assert values(SENTENCES[code]) - OURS <= values(kind.sentence)

    @pytest.mark.parametrize(
        "room", ["domain.login.refusals", "domain.identifiers.refusals", "domain.factors.refusals"]
    )
    def test_every_refusal_of_a_room_persons_meet_has_one(self, room):
        declared()
        module = importlib.import_module(room)
        kinds = {each.code for each in vars(module).values() if isinstance(each, RefusalKind)}
        assert kinds - set(SENTENCES) - {"hosted_only"} == set()


class TestProblem:
    def test_tells_when_it_goes_on(self):
        refusal = Refusal(KINDS.get("too_many_tries", BUSY), retry_after=timedelta(minutes=5))
        told = problem(refusal, tongue=words("en"), now=NOW)
        if refusal.code == "too_many_tries":
            assert told.text == "Too many tries. You can go on at 14:40 UTC."

    def test_belongs_to_the_refusals_own_field(self):
        assert problem(Refusal(BUSY, field="word"), tongue=words("en"), now=NOW).field == "word"


class TestNotice:
    @pytest.mark.parametrize("code", list(NOTICES))
    def test_says_what_was_done(self, code):
        assert notice(code, words("de")).text != notice(code, words("en")).text

    def test_a_word_that_is_not_ours_says_nothing(self):
        assert notice("<script>", words("en")) is None
