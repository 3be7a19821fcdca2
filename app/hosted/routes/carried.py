"""Why a form came back travels sealed to the same page in another language, and rests nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from domain.kernel.errors import KINDS, Reason, Refusal
from domain.kernel.secrets import Secret, digest

if TYPE_CHECKING:
    from app.hosted.pages import Page
    from app.hosted.routes.site import Visit

CARRIED: Final = "why"
"""Name of it in the address; nobody else can write one, for another page or browser neither."""


def sealed(visitor: Visit, page: Page) -> tuple[tuple[str, str], ...]:
    """Return what the address of the page in another language is to have of its problem.

    A refusal that runs out by itself stays behind: its moment would be wrong there.
    """
    refusal = page.problems[0].refusal
    if refusal is None or refusal.retry_after is not None:
        return ()
    values = {name: _told(value) for name, value in refusal.params.items()}
    told = Secret(json.dumps([refusal.code, refusal.field, values], ensure_ascii=False))
    now = visitor.site.clock.now()
    return ((CARRIED, visitor.site.typed.seal(told, _of_page(visitor, page), now)),)


def carried(visitor: Visit, page: Page) -> Refusal | None:
    """Return the refusal that came along in the page's address, if one of ours did."""
    value = visitor.query.get(CARRIED, "")
    told = visitor.site.typed.unseal(value, _of_page(visitor, page), visitor.site.clock.now())
    if told is None:
        return None
    code, field, values = json.loads(told.reveal())
    read = {name: _read(each) for name, each in values.items()}
    kind = KINDS.get(code)
    return Refusal(kind, field=field, **read) if kind is not None else None


def _of_page(visitor: Visit, page: Page) -> bytes:
    return digest(Secret(f"{visitor.binding} {visitor.path} {page.template}"))


def _told(value: str | int) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Reason):
        return [value.sentence, {name: _told(each) for name, each in value.values.items()}]
    return value


def _read(told: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(told, list):
        sentence, values = told
        return Reason(sentence, **{name: _read(each) for name, each in values.items()})
    return told
