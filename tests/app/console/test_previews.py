"""A draft is its session's own, in its tenant, and travels with a policy of its own."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.console.previews import MOST, Draft, Drafts, add_preview_routes
from app.console.standing import SCOPE_KEY, ConsoleIdentity
from app.hosted.preview import HostedPreview
from tests.support.factories import a_tenant

ME = ConsoleIdentity("session-one", b"a" * 16, "me")
OTHER = ConsoleIdentity("session-two", b"b" * 16, "other")


class Reach:
    """Says what an operator may do."""

    def __init__(self) -> None:
        self.words = frozenset({"tenants.read"})

    async def permissions(self, _identity, _slug):
        return self.words


class Door:
    """The routes with somebody before them."""

    def __init__(self) -> None:
        self.drafts, self.reach, self.who = Drafts(), Reach(), ME
        inner = Starlette()
        add_preview_routes(inner.router, self.drafts, HostedPreview(), self.reach, "/console")

        async def guarded(scope, receive, send):
            scope[SCOPE_KEY] = self.who
            await inner(scope, receive, send)

        self.http = TestClient(guarded)
        self.token = self.drafts.open(Draft(ME.session, "acme", a_tenant(slug="acme"), {}))

    def get(self, name="identify", slug="acme", token=None):
        return self.http.get(f"/{slug}/preview/{token or self.token}/{name}")


@pytest.fixture
def door():
    return Door()


class TestRoute:
    def test_shows_a_page_that_may_stand_in_our_frames_alone(self, door):
        answer = door.get()
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        for rule in (
            "default-src 'none'",
            "frame-ancestors 'self'",
            "form-action 'none'",
            "sandbox allow-same-origin",
        ):
            assert rule in policy
        assert "script" not in policy
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("name", ["brand.css", "consent"])
    def test_has_its_files_and_pages(self, door, name):
        assert door.get(name).status_code == 200

    @pytest.mark.parametrize("name", ["logo.svg", "me", "..", "x" * 300])
    def test_has_nothing_else(self, door, name):
        assert door.get(name).status_code == 404

    def test_is_not_there_for_another_session_tenant_or_word(self, door):
        assert door.get(slug="globex").status_code == 404
        assert door.get(token="x").status_code == 404
        door.who = OTHER
        assert door.get().status_code == 404

    def test_is_not_there_for_who_may_not_read_the_tenant_any_more(self, door):
        door.reach.words = frozenset()
        assert door.get().status_code == 404


class TestDrafts:
    def test_the_oldest_goes_when_there_are_too_many(self):
        drafts = Drafts()
        draft = Draft(ME.session, "acme", a_tenant(slug="acme"), {})
        first = drafts.open(draft)
        for _ in range(MOST):
            drafts.open(draft)
        assert drafts.of(first, ME, "acme") is None
