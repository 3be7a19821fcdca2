import pytest

from domain.tenants.records import KeyPurpose
from persistence import sealing
from persistence.master_key import unlock
from persistence.rotation import rotate_master
from persistence.sealing import BrokenSeal
from tests.support.factories import (
    a_client,
    a_pushed_request,
    a_request,
    an_account,
    an_interaction,
)
from tests.support.stage import Stage

SEALED = {
    "index keys": lambda w, f: w.tenant_keys.index_keys(),
    "subject key": lambda w, f: w.tenant_keys.subject_key(),
    "signing keys": lambda w, f: w.tenant_keys.signing(KeyPurpose.TOKEN),
    "claims": lambda w, f: w.persona_claims.get(f["account"].id),
    "interaction": lambda w, f: w.interactions.get(f["interaction"].id),
    "pushed request": lambda w, f: w.pushed_requests.peek(f["pushed"].digest, w.now),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "master"


@pytest.fixture
def furnished(database, path):
    stage = Stage(database, unlock(database, path, create=True))
    stage.settle()
    account, client = an_account(persona=True), a_client()
    there = {
        "account": account,
        "interaction": an_interaction(request=a_request(client.id)),
        "pushed": a_pushed_request(client.id),
    }

    def move_in(work):
        work.accounts.add(account)
        work.clients.add(client)
        work.persona_claims.put(account.id, {"name": "Ada"})
        work.interactions.add(there["interaction"])
        work.pushed_requests.add(there["pushed"])

    stage.write(move_in)
    return there


def seen(database, ring, furnished):
    stage = Stage(database, ring)
    return {
        name: stage.read(lambda work, see=see: see(work, furnished)) for name, see in SEALED.items()
    }


class TestRotateMaster:
    def test_seals_everything_under_the_new_key(self, database, path, furnished):
        old = unlock(database, path, create=False)
        before = seen(database, old, furnished)
        rotated = rotate_master(database, path)
        assert rotated.before == old.key_id
        assert rotated.count == 7
        (tmp := path.with_name(f"master.{old.key_id}")).unlink()  # the old key is not needed
        assert not tmp.exists()
        new = unlock(database, path, create=False)
        assert new.key_id == rotated.after != old.key_id
        assert seen(database, new, furnished) == before

    def test_leaves_nothing_the_old_key_opens(self, database, path, furnished):
        old = unlock(database, path, create=False)
        rotate_master(database, path)
        for see in SEALED.values():
            stage = Stage(database, old)
            with pytest.raises(BrokenSeal):
                stage.read(lambda work, see=see: see(work, furnished))

    def test_may_be_cut_off_before_the_files_are_renamed(
        self, database, path, furnished, monkeypatch
    ):
        def cut_off(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(type(path), "rename", cut_off)
        with pytest.raises(KeyboardInterrupt):
            rotate_master(database, path)
        monkeypatch.undo()
        ring = unlock(database, path, create=False)
        assert ring.key_id != sealing.load(path).key_id
        assert seen(database, ring, furnished)
        first = sealing.load(path).key_id
        assert rotate_master(database, path).before == ring.key_id
        assert path.with_name(f"master.{first}").exists()  # old backups are sealed under it

    def test_may_fail_before_anything_was_sealed(self, database, path, furnished, monkeypatch):
        before = unlock(database, path, create=False).key_id

        def fail(*_, **__):
            raise OSError("disk full")

        monkeypatch.setattr(database, "write", fail)
        with pytest.raises(OSError, match="disk full"):
            rotate_master(database, path)
        monkeypatch.undo()
        assert unlock(database, path, create=False).key_id == before
