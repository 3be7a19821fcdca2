"""What is deleted holds its page no more: nobody has to search for it."""

import gc
import weakref

import pytest

from app.console.pages_host import PagesHost
from app.console.parts.buttons import Button
from app.console.parts.chips import Chips, Filter
from app.console.parts.elements import Tag


class Room:
    """A page's own object, which holds what it drew, and which what it drew calls."""

    def __init__(self, draw):
        self.drawn = draw(self)

    async def act(self):
        pass


@pytest.fixture
def by_itself():
    """Nobody searches for rings."""
    gc.disable()
    yield
    gc.enable()


def chips(window, room):
    made = Chips(window.context(), [Filter("state", "state")])
    made.when_changed(room.act)
    return made


@pytest.mark.usefixtures("by_itself")
@pytest.mark.parametrize(
    "draw",
    [lambda window, room: Button(window.context(), "Do", room.act), chips],
    ids=["button", "chips"],
)
class TestDeleted:
    def test_the_room_goes_with_what_it_drew(self, window, draw):
        with Tag("div") as floor:
            room = Room(lambda room: draw(window, room))
        left = weakref.ref(room)
        floor.clear()
        del room
        assert left() is None


class TestButton:
    async def test_does_nothing_once_it_is_gone(self, window):
        done = []

        async def act():
            done.append(True)

        with Tag("div") as floor:
            button = Button(window.context(), "Do", act)
        floor.clear()
        await button.press()
        assert not done


class TestPagesHost:
    def test_holds_no_page_once_it_is_gone(self, window):
        async def page(_context):
            pass

        context = window.context(pages={"/accounts": page})
        made = {"tenant": context.tenant, "words": window.words, "toaster": context.toaster}
        with Tag("div") as floor:
            host = PagesHost(context.console, context.identity, **made)
        assert host._routes
        floor.clear()
        assert not host._routes
