"""One account: what is live on it, its leave, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.account_effects import AccountEffects, Act
from app.console.pages.accounts import show_link
from app.console.parts.badges import badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.effects import Effect, effect_panel
from app.console.parts.elements import Tag, icon, link
from app.console.parts.small import Form, Moment, short_id
from app.console.parts.surfaces import Facts, card, page_head
from domain.accounts.activate import LINKABLE, new_link
from domain.accounts.disable import FROM as DISABLEABLE
from domain.accounts.enable import FROM as ENABLEABLE
from domain.accounts.enable import enable
from domain.accounts.records import AccountStatus
from domain.consent.records import Consent, ConsentStatus
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.oauth.records import Grant
from domain.operators.accounts_overview import LiveAccount, live_account
from domain.sessions.records import Session

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.kernel.secrets import Secret

Making = Callable[[], tuple[Effect, Act]]


async def account(context: PageContext) -> None:
    """Draw one account.

    Refuses:
        not_found: there is no such account in this tenant.
    """
    account_id = read("acc", context.params["account"])
    if account_id is None:
        raise not_found("account")
    seen: LiveAccount = await context.call(live_account, account_id)
    _Page(context, seen).draw()


class _Page:
    """The page while it is open; `side` holds the effect of whatever was chosen."""

    def __init__(self, context: PageContext, seen: LiveAccount) -> None:
        self.context = context
        self.seen = seen
        self.side: Tag | None = None
        self._effects = AccountEffects(context, seen, self._again)

    def draw(self) -> None:
        context, words, account_ = self.context, self.context.words, self.seen.account
        head = page_head(
            context,
            short("acc", account_.id),
            crumbs=[(words("People"), ""), (words("Accounts"), "/accounts")],
            mono=True,
        )
        with head.beside:
            badge(words, account_.status.value)
            if account_.label:
                Tag("span", f"“{account_.label}”", "bl-mute")
        with head.acts:
            self._acts()
        with Tag("div", "", "bl-grid bl-side"):
            with Tag("div", "", "bl-section"):
                self._live()
                self._leave()
            with Tag("div", "", "bl-section"):
                self.side = Tag("div", "", "bl-section", aria_live="polite")
                self._facts()

    def _acts(self) -> None:
        context, words, status = self.context, self.context.words, self.seen.account.status
        if context.may("accounts.create") and status in LINKABLE:
            Button(
                context,
                words("New activation link"),
                self._new_link,
                sign="link",
                testid="account.link",
            )
        if context.may("accounts.disable") and status in ENABLEABLE:
            Button(
                context, words("Enable"), self._enable, sign="lock-open", testid="account.enable"
            )
        if context.may("accounts.disable") and status in DISABLEABLE:
            self._begin(words("Disable…"), "ban", self._effects.disable, testid="account.disable")
        if context.may("accounts.erase") and status is not AccountStatus.ERASED:
            self._begin(words("Erase…"), "trash-2", self._effects.erase, testid="account.erase")

    def _begin(self, text: str, sign: str, make: Making, *, testid: str) -> None:
        async def begin() -> None:
            self._put(*make())

        weight = Weight.BEGINS_AN_END
        Button(self.context, text, begin, weight=weight, sign=sign, testid=testid)

    async def _new_link(self) -> None:
        account_id = self.seen.account.id
        secret: Secret = await self.context.call(new_link, account_id)
        show_link(self.context, secret, show("acc", account_id))

    async def _enable(self) -> None:
        await self.context.call(enable, self.seen.account.id)
        self._again(self.context.words("Enabled."))

    def _again(self, done: str) -> None:
        self.context.toaster.done(done)
        self.context.go(self.context.path)

    def _live(self) -> None:
        words = self.context.words
        sessions, grants = self.seen.sessions, self.seen.grants
        counts = [
            words.count("{n} session", "{n} sessions", len(sessions)),
            words.count("{n} grant", "{n} grants", len(grants)),
        ]
        live = card(words("What is live"), flush=True, note=", ".join(counts), testid="live")
        with live.body:
            if not sessions and not grants:
                Tag("p", words("Nobody is signed in here."), "bl-none-yet bl-mute")
                return
            with Tag("ul", "", "bl-live"):
                for session in sessions:
                    self._session(session)
                for grant in grants:
                    if grant.session_id is None:
                        with Tag("li"):
                            self._grant(grant)

    def _session(self, session: Session) -> None:
        words = self.context.words
        with Tag("li"):
            with Tag("div", "", "n"):
                icon("monitor")
                Tag("span", words("session"), "kind")
                Tag("b", session.browser or words("unknown browser"))
                with Tag("span", "", "end"):
                    Moment(session.last_seen_at)
                    if self.context.may("sessions.end"):
                        self._row_button(
                            words("End…"), partial(self._effects.end, session), "session.end"
                        )
            borne = [grant for grant in self.seen.grants if grant.session_id == session.id]
            if borne:
                with Tag("ul"):
                    for grant in borne:
                        with Tag("li"):
                            self._grant(grant)

    def _grant(self, grant: Grant) -> None:
        words = self.context.words
        with Tag("div", "", "n"):
            icon("app-window")
            Tag("span", words("grant"), "kind")
            Tag("b", self._effects.client(grant.client_id))
            Tag("span", " ".join(grant.live_scope(self.seen.at)), "bl-mono bl-mute")
            with Tag("span", "", "end"):
                Tag("span", words("ends"))
                Moment(grant.ends_at)
                rests = any(item.rests_on_consent for item in grant.items)
                if rests and self.context.may("consents.revoke"):
                    self._row_button(
                        words("Revoke…"),
                        partial(self._effects.revoke, grant.client_id, None),
                        "grant.revoke",
                    )

    def _row_button(self, text: str, make: Making, testid: str) -> None:
        async def begin() -> None:
            self._put(*make())

        Button(self.context, text, begin, mini=True, testid=testid)

    def _leave(self) -> None:
        words = self.context.words
        leave = card(words("Leave"), flush=True, testid="leave")
        with leave.body:
            if not self.seen.consents:
                Tag("p", words("Nothing was asked of this person yet."), "bl-none-yet bl-mute")
                return
            with Tag("ul", "", "bl-live"):
                for entry in self.seen.consents:
                    with Tag("li"):
                        self._entry(entry)

    def _entry(self, entry: Consent) -> None:
        words = self.context.words
        with Tag("div", "", "n"):
            badge(words, entry.status.value)
            Tag("b", self._effects.client(entry.client_id))
            link(entry.item, self.context.href(f"/ledger/{show('con', entry.id)}"), "bl-mono")
            with Tag("span", "", "end"):
                if entry.status is ConsentStatus.GIVEN and entry.expires_at:
                    Tag("span", words("until"))
                    Moment(entry.expires_at, Form.DAY)
                    if self.context.may("consents.revoke"):
                        act = partial(self._effects.revoke, entry.client_id, entry.item)
                        self._row_button(words("Revoke…"), act, "leave.revoke")
                else:
                    Moment(entry.at)

    def _facts(self) -> None:
        words, account_ = self.context.words, self.seen.account
        facts = card(words("Facts"))
        with facts.body:
            known = Facts()
            with known.add(words("Id")):
                short_id(words, show("acc", account_.id), short("acc", account_.id))
            with known.add(words("Identifiers")):
                for each in self.seen.identifiers:
                    with Tag("div", "", "bl-row"):
                        Tag("span", f"{each.kind.value}, {words('sealed')}")
                        short_id(words, show("idn", each.id), short("idn", each.id))
                if not self.seen.identifiers:
                    Tag("span", "—")
            known.add(words("Audience"), account_.audience.value)
            with known.add(words("Created")):
                Moment(account_.created_at, Form.DAY)

    def _put(self, effect: Effect, act: Act) -> None:
        if self.side is None:
            return
        self.side.clear()
        with self.side:
            effect_panel(self.context, effect, act)
        self.side.run_method("scrollIntoView", {"block": "nearest"})
