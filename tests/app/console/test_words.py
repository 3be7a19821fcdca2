"""No sentence of the console is missing in any language, and none is left over."""

import ast
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import app.console
from app.console.pages.text_places import place
from app.console.parts.doing import refusal_sentence
from app.console.parts.fields import sentence_at_field
from app.console.sentences import known_names
from app.operations.demo import PURPOSE
from app.runtime.powers.sentences import HostedSentences
from app.runtime.words import Dictionary
from domain.accounts import refusals as accounts
from domain.accounts.rules import check_label
from domain.api_keys import refusals as api_keys
from domain.blueprint import nodes as files
from domain.clients import refusals as clients
from domain.clients.ours import NAMES
from domain.consent import refusals as consent
from domain.factors import refusals as factors
from domain.identifiers import refusals as identifiers
from domain.kernel import errors, fresh
from domain.kernel.errors import RefusalKind
from domain.kernel.events import EVENTS
from domain.limits import refusals as limits
from domain.operators import refusals as operators
from domain.sandbox import rules as sandbox
from domain.tenants import rules as tenants
from domain.tenants import texts
from tests.support.reasons import reasons, unsaid

HOUSE = Path(app.console.__file__).parent
LANGUAGES: dict[str, list[Path]] = {}
for each in sorted((HOUSE / "words").glob("*.po")):
    LANGUAGES.setdefault(each.name.partition(".")[0], []).append(each)
SPANS = Path(app.console.__file__).parents[1] / "runtime" / "spans.py"
ALSO = Path(app.console.__file__).parents[1] / "operations" / "test_drive.py"
MET_BY_OPERATORS = (
    errors,
    fresh,
    accounts,
    api_keys,
    clients,
    consent,
    factors,
    files,
    identifiers,
    limits,
    operators,
    sandbox,
    tenants,
    texts,
)
GIVES_REASONS = (
    "domain",
    "app/operations/yaml_nodes.py",
    "app/operations/runs.py",
    "app/operations/demo.py",
    "app/operations/doctor_machine.py",
    "app/console",
    "persistence/outage.py",
)
LATER = ("doctor.py", "doctor_house.py", "doctor_machine.py", "jobs.py")
SAYING = {"t", "words", "later", "count", "_words"}


def spoken() -> set[str]:
    """Return every literal sentence that is said, or marked to be said later."""
    found = set()
    for path in sorted([*HOUSE.rglob("*.py"), *(ALSO.parent / each for each in LATER), SPANS]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in SAYING:
                many = 2 if _name(node.func) == "count" else 1
                found |= {a.value for a in node.args[:many] if _is_text(a)}
    for node in ast.walk(ast.parse(ALSO.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and _is_text(node) and node.value[:1].isupper():
            found |= {node.value} if node.value in _titles() else set()
    found |= reasons(*GIVES_REASONS) | set(NAMES.values()) | {PURPOSE}
    for room in MET_BY_OPERATORS:
        kinds = [each for each in vars(room).values() if isinstance(each, RefusalKind)]
        found |= {text for kind in kinds for text in (kind.sentence, kind.way_out)}
    return found


def _titles() -> set[str]:
    return {
        "Request pushed",
        "Refused",
        "Came back with a code",
        "Code exchanged for tokens",
        "Refreshed",
        "UserInfo",
        "Introspection: active",
        "Introspection: not active",
    }


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def known(path: Path) -> dict[str, tuple[str, ...]]:
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.name.partition(".")[0])
    found = {}
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        for id_ in ids:
            found[id_] = tuple(said)
    return found


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def everything(language: str) -> dict[str, tuple[str, ...]]:
    return {id_: said for path in LANGUAGES[language] for id_, said in known(path).items()}


@pytest.mark.parametrize("language", LANGUAGES)
class TestCatalogue:
    def test_has_every_sentence(self, language):
        said = everything(language)
        assert sorted(each for each in spoken() if not all(said.get(each, ("",)))) == []

    def test_has_no_sentence_that_nobody_says(self, language):
        assert sorted(set(everything(language)) - spoken()) == []

    def test_fills_in_the_same_values(self, language):
        wrong = [
            each
            for each, said in everything(language).items()
            if any(fields(one) - fields(each) for one in said)
        ]
        assert wrong == []


def test_there_is_a_catalogue_for_german():
    assert list(LANGUAGES) == ["de"]


def test_no_sentence_stands_in_two_parts():
    for paths in LANGUAGES.values():
        every = [each for path in paths for each in known(path)]
        assert sorted(each for each, times in Counter(every).items() if times > 1) == []


def test_no_reason_is_put_together_before_it_can_be_said():
    assert unsaid(*GIVES_REASONS) == []


class TestReasons:
    GERMAN = Dictionary(HOUSE / "words").words(["de"])

    def test_are_said_at_their_field(self):
        with pytest.raises(errors.Refusal) as told:
            check_label("n" * 81)
        assert sentence_at_field(self.GERMAN, told.value) == "Es sind mehr als 80 Zeichen."
        assert told.value.sentence() == "label is not right: it has more than 80 characters."

    def test_are_said_in_a_whole_sentence_with_all_they_name(self):
        with pytest.raises(errors.Refusal) as told, files.at_line(7, errors.because("persona")):
            check_label("n" * 81)
        said = refusal_sentence(self.GERMAN, told.value)
        assert said.startswith("Zeile 7: Persona: label stimmt nicht: es sind mehr als 80 Zeichen.")

    def test_what_was_not_found_is_named(self):
        assert refusal_sentence(self.GERMAN, errors.not_found("tenant")).startswith(
            "Das gibt es hier nicht (Mandant)."
        )

    def test_braces_that_were_typed_are_text(self):
        refused = errors.invalid("slug", "{slug} is part of an address of ours.", slug="{0.x}")
        assert sentence_at_field(self.GERMAN, refused) == "{0.x} ist Teil einer unserer Adressen."


def test_every_audited_event_has_a_sentence():
    import app.wiring  # noqa: F401 - brings every room's events in

    audited = {name for name, event in EVENTS.items() if event.audited and "." in name}
    assert sorted(audited - known_names()) == []


def test_every_place_of_the_hosted_pages_is_named_in_german():
    words = Dictionary(HOUSE / "words").words(["de"])
    places = {page for each in HostedSentences().all().values() for page in each.pages}
    assert sorted(each for each in places if place(words, each) == each) == []
