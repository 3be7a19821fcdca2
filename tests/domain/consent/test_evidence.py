"""One entry can be proven alone: its text, its leaf, its place."""

from dataclasses import replace

import pytest

from domain.consent.evidence import evidence
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from tests.support.ground import an_operator
from tests.support.sign_ins import current

READER = an_operator("consents.read")


def ask(given, consent_id, actor=READER):
    return given.read(lambda work: evidence(work, consent_id), actor=actor)


class TestEvidence:
    def test_holds_what_was_shown_and_the_leaf_fits(self, given):
        entry = current(given, given.alice, given.shop)["openid"]
        seen = ask(given, entry.id)
        assert (seen.entry, seen.whole) == (entry, True)
        assert seen.notice.hash == entry.display_hash
        assert seen.leaf is not None

    def test_tells_an_entry_that_is_not_what_was_written(self, given, monkeypatch):
        entry = current(given, given.alice, given.shop)["openid"]

        def act(work):
            changed = replace(entry, note="Changed past Byleave.")
            monkeypatch.setattr(type(work.consents), "get", lambda _self, _id: changed)
            return evidence(work, entry.id)

        assert given.read(act, actor=READER).whole is False

    def test_refuses_with_not_found_and_forbidden(self, given):
        with pytest.raises(Refusal, match="not_found"):
            ask(given, new_id())
        entry = current(given, given.alice, given.shop)["openid"]
        with pytest.raises(Refusal, match="forbidden"):
            ask(given, entry.id, an_operator())
