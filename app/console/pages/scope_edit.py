"""Define, change or delete a scope: what people will read, and what a change does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.console.pages.scope_preview import preview, what_changes
from app.console.pages.scopes import NEEDS
from app.console.parts.buttons import Button, Weight
from app.console.parts.effects import Effect, Stop, confirm
from app.console.parts.elements import Tag
from app.console.parts.fields import TICKED, Choice, Field, Form, Shape
from app.console.parts.small import notice
from app.console.parts.surfaces import card, page_head
from app.runtime.spans import span
from domain.blueprint.durations import read_duration, write_duration
from domain.clients.define_scope import define_scope, remove_scope
from domain.clients.records import ConsentNeed, Scope
from domain.clients.scopes import STANDARD
from domain.kernel.errors import not_found
from domain.operators.clients_overview import ScopeUse, scope_uses

if TYPE_CHECKING:
    from app.console.context import PageContext

_LENGTHS: Final = tuple(timedelta(hours=each) for each in (1, 24, 7 * 24, 30 * 24, 90 * 24))
_NEW: Final = Scope("", "", "", ConsentNeed.OPTIONAL)


async def new_scope(context: PageContext) -> None:
    """Draw the form that defines a scope."""
    words = context.words
    page_head(
        context,
        words("Define a scope"),
        crumbs=[(words("Apps"), ""), (words("Scopes"), "/scopes")],
        lede=words("Say the effect, not the mechanism: what it sees, and what it never sees."),
    )
    _draw(context, ScopeUse(_NEW, (), 0))


async def edit_scope(context: PageContext) -> None:
    """Draw one scope.

    Refuses:
        not_found: there is no such scope in this tenant.
    """
    words, wanted = context.words, context.query.get("scope", "")
    uses: tuple[ScopeUse, ...] = await context.call(scope_uses)
    use = next((each for each in uses if each.scope.value == wanted), None)
    if use is None:
        raise not_found("scope")
    head = page_head(
        context,
        use.scope.value,
        crumbs=[(words("Apps"), ""), (words("Scopes"), "/scopes")],
        mono=True,
    )
    if _changeable(context, use):
        with head.acts:
            _delete_button(context, use)
    _draw(context, use)


def _changeable(context: PageContext, use: ScopeUse) -> bool:
    return use.scope.value not in STANDARD and context.may("clients.change")


def _draw(context: PageContext, use: ScopeUse) -> None:
    words = context.words
    with Tag("div", "", "bl-grid bl-half"):
        with Tag("div", "", "bl-section"):
            whole = card(words("What it means"))
        with Tag("div", "", "bl-section"):
            shown = Tag("div", "", data_testid="scope.preview")
            what_changes(context, use)
    with whole.body, Tag("div", "", "bl-col"):
        if use.scope.value in STANDARD:
            notice(words("It is built in, the same in every tenant."), "note")
        fields = _fields(context, use.scope, locked=not _changeable(context, use))
        if _changeable(context, use):
            _save_button(context, use, fields)

    def draw_again() -> None:
        shown.clear()
        with shown:
            preview(context, _typed(fields))

    for each in fields.values():
        each.on("told", draw_again, args=[])
    draw_again()


def _fields(context: PageContext, scope: Scope, *, locked: bool) -> dict[str, Field]:
    words = context.words
    needs = [Choice(each.value, words(said)) for each, (_, said) in NEEDS.items()]
    lengths = sorted({*_LENGTHS, *([scope.longest_consent] if scope.longest_consent else ())})
    bounds = [Choice("", words("as long as the client may"))]
    bounds += [Choice(write_duration(each), span(words, each)) for each in lengths]
    longest = write_duration(scope.longest_consent) if scope.longest_consent else ""
    standard = scope.value in STANDARD
    made = (
        Field(
            "value",
            words("Scope"),
            scope.value,
            hint=words("The word applications send, such as orders.read; it cannot be changed."),
            shape=Shape(mono=True, locked=locked or bool(scope.value)),
        ),
        Field(
            "label",
            words("Name"),
            words(scope.label) if standard else scope.label,
            hint=words("A few words, such as: See your orders."),
            shape=Shape(locked=locked),
        ),
        Field(
            "sentence",
            words("Sentence"),
            words(scope.sentence) if standard else scope.sentence,
            hint=words("What it sees, and what it never sees."),
            shape=Shape(locked=locked),
        ),
        Field(
            "consent",
            words("On the page"),
            scope.consent.value,
            shape=Shape("select", options=needs, locked=locked),
        ),
        Field(
            "longest_consent",
            words("Leave lasts at most"),
            longest,
            shape=Shape("select", options=bounds, locked=locked),
        ),
        Field(
            "claims",
            words("Claims it opens"),
            " ".join(scope.claims),
            hint=words("Names with blanks between them."),
            shape=Shape(mono=True, optional=words("optional"), locked=locked),
        ),
        Field(
            "hosted_only",
            words("May be decided on our own page alone"),
            TICKED if scope.hosted_only else "",
            shape=Shape("tick", locked=locked),
        ),
    )
    return {field.name: field for field in made}


def _typed(fields: dict[str, Field]) -> Scope:
    need = fields["consent"].text
    known = {each.value for each in ConsentNeed}
    return Scope(
        value=fields["value"].text,
        label=fields["label"].text,
        sentence=fields["sentence"].text,
        consent=ConsentNeed(need) if need in known else ConsentNeed.OPTIONAL,
        longest_consent=read_duration(fields["longest_consent"].text),
        claims=tuple(dict.fromkeys(fields["claims"].value.split())),
        hosted_only=fields["hosted_only"].ticked,
    )


def _save_button(context: PageContext, use: ScopeUse, fields: dict[str, Field]) -> None:
    words = context.words
    form = Form(context, *fields.values())

    async def save() -> None:
        wanted = _typed(fields)
        await context.call(define_scope, wanted)
        context.toaster.done(words("Saved the scope."))
        context.go("/scopes/edit", scope=wanted.value)

    async def send() -> None:
        await form.send(save)

    verb = words("Save the scope") if use.scope.value else words("Define the scope")
    Button(context, verb, send, weight=Weight.PRIMARY, sign="save", testid="scope.save")


def _delete_button(context: PageContext, use: ScopeUse) -> None:
    words, value = context.words, use.scope.value

    async def act(_note: str) -> None:
        await context.call(remove_scope, value)
        context.toaster.done(words("Deleted the scope."))
        context.go("/scopes")

    async def begin() -> None:
        effect = Effect(
            words("No application may ask for {scope} any more.", scope=value),
            [
                Stop(words("The word and its sentence"), words("at once")),
                Stop(words("Entries of the ledger that name it"), stays=True),
            ],
            words("Delete the scope"),
            words("It can be defined again; a client that may ask for it keeps it from going."),
            reason=False,
        )
        confirm(context, words("Delete the scope"), effect, act, testid="scope.delete.ask")

    Button(
        context,
        words("Delete…"),
        begin,
        sign="trash-2",
        weight=Weight.BEGINS_AN_END,
        testid="scope.delete",
    )
