"""What the house itself is asked: operators, keys, clients, jobs, processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from app.operations.backup.rehearse import left_over
from app.operations.doctor_machine import REHEARSED
from app.operations.findings import Finding, know, mend, note, well
from app.operations.inside import inside
from app.operations.jobs import JOBS, Job
from app.runtime.words import later
from app.wiring import House
from domain.audit.sequence import stuck
from domain.clients.listing import ClientsPage
from domain.clients.listing import page as clients_page
from domain.clients.records import ClientFilter
from domain.kernel.errors import because
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.work import system
from domain.operators.backups import BACK_UP
from domain.operators.first import has_operator
from domain.operators.jobs import JobStanding, standing
from domain.operators.nodes import nodes
from domain.tenants.listing import all_tenants, signing_keys
from domain.tenants.records import KeyPurpose, KeyState, SigningKey, Tenant
from persistence.faults import Unfit

ACTOR: Final = system("doctor")
OLD_KEY: Final = timedelta(days=180)
"""A signing key older than this is worth a word: rotating is a habit, not an emergency."""

OPERATORS: Final = later("operators")
KEYS: Final = later("keys of {tenant}")
LOG: Final = later("log of {tenant}")
CLIENT: Final = later("client {client}")
JOB: Final = later("job {job}")
NODES: Final = later("nodes")


def _operators(house: House) -> Iterator[Finding]:
    if house.call.now(has_operator, tenant=None, actor=ACTOR):
        yield well(OPERATORS, later("Somebody can open the console."))
    else:
        yield know(OPERATORS, later("Nobody can open the console yet."), "byleave bootstrap")


def _keys(house: House) -> Iterator[Finding]:
    for tenant in _tenants(house):
        look = inside(tenant.id, signing_keys)
        keys: tuple[SigningKey, ...] = house.call.now(look, tenant=None, actor=ACTOR)
        mine = [
            key for key in keys if key.purpose is KeyPurpose.TOKEN and key.state is KeyState.ACTIVE
        ]
        yield _key(house, tenant, mine)


def _key(house: House, tenant: Tenant, active: list[SigningKey]) -> Finding:
    algs = sorted({key.alg for key in active})
    rotate = f"byleave keys rotate signing --tenant {tenant.slug}"
    if "ES256" not in algs:
        return mend(KEYS, later("No key is active."), f"{rotate} --at-once", tenant=tenant.slug)
    oldest = min(key.activated_at or key.created_at for key in active)
    age = house.clock.now() + tenant.clock_offset - oldest
    values = {"tenant": tenant.slug, "algs": ", ".join(algs), "days": str(max(0, age.days))}
    if age > OLD_KEY:
        said = later("It signs with {algs}, with a key {days} days old.")
        return know(KEYS, said, rotate, **values)
    return well(KEYS, later("It signs with {algs}; the oldest key is {days} days old."), **values)


def _logs(house: House) -> Iterator[Finding]:
    for tenant in _tenants(house):
        if house.call.now(inside(tenant.id, stuck), tenant=None, actor=ACTOR):
            said = later("Leaves that wait for a place were changed past Byleave and get none.")
            way = f"byleave audit verify --tenant {tenant.slug}"
            yield mend(LOG, said, way, tenant=tenant.slug)


def _relaxed(house: House) -> Iterator[Finding]:
    for tenant in _tenants(house):
        look = inside(tenant.id, clients_page)
        asked = ClientsPage(ClientFilter(weakened=True), PageRequest(MOST_ROWS))
        page = house.call.now(look, asked, tenant=None, actor=ACTOR)
        for client in page.rows:
            for each in client.relaxations:
                yield note(
                    CLIENT,
                    later("It is let off {rule}: {reason}"),
                    client=f"{tenant.slug}/{client.client_id}",
                    rule=str(each.rule),
                    reason=because(each.reason),  # our own are said in every language
                )


def _jobs(house: House) -> Iterator[Finding]:
    # Without a folder the nightly backup does nothing, and nothing is not well done.
    idle = set() if house.settings.backup_dir else {BACK_UP}
    booked = {job.name: job for job in JOBS if job.booked and job.name not in idle}
    found: tuple[JobStanding, ...] = house.call.now(
        standing, tuple(booked), tenant=None, actor=ACTOR
    )
    for each in found:
        yield _job(booked[each.job], each)


def _job(job: Job, seen: JobStanding) -> Finding:
    last = seen.last
    if seen.hold is not None:
        said = later("It is held since {at}: nothing of it is done until it is let go.")
        at = f"{seen.hold.at:%Y-%m-%d %H:%M} UTC"
        return know(JOB, said, f"byleave job resume {job.name}", job=job.name, at=at)
    if last is None:
        return know(JOB, later("It has not run yet."), "byleave serve", job=job.name)
    if last.error:
        said = later("Its last run failed ({error}): see the log.")
        return mend(JOB, said, job=job.name, error=last.error)
    if seen.late(job.period):
        at = f"{last.slot:%Y-%m-%d %H:%M} UTC"
        return know(JOB, later("It ran last at {at}: is a server running?"), job=job.name, at=at)
    return well(JOB, later("It runs as it should."), job=job.name)


def _nodes(house: House) -> Iterator[Finding]:
    found = house.call.now(nodes, tenant=None, actor=ACTOR)
    living = [node for node, lives in found if lives]
    gone = [node for node, lives in found if not lives]
    versions = sorted({node.version for node in living})
    if len(versions) > 1:
        said = later("Processes of several versions serve: {versions}. Let the older ones end.")
        yield know(NODES, said, versions=", ".join(versions))
    for node in gone:
        at = f"{node.seen_at:%Y-%m-%d %H:%M} UTC"
        yield know(NODES, later("{node} ended without a word at {at}."), node=node.id, at=at)
    if living and len(versions) == 1 and not gone:
        yield well(NODES, later("{n} alive, all of one version."), n=str(len(living)))


def _tenants(house: House) -> tuple[Tenant, ...]:
    found: tuple[Tenant, ...] = house.call.now(all_tenants, tenant=None, actor=ACTOR)
    return found


def _left(house: House) -> Iterator[Finding]:
    said = later("What was killed halfway left {place} behind; the next rehearsal removes it.")
    try:
        places = left_over(house.settings)
    except Unfit:  # it lets nobody else in: other looks tell of that
        return
    for place in places:
        yield know(REHEARSED, said, "byleave rehearse", place=place)


LOOKS: Final[tuple[Callable[[House], Iterator[Finding]], ...]] = (
    _operators,
    _keys,
    _jobs,
    _nodes,
    _logs,
    _relaxed,
    _left,
)
