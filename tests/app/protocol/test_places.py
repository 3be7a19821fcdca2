"""The door remembers paths that were worth it; strangers cannot fill its memory."""

import httpx
import pytest

from app.protocol.door import ProtocolDoor
from app.protocol.places import MOST, NOWHERE, Places
from app.runtime.tally import Tally
from app.server import desk_of, site_of
from domain.clients.authenticate import _caller, _subject
from tests.app.protocol.conftest import AT, BASE, a_web
from tests.support.sign_ins import STRANGER

JWKS = f"{AT}/jwks"


@pytest.fixture
def house(stage, tmp_path):
    made = a_web(stage, tmp_path).house
    yield made
    made.pool.close()


class TestPlaces:
    async def test_are_remembered_once_they_answered_well_and_no_sooner(self, house):
        door = ProtocolDoor(desk_of(house, site_of(house), Tally()))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url=BASE) as http:
            for path in (
                "/t/acme/oauth2/" + "a" * 20_000,
                "/t/acme/oauth2/nothing",
                "/t/nobody/oauth2/jwks",
                "/t/nobody/oauth2/authorize",
                f"/t/{'a' * 5000}/oauth2/jwks",
            ):
                assert (await http.get(path)).status_code in {400, 404}
            assert (await http.post("/t/nobody/oauth2/token")).status_code >= 400
            assert (await http.delete("/t/nobody/oauth2/jwks")).status_code == 405
            assert len(door.places) == 0
            for _ in range(2):
                assert (await http.get(JWKS)).status_code == 200
        assert len(door.places) == 1
        assert JWKS in door.places

    async def test_preflights_of_nobodys_tenants_are_not_remembered(self, house):
        door = ProtocolDoor(desk_of(house, site_of(house), Tally()))
        asking = {"origin": "https://evil.example", "access-control-request-method": "GET"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url=BASE) as http:
            for number in range(3):
                await http.options(f"/t/nobody{number}/oauth2/jwks", headers=asking)
        assert len(door.places) == 0

    def test_of_too_many_the_oldest_go(self):
        places = Places()
        for number in range(MOST + 10):
            path = f"/t/t{number}/oauth2/jwks"
            places.answered(path, places.find(path), 200)
        assert len(places) == MOST
        assert "/t/t0/oauth2/jwks" not in places
        assert places.find(f"/t/t{MOST + 9}/oauth2/jwks") == ("oauth2/jwks", f"t{MOST + 9}")
        assert places.find("/t/x/oauth2/jwks") == NOWHERE


def test_the_name_of_a_client_that_none_can_have_is_not_remembered(stage):
    def remembered(client_id):
        before = _caller.cache_info().currsize
        stage.read(lambda work: _subject(work, client_id), actor=STRANGER)
        return _caller.cache_info().currsize - before

    _caller.cache_clear()
    assert remembered("a" * 64) == 1
    assert remembered("a" * 65) == 0
