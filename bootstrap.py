"""Set up, run and check Byleave with nothing but Python and pip: the Makefile calls this file.

    python bootstrap.py install | run | desktop | test | check | fast | e2e | test-desktop
                        | desktop-app | bench | long | proofs | format | clean   [words]

Standard library only, the same on Linux, macOS and Windows. Everything lands inside this folder:
`.tools` (uv), `.venv` (the environment), `.stamps` (what was done, so that a second run is quick).
Beside it: bootstrap_environment.py, bootstrap_browser.py and bootstrap_desktop.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from bootstrap_browser import browser
from bootstrap_desktop import desktop, desktop_app, test_desktop
from bootstrap_environment import (
    BIN,
    PYTHON,
    ROOT,
    STAMPS,
    SUFFIX,
    TOOLS,
    VENV,
    call,
    environment,
    fail,
    journeys,
    pytest,
    quiet,
    say,
    tool,
)

FAST = ["tests/architecture", "tests/docs", "tests/domain"]
FAST += ["tests/app/test_settings.py", "tests/app/runtime/test_log.py"]
NOT_FAST = "not postgres and not slow and not desktop"


def main(words: list[str]) -> int:
    """Do what the first word says; hand the rest to the program it starts."""
    commands = {
        "install": install, "run": run, "test": test, "check": check, "fast": fast,
        "e2e": e2e, "bench": bench, "long": long_proofs,
        "proofs": proofs, "format": format_files, "clean": clean,
        "desktop": desktop, "test-desktop": test_desktop, "desktop-app": desktop_app,
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
    """Run all tests on both engines, then those in the browser; windows have `test-desktop`."""
    environment(dev=True)
    has_browser = browser()
    first = pytest(["tests", "-n", "2", "-m", "not desktop", *words])
    second = journeys(words) if has_browser else 1
    if first or second:
        return fail(f"failed: {', '.join(n for n, c in (('tests', first), ('e2e', second)) if c)}")
    return 0


def e2e(words: list[str]) -> int:
    """Run the tests in the browser alone."""
    environment(dev=True)
    return journeys(words) if browser() else 1


def bench(words: list[str]) -> int:
    """Measure what each answer costs, on both engines."""
    environment(dev=True)
    return call([BIN / f"byleave{SUFFIX}", "bench", "--engine", "both", *words])


def long_proofs(words: list[str]) -> int:
    """Run the proofs that take minutes to hours; each writes its figure into proofs/."""
    environment(dev=True)
    os.environ.setdefault("BYLEAVE_PROOFS", str(ROOT / "proofs"))
    ended = pytest(["-m", "long", "-p", "no:randomly", *(words or ["tests/proofs"])])
    if words:
        return ended
    return max(ended, pytest(["tests/deploy"]), bench([]), proofs([]))


def proofs(_words: list[str]) -> int:
    """Write docs/proofs.md and its part of README.md from the figures in proofs/."""
    environment(dev=True)
    return call([PYTHON, "-m", "tests.support.proofs_page"])


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
    made = [TOOLS, VENV, STAMPS, ROOT / "test-results", ROOT / "build", ROOT / "dist"]
    made += [ROOT / f".{name}_cache" for name in ("pytest", "mypy", "ruff", "import_linter")]
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
