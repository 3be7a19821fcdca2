"""From the settings to a window, and from its end to an empty house."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs
import typer

from app.desktop.alone import alone, announce, knock
from app.desktop.doorman import ENTER, Desk, Doorman
from app.desktop.memory import Memory, a_port, keep, keep_frame, recall
from app.desktop.reception import DESKTOP, Reception
from app.desktop.serving import Serving, listening
from app.desktop.tickets import Tickets
from app.desktop.windows import Kind, View, choose
from app.runtime.listening import ensure_free
from app.setting_values import PLANES
from app.settings import Settings, SettingsError, load_settings, make_data_folder
from app.wiring import open_house
from domain.operators.install import Install, install

if TYPE_CHECKING:
    from app.wiring import House

SUBFOLDER: Final = "desktop"
"""Below the folder of `byleave serve`: a window and a server do not share their data."""

SECOND_SECONDS: Final = 60.0
"""How long a second start waits for the first, which may be beginning or ending."""

AGAIN_SECONDS: Final = 0.25

_ENDS: Final = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


def settings_for(flags: dict[str, Any]) -> tuple[Settings, Memory]:
    """Gather the settings of a window: a local folder, a loopback port that is remembered.

    Raises:
        SettingsError: one is wrong, or is no setting of a window.
    """
    first = load_settings(flags)
    for name in ("database_url", "base_url", "host", "planes"):
        if name in first.origins:
            message = f"{first.spelling(name)} is for `byleave serve`: leave it out for a window."
            raise SettingsError(message)
    folder = first.data_dir
    if "data_dir" not in first.origins:
        folder = Path(platformdirs.user_data_dir("byleave", appauthor=False)) / SUBFOLDER
    memory = recall(folder)
    port = first.port if "port" in first.origins else memory.port or a_port()
    given = {**flags, "data_dir": str(folder), "port": str(port), "planes": ",".join(PLANES)}
    return load_settings(given), replace(memory, port=port)


def open_desktop(settings: Settings, memory: Memory, kind: Kind) -> None:
    """Show the window over its folder until it is closed; leave nothing running.

    Args:
        memory: of the folder.
        kind: of window.

    Raises:
        SettingsError, Unfit: one sentence with the way out.
    """
    folder = make_data_folder(settings)
    gives_up = time.monotonic() + SECOND_SECONDS
    waited = threading.Event()
    while True:
        with alone(folder) as first:
            if first:
                _first(settings, folder, memory, kind)
                return
        if knock(folder):
            typer.echo("Byleave is open already: its window was brought to the front.")
            return
        if time.monotonic() >= gives_up:
            message = f"--data-dir is {folder}, which another Byleave is using: end that one first."
            raise SettingsError(message)
        waited.wait(AGAIN_SECONDS)


def _first(settings: Settings, folder: Path, memory: Memory, kind: Kind) -> None:
    ensure_free(settings.host, settings.port)
    with listening(settings.port) as issuer, listening(0) as own:
        house = open_house(settings)
        try:
            house.call.now(install, Install(settings.base_url), tenant=None, actor=DESKTOP)
            keep(folder, memory)
            _live(house, memory, kind, own, issuer)
        finally:
            house.close()


def _live(
    house: House, memory: Memory, kind: Kind, own: socket.socket, issuer: socket.socket
) -> None:
    # NiceGUI takes a second to import: it is done once nothing else can be wrong.
    from app.server import build

    settings = house.settings
    folder = settings.data_dir
    port = own.getsockname()[1]
    tickets, reception = Tickets(house.clock), Reception(house)
    view = View(
        address=lambda: f"http://127.0.0.1:{port}{ENTER}{tickets.issue().reveal()}",
        folder=folder,
        frame=memory.frame,
        keep_frame=lambda frame: keep_frame(folder, frame),
        house=house,
    )
    window = choose(kind, view)
    desk = Desk(tickets, reception.enter, window.lift)
    door = Doorman(build(house), desk, port=port, base_url=settings.base_url)
    with Serving(door, [own, issuer]):
        announce(folder, port, desk.key)
        with ended_by_signals(window.close):
            window.show()
        reception.leave()


@contextmanager
def ended_by_signals(close: Callable[[], None]) -> Iterator[None]:
    """Close the window when the process is told to end.

    A window library's loop may keep Python from hearing a signal; the bytes that the system writes
    are read in a thread, which is never kept.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    names = [name for name in _ENDS if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda _n, _f: None) for name in names}
    waker = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def listen() -> None:
        while said := ours.recv(1):
            if said[0] in {getattr(signal, name) for name in names}:
                close()

    thread = threading.Thread(target=listen, name="byleave-signals", daemon=True)
    thread.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(waker)
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
        theirs.close()
        thread.join(1)
        ours.close()
