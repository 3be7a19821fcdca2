"""The person's own pages: what they allowed, where they are signed in, their way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol

from starlette.responses import Response
from starlette.routing import Route

from app.hosted.pages import ChangePassword, DeleteAccount, Deleted, Home, Notice, Page, Problem
from app.hosted.pages import Sessions as SessionsPage
from app.hosted.pages.me import SessionLine
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.me_consents import act_on_consent, consents_page
from app.hosted.routes.sign_in import start_own
from app.hosted.routes.site import Site, Visit
from app.hosted.words import is_delete_word, notice
from app.runtime.beforehand import never_beforehand
from app.runtime.browser import browser_and_system
from app.runtime.forms import Fields, one, read_fields
from domain.consent.ledger import mine
from domain.consent.records import Consent
from domain.consent.store import ConsentWork
from domain.factors.change_password import ChangePassword as ChangeRequest
from domain.factors.change_password import change_password
from domain.kernel.errors import Refusal, invalid, not_found
from domain.kernel.ids import read, show
from domain.kernel.secrets import Secret
from domain.kernel.work import reads
from domain.login.confirm import Confirm, confirm
from domain.operators.stop import erase_own_account
from domain.sessions.end import EndOthers, EndOwn, end_others, end_own
from domain.sessions.listing import own_sessions
from domain.sessions.records import Session
from domain.sessions.store import SessionWork

SESSION: Final = "ses"


class GlanceWork(ConsentWork, SessionWork, Protocol):
    """A work that knows a person's leaves and sessions."""


async def home(visitor: Visit, problems: tuple[Problem, ...]) -> Page:
    """What there is at a glance."""
    account_id = _session(visitor).account_id
    consents, sessions = await visitor.site.call(
        at_a_glance, account_id, tenant=visitor.slug, actor=visitor.person
    )
    given = {entry.client_id for entry in consents if entry.valid(visitor.now)}
    return Home(
        consents=len(given), sessions=len(sessions), notice=_notice(visitor), problems=problems
    )


@reads
def at_a_glance(
    work: GlanceWork, account_id: bytes
) -> tuple[tuple[Consent, ...], tuple[Session, ...]]:
    """Return what the person who asks allowed, and where they are signed in.

    Refuses:
        not_found: it is not they who ask.
    """
    return mine(work, account_id), own_sessions(work, account_id)


async def sessions(visitor: Visit, problems: tuple[Problem, ...]) -> Page:
    """Where they are signed in."""
    session = _session(visitor)
    standing = await visitor.site.call(
        own_sessions, session.account_id, tenant=visitor.slug, actor=visitor.person
    )
    lines = tuple(
        SessionLine(
            handle=show(SESSION, each.id),
            browser=browser,
            system=system,
            started_at=each.started_at,
            seen_at=each.last_seen_at,
            current=each.id == session.id,
        )
        for each in standing
        for browser, system in [browser_and_system(each.browser)]
    )
    return SessionsPage(sessions=lines, notice=_notice(visitor), problems=problems)


async def password(visitor: Visit, problems: tuple[Problem, ...]) -> Page:
    """Change the password."""
    least = visitor.tenant.policy.password_least
    return ChangePassword(shortest_password=least, notice=_notice(visitor), problems=problems)


async def delete(visitor: Visit, problems: tuple[Problem, ...]) -> Page:
    """Delete the account."""
    session = _session(visitor)
    consents = await visitor.site.call(
        mine, session.account_id, tenant=visitor.slug, actor=visitor.person
    )
    given = {entry.client_id for entry in consents if entry.valid(visitor.now)}
    return DeleteAccount(consents=len(given), asks_password=True, problems=problems)


async def _act_on_session(visitor: Visit, fields: Fields) -> Response:
    session = _session(visitor)
    act = one(fields, "act")
    if act == "end_others":
        wanted: object = EndOthers(session.account_id, session.id)
        await visitor.site.call(end_others, wanted, tenant=visitor.slug, actor=visitor.person)
        return visitor.to(f"{visitor.base}/me/sessions?did=other_sessions_ended")
    handle = read(SESSION, one(fields, "session"))
    if act != "end" or handle is None:
        raise not_found("session")
    wanted = EndOwn(session.account_id, handle)
    await visitor.site.call(end_own, wanted, tenant=visitor.slug, actor=visitor.person)
    return visitor.to(f"{visitor.base}/me/sessions?did=session_ended")


