"""What is taken out of NiceGUI for its cost leaves what it does as it was."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nicegui import Client, client, element, helpers, ui
from nicegui.client import HTML_ESCAPE_TABLE
from nicegui.elements.mixins.text_element import TextElement
from nicegui.elements.mixins.visibility import Visibility

from app.console.light import _written, expects_arguments, travel_light
from app.console.parts.elements import Tag

CONSOLE = Path(__file__).parents[3] / "app/console"
PATCHED = {
    element: ("Classes", "Style", "Props"),
    client: ("json",),
    helpers: ("expects_arguments",),
    Visibility: ("visible",),
    TextElement: ("text",),
}


@pytest.fixture
def sent(monkeypatch):
    """A page that was sent, of light elements."""
    monkeypatch.setattr("nicegui.slot.get_task_id", lambda: 0)
    kept = {(owner, name): vars(owner)[name] for owner, names in PATCHED.items() for name in names}
    travel_light()
    made = Client(ui.page(""), request=None)
    made._response_built = True
    with made:
        yield made
    made.delete()
    for (owner, name), before in kept.items():
        setattr(owner, name, before)


def told(sent):
    """Return the elements that are to be sent anew, and forget them."""
    ids = set(sent.outbox.updates)
    sent.outbox.updates.clear()
    return ids


class TestTravelLight:
    @pytest.mark.parametrize(
        "change",
        [
            lambda tag: tag.set_text("other"),
            lambda tag: tag.set(title="other"),
            lambda tag: tag.set(title=None),
            lambda tag: tag.classes("other"),
            lambda tag: tag.classes(replace="other"),
            lambda tag: tag.style("color: red"),
            lambda tag: tag.set_visibility(False),
            lambda tag: tag.props.update({"rows": [1]}),
            lambda tag: tag.props.pop("title"),
        ],
    )
    def test_what_changes_is_sent_anew(self, sent, change):
        tag = Tag("p", "words", "look", title="said")
        told(sent)
        change(tag)
        assert told(sent) == {tag.id}

    @pytest.mark.parametrize(
        "change",
        [
            lambda tag: tag.set_text("words"),
            lambda tag: tag.set_visibility(True),
            lambda tag: tag.classes("look"),
            lambda tag: tag.set(lang=None),
        ],
    )
    def test_what_stays_is_not_sent(self, sent, change):
        tag = Tag("p", "words", "look", title="said")
        told(sent)
        change(tag)
        assert told(sent) == set()

    def test_an_element_says_all_it_is(self, sent):
        tag = Tag("p", "words", "look more", title="said").style("color: red")
        tag.set_visibility(False)
        with tag:
            kid = Tag("b")
        assert tag._to_dict() == {
            "tag": "p",
            "text": "words",
            "class": ["look", "more", "hidden"],
            "style": {"color": "red"},
            "props": {"title": "said"},
            "children": [kid.id],
        }
        assert tag.text == "words"
        assert tag.visible is False

    def test_two_elements_share_nothing(self, sent):
        one, other = Tag("p"), Tag("p")
        one.classes("look").style("color: red").props["title"] = "said"
        assert (list(other.classes), dict(other.style), dict(other.props)) == ([], {}, {})

    def test_may_be_done_twice(self, sent):
        travel_light()
        assert Tag("p", "words").text == "words"

    def test_nothing_of_ours_is_bound_to_a_property(self):
        bound = re.compile(r"\.bind_(?:text|visibility|value)|binding\.bind")
        assert not [file for file in CONSOLE.rglob("*.py") if bound.search(file.read_text("utf-8"))]


class TestExpectsArguments:
    def test_says_what_nicegui_says(self):
        class Handlers:
            def none(self):
                pass

            def one(self, event):
                pass

            def some(self, event=None):
                pass

            @classmethod
            def of_the_class(cls, event):
                pass

        made = Handlers()
        handlers = [made.none, made.one, made.some, made.of_the_class, Handlers.one]
        handlers += [lambda: None, lambda event: None, "".join, print]
        before = [helpers.functions.expects_arguments(each) for each in handlers]
        assert [expects_arguments(each) for each in handlers] == before
        assert [expects_arguments(each) for each in handlers] == before


class TestWritten:
    @given(st.text() | st.lists(st.sampled_from("&<>`$\\\"'amp;lt#96")).map("".join))
    def test_is_escaped_as_nicegui_escapes(self, text):
        written = _written({"told": text})
        assert written.translate(HTML_ESCAPE_TABLE) == str(written)[:].translate(HTML_ESCAPE_TABLE)
        assert type(written.translate(HTML_ESCAPE_TABLE)) is str
