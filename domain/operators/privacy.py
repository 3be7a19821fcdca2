"""Privacy audits as an operator starts and reads them, and as the machine writes them down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.kernel.authorize import authorize
from domain.kernel.canonical import canonical
from domain.kernel.errors import Refusal, not_found
from domain.kernel.powers import Signer
from domain.kernel.secrets import base64url
from domain.kernel.work import Staged, reads, writes
from domain.operators.privacy_events import PrivacyScanEnded, PrivacyScanStarted
from domain.operators.privacy_scans import PrivacyScan, PrivacyWork
from domain.operators.refusals import PRIVACY_SCAN_RUNS
from domain.operators.staff import staff
from domain.tenants.issuer import issuer
from domain.tenants.records import KeyPurpose, KeyState, SigningKey

TYPE: Final = "privacy-report+jwt"
"""Header `typ` of the signature: no relying party can take it for a token."""

KEPT: Final = 50
"""Audits that are kept."""

KILLED: Final = "The audit's process ended before it was done."
"""Why an audit has no result whose process is heard of no more."""


@dataclass(frozen=True, slots=True)
class FinishScan:
    """An audit has ended.

    Args:
        report: what it found, with a member `holds`; None when it could not be made.
        error: then, why; empty otherwise.
        base_url: where this installation is reached; the signature names its issuer.
    """

    scan_id: bytes
    report: Mapping[str, Any] | None
    error: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is needed to sign a report.

    Args:
        key: the tenant `byleave`'s checkpoint key.
    """

    scan: PrivacyScan
    iss: str
    key: SigningKey | None


def statement(iss: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is signed: the report's moment, its verdict, and its digest."""
    return {
        "iss": iss,
        "at": report["at"],
        "holds": report["holds"],
        "report_sha256": base64url(hashlib.sha256(canonical(report)).digest()),
    }


@writes()
def begin(work: PrivacyWork, mode: str) -> PrivacyScan:
    """Enter an audit that begins now; one whose process is heard of no more ends before it.

    Args:
        mode: `throw-away` or `live`.

    Refuses:
        forbidden: the actor may not start jobs.
        not_installed: there is no tenant of the operators yet.
        privacy_scan_runs: one is under way.

    Tells:
        PrivacyScanStarted
        PrivacyScanEnded: of one that was killed.
    """
    authorize(work, "jobs.change")
    desk = staff(work)
    if not work.privacy_scans.take_turn():
        raise Refusal(PRIVACY_SCAN_RUNS)
    newest = next(iter(work.privacy_scans.last(1)), None)
    if newest is not None and newest.finished_at is None:
        if newest.runs(work.now):
            raise Refusal(PRIVACY_SCAN_RUNS)
        _end(work, replace(newest, finished_at=work.now, error=KILLED))
    scan = PrivacyScan(work.new_id(), work.now, work.actor.name, mode, "")
    work.privacy_scans.add(scan)
    work.privacy_scans.tidy(KEPT)
    desk.tell(PrivacyScanStarted(subject=scan.id, mode=mode))
    return scan


@writes()
def walk(work: PrivacyWork, step: tuple[bytes, str]) -> None:
    """Write what an audit is doing now.

    Args:
        step: the audit's id, and a sentence.

    Refuses:
        forbidden: the actor may not start jobs.
    """
    authorize(work, "jobs.change")
    work.privacy_scans.walk(*step)


@writes()
def hear(work: PrivacyWork, scan_id: bytes) -> None:
    """Note that the process of an audit is at it still; whoever was killed is heard of no more.

    Refuses:
        forbidden: the actor may not start jobs.
    """
    authorize(work, "jobs.change")
    work.privacy_scans.hear(scan_id, work.now)


@reads
def look(work: PrivacyWork, request: FinishScan) -> Seen:
    """Read what there is to finish, and the key to sign with.

    Refuses:
        forbidden: the actor may not start jobs.
        not_found: there is no such audit.
        not_installed: there is no tenant of the operators yet.
    """
    authorize(work, "jobs.change")
    desk = staff(work)
    keys = desk.tenant_keys.signing(KeyPurpose.CHECKPOINT)
    active = next((key for key in keys if key.state is KeyState.ACTIVE), None)
    scan = _scan(work, request.scan_id)
    return Seen(scan, issuer(request.base_url, desk.tenant.slug), active)


def sign(seen: Seen, request: FinishScan, *, signer: Signer) -> str:
    """Sign the report outside any transaction; without one there is nothing to sign."""
    if request.report is None or seen.key is None:
        return ""
    return signer.sign(seen.key, statement(seen.iss, request.report), typ=TYPE)


@writes(durable=True)
def settle(work: PrivacyWork, request: FinishScan, seen: Seen, jws: str) -> PrivacyScan:
    """Keep how an audit ended; the first end stays.

    Refuses:
        not_found: it was deleted meanwhile.

    Tells:
        PrivacyScanEnded
    """
    scan = _scan(work, request.scan_id)
    if scan.finished_at is not None:
        return scan
    holds = None if request.report is None else bool(request.report["holds"])
    ended = replace(
        scan,
        finished_at=work.now,
        holds=holds,
        error=request.error,
        report=request.report,
        jws=jws,
    )
    _end(work, ended)
    return ended


finish = Staged(look, sign, settle, powers=("signer",))


@reads
def last_scans(work: PrivacyWork, limit: int) -> tuple[PrivacyScan, ...]:
    """Return the newest audits.

    Args:
        limit: 1 to 50.

    Refuses:
        forbidden: the actor may not read the installation's trail.
    """
    authorize(work, "audit.read")
    return work.privacy_scans.last(min(limit, KEPT))


@reads
def scan_of(work: PrivacyWork, scan_id: bytes) -> PrivacyScan:
    """Return one audit with its report.

    Refuses:
        forbidden: the actor may not read the installation's trail.
        not_found: there is no such audit.
    """
    authorize(work, "audit.read")
    return _scan(work, scan_id)


@reads
def signed_by_us(
    work: PrivacyWork, shown: tuple[Mapping[str, Any], str], *, signer: Signer
) -> bool:
    """Tell whether a report is as this installation signed it.

    Args:
        shown: the report and its signature, wherever they come from.

    Refuses:
        forbidden: the actor may not read the installation's trail.
        not_installed: there is no tenant of the operators yet.
    """
    authorize(work, "audit.read")
    report, jws = shown
    claims = signer.verify(staff(work).tenant_keys.history(KeyPurpose.CHECKPOINT), jws, typ=TYPE)
    if claims is None or not {"at", "holds"} <= report.keys():
        return False
    return dict(claims) == statement(str(claims.get("iss")), report)


def _end(work: PrivacyWork, ended: PrivacyScan) -> None:
    work.privacy_scans.finish(ended)
    verdict = {True: "holds", False: "found", None: "failed"}[ended.holds]
    staff(work).tell(PrivacyScanEnded(subject=ended.id, verdict=verdict))


def _scan(work: PrivacyWork, scan_id: bytes) -> PrivacyScan:
    found = work.privacy_scans.get(scan_id)
    if found is None:
        raise not_found("privacy audit")
    return found
