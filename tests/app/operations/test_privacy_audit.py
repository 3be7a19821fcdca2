"""The audit finds what lies in the open, in every shape, and nothing else; on both engines."""

import ast
import base64
import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from app.console.pages.privacy_words import ENDS, STEPS
from app.operations.privacy_audit import flows, run, site
from app.operations.privacy_audit.canaries import Canary, Kind, fresh, needles
from app.operations.privacy_audit.copies import backed_up
from app.operations.privacy_audit.report import readable
from app.operations.privacy_audit.run import Plan, audit
from app.operations.privacy_audit.search import of_database, of_text, search
from app.settings import load_settings
from domain.operators.privacy import KILLED

TEXT = "Canary-7f3a@example.test"


def hits(kind, *texts):
    wanted = tuple(needles(Canary("c", kind, TEXT)))
    came = search([of_text("log", str(n), t) for n, t in enumerate(texts)], wanted)
    return {hit.shape for hit in came.hits}


SHAPES = {
    "clear": TEXT,
    "small letters": TEXT.lower(),
    "capitals": TEXT.upper(),
    "url": quote(TEXT, safe=""),
    "hex": TEXT.encode().hex(),
    "HEX": TEXT.encode().hex().upper(),
    "base64": base64.b64encode(TEXT.encode()).decode(),
    "base64 inside other text": base64.b64encode(b'{"e":"' + TEXT.encode() + b'"}').decode(),
    "base64 one on": base64.b64encode(b"x" + TEXT.encode() + b"yz").decode(),
    "base64 two on": base64.b64encode(b"xy" + TEXT.encode() + b"z").decode(),
    "SHA-256 in hex": hashlib.sha256(TEXT.encode()).hexdigest(),
    "SHA-256 of small letters": hashlib.sha256(TEXT.lower().encode()).hexdigest(),
}


class TestShapes:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_are_found_wherever_they_stand(self, shape):
        assert hits(Kind.TYPED, b"before " + SHAPES[shape].encode() + b" after")

    def test_a_bare_digest_as_bytes_is_found(self):
        assert hits(Kind.TYPED, b"\0" + hashlib.sha256(TEXT.encode()).digest() + b"\0")

    def test_sixteen_bits_a_letter_are_found(self):
        assert hits(Kind.TYPED, TEXT.encode("utf-16-le"))

    def test_the_digest_of_a_secret_of_ours_is_where_it_belongs(self):
        digest = hashlib.sha256(TEXT.encode()).digest()
        assert hits(Kind.ISSUED, digest, digest.hex().encode()) == set()
        assert hits(Kind.ISSUED, TEXT.encode())

    def test_nothing_is_found_where_nothing_is(self):
        assert hits(Kind.TYPED, b"canary 7f3a at example dot test" * 99) == set()

    def test_new_canaries_are_alike_in_nothing(self):
        first, second = (fresh(Kind.TYPED, flows.TYPED) for _ in range(2))
        assert not {c.text for c in first.values()} & {c.text for c in second.values()}


class TestSearch:
    def test_finds_what_lies_across_two_pieces(self, monkeypatch, tmp_path):
        monkeypatch.setattr("app.operations.privacy_audit.search.CHUNK", 16)
        from app.operations.privacy_audit.search import of_file

        file = tmp_path / "x.log"
        file.write_bytes(b"-" * 30 + TEXT.encode() + b"-" * 30)
        wanted = tuple(needles(Canary("c", Kind.TYPED, TEXT)))
        came = search([of_file("log", file)], wanted)
        assert came.looked[0].size == 60 + len(TEXT)
        assert {hit.offset for hit in came.hits if hit.shape == "clear"} == {30}

    def test_tells_of_a_place_that_cannot_be_read_and_takes_one_that_went_away_for_empty(
        self, tmp_path
    ):
        from app.operations.privacy_audit.search import of_file

        wanted = tuple(needles(Canary("c", Kind.TYPED, TEXT)))
        came = search([of_file("log", tmp_path), of_file("log", tmp_path / "gone")], wanted)
        assert came.unread == [f"log {tmp_path.name}: Is a directory"]
        assert [each.size for each in came.looked] == [0, 0]

    def test_reads_rows_files_and_log_of_a_database(self, database_url):
        kinds = {place.kind for place in of_database(database_url)}
        assert kinds >= {"table"}
        if database_url.startswith("sqlite"):
            assert kinds == {"table", "database file"}

    def test_finds_a_row_of_either_engine(self, both, request):
        shop = "needle-of-a-label"
        from tests.support.factories import a_client

        both.write(lambda work: work.clients.add(a_client(label=shop)))
        address = _address(both.database)
        wanted = tuple(needles(Canary("c", Kind.TYPED, shop)))
        came = search(of_database(address), wanted)
        assert ("table", "client") in {(hit.kind, hit.place) for hit in came.hits}


