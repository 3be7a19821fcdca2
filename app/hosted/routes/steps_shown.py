"""What the page of each step shows, and what was typed on the page before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.hosted.pages import (
    ClientFace,
    Consent,
    DurationChoice,
    Identify,
    Item,
    Notice,
    Page,
    Problem,
    Prove,
    Register,
)
from app.hosted.routes.site import Site, Visit
from app.hosted.words import again_notice, errand_notice, notice
from app.runtime.cookies import TYPED_LIFETIME
from app.runtime.errands import Errand, errand_of
from app.runtime.forms import Fields, one
from domain.clients.ours import called
from domain.clients.scopes import OFFLINE
from domain.consent.ask import Ask
from domain.consent.records import Duration, Necessity
from domain.kernel.secrets import Secret
from domain.login.checks import Step
from domain.login.records import Interaction, StepKind
from domain.tenants.records import Registration

if TYPE_CHECKING:
    from starlette.responses import Response


def view(
    visitor: Visit,
    step: Step,
    kind: StepKind,
    problems: tuple[Problem, ...],
    fields: Fields,
) -> Page:
    """Return the view of a step's page."""
    path = visitor.path
    action = path if visitor.away else None
    face = face_of(visitor, step)
    hidden = (("step", kind.value),)
    if kind is StepKind.CONSENT and step.question is not None and face is not None:
        return _consent(step.question, face, problems, hidden, action)
    typed = one(fields, "identifier") or typed_before(visitor, step.interaction)
    errand = errand_at(visitor, step.interaction)
    asks = _why_again(visitor, step.interaction, errand)
    back = errand.back if errand is not None else None
    if kind is StepKind.PROVE:
        return Prove(
            client=face,
            username=typed,
            restart_href=f"{path}?step=identify",
            back_href=back,
            notice=asks,
            problems=problems,
            hidden=hidden,
        )
    least = visitor.tenant.policy.password_least
    if kind is StepKind.REGISTER:
        return Register(
            client=face,
            identifier=typed,
            sign_in_href=f"{path}?step=identify",
            shortest_password=least,
            problems=problems,
            hidden=hidden,
            action=action,
        )
    register_href = f"{path}?step=register" if "register" in step.options else None
    return Identify(
        client=face,
        identifier=typed,
        register_href=register_href,
        by_invitation=visitor.tenant.policy.registration is Registration.INVITATION,
        back_href=back,
        notice=asks or notice(visitor.query.get("did", ""), visitor.words),
        problems=problems,
        hidden=hidden,
        action=action,
    )


def _why_again(visitor: Visit, interaction: Interaction, errand: Errand | None) -> Notice | None:
    """Return why somebody who is signed in is asked to sign in; None where nobody wonders."""
    if errand is not None:
        return errand_notice(errand.act, visitor.words)
    asked, session, since = interaction.request, visitor.session, interaction.fresh_after
    if asked is None or session is None or since is None or session.auth_time >= since:
        return None
    wants_proof = "login" in asked.prompt or asked.max_age is not None
    return again_notice(visitor.words) if wants_proof else None


def _consent(
    question: Ask,
    face: ClientFace,
    problems: tuple[Problem, ...],
    hidden: tuple[tuple[str, str], ...],
    action: str | None,
) -> Consent:
    longest = {scope.value: scope.longest_consent for scope in question.scopes}
    items = {
        need: tuple(
            Item(item.scope, item.label, item.sentence, item.scope == OFFLINE, longest[item.scope])
            for item in question.items
            if item.necessity is need
        )
        for need in Necessity
    }
    bounds = question.choices[-1].length
    already = tuple(
        Item(item.scope, item.label, item.sentence, item.scope == OFFLINE)
        for item in question.already
    )
    return Consent(
        client=face,
        already=already,
        purpose=question.blocks["purpose"] or None,
        needed=items[Necessity.NEEDED],
        chosen=items[Necessity.CHOSEN],
        durations=tuple(
            DurationChoice(choice.duration.value, choice.length) for choice in question.choices
        ),
        duration=question.preset.value,
        display=question.display_hash,
        longest=bounds if question.choices[-1].duration is not Duration.UNTIL_WITHDRAWN else None,
        problems=problems,
        hidden=hidden,
        action=action,
    )


def face_of(visitor: Visit, step: Step) -> ClientFace | None:
    """Return how the client shows itself; None for a sign-in to one's own pages."""
    asked, client = step.interaction.request, step.client
    if asked is None or client is None:
        return None
    origin = urlsplit(asked.redirect_uri).netloc
    return ClientFace(called(client, visitor.say), origin, since=client.created_at)


def keep_typed(
    site: Site, slug: str, answer: Response, interaction: Interaction, typed: Secret
) -> None:
    """Let what was typed travel to the next page, sealed to this interaction."""
    sealed = site.typed.seal(typed, interaction.id, site.clock.now())
    header = site.jar.header(site.jar.typed(slug), sealed, lifetime=TYPED_LIFETIME)
    answer.raw_headers.append(header)


def typed_before(visitor: Visit, interaction: Interaction) -> str:
    """Return what was typed on the page before, if this browser still carries it."""
    site = visitor.site
    value = visitor.request.cookies.get(site.jar.typed(visitor.slug), "")
    typed = site.typed.unseal(value, interaction.id, site.clock.now())
    return typed.reveal() if typed is not None else ""


def errand_at(visitor: Visit, interaction: Interaction) -> Errand | None:
    """Return what this very sign-in is to prove somebody for, where the console told it."""
    site, asked = visitor.site, interaction.request
    value = visitor.request.cookies.get(site.jar.errand, "")
    if not value or asked is None or asked.state is None:
        return None
    return errand_of(site.typed, value, asked.state, site.clock.now())
