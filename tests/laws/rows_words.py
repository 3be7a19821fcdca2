"""Rows of what a tenant says in its own words, and of what its limits do."""

from __future__ import annotations

from typing import Final

from domain.tenants.own_texts import ChangeTexts
from tests.laws.rows import Row, nothing

_READ: Final = ("tenants.read",)

WORDS: Final = (
    Row(
        "tenants.own_texts.change_texts",
        lambda w, a, b: ChangeTexts("de", {"Sign in": "Hinein"}),
        words=("tenants.change",),
        powers=("sentences",),
    ),
    Row("tenants.own_texts.own_texts", nothing, words=_READ),
    Row("tenants.own_texts.languages", nothing, words=_READ, powers=("sentences",)),
    Row("limits.now.limits_now", nothing, words=_READ),
)
