from datetime import UTC, datetime, timedelta

import pytest

from app.console.box import Box

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def box():
    return Box(bytes(32))


class TestOpen:
    def test_gives_back_what_was_sealed(self, box):
        sealed = box.seal("sign-in", {"to": "/console"}, until=LATER)
        assert box.open("sign-in", sealed, now=NOW) == {"to": "/console"}
        assert "console" not in sealed

    def test_refuses_another_purpose(self, box):
        assert box.open("session", box.seal("sign-in", {}, until=LATER), now=NOW) is None

    def test_refuses_another_key(self, box):
        assert Box(b"x" * 32).open("a", box.seal("a", {}, until=LATER), now=NOW) is None

    def test_refuses_what_is_too_old(self, box):
        assert box.open("a", box.seal("a", {}, until=LATER), now=LATER) is None

    @pytest.mark.parametrize("text", ["", "x", "ü", "a" * 5000, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
    def test_refuses_what_is_not_ours(self, box, text):
        assert box.open("a", text, now=NOW) is None
