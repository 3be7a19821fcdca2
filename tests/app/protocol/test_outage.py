"""What people and applications are told while storage is at fault, and that it passes by itself."""

from __future__ import annotations

import logging

import pytest

from app.runtime.metrics import METRICS
from persistence.outage import SILENT, Outage, crowded
from tests.app.protocol.conftest import AT, SECRET
from tests.support.disks import files_no_longer_than

AUTHORIZE = (
    f"{AT}/authorize?client_id=shop&response_type=code&scope=openid&state=s"
    f"&redirect_uri=https://shop.example/cb&code_challenge={'a' * 43}&code_challenge_method=S256"
)
READY = "ready: hosted, protocol"
NOT_READY = "not ready: hosted, protocol"


async def silence(*_args, **_how):
    raise Outage(SILENT)


@pytest.fixture
def silent(monkeypatch):
    """Cut the way to storage; call it with a web."""

    def cut(web):
        def gone(*_args, **_how):
            raise Outage(SILENT)

        for name in ("read", "write"):
            monkeypatch.setattr(web.stage.database, name, gone)
        for name in ("reading", "writing"):
            monkeypatch.setattr(web.stage.database, name, silence)

    return cut


def is_clear(answer, error="temporarily_unavailable"):
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) >= 2
    assert "no-store" in answer.headers["cache-control"]
    if error:
        assert answer.json()["error"] == error
    assert "database is locked" not in answer.text
    assert "sqlite" not in answer.text.lower()


class TestApplications:
    async def test_are_told_to_come_again(self, web, silent):
        tokens = await web.tokens(scope="openid offline_access")
        silent(web)
        is_clear(await web.token(grant_type="refresh_token", refresh_token="x"))
        for place in ("introspect", "revoke"):
            fields = {"token": tokens["access_token"]}
            is_clear(await web.http.post(f"{AT}/{place}", data=fields, auth=("shop", SECRET)))
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        is_clear(await web.http.get(f"{AT}/userinfo", headers=bearer))

    async def test_lose_no_refresh_token_on_a_full_disk(self, web):
        tokens = await web.tokens(scope="openid offline_access")
        old = tokens["refresh_token"]
        with files_no_longer_than(0):
            answers = [
                await web.token(grant_type="refresh_token", refresh_token=old) for _ in range(3)
            ]
        is_clear(answers[-1])
        again = await web.token(grant_type="refresh_token", refresh_token=old)
        assert again.status_code == 200, again.text


class TestPeople:
    async def test_read_a_page_that_needs_no_storage(self, web, silent):
        silent(web)
        for path in (AUTHORIZE, "/t/acme/me", "/t/acme/nowhere"):
            answer = await web.http.get(path, headers={"accept-language": "de"})
            is_clear(answer, "")
            assert "Wir können gerade nicht antworten" in answer.text
            assert "Es liegt an uns" in answer.text
            assert "Nichts ist verloren" in answer.text
            assert "storage_unavailable" in answer.text
            assert "Hier geht es nicht weiter" not in answer.text
            assert "Gehen Sie zur Anwendung zurück" not in answer.text

    async def test_are_told_by_a_form_what_to_do(self, web, silent):
        silent(web)
        answer = await web.http.post("/t/acme/me/password", data={"password": "my secret word"})
        is_clear(answer, "")
        assert "It is us, not you" in answer.text
        assert "Nothing is lost" in answer.text
        assert "look first whether it was kept" in answer.text
        assert 'href="">Try again' in answer.text

    async def test_are_told_of_a_crowd_in_the_same_way(self, web, monkeypatch):
        async def crowd(*_args, **_how):
            raise crowded()

        monkeypatch.setattr(web.stage.database, "reading", crowd)
        answer = await web.http.get(AUTHORIZE)
        is_clear(answer, "")
        assert "We cannot answer right now" in answer.text
        assert "Nothing is lost" in answer.text


class TestReadiness:
    async def test_tells_strangers_yes_or_no_alone_and_forgets_it(self, web):
        assert (await web.http.get("/readyz")).text == READY
        with files_no_longer_than(0):
            await web.token(grant_type="refresh_token", refresh_token="x")
            tokens = await web.http.get("/readyz")
            await web.http.get(AUTHORIZE)
            answer = await web.http.get("/readyz")
        assert tokens.text == READY
        assert (answer.status_code, answer.text) == (503, NOT_READY)
        assert "retry-after" in answer.headers
        assert (await web.http.get("/readyz")).text == READY

    async def test_tells_whoever_runs_it_the_reason_once(self, web, caplog, monkeypatch):
        with monkeypatch.context() as cut, caplog.at_level(logging.WARNING, "byleave.ready"):
            assert "byleave_ready 1" in METRICS.text()
            cut.setattr(web.stage.database, "reading", silence)
            for _ in range(3):
                answer = await web.http.get("/readyz")
            assert (answer.status_code, answer.text) == (503, NOT_READY)
            assert (await web.http.get("/healthz")).status_code == 200
            assert "byleave_ready 0" in METRICS.text()
            assert f'byleave_not_ready{{reason="{SILENT}"}} 1' in METRICS.text()
        assert [record.getMessage() for record in caplog.records] == [f"not ready: {SILENT}"]
        with caplog.at_level(logging.WARNING, "byleave.ready"):
            assert (await web.http.get("/readyz")).text == READY
        assert caplog.records[-1].getMessage() == "ready again"
        assert "reason=" not in METRICS.text()


class TestLog:
    async def test_names_the_cause_and_nobody(self, web, silent, caplog):
        tokens = await web.tokens(scope="openid offline_access")
        with (
            caplog.at_level(logging.DEBUG),
            files_no_longer_than(0),
        ):
            for _ in range(3):
                await web.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
        said = "\n".join(
            logging.Formatter("%(message)s").format(record) for record in caplog.records
        )
        assert "the database cannot be used: " in said
        assert tokens["refresh_token"] not in said
        assert SECRET not in said
        assert "Traceback" not in said
