import os
import stat

import pytest

from persistence import sealing
from persistence.sealing import (
    BrokenSeal,
    KeyRing,
    MasterKey,
    MasterKeyMissing,
    MasterKeyWrong,
    Place,
)

HERE = Place("tenant", "subject_key_sealed", b"row 1")


@pytest.fixture
def ring():
    return KeyRing(MasterKey(bytes(range(32))))


class TestSeal:
    def test_opens_at_its_own_place(self, ring):
        assert ring.unseal(ring.seal(b"clear", HERE), HERE) == b"clear"

    def test_hides_what_it_holds_and_is_different_each_time(self, ring):
        one, other = ring.seal(b"clear", HERE), ring.seal(b"clear", HERE)
        assert b"clear" not in one
        assert one != other

    @pytest.mark.parametrize(
        "place",
        [
            HERE._replace(row=b"row 2"),
            HERE._replace(column="other"),
            HERE._replace(table="other"),
            # The same bytes in a row, cut at another place.
            Place("tenants", "ubject_key_sealed", b"row 1"),
        ],
    )
    def test_does_not_open_at_another_place(self, ring, place):
        with pytest.raises(BrokenSeal):
            ring.unseal(ring.seal(b"clear", HERE), place)

    def test_does_not_open_when_a_bit_was_changed(self, ring):
        sealed = ring.seal(b"clear", HERE)
        for position in range(len(sealed)):
            changed = bytearray(sealed)
            changed[position] ^= 1
            with pytest.raises(BrokenSeal):
                ring.unseal(bytes(changed), HERE)

    def test_does_not_open_when_it_was_cut(self, ring):
        sealed = ring.seal(b"clear", HERE)
        for length in (0, 1, 5, 17, len(sealed) - 1):
            with pytest.raises(BrokenSeal):
                ring.unseal(sealed[:length], HERE)

    def test_does_not_open_under_another_key(self, ring):
        other = KeyRing(MasterKey(os.urandom(32)))
        with pytest.raises(BrokenSeal) as caught:
            other.unseal(ring.seal(b"clear", HERE), HERE)
        assert "row 1" not in str(caught.value)
        assert "tenant.subject_key_sealed" in str(caught.value)

    def test_opens_what_an_older_key_sealed(self, ring):
        sealed = ring.seal(b"clear", HERE)
        newer = KeyRing(MasterKey(os.urandom(32)), (ring.current,))
        assert newer.unseal(sealed, HERE) == b"clear"
        assert newer.seal(b"clear", HERE)[1:5] == newer.current.id


class TestDerive:
    def test_gives_each_purpose_its_own_key(self, ring):
        assert len({ring.derive("forms"), ring.derive("cookies"), ring.current.derive("seal")}) == 3
        assert ring.derive("forms") == KeyRing(MasterKey(bytes(range(32)))).derive("forms")


class TestFile:
    def test_is_made_for_its_owner_alone_and_read_back(self, tmp_path):
        path = tmp_path / "keys" / "master"
        made = sealing.create(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert len(path.read_bytes()) == 32
        assert sealing.load(path).key_id == made.key_id

    def test_is_never_written_over(self, tmp_path):
        path = tmp_path / "master"
        before = sealing.create(path).key_id
        with pytest.raises(FileExistsError):
            sealing.create(path)
        assert sealing.load(path).key_id == before

    def test_that_is_missing_is_told_with_the_way_out(self, tmp_path):
        with pytest.raises(MasterKeyMissing, match="BYLEAVE_MASTER_KEY_FILE"):
            sealing.load(tmp_path / "master")
        assert list(tmp_path.iterdir()) == []

    def test_that_others_may_read_is_refused(self, tmp_path):
        path = tmp_path / "master"
        sealing.create(path)
        path.chmod(0o640)
        with pytest.raises(MasterKeyWrong, match="chmod 600"):
            sealing.load(path)

    def test_of_another_length_is_refused(self, tmp_path):
        path = tmp_path / "master"
        path.write_bytes(b"short")
        path.chmod(0o600)
        with pytest.raises(MasterKeyWrong, match="32 bytes"):
            sealing.load(path)

    def test_brings_its_elder_siblings(self, tmp_path):
        path = tmp_path / "master"
        old = sealing.create(path)
        path.rename(tmp_path / f"master.{old.key_id}")
        new = sealing.create(path)
        ring = sealing.load(path)
        assert ring.key_id == new.key_id
        assert ring.unseal(old.seal(b"clear", HERE), HERE) == b"clear"
        assert ring.using(old.current.id).key_id == old.key_id
        assert ring.using(b"none") is None
