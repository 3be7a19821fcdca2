"""The pages on which a person says who they are, and proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from app.hosted.pages.parts import ClientFace, Page

IdentifierKind = Literal["username", "email", "phone"]

SHORTEST_PASSWORD = 15  # characters, where the password is the only proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(Page):
    """Ask for the name a person signs in with. Same page for known and unknown.

    Fields: ``identifier``. Button: "Go on".

    Attributes:
        client: To whom the person goes on; None when they came by themselves.
        identifier: What was typed before, or the client's ``login_hint``.
        kinds: What may be typed here.
        register_href: Shown when the tenant lets people register.
        by_invitation: Whether new people come by an operator's link alone.
        back_href: Leads back without a proof, where somebody who is signed in is asked for one.
    """

    template: ClassVar[str] = "identify.html"
    fields: ClassVar[Mapping[str, str]] = {"identifier": "identifier"}
    visits: ClassVar[tuple[str, ...]] = ("action", "identifier", "register_href")
    client: ClientFace | None = None
    identifier: str = ""
    kinds: tuple[IdentifierKind, ...] = ("username", "email")
    register_href: str | None = None
    by_invitation: bool = False
    back_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prove(Page):
    """Ask for the password. The name typed before is never shown again.

    Fields: ``username`` (hidden, for password managers), ``password``.
    Button: "Sign in".

    Attributes:
        username: What was typed on the page before; only in the hidden field.
        restart_href: Begins again with another name.
        back_href: As of ``Identify``.
    """

    template: ClassVar[str] = "prove.html"
    fields: ClassVar[Mapping[str, str]] = {"password": "password"}
    visits: ClassVar[tuple[str, ...]] = ("username", "restart_href")
    restart_href: str
    client: ClientFace | None = None
    username: str = ""
    back_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Page):
    """Let a person make an account of their own.

    Fields: ``identifier``, ``password``. Button: "Create account".
    """

    template: ClassVar[str] = "register.html"
    fields: ClassVar[Mapping[str, str]] = {"identifier": "identifier", "password": "password"}
    visits: ClassVar[tuple[str, ...]] = ("action", "identifier", "sign_in_href")
    sign_in_href: str
    client: ClientFace | None = None
    identifier: str = ""
    kinds: tuple[IdentifierKind, ...] = ("username", "email")
    shortest_password: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Activate(Page):
    """Let a person whose account an operator made set the first password.

    Fields: ``password``. Button: "Set password".
    """

    template: ClassVar[str] = "activate.html"
    fields: ClassVar[Mapping[str, str]] = {"password": "password"}
    shortest_password: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOperator(Page):
    """Make the first operator of an installation: "this is you".

    Fields: ``username``, ``shown``, ``password``. Button: "Make me the operator".
    """

    template: ClassVar[str] = "first_operator.html"
    fields: ClassVar[Mapping[str, str]] = {
        "username": "username",
        "identifier": "username",
        "label": "shown",
        "password": "password",
    }
    username: str = ""
    shown: str = ""
    step: int = 1
    steps: int = 3
    shortest_password: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Page):
    """Let somebody who was invited become an operator.

    Fields: ``username``, ``shown``, ``password``. Button: "Accept and go to the console".

    Attributes:
        tenant: Label of the tenant the roles are for; empty for the whole installation.
        gives: One sentence for each role.
    """

    template: ClassVar[str] = "invitation.html"
    fields: ClassVar[Mapping[str, str]] = {
        "username": "username",
        "identifier": "username",
        "label": "shown",
        "password": "password",
    }
    tenant: str
    gives: tuple[str, ...]
    username: str = ""
    shown: str = ""
    shortest_password: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLink(Page):
    """Say that a one-time link was used, ran out, or never was; all three look alike.

    Attributes:
        purpose: What the link was for; decides who can make a new one.
    """

    template: ClassVar[str] = "spent_link.html"
    purpose: Literal["bootstrap", "activation", "invitation"]
    sign_in_href: str | None = None
