"""Refusals of privacy audits."""

from __future__ import annotations

from typing import Final

from domain.operators.privacy import FinishScan, begin
from tests.laws.refusals_house import install_wide, powerless
from tests.laws.rows_privacy import HERE
from tests.laws.scenarios import Scenario
from tests.support.house import BASE_URL

PRIVACY: Final = (
    Scenario(
        "operators.privacy.begin",
        "privacy_scan_runs",
        lambda w, a, b: "live",
        before=lambda w: install_wide(w, begin, "live"),
        place=HERE,
    ),
    Scenario(
        "operators.privacy.walk",
        "forbidden",
        lambda w, a, b: (a.accounts["alice"].id, "x"),
        powerless,
        place=HERE,
    ),
    Scenario(
        "operators.privacy.hear",
        "forbidden",
        lambda w, a, b: a.accounts["alice"].id,
        powerless,
        place=HERE,
    ),
    Scenario(
        "operators.privacy.finish",
        "not_found",
        lambda w, a, b: FinishScan(a.accounts["alice"].id, None, "", BASE_URL),
        place=HERE,
    ),
)
