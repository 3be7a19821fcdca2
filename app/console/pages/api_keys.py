"""API keys: how an operator's machines call the management API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.console.pages.line_parts import operator_names, who_cell
from app.console.parts.acts import RowAct
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Weight, go_button
from app.console.parts.chips import Chips, Filter
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.days import day_written
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import Choice
from app.console.parts.states import empty_state
from app.console.parts.surfaces import card, page_head
from app.console.parts.tables import Column, Listing, Row, Wanted
from domain.api_keys.form import PREFIX
from domain.api_keys.records import ApiKey
from domain.kernel.errors import not_found
from domain.kernel.ids import read, short, show
from domain.kernel.paging import Page
from domain.operators.api_keys import WHAT, ListApiKeys, revoke_api_key
from domain.operators.api_keys import api_keys as list_api_keys
from domain.operators.resolve import AskPermissions, permissions

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.runtime.words import Words


async def api_keys(context: PageContext) -> None:
    """Draw the operator's own keys, or everybody's for who may see them."""
    words = context.words
    head = page_head(
        context,
        words("API keys"),
        crumbs=[(words("Tenant"), ""), (words("API keys"), "")],
        lede=words("A machine acts for you with a part of what you may do, and never more."),
    )
    with head.acts:
        go_button(
            words("Make a key"),
            context.href("/api-keys/new"),
            weight=Weight.PRIMARY,
            sign="plus",
            testid="api-keys.new",
        )
    AsCommand(context, head, "byleave api-key list")
    mine = AskPermissions(context.identity.account_id)
    every = "operators.read" in await context.call_installation(permissions, mine)
    whole = card(flush=True)
    with whole.body:
        chips = _chips(context) if every else None

        async def load(wanted: Wanted) -> Page[Row]:
            all_of_them = chips is not None and chips.value("whose") == "everyone"
            of = None if all_of_them else context.identity.account_id
            found: Page[ApiKey] = await context.call_installation(
                list_api_keys, ListApiKeys(of, wanted.page)
            )
            names = await _names(context, found.rows)
            rows = tuple(_row(context, key, names) for key in found.rows)
            return Page(rows, found.next, found.previous)

        async def revoke(row: str) -> None:
            _ask_to_revoke(context, row, listing)

        act = RowAct(
            "revoke",
            words("Revoke…"),
            revoke,
            "ban",
            weight=Weight.BEGINS_AN_END,
            where=lambda row: row["live"] == "yes",
        )
        listing = Listing(
            context,
            ("api-keys", words("API keys"), _columns(words)),
            load,
            lambda: _none_yet(context),
            acts=[act],
            chips=chips,
        )
    await listing.show()


def _columns(words: Words) -> list[Column]:
    return [
        Column("key", words("Key"), "mono"),
        Column("label", words("Name")),
        Column("may", words("May do")),
        Column("where", words("Where")),
        Column("by", words("Operator"), "who"),
        Column("state", words("State"), "badge"),
        Column("used", words("Last used"), align="end"),
        Column("until", words("Good until"), "day", align="end"),
    ]


def _chips(context: PageContext) -> Chips:
    words = context.words
    options = [Choice("everyone", words("everyone"))]
    with Tag("div", "", "bl-filters"):
        return Chips(context, [Filter("whose", words("of"), options)], testid="api-keys.filters")


async def _names(context: PageContext, keys: Iterable[ApiKey]) -> Mapping[bytes, str]:
    """Return what the operators of keys are called; one's own name one knows."""
    me = context.identity
    own = {} if me.name == short("acc", me.account_id) else {me.account_id: me.name}
    others = {key.account_id for key in keys} - {me.account_id}
    return {**await operator_names(context, others), **own}


def _row(context: PageContext, key: ApiKey, names: Mapping[bytes, str]) -> Row:
    words, now = context.words, context.console.clock.now()
    state = "active" if key.stands(now) else "revoked" if key.revoked_at else "expired"
    return {
        "id": show("apk", key.id),
        "key": f"{PREFIX}…{key.hint}",
        "label": key.label,
        "may": words.count("{n} permission", "{n} permissions", len(key.permissions)),
        "where": words("one tenant") if key.bound_to else words("wherever its operator may"),
        "by": who_cell(key.account_id, names),
        "state": badge_cell(words, state),
        "used": day_written(words, key.last_used_on) if key.last_used_on else words("never"),
        "until": key.expires_at.isoformat(),
        "live": "yes" if state == "active" else "",
    }


def _none_yet(context: PageContext) -> None:
    words = context.words
    with empty_state(
        words("No machine calls for you yet"),
        words(
            "A key has some of your permissions, an end, and a name by which you know it. "
            "What it does stands in the audit trail under its own id."
        ),
        sign="key-round",
        testid="api-keys.empty",
    ):
        with Tag("div", "", "bl-row"):
            go_button(words("Make a key"), context.href("/api-keys/new"), sign="plus")
        line = f'curl -H "Authorization: Bearer $KEY" {context.console.base_url}/api/v1/whoami'
        CodeBlock(words, {"curl": line})


def _ask_to_revoke(context: PageContext, row: str, listing: Listing) -> None:
    words = context.words
    key_id = read("apk", row)
    if key_id is None:
        raise not_found(WHAT)
    wanted = key_id

    async def act(_reason: str) -> None:
        await context.call_installation(revoke_api_key, wanted)
        await listing.again()

    effect = Effect(
        words("The next call with this key is refused."),
        [
            Stop(words("The key {id}", id=short("apk", wanted)), words("at once")),
            Stop(words("What it made, and its lines in the audit trail"), stays=True),
        ],
        words("Revoke the key"),
        words("A revoked key cannot be brought back; make a new one."),
        reason=False,
    )
    confirm(context, words("Revoke this key?"), effect, act, testid="api-key.revoke")
