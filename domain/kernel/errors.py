"""Refusals: the expected no of a use case, with a stable code and a way out.

Every room declares its refusals with `kind(...)`; the registry makes docs/errors.md and its test.
A refusal commits its evidence (ADR-3); anything else that is raised is a fault and rolls
back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

KINDS: Final[dict[str, RefusalKind]] = {}


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One expected no.

    Args:
        code: stable machine word, such as `invalid_code`.
        sentence: what happened, in English; may name params as `{name}`.
        way_out: what the reader can do now, one sentence.
        status: HTTP status of an API answer, 400 to 499 (503 when we are busy).
    """

    code: str
    sentence: str
    way_out: str
    status: int = 400


def kind(code: str, sentence: str, way_out: str, *, status: int = 400) -> RefusalKind:
    """Declare a refusal once and enter it in the registry.

    Raises:
        ValueError: when the code is taken.
    """
    if code in KINDS:
        message = f"the refusal {code!r} is declared twice"
        raise ValueError(message)
    made = RefusalKind(code, sentence, way_out, status)
    KINDS[code] = made
    return made


class Reason(str):
    """The end of a refusal's sentence, in English, which a face says in its reader's language.

    Attributes:
        sentence: the words, values named as `{name}`; they are its stable code.
        values: what it names; one that is a reason itself is said as well.
    """

    sentence: str
    values: Mapping[str, str | int]

    def __new__(cls, sentence: str, /, **values: str | int) -> Reason:
        """Make the reason; see the class."""
        made = super().__new__(cls, sentence.format_map(values) if values else sentence)
        made.sentence = sentence
        made.values = values
        return made


def because(why: str, /, **values: str | int) -> Reason:
    """Return a reason as it is, or make one of its words and values."""
    return why if isinstance(why, Reason) else Reason(why, **values)


class Refusal(Exception):
    """Raised by a use case that says no.

    Args:
        kind: which no.
        field: name of the input at fault, as the caller spelled it.
        retry_after: how long to wait before it makes sense to try again.
        params: values for the sentence; never a secret, never personal data.
    """

    def __init__(
        self,
        kind: RefusalKind,
        *,
        field: str | None = None,
        retry_after: timedelta | None = None,
        **params: str | int,
    ) -> None:
        """Make the refusal; see the class."""
        super().__init__(kind.code)
        self.kind = kind
        self.field = field
        self.retry_after = retry_after
        if isinstance(what := params.get("what"), str):
            params["what"] = because(what)  # a noun of ours, such as `client`
        self.params: Mapping[str, str | int] = params

    @property
    def code(self) -> str:
        """The stable machine word."""
        return self.kind.code

    def sentence(self) -> str:
        """Return the English sentence with its values filled in."""
        return self.kind.sentence.format_map(dict(self.params))


NOT_FOUND = kind(
    "not_found", "There is no such {what} here.", "Check the id and the tenant.", status=404
)
FORBIDDEN = kind(
    "forbidden",
    "Your role does not allow this: it needs {permission}.",
    "Ask an operator who has that permission.",
    status=403,
)
INVALID_INPUT = kind(
    "invalid_input", "{field_name} is not right: {why}", "Correct this value and send it again."
)
CONFLICT = kind(
    "conflict",
    "This {what} changed while you were working on it.",
    "Load it again and repeat what you wanted.",
    status=409,
)
PRECONDITION_FAILED = kind(
    "precondition_failed",
    "This {what} is not the version that If-Match names.",
    "Load it again, look at what differs, and send the change with its new ETag.",
    status=412,
)
BODY_TOO_LONG = kind(
    "body_too_long",
    "The body has more than {most} bytes.",
    "Send less at a time.",
    status=413,
)
MASTER_KEY_MOVED = kind(
    "master_key_moved",
    "The master key was rotated, and this process cannot read the new one.",
    "Put the new key file where this process looks for it; it goes on by itself.",
    status=503,
)
BUSY = kind(
    "busy",
    "Too much is going on right now; nothing was changed.",
    "Try again in a few seconds.",
    status=503,
)
STORAGE_UNAVAILABLE = kind(
    "storage_unavailable",
    "This server cannot use its storage right now.",
    "Wait a moment, look whether your last change was kept, and try again.",
    status=503,
)


def invalid(field: str, why: str, /, **values: str | int) -> Refusal:
    """Return the refusal of one input value, naming its field and what is wrong.

    Args:
        field: the input's name.
        why: what is wrong with it, a sentence's end; may name values as `{name}`.
        values: what it names.
    """
    return Refusal(INVALID_INPUT, field=field, field_name=field, why=because(why, **values))


def not_found(what: str) -> Refusal:
    """Return the refusal of an id that is not here, whoever owns it."""
    return Refusal(NOT_FOUND, what=what)
