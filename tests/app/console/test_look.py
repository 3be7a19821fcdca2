"""The look of this browser, and what the sheets may hold."""

import re
from pathlib import Path

import pytest
from starlette.requests import Request

import app.console
from app.console import theme
from app.console.context import TenantCard
from app.console.csp import StampedSend
from app.console.menu import covers, groups_for

HOUSE = Path(app.console.__file__).parent
STATIC = HOUSE / "static"


def drawn():
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))


def request(cookie="", language=""):
    headers = [(b"cookie", cookie.encode()), (b"accept-language", language.encode())]
    return Request({"type": "http", "headers": headers, "method": "GET", "path": "/"})


class TestLook:
    def test_follows_the_system_until_told_otherwise(self):
        look = theme.look_of(request())
        assert (look.dark, look.dense, look.languages) == (None, False, ())

    def test_reads_what_the_browser_kept(self):
        look = theme.look_of(request("byl-look=theme=dark&density=dense&language=de", "en"))
        assert (look.dark, look.dense, look.languages) == (True, True, ("de", "en"))

    @pytest.mark.parametrize("name", ["byl-l", "__Host-byl-l"])
    def test_speaks_the_language_that_was_chosen_on_a_hosted_page(self, name):
        assert theme.look_of(request(f"{name}=de", "en")).languages == ("de", "en")
        both = theme.look_of(request(f"byl-look=language=en; {name}=de", "fr"))
        assert both.languages == ("en", "de", "fr")

    @pytest.mark.parametrize("kept", ["theme=pink", "%00", "=&=&", "theme=dark;theme=light"])
    def test_takes_what_it_does_not_understand_as_nothing(self, kept):
        assert theme.look_of(request(f"byl-look={kept}")).theme in {"system", "dark"}


class TestSheets:
    def test_have_one_dark_written_twice(self):
        text = (STATIC / "tokens.css").read_text()
        blocks = re.findall(r"color-scheme: dark;(.*?)\n\s*\}", text, re.DOTALL)
        names = [dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in blocks]
        assert len(names) == 2
        assert names[0] == names[1]

    def test_load_nothing_from_outside(self):
        for path in STATIC.rglob("*.css"):
            assert not re.search(r"url\(\s*['\"]?(https?:|//)", path.read_text()), path.name

    def test_are_all_loaded(self):
        assert {path.name for path in STATIC.glob("*.css")} == set(theme.SHEETS)

    @pytest.mark.parametrize("sheet", [name for name in theme.SHEETS if name != "tokens.css"])
    def test_write_no_colour_of_their_own(self, sheet):
        text = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(), flags=re.DOTALL)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-])", text) == []

    def test_every_icon_that_is_named_is_in_the_sprite(self):
        text = "\n".join(path.read_text() for path in HOUSE.rglob("*.py"))
        named = set(re.findall(r'(?:icon\(|sign=|sign_after=|Group\([^,]+, )"([a-z0-9-]+)"', text))
        assert named - drawn() == set()

    def test_the_sprite_holds_no_icon_that_nobody_names(self):
        written = (path for kind in ("*.py", "*.js") for path in HOUSE.rglob(kind))
        text = "\n".join(path.read_text() for path in written)
        assert {each for each in drawn() if not re.search(rf"[\"'#]{each}[\"']", text)} == set()


def a_card(*permissions, **more):
    return TenantCard("acme", "Acme", permissions=frozenset(permissions), **more)


class TestMenu:
    def test_shows_only_rooms_that_exist(self):
        card = a_card("consents.read", "accounts.read")
        groups = groups_for(card, {"/", "/accounts"})
        assert [group.name for group in groups] == ["Home", "People"]

    def test_shows_testing_where_there_is_something_to_test(self):
        paths = {"/", "/test-drive"}
        may = ("consents.read", "drive.use")
        assert len(groups_for(a_card(*may), paths)) == 1
        assert len(groups_for(a_card(*may, sandbox=True), paths)) == 2
        assert len(groups_for(a_card(*may, test_drive=True), paths)) == 2

    def test_hides_what_the_operator_cannot_read(self):
        assert groups_for(a_card("audit.read"), {"/jobs"}) == ()
        assert len(groups_for(a_card("jobs.read"), {"/jobs"})) == 1

    @pytest.mark.parametrize(
        ("room", "path", "covered"),
        [
            ("/", "/", True),
            ("/", "/accounts", False),
            ("/accounts", "/accounts/acc_1", True),
            ("/accounts", "/accountsx", False),
        ],
    )
    def test_knows_the_room_of_a_page(self, room, path, covered):
        assert covers(room, path) is covered


class TestStamp:
    async def send(self, *messages):
        sent = []

        async def keep(message):
            sent.append(message)

        stamped = StampedSend(keep)
        for message in messages:
            await stamped(message)
        return sent

    async def test_holds_a_page_back_until_it_is_whole(self):
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"x-nicegui-content", b"page"), (b"content-length", b"1")],
        }
        first = {"type": "http.response.body", "body": b"<scr", "more_body": True}
        last = {"type": "http.response.body", "body": b'ipt>a</script><SCRIPT nonce="x">'}
        sent = await self.send(start, first, last)
        assert [message["type"] for message in sent] == [
            "http.response.start",
            "http.response.body",
        ]
        headers = dict(sent[0]["headers"])
        body = sent[1]["body"]
        assert headers[b"content-length"] == str(len(body)).encode()
        nonce = headers[b"content-security-policy"].partition(b"'nonce-")[2].partition(b"'")[0]
        assert body.startswith(b'<script nonce="' + nonce + b'">a')
        assert body.endswith(b'<SCRIPT nonce="x">')

    async def test_lets_everything_else_through_at_once(self):
        start = {"type": "http.response.start", "status": 200, "headers": []}
        sent = await self.send(start, {"type": "http.response.body", "body": b"<script>"})
        assert sent[1]["body"] == b"<script>"
        assert b"content-security-policy" not in dict(sent[0]["headers"])
