"""Identify, prove, register, activate: what each refuses, and what it leaves behind."""

from datetime import timedelta

import pytest

from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import Strength
from domain.accounts.activate import new_link
from domain.accounts.disable import disable
from domain.accounts.records import AccountStatus
from domain.factors.enrol import enrol_password
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.secrets import digest as digest_of
from domain.login.activate import Activate, activate, peek
from domain.login.begin import Begin, begin
from domain.login.events import Activated, Registered, SignInFailed
from domain.login.identify import identify
from domain.login.interactions import find, move
from domain.login.prove import Prove, prove
from domain.login.records import StepKind
from domain.login.register import Register, register
from domain.login.welcome import Welcome, welcome
from domain.tenants.records import Policy, Registration
from tests.support.factories import an_account, digest
from tests.support.sign_ins import (
    HASHER,
    PASSWORD,
    POWERS,
    STRANGER,
    Walk,
    a_person,
    after,
    open_shop,
    run,
)
from tests.support.stage import TEST


@pytest.fixture
def walk(stage):
    shop = open_shop(stage)
    a_person(stage)
    return Walk(stage, shop)


def told(stage, event):
    return [each for each in stage.told if isinstance(each, event)]


class TestIdentify:
    def test_refuses_an_interaction_of_another_browser(self, walk):
        walk.begin()
        walk.bound = digest()
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.identify()

    def test_refuses_one_that_ran_out(self, walk):
        walk.begin()
        after(walk.stage, minutes=30)
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.identify()

    def test_refuses_what_cannot_be_an_identifier(self, walk):
        walk.begin()
        with pytest.raises(Refusal, match="invalid_identifier"):
            walk.identify(" ")

    def test_refuses_when_another_tab_was_quicker(self, walk):
        """The compare-and-set on the version answers conflict."""
        walk.begin()
        stage = walk.stage
        stale = stage.read(lambda work: find(work, walk.id, walk.bound))
        stage.write(lambda work: move(work, stale, registering=True))
        with pytest.raises(Refusal) as refused:
            stage.write(lambda work: move(work, stale, registering=False))
        assert refused.value.code == "conflict"

    def test_finds_a_name_however_it_is_spelled(self, walk):
        walk.begin()
        assert walk.identify("  ALICE ").account_id is not None

    def test_keeps_nothing_of_what_was_typed(self, walk):
        walk.begin()
        interaction = walk.identify("nobody-at-all")
        assert interaction.account_id is None
        assert "nobody-at-all" not in repr(interaction)

    def test_is_marked_for_the_doors(self):
        assert identify.look.manner.writes is False
        assert identify.settle.manner.writes is True


class TestProve:
    def test_refuses_before_a_name_was_typed(self, walk):
        walk.begin()
        with pytest.raises(Refusal, match="wrong_step"):
            walk.prove()

    @pytest.mark.parametrize("name", ["alice", "nobody-at-all", "carol"])
    def test_refuses_wrong_unknown_and_disabled_alike(self, walk, name):
        """wrong_proof for all three, in the same words."""
        carol = a_person(walk.stage, "carol")
        walk.stage.write(lambda work: disable(work, carol.id))
        walk.begin()
        walk.identify(name)
        with pytest.raises(Refusal) as refused:
            walk.prove(PASSWORD if name == "carol" else "another long passphrase")
        refusal = refused.value
        assert (refusal.code, refusal.field, refusal.sentence()) == (
            "wrong_proof", "password", "Name and password do not belong together.",
        )  # fmt: skip
        assert told(walk.stage, SignInFailed)

    @pytest.mark.parametrize("name", ["alice", "nobody-at-all"])
    def test_closes_a_name_after_too_many_tries_known_or_not(self, walk, name):
        walk.begin()
        walk.identify(name)
        for _ in range(5):
            with pytest.raises(Refusal, match="wrong_proof"):
                walk.prove("another long passphrase")
        with pytest.raises(Refusal) as refused:
            walk.prove()
        assert refused.value.code == "too_many_tries"
        assert refused.value.retry_after == timedelta(seconds=300)
        after(walk.stage, seconds=301)
        if name == "alice":
            assert walk.prove().started

    def test_takes_the_same_work_for_nobody(self, walk):
        verified = []

        class Counting(Argon2PasswordHasher):
            def verify(self, encoded, password):
                verified.append(encoded.split("$")[3])
                return super().verify(encoded, password)

        hasher = Counting(Strength(64, 1))
        request = Prove(walk.id, walk.bound, Secret("x"))
        assert prove.slow(None, request, hasher).fits is False
        assert verified == ["m=64,t=1,p=1"]

    def test_makes_a_weak_hash_stronger(self, walk):
        walk.begin()
        account_id = walk.identify().account_id
        stronger = Argon2PasswordHasher(Strength(128, 1))
        request = Prove(walk.id, walk.bound, Secret(PASSWORD))
        seen = walk.stage.read(lambda work: prove.look(work, request), actor=STRANGER)
        made = prove.slow(seen, request, stronger)
        walk.stage.write(lambda work: prove.settle(work, request, seen, made), actor=STRANGER)
        kept = walk.stage.read(lambda work: work.passwords.of_account(account_id))
        assert "m=128" in kept.encoded

    def test_refuses_a_password_changed_while_it_was_verified(self, walk):
        walk.begin()
        account_id = walk.identify().account_id
        request = Prove(walk.id, walk.bound, Secret(PASSWORD))
        seen = walk.stage.read(lambda work: prove.look(work, request), actor=STRANGER)
        made = prove.slow(seen, request, HASHER)
        other = HASHER.make(Secret("quite another passphrase"))
        walk.stage.write(lambda work: enrol_password(work, account_id, other))
        with pytest.raises(Refusal, match="wrong_proof"):
            walk.stage.write(lambda work: prove.settle(work, request, seen, made), actor=STRANGER)

    def test_refuses_an_interaction_that_is_over(self, walk):
        walk.sign_in()
        walk.decide()
        walk.finish()
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.prove()


