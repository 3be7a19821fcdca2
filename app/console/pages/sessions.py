"""Sessions: who is signed in where, for which applications, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.console.pages.in_parts import each_part
from app.console.pages.outcomes import told
from app.console.parts.acts import Act, BulkAct, RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.browsers import browser_in
from app.console.parts.buttons import Weight, go_button
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from app.runtime.words import later
from domain.clients.listing import ClientsPage
from domain.clients.listing import page as clients_page
from domain.clients.ours import called
from domain.clients.records import Client
from domain.kernel.ids import read, short, show
from domain.kernel.many import Came
from domain.kernel.paging import MOST_ROWS, Page, PageRequest
from domain.operators.sessions_overview import SessionsAsked, SessionsSeen
from domain.operators.sessions_overview import sessions as sessions_seen
from domain.sessions import rules
from domain.sessions.end import end_many
from domain.sessions.records import Session, SessionState

if TYPE_CHECKING:
    from app.console.context import PageContext

REASONS: Final = {
    rules.SIGNED_OUT: later("signed out"),
    rules.ENDED_BY_PERSON: later("ended by the person"),
    rules.ENDED_BY_OPERATOR: later("ended by an operator"),
    rules.PASSWORD_CHANGED: later("the password was changed"),
    rules.ACCOUNT_DISABLED: later("the account was disabled"),
    rules.ACCOUNT_ERASED: later("the account was erased"),
    rules.REPLACED: later("another sign-in took its place"),
    rules.RESTORED: later("a backup was put back"),
}
"""Why a session was ended, in words."""


async def sessions(context: PageContext) -> None:
    """Draw the list of sessions.

    Refuses:
        forbidden: the operator may not read sessions.
    """
    words = context.words
    head = page_head(
        context,
        words("Sessions"),
        crumbs=[(words("People"), ""), (words("Sessions"), "")],
        lede=words("Signed-in browsers. A session ends by itself when nobody uses it."),
    )
    AsCommand(context, head, f"byleave session list --tenant {context.tenant.slug}")
    whole = card(flush=True)
    clients = await _clients(context)
    with whole.body:
        await _List(context, clients).draw()


async def _clients(context: PageContext) -> Sequence[Client]:
    if not context.may("clients.read"):
        return ()
    found: Page[Client] = await context.call(clients_page, ClientsPage(page=PageRequest(MOST_ROWS)))
    return found.rows


class _List:
    """The list while its page is open."""

    def __init__(self, context: PageContext, clients: Sequence[Client]) -> None:
        self.context = context
        self.clients = clients
        self.now = context.console.clock.now()

    async def draw(self) -> None:
        words = self.context.words
        with Tag("div", "", "bl-filters"):
            self.chips = Chips(self.context, self._filters(), testid="sessions.filters")
        columns = [
            Column("session", words("Session"), "id"),
            Column("account", words("Account"), "mono"),
            Column("state", words("State"), "badge"),
            Column("apps", words("Applications")),
            Column("browser", words("Browser")),
            Column("since", words("Since"), "time", align="end"),
            Column("seen", words("Last seen"), "time", align="end"),
            Column("until", words("Until"), "time", align="end"),
        ]
        self.listing = Listing(
            self.context,
            ("sessions", words("Sessions"), columns),
            self.load,
            self._empty,
            acts=self._acts(),
            chips=self.chips,
        )
        await self.listing.show()

    def _filters(self) -> list[Filter]:
        words = self.context.words
        states = [
            Choice(SessionState.ENDED.value, words("ended before its time")),
            Choice(SessionState.ALL.value, words("standing, ended or run out")),
        ]
        applications = [Choice(each.client_id, called(each, words)) for each in self.clients]
        return [
            Filter("state", words("state"), states),
            Filter("client", words("application"), applications),
        ]

    def _acts(self) -> list[Act]:
        words = self.context.words
        return [
            RowAct(
                "end-one",
                words("End…"),
                self._end_one,
                "log-out",
                "sessions.end",
                Weight.BEGINS_AN_END,
                lambda row: bool(row["stands"]),
            ),
            BulkAct(
                "end",
                words("End {n}…"),
                self._end,
                "log-out",
                "sessions.end",
                Weight.BEGINS_AN_END,
                lambda row: bool(row["stands"]),
                words("These sessions have ended already."),
            ),
        ]

    async def load(self, wanted: Wanted) -> Page[Row]:
        state = SessionState(self.chips.value("state") or SessionState.STANDING.value)
        request = SessionsAsked(state, self.chips.value("client"), wanted.page)
        found: SessionsSeen = await self.context.call(sessions_seen, request)
        self.now = found.at
        rows = tuple(self._row(session, found) for session in found.page.rows)
        return Page(rows, found.page.next, found.page.previous)

    def _row(self, session: Session, seen: SessionsSeen) -> Row:
        context, words = self.context, self.context.words
        named = (seen.clients.get(each) for each in seen.bears.get(session.id, ()))
        stands = session.stands(self.now)
        return {
            "id": show("ses", session.id),
            "href": context.href(f"/accounts/{show('acc', session.account_id)}"),
            "session": short("ses", session.id),
            "account": short("acc", session.account_id),
            "state": self._state(session, stands=stands),
            "apps": ", ".join(called(client, words) for client in named if client is not None),
            "browser": browser_in(words, session.browser),
            "since": session.started_at.isoformat(),
            "seen": session.last_seen_at.isoformat(),
            "until": min(session.idle_ends_at, session.ends_at).isoformat() if stands else "",
            "stands": stands,
        }

    def _state(self, session: Session, *, stands: bool) -> tuple[str, str, str]:
        words = self.context.words
        if stands:
            return badge_cell(words, "active")
        ground, sign, word = badge_cell(words, "ended")
        if session.ended_at is None:
            return badge_cell(words, "expired")
        reason = REASONS.get(session.end_reason)
        return ground, sign, f"{word}: {words(reason)}" if reason else word

    async def _end_one(self, row: str) -> None:
        await self._end([row])

    async def _end(self, ids: Sequence[str]) -> None:
        words = self.context.words
        found = (read("ses", each) for each in ids)
        named = tuple(dict.fromkeys(id_ for id_ in found if id_ is not None))
        count = len(named)

        async def act(_note: str) -> None:
            came: tuple[Came, ...] = await each_part(self.context, end_many, named)
            await self.listing.again()
            ended = sum(each.count for each in came)
            said = words.count("Ended {n} session.", "Ended {n} sessions.", ended)
            self.context.toaster.done(told(words, came, said))

        effect = Effect(
            words("Whoever uses these browsers is signed out in them."),
            [
                Stop(words.count("{n} session", "{n} sessions", count), words("at once")),
                Stop(
                    words("The tokens that hang on them, for whoever asks here"), words("at once")
                ),
                Stop(words("Access tokens that applications check themselves"), words("≤ 10 min")),
                Stop(words("Grants that outlive a session"), stays=True),
                Stop(words("Leave that was given"), stays=True),
            ],
            words.count("End {n} session", "End {n} sessions", count),
            words("They can sign in again at once."),
            reason=False,
        )
        title = words("End sessions")
        confirm(self.context, title, effect, act, count=count, testid="sessions.confirm")

    def _empty(self) -> None:
        context, words = self.context, self.context.words
        with empty_state(
            words("No one is signed in"),
            words("A session begins when a person proves themselves in a browser."),
            sign="monitor",
            testid="sessions.empty",
        ):
            if context.may("drive.use"):
                drive = context.href("/test-drive")
                go_button(words("Sign in once"), drive, sign="circle-play")
