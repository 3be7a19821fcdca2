"""Spans tell the route, the use case and how it ended, and nothing of anybody."""

import asyncio
import json
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from app.api.v1 import management_api
from app.console.door import PAGES
from app.operations.bench.server import free_port
from app.operations.inside import inside
from app.operations.privacy_audit.collector import Collector
from app.runtime.call import Call
from app.runtime.span_post import BATCH, MOST_WAITING, SpanPost, written
from app.runtime.traced_call import TracedCall
from app.runtime.tracing import SERVER, TRACE, WORDS, Span, Trace, Traced, route_of
from app.server import build, traced
from app.settings import load_settings
from app.wiring import put_together
from domain.kernel.clock import SystemClock
from domain.kernel.errors import NOT_FOUND, Refusal
from domain.kernel.work import reads
from tests.laws.routes import routes_of
from tests.support.databases import opened
from tests.support.house import RING, a_house

HASH = re.compile(r"[0-9a-f]{12}|healthz|readyz")


def a_span(name="POST /t/{}/oauth2/token", **changes):
    told = {"told": (("http.response.status_code", 200),), "failed": False} | changes
    return Span(b"t" * 16, b"s" * 8, b"", name, SERVER, 1, 2, **told)


class TestRouteOf:
    @pytest.mark.parametrize(
        ("path", "route"),
        [
            ("/t/acme/oauth2/token", "/t/{}/oauth2/token"),
            ("/t/acme/login/itx_01m80xx3", "/t/{}/login/{}"),
            ("/t/acme/alice@example.test", "/t/{}/{}"),
            ("/console/acme/accounts/acc_01m80", "/console/{}/accounts/{}"),
            ("/api/v1/tenants/acme/clients/shop", "/api/v1/tenants/{}/clients/{}"),
            ("/", "/"),
            ("/a" * 99, "/{}" * 8),
        ],
    )
    def test_keeps_words_of_ours_alone(self, path, route):
        assert route_of(path) == route


class TestWords:
    def test_are_those_of_every_route(self, database_url, tmp_path):
        house = a_house(database_url, tmp_path)
        paths = [path for _, path in routes_of(house)]
        paths += [f"/api/v1{route.path.removeprefix('/api/v1')}" for route in api_routes(house)]
        paths += list(PAGES)
        words = {part for path in paths for part in path.split("/") if part and "{" not in part}
        house.close()
        missing = {word for word in words - WORDS if not HASH.fullmatch(word)}
        assert missing == set(), "put them into WORDS of app/runtime/tracing.py"

    @pytest.fixture(params=["sqlite"])
    def engine_name(self, request):
        return request.param


def api_routes(house):
    return management_api(house, ()).api.routes


async def _answer(scope, _receive, send):
    TRACE.get().add("domain.oauth.refresh.rotate", time.time_ns(), refusal="spent", failed=False)
    await send({"type": "http.response.start", "status": int(scope["path"].rpartition("/")[2])})


def spans_of(path, method="GET"):
    taken = []
    scope = {"type": "http", "path": path, "method": method}

    async def send(_message):
        pass

    asyncio.run(Traced(_answer, taken.extend)(scope, None, send))
    return taken


class TestTraced:
    def test_tells_the_request_and_what_it_did(self):
        whole, inner = spans_of("/t/acme/200")
        assert whole.name == "GET /t/{}/{}"
        assert dict(whole.told)["http.response.status_code"] == 200
        assert not whole.failed
        assert inner.name == "domain.oauth.refresh.rotate"
        assert dict(inner.told) == {"byleave.refusal": "spent"}
        assert (inner.trace, inner.parent) == (whole.trace, whole.id)
        assert whole.began <= inner.began <= inner.ended <= whole.ended

    def test_a_fault_of_ours_failed(self):
        assert spans_of("/503")[0].failed

    def test_a_method_nobody_knows_is_not_told(self):
        assert spans_of("/200", "ALICE")[0].name == "_OTHER /{}"

    def test_health_is_not_traced(self):
        assert Traced(None, None)._app is None
        taken = []

        async def well(*_):
            assert TRACE.get() is None

        scope = {"type": "http", "path": "/healthz", "method": "GET"}
        asyncio.run(Traced(well, taken.append)(scope, None, None))
        assert taken == []

    async def test_what_a_page_does_later_is_kept_nowhere(self):
        later = []

        async def page(_scope, _receive, send):
            async def look():
                await asyncio.sleep(0)
                TRACE.get().add("domain.operators.jobs.standing", 1, refusal="", failed=False)
                return TRACE.get()

            later.append(asyncio.create_task(look()))
            await send({"type": "http.response.start", "status": 200})

        taken = []

        async def send(_message):
            pass

        scope = {"type": "http", "path": "/console/acme/jobs", "method": "GET"}
        await Traced(page, taken.extend)(scope, None, send)
        trace = await later[0]
        assert len(taken) == 1
        assert trace.spans == []


