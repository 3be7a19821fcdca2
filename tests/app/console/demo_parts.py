"""A page of the demo console with the parts that single rooms are built of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from app.console.context import PageContext
from app.console.parts.acts import BulkAct, RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight
from app.console.parts.charts import Plot, Series, Share, chart_card, shares
from app.console.parts.chips import Chips, Filter
from app.console.parts.commands import AsCommand
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing
from app.console.parts.trees import Node, Tree
from domain.kernel.paging import Page

TODAY = date(2026, 11, 20)
MOVED: list[str] = []
SIZE = 12


def _state(number: int) -> str:
    return ("enabled", "enabled", "locked", "disabled", "pending")[number % 5]


async def lists(context: PageContext) -> None:
    head = page_head(context, "Accounts", crumbs=[("People", ""), ("Accounts", "")])
    AsCommand(
        context, head, "byleave account list \\\n  --state enabled", "accounts:\n  - label: a"
    )
    held = Listings(context)
    await held.draw()


class Listings:
    """The list with all it can have."""

    def __init__(self, context: PageContext) -> None:
        self.context = context

    async def draw(self) -> None:
        columns = [
            Column("account", "Account", "id"),
            Column("label", "Label"),
            Column("state", "State", "badge"),
            Column("seen", "Last seen", "time", align="end", sortable=True),
        ]
        options = [Choice(each, each) for each in ("enabled", "locked", "disabled", "erased")]
        whole = card(flush=True)
        with whole.body:
            with Tag("div", "", "bl-filters"):
                self.chips = Chips(
                    self.context,
                    [
                        Filter("state", "state", options, several=True, negatable=True),
                        Filter("label", "label"),
                        Filter("since", "created since", kind="day"),
                    ],
                    testid="lists.filters",
                )
            self.listing = Listing(
                self.context,
                ("lists", "Accounts", columns),
                self.load,
                lambda: None,
                acts=[
                    RowAct("mute", "Mute", self.mute, "key-round"),
                    RowAct("hidden", "Hidden", self.mute, needs="nobody.has"),
                    BulkAct("export", "Export {n}", self.export, "download"),
                    BulkAct("end", "End {n}…", self.end, "ban", weight=Weight.BEGINS_AN_END),
                ],
                chips=self.chips,
            )
        await self.listing.show()

    async def load(self, wanted):
        asked, denied = self.chips.values("state"), self.chips.denied("state")
        fitting = [n for n in range(34) if not asked or (_state(n) in asked) is not denied]
        first = int(wanted.page.after or b"0")
        if wanted.page.backward:
            first = max(0, first - SIZE)
        rows = tuple(self.row(n) for n in fitting[first : first + SIZE])
        following = str(first + SIZE).encode() if first + SIZE < len(fitting) else None
        return Page(rows, following, str(first).encode() if first else None)

    def row(self, number: int) -> dict[str, object]:
        key = f"acc_{number:06d}"
        return {
            "id": key,
            "href": self.context.href(f"/accounts/{key}"),
            "account": key,
            "label": "night ward, tablet 2" if number % 3 == 0 else "",
            "state": badge_cell(self.context.words, _state(number)),
            "seen": (datetime.now(UTC) - timedelta(minutes=7 * number * number + 4)).isoformat(),
        }

    async def mute(self, row: str) -> None:
        MOVED.append(f"muted {row}")

        async def undo() -> None:
            MOVED.append(f"heard {row}")
            self.context.toaster.done("Heard again.")

        self.context.toaster.undo(f"Muted {row}.", undo)

    async def export(self, rows) -> None:
        MOVED.append("exported " + " ".join(rows))

    async def end(self, rows) -> None:
        async def act(reason: str) -> None:
            MOVED.append(f"ended {len(rows)}: {reason}")
            await self.listing.again()

        effect = Effect(
            "All of them are signed out.",
            [Stop("4 sessions", "at once"), Stop("Leave that was given", stays=True)],
            f"End {len(rows)} sessions",
        )
        confirm(self.context, "End sessions", effect, act, count=len(rows), testid="lists.end")


async def drawings(context: PageContext) -> None:
    page_head(context, "Drawings")
    days = [TODAY - timedelta(days=n) for n in reversed(range(30))]
    now = [400 + (n * 37) % 290 for n in range(30)]
    before = [350 + (n * 53) % 240 for n in range(30)]
    with Tag("div", "", "bl-section"), Tag("div", "", "bl-grid bl-g2"):
        chart_card(
            context.words,
            "Sign-ins a day",
            (
                days,
                [Series("this period", now), Series("the one before", before, "c5", dashed=True)],
                Plot.LINES,
            ),
            testid="drawings.lines",
        )
        asked = card("Asked for leave")
        with asked.body:
            shares(
                context.words,
                3655,
                [Share("Asked", 3655, "c5"), Share("Given", 2214), Share("Refused", 512, "c3")],
            )
        chart_card(
            context.words,
            "Leave",
            (
                days,
                [
                    Series("given", [n % 9 * 11 for n in range(30)]),
                    Series("refused", [n % 4 * 9 for n in range(30)], "c3"),
                    Series("ended by time", [n % 3 * 5 for n in range(30)], "c5"),
                ],
                Plot.STACK,
            ),
            testid="drawings.stack",
        )
        chart_card(
            context.words,
            "Days seen",
            (
                [TODAY - timedelta(days=n) for n in reversed(range(90))],
                [Series("sign-ins", [(n * 7) % 5 for n in range(90)])],
                Plot.HEAT,
            ),
            note="last 90 days, by day only",
            testid="drawings.heat",
        )
        _tree(context)
        with Tag("div"):
            Button(context, "Nothing", _nothing)


async def _nothing() -> None:
    return None


def _tree(context: PageContext) -> None:
    ends = datetime.now(UTC) + timedelta(days=27)
    family = Node("fam", "rt …07aa", "refresh", "refresh-cw", mono=True, at=ends)
    grant = Node(
        "gra",
        "Tidebook",
        "grant",
        "app-window",
        note="openid appointments",
        at=ends,
        act="Revoke…",
        kids=[family],
    )
    other = Node(
        "lab",
        "Lab Portal",
        "grant",
        "app-window",
        badge=("care", "hourglass", "ends 18:00"),
        act="Revoke…",
    )
    first = Node(
        "ses",
        "Firefox, Windows",
        "session",
        "monitor",
        note="since 08:02",
        act="End…",
        kids=[grant, other],
    )
    second = Node("qr", "Android, by QR", "session", "smartphone", act="End…")
    root = Node(
        "acc",
        "acc_7f3k9q",
        "",
        "user-round",
        mono=True,
        act="End everything…",
        kids=[first, second],
    )
    live = card("What is live", flush=True, note="2 sessions, 2 grants")

    async def choose(key: str) -> None:
        MOVED.append(f"chose {key}")

    with live.body:
        Tree(context, "What is live", [root], choose, testid="drawings.tree")