def _address(database):
    if database.name == "sqlite":
        return f"sqlite:///{database.path}"
    from psycopg.conninfo import conninfo_to_dict
    from sqlalchemy.engine import URL

    parts = conninfo_to_dict(database.conninfo)
    query = {"host": parts["host"]} if parts["host"].startswith("/") else {}
    return URL.create(
        "postgresql", parts.get("user"), parts.get("password"),
        None if query else parts["host"], None if query else int(parts.get("port", 5432)),
        parts["dbname"], query,
    ).render_as_string(hide_password=False)  # fmt: skip


class TestSteps:
    def test_are_all_said_in_the_readers_language(self):
        said = set()
        for module in (flows, run):
            for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(
                    node.func, "id", getattr(node.func, "attr", "")
                ) in {"did", "tell"}:
                    said |= {a.value for a in node.args if isinstance(a, ast.Constant)}
        assert said == STEPS
        assert {KILLED} == ENDS


@pytest.fixture
def settings(tmp_path):
    return load_settings({"data_dir": str(tmp_path / "present")}, env={}, folder=tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
class TestAudit:
    def test_holds_and_leaves_nothing_of_itself(self, settings, tmp_path):
        said = []
        report = audit(Plan(settings), said.append).told()
        assert report["findings"] == []
        assert report["control_holds"]
        assert report["erasure"]["left"] == []
        assert report["erasure"]["values"] > 15
        assert report["holds"]
        assert {place["kind"] for place in report["places"]} >= {
            "table",
            "log",
            "metrics",
            "data folder",
            "backup",
            "opened backup",
            "traces",
        }
        assert next(each for each in report["places"] if each["kind"] == "traces")["size"] > 10_000
        assert "opened backup" in {hit["kind"] for hit in report["control"]}
        assert "backup" not in {hit["kind"] for hit in report["control"]}
        assert not settings.data_dir.exists()
        assert set(said) == STEPS
        text = json.dumps(report)
        assert "canary-" not in text.lower()
        assert "Canary sentence" not in text
        assert next(readable(report)).startswith("Nothing was found.")

    def test_fails_when_a_backup_is_not_sealed_or_holds_the_erased(self, settings, monkeypatch):
        kept = []

        def the_first_in_the_open(site, name):
            kept.append(backed_up(site, name))
            sealed, opened = kept[0]
            return replace(sealed, chunks=opened.chunks), opened

        monkeypatch.setattr(run, "backed_up", the_first_in_the_open)
        report = audit(Plan(settings), lambda _: None).told()
        assert not report["holds"]
        assert {hit["kind"] for hit in report["findings"]} == {"backup"}
        assert "control clear" in {hit["canary"] for hit in report["findings"]}
        left = {name.partition(" in ")[2] for name in report["erasure"]["left"]}
        assert left == {"backup before.byleave", "opened backup before.byleave"}

    def test_fails_when_somebody_wrote_down_what_was_typed(self, settings, monkeypatch):
        """The negative control of the whole: a product that kept a name would be found out."""

        def keep(person, planted, shop):
            original(person, planted, shop)
            file = next(Path(site_of[0].data).glob("*.db"))
            with closing(sqlite3.connect(file, timeout=60)) as leak:
                name = planted.text("e-mail").upper().encode().hex()
                leak.execute("UPDATE account SET label = ?", (name,))
                leak.commit()

        site_of = []
        original, fresh_site = flows._newcomer, site.fresh_site
        monkeypatch.setattr(flows, "_newcomer", keep)
        monkeypatch.setattr(
            run, "fresh_site", lambda *given: site_of.append(fresh_site(*given)) or site_of[0]
        )
        report = audit(Plan(settings), lambda _: None).told()
        assert not report["holds"]
        assert {hit["canary"] for hit in report["findings"]} == {"e-mail"}
        assert {hit["shape"] for hit in report["findings"]} == {"hex of capitals"}
        assert any(line.startswith("FOUND e-mail in hex of capitals") for line in readable(report))