class TestRegister:
    def test_makes_the_account_and_signs_in(self, walk):
        walk.begin()
        walk.register("dora")
        assert walk.next().kind is StepKind.CONSENT
        assert told(walk.stage, Registered)

    def test_refuses_a_name_that_is_taken_and_counts_it(self, walk):
        walk.begin()
        with pytest.raises(Refusal, match="identifier_taken"):
            walk.register("Alice")
        for _ in range(19):
            with pytest.raises(Refusal):
                walk.register("alice")
        with pytest.raises(Refusal, match="too_many_tries"):
            walk.register("alice")

    @pytest.mark.parametrize(
        ("name", "password", "code"),
        [
            ("dora", "short", "password_too_short"),
            ("dora", "x" * 2000, "password_too_long"),
            ("dora", "passwordpassword", "password_common"),
            ("dora-of-the-long-name", "dora-of-the-long-name", "password_is_name"),
            ("not a name@", "a long passphrase of hers", "invalid_identifier"),
        ],
    )
    def test_refuses_what_will_not_do(self, walk, name, password, code):
        walk.begin()
        with pytest.raises(Refusal) as refused:
            walk.register(name, password)
        assert refused.value.code == code

    def test_refuses_where_it_is_not_open(self, stage):
        stage.settle(slug="closed", policy=Policy(registration=Registration.INVITATION))
        bound = digest()
        begun = stage.write(lambda work: begin(work, Begin(bound)), tenant="closed")
        request = Register(begun.id, bound, Secret("dora"), Secret(PASSWORD))
        with pytest.raises(Refusal, match="registration_closed"):
            stage.read(lambda work: register.look(work, request), tenant="closed")

    def test_refuses_without_an_interaction(self, walk):
        with pytest.raises(Refusal, match="interaction_gone"):
            walk.register("dora")


class TestActivate:
    @pytest.fixture
    def link(self, stage):
        open_shop(stage)
        account = a_person(stage, "erin", AccountStatus.PENDING)
        return stage.write(lambda work: new_link(work, account.id))

    def test_enables_the_account(self, stage, link):
        account_id = run(stage, activate, Activate(link, Secret("the first passphrase of erin")))
        account = stage.read(lambda work: work.accounts.get(account_id))
        assert account.status is AccountStatus.ENABLED
        assert told(stage, Activated)

    def test_leaves_no_session_of_before_to_whoever_holds_it(self, stage):
        """The link is the way back in for a person whose password somebody else knew."""
        walk = Walk(stage, open_shop(stage))
        account = a_person(stage)
        held = walk.sign_in().started.session
        link = stage.write(lambda work: new_link(work, account.id))
        run(stage, activate, Activate(link, Secret("the first passphrase of erin")))
        ended = stage.read(lambda work: work.sessions.get(held.id))
        assert ended.end_reason == "password_changed"

    def test_refuses_a_link_used_twice(self, stage, link):
        """activation_gone"""
        request = Activate(link, Secret("the first passphrase of erin"))
        run(stage, activate, request)
        with pytest.raises(Refusal, match="activation_gone"):
            run(stage, activate, request)

    def test_refuses_a_link_that_ran_out(self, stage, link):
        after(stage, hours=72)
        with pytest.raises(Refusal, match="activation_gone"):
            run(stage, activate, Activate(link, Secret("the first passphrase of erin")))

    def test_refuses_for_an_account_disabled_meanwhile(self, stage, link):
        request = Activate(link, Secret("the first passphrase of erin"))
        seen = stage.read(lambda work: activate.look(work, request), actor=STRANGER)
        made = activate.slow(seen, request, POWERS["hasher"])
        link_kept = digest_of(link)
        account_id = stage.read(lambda work: work.activations.peek(link_kept, work.now)).account_id
        stage.write(lambda work: disable(work, account_id))
        with pytest.raises(Refusal, match="activation_gone"):
            stage.write(lambda work: activate.settle(work, request, seen, made), actor=STRANGER)

    def test_refuses_a_weak_password_and_keeps_the_link(self, stage, link):
        with pytest.raises(Refusal, match="password_too_short"):
            run(stage, activate, Activate(link, Secret("short")))
        assert stage.read(lambda work: peek(work, link))

    def test_is_not_used_up_by_looking(self, stage, link):
        assert run(stage, peek, link)
        assert run(stage, peek, link)


class TestWelcome:
    def test_starts_a_session(self, stage):
        open_shop(stage)
        account = a_person(stage)
        started = run(stage, welcome, Welcome(account.id, "Firefox on Linux"))
        assert started.session.account_id == account.id

    def test_refuses_an_account_that_is_not_here(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            stage.write(lambda work: welcome(work, Welcome(an_account().id, "")), actor=TEST)
