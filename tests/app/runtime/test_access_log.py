"""The line of an answered request is the one that the ordinary way would write."""

import asyncio
import io
import json
import logging
import re

import pytest

from app.runtime.access_log import LOGGER, AccessLog, Answered, write
from app.runtime.log import REQUEST_ID, log_event, set_up_logging
from app.runtime.metrics import METRICS

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


def answered(path, seconds=0.0015):
    return Answered("0123456789abcdef", "GET", path, 200, seconds)


def written(form, act):
    stream = io.StringIO()
    set_up_logging(form, "info", stream=stream)
    act()
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", "AT", stream.getvalue())


class TestWrite:
    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize("again", [False, True])
    def test_is_the_line_of_every_other_event(self, form, path, again):
        def ordinary():
            mark = REQUEST_ID.set("0123456789abcdef")
            log_event(LOGGER, "answered", method="GET", path=path, status=200, ms=1.5)
            REQUEST_ID.reset(mark)

        if again:
            written(form, lambda: write([answered(path)]))
        line = written(form, lambda: write([answered(path)]))
        assert line == written(form, ordinary)
        assert line.count("\n") == 1

    def test_is_json_with_its_moment(self):
        stream = io.StringIO()
        set_up_logging("json", "info", stream=stream)
        write([answered("/t/acme/me", 0.0004)])
        told = json.loads(stream.getvalue())
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["at"])

    def test_is_heard_by_whoever_listens(self, caplog):
        with caplog.at_level(logging.INFO):
            write([answered("/t/acme/me", 0.0004)])
        assert caplog.records[-1].byleave["path"] == "/t/acme/me"
        assert REQUEST_ID.get() == ""

    def test_is_not_written_where_the_level_is_higher(self):
        stream = io.StringIO()
        set_up_logging("text", "warning", stream=stream)
        write([answered("/t/acme/me", 0.0004)])
        assert stream.getvalue() == ""


class TestAdd:
    async def test_writes_what_one_turn_answered_at_its_end_and_once(self):
        stream, log = Counting(), AccessLog()
        set_up_logging("text", "info", stream=stream)
        for path in ("/t/acme/one", "/t/acme/two"):
            log.add(answered(path))
        assert stream.getvalue() == ""
        await asyncio.sleep(0)
        lines = stream.getvalue().splitlines()
        assert [re.search(r"path=(\S+)", line)[1] for line in lines] == [
            "/t/acme/one",
            "/t/acme/two",
        ]
        assert stream.flushed == 1
        log.add(answered("/t/acme/three"))
        await asyncio.sleep(0)
        assert "three" in stream.getvalue()

    def test_goes_on_where_the_loop_was_stopped_with_lines_in_it(self):
        stream, log = io.StringIO(), AccessLog()
        set_up_logging("text", "info", stream=stream)

        async def one(path):
            log.add(answered(path))

        stopped = asyncio.new_event_loop()
        stopped.run_until_complete(one("/t/acme/one"))
        stopped.close()

        async def two():
            log.add(answered("/t/acme/two"))
            await asyncio.sleep(0)

        asyncio.run(two())
        assert "two" in stream.getvalue()
        assert "one" in stream.getvalue()

    async def test_counts_them(self):
        log, before = AccessLog(), requests_counted()
        log.add(answered("/t/acme/oauth2/token"))
        await asyncio.sleep(0)
        assert requests_counted() == before + 1


class Counting(io.StringIO):
    flushed = 0

    def flush(self):
        self.flushed += 1
        super().flush()


def requests_counted():
    found = re.search(r'requests_total\{door="protocol",status="2xx"\} (\d+)', METRICS.text())
    return int(found[1]) if found else 0
