"""An audit under the eyes of the installation: entered, told step by step, signed and kept."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.operations.privacy_audit.run import Plan, audit
from app.operations.privacy_audit.site import COMMAND, NotStarted
from app.operations.privacy_audit.visitor import Unexpected
from app.operations.runs import beating
from app.runtime.call import Call
from app.settings import Settings
from domain.kernel.ids import show
from domain.kernel.work import Actor, system
from domain.operators.privacy import KILLED, FinishScan, begin, finish, hear, walk
from domain.operators.privacy_scans import PREFIX, PrivacyScan
from persistence.faults import Unfit

LOGGER: Final = logging.getLogger("byleave.privacy")
AUDITOR: Final = system("privacy-audit")
NOT_MADE: Final = (NotStarted, Unexpected, Unfit)
"""The audit could not be made; this says nothing about privacy."""


def kept_audit(
    call: Call, plan: Plan, scan: PrivacyScan, tell: Callable[[str], None]
) -> PrivacyScan:
    """Make an audit that was entered, and keep how it ended, whatever happens.

    Args:
        call: the way into use cases of the present installation.
        plan: how it is made.
        scan: as it was entered.
        tell: called with a sentence at each step.

    Raises:
        NotStarted, Unexpected, Unfit: it could not be made; that is kept too.
    """

    def step(sentence: str) -> None:
        tell(sentence)
        call.now(walk, (scan.id, sentence), tenant=None, actor=AUDITOR)

    def go_on() -> None:
        call.now(hear, scan.id, tenant=None, actor=AUDITOR)

    base_url = plan.settings.base_url
    try:
        with beating("privacy-audit", go_on):
            report: Mapping[str, Any] = audit(plan, step).told()
    except BaseException as fault:
        said = str(fault) if isinstance(fault, NOT_MADE) else type(fault).__name__
        _end(call, FinishScan(scan.id, None, said, base_url))
        raise
    return _end(call, FinishScan(scan.id, report, "", base_url))


def enter(call: Call, *, live: bool, actor: Actor) -> PrivacyScan:
    """Enter an audit that begins now.

    Refuses:
        forbidden, not_installed, privacy_scan_runs: see `domain.operators.privacy.begin`.
    """
    return call.now(begin, "live" if live else "throw-away", tenant=None, actor=actor)


class Auditor:
    """Starts audits beside the server, in a process of their own: a search keeps a core busy.

    Args:
        call: the way into use cases.
        settings: of this installation, which the process gets whole.
    """

    def __init__(self, call: Call, settings: Settings) -> None:
        """Start nothing yet."""
        self._call = call
        self._settings = settings

    def start(self, scan: PrivacyScan) -> None:
        """Start the process of an audit that was entered; returns at once."""
        words = [*COMMAND, "privacy-audit", "--live", "--continue", show(PREFIX, scan.id)]
        process = subprocess.Popen(  # noqa: S603 - our own program
            words,
            env=environment_of(self._settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._settings.data_dir,
        )
        threading.Thread(target=self._await, args=(process, scan), daemon=True).start()

    def _await(self, process: subprocess.Popen[bytes], scan: PrivacyScan) -> None:
        """Write an end where the process could not; the first end stays."""
        process.wait()
        try:
            _end(self._call, FinishScan(scan.id, None, KILLED, self._settings.base_url))
        except Exception:
            LOGGER.exception("a privacy audit's end could not be kept")


def environment_of(settings: Settings) -> dict[str, str]:
    """Return an environment that gives a process these settings and no others."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLEAVE_")}
    return kept | {
        "BYLEAVE_DATA_DIR": str(settings.data_dir),
        "BYLEAVE_DATABASE_URL": settings.database_url,
        "BYLEAVE_MASTER_KEY_FILE": str(settings.master_key_file),
        "BYLEAVE_BASE_URL": settings.base_url,
    }


def _end(call: Call, request: FinishScan) -> PrivacyScan:
    ended: PrivacyScan = call.now(finish, request, tenant=None, actor=AUDITOR)
    return ended
