"""Every use case there is, found by walking the code: what is new cannot be forgotten."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from typing import Any

import app.hosted
import app.operations
import app.protocol
import app.scheduler
import domain
from domain.kernel.work import Staged

COMPOSED = {
    "app.hosted.routes.arrival._act",
    "app.hosted.routes.arrival._act_for_good",
    "app.protocol.credentials._prove_first",
}
"""Two use cases in one work; both have rows of their own."""

PLACES = (domain, app.hosted, app.protocol, app.operations, app.scheduler)


@dataclass(frozen=True)
class UseCase:
    """A use case.

    Attributes:
        name: room, module and name, such as `accounts.disable.disable`.
        run: the marked function, or the `Staged`.
    """

    name: str
    run: Any

    @property
    def stages(self) -> tuple[Any, ...]:
        """The functions it is made of."""
        if isinstance(self.run, Staged):
            return (self.run.look, self.run.slow, self.run.settle)
        return (self.run,)

    @property
    def writes(self) -> bool:
        """Whether it may change anything."""
        return any(stage.manner.writes for stage in self.stages if hasattr(stage, "manner"))

    @property
    def refuses(self) -> bool:
        """Whether it says that it refuses."""
        return any("Refuses:" in (inspect.getdoc(stage) or "") for stage in self.stages)


@functools.cache
def use_cases() -> dict[str, UseCase]:
    """Return every use case by its name; stages of a `Staged` are not told apart."""
    staged: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    for module in _modules():
        for name, thing in vars(module).items():
            if isinstance(thing, Staged):
                home = importlib.import_module(thing.settle.__module__)
                if vars(home).get(name) is thing or home is module:
                    staged[_name(home.__name__, name)] = thing
            elif inspect.isfunction(thing) and hasattr(thing, "manner"):
                plain[_name(thing.__module__, thing.__name__)] = thing
    parts = {id(part) for each in staged.values() for part in (each.look, each.slow, each.settle)}
    found = staged | {name: each for name, each in plain.items() if id(each) not in parts}
    told = {name: run for name, run in sorted(found.items()) if name not in COMPOSED}
    return {name: UseCase(name, run) for name, run in told.items()}


def _modules() -> Any:
    for place in PLACES:
        for found in pkgutil.walk_packages(place.__path__, f"{place.__name__}."):
            yield importlib.import_module(found.name)


def _name(module: str, name: str) -> str:
    return f"{module.removeprefix('domain.')}.{name}"
