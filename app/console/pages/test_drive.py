"""Test drive: the request on the left; every hop, the decoded tokens and the leave on the right."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from nicegui import ui

from app.console.pages.drive_people import (
    CREATE,
    is_registering,
    people,
    prompts,
    turn_on,
    who_signs_in,
)
from app.console.pages.ledger import KINDS, until
from app.console.parts.badges import badge, plain_badge
from app.console.parts.buttons import Button, Weight, go_button
from app.console.parts.code import CodeBlock
from app.console.parts.elements import Tag, link
from app.console.parts.fields import TICKED, Choice, Field, Shape
from app.console.parts.small import Form, Moment
from app.console.parts.states import empty_state
from app.console.parts.surfaces import Card, card, page_head
from app.operations.demo import CLIENT_ID, PAGE, Hop, Run, Wish
from domain.clients.listing import ClientDetail, detail
from domain.consent.records import Consent
from domain.kernel.errors import NOT_FOUND, Refusal
from domain.kernel.ids import show
from domain.kernel.secrets import Secret
from domain.oauth.introspect import Introspect, introspect
from domain.operators.leave_overview import leave_behind
from domain.tenants.issuer import issuer

if TYPE_CHECKING:
    from app.console.context import PageContext

_LOOK_EVERY: Final = 1.0
"""Seconds between two looks whether the other tab has come back."""

_PREFIX: Final = "scope-"


async def test_drive(context: PageContext) -> None:
    """Draw the test drive."""
    words = context.words
    head = page_head(
        context,
        words("Test drive"),
        crumbs=[(words("Testing"), ""), (words("Test drive"), "")],
    )
    with head.beside:
        Tag("span", words("the built-in application, every hop in the open"), "bl-mute")
    seen = await _demo(context)
    if seen is None:
        turn_on(context)
        return
    owner, slug = context.identity.session, context.tenant.slug
    run = context.tools.drives.get(context.query.get("run", ""), owner, slug)
    found = await people(context) if run is None else None
    offered = prompts(context, registering=await is_registering(context))
    asked = _Request(context, seen, run, offered)
    with Tag("div", "", "bl-stack"):
        first = Tag("div", "", "bl-section")
        with Tag("div", "", "bl-grid bl-half"):
            with Tag("div", "", "bl-section"):
                asked.draw(head.acts, loud=found is None or found.anybody)
            right = Tag("div", "", "bl-section")
    if found is not None:
        with right if found.anybody else first:
            who_signs_in(context, found, " ".join(asked.wish.scope), asked.wait)
    await _show_run(context, right, run)


async def _demo(context: PageContext) -> ClientDetail | None:
    try:
        seen: ClientDetail = await context.call(detail, CLIENT_ID)
    except Refusal as refusal:
        if refusal.kind is NOT_FOUND:
            return None
        raise
    return seen


class _Request:
    """The form of the request, and the link that begins the drive in a tab of its own."""

    def __init__(
        self, context: PageContext, seen: ClientDetail, run: Run | None, prompts: Sequence[Choice]
    ) -> None:
        self.context = context
        self.prompts = prompts
        self.scopes = seen.scopes
        wish = run.wish if run else Wish(tuple(seen.client.scopes))
        # An account is made once: whoever drives again does so as the person who has it now.
        self.wish = replace(wish, prompt="") if wish.prompt == CREATE else wish

    def draw(self, acts: Tag, *, loud: bool) -> None:
        """Draw form and link; the link is loud unless something else comes first."""
        words, weight = self.context.words, Weight.PRIMARY if loud else Weight.PLAIN
        whole = card(words("Request"))
        with whole.body, Tag("div", "", "bl-col"):
            with Tag("fieldset", "", "bl-set"):
                Tag("legend", words("Scopes"))
                self.ticks = [self._tick(scope.value) for scope in self.scopes]
            self.prompt = Field(
                "prompt", "prompt", self.wish.prompt, shape=Shape("select", options=self.prompts)
            )
            self.max_age = Field(
                "max_age",
                "max_age",
                self.wish.max_age,
                hint=words("Seconds since the last proof."),
                shape=Shape(mono=True, optional=words("optional")),
            )
            self.push = Field(
                "push",
                words("Push the request first (PAR)"),
                TICKED if self.wish.push else "",
                shape=Shape("tick"),
            )
            self.sent = Tag("div")
        with acts:
            self.go = go_button(words("Drive"), self._address(), weight=weight, sign="play")
            self.go.set(data_testid="drive.go", target="_blank", rel="opener")
        for field in (*self.ticks, self.prompt, self.max_age, self.push):
            field.on("told", self._changed, args=[])
        self.go.on("click", self.wait, args=[])
        self._changed()

    def _tick(self, scope: str) -> Field:
        ticked = TICKED if scope in self.wish.scope else ""
        return Field(f"{_PREFIX}{scope}", scope, ticked, shape=Shape("tick"))

    def _wish(self) -> Wish:
        scope = tuple(f.name.removeprefix(_PREFIX) for f in self.ticks if f.ticked)
        return Wish(scope, self.prompt.text, self.max_age.text, push=self.push.ticked)

    def _address(self) -> str:
        wish = self._wish()
        return self.context.href(
            "/drive/start",
            scope=" ".join(wish.scope),
            prompt=wish.prompt,
            max_age=wish.max_age,
            push="1" if wish.push else "",
        )

    def _changed(self) -> None:
        context, wish = self.context, self._wish()
        self.go.set(href=self._address())
        slug = context.tenant.slug
        told = context.tools.drives.parameters(slug, wish, state="…", verifier="")
        told["code_challenge"] = "…"
        lines = "\n".join(f"{name}={value}" for name, value in told.items())
        endpoint = "POST" if wish.push else "GET"
        path = "par" if wish.push else "authorize"
        self.sent.clear()
        with self.sent:
            what = context.words("What will be sent")
            CodeBlock(context.words, {what: f"{endpoint} /t/{slug}/oauth2/{path}\n{lines}"})

    def wait(self) -> None:
        """Show the drive here too, once its own tab has come back."""
        context = self.context
        drives, owner, slug = context.tools.drives, context.identity.session, context.tenant.slug
        before = drives.newest(owner, slug)

        def look() -> None:
            newest = drives.newest(owner, slug)
            known = before.id if before and not before.state else ""
            if newest is not None and newest.id != known and not newest.state:
                timer.deactivate()
                context.go("/test-drive", run=newest.id)

        timer = ui.timer(_LOOK_EVERY, look)


async def _show_run(context: PageContext, place: Tag, run: Run | None) -> None:
    words = context.words
    with place:
        hops = card(words("Hops"), flush=True, testid="drive.hops")
        with hops.body:
            if run is None or not run.hops:
                empty_state(
                    words("No drive yet"),
                    words(
                        "Press Drive: a tab opens, you sign in there as a person of this tenant "
                        "and answer. Come back here and see what the application got."
                    ),
                    sign="circle-play",
                )
                return
            _hops(context, hops, run)
        if run.access:
            await _leave(context, run)


def _hops(context: PageContext, hops: Card, run: Run) -> None:
    words = context.words
    with hops.more:
        if run.access:
            Button(
                context,
                words("Ask again"),
                lambda: _look(context, run),
                mini=True,
                testid="drive.look",
            )
        if run.refresh:
            Button(
                context,
                words("Refresh"),
                lambda: _refresh(context, run),
                mini=True,
                testid="drive.refresh",
            )
    with Tag("div", "", "bl-hops"):
        for number, hop in enumerate(run.hops):
            _hop(context, hop, opened=bool(hop.tokens) or number == len(run.hops) - 1)


def _hop(context: PageContext, hop: Hop, *, opened: bool) -> None:
    words = context.words
    details = Tag("details", open=opened or None)
    with details:
        with Tag("summary"):
            Tag("span", words("page").upper() if hop.method == PAGE else hop.method, "mth")
            Tag("span", words(hop.title), "bl-grow")
            _status(hop)
            Tag("span", f"{hop.milliseconds} ms" if hop.status else "", "ms")
        with Tag("div", "", "b"):
            shown = {name: _pretty(claims) for name, claims in hop.tokens.items()}
            if hop.sent:
                shown[words("sent")] = _pretty(hop.sent)
            if hop.got:
                shown[words("answer")] = _pretty(hop.got)
            if shown:
                CodeBlock(words, shown)


def _status(hop: Hop) -> None:
    if not hop.status:
        return
    fine = hop.status < 400  # noqa: PLR2004 - HTTP errors begin there
    plain_badge(str(hop.status), "check" if fine else "circle-x", "good bare" if fine else "bad")


def _pretty(told: Mapping[str, Any]) -> str:
    return json.dumps(dict(told), indent=2, ensure_ascii=False, default=str)


async def _leave(context: PageContext, run: Run) -> None:
    words = context.words
    if not run.grant:
        return
    entries: tuple[Consent, ...] = await context.call(leave_behind, run.grant)
    whole = card(words("The leave behind it"), flush=True, testid="drive.leave")
    with whole.body, Tag("ul", "", "bl-lines"):
        if not entries:
            Tag("li", words("Nothing was asked: no item needed leave."), "bl-mute")
        for entry in entries:
            with Tag("li"):
                badge(words, entry.status.value)
                link(entry.item, context.href(f"/ledger/{show('con', entry.id)}"), "bl-mono")
                Tag("span", words(KINDS[entry.necessity]), "bl-grow bl-mute")
                if entry.expires_at:
                    with Tag("span", "", "bl-row"):
                        Tag("span", words(until(entry)), "who")
                        Moment(entry.expires_at, Form.DAY)


async def _look(context: PageContext, run: Run) -> None:
    seen: ClientDetail = await context.call(detail, CLIENT_ID)
    address = issuer(context.console.base_url, context.tenant.slug)
    wanted = Introspect(seen.client, Secret(run.access), address)
    began = time.perf_counter()
    active: dict[str, Any] = await context.call(introspect, wanted, signer=context.tools.signer)
    took = round((time.perf_counter() - began) * 1000)
    kept = await context.tools.drives.look(run, active, took)
    context.go("/test-drive", run=kept.id)


async def _refresh(context: PageContext, run: Run) -> None:
    kept = await context.tools.drives.refresh(run)
    context.go("/test-drive", run=kept.id)
