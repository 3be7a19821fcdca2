"""A file as values that know their line, and how a value of each shape is read from it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from domain.blueprint.durations import read_duration
from domain.kernel.errors import Reason, Refusal, because, kind
from domain.kernel.secrets import Secret

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)

INVALID_FILE: Final = kind(
    "invalid_file",
    "Line {line}: {why}",
    "Mend this line; docs/apply.md lists every key.",
)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file.

    Args:
        line: where it begins, 1 and up; 0 when it comes from no file.
        value: a text, whole number, float, bool or None; a tuple of nodes for a list; a tuple of
            pairs of nodes for a mapping, with `mapping` set.
        mapping: whether it is a mapping.
    """

    line: int
    value: Any
    mapping: bool = False


Reader = Callable[[Node], Any]


def wrong(line: int, why: str, **values: str | int) -> Refusal:
    """Return the refusal of a line; it never repeats a secret.

    Args:
        why: a sentence's end, without the line; may name values as `{name}`.
        values: what it names.
    """
    return Refusal(INVALID_FILE, line=line, why=because(why, **values))


@contextmanager
def at_line(line: int, what: str) -> Iterator[None]:
    """Name the line of the file in whatever a room refuses meanwhile.

    Args:
        what: the thing the line describes, such as `client shop`.
    """
    try:
        yield
    except Refusal as refusal:
        if refusal.kind is INVALID_FILE:
            raise
        said = because(refusal.kind.sentence, **refusal.params)
        raise wrong(line, "{what}: {refusal}", what=what, refusal=said) from refusal


def text(node: Node) -> str:
    """Read a text; a number or a date that YAML would make of it is not taken for one."""
    if not isinstance(node.value, str):
        raise wrong(node.line, "write a text, in quotes if it looks like a number.")
    return node.value


def maybe_text(node: Node) -> str | None:
    """Read a text, or null for what is to be as we ship it."""
    return None if node.value is None else text(node)


def secret(node: Node) -> Secret:
    """Read a text that is never shown again."""
    return Secret(text(node))


def flag(node: Node) -> bool:
    """Read true or false."""
    if not isinstance(node.value, bool):
        raise wrong(node.line, "write true or false.")
    return node.value


def number(node: Node) -> int:
    """Read a whole number."""
    if not isinstance(node.value, int) or isinstance(node.value, bool):
        raise wrong(node.line, "write a whole number.")
    return node.value


def duration(node: Node) -> timedelta:
    """Read an ISO 8601 duration."""
    span = read_duration(text(node))
    if span is None:
        raise wrong(node.line, "write a duration such as P30D or PT1H.")
    return span


def word(words: type[W]) -> Callable[[Node], W]:
    """Return a reader of one word out of an enum."""

    def read(node: Node) -> W:
        try:
            return words(text(node))
        except ValueError:
            raise wrong(node.line, "choose one of {words}.", words=", ".join(words)) from None

    return read


def each(read: Callable[[Node], T]) -> Callable[[Node], tuple[T, ...]]:
    """Return a reader of a list whose entries `read` reads."""

    def read_all(node: Node) -> tuple[T, ...]:
        if node.mapping or not isinstance(node.value, tuple):
            raise wrong(node.line, "write a list.")
        return tuple(read(entry) for entry in node.value)

    return read_all


def plain(node: Node) -> Any:  # noqa: ANN401 - what JSON can hold has no narrower type
    """Return a value without its lines: what JSON can hold."""
    if node.mapping:
        return {text(key): plain(value) for key, value in node.value}
    if isinstance(node.value, tuple):
        return [plain(entry) for entry in node.value]
    return node.value


def plain_mapping(node: Node) -> dict[str, Any]:
    """Return a mapping without its lines."""
    _ensure_mapping(node)
    return {text(key): plain(value) for key, value in node.value}


def pairs(node: Node, read: Callable[[Node, Node], T]) -> tuple[T, ...]:
    """Read a mapping whose keys the file chooses, each with its value.

    Refuses:
        invalid_file: it is no mapping, or a key is said twice.
    """
    _ensure_mapping(node)
    seen: set[str] = set()
    for key, _ in node.value:
        if text(key) in seen:
            raise wrong(key.line, "{key} is said twice.", key=repr(text(key)[:40]))
        seen.add(text(key))
    return tuple(read(key, value) for key, value in node.value)


def members(
    node: Node, readers: Mapping[str, Reader], *, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read a mapping by the reader of each key; a key that was not said is not there.

    Args:
        readers: by key.
        needed: keys that must be there.

    Refuses:
        invalid_file: a key is unknown, is said twice, or is missing; or a value is not right.
    """
    _ensure_mapping(node)
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = text(key)
        if name not in readers:
            raise wrong(key.line, _unknown(name, readers))
        if name in found:
            raise wrong(key.line, "{key} is said twice.", key=name)
        found[name] = readers[name](value)
    for name in needed:
        if name not in found:
            raise wrong(node.line, "{key} is missing here.", key=name)
    return found


def _ensure_mapping(node: Node) -> None:
    if not node.mapping:
        raise wrong(node.line, "write keys and values here.")


def _unknown(name: str, readers: Mapping[str, Reader]) -> Reason:
    near, key = difflib.get_close_matches(name, readers, 1), repr(name[:40])
    if near:
        return Reason("{key} is no key: did you mean {near}?", key=key, near=near[0])
    return Reason("{key} is no key: the keys here are {keys}.", key=key, keys=", ".join(readers))
