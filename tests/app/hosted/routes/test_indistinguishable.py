"""Nobody learns from our pages who has an account: the same answers to the byte."""

import re
from datetime import timedelta

import pytest

from domain.accounts.records import AccountStatus
from domain.identifiers.normalise import normalise
from domain.identifiers.seal import candidates, subject
from domain.kernel.secrets import Secret
from domain.limits.keys import subject_key
from tests.app.hosted.routes.steps import begun
from tests.laws.furnish import add_person
from tests.laws.scenarios import blocked
from tests.support.sign_ins import PASSWORD, POWERS
from tests.support.wire import Browser

RANDOM = (
    (re.compile(rb'(name="form_token" value=")[^"]+'), rb"\1-"),
    (re.compile(rb"itx_[0-9a-z]{26}"), b"itx"),
    # Sealed anew each time, what was refused is of one length for everybody.
    (re.compile(rb"(?<=why=)[\w-]+"), lambda sealed: b"-" * len(sealed[0])),
)
CHANGING = {"x-request-id"}


def bare(answer, name):
    """Return an answer without what is random in every answer, and without the name itself."""
    body = answer.body.replace(name.encode(), b"NAME")
    for pattern, plain in RANDOM:
        body = pattern.sub(plain, body)
    headers = [
        (key, re.sub(rb"itx_[0-9a-z]{26}", b"itx", re.sub(rb"=[\w-]{20,}", b"=random", value)))
        for key, value in answer.headers
        if key.decode() not in CHANGING
    ]
    return answer.status, headers, body


async def walk(app, name, password, tries=1):
    """Return every answer of a sign-in that fails."""
    browser = Browser(app)
    page = await begun(browser)
    answers = [await browser.fill(page, identifier=name), await browser.get(page)]
    answers += [await browser.fill(page, password=password) for _ in range(tries)]
    answers.append(await browser.get(page))
    return [bare(answer, name) for answer in answers]


@pytest.fixture
def others(world):
    """Names of one length: disabled, pending, enabled, nobody's."""

    def act(work):
        add_person(work, "known", AccountStatus.ENABLED)
        add_person(work, "stopd", AccountStatus.DISABLED)
        add_person(work, "pendg", AccountStatus.PENDING)
        add_person(work, "lockd", AccountStatus.LOCKED)
        gone = add_person(work, "erasd", AccountStatus.ENABLED)
        work.accounts.move(gone.id, (AccountStatus.ENABLED,), AccountStatus.ERASED)

    world.a.write(act)
    return ("stopd", "pendg", "lockd", "erasd", "nobdy")


async def test_a_wrong_password_says_the_same_for_everyone(app, others):
    expected = await walk(app, "known", "not the passphrase of anybody")
    for name in others:
        assert await walk(app, name, "not the passphrase of anybody") == expected, name


async def test_the_right_password_of_who_may_not_sign_in_is_a_wrong_one(app, others):
    expected = await walk(app, "known", "not the passphrase of anybody")
    for name in others:
        assert await walk(app, name, PASSWORD) == expected, name


def key_of(world, name):
    """Return the bucket of a name for browsers that were never here."""

    def act(work):
        typed = normalise(Secret(name))
        inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
        return subject_key(subject(candidates(work, typed.kind, inner)), None)

    return world.a.read(act)


async def test_too_many_tries_are_too_many_for_everyone(app, world, others):
    for name in ("known", *others):
        blocked(world.a, key_of(world, name))
    shown = {}
    for name in ("known", *others):
        browser = Browser(app)
        page = await begun(browser)
        shown[name] = bare(await browser.fill(page, identifier=name), name)
    assert shown["known"][0] == 429
    assert [name for name in others if shown[name] != shown["known"]] == []


async def test_a_stranger_who_has_a_name_shut_does_not_shut_its_own_browser_out(
    app, world, alices, visitor
):
    """E9."""
    world.house.clock.advance(timedelta(minutes=1))
    blocked(world.a, key_of(world, "alice"))
    assert (await visitor.fill(await begun(visitor), identifier="alice")).status == 429
    page = await begun(alices, prompt="login")
    assert (await alices.fill(page, identifier="alice")).status == 303
    assert (await alices.fill(page, password=PASSWORD)).status == 303
