"""The line of an answered request is the one that the ordinary way would write."""

import io
import json
import logging
import re

import pytest

from app.runtime.access_log import LOGGER, answered
from app.runtime.log import REQUEST_ID, log_event, set_up_logging

PATHS = (
    "/t/acme/oauth2/token",
    "/",
    "",
    "/t/acme/a b=c",
    '/t/acme/"quoted"\\',
    "/t/acme/line\nbreak",
    "/first/Ab3dEf6hIj9lMn0pQr2tUv5xYz8aBc1dEf4g",
    "/t/acme/login/someone@example.test",
    "/t/acme/ü",
)


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], _ = before
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


def written(form, act):
    stream = io.StringIO()
    set_up_logging(form, "info", stream=stream)
    mark = REQUEST_ID.set("0123456789abcdef")
    act()
    REQUEST_ID.reset(mark)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", "AT", stream.getvalue())


class TestAnswered:
    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize("again", [False, True])
    def test_is_the_line_of_every_other_event(self, form, path, again):
        def ordinary():
            log_event(LOGGER, "answered", method="GET", path=path, status=200, ms=1.5)

        if again:
            written(form, lambda: answered("GET", path, 200, 1.5))
        line = written(form, lambda: answered("GET", path, 200, 1.5))
        assert line == written(form, ordinary)
        assert line.count("\n") == 1

    def test_is_json_with_its_moment(self):
        stream = io.StringIO()
        set_up_logging("json", "info", stream=stream)
        answered("GET", "/t/acme/me", 200, 0.4)
        told = json.loads(stream.getvalue())
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["at"])

    def test_is_heard_by_whoever_listens(self, caplog):
        with caplog.at_level(logging.INFO):
            answered("GET", "/t/acme/me", 200, 0.4)
        assert caplog.records[-1].byleave["path"] == "/t/acme/me"

    def test_is_not_written_where_the_level_is_higher(self):
        stream = io.StringIO()
        set_up_logging("text", "warning", stream=stream)
        answered("GET", "/t/acme/me", 200, 0.4)
        assert stream.getvalue() == ""
