"""One persona: its claims, all made up, and the way to sign in as it; and making one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from app.console.pages.personas import signs_in_as
from app.console.parts.badges import badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.dialogs import show_once
from app.console.parts.elements import Tag, link
from app.console.parts.fields import Field, Form, Shape
from app.console.parts.small import Form as When
from app.console.parts.small import Moment, notice, short_id
from app.console.parts.surfaces import Facts, card, page_head
from domain.accounts.records import Account, AccountStatus
from domain.kernel.errors import invalid, not_found
from domain.kernel.ids import read, short, show
from domain.kernel.secrets import Secret, new_secret
from domain.sandbox.look_up import Persona
from domain.sandbox.look_up import persona as persona_of
from domain.sandbox.personas import NewPersona, add_persona

if TYPE_CHECKING:
    from app.console.context import PageContext

_FULL_LOAD: Final = "(e) => e.stopPropagation()"
_SCOPES: Final = "openid profile email"


async def persona(context: PageContext) -> None:
    """Draw one persona.

    Refuses:
        not_found: there is no such persona in this tenant.
    """
    words = context.words
    account_id = read("acc", context.params["account"])
    if account_id is None:
        raise not_found("persona")
    seen: Persona = await context.call(persona_of, account_id)
    key = show("acc", account_id)
    head = page_head(
        context,
        signs_in_as(seen.claims) or short("acc", account_id),
        crumbs=[(words("Testing"), ""), (words("Personas"), "/personas")],
        mono=True,
    )
    command = f"byleave persona show {key} \\\n  --tenant {context.tenant.slug}"
    AsCommand(context, head, command)
    with head.beside:
        badge(words, seen.account.status.value)
    with head.acts:
        _sign_in_as(context, key, seen)
    with Tag("div", "", "bl-grid bl-side"):
        claims = card(
            words("Claims"),
            note=words("made up, told as scopes allow"),
            testid="claims",
        )
        side = Tag("div", "", "bl-section")
    with claims.body:
        text = json.dumps(dict(seen.claims), indent=2, ensure_ascii=False, sort_keys=True)
        CodeBlock(words, {"JSON": text})
    with side:
        _facts(context, key, seen)


def _sign_in_as(context: PageContext, key: str, seen: Persona) -> None:
    words = context.words
    enabled = seen.account.status is AccountStatus.ENABLED
    if not (enabled and context.tenant.test_drive and context.may("drive.use")):
        return
    address = context.href("/drive/start", persona=key, scope=_SCOPES, prompt="login")
    way = go_button(
        words("Sign in as this persona"),
        address,
        weight=Weight.PRIMARY,
        sign="log-in",
        testid="persona.sign-in",
    )
    way.set(target="_blank", rel="opener")
    way.on("click", js_handler=_FULL_LOAD)


def _facts(context: PageContext, key: str, seen: Persona) -> None:
    words = context.words
    facts = card(words("Facts"))
    with facts.body:
        known = Facts()
        with known.add(words("Account")):
            link(short("acc", seen.account.id), context.href(f"/accounts/{key}"), "bl-mono")
        with known.add(words("Id")):
            short_id(words, key, short("acc", seen.account.id))
        with known.add(words("Created")):
            Moment(seen.account.created_at, When.DAY)
    if not context.tenant.test_drive:
        notice(
            words("Turn the demo application on in the test drive to sign in from here."), "note"
        )


async def new_persona(context: PageContext) -> None:
    """Draw the form that makes a persona; its password is made for it and shown once."""
    words = context.words
    page_head(
        context,
        words("Make a persona"),
        crumbs=[(words("Testing"), ""), (words("Personas"), "/personas")],
        lede=words("Write nothing of a real person here: what you write is shown and told."),
    )
    whole = card()
    with whole.body, Tag("div", "", "bl-col bl-narrow"):
        optional = Shape(optional=words("optional"))
        fields = (
            Field("username", words("Username"), shape=Shape(mono=True)),
            Field("email", words("E-mail address"), shape=optional),
            Field(
                "claims",
                words("Further claims"),
                hint=words("A JSON object; name and address are added by themselves."),
                shape=Shape("area", mono=True, rows=6, optional=words("optional")),
            ),
        )
        form = Form(context, *fields)

        async def make() -> None:
            password = Secret(new_secret().reveal()[:24])
            wanted = NewPersona(
                username=_typed(form, "username"),
                email=_typed(form, "email"),
                password=password,
                claims=_claims(context, form.text("claims")),
            )
            made: Account = await context.call(add_persona, wanted)
            show_once(
                context,
                words("Password of the persona"),
                password.reveal(),
                words("Your tests sign in with it. Write it where they can read it."),
                after=lambda: context.go(f"/personas/{show('acc', made.id)}"),
            )

        async def send() -> None:
            await form.send(make, also={"identifier": "username"})

        Button(
            context, words("Make the persona"), send, weight=Weight.PRIMARY, testid="persona.create"
        )


def _typed(form: Form, name: str) -> Secret | None:
    text = form.text(name)
    return Secret(text) if text else None


def _claims(context: PageContext, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise invalid("claims", context.words("write a JSON object"))
    return found
