"""Real windows on a screen that nobody sees: what a person would see, press and leave behind."""

import os
import signal
import sqlite3
import time
from pathlib import Path

import httpx
import pytest
import yaml

from app.desktop.alone import RUNNING
from app.desktop.doorman import ENTER, KEY_COOKIE
from app.desktop.frame import Frame
from app.desktop.letter import FILE as LETTER
from app.desktop.memory import FILE as MEMORY
from app.desktop.memory import Memory, keep, recall
from tests.support.dialogs import answer, choose, confirm
from tests.support.screen import PATIENCE, SIZE, VirtualScreen, until
from tests.support.window import OWNER, PASSWORD, Desktop, an_owned_folder, weak

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.timeout(600),  # each wait has its own end
    pytest.mark.skipif("BYLEAVE_TEST_DESKTOP" not in os.environ, reason="run `make test-desktop`"),
]
PICTURES = os.environ.get("BYLEAVE_TEST_SCREENSHOTS", "")
TITLE = "Byleave"
DOWNLOAD = """
const link = document.createElement("a");
link.href = URL.createObjectURL(new Blob(["a,b"]));
link.download = "accounts.csv"; document.body.append(link); link.click();
"""


@pytest.fixture(scope="module")
def screen():
    made = VirtualScreen()
    yield made
    made.close()


@pytest.fixture
def owned(tmp_path):
    return an_owned_folder(tmp_path / "data")


@pytest.fixture
def opened(screen):
    """Start windows, and see to it that none outlives its test."""
    started = []

    def start(folder, kind="native"):
        started.append(Desktop(screen, folder, kind))
        return started[-1]

    yield start
    for each in started:
        each.end()
    for each in started:
        gone(each)


def gone(desktop):
    """See that nothing of it runs any more; a browser's own helpers end a moment after it."""
    until(lambda: not desktop.left_over(), "the end of all processes")


def closed(screen, desktop, window):
    """Close a window as a person does, and wait for the program's end."""
    screen.press(window, "alt+F4")
    assert desktop.process.wait(PATIENCE) == 0


class TestFirstStart:
    def test_leads_a_person_through_the_form_into_the_console(self, screen, opened, tmp_path):
        weak(tmp_path / "data")
        desktop = opened(tmp_path / "data")
        window = screen.window(TITLE)
        desktop.sees("This is you")
        screen.press(window)
        until(lambda: desktop.ask("document.hasFocus()"), "the keyboard on the page")
        screen.type(OWNER)
        until(lambda: desktop.ask("document.activeElement.value") == OWNER, "the name in its field")
        desktop.ask("document.querySelector('[type=password]').focus()")
        screen.type(PASSWORD)
        typed = "document.activeElement.value.length"
        until(lambda: desktop.ask(typed) == len(PASSWORD), "the password in its field")
        screen.press(window, "Return")
        until(lambda: desktop.ask("location.pathname") == "/console/start", "the next page")
        assert desktop.ask("location.origin") == desktop.own


class TestWindow:
    def test_opens_with_the_console_signed_in(self, screen, opened, owned):
        desktop = opened(owned)
        window = screen.window(TITLE)
        desktop.sees("Sandbox")
        assert desktop.ask("location.pathname").startswith("/console/acme")
        assert desktop.ask("location.origin") == desktop.own
        until(lambda: desktop.ask("!!window.socket?.connected"), "a live page")
        if PICTURES:
            time.sleep(2)
            screen.photograph(Path(PICTURES) / "desktop.png", window)

    def test_refuses_whoever_is_not_its_window(self, screen, opened, owned):
        desktop = opened(owned)
        desktop.sees("Sandbox")
        own, key = desktop.own, {KEY_COOKIE: desktop.cookies()[KEY_COOKIE]}
        issuer = f"http://localhost:{desktop.port}"

        def status(address, cookies=None, **headers):
            answer = httpx.get(address, headers=headers, cookies=cookies, timeout=PATIENCE)
            return answer.status_code

        assert status(f"{own}/console") == 403
        assert status(f"{own}/console", key, host="evil.example") == 421
        assert status(f"{own}/console", key, origin="https://evil.example") == 403
        assert status(f"{own}/console", key, origin=issuer) == 403
        assert status(f"{own}/readyz", key, origin=own) == 200
        assert status(f"{own}{ENTER}guess", key) == 403
        assert status(f"{issuer}/console") == 404
        assert status(f"{issuer}/t/acme/.well-known/openid-configuration") == 200
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://[::1]:{desktop.port}/readyz")

    def test_comes_back_where_it_stood(self, screen, opened, owned):
        first = opened(owned)
        window = screen.window(TITLE)
        first.sees("Sandbox")
        screen.hand("windowsize", "--sync", window, 1000, 700)
        screen.hand("windowmove", "--sync", window, 320, 140)
        time.sleep(1)
        stood = screen.geometry(window)
        closed(screen, first, window)
        assert recall(owned).frame.width == 1000

        second = opened(owned)
        second.sees("Sandbox")
        window = screen.window(TITLE)
        until(lambda: screen.geometry(window) == stood, f"the window at {stood}")

    def test_is_shown_where_it_can_be_seen(self, screen, opened, owned):
        keep(owned, Memory(None, Frame(900, 600, 9000, 9000)))
        desktop = opened(owned)
        desktop.sees("Sandbox")

        def is_seen():
            x, y, *size = screen.geometry(screen.window(TITLE))
            return 0 <= x < SIZE[0] - 850 and 0 <= y < SIZE[1] - 550 and size == [900, 600]

        until(is_seen, "a window of its size where it can be seen")

    def test_a_second_start_brings_it_to_the_front(self, screen, opened, owned):
        desktop = opened(owned)
        window = screen.window(TITLE)
        desktop.sees("Sandbox")
        screen.hand("windowminimize", "--sync", window)
        until(lambda: not screen.windows(TITLE), "a window that was put away")
        second = desktop.second()
        assert (second.returncode, "brought to the front" in second.stdout) == (0, True)
        assert screen.window(TITLE) == window


