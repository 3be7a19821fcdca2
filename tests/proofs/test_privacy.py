"""The privacy audit on both engines, and a blind one."""

import pytest

from app.operations.privacy_audit import canaries, run
from app.operations.privacy_audit.run import Plan, audit
from app.settings import load_settings
from tests.support.proofs import record_proof

COMMAND = "pytest -m long tests/proofs/test_privacy.py"

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture
def settings(engine_name, tmp_path, request):
    flags = {"data_dir": str(tmp_path / "present")}
    if engine_name == "postgres":
        flags["database_url"] = request.getfixturevalue("postgres_template").copy(empty=True)
    return load_settings(flags, env={}, folder=tmp_path)


def test_nothing_a_person_types_is_left_anywhere(settings, engine_name):
    report = audit(Plan(settings), lambda _: None).told()
    kinds = sorted({place["kind"] for place in report["places"]})
    record_proof(
        f"Privacy: what people type, searched in every place ({engine_name})",
        f"{len(report['findings'])} of {len(report['canaries'])} canaries found, each looked for in "
        f"{report['shapes'] // len(report['canaries'])} shapes in every table, file, log, trace and "
        f"backup; {report['bytes'] / 1e6:.1f} MB ({', '.join(kinds)}); the control canaries were "
        f"{'found' if report['control_holds'] else 'NOT FOUND'}",
        COMMAND,
        holds=report["holds"],
    )
    erasure = report["erasure"]
    record_proof(
        f"Privacy: what is left of an erased account ({engine_name})",
        f"{len(erasure['left'])} of {erasure['values']} values that only its rows held; rows, files, "
        f"a backup made afterwards and {erasure['free_pages']} free pages searched",
        COMMAND,
        holds=not erasure["left"],
    )
    assert report["holds"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_blind_search_is_no_proof(settings, monkeypatch):
    monkeypatch.setattr(run, "needles", canaries._exact)
    report = audit(Plan(settings), lambda _: None).told()
    assert report["findings"] == []
    assert not report["control_holds"]
    assert not report["holds"]
