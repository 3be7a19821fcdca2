"""Make and rehearse a backup because an operator wants one now; it goes on beside the server."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from app.operations.runs import end_run, job_named
from app.runtime.call import Call
from app.settings import Settings
from domain.kernel.clock import Clock
from domain.kernel.run_book import JobRun
from domain.kernel.work import Actor
from domain.operators.backups import BACK_UP, BeginBackup, begin_backup


@dataclass(frozen=True, slots=True)
class ByHand:
    """Begins backups.

    Args:
        beside: does the long part in another thread.
    """

    call: Call
    clock: Clock
    settings: Settings
    beside: Callable[[Callable[[], None]], None]

    def start(self, actor: Actor) -> JobRun:
        """Enter a backup and begin to make it; the run book says when it ended.

        Refuses:
            forbidden: the actor may not steer jobs.
            backup_runs: one is under way.
            backup_nowhere: the installation has no folder for backups.
        """
        now = self.clock.now()
        slot = now.replace(second=0, microsecond=0)
        run = JobRun(BACK_UP, slot, f"{socket.gethostname()}:{os.getpid()}", now)
        wanted = BeginBackup(run, folder=self.settings.backup_dir is not None)
        self.call.now(begin_backup, wanted, tenant=None, actor=actor)
        job, base_url = job_named(BACK_UP), self.settings.base_url

        def end() -> None:
            end_run(job, run, call=self.call, clock=self.clock, base_url=base_url)

        self.beside(end)
        return run


def in_a_thread(act: Callable[[], None]) -> None:
    """Do something beside everything else; a server that stops does not wait for it."""
    Thread(target=act, name=BACK_UP, daemon=True).start()
