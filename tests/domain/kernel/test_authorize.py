"""Permission is asked of the actor, whatever a page shows."""

import pytest

from domain.kernel.authorize import authorize
from domain.kernel.errors import FORBIDDEN, Refusal
from domain.kernel.work import STRANGER, Actor, ActorKind, system
from tests.support.stage import Stage

WORD = "accounts.disable"


class TestAuthorize:
    @pytest.mark.parametrize(
        "actor",
        [
            STRANGER,
            Actor(ActorKind.OPERATOR, "acc_op"),
            Actor(ActorKind.OPERATOR, "acc_op", permissions=frozenset({"accounts.read"})),
            Actor(ActorKind.PERSON, "acc_me", permissions=frozenset({WORD})),
            Actor(ActorKind.CLIENT, "shop", permissions=frozenset({WORD})),
        ],
    )
    def test_refuses_who_lacks_the_word_or_is_no_operator(self, stage: Stage, actor: Actor) -> None:
        with pytest.raises(Refusal) as refused:
            stage.read(lambda work: authorize(work, WORD), actor=actor)
        assert refused.value.kind is FORBIDDEN
        assert refused.value.params == {"permission": WORD}

    @pytest.mark.parametrize(
        "actor",
        [
            Actor(ActorKind.OPERATOR, "acc_op", permissions=frozenset({WORD})),
            system("cli"),
        ],
    )
    def test_lets_an_operator_with_the_word_and_the_machine_go_on(
        self, stage: Stage, actor: Actor
    ) -> None:
        stage.read(lambda work: authorize(work, WORD), actor=actor)
