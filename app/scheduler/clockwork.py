"""Wake the jobs; the rows decide what there is to do."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from app.operations.jobs import JOBS, Job
from app.scheduler.slots import EPOCH, run_slot
from app.wiring import House
from domain.kernel.clock import SystemClock
from domain.kernel.errors import BUSY, STORAGE_UNAVAILABLE, Refusal

LOGGER: Final = logging.getLogger("byleave.jobs")
THREADS: Final = 2
"""A long job does not hold up the sequencer."""


class Clockwork:
    """Wakes each job at its period, in threads of its own: a slow job never holds up an answer.

    Args:
        house: what jobs run on.
        jobs: which ones.
    """

    def __init__(self, house: House, jobs: tuple[Job, ...] = JOBS) -> None:
        """Set every job; none runs before `start`."""
        self._house = house
        self._who = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(THREADS)},
            # A wake-up that comes late still runs, once, and never beside itself.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for job in jobs:
            trigger = IntervalTrigger(
                seconds=int(job.period.total_seconds()), start_date=EPOCH, timezone="UTC"
            )
            self._scheduler.add_job(self._wake, trigger, args=(job,), id=job.name, name=job.name)

    def start(self) -> None:
        """Begin; what was missed while nothing ran is done at once."""
        self._scheduler.start()
        now = SystemClock().now()  # the machine's: it is what the scheduler waits by
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)

    async def stop(self) -> None:
        """Let the running jobs end and wake no more."""
        await asyncio.to_thread(self._scheduler.shutdown, wait=True)

    def _wake(self, job: Job) -> None:
        house = self._house
        try:
            run_slot(
                job,
                call=house.call,
                clock=house.clock,
                base_url=house.settings.base_url,
                who=self._who,
            )
        except Refusal as refusal:
            if refusal.kind not in {BUSY, STORAGE_UNAVAILABLE}:
                raise
            LOGGER.warning("a job found no way into the database and leaves its slot to the next")
