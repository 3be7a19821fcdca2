"""What a refusal says to a person, by its code.

The rooms of the domain declare codes with a sentence for operators and integrators; here
stand the sentences for persons, translated. A code without one gets the general
sentence, which is true of every refusal and gives nothing away.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from app.hosted.pages.parts import Problem
from app.hosted.words.catalogue import Words, say
from app.hosted.words.durations import wait
from app.runtime.words import in_words
from domain.kernel.errors import Refusal

GENERAL: Final = say("That did not work, and nothing was changed.")

SENTENCES: Final[dict[str, str]] = {
    # Signing in. The first two read the same for names we know and names we do not.
    "wrong_proof": say("Name and password do not belong together."),
    "too_many_tries": say("Too many tries. You can go on at {at}."),
    "budget_spent": say(
        "This browser was sent here more than {calls} times in a minute. "
        "Wait a minute, then start again from the application."
    ),
    "interaction_gone": say("This sign-in has run out, or it was started in another browser."),
    "wrong_step": say("This is not the step that comes next. Go on from the page you see now."),
    "registration_closed": say(
        "Making an account is closed here. Ask the people who run this sign-in for an invitation."
    ),
    **dict.fromkeys(
        ("activation_gone", "link_gone"),
        say("This link was used already, or its time has run out."),
    ),
    # Names and passwords.
    "invalid_identifier": say(
        "This cannot be used as a name. "
        "Type a username, or an e-mail address such as name@example.org."
    ),
    "identifier_taken": say(
        "This name or address belongs to an account already. Sign in with it, or choose another."
    ),
    "password_too_short": say("This password is too short. It needs at least {least} characters."),
    "password_too_long": say("This password is too long."),
    "password_common": say(
        "This password is among those that are guessed early. "
        "Take words that have nothing to do with each other."
    ),
    "password_is_name": say(
        "This password is little more than your name or the name of this place. Choose another."
    ),
    "password_wrong": say("This is not your current password."),
    # Leave.
    "display_changed": say(
        "What this page asks for has changed since it was shown. Read it again and decide."
    ),
    "consent_not_given": say("This leave is not in force, so there is nothing to end."),
    "invalid_consent_token": say(
        "Your answer could not be handed over. Go back to the application and begin again."
    ),
    # Before any client is proven.
    "unknown_client": say(
        "The application that sent you here is not known here, or it is switched off. "
        "This is its mistake or a false link, not yours."
    ),
    "unregistered_redirect_uri": say(
        "The application asks to send you to an address that is not its own. "
        "We stopped here, and nothing was passed on."
    ),
    "invalid_request_uri": say(
        "What the application asked has run out or was answered already. "
        "Go back to it and begin again."
    ),
    **dict.fromkeys(
        (
            "invalid_request",
            "invalid_scope",
            "unauthorized_client",
            "unsupported_response_type",
            "request_not_supported",
            "request_uri_not_supported",
            "registration_not_supported",
        ),
        say(
            "The application asked in a way we do not answer. "
            "This is its mistake, not yours; nothing was passed on."
        ),
    ),
    # Our own forms.
    "foreign_form": say(
        "This form did not come from our own page, or the page was open for too long. "
        "Nothing was changed; load the page and send it once more."
    ),
    "bad_form": say(
        "This form could not be read. Nothing was changed; load the page and send it once more."
    ),
    "invalid_input": say("This is not right yet: {why}."),
    # Anywhere.
    "not_found": say("There is nothing at this address, or it is gone."),
    "forbidden": say("This is not open to you."),
    "conflict": say(
        "This has changed in the meantime. Look at it again and repeat what you wanted."
    ),
    "busy": say(
        "It is us, not you: too much is going on right now. "
        "Nothing is lost and nothing was changed; try again in a moment."
    ),
    "storage_unavailable": say(
        "It is us, not you: this server cannot use its storage right now. "
        "Nothing is lost; try again in a moment, "
        "and if you were changing something, look first whether it was kept."
    ),
}
"""Sentence of each refusal a person can meet."""


def sentence(code: str, params: Mapping[str, str | int], tongue: Words) -> str:
    """Say why something was refused, in the person's language.

    Args:
        code: The refusal's code.
        params: The refusal's values, already in words where they are times or spans.
        tongue: The language of the page.

    Returns:
        One or two whole sentences. A value the sentence needs and did not get gives
        the general sentence: a half-filled one would mislead.
    """
    known = SENTENCES.get(code, GENERAL)
    values = {name: in_words(value, tongue.text) for name, value in params.items()}
    if "why" in values:
        values["why"] = str(values["why"]).removesuffix(".")
    try:
        # Formatted here: a sentence without values must still be refused when it needs one.
        return tongue.text(known).format_map(values)
    except (KeyError, ValueError):
        return tongue.text(GENERAL)


def problem(refusal: Refusal, *, tongue: Words, now: datetime) -> Problem:
    """Turn a refusal into a problem of the page that is shown again.

    Args:
        refusal: What the use case said.
        tongue: The language of the page.
        now: From which ``retry_after`` counts.

    Returns:
        The problem. The sentence may use ``{wait}`` ("in 5 minutes") and ``{at}``
        ("14:40 UTC") beside the refusal's own values.
    """
    values = dict(refusal.params)
    if refusal.retry_after is not None:
        until = now + refusal.retry_after
        values["wait"] = wait(tongue, until=until, now=now)
        values["at"] = tongue.clock(until, UTC)
    return Problem(sentence(refusal.code, values, tongue), refusal.field, refusal)
