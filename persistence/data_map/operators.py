"""The data map of operators: what they may do, how they came, and what they had proven."""

from __future__ import annotations

from typing import Final

from persistence.data_map.entries import MADE, OWN, Of, Table, clear, digest, opaque

TABLES: Final = (
    Table(
        "assignment",
        Of.OPERATOR,
        "an operator may do what their role says",
        "until the role is taken or the operator's account is erased",
        {
            "account_id": opaque("the operator's account"),
            "role": clear("the role"),
            "scope_id": opaque("the tenant it is for; zeros: the installation"),
            **MADE,
        },
    ),
    Table(
        "ticket",
        Of.NONE,
        "the first operator proves to stand at the machine",
        "until it was used or ran out",
        {
            "digest": digest("of the link's secret"),
            "purpose": clear("what the link is for"),
            "expires_at": clear("its end"),
        },
    ),
    Table(
        "invitation",
        Of.OPERATOR,
        "somebody becomes an operator by a link, and it can be told later who asked whom",
        "90 days after its end",
        {
            **OWN,
            "digest": digest("of the link's secret"),
            "roles": clear("the roles it brings"),
            "bound_to": opaque("the tenant they are for"),
            "invited_by": opaque("who sent it"),
            **MADE,
            "expires_at": clear("its end"),
            "used_at": clear("when it was taken"),
            "account_id": opaque("who took it"),
            "revoked_at": clear("when it was taken back"),
        },
    ),
    Table(
        "privacy_scan",
        Of.NONE,
        "operators see when the last privacy audit was made and what it found",
        "the newest fifty",
        {
            "id": OWN["id"],
            "started_at": clear("when it began"),
            "by": opaque("shown id of who wanted it", Of.OPERATOR),
            "mode": clear("throw-away or live"),
            "step": clear("what is being done"),
            "finished_at": clear("when it ended"),
            "holds": clear("whether nothing was found"),
            "error": clear("why it could not be made"),
            "report": clear("places, sizes and names of canaries; never their text"),
            "jws": clear("the signature over the report"),
            "heard_at": clear("when its process was last heard of"),
        },
    ),
)
