"""The table of refusals: every use case that writes and can say no."""

from __future__ import annotations

from typing import Final

from tests.laws.refusals_apps import APPS
from tests.laws.refusals_entering import ENTERING
from tests.laws.refusals_house import APPLICATIONS, HOUSE
from tests.laws.refusals_live import LIVE
from tests.laws.refusals_operators import STAFF
from tests.laws.refusals_people import LOGIN, PEOPLE
from tests.laws.refusals_privacy import PRIVACY
from tests.laws.refusals_watching import WATCHING
from tests.laws.refusals_window import WINDOW
from tests.laws.refusals_words import WORDS

SCENARIOS: Final = (
    *PEOPLE,
    *LOGIN,
    *ENTERING,
    *APPLICATIONS,
    *LIVE,
    *HOUSE,
    *STAFF,
    *APPS,
    *WINDOW,
    *WATCHING,
    *PRIVACY,
    *WORDS,
)

NEVER: Final = frozenset(
    {
        "app.operations.jobs.tidy_run_book",
        "app.operations.tidying._client_figures",
        "app.operations.tidying._codes",
        "app.operations.tidying._facts",
        "app.operations.tidying._figures",
        "app.operations.tidying._flows",
        "app.operations.tidying._grants",
        "app.operations.tidying._invitations",
        "app.operations.tidying._pushed",
        "app.operations.tidying._sessions",
        "audit.checkpoint.sign",
        "audit.retain.retain",
        "audit.sequence.sequence",
        "clients.authenticate.failed",
        "consent.end.end_restored",
        "consent.end.expire_due",
        "consent.retain.retain",
        "figures.add.add_tokens",
        "figures.count.sequence_and_count",
        "login.begin.begin",
        "login.enter.enter_unknown",
        "oauth.push.push",
        "operators.jobs.claim",
        "operators.jobs.finish",
        "operators.jobs.hear",
        "operators.nodes.beat",
        "operators.nodes.leave",
        "operators.nodes.tidy_nodes",
        "operators.restored.tell_restored",
        "oauth.revoke.revoke",
        "sessions.standing.touch",
        "tenants.keys.advance",
        "tenants.keys.retire_now",
    }
)
"""They write and have nothing to refuse: nobody asked for them, or all was asked before."""
