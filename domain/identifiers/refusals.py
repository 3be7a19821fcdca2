"""The expected noes of this room."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.kernel.errors import Reason, Refusal, RefusalKind, kind
from domain.kernel.work import Actor, ActorKind

INVALID_IDENTIFIER: Final = kind(
    "invalid_identifier",
    "This cannot be used to recognise you: {why}",
    "Type a username, or an e-mail address such as name@example.org.",
)
IDENTIFIER_TAKEN: Final = kind(
    "identifier_taken",
    "This name or address belongs to an account already.",
    "Sign in with it, or choose another one.",
    status=409,
)
TAKEN_BY_ANOTHER: Final = replace(
    IDENTIFIER_TAKEN,
    sentence="Another account has this name or address already.",
    way_out="Find that account by it, or give this one another name.",
)
"""The same refusal for whoever claims a name for somebody else, an operator or a machine."""

WHYS: Final[dict[str, Reason]] = {
    "empty": Reason("it is empty."),
    "too_long": Reason("it is too long."),
    "hidden": Reason("it holds a character that cannot be seen."),
    "mixed_scripts": Reason("it mixes letters of different scripts that look alike."),
    "email_shape": Reason("an e-mail address is written name@example.org, without blanks."),
    "email_domain": Reason("what stands after the @ is no domain name."),
    "phone_shape": Reason(
        "a phone number is written +, the country's number, and 7 to 15 digits in all."
    ),
    "unsettled": Reason("its letters cannot be put into one spelling."),
}
"""Why it was refused, by a word that faces may translate; none repeats what was typed."""


def taken(actor: Actor) -> RefusalKind:
    """Return `identifier_taken` in the words of who claims: the person, or somebody for them."""
    theirs = {ActorKind.OPERATOR, ActorKind.SYSTEM}
    return TAKEN_BY_ANOTHER if actor.kind in theirs else IDENTIFIER_TAKEN


def invalid_identifier(problem: str) -> Refusal:
    """Return the refusal of what was typed, never repeating it.

    Args:
        problem: a key of `WHYS`.
    """
    return Refusal(INVALID_IDENTIFIER, field="identifier", problem=problem, why=WHYS[problem])
