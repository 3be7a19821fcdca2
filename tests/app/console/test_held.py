"""Pages that wait for a browser do nothing, and those that wait in vain are let go of."""

import asyncio
import time

import pytest
from nicegui import Client, client, core, ui

from app.console import held
from app.console.held import WAITS, QuietOutbox, let_go
from app.console.parts.elements import Tag


@pytest.fixture
async def pages(monkeypatch):
    """Make pages as a console does that holds them quietly."""
    monkeypatch.setattr(client, "Outbox", QuietOutbox)
    monkeypatch.setattr(Client, "instances", {})
    monkeypatch.setattr(core, "loop", asyncio.get_running_loop())

    def page(age=0.0):
        made = Client(ui.page(""), request=None)
        made.created = time.time() - age
        return made

    yield page
    for each in list(Client.instances.values()):
        each.delete()


class TestQuietOutbox:
    async def test_nothing_is_noted_before_the_page_is_sent(self, pages):
        page = pages()
        with page:
            tag = Tag("p", "words")
            assert not page.outbox.updates
            page._response_built = True
            tag.set_text("others")
            assert list(page.outbox.updates) == [tag.id]

    async def test_it_does_nothing_until_a_browser_came(self, pages, monkeypatch):
        begun = []
        monkeypatch.setattr(held.Outbox, "loop", lambda self: _noting(begun, self))
        page = pages()
        await asyncio.sleep(0.01)
        assert not begun
        held._met(page)
        await asyncio.sleep(0.01)
        assert begun == [page.outbox]

    async def test_a_page_that_is_let_go_of_ends_its_loop(self, pages, monkeypatch):
        begun = []
        monkeypatch.setattr(held.Outbox, "loop", lambda self: _noting(begun, self))
        page = pages()
        await asyncio.sleep(0)
        page.delete()
        await asyncio.sleep(0.01)
        assert not begun
        assert not [each for each in asyncio.all_tasks() if page.id in each.get_name()]


async def _noting(begun, outbox):
    begun.append(outbox)


class TestLetGo:
    async def test_pages_whose_browser_never_came(self, pages):
        old, waiting = pages(WAITS + 1), pages(WAITS - 5)
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
