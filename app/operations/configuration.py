"""Compare a configuration file with what stands, and apply it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import yaml

from app.operations.yaml_nodes import read_yaml
from app.runtime.call import Call
from domain.blueprint.apply import Applied, Difference, apply, plan
from domain.blueprint.form import FileForm
from domain.blueprint.prepare import Prepared, prepare
from domain.blueprint.read import read_file
from domain.kernel.work import Actor

Run = Callable[[Any, Any], Awaitable[Any]]
"""Runs a use case of the installation from an event loop."""

_NO_FILE: Final = FileForm()
"""Prepared before a file is read, which may take long: who may not apply one is refused by it."""


def written(told: Mapping[str, Any]) -> str:
    """Return what `describe` tells as YAML, in its order."""
    return yaml.safe_dump(dict(told), sort_keys=False, allow_unicode=True)


async def planned(run: Run, text: str) -> Difference:
    """Return what applying the file would do, from an event loop; the file is read off it.

    Refuses:
        invalid_file: a line is not right.
        forbidden: the actor may not apply files.
    """
    found: Difference = await run(plan, await _read(run, text))
    return found


async def applied(run: Run, text: str) -> Applied:
    """Apply the file from an event loop, all of it or nothing.

    Refuses:
        invalid_file: a line is not right.
        forbidden: the actor may not apply files.
        conflict: what stands changed since it was compared.
    """
    done: Applied = await run(apply, await _read(run, text))
    return done


async def _read(run: Run, text: str) -> Prepared:
    await run(prepare, _NO_FILE)
    form = await asyncio.to_thread(lambda: read_file(read_yaml(text)))
    made: Prepared = await run(prepare, form)
    return made


def plan_file(call: Call, text: str, *, actor: Actor) -> Difference:
    """Return what applying the file would do.

    Args:
        text: YAML.

    Refuses:
        invalid_file: a line is not right.
        forbidden: the actor may not apply files.
    """
    found: Difference = call.now(plan, _prepared(call, text, actor), tenant=None, actor=actor)
    return found


def apply_file(call: Call, text: str, *, actor: Actor) -> Applied:
    """Apply the file, all of it or nothing.

    Args:
        text: YAML.

    Refuses:
        invalid_file: a line is not right.
        forbidden: the actor may not apply files.
        conflict: what stands changed since it was compared.
    """
    done: Applied = call.now(apply, _prepared(call, text, actor), tenant=None, actor=actor)
    return done


def _prepared(call: Call, text: str, actor: Actor) -> Prepared:
    call.now(prepare, _NO_FILE, tenant=None, actor=actor)
    made: Prepared = call.now(prepare, read_file(read_yaml(text)), tenant=None, actor=actor)
    return made
