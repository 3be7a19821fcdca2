"""Refusals of what a tenant says in its own words."""

from __future__ import annotations

from typing import Final

from domain.tenants.own_texts import ChangeTexts
from tests.laws.scenarios import Scenario

WORDS: Final = (
    Scenario(
        "tenants.own_texts.change_texts",
        "text_locked",
        lambda w, a, b: ChangeTexts("de", {"Sign in": "Hinein", "Allow": "Ja"}),
        powers=("sentences",),
    ),
)
