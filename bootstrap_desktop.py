"""The window for bootstrap.py: start it, prove it on a virtual screen, pack it into one folder."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

from bootstrap_browser import browser
from bootstrap_environment import BIN, PYTHON, ROOT, SUFFIX, WINDOWS, call, fail, pytest, say
from bootstrap_environment import window_environment as with_window

TESTS = "tests/app/desktop"
PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libnss3.so": "libnss3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
}
"""What Qt and the virtual screen ask of the system, and the Debian package of each."""


def desktop(words: list[str]) -> int:
    """Open the window; without its library, in an installed browser."""
    if not with_window():
        say("the window's library cannot be fetched: a browser takes its place")
    return call([BIN / f"byleave{SUFFIX}", "desktop", *words])


def test_desktop(words: list[str]) -> int:
    """Run the tests in real windows on a virtual screen, or say loudly what lacks for it."""
    if not sys.platform.startswith("linux"):
        return skipped(["a virtual X screen: these tests run on Linux"])
    lacking = [] if with_window() else ["the window's library: its index cannot be reached"]
    found = missing()
    if found and not lacking:
        install(found)
        found = missing()
    lacking += [f"{name} (Debian: {package})" for name, package in found.items()]
    if not lacking and not browser():
        lacking.append("a Chromium that starts")
    if lacking:
        return skipped(lacking)
    os.environ["BYLEAVE_TEST_DESKTOP"] = "1"
    return pytest([TESTS, "-m", "desktop", *words])


def desktop_app(words: list[str]) -> int:
    """Pack the program with its Python and its window into `dist/Byleave`."""
    if not with_window():
        return fail("the window's library or the packer cannot be fetched from here")
    pack = [PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    if call([*pack, *words, ROOT / "app" / "desktop" / "byleave.spec"]):
        return fail("the folder could not be built")
    program = ROOT / "dist" / "Byleave" / f"Byleave{SUFFIX}"
    size = sum(each.stat().st_size for each in program.parent.rglob("*") if each.is_file())
    say(f"built {program.relative_to(ROOT)}, {size / 1e6:.0f} MB")
    # A window program of Windows has no terminal to answer on.
    return 0 if WINDOWS else call([program, "--help"])


def missing() -> dict[str, str]:
    """Return what the system lacks, with the Debian package that brings it."""
    lacking = {name: deb for name, deb in PROGRAMS.items() if shutil.which(name) is None}
    return {**lacking, **{name: deb for name, deb in LIBRARIES.items() if not loads(name)}}


def loads(library: str) -> bool:
    """Tell whether a system library is there."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(wanted: dict[str, str]) -> None:
    """Install Debian packages where we may; elsewhere nothing happens."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    packages = sorted(set(wanted.values()))
    say(f"installing {', '.join(packages)}")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quietly)
    apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    if subprocess.run([*apt, *packages], check=False, env=quietly).returncode:
        # A package may have another name in another release: the rest is still worth having.
        for package in packages:
            subprocess.run([*apt, package], check=False, env=quietly, capture_output=True)


def skipped(lacking: list[str]) -> int:
    """Say so that nobody can miss it that nothing was proven, and why; not a failure."""
    line = "!" * 78
    print(line, "THE TESTS OF THE WINDOW WERE SKIPPED. This machine lacks:", sep="\n")
    print(*(f"  - {each}" for each in lacking), line, sep="\n", flush=True)
    return 0
