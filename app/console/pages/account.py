"""One account: what is live on it, its leave, what happened to it, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from nicegui import ui

from app.console.pages.account_effects import AccountEffects, Act
from app.console.pages.account_new import show_link
from app.console.pages.account_tabs import consents_tab, days_card, events_tab
from app.console.pages.account_tree import LiveTree, Making
from app.console.pages.proof import prove_again, proven_lately, with_proof
from app.console.parts.badges import badge
from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, effect_panel
from app.console.parts.elements import Tag
from app.console.parts.small import Form, Moment, short_id
from app.console.parts.surfaces import Facts, card, page_head, tabs
from app.console.parts.trees import Tree
from app.console.sentences import KINDS
from app.runtime.errands import ProofFor
from app.runtime.words import later
from domain.accounts.activate import LINKABLE, new_link
from domain.accounts.disable import FROM as DISABLEABLE
from domain.accounts.enable import FROM as ENABLEABLE
from domain.accounts.enable import enable
from domain.accounts.records import AccountStatus, Audience
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.operators.accounts_overview import (
    AccountEvents,
    LiveAccount,
    account_events,
    live_account,
)

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.kernel.secrets import Secret

_AUDIENCES: Final = {Audience.CUSTOMER: later("customers"), Audience.STAFF: later("staff")}


async def account(context: PageContext) -> None:
    """Draw one account.

    Refuses:
        not_found: there is no such account in this tenant.
    """
    account_id = read("acc", context.params["account"])
    if account_id is None:
        raise not_found("account")
    seen: LiveAccount = await context.call(live_account, account_id)
    events: AccountEvents | None = None
    if context.may("audit.read"):
        events = await context.call(account_events, account_id)
    await _Page(context, seen, events).draw()


def _again(context: PageContext, done: str) -> None:
    """Say what was done and draw the page anew."""
    context.toaster.done(done)
    context.go(context.path, tab=context.query.get("tab", ""))


class _Page:
    """The page while it is open; `side` holds the effect of whatever was chosen."""

    def __init__(
        self, context: PageContext, seen: LiveAccount, events: AccountEvents | None
    ) -> None:
        self.context = context
        self.seen = seen
        self.events = events
        self.side: Tag | None = None
        self._again = partial(_again, context)
        self.effects = AccountEffects(context, seen, self._again)

    async def draw(self) -> None:
        words, key = self.context.words, show("acc", self.seen.account.id)
        self._head(key)
        shown = [
            ("overview", words("Overview"), ""),
            ("consents", words("Consents"), str(len(self.seen.consents))),
        ]
        if self.events is not None:
            shown.append(("events", words("Events"), ""))
        tabs(self.context, words("Parts of this account"), f"/accounts/{key}", shown)
        with Tag("div", "", "bl-grid bl-side"):
            main = Tag("div", "", "bl-section")
            with Tag("div", "", "bl-section"):
                self.side = self._beside()
                self._facts()
        with main:
            await self._tab(self.context.query.get("tab", ""))
        self._begin_what_was_asked()

    def _head(self, key: str) -> None:
        context, words, account_ = self.context, self.context.words, self.seen.account
        head = page_head(
            context,
            short("acc", account_.id),
            crumbs=[(words("People"), ""), (words("Accounts"), "/accounts")],
            mono=True,
        )
        AsCommand(context, head, f"byleave account show {key} \\\n  --tenant {context.tenant.slug}")
        with head.beside:
            badge(words, account_.status.value)
            if account_.persona:
                Tag("span", words("persona"), "bl-badge sandbox")
            if account_.label:
                Tag("span", words("“{said}”", said=account_.label), "bl-mute")
        with head.acts:
            self._acts()

    async def _tab(self, tab: str) -> None:
        if tab == "consents":
            consents_tab(self.context, self.seen, self.effects, self._open)
        elif tab == "events" and self.events is not None:
            await events_tab(self.context, self.events)
        else:
            self._live()
            if self.events is not None:
                days_card(self.context, self.events, self.seen.at)

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
        ends = self._ends()
        if "disable" in ends:
            self._begin(words("Disable…"), "ban", ends["disable"], testid="account.disable")
        if "erase" in ends:
            self._begin(words("Erase…"), "trash-2", ends["erase"], testid="account.erase")

    def _ends(self) -> dict[str, Making]:
        """What ends the account itself, as this operator may; by the word of an address."""
        may, status = self.context.may, self.seen.account.status
        ends: dict[str, Making] = {}
        if may("accounts.disable") and status in DISABLEABLE:
            ends["disable"] = self.effects.disable
        if may("accounts.erase") and status is not AccountStatus.ERASED:
            ends["erase"] = self.effects.erase
        return ends

    def _begin_what_was_asked(self) -> None:
        """Open the panel that the address names, as the palette and a fresh proof lead to it."""
        make = self._ends().get(self.context.query.get("act", ""))
        if make is not None:
            self._put(make)

    def _begin(self, text: str, sign: str, make: Making, *, testid: str) -> None:
        async def begin() -> None:
            self._open(make)

        weight = Weight.BEGINS_AN_END
        Button(self.context, text, begin, weight=weight, sign=sign, testid=testid)

    async def _new_link(self) -> None:
        account_id = self.seen.account.id
        secret: Secret = await self.context.call(new_link, account_id)
        show_link(self.context, secret, show("acc", account_id))

    async def _enable(self) -> None:
        await self.context.call(enable, self.seen.account.id)
        self._again(self.context.words("Enabled."))

    def _live(self) -> None:
        words = self.context.words
        sessions, grants = self.seen.sessions, self.seen.hanging
        counts = [
            words.count("{n} session", "{n} sessions", len(sessions)),
            words.count("{n} grant", "{n} grants", len(grants)),
        ]
        live = card(words("What is live"), flush=True, note=", ".join(counts), testid="live")
        with live.body:
            if not sessions and not grants:
                Tag("p", words("Nobody is signed in here."), "bl-none-yet bl-mute")
                return
            hanging = LiveTree(self.context, self.seen, self.effects)

            async def choose(key: str) -> None:
                make = hanging.ends.get(key)
                if make is None or not self.context.may("sessions.end"):
                    self._clear()
                else:
                    self._put(make)

            Tree(self.context, words("What is live"), hanging.roots, choose, testid="account.tree")

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
                        Tag("span", f"{words(KINDS[each.kind])}, {words('sealed')}")
                        short_id(words, show("idn", each.id), short("idn", each.id))
                if not self.seen.identifiers:
                    Tag("span", "—")
            known.add(words("Audience"), words(_AUDIENCES[account_.audience]))
            with known.add(words("Created")):
                Moment(account_.created_at, Form.DAY)
            if self.seen.sessions:
                with known.add(words("Last seen")):
                    Moment(max(each.last_seen_at for each in self.seen.sessions))

    def _beside(self) -> Tag:
        """Draw where what an end will stop is shown; Escape closes that."""
        side = Tag("div", "", "bl-section", aria_live="polite", tabindex=-1, data_closes="it")
        side.on("keydown.escape", self._close, args=[])
        return side

    def _open(self, make: Making) -> None:
        """Show what an end will stop, and lead whoever pressed its button there."""
        self._put(make)
        ui.run_javascript("Byleave.enter()")

    def _close(self) -> None:
        self._clear()
        ui.run_javascript("Byleave.comeBack()")

    def _clear(self) -> None:
        if self.side is not None:
            self.side.clear()

    def _put(self, make: Making) -> None:
        if self.side is None:
            return
        effect, act = make()
        self.side.clear()
        with self.side:
            if make == self.effects.erase:
                self._erasing(effect, act)
            else:
                effect_panel(self.context, effect, act)
        self.side.run_method("scrollIntoView", {"block": "nearest"})

    def _erasing(self, effect: Effect, act: Act) -> None:
        """Draw the panel of what cannot be undone; without a fresh proof, the way to one."""
        if not proven_lately(self.context):
            self._ask_for_proof()
            return

        async def proven(note: str) -> None:
            await with_proof(partial(act, note), self._ask_for_proof)

        effect_panel(self.context, effect, proven)

    def _ask_for_proof(self) -> None:
        words = self.context.words
        if self.side is None:
            return
        self.side.clear()
        with self.side:
            asked = card(words("Erase the account"), testid="erase")
            with asked.body:
                prove_again(self.context, ProofFor.ERASE, self.context.path, act="erase")
