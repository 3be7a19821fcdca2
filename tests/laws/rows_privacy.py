"""Rows of privacy audits."""

from __future__ import annotations

from typing import Final

from domain.operators.privacy import FinishScan, begin, last_scans
from tests.laws.holdings import SYSTEM, Holdings
from tests.laws.rows import GONE, Row, empty, no_matter
from tests.laws.world import World
from tests.support.house import BASE_URL

HERE: Final = "installation"
_START: Final = ("jobs.change",)
_READ: Final = ("audit.read",)


def an_id(world: World, mine: Holdings, theirs: Holdings) -> bytes:
    """The id of an audit; of a tenant's things none is one."""
    if theirs is not mine:
        return theirs.accounts["alice"].id
    known = world.house.call.now(last_scans, 1, tenant=None, actor=SYSTEM)
    if not known:
        known = (world.house.call.now(begin, "live", tenant=None, actor=SYSTEM),)
    id_: bytes = known[0].id
    return id_


PRIVACY: Final = (
    Row("operators.privacy.begin", lambda w, a, b: "live", words=_START, place=HERE),
    Row(
        "operators.privacy.walk",
        lambda w, a, b: (an_id(w, a, b), "Searching."),
        words=_START,
        place=HERE,
    ),
    Row("operators.privacy.hear", an_id, words=_START, place=HERE),
    Row(
        "operators.privacy.finish",
        lambda w, a, b: FinishScan(an_id(w, a, b), None, "", BASE_URL),
        GONE,
        words=_START,
        place=HERE,
    ),
    Row("operators.privacy.last_scans", lambda w, a, b: 9, no_matter, words=_READ, place=HERE),
    Row("operators.privacy.scan_of", an_id, GONE, words=_READ, place=HERE),
    Row(
        "operators.privacy.signed_by_us",
        lambda w, a, b: ({}, "x"),
        empty,
        words=_READ,
        place=HERE,
        powers=("signer",),
    ),
)
