"""Whoever fills a row with nonsense is found; nothing of it blinds the proof of the rest."""

import pytest

from app.operations.log_check import verify_log
from app.runtime.powers.signer import JwsSigner
from domain.audit.records import LeafSource
from domain.audit.verify import Fault
from tests.support.logs import chain, checked, faults, happen, signed, spoil, tamper

THIRD = "(SELECT id FROM log_leaf WHERE seq = 3)"
DEEP = "[" * 900 + "]" * 900
NOT_UTF_8 = "CAST(x'ff' AS TEXT)"

LINES = (
    "facts = '[1]'",
    "facts = 'null'",
    "facts = '{\"a\": 1.5}'",
    f"facts = '{{\"a\": {DEEP}}}'",
)
"""Both engines let them stand."""
SQLITE_LINES = (
    "at = 'soon'",
    "at = 9000000000000000000",
    "facts = 'no JSON'",
    "facts = x'00'",
    f"facts = {NOT_UTF_8}",
    f"name = {NOT_UTF_8}",
    "name = x'00'",
    "salt = 'text'",
    "subject_id = 'text'",
)
LEAVES = ("source = 'nobody'",)
SQLITE_LEAVES = (
    "at = 'soon'",
    "at = 9000000000000000000",
    f"source = {NOT_UTF_8}",
    "source = x'00'",
)
INFINITY = ("at = 'infinity'",)
CHECKPOINTS = ("root = {}00", "entry_hash = {}00")
SQLITE_CHECKPOINTS = ("at = 'soon'", "jws = x'00'", f"jws = {NOT_UTF_8}", "frontier = 'text'")


def both(everywhere, on_sqlite=(), on_postgres=()):
    """Parametrise by what each engine lets stand."""
    every = [("sqlite", each) for each in (*everywhere, *on_sqlite)]
    every += [("postgres", each) for each in (*everywhere, *on_postgres)]
    return pytest.mark.parametrize(("engine_name", "change"), every)


@pytest.fixture
def filled(log):
    happen(log)
    chain(log)
    return log


