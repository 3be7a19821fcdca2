"""An address matches letter by letter, and whoever asks why it does not is told the first reason."""

import pytest

from domain.clients.records import ClientType
from domain.clients.redirects import Mismatch, TryRedirect, chosen, explain, try_redirect
from domain.kernel.errors import Refusal
from tests.support.factories import a_client
from tests.support.ground import an_operator

HOME = "https://shop.example/cb"
PORT = "https://shop.example:8443/other?from=shop"
SHOP = a_client(client_id="shop", redirect_uris=(HOME, PORT), type=ClientType.CONFIDENTIAL)
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
        assert chosen(registered, given) == expected


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
