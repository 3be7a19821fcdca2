"""A process that runs takes up a master key that was rotated beside it."""

import pytest

from domain.kernel.errors import Refusal
from domain.tenants.records import KeyPurpose
from persistence import work
from persistence.master_key import keeping_up, unlock
from persistence.rotation import rotate_master
from persistence.work import Works
from tests.support.stage import Stage


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "master"


@pytest.fixture
def stage(database, path):
    ring = unlock(database, path, create=True)
    made = Stage(database, ring)
    made.works = Works(ring, made.clock, made._tell, keep_up=keeping_up(path, ring))
    made.settle()
    return made


def index_keys(stage):
    return stage.read(lambda work: work.tenant_keys.index_keys())


class TestKeepingUp:
    def test_opens_and_seals_under_the_new_key_at_its_next_work(self, stage, database, path):
        told = []
        stage.ring.follow("forms", told.append)
        before, old = index_keys(stage), stage.ring.derive("forms")
        rotated = rotate_master(database, path)
        path.with_name(f"master.{rotated.before}").unlink()  # the old key opens nothing any more
        assert index_keys(stage) == before
        assert stage.ring.key_id == rotated.after
        assert told == [stage.ring.derive("forms")] != [old]
        fresh = unlock(database, path, create=False)
        other = Stage(database, fresh)
        stage.settle(slug="globex")
        keys = other.read(lambda w: w.tenant_keys.signing(KeyPurpose.TOKEN), tenant="globex")
        assert keys[0].private_pem is not None

    def test_a_work_of_the_installation_notices_within_a_second(
        self, stage, database, path, monkeypatch
    ):
        stage.read(lambda work: work.tenants.all(), tenant=None)
        rotated = rotate_master(database, path)
        assert stage.ring.key_id == rotated.before
        monkeypatch.setattr(work, "GLANCE", 0.0)
        stage.settle(slug="globex")
        assert stage.ring.key_id == rotated.after

    def test_refuses_clearly_while_the_new_file_is_not_here(self, stage, database, path):
        index_keys(stage)
        rotate_master(database, path)
        elsewhere = path.with_name("elsewhere")
        path.rename(elsewhere)
        for _ in range(2):
            with pytest.raises(Refusal, match="master_key_moved"):
                index_keys(stage)
        elsewhere.rename(path)
        assert index_keys(stage)
