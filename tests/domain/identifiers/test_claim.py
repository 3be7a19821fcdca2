import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.identifiers.claim import claim, ensure_free
from domain.identifiers.events import IdentifierClaimed, IdentifierReleased
from domain.identifiers.find import find, reseal_if_old
from domain.identifiers.records import IdentifierKind
from domain.identifiers.release import release_all
from domain.identifiers.seal import candidates, subject
from domain.identifiers.subscribers import on_account_erased
from domain.kernel.errors import Refusal
from domain.kernel.events import Event
from domain.kernel.work import Actor, ActorKind
from domain.tenants.records import IndexKey
from tests.support.factories import an_account

NAME = IdentifierKind.USERNAME
EMAIL = IdentifierKind.EMAIL
ALICE = b"a" * 32
BOB = b"b" * 32


def account(stage, tenant="acme"):
    made = an_account()
    stage.write(lambda work: work.accounts.add(made), tenant=tenant)
    return made.id


def claimed(stage, account_id, kind=NAME, inner=ALICE, tenant="acme"):
    return stage.write(lambda work: claim(work, account_id, kind, inner), tenant=tenant)


def found(stage, kind=NAME, inner=ALICE, tenant="acme"):
    return stage.read(lambda work: find(work, kind, inner), tenant=tenant)


def rotate(stage):
    key = IndexKey(2, os.urandom(32), stage.clock.now())
    stage.write(lambda work: work.tenant_keys.add_index_key(key))


class TestClaim:
    def test_makes_an_account_recognisable(self, both):
        who = account(both)
        made = claimed(both, who)
        assert found(both) == made
        assert (made.account_id, made.kind, made.key_version) == (who, NAME, 1)
        assert found(both, inner=BOB) is None

    def test_keeps_neither_the_text_nor_its_inner_hash(self, stage):
        made = claimed(stage, account(stage))
        assert made.index != ALICE
        assert "index" not in repr(made)

    def test_refuses_one_that_is_taken(self, both):
        claimed(both, account(both))
        other = account(both)
        with pytest.raises(Refusal) as raised:
            claimed(both, other)
        assert raised.value.code == "identifier_taken"
        assert raised.value.field == "identifier"

    @pytest.mark.parametrize(
        ("actor", "their_own"),
        [
            (ActorKind.OPERATOR, False),
            (ActorKind.SYSTEM, False),
            (ActorKind.STRANGER, True),
            (ActorKind.PERSON, True),
        ],
    )
    def test_tells_the_person_to_sign_in_and_nobody_else(self, both, actor, their_own):
        claimed(both, account(both))
        other = account(both)
        with pytest.raises(Refusal, match="identifier_taken") as raised:
            both.write(lambda work: claim(work, other, NAME, ALICE), actor=Actor(actor, "who"))
        assert ("Sign in" in raised.value.kind.way_out) is their_own

    def test_refuses_one_that_was_taken_under_an_earlier_key(self, both):
        claimed(both, account(both))
        rotate(both)
        with pytest.raises(Refusal, match="identifier_taken"):
            claimed(both, account(both))

    def test_lets_one_text_be_of_two_kinds(self, stage):
        who = account(stage)
        assert claimed(stage, who).index != claimed(stage, who, kind=EMAIL).index

    def test_lets_two_tenants_have_one_name(self, stage):
        stage.settle(slug="globex")
        one = claimed(stage, account(stage))
        other = claimed(stage, account(stage, "globex"), tenant="globex")
        assert one.index != other.index
        assert found(stage, tenant="globex") == other

    def test_lets_one_of_many_win(self, both):
        who = [account(both) for _ in range(20)]

        def try_it(account_id):
            try:
                return claimed(both, account_id)
            except Refusal:
                return None

        with ThreadPoolExecutor(20) as pool:
            won = [made for made in pool.map(try_it, who) if made]
        assert len(won) == 1
        assert found(both) == won[0]

    def test_tells_neither_text_nor_index(self, stage):
        who = account(stage)
        made = claimed(stage, who)
        assert stage.told == [IdentifierClaimed(subject=made.id, account=who, kind="username")]


class TestEnsureFree:
    def test_lets_a_free_one_pass(self, stage):
        stage.read(lambda work: ensure_free(work, NAME, ALICE))

    def test_refuses_one_that_is_taken(self, stage):
        claimed(stage, account(stage))
        with pytest.raises(Refusal, match="identifier_taken"):
            stage.read(lambda work: ensure_free(work, NAME, ALICE))


class TestFind:
    def test_finds_under_every_live_key(self, both):
        made = claimed(both, account(both))
        rotate(both)
        assert found(both) == made


class TestResealIfOld:
    def test_moves_it_to_the_current_key(self, both):
        made = claimed(both, account(both))
        rotate(both)
        assert both.write(lambda work: reseal_if_old(work, made, NAME, ALICE))
        moved = found(both)
        assert (moved.id, moved.key_version) == (made.id, 2)
        assert moved.index != made.index

    def test_leaves_a_current_one_alone(self, stage):
        made = claimed(stage, account(stage))
        assert not stage.write(lambda work: reseal_if_old(work, made, NAME, ALICE))
        assert found(stage) == made


class TestSubject:
    def made(self, stage, tenant="acme", inner=ALICE):
        return stage.read(lambda work: candidates(work, NAME, inner), tenant=tenant)

    def test_is_the_same_whether_or_not_it_is_anybodys(self, stage):
        before = subject(self.made(stage))
        claimed(stage, account(stage))
        assert subject(self.made(stage)) == before

    def test_is_not_the_index(self, stage):
        made = self.made(stage)
        assert subject(made) not in {each.index for each in made}

    def test_differs_by_text_and_by_tenant(self, stage):
        stage.settle(slug="globex")
        subjects = {
            subject(self.made(stage)),
            subject(self.made(stage, inner=BOB)),
            subject(self.made(stage, tenant="globex")),
        }
        assert len(subjects) == 3


class TestReleaseAll:
    def test_lets_anyone_claim_them_again(self, both):
        who = account(both)
        name, address = claimed(both, who), claimed(both, who, kind=EMAIL)
        both.told.clear()
        assert both.write(lambda work: release_all(work, who)) == 2
        assert set(both.told) == {
            IdentifierReleased(subject=name.id, account=who, kind="username"),
            IdentifierReleased(subject=address.id, account=who, kind="email"),
        }
        assert claimed(both, account(both)).account_id != who

    def test_leaves_those_of_others(self, stage):
        claimed(stage, account(stage))
        other = account(stage)
        assert stage.write(lambda work: release_all(work, other)) == 0
        assert found(stage) is not None


class TestOnAccountErased:
    def test_releases_what_the_account_was_recognised_by(self, stage):
        who = account(stage)
        claimed(stage, who)
        stage.write(lambda work: on_account_erased(work, Event(subject=who)))
        assert found(stage) is None

    def test_does_nothing_about_nobody(self, stage):
        claimed(stage, account(stage))
        stage.write(lambda work: on_account_erased(work, Event()))
        assert found(stage) is not None
