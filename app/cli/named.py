"""Commands by their names: what stands behind one is loaded when somebody says its name.

All of them together take a second to load; one of them wants a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from app.runtime.memory import unsearched


def a_typer(**words: Any) -> typer.Typer:  # noqa: ANN401 - typer's own words
    """Return an empty command line in the manner of the house.

    Args:
        words: further ones for typer.
    """
    return typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
        **words,
    )


class Named(MutableMapping[str, Any]):
    """Commands and groups of commands, each made at its first use.

    Args:
        places: by name, the module that holds a function or a group called as it, with `_` for `-`.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        """Load nothing."""
        self._places = dict(places)
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a command of typer's
        """Return a command, loaded now if it was not yet."""
        if name not in self._made:
            self._made[name] = _load(self._places[name], name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:  # noqa: ANN401 - a command of typer's
        """Add a command that is there already."""
        self._places.setdefault(name, "")
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        """Take a command away."""
        del self._places[name]
        self._made.pop(name, None)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a command, without loading it."""
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        """Walk over the names, in the order of `--help`."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)


def group_of(places: Mapping[str, str]) -> type[TyperGroup]:
    """Return the kind of a group whose commands are loaded when they are named.

    Args:
        places: see `Named`.
    """

    class Group(TyperGroup):
        def __init__(self, **words: Any) -> None:  # noqa: ANN401 - typer's own words
            super().__init__(**words)
            self.commands = Named(places)

    return Group


def _load(place: str, name: str) -> Any:  # noqa: ANN401 - a command of typer's
    with unsearched():
        found = getattr(import_module(place), name.replace("-", "_"))
    alone = a_typer()
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    return get_group(alone).commands[name]
