"""The data map of grants and their tokens, codes and pushed requests."""

from __future__ import annotations

from typing import Final

from persistence.data_map.entries import (
    OWN,
    TENANT,
    VERSION,
    Of,
    Table,
    clear,
    digest,
    opaque,
    sealed,
)
from persistence.data_map.entries import keyed as _keyed

_APPLICATION: Final = opaque("the application", Of.NONE)
_GRANT: Final = opaque("the grant it rests on")
_WITH_GRANT: Final = "as long as its grant: a replay must be seen"

TABLES: Final = (
    Table(
        "client_grant",
        Of.PERSON,
        "an application's tokens rest on leave, and end with it",
        "30 days after it closed; gone with its account at once",
        {
            **OWN,
            "public_id": opaque("random name of it, shown to the application"),
            "account_id": opaque("whose leave"),
            "client_id": _APPLICATION,
            "session_id": opaque("the session it is bound to"),
            "sub": _keyed("of the account: another one for each application"),
            "items": clear("what was allowed, and until when"),
            "ends_at": clear("its end"),
            "once": clear("for this once only"),
            "auth_time": clear("when the person proved themselves"),
            "amr": clear("by which means"),
            "acr": clear("how strongly"),
            "sid": opaque("the session's name in ID tokens"),
            "opened_at": clear("when it was opened"),
            "refresh_ended_at": clear("when its refresh tokens were ended alone"),
            "closed_at": clear("when it was closed"),
            "close_reason": clear("who or what closed it"),
            **VERSION,
        },
    ),
    Table(
        "authorization_code",
        Of.PERSON,
        "an application exchanges it for tokens, once",
        "a day: a second showing ends what the first one began",
        {
            **TENANT,
            "digest": digest("of the code"),
            "grant_id": _GRANT,
            "client_id": _APPLICATION,
            "redirect_uri": clear("where the answer went", Of.NONE),
            "redirect_uri_given": clear("whether the request named it", Of.NONE),
            "code_challenge": digest("of the application's verifier", Of.NONE),
            "nonce": clear("random of the application, for its ID token", Of.NONE),
            "max_age_asked": clear("whether the ID token must tell `auth_time`", Of.NONE),
            "claims": clear("names of the claims that were asked for one by one"),
            "expires_at": clear("its end"),
            "consumed_at": clear("when it was used"),
        },
    ),
    Table(
        "refresh_token",
        Of.PERSON,
        "an application stays connected as long as leave stands",
        _WITH_GRANT,
        {
            **TENANT,
            "digest": digest("of the token"),
            "grant_id": _GRANT,
            "client_id": _APPLICATION,
            "issued_at": clear("when it was given"),
            "expires_at": clear("its end without use"),
            "consumed_at": clear("when it was exchanged"),
            "heir_salt": clear("random: only who holds this token can make the next one anew"),
        },
    ),
    Table(
        "opaque_token",
        Of.PERSON,
        "an access token that says nothing by itself",
        "until it ends, 10 minutes unless the tenant shortens it",
        {
            **TENANT,
            "digest": digest("of the token"),
            "jti": opaque("its random name"),
            "grant_id": _GRANT,
            "client_id": _APPLICATION,
            "scope": clear("what it opens"),
            "issued_at": clear("when it was given"),
            "expires_at": clear("its end"),
        },
    ),
    Table(
        "denied_token",
        Of.PERSON,
        "a JWT that was given back opens nothing",
        "until it would have ended by itself",
        {
            **TENANT,
            "jti": opaque("its random name"),
            "expires_at": clear("when it would have ended"),
        },
    ),
    Table(
        "pushed_request",
        Of.PERSON,
        "an application tells its request to us alone (RFC 9126)",
        "until it was used; a day at most",
        {
            **TENANT,
            "digest": digest("of its name"),
            "client_id": _APPLICATION,
            "parameters_sealed": sealed("the request; it may name a person"),
            "expires_at": clear("its end"),
        },
    ),
)
