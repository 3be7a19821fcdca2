"""Doors that are put together while others serve."""

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.runtime.later import ABSENT, Later, without
from tests.support.wire import Browser

RUNNING = []


def a_door(word):
    @asynccontextmanager
    async def life(_app):
        RUNNING.append(word)
        yield
        RUNNING.remove(word)

    async def answer(_request):
        return PlainTextResponse(f"{word} {RUNNING}")

    return Starlette(routes=[Route("/", answer)], lifespan=life)


def doors():
    return {"console": a_door("console"), "api": a_door("api")}


class TestLater:
    async def test_lets_who_comes_early_wait_until_it_lives(self):
        go = threading.Event()
        later = Later(lambda: go.wait(60) and doors(), plane="console")
        await later.start()
        assert later.coming() == ("console",)
        asked = [asyncio.create_task(Browser(later.door(name)).get("/")) for name in doors()]
        await asyncio.sleep(0.05)
        assert not any(each.done() for each in asked)
        go.set()
        told = [(await each).body for each in asked]
        assert [bytes(each) for each in told] == [b"console ['console']", b"api ['console']"]
        assert later.coming() == ()
        assert (await Browser(later.door("api")).get("/")).status == 200
        await later.stop()
        assert RUNNING == []

    async def test_answers_without_a_life_too(self):
        later = Later(doors, plane="console")
        assert (await Browser(later.door("console")).get("/")).status == 200
        assert later.coming() == ()
        await later.stop()

    async def test_says_that_it_could_not_be_put_together(self, caplog):
        later = Later(lambda: {}["nothing"], plane="console")
        await later.start()
        answer = await Browser(later.door("console")).get("/")
        assert answer.status == 503
        assert later.trouble == ABSENT
        assert "could not be put together" in caplog.text
        await later.stop()

    async def test_may_be_waited_for(self):
        later = Later(doors, plane="console", wait=True)
        await later.start()
        assert later.coming() == ()
        await later.stop()
        broken = Later(lambda: {}["nothing"], plane="console", wait=True)
        with pytest.raises(RuntimeError):
            await broken.start()


class TestWithout:
    def test_hides_what_is_not_wanted_and_leaves_what_is_loaded(self):
        name = "this"
        sys.modules.pop(name, None)
        with without(name, "json"):
            with pytest.raises(ImportError):
                __import__(name)
            assert __import__("json").dumps([]) == "[]"
        assert name not in sys.modules
        assert __import__(name)

    def test_hides_nothing_from_who_imports_in_another_thread(self):
        sys.modules.pop("this", None)
        with without("this"), ThreadPoolExecutor(1) as another:
            assert another.submit(__import__, "this").result(60).__name__ == "this"
