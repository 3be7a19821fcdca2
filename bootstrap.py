"""Set up, run and check Byleave with nothing but Python and pip: the Makefile calls this file.

    python bootstrap.py install | run | test | check | fast | e2e | bench | format | clean   [words]

Standard library only, the same on Linux, macOS and Windows. Everything lands inside this folder:
`.tools` (uv), `.venv` (the environment), `.stamps` (what was done, so that a second run is quick).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
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
FAST = ["tests/architecture", "tests/docs", "tests/domain"]
FAST += ["tests/app/test_settings.py", "tests/app/runtime/test_log.py"]
NOT_FAST = "not postgres and not slow and not desktop"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROBE = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=sys.argv[1] or None, args=["--no-sandbox"])
    page = browser.new_page()
    page.set_content("<title>ready</title>")
    assert page.title() == "ready"
    browser.close()
"""


def main(words: list[str]) -> int:
    """Do what the first word says; hand the rest to the program it starts."""
    commands = {
        "install": install, "run": run, "test": test, "check": check, "fast": fast,
        "e2e": e2e, "bench": bench, "format": format_files, "clean": clean,
    }  # fmt: skip
    if sys.version_info < (3, 11):  # noqa: UP036 - the file may be started by an older Python
        return fail(f"Byleave needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not words or words[0] not in commands:
        return fail("usage: python bootstrap.py " + " | ".join(commands))
    os.chdir(ROOT)
    # A virtual environment that happens to be active is not the one meant here.
    os.environ.pop("VIRTUAL_ENV", None)
    # The tests start the program some hundred times: it is compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PIP_ROOT_USER_ACTION", "ignore")
    try:
        return commands[words[0]](words[1:])
    except subprocess.CalledProcessError as broken:
        return fail(f"this did not work: {' '.join(map(str, broken.cmd[:6]))} …")
    except KeyboardInterrupt:
        return 130


def install(_words: list[str]) -> int:
    """Make the environment with everything in it."""
    environment(dev=True)
    say(f"ready: {(BIN / 'byleave').relative_to(ROOT)}")
    return 0


def run(words: list[str]) -> int:
    """Start the server; it prints one link and opens the browser if there is one."""
    environment(dev=False)
    return call([BIN / f"byleave{SUFFIX}", "serve", "--open", *words])


def test(words: list[str]) -> int:
    """Run all tests on both engines, then those in the browser as a process of their own."""
    environment(dev=True)
    has_browser = browser()
    first = pytest(["tests", "-n", "2", *words])
    second = pytest(["e2e", *words]) if has_browser else 1
    if first or second:
        return fail(f"failed: {', '.join(n for n, c in (('tests', first), ('e2e', second)) if c)}")
    return 0


def e2e(words: list[str]) -> int:
    """Run the tests in the browser alone."""
    environment(dev=True)
    return pytest(["e2e", *words]) if browser() else 1


def bench(words: list[str]) -> int:
    """Measure what each answer costs, on both engines."""
    environment(dev=True)
    return call([BIN / f"byleave{SUFFIX}", "bench", "--engine", "both", *words])


def fast(words: list[str]) -> int:
    """Run the fast tests: architecture, docs, domain on SQLite, settings."""
    environment(dev=True)
    places = [place for place in FAST if (ROOT / place).exists()]
    return pytest(["-q", "-n", "2", "-m", NOT_FAST, *places, *words])


def check(_words: list[str]) -> int:
    """Run every gate and say which failed; types go beside the others, they take longest."""
    environment(dev=True)
    began = time.perf_counter()
    types = subprocess.Popen(
        [PYTHON, "-m", "mypy"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    gates: dict[str, Callable[[], int]] = {
        "format": lambda: tool("ruff", "format", "--check", "--quiet", "."),
        "lint": lambda: tool("ruff", "check", "--output-format", "concise", "."),
        "import walls": lambda: quiet([BIN / f"lint-imports{SUFFIX}"]),
        "fast tests": lambda: fast([]),
    }
    failed = [name for name, gate in gates.items() if gate()]
    said = types.communicate()[0]
    if types.returncode:
        sys.stdout.write(said)
        failed.append("types")
    took = f"{time.perf_counter() - began:.0f} s"
    return fail(f"check failed after {took}: {', '.join(failed)}") if failed else say(f"ok, {took}")


def format_files(_words: list[str]) -> int:
    """Write the format, the safe fixes and the generated pages of docs/."""
    environment(dev=True)
    tool("ruff", "check", "--fix", "--quiet", ".")
    return tool("ruff", "format", ".") or call([PYTHON, "-m", "app.operations.documents"])


def clean(_words: list[str]) -> int:
    """Remove what this file and the tools made; never a data folder."""
    made = [TOOLS, VENV, STAMPS, ROOT / "test-results"]
    made += [ROOT / f".{name}_cache" for name in ("pytest", "mypy", "ruff", "import_linter")]
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


# ---------------------------------------------------------------- environment


def environment(*, dev: bool) -> None:
    """Make or renew `.venv` unless a stamp says that it already holds what the lock says."""
    locks = [ROOT / name for name in ("uv.lock", "requirements.lock", "requirements-dev.lock")]
    content = b"".join(lock.read_bytes() for lock in locks)
    # What stands before the first tool's table is what the environment is made from.
    project = (ROOT / "pyproject.toml").read_text("utf-8").partition("\n[tool.")[0]
    place = f"{project}{sys.version}{VENV}"
    wanted = hashlib.sha256(content + place.encode()).hexdigest()
    full, lean = STAMPS / "environment-dev", STAMPS / "environment-run"
    if PYTHON.exists() and any(read(s) == wanted for s in ([full] if dev else [full, lean])):
        return
    began = time.perf_counter()
    say("setting up .venv; this takes a moment the first time")
    STAMPS.mkdir(exist_ok=True)
    for stamp in (full, lean):
        stamp.unlink(missing_ok=True)
    if not by_uv(dev=dev):
        say("uv could not finish: pip takes over from the hash-locked list")
        by_pip(dev=dev)
    (full if dev else lean).write_text(wanted)
    say(f"environment ready after {time.perf_counter() - began:.0f} s")


def by_uv(*, dev: bool) -> bool:
    """Install what uv.lock says; False where uv cannot be had or cannot reach its index."""
    uv = TOOLS / "bin" / f"uv{SUFFIX}"
    if not uv.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if call([*pip, "--target", str(TOOLS), "--upgrade", UV_WANTED]) or not uv.exists():
            return False
    sync = [uv, "sync", "--locked", "--quiet", "--python", sys.executable]
    return call([*sync, *([] if dev else ["--no-dev"])]) == 0


def by_pip(*, dev: bool) -> None:
    """Install the hash-locked lists with pip into a fresh virtual environment."""
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = "requirements-dev.lock" if dev else "requirements.lock"
    subprocess.run([*pip, "--require-hashes", "-r", locked], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", "."], check=True)


# ---------------------------------------------------------------- browser


def browser() -> bool:
    """Find or fetch a Chromium that starts; BYLEAVE_CHROMIUM tells the tests which."""
    stamp = STAMPS / "chromium"
    known = read(stamp)
    # The environment may name another browser than the one we know.
    same = os.environ.get("BYLEAVE_CHROMIUM", known) == known
    if known is not None and (not known or Path(known).exists()) and same:
        os.environ["BYLEAVE_CHROMIUM"] = known
        return True
    for found in candidates():
        if starts(found):
            os.environ["BYLEAVE_CHROMIUM"] = found
            stamp.write_text(found)
            return True
    fail("No Chromium starts here: install one, or name yours by BYLEAVE_CHROMIUM.")
    return False


def candidates() -> Iterator[str]:
    """Yield browsers to try: the one named, those on the PATH, Playwright's own (""), Debian's."""
    yield from filter(None, [os.environ.get("BYLEAVE_CHROMIUM")])
    yield from on_path()
    say("fetching Playwright's Chromium")
    fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, check=False, capture_output=True).returncode:
        say("it cannot be fetched from here")
    yield ""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing Debian's Chromium")
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quietly)
        install_it = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run([*install_it, "fonts-liberation"], check=False, env=quietly)
        # Its libraries may be all that Playwright's own was lacking.
        yield from [*on_path(), ""]


def on_path() -> list[str]:
    """Return the browsers on the PATH, each once."""
    return list(dict.fromkeys(path for name in BROWSERS if (path := shutil.which(name))))


def starts(path: str) -> bool:
    """Tell whether a browser opens a page; a file that is there may still lack its libraries."""
    probe = [str(PYTHON), "-c", PROBE, path]
    try:
        done = subprocess.run(probe, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


# ---------------------------------------------------------------- small words


def pytest(words: list[str]) -> int:
    """Run pytest with its own closing lines; its exit code is ours."""
    return call([PYTHON, "-m", "pytest", *words])


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
