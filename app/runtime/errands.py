"""What an operator was sent to prove themselves for: told by the console, read by the sign-in.

It travels in a cookie of ours, sealed to the very authorization request it is about, and rests
nowhere. The pages of any other sign-in cannot read it, and nobody else can write it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from domain.kernel.secrets import Secret, digest

if TYPE_CHECKING:
    from datetime import datetime

    from app.runtime.typed import TypedSeal


class ProofFor(StrEnum):
    """What asks for a fresh proof; each has a sentence on the sign-in's pages."""

    ANYTHING = "anything"
    API_KEY = "api_key"
    ERASE = "erase"
    INVITE = "invite"
    ROTATE_KEY = "rotate_key"
    GIVE_ROLE = "give_role"
    APPLY_FILE = "apply_file"
    TAKE_BACKUP = "take_backup"


@dataclass(frozen=True, slots=True)
class Errand:
    """Why somebody who is signed in is asked to sign in.

    Args:
        act: what they were about to do.
        back: path of ours that leads back without it.
    """

    act: ProofFor
    back: str


_BY_WORD: Final = {str(each): each for each in ProofFor}


def act_of(word: str) -> ProofFor:
    """Return what a word of an address names; one that is none of ours names anything."""
    return _BY_WORD.get(word, ProofFor.ANYTHING)


def sealed_errand(seal: TypedSeal, errand: Errand, state: str, now: datetime) -> str:
    """Return the cookie's value.

    Args:
        state: of the authorization request it is about; nobody else can guess it.
    """
    told = Secret(json.dumps([errand.act, errand.back]))
    return seal.seal(told, _of(state), now)


def errand_of(seal: TypedSeal, value: str, state: str, now: datetime) -> Errand | None:
    """Return what was sealed, or None: about another request, too old, or not ours."""
    told = seal.unseal(value, _of(state), now)
    if told is None:
        return None
    word, back = json.loads(told.reveal())
    return Errand(act_of(word), back)


def _of(state: str) -> bytes:
    return digest(Secret(f"errand {state}"))
