"""What an examination finds: graded, said in a sentence, with the way to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How a finding is meant; what is noted was decided, and makes nothing worse."""

    WELL = "well"
    NOTE = "note"
    KNOW = "know"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Args:
        topic: what, a word or two; `{values}` are filled in.
        template: what was found, and what to do where there is something to do.
        way: the command that mends it; empty where there is none.
        values: what the two name.
    """

    grade: Grade
    topic: str
    template: str
    way: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """What was looked at, in English."""
        return self.topic.format_map(self.values)

    @property
    def sentence(self) -> str:
        """What was found, in English, with the command where there is one."""
        said = self.template.format_map(self.values)
        return f"{said.removesuffix('.')}: run `{self.way}`." if self.way else said


def well(topic: str, template: str, **values: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(Grade.WELL, topic, template, "", values)


def note(topic: str, template: str, **values: str) -> Finding:
    """Return a finding that is as somebody wanted it, kept in sight."""
    return Finding(Grade.NOTE, topic, template, "", values)


def know(topic: str, template: str, way: str = "", **values: str) -> Finding:
    """Return a finding to know about."""
    return Finding(Grade.KNOW, topic, template, way, values)


def mend(topic: str, template: str, way: str = "", **values: str) -> Finding:
    """Return a finding to mend."""
    return Finding(Grade.MEND, topic, template, way, values)


def worst(findings: tuple[Finding, ...]) -> Grade:
    """Return the gravest grade there is; nothing found is well, and notes alone are so too."""
    grades = {each.grade for each in findings}
    return next((each for each in (Grade.MEND, Grade.KNOW) if each in grades), Grade.WELL)
