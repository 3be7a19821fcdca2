"""What is told of privacy audits, in the trail of the tenant `byleave`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event
from domain.operators.privacy_scans import PREFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyScanStarted(Event):
    """A privacy audit began.

    Args:
        mode: `throw-away` or `live`.
    """

    name: ClassVar[str] = "privacy.scan_started"
    prefix: ClassVar[str] = PREFIX

    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyScanEnded(Event):
    """A privacy audit ended.

    Args:
        verdict: `holds`, `found` when something was found, `failed` when it could not be made.
    """

    name: ClassVar[str] = "privacy.scan_ended"
    prefix: ClassVar[str] = PREFIX

    verdict: str
