"""The installation itself: what the doctor finds, which processes serve, what runs here."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from pydantic import Field

from app.api.v1.rooms import ROOT, Called, room
from app.api.v1.values import Answer, Listed
from app.operations.findings import Grade, worst
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.operators.nodes import nodes

router = room(ROOT, "Installation")
_HELD_BACK: Final = "null without `jobs.read` on the installation."


class FindingTold(Answer):
    """One thing the doctor looked at."""

    grade: Grade
    about: str
    sentence: str
    way: str | None = Field(description="The command that mends it; null where there is none.")


class ExaminationTold(Answer):
    """What the doctor found."""

    at: datetime
    grade: Grade = Field(description="The gravest of its findings.")
    findings: list[FindingTold]


class NodeTold(Answer):
    """A process that serves."""

    id: str
    host: str
    planes: list[str]
    version: str
    started_at: datetime
    seen_at: datetime
    alive: bool = Field(description="False when it was not heard of for three beats.")


class PartTold(Answer):
    """A part this program is made of."""

    name: str
    version: str
    licence: str


class AboutTold(Answer):
    """What answers here; what it runs on is told to keys that may read the installation alone."""

    name: Literal["Byleave"]
    api: Literal["v1"] = Field(description="The version of this interface.")
    version: str | None = Field(description=f"Of Byleave; {_HELD_BACK}")
    python: str | None = Field(description=f"Of the interpreter; {_HELD_BACK}")
    database: str | None = Field(description=f"The engine and its version; {_HELD_BACK}")
    system: str | None = Field(description=f"The operating system; {_HELD_BACK}")
    parts: list[PartTold] | None = Field(description=f"What it is made of; {_HELD_BACK}")


@router.get("/doctor")
async def examine(caller: Called) -> ExaminationTold:
    """Look the installation over and change nothing; each call looks anew."""
    await caller.above(nodes)  # the same permission, asked before anything is looked at
    at, found = await caller.door.doctor.now()
    return ExaminationTold(
        at=at,
        grade=worst(found),
        findings=[
            FindingTold(
                grade=each.grade, about=each.about, sentence=each.sentence, way=each.way or None
            )
            for each in found
        ],
    )


@router.get("/nodes")
async def list_nodes(caller: Called) -> Listed[NodeTold]:
    """List the processes that served within the last day, the last heard first."""
    found = await caller.above(nodes)
    told = [
        NodeTold(
            id=node.id,
            host=node.host,
            planes=node.planes.split(),
            version=node.version,
            started_at=node.started_at,
            seen_at=node.seen_at,
            alive=lives,
        )
        for node, lives in found
    ]
    return Listed(items=told)


@router.get("/about")
async def about(caller: Called) -> AboutTold:
    """Tell what runs here, and the parts it is made of with their licences.

    Versions help whoever looks for a known hole: without `jobs.read` on the installation they are
    null.
    """
    try:
        await caller.above(nodes)  # the same permission, asked before anything is looked at
    except Refusal as refusal:
        if refusal.kind is not FORBIDDEN:
            raise
        return AboutTold(
            name="Byleave",
            api="v1",
            version=None,
            python=None,
            database=None,
            system=None,
            parts=None,
        )
    seen = await caller.at_length(caller.door.about)
    return AboutTold(
        name="Byleave",
        api="v1",
        version=seen.version,
        python=seen.python,
        database=seen.engine,
        system=seen.system,
        parts=[
            PartTold(name=each.name, version=each.version, licence=each.licence)
            for each in seen.parts
        ],
    )
