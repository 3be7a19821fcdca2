"""Many accounts or sessions at once: each comes out by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Final

from fastapi import Response
from pydantic import Field

from app.api.v1.door import Caller, UseCase
from app.api.v1.problems import ALWAYS, CHANGES
from app.api.v1.rooms import IN_TENANT, Called, room
from app.api.v1.values import Answer, Body, Text
from app.operations.sheets import sheet
from domain.accounts.listing import some
from domain.accounts.records import Account
from domain.kernel.errors import invalid
from domain.kernel.ids import read, show
from domain.kernel.many import MOST_AT_ONCE, Came, Many, Outcome, named
from domain.operators.many import disable_accounts as disable
from domain.operators.many import enable_accounts as enable
from domain.operators.many import sign_out_accounts as sign_out
from domain.sessions.end import end_many

router = room(IN_TENANT, "Many at once")

Ids = Annotated[list[Text], Field(min_length=1, max_length=MOST_AT_ONCE)]
HEAD: Final = ("account", "status", "created_at", "label")
CSV: Final = "text/csv; charset=utf-8"


class AccountsBody(Body):
    """Which accounts; one that is named twice counts once."""

    accounts: Ids


class SessionsBody(Body):
    """Which sessions; one that is named twice counts once."""

    sessions: Ids


class OutcomeTold(Answer):
    """What came of one."""

    id: str
    outcome: Outcome
    code: str | None = Field(
        description="Of the refusal it would have had alone; `busy` where it must wait."
    )
    count: int = Field(description="How many things ended with it.")


class OutcomesTold(Answer):
    """What came of each, in the order named."""

    done: int
    failed: int
    left: int = Field(description="As they were: there was nothing to do, or no room to do it in.")
    outcomes: list[OutcomeTold]


@router.post("/accounts/disable", responses=CHANGES)
async def disable_accounts(caller: Called, body: AccountsBody) -> OutcomesTold:
    """Keep up to 200 accounts from signing in; their sessions and tokens die at once."""
    return await _each(caller, disable, "acc", body.accounts)


@router.post("/accounts/enable", responses=CHANGES)
async def enable_accounts(caller: Called, body: AccountsBody) -> OutcomesTold:
    """Let up to 200 accounts sign in again; what ended stays ended."""
    return await _each(caller, enable, "acc", body.accounts)


@router.post("/accounts/end-sessions", responses=CHANGES)
async def sign_out_accounts(caller: Called, body: AccountsBody) -> OutcomesTold:
    """Sign up to 200 accounts out everywhere."""
    return await _each(caller, sign_out, "acc", body.accounts)


@router.post("/sessions/end", responses=CHANGES)
async def end_sessions_at_once(caller: Called, body: SessionsBody) -> OutcomesTold:
    """End up to 200 sessions; the tokens that hang on them are dead at once."""
    return await _each(caller, end_many, "ses", body.sessions)


@router.post(
    "/accounts/export",
    responses=ALWAYS | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    response_class=Response,
)
async def export_accounts(caller: Called, body: AccountsBody) -> Response:
    """Write up to 200 accounts as CSV that no spreadsheet takes for a formula."""
    found = await caller.inside(some, Many(_ids("acc", body.accounts, "accounts")))
    return Response(sheet(HEAD, lines_of(found)), media_type=CSV)


def lines_of(found: Iterable[Account]) -> Iterable[Sequence[str]]:
    """Return accounts as lines of a sheet; nothing of a person is in them."""
    for account in found:
        moment = account.created_at.isoformat()
        yield show("acc", account.id), account.status.value, moment, account.label


async def _each(caller: Caller, act: UseCase, prefix: str, texts: list[str]) -> OutcomesTold:
    request = Many(_ids(prefix, texts, {"acc": "accounts"}.get(prefix, "sessions")))
    came: tuple[Came, ...] = await caller.inside(act, request)
    counts = {word: sum(each.outcome is word for each in came) for word in Outcome}
    outcomes = [
        OutcomeTold(
            id=show(prefix, id_), outcome=each.outcome, code=each.code or None, count=each.count
        )
        for id_, each in zip(named(request), came, strict=True)
    ]
    return OutcomesTold(
        done=counts[Outcome.DONE],
        failed=counts[Outcome.FAILED],
        left=counts[Outcome.LEFT],
        outcomes=outcomes,
    )


def _ids(prefix: str, texts: list[str], field: str) -> tuple[bytes, ...]:
    found = [read(prefix, text) for text in texts]
    ids = tuple(id_ for id_ in found if id_ is not None)
    if len(ids) < len(found):
        raise invalid(field, f"write ids such as {show(prefix, bytes(16))}.")
    return ids