class TestTracedCall:
    @pytest.fixture
    def call(self):
        class Database:
            async def reading(self, job, **_):
                return job(None)

        class Works:
            def open(self, *_):
                return SimpleNamespace(close=lambda: None)

        return TracedCall(Database(), Works(), None, {})

    def test_notes_the_name_of_each_use_case(self, call):
        trace = Trace()
        TRACE.set(trace)
        asyncio.run(call(seen, tenant=None))
        with pytest.raises(Refusal):
            asyncio.run(call(unseen, tenant=None))
        with pytest.raises(ZeroDivisionError):
            asyncio.run(call(broken, tenant=None))
        TRACE.set(None)
        told = [(s.name.rpartition(".")[2], dict(s.told), s.failed) for s in trace.spans]
        refused = {"byleave.refusal": "not_found"}
        assert told == [("seen", {}, False), ("unseen", refused, False), ("broken", {}, True)]

    def test_a_use_case_entered_from_the_installation_keeps_its_name(self, call):
        trace = Trace()
        TRACE.set(trace)

        class Works:
            def open(self, *_):
                return self

            def enter(self, _tenant_id):
                return self

            def close(self):
                pass

        call._works = Works()
        asyncio.run(call(inside(bytes(16), seen), tenant=None))
        TRACE.set(None)
        assert [span.name for span in trace.spans] == [f"{__name__}.seen"]

    def test_without_a_request_nothing_is_noted(self, call):
        assert asyncio.run(call(seen, tenant=None)) == "seen"


@reads
def seen(_work):
    return "seen"


@reads
def unseen(_work):
    raise Refusal(NOT_FOUND)


@reads
def broken(_work):
    return 1 / 0


class TestSpanPost:
    def test_sends_what_it_was_given_before_it_ends(self):
        port = free_port()
        with Collector(port) as collector:
            post = SpanPost(f"http://127.0.0.1:{port}")

            async def life():
                await post.start()
                post.take([a_span()] * (BATCH + 1))
                await post.stop()

            asyncio.run(life())
            bodies = [json.loads(body) for body in collector.text().splitlines()]
        spans = [s for body in bodies for s in body["resourceSpans"][0]["scopeSpans"][0]["spans"]]
        assert len(spans) == BATCH + 1
        assert spans[0]["traceId"] == "74" * 16
        assert spans[0]["attributes"] == [
            {"key": "http.response.status_code", "value": {"intValue": "200"}}
        ]
        assert post.dropped == 0

    def test_drops_and_counts_what_nobody_takes(self, caplog):
        post = SpanPost(f"http://127.0.0.1:{free_port()}")

        async def life():
            await post.start()
            post.take([a_span()] * 3)
            await post.stop()

        asyncio.run(life())
        assert post.dropped == 3
        assert "the collector takes no spans: ConnectError" in caplog.text

    def test_keeps_no_more_than_it_may(self):
        post = SpanPost("http://127.0.0.1:1")
        post.take([a_span()] * MOST_WAITING)
        post.take([a_span()])
        assert post.dropped == 1

    def test_tells_who_speaks_and_that_it_failed(self):
        resource = json.loads(written([a_span(failed=True)]))["resourceSpans"][0]
        keys = {each["key"] for each in resource["resource"]["attributes"]}
        assert keys == {"service.name", "service.version"}
        assert resource["scopeSpans"][0]["spans"][0]["status"] == {"code": 2}


class TestOff:
    @pytest.fixture(params=["sqlite"])
    def engine_name(self, request):
        return request.param

    def test_nothing_stands_before_the_doors(self, database_url, tmp_path):
        house = a_house(database_url, tmp_path, planes="protocol,hosted")
        assert type(house.call) is Call
        assert traced(house, build) == (build, None)
        house.close()

    def test_on_every_use_case_is_noted(self, database_url, tmp_path):
        flags = {"data_dir": str(tmp_path), "otlp_endpoint": "http://127.0.0.1:4318"}
        settings = load_settings(flags, env={}, folder=tmp_path)
        house = put_together(settings, opened(database_url), RING, SystemClock())
        assert isinstance(house.call, TracedCall)
        answering, post = traced(house, build)
        assert isinstance(answering, Traced)
        assert isinstance(post, SpanPost)
        house.close()

    @pytest.mark.slow
    def test_who_traces_nothing_imports_nothing_for_it(self):
        ask = (
            "import sys, app.server; print([m for m in sys.modules if 'trac' in m or 'span' in m])"
        )
        done = subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, check=True, text=True
        )
        assert not re.search(r"app\.runtime\.(tracing|traced_call|span_post)", done.stdout)