async def _act_on_password(visitor: Visit, fields: Fields) -> Response:
    session = _session(visitor)
    wanted = ChangeRequest(
        account_id=session.account_id,
        session_id=session.id,
        current=Secret(one(fields, "current_password")),
        new=Secret(one(fields, "new_password")),
    )
    await visitor.site.call(change_password, wanted, tenant=visitor.slug, actor=visitor.person)
    return visitor.to(f"{visitor.base}/me/password?did=password_changed")


async def _act_on_delete(visitor: Visit, fields: Fields) -> Response:
    session = _session(visitor)
    if not is_delete_word(one(fields, "word"), visitor.words):
        raise invalid("word", visitor.say("type the word to go on"))
    proof = Confirm(session.account_id, Secret(one(fields, "current_password")))
    await visitor.site.call(confirm, proof, tenant=visitor.slug, actor=visitor.person)
    await visitor.site.call(
        erase_own_account, session.account_id, tenant=visitor.slug, actor=visitor.person
    )
    answer = visitor.page(Deleted(), own_window=True)
    answer.raw_headers.append(visitor.site.jar.gone(visitor.site.jar.session(visitor.slug)))
    return answer


Show = Callable[[Visit, tuple[Problem, ...]], Awaitable[Page]]
Act = Callable[[Visit, Fields], Awaitable[Response]]

_PAGES: Final[Mapping[str, tuple[Show, Act | None]]] = {
    "": (home, None),
    "/consents": (consents_page, act_on_consent),
    "/sessions": (sessions, _act_on_session),
    "/password": (password, _act_on_password),
    "/delete": (delete, _act_on_delete),
}


def _shown(place: str, show_page: Show) -> Callable[[Visit], Awaitable[Response]]:
    async def answer(visitor: Visit) -> Response:
        if visitor.session is None:
            return await start_own(visitor, visitor.path)
        return await _page(visitor, place, show_page, (), 200)

    return answer


def _acted(place: str, show_page: Show, act: Act) -> Callable[[Visit], Awaitable[Response]]:
    async def answer(visitor: Visit) -> Response:
        if visitor.session is None:
            return await start_own(visitor, visitor.path)
        fields = await read_fields(visitor.request)
        cookie = visitor.request.cookies.get(visitor.site.jar.session(visitor.slug), "")
        token = one(fields, "form_token")
        visitor.site.forms.check(visitor.request, token, cookie, visitor.base, f"me{place}")
        try:
            return await act(visitor, fields)
        except Refusal as refusal:
            problems = visitor.problems(refusal)
            return await _page(visitor, place, show_page, problems, refusal.kind.status)

    return answer


async def _page(
    visitor: Visit, place: str, show_page: Show, problems: tuple[Problem, ...], status: int
) -> Response:
    cookie = visitor.request.cookies.get(visitor.site.jar.session(visitor.slug), "")
    token = visitor.site.forms.token(cookie, visitor.base, f"me{place}")
    page = await show_page(visitor, problems)
    return visitor.page(page, token=token, status=status, own_window=True)


def _session(visitor: Visit) -> Session:
    if visitor.session is None:
        raise not_found("session")
    return visitor.session


def _notice(visitor: Visit) -> Notice | None:
    return notice(visitor.request.query_params.get("did", ""), visitor.words)


def routes(site: Site) -> list[Route]:
    """Return the routes of the person's own pages."""
    at = endpoint(site)
    made = []
    for place, (show_page, act) in _PAGES.items():
        path = f"/t/{{tenant}}/me{place}"
        shown = never_beforehand(at(_shown(place, show_page)))
        made.append(Route(path, shown, methods=["GET"]))
        if act is not None:
            made.append(Route(path, at(_acted(place, show_page, act)), methods=["POST"]))
    return made
