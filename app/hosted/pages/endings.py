"""The pages at which something ends: signed out, refused, not there, handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.hosted.pages.parts import ClientFace, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSignOut(Page):
    """Ask before a session ends that a client, or nobody, asked to end.

    Buttons: ``decision`` = ``stay`` | ``sign_out``.
    """

    template: ClassVar[str] = "confirm_sign_out.html"
    client: ClientFace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Page):
    """Say that this browser is signed out.

    Attributes:
        back_href: A validated address of the client, or None.
    """

    template: ClassVar[str] = "signed_out.html"
    client: ClientFace | None = None
    back_href: str | None = None
    sign_in_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Page):
    """Show a refusal or a fault that may not be sent to any client.

    Attributes:
        sentence: What happened (``words.sentence``).
        next_step: What the person can do now, a sentence, or None for the usual one.
        request_id: To name when asking for help.
        code: The machine's word for it, small; None for a fault.
        detail: What those who run the application need to know, in English, small
            (``Refusal.sentence()``); empty shows nothing.
        home_href: A way on, or None.
    """

    template: ClassVar[str] = "refused.html"
    sentence: str
    request_id: str
    code: str | None = None
    detail: str = ""
    next_step: str | None = None
    home_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound(Page):
    """There is nothing at this address."""

    template: ClassVar[str] = "not_found.html"
    home_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyTries(Page):
    """Say when the person can go on; the same for known and unknown names.

    Attributes:
        until: When the next try is let in.
        again_href: The page to try again on.
    """

    template: ClassVar[str] = "too_many_tries.html"
    until: datetime
    now: datetime
    again_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable(Page):
    """Say that it is us who cannot go on, that it passes, and that nothing is lost.

    The way on is this very address, loaded again; what was typed is not repeated.

    Attributes:
        sentence: What happened (``words.sentence``).
        request_id: To name when asking for help.
        code: The machine's word for it, small.
    """

    template: ClassVar[str] = "unavailable.html"
    sentence: str
    request_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPost(Page):
    """Hand the answer to the client by a form (``response_mode=form_post``).

    ``action`` is the validated redirect URI, ``hidden`` are the response's fields.
    The script sends it at once; without script the person presses the button. A client
    without a name is called "the application".

    Source: OAuth 2.0 Form Post Response Mode.
    """

    template: ClassVar[str] = "form_post.html"
    client: ClientFace
