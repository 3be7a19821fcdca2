"""What was just done, said on the next page."""

from typing import Final

from app.hosted.pages.parts import Notice, NoticeKind
from app.hosted.words.catalogue import Words, say

NOTICES: Final[dict[str, tuple[NoticeKind, str]]] = {
    "session_ended": ("good", say("That session is ended. Its browser is signed out.")),
    "other_sessions_ended": (
        "good",
        say("All other sessions are ended. Only this browser is signed in."),
    ),
    "item_withdrawn": (
        "good",
        say("Withdrawn. The application loses it at once, in 10 minutes at the latest."),
    ),
    "consent_withdrawn": (
        "good",
        say(
            "Your leave is withdrawn. "
            "The application loses its access at once, in 10 minutes at the latest."
        ),
    ),
    "will_be_asked_again": (
        "note",
        say("You will be asked again when the application next wants it."),
    ),
    "password_changed": (
        "good",
        say("Your password is changed. All other sessions are ended."),
    ),
    "account_created": ("good", say("Your account is there. Sign in with it now.")),
    "account_activated": ("good", say("Your password is set. Sign in with it now.")),
    "nothing_changed": ("note", say("Nothing was changed.")),
    "signed_in_elsewhere": (
        "note",
        say("You are signed in with another account here. Sign in again to go on."),
    ),
    "page_too_old": ("care", say("That page was open for too long. Here is a fresh one.")),
}


def notice(code: str, tongue: Words) -> Notice | None:
    """Turn the word in an address (``?did=``) into a notice.

    Args:
        code: One of ``NOTICES``; it comes from the address, so anything may be in it.
        tongue: The language of the page.

    Returns:
        The notice, or None for a word that is not ours.
    """
    known = NOTICES.get(code)
    if known is None:
        return None
    kind, text = known
    return Notice(tongue.text(text), kind)
