"""Nothing is kept unsaid: the data map and the schema name the same columns, and mean the same."""

from sqlalchemy import Date, String

from persistence.data_map import DATA_MAP, How, Of, entries
from persistence.tables import SCHEMA
from persistence.types import Digest, Id, Sealed, Utc

ALL = {
    f"{table.name}.{column.name}": column
    for table in SCHEMA.sorted_tables
    for column in table.columns
}
COLUMNS = {name: column for name, column in ALL.items() if name in entries()}
"""What the map knows; one test alone says what it lacks."""

HOW_TO_MEND = (
    "say in persistence/data_map/ what it holds, why, how sealed, how long and of whom, then run "
    "`python -m app.operations.documents`"
)

CLEAR_OF_A_PERSON = {
    "account.kind", "account.status", "account.status_before", "account.audience", "account.locale", "account.created_at",
    "account.version", "session.browser", "session.amr", "session.acr", "session.end_reason",
    "audit_event.facts", "outbox_fact.facts",
}  # fmt: skip
"""Texts that tell something of a person and can be read; the list grows on purpose only."""


class TestDataMap:
    def test_has_an_entry_for_each_column(self):
        assert sorted(ALL.keys() - entries().keys()) == [], HOW_TO_MEND

    def test_has_no_entry_without_a_column(self):
        assert sorted(entries().keys() - ALL.keys()) == [], "this column is gone: " + HOW_TO_MEND

    def test_says_everything_of_each_column(self):
        bare = [
            name
            for name, entry in entries().items()
            if not (entry.what and entry.why and entry.kept and entry.of)
        ]
        assert bare == []

    def test_calls_sealed_what_lies_sealed_and_nothing_else(self):
        types = {name for name, column in ALL.items() if isinstance(column.type, Sealed)}
        assert types == {name for name, entry in entries().items() if entry.how is How.SEALED}
        assert types == {name for name in ALL if name.endswith("_sealed")}

    def test_calls_no_digest_clear(self):
        fixed = {name for name, column in COLUMNS.items() if isinstance(column.type, Digest)}
        hows = {entries()[name].how for name in fixed}
        assert hows <= {How.DIGEST, How.HMAC, How.DERIVED}

    def test_calls_no_readable_text_an_id(self):
        ids = {name for name, column in COLUMNS.items() if isinstance(column.type, Id)}
        wrong = {name for name in ids if entries()[name].how not in {How.OPAQUE, How.CLEAR}}
        assert wrong == set()

    def test_holds_no_number_or_moment_that_hides_what_it_is(self):
        moments = {n for n, column in COLUMNS.items() if isinstance(column.type, Utc | Date)}
        assert {entries()[name].how for name in moments} == {How.CLEAR}

    def test_names_no_table_twice(self):
        assert len(entries()) == sum(len(table.columns) for table in DATA_MAP.values())


class TestOfAPerson:
    def test_no_text_that_was_typed_is_kept_in_any_table(self):
        """What people type is an identifier, a password or a request: none of the three is clear."""
        for name in (
            "identifier.sealed_index",
            "password.encoded",
            "pushed_request.parameters_sealed",
        ):
            assert entries()[name].how in {How.HMAC, How.DERIVED, How.SEALED}
            assert entries()[name].of is Of.PERSON

    def test_free_text_in_the_open_is_counted(self):
        """A new readable text about a person is a decision, not an accident."""
        tables = {"account", "session", "audit_event", "outbox_fact"}
        found = {
            name
            for name, entry in entries().items()
            if name.partition(".")[0] in tables
            and entry.how is How.CLEAR
            and entry.of is Of.PERSON
            and not isinstance(COLUMNS[name].type, Utc)
            and (isinstance(COLUMNS[name].type, String) or name in CLEAR_OF_A_PERSON)
        }
        assert found <= CLEAR_OF_A_PERSON
