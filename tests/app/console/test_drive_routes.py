"""A drive's own tab: begun by who may, as a persona where one is named."""

import httpx
import pytest
from starlette.applications import Starlette

from app.console.drive_routes import add_drive_routes
from app.console.standing import SCOPE_KEY, ConsoleIdentity
from domain.kernel.errors import not_found
from domain.kernel.ids import show
from domain.sandbox.look_up import Persona
from tests.support.factories import an_account

PIA = an_account(persona=True)


class Reach:
    """Lets the operator do what it is made with, and knows one persona."""

    def __init__(self, *permissions):
        self._permissions = frozenset(permissions)

    async def permissions(self, _identity, _slug):
        return self._permissions

    async def __call__(self, _use_case, account_id, **_):
        if account_id != PIA.id:
            raise not_found("persona")
        return Persona(PIA, {"preferred_username": "pia"})


class Drives:
    """Remembers what was wished for."""

    def __init__(self):
        self.wished = []

    async def begin(self, _slug, _owner, wish):
        self.wished.append(wish)
        return None, "https://id.example/authorize"


@pytest.fixture
def begin():
    async def asked(*permissions, view="", place="start", headers=None, **query):
        drives, app = Drives(), Starlette()
        add_drive_routes(app.router, drives, Reach(*permissions), "/console")

        async def as_operator(scope, receive, send):
            scope[SCOPE_KEY] = ConsoleIdentity("grant", b"a" * 16, "mk", view=view)
            await app(scope, receive, send)

        transport = httpx.ASGITransport(as_operator)
        async with httpx.AsyncClient(transport=transport, base_url="https://x.example") as http:
            answer = await http.get(f"/acme/drive/{place}", params=query, headers=headers)
        return answer.status_code, drives.wished

    return asked


class TestBegin:
    async def test_is_for_who_may(self, begin):
        assert await begin("accounts.read", scope="openid") == (403, [])

    async def test_names_nobody_by_itself(self, begin):
        status, (wish,) = await begin("drive.use", scope="openid email", prompt="login")
        assert (status, wish.scope, wish.prompt) == (303, ("openid", "email"), "login")
        assert (wish.hint, wish.push) == ("", False)

    async def test_names_a_persona_and_pushes_the_name(self, begin):
        _, (wish,) = await begin("drive.use", scope="openid", persona=show("acc", PIA.id))
        assert (wish.hint, wish.push) == ("pia", True)

    @pytest.mark.parametrize("persona", ["acc_1", show("acc", bytes(16))])
    async def test_names_nobody_where_there_is_no_such_persona(self, begin, persona):
        _, (wish,) = await begin("drive.use", scope="openid", persona=persona)
        assert (wish.hint, wish.push) == ("", False)


async def test_no_other_roles_view_begins_one(begin):
    status, wished = await begin("drive.use", view="owner")
    assert (status, wished) == (403, [])


@pytest.mark.parametrize("place", ["start", "cb"])
async def test_no_drive_is_begun_nor_finished_for_a_guess(begin, place):
    guess = {"sec-purpose": "prefetch"}
    assert await begin("drive.use", place=place, headers=guess) == (503, [])
