"""What the page of backups shows beside its list: the last rehearsal, the way back, a download."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from app.console.pages.proof import prove_again, proven_lately
from app.console.parts.badges import badge_cell
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.dialogs import Dialog
from app.console.parts.elements import Tag
from app.console.parts.small import Form, Moment, notice
from app.console.parts.surfaces import Facts, card
from app.runtime.errands import ProofFor

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.operations.backup.rehearse import Rehearsed
    from app.operations.backup.shelf import Kept, Shelf
    from app.runtime.words import Words

_FULL_LOAD: Final = "(event) => event.stopPropagation()"
"""A file is not a page: the console must not open it inside itself."""

_COMMAND: Final = "byleave restore FILE"


def megabytes(size: int) -> str:
    """Write a size for people."""
    return f"{size / 1e6:.1f}\u00a0MB"


def state_of(words: Words, kept: Kept, found: Shelf) -> tuple[str, str, str] | str:
    """Return the badge of a backup: whether it was proved to start, or cannot be read."""
    if kept.made_at is None:
        return ("bad", "triangle-alert", words("Cannot be read"))
    done = found.rehearsed
    if done is None or done.file != kept.file:
        return badge_cell(words, "done")
    if done.holds:
        return ("good", "shield-check", words("Starts"))
    return ("bad", "triangle-alert", words("Does not start"))


def draw_rehearsal(words: Words, done: Rehearsed) -> None:
    """Draw what came of the last rehearsal."""
    whole = card(words("Last rehearsal"), testid="backups.rehearsal")
    with whole.body:
        if not done.holds:
            notice(
                words("Keep the earlier ones, and look at the disk and the log of the server."),
                "bad",
                words("This backup does not start: {fault}.", fault=done.faults[0].rstrip(".")),
            )
        facts = Facts()
        with facts.add(words("When")):
            Moment(datetime.fromisoformat(done.at), Form.DAY)
        facts.add(words("Backup"), done.file, mono=True)
        facts.add(words("Rows that came back"), f"{done.rows:,}".replace(",", "\u202f"))
        facts.add(words("Hashes made again"), f"{done.leaves:,}".replace(",", "\u202f"))


def draw_way_back(words: Words) -> None:
    """Say how a backup is put back."""
    whole = card(words("Put one back"), testid="backups.back")
    with whole.body, Tag("div", "", "bl-col"):
        with Tag("ol", "", "bl-way"):
            for line in (
                words("Install this version of Byleave, or a newer one, where no data is yet."),
                words(
                    "Put the master key file where it stood. It is in no backup: keep a copy of "
                    "it in another place than the backups."
                ),
                words("Run this command; it reads the whole file before it writes anything:"),
            ):
                Tag("li", line)
        CodeBlock(words, {words("Command"): _COMMAND}, testid="backups.command")
        Tag(
            "p",
            words(
                "Nothing that ended since comes back to life: people sign in and are asked for "
                "leave anew, and each tenant's trail says so."
            ),
            "bl-s bl-mute",
        )


def taking(context: PageContext, kept: Kept) -> None:
    """Ask before a backup is taken away, after a fresh proof."""
    words = context.words
    with context.floor:
        dialog = Dialog(words("Take this backup away?"), alert=True, testid="backups.take")

    async def leave() -> None:
        dialog.close()

    with dialog.body:
        if proven_lately(context):
            _what_it_is(context, kept)
        else:
            prove_again(context, ProofFor.TAKE_BACKUP, "/system/backups", take=kept.file)
    with dialog.acts:
        Button(context, words("Cancel"), leave, testid="backups.take.cancel")
        if proven_lately(context):
            address = context.href(f"/file/backup/{quote(kept.file)}")
            said = words("Download {size}", size=megabytes(kept.size))
            way = go_button(
                said, address, weight=Weight.PRIMARY, sign="download", testid="backups.take.go"
            )
            way.set(download="")
            way.on("click", js_handler=_FULL_LOAD)
    dialog.open()


def _what_it_is(context: PageContext, kept: Kept) -> None:
    words = context.words
    Tag(
        "p",
        words(
            "It holds everything of every tenant, sealed: without the master key {key} nobody "
            "reads it. That you took it stands in the audit trail.",
            key=kept.key,
        ),
        "bl-s bl-sub",
    )
    with Tag("p", "", "bl-s"):
        Tag("code", kept.file, "bl-mono")
