"""When sessions end, and what a browser is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.sessions.records import Session

TOUCH_EVERY: Final = timedelta(minutes=1)
"""Use is written down at most so often: a page with ten pictures is one use."""

LONGEST_BROWSER: Final = 60

SIGNED_OUT: Final = "signed_out"
ENDED_BY_PERSON: Final = "ended_by_person"
ENDED_BY_OPERATOR: Final = "ended_by_operator"
PASSWORD_CHANGED: Final = "password_changed"
ACCOUNT_DISABLED: Final = "account_disabled"
ACCOUNT_ERASED: Final = "account_erased"
REPLACED: Final = "replaced"
RESTORED: Final = "restored"
REASONS: Final = (
    SIGNED_OUT, ENDED_BY_PERSON, ENDED_BY_OPERATOR, PASSWORD_CHANGED, ACCOUNT_DISABLED,
    ACCOUNT_ERASED, REPLACED, RESTORED,
)  # fmt: skip
"""Why a session was ended."""


def idle_end(now: datetime, idle: timedelta, ends_at: datetime) -> datetime:
    """Return when the session ends unless it is used; never after its absolute end."""
    return min(now + idle, ends_at)


def is_due(session: Session, now: datetime) -> bool:
    """Tell whether its use should be written down again."""
    return now - session.last_seen_at >= TOUCH_EVERY


def browser_label(text: str) -> str:
    """Return a coarse label that can be shown: one line, 60 characters at most."""
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_BROWSER].strip()