class TestFiles:
    def test_go_out_and_come_in_through_the_systems_dialogs(self, screen, opened, owned, tmp_path):
        desktop = opened(owned)
        window = screen.window(TITLE)
        desktop.sees("Sandbox")
        file = tmp_path / "out.yaml"

        choose(screen, window, 1, "Save file")
        answer(screen, "Save file", file)
        confirm(screen, "Export")
        told = yaml.safe_load(file.read_text("utf-8"))
        assert told["tenants"][0]["slug"] == "acme"

        told["tenants"][0]["label"] = "Acme of the window"
        file.write_text(yaml.safe_dump(told), "utf-8")
        choose(screen, window, 2, "Open file")
        answer(screen, "Open file", file)
        confirm(screen, "Import")
        desktop.sees("Acme of the window")

    def test_a_download_asks_where_it_goes(self, screen, opened, owned, tmp_path):
        desktop = opened(owned)
        desktop.sees("Sandbox")
        desktop.ask(DOWNLOAD)
        answer(screen, "Save file", tmp_path / "kept.csv")
        until((tmp_path / "kept.csv").exists, "the file")
        assert (tmp_path / "kept.csv").read_text("utf-8") == "a,b"


class TestLinks:
    def test_with_a_window_of_their_own_open_in_the_one_there_is(self, screen, opened, owned):
        desktop = opened(owned)
        desktop.sees("Sandbox")
        desktop.ask("window.open('/console/acme/audit', '_blank') && 1")
        until(lambda: desktop.ask("location.pathname") == "/console/acme/audit", "the next page")
        assert len(screen.windows(TITLE)) == 1


class TestClose:
    def test_leaves_nothing_behind(self, screen, opened, owned):
        desktop = opened(owned)
        window = screen.window(TITLE)
        desktop.sees("Sandbox")
        port = int(desktop.own.rpartition(":")[2])
        closed(screen, desktop, window)
        gone(desktop)
        for each in (port, desktop.port):
            until(lambda each=each: desktop.is_free(each), "the port, given back")
        assert not (owned / RUNNING).exists()
        assert (owned / MEMORY).exists()
        with sqlite3.connect(owned / "byleave.db") as data:
            told = data.execute(
                "SELECT count(*) FROM audit_event WHERE name = 'session.ended'"
            ).fetchone()
        data.close()
        assert told == (1,)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    @pytest.mark.parametrize("kind", ["native", "app"])
    def test_so_does_a_signal(self, screen, opened, owned, kind, number):
        desktop = opened(owned, kind)
        desktop.sees("Sandbox")
        assert desktop.end(number) == 0
        gone(desktop)
        until(lambda: desktop.is_free(desktop.port), "the port, given back")
        assert not (owned / RUNNING).exists()

    def test_so_does_a_signal_while_a_page_loads(self, screen, opened, owned):
        desktop = opened(owned)
        desktop.sees("Sandbox")
        desktop.ask("setTimeout(() => location.reload(), 0) && 1")
        time.sleep(0.15)
        assert desktop.end() == 0
        gone(desktop)


class TestAppWindow:
    def test_is_the_console_without_an_address_bar(self, screen, opened, owned):
        desktop = opened(owned, "app")
        window = screen.window(TITLE)
        desktop.sees("Sandbox")
        assert desktop.ask("location.origin") == desktop.own
        # What is not the page is the window manager's: the page is as high as the window.
        bare = "window.outerHeight - window.innerHeight < 40"
        until(lambda: desktop.ask(bare), "a window without bars")
        closed(screen, desktop, window)
        assert not (owned / LETTER).exists()

    def test_used_the_ticket_of_its_letter_up(self, screen, opened, owned):
        desktop = opened(owned, "app")
        desktop.sees("Sandbox")
        letter = owned / LETTER
        assert letter.stat().st_mode & 0o777 == 0o600
        address = letter.read_text("utf-8").partition('href="')[2].partition('"')[0]
        assert address.startswith(f"{desktop.own}{ENTER}")
        assert httpx.get(address, timeout=PATIENCE).status_code == 403
        command_lines = "\n".join(desktop.left_over())
        assert address.rpartition("/")[2] not in command_lines
