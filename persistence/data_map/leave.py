"""The data map of leave: the ledger, what was shown, and the proof handed on."""

from __future__ import annotations

from typing import Final

from persistence.data_map.entries import (
    MADE,
    OWN,
    TENANT,
    Of,
    Table,
    clear,
    digest,
    opaque,
)

_PROOF: Final = "what a person allowed can be proven, and how it ended"

TABLES: Final = (
    Table(
        "consent_entry",
        Of.PERSON,
        _PROOF,
        "the tenant's `evidence_retention` after it ended, 3 years unless it says otherwise; "
        "gone with its account at once",
        {
            **OWN,
            "record_id": opaque("random name of the record on the receipt"),
            "account_id": opaque("who allowed"),
            "client_id": opaque("which application", Of.NONE),
            "item": clear("what: a scope's word"),
            "necessity": clear("needed or chosen", Of.NONE),
            "basis": clear("contract or consent", Of.NONE),
            "status": clear("given, refused, withdrawn, revoked, expired, superseded"),
            "reason": clear("a word for why it ended"),
            "at": clear("when"),
            "expires_at": clear("until when"),
            "duration": clear("what was picked"),
            "once": clear("for this once only"),
            "previous": opaque("the entry before"),
            "actor_kind": clear("who wrote it: person, operator or time"),
            "actor_name": opaque("shown id of who wrote it"),
            "display_hash": digest("of what was shown", Of.NONE),
            "locale": clear("language it was shown in"),
            "session_id": opaque("the session it was said in"),
            "note": clear("an operator's reason for revoking", Of.OPERATOR),
            "salt": clear("random: the leaf cannot be guessed from the entry", Of.NONE),
        },
    ),
    Table(
        "consent_current",
        Of.PERSON,
        "whether leave stands is known at once",
        "as long as its entry",
        {
            **TENANT,
            "account_id": opaque("who allowed"),
            "client_id": opaque("which application", Of.NONE),
            "item": clear("what: a scope's word"),
            "consent_id": opaque("the entry in force"),
            "status": clear("its state"),
            "expires_at": clear("until when"),
        },
    ),
    Table(
        "notice",
        Of.NONE,
        "what was shown can be shown again, word for word",
        "as long as the tenant: it names nobody",
        {
            **TENANT,
            "hash": digest("of the texts"),
            "locale": clear("their language"),
            "blocks": clear("the texts shown"),
            **MADE,
        },
    ),
    Table(
        "consent_token",
        Of.PERSON,
        "the decision reaches the flow that asked, once",
        "until it was used, 5 minutes at most",
        {
            **TENANT,
            "digest": digest("of the token"),
            "interaction_id": opaque("the flow"),
            "account_id": opaque("who decided"),
            "client_id": opaque("which application", Of.NONE),
            "session_id": opaque("in which session"),
            "display_hash": digest("of what was shown", Of.NONE),
            "items": clear("what was allowed"),
            "ends_at": clear("until when"),
            "once": clear("for this once only"),
            "expires_at": clear("its end"),
        },
    ),
)
