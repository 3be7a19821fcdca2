"""Which pages are there, and what does each need to know?

One frozen record for each page; ``render`` turns one and a frame into bytes.
"""

from app.hosted.pages.endings import (
    ConfirmSignOut,
    FormPost,
    NotFound,
    Refused,
    SignedOut,
    TooManyTries,
    Unavailable,
)
from app.hosted.pages.leave import Consent, DurationChoice, Item
from app.hosted.pages.me import (
    ChangePassword,
    Consents,
    DeleteAccount,
    Deleted,
    EndedConsent,
    GivenConsent,
    Home,
    Me,
    SessionLine,
    Sessions,
)
from app.hosted.pages.parts import ClientFace, Notice, Page, Problem
from app.hosted.pages.sign_in import (
    Activate,
    FirstOperator,
    Identify,
    Invitation,
    Prove,
    Register,
    SpentLink,
)

__all__ = [
    "Activate",
    "ChangePassword",
    "ClientFace",
    "ConfirmSignOut",
    "Consent",
    "Consents",
    "DeleteAccount",
    "Deleted",
    "DurationChoice",
    "EndedConsent",
    "FirstOperator",
    "FormPost",
    "GivenConsent",
    "Home",
    "Identify",
    "Invitation",
    "Item",
    "Me",
    "NotFound",
    "Notice",
    "Page",
    "Problem",
    "Prove",
    "Refused",
    "Register",
    "SessionLine",
    "Sessions",
    "SignedOut",
    "SpentLink",
    "TooManyTries",
    "Unavailable",
]
