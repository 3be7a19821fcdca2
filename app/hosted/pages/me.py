"""The pages of ``/me``: what a person may see and end by themselves.

Paths below the frame's base: ``/me``, ``/me/consents``, ``/me/sessions``,
``/me/password``, ``/me/delete``. Forms post back to the page they stand on, unless
``action`` says otherwise; the button pressed is ``act``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from app.hosted.pages.leave import Item
from app.hosted.pages.parts import ClientFace, Page
from app.hosted.pages.sign_in import SHORTEST_PASSWORD

EndedHow = Literal["withdrawn", "revoked", "expired", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Me(Page):
    """A page of ``/me``; ``place`` is the entry of the menu it belongs to."""

    place: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home(Me):
    """What there is at a glance, with a way to each."""

    template: ClassVar[str] = "me_home.html"
    place: ClassVar[str] = "home"
    visits: ClassVar[tuple[str, ...]] = ()
    consents: int
    sessions: int


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser, told without an address of the person.

    Attributes:
        handle: Value of the hidden field ``session``.
        browser: Its name, such as "Firefox", or of the system alone; empty when not known.
        system: Of its machine, such as "Linux"; empty when not known.
    """

    handle: str
    browser: str
    system: str
    started_at: datetime
    seen_at: datetime
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions(Me):
    """Where a person is signed in.

    Fields: ``session``. Buttons: ``act`` = ``end`` | ``end_others``.
    """

    template: ClassVar[str] = "me_sessions.html"
    place: ClassVar[str] = "sessions"
    sessions: tuple[SessionLine, ...]


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What one client may do now.

    Attributes:
        handle: Value of the hidden field ``consent``.
        chosen: Items given by a tick; each can be withdrawn alone.
        needed: Items signing in rests on; they end with the whole.
        left_out: Items left empty; the client asks for them again when told to.
        until: When it ends by itself.
        record_id: Number of the record, or None.
    """

    handle: str
    client: ClientFace
    given_at: datetime
    until: datetime
    chosen: tuple[Item, ...] = ()
    needed: tuple[Item, ...] = ()
    left_out: tuple[Item, ...] = ()
    used_at: datetime | None = None
    record_id: str | None = None
    until_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class EndedConsent:
    """A consent that is over, and how it ended."""

    client: ClientFace
    ended_at: datetime
    how: EndedHow


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents(Me):
    """What a person allowed, to whom, until when; each can be ended here.

    Fields: ``consent``, ``item``. Buttons: ``act`` = ``withdraw_item`` |
    ``withdraw_all`` | ``ask_again``.

    Attributes:
        now: Decides what "27 days left" says.
        open: ``handle`` of the one shown unfolded; None unfolds a single one.
    """

    template: ClassVar[str] = "me_consents.html"
    place: ClassVar[str] = "consents"
    given: tuple[GivenConsent, ...]
    now: datetime
    ended: tuple[EndedConsent, ...] = ()
    open: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword(Me):
    """Change the password.

    Fields: ``current_password``, ``new_password``. Button: "Change password".
    """

    template: ClassVar[str] = "me_password.html"
    place: ClassVar[str] = "password"
    fields: ClassVar[Mapping[str, str]] = {
        "current": "current_password",
        "current_password": "current_password",
        "password": "new_password",
        "new_password": "new_password",
    }
    shortest_password: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAccount(Me):
    """Delete the account for good, once its word is typed (``words.delete_word``).

    Fields: ``word``, and ``current_password`` when ``asks_password``.
    Button: "Delete my account".
    """

    template: ClassVar[str] = "me_delete.html"
    place: ClassVar[str] = "delete"
    fields: ClassVar[Mapping[str, str]] = {
        "word": "word",
        "current": "current_password",
        "current_password": "current_password",
    }
    consents: int = 0
    asks_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Page):
    """Say that the account is gone."""

    template: ClassVar[str] = "deleted.html"
