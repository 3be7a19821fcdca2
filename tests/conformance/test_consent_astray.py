"""What is present is held against what the entries of the ledger say."""

import pytest
from sqlalchemy import text

from persistence.statements import Prepared
from tests.conformance.test_consent import append, ended, kept


class TestAstray:
    def astray(self, both):
        return both.read(lambda work: work.found.entries_astray(9))

    def test_is_nothing_that_was_appended(self, both):
        consent = kept(both)
        assert append(both, ended(consent))
        kept(both, expires_at=None)
        assert self.astray(both) == ()

    @pytest.mark.parametrize(
        "changes", ["status = 'given'", "expires_at = (SELECT max(at) FROM consent_entry)"]
    )
    def test_is_what_is_present_and_does_not_say_so(self, both, changes):
        consent = kept(both)
        last = ended(consent)
        assert append(both, last)
        statement = Prepared(text(f"UPDATE consent_current SET {changes}"))  # noqa: S608 - the test is the attacker
        both.write(lambda work: work.db.run(statement))
        assert self.astray(both) == (last.id,)

    def test_is_what_another_entry_follows(self, both):
        consent = kept(both)
        assert append(both, ended(consent))
        back = (
            "UPDATE consent_current SET status = 'given', consent_id = "
            "(SELECT previous FROM consent_entry WHERE previous IS NOT NULL), expires_at = "
            "(SELECT expires_at FROM consent_entry WHERE previous IS NULL)"
        )
        both.write(lambda work: work.db.run(Prepared(text(back))))
        assert self.astray(both) == (consent.id,)
