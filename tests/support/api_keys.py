"""API keys with sensible values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.api_keys.records import ApiKey
from domain.kernel.ids import new_id
from tests.support.clock import START
from tests.support.factories import digest


def an_api_key(account_id: bytes, **changes: Any) -> ApiKey:
    made = ApiKey(
        id=new_id(),
        account_id=account_id,
        digest=digest(),
        hint="Zz09",
        label="nightly export",
        permissions=("accounts.read", "audit.read"),
        bound_to=None,
        created_at=START,
        expires_at=START + timedelta(days=90),
    )
    return replace(made, **changes)
