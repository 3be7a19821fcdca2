"""The expected noes of this room."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

PASSWORD_TOO_SHORT: Final = kind(
    "password_too_short",
    "The password is too short: it needs {least} characters or more.",
    "Take a sentence that only you would say, or let a password manager make one.",
)
PASSWORD_TOO_LONG: Final = kind(
    "password_too_long",
    "The password is too long: it may have {most} bytes.",
    "Take a shorter one; nothing of it is ever cut off.",
)
PASSWORD_COMMON: Final = kind(
    "password_common",
    "The password is one that is guessed early: it is known from breaches, or put together from few known pieces.",  # noqa: E501 - one sentence
    "Take more words that have nothing to do with each other, or let a password manager make one.",
)
PASSWORD_IS_NAME: Final = kind(
    "password_is_name",
    "The password is little more than your own name or the name of this place.",
    "Take words that have nothing to do with you or with this place.",
)
PASSWORD_WRONG: Final = kind(
    "password_wrong",
    "The current password is not right.",
    "Type the password that you signed in with.",
)
