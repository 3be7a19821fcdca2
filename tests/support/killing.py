"""A real server that is killed while people use it, and what they were told before it died.

An act that was answered is written down and must stand after the restart. One that was under way
may stand or not, but never half: whoever asks again gets one of the two answers.
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from app.operations.privacy_audit.visitor import CALLBACK, Shop, Unexpected, Visitor
from app.runtime.powers.strength import FILE, LADDER
from tests.support.killed_server import PATIENCE, KilledServer, Start
from tests.support.killing_rows import Person, Rows

SLUG = "rig"
PASSWORD = "a passphrase of the rig that is long"
MOST_GUESSES = 12
EARLY = 0.1
"""Share of the kills that meet a server which is only starting."""
SEEN_AGAIN = 3
"""How many of the people of earlier rounds are asked for through the server after each kill."""
GONE = (httpx.TransportError, Unexpected, KeyError, IndexError)
"""What a client sees of a server that dies: nothing was acknowledged."""

TENANT = f"""
tenants:
  - slug: {SLUG}
    label: Rig
    kind: production
    registration: open
    scopes:
      - {{value: orders, label: Orders, sentence: "Sees orders.", consent: required}}
    clients:
      - id: shop
        label: Shop
        type: confidential
        auth_method: client_secret_basic
        redirect_uris: ["{CALLBACK}"]
        grant_types: [authorization_code, refresh_token, client_credentials]
        scopes: [openid, profile, email, offline_access, orders]
        access_token: opaque
