"""Privacy audits that were made of this installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, String

from persistence.tables.columns import Row, key, may, must
from persistence.types import Json, Utc


class PrivacyScanRow(Row, table=True):
    """A privacy audit: how far it is, and what it found."""

    id: bytes = key()
    started_at: datetime = must(Utc)
    by: str = must(String)
    mode: str = must(String)
    step: str = must(String)
    finished_at: datetime | None = may(Utc)
    holds: bool | None = may(Boolean)
    error: str = must(String)
    report: Mapping[str, Any] | None = may(Json)
    jws: str = must(String)
    heard_at: datetime | None = may(Utc)
