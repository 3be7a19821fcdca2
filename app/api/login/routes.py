"""The steps of a headless sign-in: begin, look, identify, prove, register, consent, finish."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from app.api.login.answers import PREFIX, nonce, redirect_answer, step_answer
from app.api.login.bodies import (
    BeginBody,
    ConsentBody,
    FinishBody,
    IdentifyBody,
    ProveBody,
    RegisterBody,
    read_body,
)
from app.api.login.door import Caller, bound_digest
from app.api.login.hosted_only import ensure_decidable
from app.runtime.answers import refusal_answer
from domain.consent.records import Duration
from domain.consent.refusals import DISPLAY_CHANGED
from domain.kernel.errors import Refusal, invalid
from domain.kernel.ids import read
from domain.kernel.secrets import Secret, new_secret
from domain.login.begin import Begin, begin
from domain.login.checks import Step
from domain.login.decide import Decide, decide
from domain.login.dispatch import WhatNext, what_next
from domain.login.finish import Finish, finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from domain.login.records import InteractionStatus, StepKind
from domain.login.refusals import INTERACTION_GONE, WRONG_STEP
from domain.login.register import Register, register
from domain.oauth import read_request
from domain.oauth.respond import failure, success
from domain.oauth.vocabulary import LOGIN_REQUIRED, RedirectRefusal
from domain.oauth.way_back import way_back

Act = Callable[[Caller], Awaitable[Response]]


async def begin_interaction(caller: Caller) -> Response:
    """Begin a sign-in from an authorization request of any client of the tenant."""
    body = await read_body(caller.request, BeginBody)
    try:
        asked = await caller.door.call(
            read_request.read,
            tuple(body.parameters.items()),
            tenant=caller.tenant,
            actor=caller.actor,
            signer=caller.door.signer,
        )
    except RedirectRefusal as refusal:
        answer = failure(refusal, refusal.error, refusal.description, caller.issuer)
        told = redirect_answer(answer).model_dump(exclude_none=True)
        return refusal_answer(refusal, redirect=told)
    if "none" in asked.prompt:
        # Whoever calls has no session of the person: there is nothing to answer silently from.
        answer = failure(asked, LOGIN_REQUIRED.code, "", caller.issuer)
        told = redirect_answer(answer).model_dump(exclude_none=True)
        return refusal_answer(Refusal(LOGIN_REQUIRED), redirect=told)
    handle = new_secret("byl_lh_").reveal()
    wanted = Begin(
        bound_digest=bound_digest(handle, caller.client),
        request=asked,
        headless_client=caller.client.id,
    )
    interaction = await caller.door.call(begin, wanted, tenant=caller.tenant, actor=caller.actor)
    begun = await next_of(caller, interaction.id, bound=wanted.bound_digest)
    return step_answer(caller, begun, handle=handle, status=201)


async def look(caller: Caller) -> Response:
    """Say again what comes next."""
    return await answer_step(caller, await next_of(caller, interaction_id(caller)))


async def take_identify(caller: Caller) -> Response:
    """Take what the person typed to be recognised; the answer is the same for everyone."""
    body = await read_body(caller.request, IdentifyBody)
    wanted = Identify(interaction_id(caller), caller.bound_digest, Secret(body.identifier))
    await caller.door.call(identify, wanted, tenant=caller.tenant, actor=caller.actor)
    return await go_on(caller)


async def take_prove(caller: Caller) -> Response:
    """Take a password; the session it starts is known to nobody's browser."""
    body = await read_body(caller.request, ProveBody)
    wanted = Prove(
        interaction_id(caller),
        caller.bound_digest,
        Secret(body.password),
        browser=caller.client.label,
    )
    await caller.door.call(prove, wanted, tenant=caller.tenant, actor=caller.actor)
    return await go_on(caller)


