"""A stranger who guesses at a name does not keep the person out of their own browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.limits.refusals import TOO_MANY_TRIES
from domain.login.identify import Identify, identify
from domain.login.prove import Prove, prove
from domain.login.refusals import WRONG_PROOF
from domain.sessions.end import end
from tests.support.sign_ins import PASSWORD, STRANGER, Walk, a_person, open_shop, run
from tests.support.stage import Stage

ATTACKER = replace(STRANGER, source=b"another network.................")
GUESSES = 5


def _guessed_shut(stage: Stage, walk: Walk) -> None:
    walk.begin()
    run(stage, identify, Identify(walk.id, walk.bound, Secret("alice")), ATTACKER)
    for _ in range(GUESSES):
        with pytest.raises(Refusal) as refused:
            run(stage, prove, Prove(walk.id, walk.bound, Secret("a wrong guess")), ATTACKER)
        assert refused.value.kind is WRONG_PROOF


def _tries(stage: Stage, session_digest: bytes | None) -> None:
    walk = Walk(stage, None)
    walk.begin()
    name = Identify(walk.id, walk.bound, Secret("alice"), session_digest)
    run(stage, identify, name)
    run(stage, prove, Prove(walk.id, walk.bound, Secret(PASSWORD), "", session_digest))


class TestKnownDevice:
    def test_signs_in_while_a_stranger_has_the_name_shut(self, stage: Stage) -> None:
        client = open_shop(stage)
        a_person(stage)
        walk = Walk(stage, client)
        known = walk.sign_in().started.session
        stage.write(lambda work: end(work, known.id, reason="signed_out"))
        _guessed_shut(stage, Walk(stage, client))
        with pytest.raises(Refusal) as refused:
            _tries(stage, None)
        assert refused.value.kind is TOO_MANY_TRIES
        _tries(stage, known.digest)

    def test_of_another_account_opens_nothing(self, stage: Stage) -> None:
        client = open_shop(stage)
        a_person(stage)
        a_person(stage, "bob")
        walk = Walk(stage, client)
        of_bob = walk.sign_in("bob").started.session
        _guessed_shut(stage, Walk(stage, client))
        with pytest.raises(Refusal) as refused:
            _tries(stage, of_bob.digest)
        assert refused.value.kind is TOO_MANY_TRIES
