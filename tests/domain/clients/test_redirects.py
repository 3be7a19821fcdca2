"""An address matches letter by letter, and whoever asks why it does not is told the first reason."""

import pytest

from domain.clients.records import AuthMethod, ClientType
from domain.clients.redirects import Mismatch, TryRedirect, chosen, explain, try_redirect
from domain.kernel.errors import Refusal
from tests.support.factories import a_client
from tests.support.ground import an_operator

HOME = "https://shop.example/cb"
PORT = "https://shop.example:8443/other?from=shop"
SHOP = a_client(client_id="shop", redirect_uris=(HOME, PORT), type=ClientType.CONFIDENTIAL)
APP = a_client(
    client_id="app",
    type=ClientType.PUBLIC,
    auth_method=AuthMethod.NONE,
    redirect_uris=(
        "http://127.0.0.1:8080/cb",
        "http://[::1]/cb?from=app",
        "http://localhost",
        "https://app.example/cb",
        "com.example.app:/cb",
    ),
)
READER = an_operator("clients.read")


class TestChosen:
    @pytest.mark.parametrize(
        ("registered", "given", "expected"),
        [
            ((HOME, PORT), HOME, HOME),
            ((HOME, PORT), None, None),
            ((HOME,), None, HOME),
            ((), None, None),
            ((HOME,), HOME + "/", None),
            ((HOME,), HOME.upper(), None),
        ],
    )
    def test_takes_exactly_a_registered_one(self, registered, given, expected):
        assert chosen(a_client(redirect_uris=registered), given) == expected

    @pytest.mark.parametrize(
        "given",
        [
            "http://127.0.0.1/cb",
            "http://127.0.0.1:1/cb",
            "http://127.0.0.1:51004/cb",
            "http://127.0.0.1:65535/cb",
            "http://[::1]:51004/cb?from=app",
            "http://localhost:51004",
        ],
    )
    def test_takes_any_port_of_an_app_on_this_machine(self, given):
        """An app has the port that the system gave it (RFC 8252 section 7.3)."""
        assert chosen(APP, given) == given
        assert explain(APP, given).matches
        assert explain(APP, given).nearest in APP.redirect_uris

    @pytest.mark.parametrize(
        "given",
        [
            "https://127.0.0.1:51004/cb",
            "http://127.0.0.1:51004/cb/",
            "http://127.0.0.1:51004/CB",
            "http://127.0.0.1:51004/cb?x=1",
            "http://127.0.0.1:51004/cb#x",
            "http://127.0.0.2:51004/cb",
            "http://localhost:51004/cb",
            "http://127.0.0.1.evil.example:51004/cb",
            "http://127.0.0.1:51004@evil.example/cb",
            "http://evil.example:51004/cb",
            "http://x@127.0.0.1:51004/cb",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:0/cb",
            "http://127.0.0.1:080/cb",
            "http://127.0.0.1:65536/cb",
            "http://127.0.0.1:٥١/cb",
            "http://127.0.0.1:51004:1/cb",
            "http://[::1]:51004/cb",
            "com.example.app:51004/cb",
            "https://app.example:51004/cb",
        ],
    )
    def test_takes_another_port_and_nothing_else(self, given):
        assert chosen(APP, given) is None
        assert not explain(APP, given).matches

    def test_takes_no_other_port_for_a_client_with_a_secret(self):
        """It is no app on somebody's machine, and its port is known beforehand."""
        web = a_client(redirect_uris=APP.redirect_uris, type=ClientType.CONFIDENTIAL)
        assert chosen(web, "http://127.0.0.1:51004/cb") is None
        assert chosen(web, "http://127.0.0.1:8080/cb") == "http://127.0.0.1:8080/cb"


class TestExplain:
    @pytest.mark.parametrize(
        ("given", "mismatch", "nearest"),
        [
            ("http://shop.example/cb", Mismatch.SCHEME, HOME),
            ("https://shop.example.evil/cb", Mismatch.HOST, HOME),
            ("https://shop.example:444/cb", Mismatch.PORT, PORT),
            (HOME + "/", Mismatch.LAST_SLASH, HOME),
            ("https://shop.example/CB", Mismatch.CASE, HOME),
            ("https://shop.example/cb/x", Mismatch.PATH, HOME),
            (HOME + "?x=1", Mismatch.QUERY, HOME),
            (PORT[:-4] + "shed", Mismatch.QUERY, PORT),
            ("HTTPS://shop.example/cb", Mismatch.SPELLING, HOME),
            (HOME + "#part", Mismatch.SPELLING, HOME),
            ("shop.example/cb", Mismatch.NOT_AN_ADDRESS, HOME),
            ("https://shop.example:port/cb", Mismatch.NOT_AN_ADDRESS, PORT),
        ],
    )
    def test_names_the_first_difference_to_the_nearest(self, given, mismatch, nearest):
        seen = explain(SHOP, given)
        assert (seen.matches, seen.mismatch, seen.nearest) == (False, mismatch, nearest)

    def test_tells_how_far_they_agree_and_why_it_could_not_be_registered(self):
        seen = explain(SHOP, "https://shop.example/../cb")
        assert seen.at == len("https://shop.example/")
        assert "dot segments" in seen.flaw
        assert explain(SHOP, HOME).matches

    def test_says_that_nothing_is_registered(self):
        seen = explain(a_client(redirect_uris=()), HOME)
        assert (seen.mismatch, seen.nearest) == (Mismatch.NOTHING_REGISTERED, "")


class TestTryRedirect:
    def ask(self, stage, client_id, actor=READER):
        wanted = TryRedirect(client_id, HOME)
        return stage.read(lambda work: try_redirect(work, wanted), actor=actor)

    def test_asks_the_client_that_is_registered(self, stage):
        stage.write(lambda work: work.clients.add(SHOP))
        assert self.ask(stage, "shop").matches

    def test_refuses_with_not_found_and_forbidden(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            self.ask(stage, "nobody")
        with pytest.raises(Refusal, match="forbidden"):
            self.ask(stage, "shop", an_operator())
