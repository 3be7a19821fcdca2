"""Compare a configuration file with what stands, and apply it."""

from __future__ import annotations

from app.operations.yaml_nodes import read_yaml
from app.runtime.call import Call
from domain.blueprint.apply import Applied, Difference, apply, plan
from domain.blueprint.prepare import Prepared, prepare
from domain.blueprint.read import read_file
from domain.kernel.work import Actor


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
    made: Prepared = call.now(prepare, read_file(read_yaml(text)), tenant=None, actor=actor)
    return made
