"""One audit: plant by real flows, search every place, erase somebody, search again."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Final

from app.operations.privacy_audit import flows
from app.operations.privacy_audit.canaries import Kind, Needle, needles
from app.operations.privacy_audit.collector import Collector
from app.operations.privacy_audit.copies import OPENED, SEALED, backed_up
from app.operations.privacy_audit.report import Erasure, Report
from app.operations.privacy_audit.search import (
    Hit,
    Looked,
    Place,
    of_database,
    of_folder,
    of_text,
    search,
)
from app.operations.privacy_audit.site import Site, fresh_site, present_site
from app.operations.privacy_audit.visitor import Shop
from app.settings import Settings
from persistence import scan, scratch

CONTROL_FILE: Final = "privacy-audit-control.txt"
LAID: Final = ("table", "log", "data folder", OPENED)
"""Where the clear control canary must be found."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How an audit is made.

    Args:
        settings: of the present installation; say which engine, and where `live` looks.
        live: search the present installation instead of a throw-away one.
        also: further files and folders to search, such as logs and backups kept elsewhere.
    """

    settings: Settings
    live: bool = False
    also: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Course:
    """The state of one audit."""

    plan: Plan
    site: Site
    url: str
    tell: Tell
    planted: flows.Planted = field(default_factory=flows.begin)
    looked: list[Looked] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def audit(plan: Plan, tell: Tell) -> Report:
    """Audit, and leave nothing of the audit behind.

    Args:
        tell: called with a sentence at each step.

    Raises:
        NotStarted, Unexpected, Unfit: it could not be made; this says nothing about privacy.
    """
    began, at = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251 - the machine's own moment
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="byleave-audit-")))
        site, url = _where(plan, folder, stack)
        course = _Course(plan, site, url, tell)
        tell("Making a tenant of its own and starting a server.")
        erasure = _run(course, stack)
        return _report(course, erasure, at, time.perf_counter() - began)


def _where(plan: Plan, folder: Path, stack: contextlib.ExitStack) -> tuple[Site, str]:
    """Return the site, and the address of the database it works on."""
    settings = plan.settings
    if plan.live:
        return present_site(folder, settings), settings.database_url
    if settings.embedded:
        site = fresh_site(folder)
        return site, f"sqlite:///{site.data / 'byleave.db'}"
    url = stack.enter_context(scratch.throw_away(settings.database_url, scratch.AUDIT))
    site = fresh_site(folder, url)
    site.command("migrate")
    site.command("keys", "init")
    return site, url


def _run(course: _Course, stack: contextlib.ExitStack) -> Erasure:
    """Plant, search, erase, search again; a tenant in a present installation goes at the end."""
    site, planted = course.site, course.planted
    secrets = dict(site.apply(flows.tenant_file(site, planted)))
    if course.plan.live:
        tenant = scan.tenant_of(course.url, site.slug)
        stack.callback(scan.remove_tenant, course.url, tenant)
    control = site.data / CONTROL_FILE
    control.write_text(planted.text("control clear"), "utf-8")
    try:
        with Collector(site.spans_port) as collector, site.serving():
            flows.plant(site, planted, secrets, course.tell)
            shop = Shop(site.base_url, site.slug, "shop", secrets["shop"])
            person = flows.register_and_allow(site, planted, shop)
            course.tell("Searching while the server runs.")
            _search(course, [*_places(course), of_text("metrics", "/metrics", site.metrics())])
            course.tell("Making a backup and searching it, sealed and opened with its key.")
            _search(course, list(backed_up(site, "before")))
            erasure = _erased(course, lambda: flows.erase_oneself(person, planted))
            person.close()
        course.tell("Searching once more after the server has ended.")
        _search(course, [*_places(course), of_text("traces", "spans", collector.text())])
    finally:
        control.unlink(missing_ok=True)
    return erasure


def _places(course: _Course) -> list[Place]:
    """Return everything that is searched; rows are read when their turn comes."""
    site = course.site
    database = frozenset(path.resolve() for path in scan.files(course.url))
    found = [of_database(course.url), of_folder("data folder", site.data, without=database)]
    found += [iter([_log(site)])]
    for path in course.plan.also:
        found.append(of_folder("further", path))
    return list(chain.from_iterable(found))


def _log(site: Site) -> Place:
    return next(of_folder("log", site.log))


def _search(course: _Course, places: list[Place]) -> None:
    came = search(places, _needles(course))
    known = {(each.kind, each.name): each for each in course.looked}
    for each in came.looked:
        before = known.get((each.kind, each.name))
        if before is None or before.size < each.size:
            known[each.kind, each.name] = each
    course.looked = list(known.values())
    course.hits += [hit for hit in came.hits if hit not in course.hits]
    course.unread += [each for each in came.unread if each not in course.unread]


def _needles(course: _Course) -> tuple[Needle, ...]:
    return tuple(
        needle for canary in course.planted.canaries.values() for needle in needles(canary)
    )


def _erased(course: _Course, erase: Callable[[], None]) -> Erasure:
    """Erase an account, and look for what only its rows held.

    Free pages, the log and a backup that is made afterwards are looked at too.
    """
    course.tell("Erasing an account and searching for what is left of it.")
    tenant = scan.tenant_of(course.url, course.site.slug)
    account = scan.account_of(course.url, tenant)
    held = scan.telling(course.url, tenant, account)
    erase()
    scan.fold(course.url)
    wanted = tuple(
        Needle(name, shape, spelt, folded=False)
        for name, value in held.items()
        for shape, spelt in (("raw", value), ("hex", value.hex().encode()))
    )
    places = [*of_database(course.url), *backed_up(course.site, "after")]
    came = search(places, wanted)
    course.unread += [each for each in came.unread if each not in course.unread]
    told = {hit.canary.partition("#")[0] + f" in {hit.kind} {hit.place}" for hit in came.hits}
    left = sorted(told)
    return Erasure(len(held), tuple(left), scan.free_pages(course.url))


def _report(course: _Course, erasure: Erasure, at: str, seconds: float) -> Report:
    kinds = {canary.name: canary.kind for canary in course.planted.canaries.values()}
    control = [
        hit for hit in course.hits if kinds[hit.canary] is Kind.CONTROL and hit.kind != SEALED
    ]
    return Report(
        at=at,
        mode="live" if course.plan.live else "throw-away",
        engine="sqlite" if course.plan.settings.embedded else "postgres",
        version=version("byleave"),
        milliseconds=int(seconds * 1000),
        acts=tuple(course.planted.acts),
        canaries=tuple({"name": name, "kind": kind.value} for name, kind in kinds.items()),
        shapes=len(_needles(course)),
        places=tuple(asdict(each) for each in course.looked),
        findings=tuple(asdict(hit) for hit in course.hits if hit not in control),
        control=tuple(asdict(hit) for hit in control),
        control_holds=_control_holds(control),
        erasure=erasure,
        unread=tuple(course.unread),
    )


def _control_holds(control: list[Hit]) -> bool:
    """Tell whether each control canary was found where it was laid, in the shape it was laid in."""
    found = set(_laid(control))
    wanted = {("control clear", "clear", kind) for kind in LAID}
    wanted |= {
        (f"control {shape}", spelt, "table")
        for shape, spelt in (("base64", "base64"), ("hex", "hex"), ("SHA-256", "SHA-256 in hex"))
    }
    return wanted <= found


def _laid(control: list[Hit]) -> Iterator[tuple[str, str, str]]:
    yield from ((hit.canary, hit.shape, hit.kind) for hit in control)
