"""Figures are told without a person in them, on a port of their own."""

import socket

import httpx

from app.runtime.metrics import Metrics
from app.runtime.metrics_port import MetricsPort


class TestMetrics:
    def test_keep_only_the_door_of_a_path(self):
        metrics = Metrics()
        metrics.answered("/t/acme/activate/a-secret-link", 200, 0.5)
        metrics.answered("/t/acme/oauth2/token", 400, 0.25)
        text = metrics.text()
        assert 'byleave_requests_total{door="other",status="2xx"} 1' in text
        assert 'byleave_requests_total{door="protocol",status="4xx"} 1' in text
        assert 'byleave_request_seconds_total{door="protocol"} 0.250000' in text
        assert "secret" not in text
        assert "acme" not in text

    def test_tell_a_gauge_as_it_is_now(self):
        metrics = Metrics()
        waiting = [3]
        metrics.gauge("byleave_writes_waiting", "Writes that wait.", lambda: waiting[0])
        assert "byleave_writes_waiting 3" in metrics.text()
        waiting[0] = 7
        assert "byleave_writes_waiting 7" in metrics.text()

    def test_tell_a_state_in_words_while_it_lasts(self):
        metrics = Metrics()
        said = ['one "a\\b"\nline']
        metrics.state("byleave_not_ready", "What stands in the way.", "reason", lambda: said[0])
        assert r'byleave_not_ready{reason="one \"a\\b\"\nline"} 1' in metrics.text()
        said[0] = None
        assert "reason=" not in metrics.text()


class TestMetricsPort:
    async def test_answers_on_its_own_port_and_lets_it_go(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        served = MetricsPort("127.0.0.1", port)
        await served.start()
        async with httpx.AsyncClient(timeout=60) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/metrics")
        assert answer.status_code == 200
        assert "byleave_requests_total" in answer.text
        await served.stop()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
