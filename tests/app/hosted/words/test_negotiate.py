import pytest

from app.hosted.words import negotiate


class TestNegotiate:
    def test_what_the_client_asks_comes_first(self):
        assert (
            negotiate(ui_locales="fr de-AT", cookie="en", accept_language="en", default="en")
            == "de"
        )

    def test_then_what_the_person_chose(self):
        assert negotiate(ui_locales="fr", cookie="de", accept_language="en", default="en") == "de"

    def test_then_what_the_browser_prefers_by_weight(self):
        assert negotiate(accept_language="fr, en;q=0.5, de-CH;q=0.8", default="en") == "de"

    def test_then_the_tenants(self):
        assert negotiate(accept_language="fr", default="de") == "de"

    def test_then_ours(self):
        assert negotiate(default="fr") == "en"

    def test_q_nought_means_not_wanted(self):
        assert negotiate(accept_language="de;q=0", default="en") == "en"

    @pytest.mark.parametrize(
        "text",
        ["", "*", ";;;", ",,,", "q=1", "x" * 9000, "de;q=x", "<script>", "\u0130", "de-" * 4000],
    )
    def test_nonsense_is_passed_over(self, text):
        assert negotiate(ui_locales=text, cookie=text, accept_language=text, default=text) in {
            "en",
            "de",
        }