"""


class Rig:
    """A server on a folder, its clients, and the history they wrote.

    Args:
        folder: of everything.
        postgres: URL of a migrated database; empty for SQLite.
        seed: of the moments.
    """

    def __init__(self, folder: Path, postgres: str = "", seed: int = 1) -> None:
        self.folder, self.postgres = folder, postgres
        self.random = random.Random(seed)  # noqa: S311 - moments, no secrets
        self.people: list[Person] = []
        self.acknowledged = 0
        self.unexpected: list[str] = []
        self.checked = 0
        self._lock = threading.Lock()
        self._history = (folder / "history.jsonl").open("a", encoding="utf-8")
        data = folder / "data"
        data.mkdir(mode=0o700, exist_ok=True)  # a test may have put a disk there
        (data / FILE).write_text(f"{LADDER[0]}\n", "utf-8")
        (folder / "rig.yaml").write_text(TENANT, "utf-8")
        self.server = KilledServer(folder, self._settings())
        self.rows = Rows(data / "byleave.db", postgres)
        if postgres:
            self.cli("keys", "init")
        secrets = folder / "secrets.json"
        self.cli("apply", str(folder / "rig.yaml"), "--secrets-file", str(secrets))
        secret = str(json.loads(secrets.read_text("utf-8"))[0]["secret"])
        self._shop = Shop(self.server.base, SLUG, "shop", secret)

    def _settings(self) -> dict[str, str]:
        settings = {
            "BYLEAVE_PLANES": "protocol,hosted,worker",
            "BYLEAVE_TRUSTED_PROXIES": "127.0.0.0/8,::1/128",
            "BYLEAVE_LOG_LEVEL": "warning",
        }
        return settings | ({"BYLEAVE_DATABASE_URL": self.postgres} if self.postgres else {})

    @property
    def starts(self) -> list[Start]:
        return self.server.starts

    def cli(self, *words: str) -> str:
        """Run a command to its end."""
        return self.server.cli(*words)

    def start(self) -> Start:
        """Start the server and wait until it is ready."""
        return self.server.start()

    def kill(self) -> None:
        """Kill the server."""
        self.server.kill()

    def close(self) -> None:
        """Leave nothing running."""
        self.server.close()
        self._history.close()

    def kill_at_random(self) -> None:
        """Kill the server: mostly while people use it, sometimes once more while it starts."""
        if self.random.random() < EARLY:
            self.kill()
            self.server.launch()
            time.sleep(self.random.uniform(0.1, self.starts[-1].clock))
            self.kill()
        else:
            self.round(self.random.randrange(1, 12), self.random.uniform(0, 0.1))

    def round(self, acts: int, pause: float, clients: int = 3) -> None:
        """Let clients work, and kill the server a moment after so many acts were acknowledged."""
        with self.at_work(clients) as stop:
            self.wait_for(acts)
            time.sleep(pause)
            stop.set()  # nobody new comes to a dead server; whoever is at work meets its end
            self.kill()

    def wait_for(self, acts: int) -> bool:
        """Wait until so many more acts were acknowledged; False when that does not come."""
        enough, ends_at = self.acknowledged + acts, time.monotonic() + PATIENCE
        while self.acknowledged < enough and time.monotonic() < ends_at:
            time.sleep(0.002)
        return self.acknowledged >= enough

    @contextlib.contextmanager
    def at_work(self, clients: int) -> Iterator[threading.Event]:
        """Let clients work until the end, or until the event that is yielded is set."""
        stop = threading.Event()
        workers = [threading.Thread(target=self._work, args=(stop,)) for _ in range(clients)]
        for worker in workers:
            worker.start()
        try:
            yield stop
        finally:
            stop.set()
            for worker in workers:
                worker.join(PATIENCE)

    def _work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with self._lock:
                person = Person(f"p{len(self.people)}-{self.random.randrange(10**9)}")
                self.people.append(person)
                end = self.random.choice(("", "", "revoked", "withdrawn", "locked"))
            try:
                self._live(person, end)
            except Unexpected as answered:
                self.unexpected.append(str(answered))
                stop.wait(0.05)
            except GONE:
                stop.wait(0.05)

    def _live(self, person: Person, end: str) -> None:
        with self._browser() as visitor:
            asked = visitor.ask("shop", scope="openid offline_access orders")
            visitor.register(asked, person.name, PASSWORD)
            self._told(person, "registered", registered=True)
            code = visitor.allow(asked)
            self._told(person, "allowed")
            tokens = self._shop.redeem(code, asked)
            self._told(person, "issued", refresh=tokens["refresh_token"])
            for _ in range(3):
                self.rotate(person)
            if end == "revoked":
                person.ending = end
                self._shop.post("revoke", token=person.refresh)
                self._told(person, end, ended=end)
            elif end == "withdrawn":
                self._withdraw(person, visitor)
            elif end == "locked":
                self._guess(person)

    def rotate(self, person: Person) -> None:
        """Exchange the refresh token for the next."""
        person.rotating = True
        answer = self._shop.post("token", grant_type="refresh_token", refresh_token=person.refresh)
        person.spent.append(person.refresh)
        self._told(person, "rotated", refresh=answer["refresh_token"])
        person.rotating = False

    def _withdraw(self, person: Person, visitor: Visitor) -> None:
        person.ending = "withdrawn"
        visitor.send(f"/t/{SLUG}/me/consents", {"act": "withdraw_all"})
        self._told(person, "withdrawn", ended="withdrawn")

    def _guess(self, person: Person) -> None:
        """Type wrong passwords until the limit closes."""
        person.guessing = True
        with self._browser() as other:
            for _ in range(MOST_GUESSES):
                if _tries(other, person, "a wrong passphrase") == 429:
                    self._told(person, "locked", locked=True)
                    return

    def check(self) -> list[str]:
        """Ask the new server for everything acknowledged since the last check, and some before.

        By SQL everything there ever was is asked for.
        """
        old, new = self.people[: self.checked], self.people[self.checked :]
        self.checked = len(self.people)
        again = self.random.sample(old, min(SEEN_AGAIN, len(old)))
        found = [fault for person in new for fault in self._faults(person, fresh=True)]
        found += [fault for person in again for fault in self._faults(person, fresh=False)]
        return found + self.rows.faults(self.people)

    def check_all(self) -> list[str]:
        """Ask for everything there ever was; locks are left out, for they end by time."""
        return [fault for person in self.people for fault in self._faults(person, fresh=False)]

    def _faults(self, person: Person, *, fresh: bool) -> Iterator[str]:
        if fresh and (person.registered or person.locked):
            # Guesses that were not answered may have closed the limit.
            says = self._signs_in(person)
            wanted = {429} if person.locked else {303} | ({429} if person.guessing else set())
            if says not in wanted:
                yield f"{person.name}: sign-in answers {says}, not {wanted}"
        if not person.refresh:
            return
        if person.ended and self._lives(person.refresh):
            yield f"{person.name}: {person.ended} and its token lives"
        if person.sure and not self._lives(person.refresh):
            yield f"{person.name}: its last refresh token is dead"
        for spent in person.spent:
            if self._lives(spent):
                yield f"{person.name}: a spent refresh token lives again"

    def _lives(self, token: str) -> bool:
        return bool(self._shop.post("introspect", token=token).get("active"))

    def _signs_in(self, person: Person) -> int:
        with self._browser() as visitor:
            return _tries(visitor, person, PASSWORD)

    def _told(self, person: Person, what: str, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(person, name, value)
        with self._lock:
            self.acknowledged += 1
            self._history.write(json.dumps({"who": person.name, "what": what}) + "\n")
            self._history.flush()

    @contextlib.contextmanager
    def _browser(self) -> Iterator[Visitor]:
        where = ".".join(str(self.random.randrange(1, 250)) for _ in range(3))
        visitor = Visitor(self.server.base, SLUG, {"X-Forwarded-For": f"20.{where}"})
        try:
            yield visitor
        finally:
            visitor.close()


def _tries(visitor: Visitor, person: Person, password: str) -> int:
    """Sign in anew; return the status of the last answer there was."""
    asked = visitor.ask("shop", scope="openid", prompt="login")
    named = visitor.send(asked.place, {"identifier": person.name}, 0)
    if named.status_code != 303:
        return named.status_code
    return visitor.send(asked.place, {"password": password}, 0).status_code
