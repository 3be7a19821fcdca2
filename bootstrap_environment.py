"""The environment of bootstrap.py: `.tools`, `.venv`, `.stamps`, and how a program is started.

Standard library only, the same on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMPS = ROOT / ".stamps"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
SUFFIX = ".exe" if WINDOWS else ""
PYTHON = BIN / f"python{SUFFIX}"
UV_WANTED = "uv>=0.11"


def environment(*, dev: bool) -> None:
    """Make or renew `.venv` unless a stamp says that it already holds what the lock says."""
    locks = [ROOT / name for name in ("uv.lock", "requirements.lock", "requirements-dev.lock")]
    content = b"".join(lock.read_bytes() for lock in locks)
    # What stands before the first tool's table is what the environment is made from.
    project = (ROOT / "pyproject.toml").read_text("utf-8").partition("\n[tool.")[0]
    place = f"{project}{sys.version}{VENV}"
    wanted = hashlib.sha256(content + place.encode()).hexdigest()
    full, lean = STAMPS / "environment-dev", STAMPS / "environment-run"
    window = STAMPS / "environment-desktop"
    if PYTHON.exists() and any(read(s) == wanted for s in ([full] if dev else [full, lean])):
        return
    began = time.perf_counter()
    say("setting up .venv; this takes a moment the first time")
    STAMPS.mkdir(exist_ok=True)
    for stamp in (full, lean, window):
        stamp.unlink(missing_ok=True)
    if not by_uv(dev=dev):
        say("uv could not finish: pip takes over from the hash-locked list")
        by_pip(dev=dev)
    (full if dev else lean).write_text(wanted)
    say(f"environment ready after {time.perf_counter() - began:.0f} s")


def window_environment() -> bool:
    """Add the window's library and the packer to `.venv`; False where they cannot be fetched."""
    environment(dev=True)
    stamp, wanted = STAMPS / "environment-desktop", read(STAMPS / "environment-dev")
    if read(stamp) == wanted:
        return True
    say("adding the window's library, about 250 MB on Linux")
    if not by_uv(dev=True, more=("--inexact", "--all-extras", "--all-groups")):
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if call([*pip, "--require-hashes", "-r", "requirements-desktop.lock"]):
            return False
    stamp.write_text(wanted or "")
    return True


def by_uv(*, dev: bool, more: Sequence[str] = ()) -> bool:
    """Install what uv.lock says; False where uv cannot be had or cannot reach its index."""
    uv = TOOLS / "bin" / f"uv{SUFFIX}"
    if not uv.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if call([*pip, "--target", str(TOOLS), "--upgrade", UV_WANTED]) or not uv.exists():
            return False
    sync = [uv, "sync", "--locked", "--quiet", "--python", sys.executable]
    return call([*sync, *([] if dev else ["--no-dev"]), *more]) == 0


def by_pip(*, dev: bool) -> None:
    """Install the hash-locked lists with pip into a fresh virtual environment."""
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = "requirements-dev.lock" if dev else "requirements.lock"
    subprocess.run([*pip, "--require-hashes", "-r", locked], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", "."], check=True)


def pytest(words: list[str]) -> int:
    """Run pytest with its own closing lines; its exit code is ours."""
    return call([PYTHON, "-m", "pytest", *words])


def journeys(words: list[str]) -> int:
    """Run the journeys, in two parts side by side unless words narrow them or ask for more."""
    if words or os.cpu_count() == 1:
        return pytest(["e2e", *words])
    command = [str(PYTHON), "-m", "pytest", "e2e"]
    with tempfile.TemporaryFile("w+") as told:
        beside = subprocess.Popen(
            command,
            env={**os.environ, "BYLEAVE_E2E_PART": "2/2"},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        os.environ["BYLEAVE_E2E_PART"] = "1/2"
        first, second = pytest(["e2e"]), beside.wait()
        told.seek(0)
        sys.stdout.write("\nThe other part of the journeys:\n" + told.read())
    return first or second


def tool(name: str, *words: str) -> int:
    """Run a tool of the environment."""
    return call([BIN / f"{name}{SUFFIX}", *words])


def call(command: Sequence[object]) -> int:
    """Run a command with our own input and output; return its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(word) for word in command], check=False).returncode


def quiet(command: Sequence[object]) -> int:
    """Run a command and show what it said only if it failed."""
    done = subprocess.run(
        [str(word) for word in command], check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode


def read(path: Path) -> str | None:
    """Return a stamp's text, or None if there is none."""
    return path.read_text() if path.exists() else None


def say(text: str) -> int:
    """Tell the person one line."""
    print(f"byleave: {text}", flush=True)
    return 0


def fail(text: str) -> int:
    """Tell the person what is wrong."""
    print(f"byleave: {text}", file=sys.stderr, flush=True)
    return 1
