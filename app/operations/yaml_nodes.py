"""Read YAML into nodes that know their lines."""

from __future__ import annotations

from typing import Final

import yaml

from domain.blueprint.nodes import Node, wrong
from domain.kernel.errors import because

LONGEST_FILE: Final = 2_000_000
"""Characters; a tenant is written in a few thousand."""

MOST_NODES: Final = 200_000
"""Values after aliases are followed: a small file can name a great many (billion laughs)."""

DEEPEST: Final = 40

LONGEST_NUMBER: Final = 64
"""Characters; YAML reads one in base 60 in the square of its length."""

_TYPED: Final = ("null", "bool", "int", "float")
"""What YAML may make of a plain word; a date stays the text that was written."""

_FAR_TOO_BIG: Final = because("the file is far too big or too deep.")
_NO_YAML: Final = because(
    "this is no YAML: look at the blanks before this line and the one above, and at its colon "
    "and quotes."
)
_PROBLEMS: Final = {
    "'\\t'": because("this is no YAML: it is indented with a tab; use blanks."),
    "mapping values are not allowed": because(
        "this is no YAML: a word with a colon in it needs quotes."
    ),
    "found unexpected end of stream": because("this is no YAML: what begins here is not closed."),
    "but found another document": because("this is no YAML: the file may hold one document."),
}
"""What the reader of YAML says is wrong, and what there is to do about it."""


def read_yaml(text: str) -> Node:
    """Return the file's root.

    Args:
        text: one YAML document.

    Refuses:
        invalid_file: it is no YAML, holds more than one document, or is far too big.
    """
    if len(text) > LONGEST_FILE:
        raise wrong(1, "the file is far too big.")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        said = str(getattr(fault, "problem", ""))
        why = next((told for known, told in _PROBLEMS.items() if known in said), _NO_YAML)
        raise wrong(mark.line + 1 if mark else 1, why) from None
    except RecursionError:
        raise wrong(1, _FAR_TOO_BIG) from None
    if root is None:
        return Node(1, (), mapping=True)
    return _Reading().node(root, 0)


class _Reading:
    """Counts what was read."""

    def __init__(self) -> None:
        self._count = 0
        self._maker = yaml.SafeLoader("")

    def node(self, node: yaml.Node, depth: int) -> Node:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MOST_NODES or depth > DEEPEST:
            raise wrong(line, _FAR_TOO_BIG)
        if isinstance(node, yaml.MappingNode):
            pairs = ((self.node(k, depth + 1), self.node(v, depth + 1)) for k, v in node.value)
            return Node(line, tuple(pairs), mapping=True)
        if isinstance(node, yaml.SequenceNode):
            return Node(line, tuple(self.node(each, depth + 1) for each in node.value))
        return Node(line, self._scalar(node, line))

    def _scalar(self, node: yaml.Node, line: int) -> object:
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if kind not in _TYPED:
            return _whole(str(node.value), line)
        if len(node.value) > LONGEST_NUMBER:
            raise wrong(line, "this is no {kind}.", kind=kind)
        try:
            return self._maker.construct_object(node)
        except (ValueError, LookupError, yaml.YAMLError):
            raise wrong(line, "this is no {kind}.", kind=kind) from None


def _whole(text: str, line: int) -> str:
    """Return a text whose characters are whole; JSON writes some in two halves.

    Refuses:
        invalid_file: a half stands alone.
    """
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise wrong(line, "it holds a character that cannot be seen.") from None
