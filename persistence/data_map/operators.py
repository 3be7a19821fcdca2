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
)
