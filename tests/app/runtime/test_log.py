"""Planted secrets do not come out, whichever way they go in."""

import asyncio
import io
import json
import logging

import pytest

from app.runtime.access_line import AccessLine
from app.runtime.log import REQUEST_ID, log_event, set_up_logging
from app.runtime.redaction import clean_text
from domain.kernel.secrets import Secret

PLANT = "correct-horse-battery-staple"
LOGGER = logging.getLogger("byleave.test")


@pytest.fixture(params=["text", "json"])
def lines(request):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging(request.param, "debug", stream=stream)
    yield stream
    root.handlers[:], root.level = before
    logging.captureWarnings(capture=False)


class TestRedaction:
    @pytest.mark.parametrize(
        "text",
        [
            f"Authorization: Bearer {PLANT}",
            f"headers [(b'authorization', b'Basic {PLANT}')]",
            f"{{'cookie': '__Host-byl-s-acme={PLANT}'}}",
            f"Set-Cookie: a={PLANT}; HttpOnly",
            f"sent bearer {PLANT} to it",
            f"GET /t/acme/cb?code={PLANT}&state=1 HTTP/1.1",
            f"https://app.example.org/cb#access_token={PLANT}",
            f'"WebSocket /console/_nicegui_ws/socket.io/?client_id={PLANT}" [accepted]',
            f"postgresql://byleave:{PLANT}@db/byleave",
            f"password={PLANT}",
            f"client_secret: '{PLANT}'",
            f'{{"refresh_token": "{PLANT}"}}',
            f"Input(username='{PLANT}', x=1)",
            f"[SQL: update x] [parameters: ('{PLANT}', 'b]')]",
            f"DETAIL:  Key (index)=({PLANT}) already exists.",
            f"mail to {PLANT}@example.org failed",
            f"byl_rt_{PLANT}",
            f"eyJhbGciOi.{PLANT}.sig",
        ],
    )
    def test_hides_the_plant(self, text):
        assert PLANT not in clean_text(text)

    def test_hides_a_link_that_works_once(self):
        token = "Qx7" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF"
        assert clean_text(f"/start/{token}") == "/start/[hidden]"

    @pytest.mark.parametrize(
        "text",
        [
            "/t/acme/oauth2/token",
            "consent con_01J9Z3M8Q2V5T7X1N4B6C8D0FG revoked",
            "status_code=200 exit_code=3",
            "listening on http://localhost:8180",
            "grant_type=authorization_code",
        ],
    )
    def test_leaves_what_an_operator_needs(self, text):
        assert clean_text(text) == text


class TestLogLines:
    def test_hides_secrets_in_message_arguments_fields_and_faults(self, lines):
        LOGGER.warning("the body was password=%s", PLANT)
        LOGGER.info("a %s", Secret(PLANT))
        log_event(
            LOGGER,
            "tried",
            code=PLANT,
            secret=Secret(PLANT),
            nested={"new_password": PLANT},
            many=[Secret(PLANT), f"token={PLANT}"],
            email=PLANT,
            other=ValueError(f"password={PLANT}"),
        )
        try:
            raise ValueError(f"no such row: token={PLANT}")
        except ValueError:
            LOGGER.exception("fault", stack_info=True)
        written = lines.getvalue()
        assert "no such row" in written
        assert written.count("[hidden]") >= 8
        assert PLANT not in written

    def test_names_event_fields_and_request(self, lines):
        mark = REQUEST_ID.set("r1")
        log_event(LOGGER, "server ready", port=8180, words="two words", empty=None)
        REQUEST_ID.reset(mark)
        line = lines.getvalue()
        if line.startswith("{"):
            written = json.loads(line)
            assert written["message"] == "server ready"
            assert (written["request_id"], written["port"], written["empty"]) == ("r1", 8180, None)
            assert written["at"].endswith("Z")
        else:
            assert line.rstrip().endswith(
                'server ready request_id=r1 port=8180 words="two words" empty=null'
            )

    def test_keeps_a_forged_line_on_its_own_line(self, lines):
        LOGGER.info("agent\n2030-01-01 INFO forged")
        assert len(lines.getvalue().splitlines()) == 1

    @pytest.mark.parametrize("move", ["\x1b[2J", "\x9b2J", "\x7f", "\x85", "\u2028", "\u202e"])
    def test_moves_no_terminal_that_shows_it(self, lines, move):
        LOGGER.warning("agent %s", f"{move}x")
        log_event(LOGGER, "answered", path=f"/{move}x")
        assert move not in lines.getvalue()
        assert "x" in lines.getvalue()

    def test_survives_a_broken_format(self, lines):
        record = logging.LogRecord("n", logging.INFO, "f", 1, "%d of %s", ("x",), None)
        assert "%d of %s" in logging.getLogger().handlers[0].format(record)

    def test_writes_nothing_below_its_level(self, lines):
        logging.getLogger().setLevel("WARNING")
        log_event(LOGGER, "quiet")
        assert lines.getvalue() == ""

    def test_silences_the_access_log_of_the_server(self, lines):
        logging.getLogger("uvicorn.access").error(f"GET /?code={PLANT}")
        assert lines.getvalue() == ""


async def nothing():
    return {"type": "http.request"}


class TestAccessLine:
    async def test_writes_path_and_status_without_the_query(self, lines):
        sent, seen = [], []

        async def answer(scope, receive, send):
            seen.append((await receive())["type"])
            LOGGER.info("inside")
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/cb",
            "query_string": f"code={PLANT}".encode(),
        }
        await AccessLine(answer)(scope, nothing, send)
        await asyncio.sleep(0)
        inside, line = lines.getvalue().splitlines()
        request_id = scope["byleave.request_id"]
        assert sent[0]["headers"] == [(b"x-request-id", request_id.encode())]
        assert request_id in inside
        assert request_id in line
        assert "204" in line
        assert "/cb" in line
        assert PLANT not in line
        assert REQUEST_ID.get() == ""

    async def test_writes_500_when_the_answer_failed(self, lines):
        async def fail(scope, receive, send):
            raise RuntimeError("no")

        with pytest.raises(RuntimeError):
            await AccessLine(fail)(
                {"type": "http", "method": "GET", "path": "/x"}, nothing, nothing
            )
        await asyncio.sleep(0)
        assert "500" in lines.getvalue()

    async def test_lets_a_websocket_pass(self, lines):
        seen = []

        async def app(scope, receive, send):
            seen.append(scope["type"])

        await AccessLine(app)({"type": "websocket", "path": "/console"}, nothing, nothing)
        assert seen == ["websocket"]
        assert lines.getvalue() == ""

    async def test_is_quiet_about_the_questions_of_machines(self, lines):
        logging.getLogger().setLevel("INFO")

        async def answer(scope, receive, send):
            await send({"type": "http.response.start", "status": 200})

        async def send(message):
            return None

        await AccessLine(answer)(
            {"type": "http", "method": "GET", "path": "/readyz"}, nothing, send
        )
        assert lines.getvalue() == ""