class TestVerify:
    @both(LINES, SQLITE_LINES, INFINITY)
    def test_names_a_line_that_cannot_be_read_and_goes_on(self, filled, change):
        tamper(filled, f"UPDATE audit_event SET {change} WHERE id = {THIRD}")  # noqa: S608 - the test is the attacker
        tamper(filled, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 5)")
        verdict = checked(filled)
        assert [(each.fault, each.seq) for each in verdict.findings] == [
            (Fault.BODY_UNREADABLE, 3),
            (Fault.BODY_MISSING, 5),
        ]
        assert verdict.leaves == 5
        assert verdict.findings[0].source is LeafSource.AUDIT

    @both(LEAVES, SQLITE_LEAVES, INFINITY)
    def test_names_a_leaf_that_cannot_be_read_and_goes_on(self, filled, change):
        signed(filled)
        tamper(filled, f"UPDATE log_leaf SET {change} WHERE seq = 3")  # noqa: S608 - the test is the attacker
        tamper(filled, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 5)")
        verdict = checked(filled)
        assert [(each.fault, each.seq) for each in verdict.findings] == [
            (Fault.LEAF_UNREADABLE, 3),
            (Fault.BODY_MISSING, 5),
        ]
        assert (verdict.leaves, verdict.checkpoints) == (5, 1)

    @both(("leaf = {}00", "entry_hash = {}00"), ("leaf = 'text'", "entry_hash = 'text'"))
    def test_goes_on_from_a_hash_that_is_none(self, filled, change):
        spoil(filled, f"{change}", table="log_leaf")
        assert set(faults(filled)) == {(Fault.LEAF_UNREADABLE, seq) for seq in range(1, 6)}

    @both((), ("seq = 'text'", "seq = x'00'", "seq = 6.5"))
    def test_names_a_leaf_without_a_place(self, filled, change):
        tamper(filled, f"UPDATE log_leaf SET {change} WHERE seq = 5")  # noqa: S608 - the test is the attacker
        (finding,) = checked(filled).findings
        assert (finding.fault, finding.seq) == (Fault.LEAF_UNREADABLE, None)
        assert finding.id is not None

    @both(("-1", "0", "-9223372036854775808"), ("-1e300",))
    def test_finds_a_line_that_was_put_in_with_a_leaf_before_the_first(self, filled, change):
        """No walk along the chain ever meets such a leaf, nor what it stands for."""
        columns = "tenant_id, at, name, result, actor_kind, actor_name, subject_prefix, facts, salt"
        sign = "x'" if filled.database.name == "sqlite" else "'\\x"
        id_ = f"{sign}{'0102' * 8}'"
        tamper(
            filled,
            f"INSERT INTO audit_event (id, {columns}) SELECT {id_}, {columns} "  # noqa: S608 - the test is the attacker
            f"FROM audit_event WHERE id = {THIRD}",
        )
        tamper(
            filled,
            "INSERT INTO log_leaf (tenant_id, seq, id, source, leaf, at, entry_hash) "  # noqa: S608 - the test is the attacker
            f"SELECT tenant_id, {change}, {id_}, source, leaf, at, entry_hash "
            "FROM log_leaf WHERE seq = 3",
        )
        (finding,) = checked(filled).findings
        assert (finding.fault, finding.id.hex()) == (Fault.LEAF_UNREADABLE, "0102" * 8)

    @both((), ("id = 'text'", "id = 7"))
    def test_names_a_line_whose_id_is_none(self, filled, change):
        tamper(filled, f"UPDATE audit_event SET {change} WHERE id = {THIRD}")  # noqa: S608 - the test is the attacker
        assert faults(filled) == [(Fault.BODY_MISSING, 3), (Fault.BODY_UNREADABLE, None)]

    @both((), ("salt", "facts", "result"))
    def test_names_a_line_with_nothing_where_a_value_belongs(self, filled, change):
        tamper(filled, f"ALTER TABLE audit_event DROP COLUMN {change}")
        tamper(filled, f"ALTER TABLE audit_event ADD COLUMN {change}")
        assert faults(filled) == [(Fault.BODY_UNREADABLE, seq) for seq in range(1, 6)]

    @both(CHECKPOINTS, SQLITE_CHECKPOINTS, INFINITY)
    def test_names_a_checkpoint_that_cannot_be_read(self, filled, change):
        signed(filled)
        spoil(filled, change, table="checkpoint")
        assert faults(filled) == [(Fault.CHECKPOINT_UNREADABLE, 5)]

    @both((), ("seq = 'text'",))
    def test_names_a_checkpoint_without_a_place(self, filled, change):
        signed(filled)
        spoil(filled, change, table="checkpoint")
        assert faults(filled) == [(Fault.CHECKPOINT_UNREADABLE, None)]

    @both(
        ("public_jwk = '[]'", "public_jwk = '{}'", """public_jwk = '{"kty": "RSA", "n": 1}'"""),
        ("public_jwk = 'no JSON'", "private_sealed = 'text'", f"alg = {NOT_UTF_8}"),
    )
    def test_names_a_checkpoint_whose_key_is_none(self, filled, change):
        signed(filled)
        filled.signer = JwsSigner()  # one that remembers no key
        tamper(filled, f"UPDATE signing_key SET {change} WHERE purpose = 'checkpoint'")  # noqa: S608 - the test is the attacker
        whole = [] if change.startswith("private") else [(Fault.CHECKPOINT_UNSIGNED, 5)]
        assert faults(filled) == whole

    @both(("name = 'no.such_event'",), ())
    def test_an_event_that_nobody_knows_is_a_change(self, filled, change):
        tamper(filled, f"UPDATE audit_event SET {change} WHERE id = {THIRD}")  # noqa: S608 - the test is the attacker
        assert faults(filled) == [(Fault.BODY_CHANGED, 3)]

    @both((), (f"leaves = {NOT_UTF_8}",))
    def test_names_leaves_that_wait_and_are_no_text_either(self, filled, change):
        happen(filled, 1)
        spoil(filled, change)
        assert faults(filled) == [(Fault.LEAVES_UNREADABLE, None), (Fault.LEAF_MISSING, None)]

    @pytest.mark.parametrize("facts", ["{}", '{"until": 7}', '{"until": "soon"}'])
    def test_believes_no_line_that_tells_of_erasing_by_nonsense(self, filled, facts):
        tamper(
            filled,
            f"UPDATE audit_event SET name = 'audit.cut', facts = '{facts}' WHERE id = {THIRD}",  # noqa: S608 - the test is the attacker
        )
        tamper(filled, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 2)")
        assert faults(filled) == [(Fault.BODY_CHANGED, 3), (Fault.BODY_MISSING, 2)]

    @pytest.mark.parametrize("until", ["2999-01-01T00:00:00Z", "2999-01-01T00:00:00"])
    def test_believes_no_line_that_tells_of_erasing_what_is_to_come(self, filled, until):
        tamper(
            filled,
            "UPDATE audit_event SET name = 'audit.cut', "  # noqa: S608 - the test is the attacker
            f'facts = \'{{"until": "{until}"}}\' WHERE id = {THIRD}',
        )
        tamper(filled, "DELETE FROM audit_event WHERE id = (SELECT id FROM log_leaf WHERE seq = 2)")
        assert faults(filled) == [(Fault.BODY_CHANGED, 3), (Fault.BODY_MISSING, 2)]


class TestLeaf:
    @both(("source = 'consent'",), ("at = at - 1",), ("at = at - interval '1 microsecond'",))
    def test_whose_time_or_kind_was_changed_is_found(self, filled, change):
        """Neither is hashed into the chain; the content that is says both."""
        tamper(filled, f"UPDATE log_leaf SET {change} WHERE seq = 3")  # noqa: S608 - the test is the attacker
        verdict = filled.do(verify_log, tenant="acme", signer=filled.signer)
        assert [(each.fault, each.seq) for each in verdict.findings] == [(Fault.LEAF_DIFFERS, 3)]
