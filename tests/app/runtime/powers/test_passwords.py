import os
from itertools import pairwise

import pytest
from argon2 import PasswordHasher as Reference
from argon2.exceptions import VerificationError
from argon2.low_level import Type, hash_secret

from app.runtime.powers import passwords
from app.runtime.powers.identifiers import Argon2IdentifierHasher
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.strength import LADDER, WEAKEST, Strength
from domain.kernel.secrets import Secret

LIGHT = Strength(64, 1)
KNOWN = "366ad2a2aa360efb6852ab4290aa532bcd305c694e0b281413323211d646c962"
"""The inner hash of `alice@example.test` under the salt 0 to 15."""


@pytest.fixture
def hasher():
    return Argon2PasswordHasher(LIGHT)


class TestMake:
    def test_writes_a_phc_string_that_others_can_read(self, hasher):
        made = hasher.make(Secret("a passphrase of mine"))
        assert made.startswith("$argon2id$v=19$m=64,t=1,p=1$")
        assert Reference().verify(made, "a passphrase of mine")

    def test_salts_each(self, hasher):
        assert hasher.make(Secret("same")) != hasher.make(Secret("same"))


class TestVerify:
    @pytest.mark.parametrize(
        "text", ["plain", "pass\x00word", "пароль", "\U0001f98a" * 256, " ", "", "\ud800"]
    )
    def test_fits_the_password_that_made_it_and_no_other(self, hasher, text):
        made = hasher.make(Secret(text))
        assert hasher.verify(made, Secret(text))
        assert not hasher.verify(made, Secret(text + "x"))
        assert not hasher.verify(made, Secret("x" + text))

    def test_cuts_nothing_off(self, hasher):
        made = hasher.make(Secret("a" * 1024))
        assert hasher.verify(made, Secret("a" * 1024))
        assert not hasher.verify(made, Secret("a" * 1023))
        assert not hasher.verify(made, Secret("a" * 1025))
        assert not hasher.verify(hasher.make(Secret("pass\x00word")), Secret("pass"))

    def test_fits_from_another_keyboard(self, hasher):
        assert hasher.verify(hasher.make(Secret("caf\u00e9 x")), Secret("cafe\u0301\u00a0x"))

    def test_fits_a_hash_of_other_parameters(self, hasher):
        made = Argon2PasswordHasher(Strength(128, 3)).make(Secret("old"))
        assert hasher.verify(made, Secret("old"))

    def test_never_fits_a_password_that_is_too_long(self, hasher):
        empty = hasher.make(Secret(""))
        assert not hasher.verify(empty, Secret("a" * 2000))

    def test_is_a_fault_where_the_hash_is_none(self, hasher):
        with pytest.raises(VerificationError, match="Decoding"):
            hasher.verify("garbage", Secret("x"))


class TestDummy:
    def test_never_fits_and_has_todays_parameters(self, hasher):
        dummy = hasher.dummy()
        assert not hasher.verify(dummy, Secret(""))
        assert not hasher.verify(dummy, Secret("a passphrase of mine"))
        assert not hasher.outdated(dummy)

    def test_is_another_one_in_each_process(self):
        assert Argon2PasswordHasher(LIGHT).dummy() != Argon2PasswordHasher(LIGHT).dummy()

    @pytest.mark.parametrize("strength", LADDER)
    def test_is_as_long_as_a_real_one(self, strength):
        hasher = Argon2PasswordHasher(strength)
        salt = os.urandom(passwords.SALT_BYTES)
        real = hash_secret(b"x", salt, 1, 8, 1, passwords.HASH_BYTES, Type.ID).decode()
        assert [len(part) for part in hasher.dummy().split("$")[4:]] == [
            len(part) for part in real.split("$")[4:]
        ]


class TestOutdated:
    def encoded(self, *, memory=64, passes=1, type_=Type.ID, version=19, salt=16, length=32):
        return hash_secret(
            b"x", os.urandom(salt), passes, memory, 1, length, type_, version
        ).decode()

    def test_is_not_what_is_made_today(self, hasher):
        assert not hasher.outdated(hasher.make(Secret("x")))

    def test_is_not_what_is_stronger_than_today(self, hasher):
        assert not hasher.outdated(self.encoded(memory=128, passes=2))

    @pytest.mark.parametrize(
        "weaker",
        [
            {"memory": 32},
            {"type_": Type.I},
            {"version": 16},
            {"salt": 8},
            {"length": 16},
        ],
    )
    def test_is_what_is_weaker_in_anything(self, hasher, weaker):
        assert hasher.outdated(self.encoded(**weaker))

    def test_is_what_has_fewer_passes(self):
        assert Argon2PasswordHasher(Strength(64, 2)).outdated(self.encoded(passes=1))

    def test_is_followed_step_by_step_up_the_ladder(self):
        for lower, upper in pairwise(LADDER):
            assert Argon2PasswordHasher(upper).outdated(Argon2PasswordHasher(lower).dummy())
            assert not Argon2PasswordHasher(lower).outdated(Argon2PasswordHasher(upper).dummy())
        assert LADDER[0] == WEAKEST


class TestInner:
    def test_is_the_same_for_the_same_text_and_salt(self):
        inner = Argon2IdentifierHasher().inner
        assert inner("alice", b"s" * 16) == inner("alice", b"s" * 16)
        assert (
            len({inner("alice", b"s" * 16), inner("alicf", b"s" * 16), inner("alice", b"t" * 16)})
            == 3
        )
        assert len(inner("алиса", b"s" * 16)) == 32

    def test_never_changes_or_nobody_would_be_found_again(self):
        made = Argon2IdentifierHasher().inner("alice@example.test", bytes(range(16)))
        assert made.hex() == KNOWN
