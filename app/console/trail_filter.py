"""What an address asks of the audit trail: the page and its file read it alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.console.sentences import GROUPS, group_of, known_names
from domain.audit.records import AuditFilter
from domain.kernel.ids import read

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final = ("result", "group", "event", "actor", "about", "since", "until")
"""What the address may say."""

RESULTS: Final = ("done", "refused")
DAY: Final = timedelta(days=1)
_LAST: Final = datetime.max.replace(tzinfo=UTC) - DAY
NOTHING: Final = bytes(16)
"""An id that nothing has: what cannot be read as an id finds nothing."""


def chosen_filter(said: Mapping[str, str]) -> AuditFilter:
    """Return what an address asks of the trail; what cannot be read asks nothing.

    Args:
        said: values by the words of `WORDS`; days are ISO, `until` is the last day shown.
    """
    event, group = said.get("event", ""), said.get("group", "")
    names: tuple[str, ...] = ()
    if event in known_names():
        names = (event,)
    elif group in GROUPS:
        names = tuple(sorted(name for name in known_names() if group_of(name) == group))
    about = said.get("about", "")
    subject = read(about.partition("_")[0], about)
    actor = said.get("actor", "")
    until = _day(said.get("until", ""))
    return AuditFilter(
        names=names,
        subject=NOTHING if about and subject is None else subject,
        actor_name=actor if actor and actor.isprintable() else None,
        result=said.get("result") if said.get("result") in RESULTS else None,
        since=_day(said.get("since", "")),
        until=until + DAY if until is not None and until < _LAST else None,
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
