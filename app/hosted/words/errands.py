"""Why somebody who is signed in is asked to prove it again, said on the page that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.hosted.pages.parts import Notice
from app.hosted.words.catalogue import say
from app.runtime.errands import ProofFor

if TYPE_CHECKING:
    from app.hosted.words.catalogue import Words

ERRANDS: Final[dict[ProofFor, str]] = {
    ProofFor.ANYTHING: say("The console asks you to prove once more that it is you."),
    ProofFor.API_KEY: say("To make an API key, prove once more that it is you."),
    ProofFor.ERASE: say("To erase an account, prove once more that it is you."),
    ProofFor.INVITE: say("To invite an operator, prove once more that it is you."),
    ProofFor.ROTATE_KEY: say("To replace a key, prove once more that it is you."),
    ProofFor.GIVE_ROLE: say("To give a role, prove once more that it is you."),
    ProofFor.APPLY_FILE: say("To apply a file, prove once more that it is you."),
    ProofFor.TAKE_BACKUP: say("To take a backup away, prove once more that it is you."),
}

AGAIN: Final = say(
    "You are signed in already; the application asks you to prove once more that it is you."
)


def again_notice(tongue: Words) -> Notice:
    """Return what is said where an application asks somebody who is signed in for a fresh proof."""
    return Notice(tongue.text(AGAIN), "note")


def errand_notice(act: ProofFor, tongue: Words) -> Notice:
    """Return what is said about an errand."""
    return Notice(tongue.text(ERRANDS[act]), "note")
