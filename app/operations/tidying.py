"""What is deleted once nothing can ask for it any more, and how long that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from domain.kernel.work import writes

KEPT_FLOWS: Final = timedelta(hours=1)
"""What ended still explains itself to a person or an application that comes back soon, and a pushed
request outlasts every sign-in by it. Any stranger may begin a flow, of 16 KB at most: at a hundred
in a second of the usual kilobyte this keeps half a gigabyte, where a day's worth was nine."""

KEPT_CODES: Final = timedelta(days=1)
"""A code that is shown again within a day still ends the family it began (RFC 6749 4.1.2).

One that nobody redeemed leaves nothing behind: its grant goes with it.
"""

KEPT_ENDED: Final = timedelta(days=30)
"""Ended sessions and closed grants are shown to person and operator for a month."""

KEPT_FACTS: Final = timedelta(days=7)
"""A fact nobody fetched in a week is not waited for any more."""

KEPT_FIGURES: Final = timedelta(days=400)
"""Figures by day compare a month with the same month of the year before."""

KEPT_INVITATIONS: Final = timedelta(days=90)
"""Who was invited, and by whom, is shown for a quarter; the trail tells it for longer."""

KEPT_RUNS: Final = timedelta(days=30)
"""The run book tells of the last month."""

Sweep = Callable[[Any, int], int]


@writes()
def _flows(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.interactions.tidy(work.now - KEPT_FLOWS, limit))


@writes()
def _pushed(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    """Keep a pushed request as long as a sign-in by it: it is used up at its end."""
    return int(work.pushed_requests.tidy(work.now - KEPT_FLOWS, limit))


@writes()
def _codes(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.codes.tidy(work.now - KEPT_CODES, limit))


@writes()
def _sessions(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.sessions.tidy(work.now - KEPT_ENDED, limit))


@writes()
def _grants(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.grants.tidy(work.now - KEPT_ENDED, limit))


@writes()
def _facts(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.outbox.tidy(work.now - KEPT_FACTS, limit))


@writes()
def _figures(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.counters.tidy((work.now - KEPT_FIGURES).date(), limit))


@writes()
def _client_figures(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.client_counters.tidy((work.now - KEPT_FIGURES).date(), limit))


@writes()
def _invitations(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
    return int(work.invitations.tidy(work.now - KEPT_INVITATIONS, limit))


def _run_out(store: str) -> Sweep:
    """Return a sweep of a store whose rows carry their own end."""

    @writes()
    def sweep(work: Any, limit: int) -> int:  # noqa: ANN401 - a work with every store
        return int(getattr(work, store).tidy(work.now, limit))

    return sweep


def tidying() -> tuple[Sweep, ...]:
    """Return what is swept every few minutes: things of moments."""
    stores = ("limits", "consent_tokens", "activations", "opaque_tokens")
    return (_flows, _pushed, _codes, *map(_run_out, stores))


def retention() -> tuple[Sweep, ...]:
    """Return what is swept daily: what was kept to be looked at."""
    return (_sessions, _grants, _facts, _invitations, _figures, _client_figures)
