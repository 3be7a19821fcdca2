"""Pages that wait for a browser do nothing, and those that wait in vain are let go of."""

import asyncio
import time

import pytest
from nicegui import Client, client, core, ui
from starlette.requests import Request

from app.console import held
from app.console.held import MOST_WAITING, WAITS, QuietOutbox, let_go
from app.console.parts.elements import Tag
from app.console.standing import SCOPE_KEY, ConsoleIdentity


@pytest.fixture
async def pages(monkeypatch):
    """Make pages as a console does that holds them quietly."""
    monkeypatch.setattr(client, "Outbox", QuietOutbox)
    monkeypatch.setattr(Client, "instances", {})
    monkeypatch.setattr(core, "loop", asyncio.get_running_loop())

    def page(age=0.0, session=None):
        owner = ConsoleIdentity(session, b"", "") if session else None
        scope = {"type": "http", "path": "/", "query_string": b"", "headers": [], SCOPE_KEY: owner}
        request = Request(scope) if session else None
        made = Client(ui.page(""), request=request)
        made.created = time.time() - age
        made._response_built = True
        return made

    yield page
    for each in list(Client.instances.values()):
        each.delete()


class TestQuietOutbox:
    async def test_nothing_is_noted_before_the_page_is_sent(self, pages):
        page = pages()
        with page:
            page._response_built = False
            tag = Tag("p", "words")
            assert not page.outbox.updates
            page._response_built = True
            tag.set_text("others")
            assert list(page.outbox.updates) == [tag.id]

    async def test_it_does_nothing_until_a_browser_came(self, pages, monkeypatch):
        begun = []
        monkeypatch.setattr(held.Outbox, "loop", lambda self: _noting(begun, self))
        page = pages()
        await turns()
        assert not begun
        held._met(page)
        await turns()
        assert begun == [page.outbox]

    async def test_a_page_that_is_let_go_of_ends_its_loop(self, pages, monkeypatch):
        begun = []
        monkeypatch.setattr(held.Outbox, "loop", lambda self: _noting(begun, self))
        page = pages()
        await asyncio.sleep(0)
        page.delete()
        await turns()
        assert not begun
        assert not [each for each in asyncio.all_tasks() if page.id in each.get_name()]


async def turns():
    """Let everything that is under way come as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def _noting(begun, outbox):
    begun.append(outbox)


class TestMakeRoom:
    async def test_a_session_holds_so_many_that_wait_and_the_oldest_goes(self, pages):
        others = pages(session="two")
        first, *rest = [pages(session="one") for _ in range(MOST_WAITING + 1)]
        pages(session="one")
        assert first.is_deleted
        assert not others.is_deleted
        assert not any(each.is_deleted for each in rest)
        pages(session="one")
        assert rest[0].is_deleted

    async def test_pages_with_a_browser_and_those_being_made_stay(self, pages):
        there, drawn = pages(session="one"), pages(session="one")
        there.tab_id = "tab"
        drawn._response_built = False
        for _ in range(2 * MOST_WAITING):
            pages(session="one")
        assert not there.is_deleted
        assert not drawn.is_deleted
        assert len(Client.instances) == MOST_WAITING + 3


class TestLetGo:
    async def test_pages_whose_browser_never_came(self, pages):
        old, waiting = pages(WAITS + 1), pages()
        await let_go()
        assert old.is_deleted
        assert list(Client.instances) == [waiting.id]

    async def test_not_one_that_has_its_browser_or_had_it_a_moment_ago(self, pages):
        there, away = pages(WAITS + 2), pages(WAITS + 1)
        there.tab_id = "tab"
        away._delete_tasks["document"] = asyncio.create_task(asyncio.sleep(0))
        await let_go()
        assert set(Client.instances) == {there.id, away.id}
        await asyncio.gather(*away._delete_tasks.values())

    async def test_others_have_their_turn_between_two(self, pages):
        for age in range(3):
            pages(WAITS + 10 - age)
        left = []

        async def watch():
            while Client.instances:
                left.append(len(Client.instances))
                await asyncio.sleep(0)

        await asyncio.gather(watch(), let_go())
        assert left == [3, 2, 1]
