import pytest

from app.hosted.csp import form_target, page_headers, policy


class TestFormTarget:
    @pytest.mark.parametrize(
        ("redirect_uri", "target"),
        [
            ("https://shop.example/cb?x=1", "https://shop.example"),
            ("https://SHOP.example:8443/cb", "https://shop.example:8443"),
            ("http://127.0.0.1:4199/cb", "http://127.0.0.1:4199"),
            ("http://localhost/cb", "http://localhost"),
            ("http://[::1]:4199/cb", "http://*:4199"),
            ("http://[::1]/cb", "http://*"),
            ("https://[2001:db8::1]/cb", "https://*"),
            ("https://bücher.example/cb", "https://xn--bcher-kva.example"),
            ("com.example.app:/cb", "com.example.app:"),
            ("com.example.app://cb/x;y", "com.example.app:"),
        ],
    )
    def test_names_the_origin_or_the_scheme(self, redirect_uri, target):
        assert form_target(redirect_uri) == target

    @pytest.mark.parametrize(
        "redirect_uri",
        [
            "",
            "/cb",
            "https:///cb",
            "https://a;script-src *",
            "https://a b/",
            "https://a,b/",
            "https://'none'/",
            "https://*/",
            "https://*.example/",
            "https://a..b/",
            "https://shop.example:x/",
        ],
    )
    def test_refuses_what_could_break_out_of_the_header(self, redirect_uri):
        with pytest.raises(ValueError, match=r".+"):
            form_target(redirect_uri)


class TestPolicy:
    def test_starts_from_nothing(self):
        assert policy() == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )

    def test_lets_a_form_end_at_the_redirect_uri_alone(self):
        assert "form-action 'self' https://shop.example;" in policy("https://shop.example/cb")

    def test_names_a_target_once(self):
        assert "form-action 'self' https://a.example;" in policy(
            "https://a.example/1", "https://a.example/2"
        )


class TestPageHeaders:
    def test_is_never_kept_framed_or_guessed_at(self):
        headers = page_headers()
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"

    def test_lets_our_own_forms_carry_their_origin(self):
        assert page_headers()["referrer-policy"] == "same-origin"

    def test_lets_a_client_see_who_posts(self):
        assert (
            page_headers("https://a.example/", referrer="strict-origin")["referrer-policy"]
            == "strict-origin"
        )

    def test_keeps_the_tie_to_a_client_that_waits_for_a_sign_in(self):
        assert "cross-origin-opener-policy" not in page_headers()
        assert page_headers(own_window=True)["cross-origin-opener-policy"] == "same-origin"

    def test_is_not_shared_between_answers(self):
        page_headers()["cache-control"] = "public"
        assert page_headers()["cache-control"] == "no-store"
