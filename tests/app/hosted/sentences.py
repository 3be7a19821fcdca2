"""Every sentence the hosted pages can say, found in templates and code.

`python -m tests.app.hosted.sentences` writes those that German lacks into its catalogue, and takes
out those that are no longer said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from app.hosted.render import TEMPLATES, environment
from app.hosted.words import FOLDER
from app.operations.demo import PURPOSE
from domain.clients.ours import NAMES
from domain.clients.scopes import STANDARD
from tests.support.reasons import reasons

ROOM = TEMPLATES.parent
GIVES_REASONS = (
    "domain/accounts/rules.py",
    "domain/consent/give.py",
    "domain/operators/newcomer.py",
)
"""Rooms whose refusals of a value a hosted page says."""

Sentence = str | tuple[str, str]


def said() -> dict[Sentence, list[str]]:
    """Return every sentence, or pair of one and many, with the files that say it."""
    found: dict[Sentence, list[str]] = {}
    for place, sentence in (*_in_templates(), *_in_code(), *_in_the_domain()):
        places = found.setdefault(sentence, [])
        if place not in places:
            places.append(place)
    return found


def written(locale: str) -> Catalog:
    """Return the catalogue of a language."""
    with (FOLDER / f"{locale}.po").open("rb") as source:
        return read_po(source, locale=locale)


def _in_the_domain() -> Iterator[tuple[str, Sentence]]:
    """The standard scopes, shown beside the tenant's, and why a form's value is not right."""
    for reason in sorted(reasons(*GIVES_REASONS)):
        yield "reasons", reason
    yield "consent.html", PURPOSE
    for name in NAMES.values():
        yield "our clients", name
    for scope in STANDARD.values():
        yield "standard scopes", scope.label
        yield "standard scopes", scope.sentence


def _in_templates() -> Iterator[tuple[str, Sentence]]:
    for path in sorted(TEMPLATES.glob("*.html")):
        tree = environment().parse(path.read_text(encoding="utf-8"))
        for _, function, strings in extract_from_ast(tree, ("_", "count")):
            yield path.name, _sentence(function, strings)


def _in_code() -> Iterator[tuple[str, Sentence]]:
    for path in sorted(ROOM.rglob("*.py")):
        with path.open("rb") as source:
            for _, function, strings, _ in extract_python(source, ("say", "text", "count"), (), {}):
                sentence = _sentence(function, strings)
                if sentence:
                    yield path.relative_to(ROOM).as_posix(), sentence


def _sentence(function: str, strings) -> Sentence:
    parts = [part for part in ([strings] if isinstance(strings, str) else strings or ()) if part]
    return (parts[0], parts[1]) if function == "count" else (parts[0] if parts else "")


def mend(locale: str) -> None:
    """Bring the catalogue of a language up to what is said now."""
    path, found = FOLDER / f"{locale}.po", said()
    old = written(locale) if path.exists() else Catalog(locale)
    new = Catalog(
        locale,
        project="Byleave",
        fuzzy=False,
        header_comment="# The hosted pages of Byleave in PROJECT-LANGUAGE.".replace(
            "PROJECT-LANGUAGE", locale
        ),
        last_translator="Byleave",
        language_team="Byleave",
        msgid_bugs_address="the issue tracker",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
    )
    for sentence, places in found.items():
        key = sentence if isinstance(sentence, str) else sentence[0]
        known = old.get(key)
        new.add(
            sentence, known.string if known else None, locations=[(place, 0) for place in places]
        )
    with path.open("wb") as target:
        write_po(target, new, sort_output=False, width=100, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    mend("de")
    lacking = [message.id for message in written("de") if message.id and not any(message.string)]
    print(*lacking, sep="\n")
