"""Keys: what signs now, what comes next, what still verifies, and who needs the old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.pages.keys_rotate import RotateDialog
from app.console.parts.badges import plain_badge
from app.console.parts.buttons import Button
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag, link
from app.console.parts.small import Form, Moment, notice, short_id
from app.console.parts.surfaces import Facts, card, page_head
from app.runtime.words import later
from domain.operators.key_room import IndexStanding, KeyRoom, KeyStanding, key_room
from domain.tenants.records import KeyPurpose, KeyState

if TYPE_CHECKING:
    from app.console.context import PageContext

_PURPOSES = {
    KeyPurpose.TOKEN: (
        later("Tokens"),
        later("Sign access and ID tokens; applications fetch the public halves."),
    ),
    KeyPurpose.RECEIPT: (
        later("Receipts"),
        later("Sign the receipts of consents; a receipt verifies for as long as its key is told."),
    ),
    KeyPurpose.CHECKPOINT: (
        later("Checkpoints"),
        later("Sign the state of the audit chain."),
    ),
}
_STATES = {
    KeyState.NEXT: ("note", "clock", later("Next")),
    KeyState.ACTIVE: ("good", "circle-check", later("Signs now")),
    KeyState.RETIRING: ("care", "hourglass", later("Verifies only")),
    KeyState.RETIRED: ("", "circle-minus", later("Retired")),
}


async def keys(context: PageContext) -> None:
    """Draw every key with what hangs on it.

    Refuses:
        forbidden: the operator may not read keys.
    """
    words = context.words
    head = page_head(
        context,
        words("Keys"),
        crumbs=[(words("Tenant"), ""), (words("Keys"), "")],
        lede=words("A token key is published a day before it signs, and verifies after it."),
    )
    found: KeyRoom = await context.call(key_room)
    AsCommand(context, head, f"byleave keys show --tenant {context.tenant.slug}")
    rotating = RotateDialog(context, found)
    with Tag("div", "", "bl-stack"):
        for purpose in KeyPurpose:
            standing = [each for each in found.keys if each.key.purpose is purpose]
            if standing:
                _purpose(context, purpose, standing, rotating)
        _index(context, found, rotating)
        _master(context)


def _purpose(
    context: PageContext, purpose: KeyPurpose, standing: list[KeyStanding], rotating: RotateDialog
) -> None:
    words = context.words
    name, note = _PURPOSES[purpose]
    whole = card(words(name), note=words(note), testid=f"keys.{purpose.value}")
    with whole.more:
        if purpose is KeyPurpose.TOKEN:
            issuer = f"{context.console.base_url}/t/{context.tenant.slug}"
            link(words("Key set"), f"{issuer}/oauth2/jwks", "bl-s", data_testid="keys.jwks")
        if context.may("keys.rotate"):
            for alg in sorted({each.key.alg for each in standing}):
                text = words("Rotate {alg}…", alg=alg)
                place = f"keys.rotate.{purpose.value}.{alg}"
                Button(
                    context, text, rotating.asks(purpose, alg), sign="refresh-cw", mini=True,
                    testid=place,
                )  # fmt: skip
    with whole.body, Tag("div", "", "bl-col"):
        for each in standing:
            _key(context, each)


def _key(context: PageContext, each: KeyStanding) -> None:
    words, key = context.words, each.key
    ground, sign, word = _STATES[key.state]
    with Tag("div", "", "bl-row bl-wrap", data_testid=f"keys.key.{key.kid}"):
        plain_badge(words(word), sign, ground)
        Tag("b", key.alg, "bl-mono")
        short_id(words, key.kid, f"{key.kid[:10]}…")
        with Tag("span", "", "bl-s bl-mute"):
            Tag("span", words("made") + " ")
            Moment(key.created_at)
        Tag("span", "", "bl-grow")
        with Tag("span", "", "bl-s"):
            _due(context, each)


def _due(context: PageContext, each: KeyStanding) -> None:
    words = context.words
    if each.key.state is KeyState.NEXT and each.moves_on_at:
        Tag("span", words("signs from") + " ")
        Moment(each.moves_on_at, Form.FULL)
    if each.key.state is KeyState.RETIRING:
        if each.last_token_at:
            over = each.last_token_at <= context.console.clock.now()
            Tag("span", (words("last token ended") if over else words("last token ends")) + " ")
            Moment(each.last_token_at, Form.FULL)
        if each.moves_on_at:
            Tag("span", " · " + words("retired") + " ")
            Moment(each.moves_on_at, Form.FULL)


def _index(context: PageContext, found: KeyRoom, rotating: RotateDialog) -> None:
    words = context.words
    whole = card(
        words("Identifier index"),
        note=words("Recognises people without knowing them"),
        testid="keys.index",
    )
    if context.may("keys.rotate"):
        with whole.more:
            Button(
                context, words("Rotate…"), rotating.asks_index(), sign="refresh-cw", mini=True,
                testid="keys.rotate.index",
            )  # fmt: skip
    with whole.body:
        facts = Facts()
        for each in found.index:
            with (
                facts.add(words("Version {n}", n=each.version)),
                Tag("span", "", "bl-row bl-wrap"),
            ):
                Tag("span", _resting(context, each, found))
                if each.current:
                    plain_badge(words("current"), "circle-check", "good bare")
        if len(found.index) > 1:
            Tag(
                "p",
                words("Each identifier moves to the current version when it is next used."),
                "bl-s bl-mute",
            )


def _resting(context: PageContext, each: IndexStanding, found: KeyRoom) -> str:
    words = context.words
    if each.resting >= found.most:
        return words("{n} identifiers or more", n=found.most)
    return words.count("{n} identifier", "{n} identifiers", each.resting)


def _master(context: PageContext) -> None:
    words = context.words
    whole = card(words("Master key"), testid="keys.master")
    with whole.body, Tag("div", "", "bl-col"):
        notice(
            words(
                "It seals everything else and lies in a file apart from the database, so it is "
                "rotated where that file is. Running servers take the new one up by themselves."
            ),
            "note",
        )
        CodeBlock(words, {words("Command"): "byleave keys rotate master"})
