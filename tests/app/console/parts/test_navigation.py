"""The rooms at the side: which one is marked, and what unfolds."""

import pytest

from app.console.menu import covers
from app.console.parts.navigation import Line, Navigation, Preference, Preferences, Room

HOME = Room("Home", "/c/acme", "/")
ACCOUNTS = Room("Accounts", "/c/acme/accounts", "/accounts")
SESSIONS = Room("Sessions", "/c/acme/sessions", "/sessions")
LINES = (
    Line("Home", "house", [HOME], alone=True),
    Line("People", "users", [ACCOUNTS, SESSIONS], line=True),
)


@pytest.fixture
def shown(window):
    """Stand on a page, and return what the browser is told of the lines."""

    def stand(path):
        nav = Navigation("Console", LINES, covers)
        nav.stand(path)
        return nav._to_dict()["props"]["groups"]

    return stand


class TestStand:
    def test_marks_a_page_that_is_a_line_itself(self, shown):
        home, people = shown("/")
        assert (home["here"], home["open"], home["kids"]) == (True, False, [])
        assert (people["here"], people["open"]) == (False, False)

    @pytest.mark.parametrize("path", ["/sessions", "/sessions/ses_1"])
    def test_unfolds_the_line_of_a_room_and_marks_the_room(self, shown, path):
        home, people = shown(path)
        assert (home["here"], people["here"], people["open"]) == (False, False, True)
        assert [kid["here"] for kid in people["kids"]] == [False, True]

    def test_marks_nothing_for_a_page_of_no_room(self, shown):
        assert not any(line["here"] or line["open"] for line in shown("/elsewhere"))

    def test_a_line_leads_to_its_first_room(self, shown):
        home, people = shown("/")
        assert (home["href"], people["href"]) == ("/c/acme", "/c/acme/accounts")
        assert (home["line"], people["line"]) == (False, True)

    def test_what_was_marked_is_let_go_of(self, window):
        nav = Navigation("Console", LINES, covers)
        nav.stand("/")
        nav.stand("/accounts")
        told = nav._to_dict()["props"]["groups"]
        assert [line["here"] or line["open"] for line in told] == [False, True]


class TestPreferences:
    def test_tells_what_holds_and_what_can_be_chosen(self, window):
        language = Preference("language", "Language", "de", (("de", "Deutsch", "", "de"),))
        told = Preferences([language])._to_dict()["props"]["lines"]
        values = [{"value": "de", "title": "Deutsch", "sign": "", "lang": "de"}]
        said = {"name": "language", "title": "Language", "chosen": "de", "values": values}
        assert told == [said]
