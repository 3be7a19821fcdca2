"""A stage on which people sign in: a client, scopes, hashers, and a walk through an interaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.runtime.powers.identifiers import Argon2IdentifierHasher
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import Strength
from app.wiring import SUBSCRIBERS
from domain.accounts.create import add_account
from domain.accounts.records import Account, AccountStatus
from domain.clients.records import Client, ConsentNeed
from domain.consent.ask import Ask
from domain.consent.records import Consent, Duration
from domain.factors.enrol import enrol_password
from domain.identifiers.claim import claim
from domain.identifiers.normalise import normalise
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor, ActorKind, Staged
from domain.login.begin import Begin, begin
from domain.login.checks import Step
from domain.login.conclude import Concluded, conclude
from domain.login.decide import Decide, Decided, decide
from domain.login.dispatch import WhatNext, what_next
from domain.login.finish import Finish, Finished, finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, Proven, prove
from domain.login.records import Interaction
from domain.login.register import Register, register
from tests.support.factories import a_client, a_request, a_scope, digest
from tests.support.stage import Stage

PASSWORD = "a long passphrase of the tests"
SCOPES = ("openid", "orders.read", "orders.write")
SOURCE = bytes(range(32))
STRANGER = Actor(ActorKind.STRANGER, "stranger", source=SOURCE)
HASHER = Argon2PasswordHasher(Strength(64, 1))
POWERS: dict[str, Any] = {"hasher": HASHER, "identifier_hasher": Argon2IdentifierHasher()}


def run(stage: Stage, use_case: Any, request: Any, actor: Actor = STRANGER) -> Any:
    """Run a use case as the doors' `call` does, both shapes of it."""
    if not isinstance(use_case, Staged):
        act = stage.write if use_case.manner.writes else stage.read
        return act(lambda work: use_case(work, request), actor=actor)
    seen = stage.read(lambda work: use_case.look(work, request), actor=actor)
    powers = {name: POWERS[name] for name in use_case.powers}
    made = use_case.slow(seen, request, **powers)
    return stage.write(lambda work: use_case.settle(work, request, seen, made), actor=actor)


def open_shop(stage: Stage, **changes: Any) -> Client:
    """Wire the stage as the house is wired, and register a client with three scopes."""
    stage.subscribers = dict(SUBSCRIBERS)
    client = a_client(**{"scopes": SCOPES, "longest_consent": None, **changes})

    def act(work: Any) -> None:
        for scope in (
            a_scope(value="orders.read", claims=()),
            a_scope(
                value="orders.write",
                consent=ConsentNeed.REQUIRED,
                claims=(),
                longest_consent=None,
            ),
        ):
            work.scopes.put(scope)
        assert work.clients.add(client)

    stage.write(act)
    return client


def a_person(
    stage: Stage, name: str = "alice", status: AccountStatus = AccountStatus.ENABLED
) -> Account:
    """Make an account with a username and the password of the tests."""

    def act(work: Any) -> Account:
        typed = normalise(Secret(name))
        inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
        account_id = work.new_id()
        claim(work, account_id, typed.kind, inner)
        account = add_account(work, status=status, account_id=account_id)
        enrol_password(work, account.id, HASHER.make(Secret(PASSWORD)))
        return account

    return stage.write(act)


def person(account_id: bytes) -> Actor:
    """Return the actor of a signed-in person."""
    return Actor(ActorKind.PERSON, "acc_test", account_id, source=SOURCE)


@dataclass(slots=True)
class Walk:
    """One browser's walk through one interaction; each method is one step of it."""

    stage: Stage
    client: Client | None
    bound: bytes = field(default_factory=digest)
    id: bytes = b""
    session: bytes | None = None
    token: Secret | None = None

    def begin(self, **asked: Any) -> Interaction:
        request = None
        if self.client is not None:
            request = a_request(self.client.id, **{"scope": SCOPES, "login_hint": None, **asked})
        made: Interaction = run(
            self.stage, begin, Begin(self.bound, request, session_digest=self.session)
        )
        self.id = made.id
        return made

    def begin_headless(self, caller: Client, **asked: Any) -> Interaction:
        assert self.client is not None
        request = a_request(self.client.id, **{"scope": SCOPES, "login_hint": None, **asked})
        made: Interaction = run(
            self.stage, begin, Begin(self.bound, request, headless_client=caller.id)
        )
        self.id = made.id
        return made

    def next(self) -> Step:
        step: Step = run(self.stage, what_next, WhatNext(self.id, self.bound))
        return step

    @property
    def question(self) -> Ask:
        question = self.next().question
        assert question is not None
        return question

    def identify(self, name: str = "alice") -> Interaction:
        made: Interaction = run(self.stage, identify, Identify(self.id, self.bound, Secret(name)))
        return made

    def prove(self, password: str = PASSWORD) -> Proven:
        proven: Proven = run(
            self.stage, prove, Prove(self.id, self.bound, Secret(password), "", self.session)
        )
        self.session = proven.started.session.digest
        return proven

    def sign_in(self, name: str = "alice", **asked: Any) -> Proven:
        self.begin(**asked)
        self.identify(name)
        return self.prove()

    def register(self, name: str, password: str = PASSWORD) -> Proven:
        request = Register(
            self.id, self.bound, Secret(name), Secret(password), session_digest=self.session
        )
        proven: Proven = run(self.stage, register, request)
        self.session = proven.started.session.digest
        return proven

    def decide(self, *ticked: str, duration: Duration = Duration.HOUR, **changes: Any) -> Decided:
        wanted = self._decision(ticked, duration, changes)
        decided: Decided = run(self.stage, decide, wanted)
        self.token = decided.token
        return decided

    def conclude(
        self, *ticked: str, duration: Duration = Duration.HOUR, **changes: Any
    ) -> Concluded:
        wanted = self._decision(ticked, duration, changes)
        concluded: Concluded = run(self.stage, conclude, wanted)
        return concluded

    def _decision(self, ticked: tuple[str, ...], duration: Duration, changes: Any) -> Decide:
        wanted = {
            "interaction_id": self.id,
            "bound_digest": self.bound,
            "session_digest": self.session,
            "allow": True,
            "ticked": frozenset(ticked),
            "duration": duration,
            **changes,
        }
        if "display_hash" not in wanted:
            question = self.next().question
            wanted["display_hash"] = question.display_hash if question else ""
        return Decide(**wanted)

    def finish(self, token: Secret | None = None) -> Finished:
        done: Finished = run(self.stage, finish, Finish(self.id, self.bound, token or self.token))
        return done


def current(stage: Stage, account: Account, client: Client) -> dict[str, Consent]:
    """Return the present entries between a person and a client by item."""
    entries = stage.read(lambda work: work.consents.current(account.id, client.id))
    assert len(entries) == len({entry.item for entry in entries})
    return {entry.item: entry for entry in entries}


def after(stage: Stage, **by: float) -> None:
    """Let time pass."""
    stage.clock.advance(timedelta(**by))
