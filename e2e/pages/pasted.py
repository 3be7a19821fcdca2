"""Code from the console, run as a reader runs it: pasted into a file, with nothing but its language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = {
    "curl": ("sh", "snippet.sh"),
    "Python": (sys.executable, "snippet.py"),
    "JavaScript": ("node", "snippet.mjs"),
    "Go": ("go", "snippet.go"),
}
PATIENCE = 240.0
"""Seconds; the first build of a Go program makes its standard library."""


def is_here(language: str) -> bool:
    """Tell whether a language can be run on this machine."""
    return shutil.which(PROGRAMS[language][0]) is not None


@dataclass
class Pasted:
    """A running snippet.

    Args:
        printed: its lines so far, of both outputs.
    """

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    _came: threading.Event = field(default_factory=threading.Event)
    _reader: threading.Thread | None = None

    def follow(self) -> Pasted:
        """Read what it prints, line by line."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def address(self) -> str:
        """Wait for the address that a person is to open."""
        assert self._came.wait(PATIENCE), "".join(self.printed)
        found = re.search(r"https?://\S+", "".join(self.printed))
        assert found, "".join(self.printed)
        return found[0]

    def say(self, text: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def end(self) -> str:
        """Wait for its end and return everything it printed."""
        assert self._reader is not None
        try:
            code = self.process.wait(PATIENCE)
        finally:
            self.close()
        told = "".join(self.printed)
        assert code == 0, told
        return told

    def close(self) -> None:
        """End it if it still runs, and let go of its pipes."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._reader is not None:
            self._reader.join(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if "http" in line and "authorize" in line:
                self._came.set()
        self._came.set()


def paste(code: str, language: str, folder: Path, secret: str = "") -> Pasted:
    """Put code into a file and run it; no browser is opened by it."""
    program, name = PROGRAMS[language]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(code, "utf-8")
    command = [program, "run", name] if language == "Go" else [program, name]
    environment = {**os.environ, "BROWSER": "true", "GOFLAGS": "-mod=mod", "GO111MODULE": "off"}
    if secret:
        environment["BYLEAVE_SECRET"] = secret
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Pasted(process).follow()
