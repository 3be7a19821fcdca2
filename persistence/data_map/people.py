"""The data map of people: accounts, what they are recognised by, sessions and flows."""

from __future__ import annotations

from typing import Final

from persistence.data_map.entries import (
    MADE,
    OWN,
    TENANT,
    VERSION,
    Of,
    Table,
    clear,
    derived,
    digest,
    keyed,
    opaque,
    sealed,
)

_ACCOUNT: Final = opaque("the account")
_ERASED: Final = "until the account is erased"

TABLES: Final = (
    Table(
        "account",
        Of.PERSON,
        "somebody or something signs in",
        "until it is erased; its row then keeps id, kind, status and moment, so that nobody gets "
        "the same id again and the trail has something to name",
        {
            **OWN,
            "kind": clear("person or machine"),
            "status": clear("pending, enabled, disabled, locked or erased"),
            "status_before": clear("what it was before it was disabled"),
            "audience": clear("customer, workforce or operator"),
            "label": clear(
                "an operator's word for it; the form asks for none of a person's data",
                Of.OPERATOR,
                why="operators tell accounts apart",
                kept=_ERASED,
            ),
            "locale": clear("language of pages and letters", kept=_ERASED),
            "persona": clear("whether it is made up for tests", Of.NONE),
            **MADE,
            **VERSION,
        },
    ),
    Table(
        "identifier",
        Of.PERSON,
        "a person is recognised by what they type; the text itself is nowhere",
        "until it is released or the account is erased",
        {
            **OWN,
            "account_id": _ACCOUNT,
            "kind": clear("username, e-mail or phone"),
            "sealed_index": keyed("of a slow hash (argon2id) of what was typed"),
            "key_version": clear("which outer key", Of.NONE),
            **MADE,
        },
    ),
    Table(
        "password",
        Of.PERSON,
        "a person proves to be the one who chose it",
        "until it is changed or the account is erased",
        {
            **OWN,
            "account_id": _ACCOUNT,
            "encoded": derived("argon2id hash with its own salt and its parameters"),
            **MADE,
        },
    ),
    Table(
        "activation",
        Of.PERSON,
        "a person whose account an operator made chooses a password alone",
        "until it was used or ran out: 72 hours at most",
        {
            **TENANT,
            "digest": digest("of the link's secret"),
            "account_id": _ACCOUNT,
            "expires_at": clear("its end"),
        },
    ),
    Table(
        "persona_claims",
        Of.NONE,
        "tests of a sandbox tenant see claims; they are synthetic, of nobody",
        "until the persona is deleted",
        {
            **TENANT,
            "account_id": opaque("the persona's account"),
            "claims_sealed": sealed("its claims"),
        },
    ),
    Table(
        "session",
        Of.PERSON,
        "a browser stays signed in, and its person can see and end it",
        "30 days after it ended; gone with its account at once",
        {
            **OWN,
            "digest": digest("of the cookie's secret"),
            "sid": opaque("random name of it in ID tokens"),
            "account_id": _ACCOUNT,
            "started_at": clear("when it began"),
            "auth_time": clear("when the person last proved themselves"),
            "amr": clear("by which means"),
            "acr": clear("how strongly"),
            "browser": clear(
                "coarse words such as “Firefox on Linux”; never the user agent, never an address",
                why="its person tells it apart from others in the list of their sessions",
            ),
            "last_seen_at": clear("when it was last used, to the minute"),
            "idle_ends_at": clear("its end without use"),
            "ends_at": clear("its end"),
            "ended_at": clear("when it ended"),
            "end_reason": clear("who or what ended it"),
        },
    ),
    Table(
        "interaction",
        Of.PERSON,
        "a sign-in goes on from page to page",
        "a day after its half hour; gone with its account at once",
        {
            **OWN,
            "bound_digest": digest("of the browser's binding cookie"),
            "status": clear("where it stands"),
            "request_sealed": sealed("what the application asked; it may name a person"),
            "return_to": clear("path of ours to go back to", Of.NONE),
            "account_id": opaque("whose name was typed; nobody's is empty"),
            "subject": keyed("of what was typed, for limits"),
            "session_id": opaque("the session that stands for it"),
            "fresh_after": clear("which proofs are too old", Of.NONE),
            "consent_asked": clear("whether the page was shown"),
            "registering": clear("whether an account is being made"),
            "headless_client": opaque("the application with its own pages", Of.NONE),
            "failure": clear("code of the refusal that ended it"),
            **MADE,
            "expires_at": clear("its end"),
            **VERSION,
        },
    ),
)
