"""The data map of keys for machines, and of what was made once under them."""

from __future__ import annotations

from typing import Final

from persistence.data_map.entries import MADE, OWN, TENANT, Of, Table, clear, digest, opaque

TABLES: Final = (
    Table(
        "api_key",
        Of.MACHINE,
        "a machine acts for an account",
        "until it is deleted with its account; a revoked one stays in the list",
        {
            **OWN,
            "account_id": opaque("for whom it speaks", Of.OPERATOR),
            "digest": digest("of the key"),
            "hint": clear("its last letters, to tell two apart"),
            "label": clear("an operator's word for it", Of.OPERATOR),
            "permissions": clear("what it may do"),
            "bound_to": opaque("the tenant it is for"),
            **MADE,
            "expires_at": clear("its end"),
            "last_used_on": clear("the day it was last used"),
            "revoked_at": clear("when it was revoked"),
        },
    ),
    Table(
        "made_once",
        Of.MACHINE,
        "a call that is repeated makes nothing twice",
        "a day",
        {
            **TENANT,
            "digest": digest("of the idempotency key and its caller"),
            "request_digest": digest("of what was asked"),
            "reference": clear("id of what was made"),
            "expires_at": clear("its end"),
        },
    ),
)