async def take_register(caller: Caller) -> Response:
    """Make an account and go on with it."""
    body = await read_body(caller.request, RegisterBody)
    wanted = Register(
        interaction_id(caller),
        caller.bound_digest,
        Secret(body.identifier),
        Secret(body.password),
        browser=caller.client.label,
        locale=caller.speak()[0],
    )
    await caller.door.call(register, wanted, tenant=caller.tenant, actor=caller.actor)
    return await go_on(caller)


async def take_consent(caller: Caller) -> Response:
    """Take the decision, with the nonce and the hash of the texts that were shown."""
    body = await read_body(caller.request, ConsentBody)
    step = await next_of(caller, interaction_id(caller))
    if step.kind is not StepKind.CONSENT or step.question is None:
        raise Refusal(WRONG_STEP)
    ensure_decidable(step)
    expected = nonce(caller, step, step.question)
    if not hmac.compare_digest(body.nonce.encode(), expected.encode()):
        raise Refusal(DISPLAY_CHANGED, field="nonce")
    locale, words = caller.speak()
    wanted = Decide(
        interaction_id=step.interaction.id,
        bound_digest=caller.bound_digest,
        session_digest=None,
        allow=body.decision == "allow",
        ticked=frozenset(body.items),
        duration=duration(body.duration),
        display_hash=body.display_hash,
        words=words,
        locale=locale,
        version=step.interaction.version,
    )
    decided = await caller.door.call(decide, wanted, tenant=caller.tenant, actor=caller.actor)
    if decided.token is None:
        return await answer_step(caller, await next_of(caller, step.interaction.id))
    return await hand_over(caller, decided.token)


async def take_finish(caller: Caller) -> Response:
    """Hand the code over where every step was taken but the answer was lost on its way."""
    await read_body(caller.request, FinishBody)
    return await hand_over(caller, None)


async def go_on(caller: Caller) -> Response:
    """Show the next step; with nothing left to do, hand over at once."""
    step = await next_of(caller, interaction_id(caller))
    if step.kind is StepKind.DONE and step.interaction.status is InteractionStatus.OPEN:
        return await hand_over(caller, None)
    return await answer_step(caller, step)


async def hand_over(caller: Caller, token: Secret | None) -> Response:
    """Finish the interaction and give the code; never a cookie of ours."""
    wanted = Finish(interaction_id(caller), caller.bound_digest, token)
    done = await caller.door.call(finish, wanted, tenant=caller.tenant, actor=caller.actor)
    if done.request is None or done.code is None:
        raise Refusal(WRONG_STEP)
    step = await next_of(caller, wanted.interaction_id)
    return step_answer(caller, step, redirection=success(done.request, done.code, caller.issuer))


async def answer_step(caller: Caller, step: Step) -> Response:
    """Answer with a step; a failed one says how its client is told.

    Refuses:
        unknown_client, unregistered_redirect_uri: as `way_back`.
    """
    ensure_decidable(step)
    asked = step.interaction.request
    told = None
    if step.kind is StepKind.FAILED and asked is not None:
        there = await caller.door.call(way_back, asked, tenant=caller.tenant, actor=caller.actor)
        told = failure(there, step.failure, "", caller.issuer)
    return step_answer(caller, step, redirection=told)


async def next_of(caller: Caller, interaction: bytes, bound: bytes | None = None) -> Step:
    """Ask the dispatcher what comes next, in the language the caller names."""
    locale, words = caller.speak()
    wanted = WhatNext(interaction, bound or caller.bound_digest, words, locale)
    return await caller.door.call(what_next, wanted, tenant=caller.tenant, actor=caller.actor)


def interaction_id(caller: Caller) -> bytes:
    """Return the id in the address.

    Refuses:
        interaction_gone: it is no interaction's.
    """
    found = read(PREFIX, caller.request.path_params["interaction"])
    if found is None:
        raise Refusal(INTERACTION_GONE)
    return found


def duration(word: str) -> Duration:
    """Return the duration a word stands for.

    Refuses:
        invalid_input: there is no such duration.
    """
    try:
        return Duration(word)
    except ValueError:
        raise invalid("duration", "one of the question's choices") from None
