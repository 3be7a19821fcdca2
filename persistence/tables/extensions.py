"""Facts on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String

from persistence.tables.columns import Row, key, must, to_tenant
from persistence.types import Facts, Utc


class OutboxFactRow(Row, table=True):
    """A fact waiting for its recipients."""

    __table_args__ = (to_tenant(),)

    tenant_id: bytes = key()
    id: bytes = key()
    at: datetime = must(Utc)
    name: str = must(String)
    facts: Mapping[str, Any] = must(Facts)
