"""What each role may do, made from the table that the use cases ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.console.parts.elements import Tag, icon
from app.console.parts.surfaces import card
from app.console.role_words import PERMISSION_NAMES, ROLE_NAMES, ROLE_NOTES
from app.console.view_as import view_form
from domain.operators.permissions import ABOVE, EVERYTHING, PERMISSIONS
from domain.operators.records import Role

if TYPE_CHECKING:
    from app.console.context import PageContext


def draw_roles(context: PageContext) -> None:
    """Draw the matrix, and for each role a way to look at the console as it."""
    words = context.words
    whole = card(
        words("What each role may do"),
        flush=True,
        note=words("a role for one tenant counts in that tenant alone"),
        testid="roles.matrix",
    )
    label = words("What each role may do")
    table = Tag("div", "", "bl-matrix", tabindex=0, role="group", aria_label=label)
    table.move(whole.body)
    with table, Tag("table"):
        with Tag("thead"), Tag("tr"):
            Tag("th", words("Permission"), scope="col")
            for role in Role:
                with Tag("th", "", scope="col"):
                    Tag("span", words(ROLE_NAMES[role]), title=words(ROLE_NOTES[role]))
        with Tag("tbody"):
            for word in _ordered():
                _line(context, word)
            _views(context)


def _ordered() -> list[str]:
    """Return every permission: those that have words in their order, then any other."""
    return [*PERMISSION_NAMES, *sorted(EVERYTHING - PERMISSION_NAMES.keys())]


def _line(context: PageContext, permission: str) -> None:
    words = context.words
    with Tag("tr", data_testid=f"roles.{permission}"):
        with Tag("th", "", scope="row"):
            Tag("span", words(PERMISSION_NAMES.get(permission, permission)))
            if permission in ABOVE:
                Tag("span", " · " + words("whole installation"), "bl-xs bl-mute")
        for role in Role:
            may = permission in PERMISSIONS[role]
            with Tag("td", "", "yes" if may else "no"):
                icon("check" if may else "minus")
                Tag("span", words("yes") if may else words("no"), "bl-sr")
                Tag("span", words(ROLE_NAMES[role]), "role")


def _views(context: PageContext) -> None:
    words = context.words
    with Tag("tr"):
        Tag("th", words("Look at this console as this role"), scope="row")
        for role in Role:
            with Tag("td"):
                name = words(ROLE_NAMES[role])
                Tag("span", name, "role")
                form = view_form(
                    role, context.href("/"), words("View as"), f"roles.view.{role.value}"
                )
                form.set(aria_label=words("View as {role}", role=name))
