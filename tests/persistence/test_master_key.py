import pytest

from persistence import sealing
from persistence.master_key import unlock
from persistence.sealing import MasterKeyMissing, MasterKeyWrong
from tests.support.stage import Stage


class TestUnlock:
    def test_makes_a_key_for_an_empty_database_when_told_to(self, database, tmp_path):
        path = tmp_path / "keys" / "master"
        ring = unlock(database, path, create=True)
        assert path.is_file()
        assert unlock(database, path, create=False).key_id == ring.key_id

    def test_makes_none_when_not_told_to(self, database, tmp_path):
        with pytest.raises(MasterKeyMissing, match="byleave keys init"):
            unlock(database, tmp_path / "master", create=False)
        assert not (tmp_path / "master").exists()

    def test_makes_none_for_a_database_that_was_sealed_before(self, database, tmp_path):
        path = tmp_path / "master"
        key_id = unlock(database, path, create=True).key_id
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(MasterKeyMissing, match=key_id):
            unlock(database, path, create=True)
        assert not path.exists()

    def test_makes_none_for_a_database_that_has_tenants(self, database, tmp_path):
        Stage(database).settle()
        with pytest.raises(MasterKeyMissing):
            unlock(database, tmp_path / "master", create=True)

    def test_refuses_another_key(self, database, tmp_path):
        unlock(database, tmp_path / "first", create=True)
        sealing.create(tmp_path / "second")
        with pytest.raises(MasterKeyWrong, match="BYLEAVE_MASTER_KEY_FILE"):
            unlock(database, tmp_path / "second", create=True)

    def test_takes_a_key_that_is_there_for_an_empty_database(self, database, tmp_path):
        made = sealing.create(tmp_path / "master")
        assert unlock(database, tmp_path / "master", create=False).key_id == made.key_id

    def test_uses_the_key_the_database_names_while_a_rotation_is_under_way(
        self, database, tmp_path
    ):
        path = tmp_path / "master"
        old = unlock(database, path, create=True)
        path.rename(tmp_path / f"master.{old.key_id}")
        sealing.create(path)
        assert unlock(database, path, create=False).key_id == old.key_id
