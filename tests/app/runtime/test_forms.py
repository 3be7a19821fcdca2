"""Forms are read within bounds, and taken from our own page alone."""

import itertools
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request

from app.runtime.forms import BAD_FORM, FOREIGN_FORM, MOST_BYTES, FormSeal, many, one, read_fields
from domain.kernel.errors import Refusal
from tests.app.runtime.requests import a_request

ORIGIN = "https://id.example"
SEAL = FormSeal(bytes(range(32)), ORIGIN)
URLENCODED = ("content-type", "application/x-www-form-urlencoded")
PARTS = ("cookie", "place", "step")
LETTERS = st.sampled_from([b"a", b"=", b"&", b";", b" ", b"\x00", b"%41", b"+"])


def check(*headers, given=None, cookie="cookie", place="place", step="step"):
    token = SEAL.token(*PARTS) if given is None else given
    SEAL.check(a_request(*headers), token, cookie, place, step)


class TestToken:
    def test_is_another_one_for_each_cookie_place_and_step(self):
        words = ("a", "b", "ab")
        tokens = {SEAL.token(*parts) for parts in itertools.product(words, repeat=3)}
        assert len(tokens) == len(words) ** 3

    def test_cannot_be_moved_along_its_parts(self):
        assert SEAL.token("ab", "c", "d") != SEAL.token("a", "bc", "d")

    def test_is_of_one_key(self):
        assert FormSeal(bytes(32), ORIGIN).token(*PARTS) != SEAL.token(*PARTS)


class TestCheck:
    @pytest.mark.parametrize(
        "headers",
        [
            [("origin", ORIGIN)],
            [("origin", ORIGIN), ("sec-fetch-site", "cross-site")],
            [],
            [("sec-fetch-site", "same-origin")],
        ],
    )
    def test_takes_our_own_form(self, headers):
        check(*headers)

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "",
            "http://id.example",
            "https://id.example:444",
            "https://id.example.evil.example",
            "https://ID.example",
            f"{ORIGIN}/",
            "https://sub.id.example",
        ],
    )
    def test_refuses_another_origin(self, origin):
        with pytest.raises(Refusal) as refused:
            check(("origin", origin))
        assert refused.value.kind is FOREIGN_FORM

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_refuses_another_site_where_no_origin_is_told(self, site):
        with pytest.raises(Refusal, match="foreign_form"):
            check(("sec-fetch-site", site))

    @pytest.mark.parametrize("given", ["", "x", "é", SEAL.token("cookie", "place", "other")])
    def test_refuses_a_token_of_another_form(self, given):
        with pytest.raises(Refusal, match="foreign_form"):
            check(("origin", ORIGIN), given=given)

    @pytest.mark.parametrize("part", PARTS)
    def test_refuses_a_token_of_another_cookie_place_or_step(self, part):
        with pytest.raises(Refusal, match="foreign_form"):
            check(("origin", ORIGIN), **{part: "other"})

    def test_refuses_a_browser_without_a_cookie_whatever_the_token(self):
        """Else an attacker's page could carry the token of no cookie."""
        with pytest.raises(Refusal, match="foreign_form"):
            check(("origin", ORIGIN), given=SEAL.token("", "place", "step"), cookie="")


class TestReadFields:
    async def read(self, body, *headers):
        return await read_fields(a_request(*(headers or (URLENCODED,)), body=body))

    async def test_keeps_order_doubles_and_empty_values(self):
        assert await self.read(b"b=1&a=&b=%C3%BC+x") == [("b", "1"), ("a", ""), ("b", "ü x")]

    @given(body=st.lists(LETTERS).map(b"".join))
    async def test_reads_as_the_standard_library_does(self, body):
        try:
            wanted = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
        except ValueError:
            with pytest.raises(Refusal, match="bad_form"):
                await self.read(body)
        else:
            assert await self.read(body) == wanted

    async def test_a_browser_that_leaves_amid_its_form_has_sent_none(self):
        async def receive():
            return {"type": "http.disconnect"}

        request = a_request(URLENCODED)
        with pytest.raises(ClientDisconnect):
            await read_fields(Request(request.scope, receive))

    async def test_takes_an_empty_form(self):
        assert await self.read(b"") == []

    async def test_takes_the_type_with_a_parameter_and_in_any_case(self):
        kind = ("content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8")
        assert await self.read(b"a=1", kind) == [("a", "1")]

    @pytest.mark.parametrize(
        "kind", ["", "application/json", "multipart/form-data; boundary=x", "text/plain"]
    )
    async def test_refuses_another_type(self, kind):
        with pytest.raises(Refusal) as refused:
            await self.read(b"a=1", ("content-type", kind))
        assert refused.value.kind is BAD_FORM

    async def test_takes_as_much_as_may_be_and_no_more(self):
        assert len(await self.read(b"a=" + b"x" * (MOST_BYTES - 2))) == 1
        with pytest.raises(Refusal, match="bad_form"):
            await self.read(b"a=" + b"x" * (MOST_BYTES - 1))

    @pytest.mark.parametrize(
        "body",
        [b"a=%ff", b"a=\xff", b"a=%ed%a0%80", b"&".join([b"a=1"] * 201), b"noequals", b"a=1&&b=2"],
        ids=["no utf-8", "no ascii", "half a pair", "too many", "no value", "an empty one"],
    )
    async def test_refuses_what_cannot_be_read(self, body):
        with pytest.raises(Refusal, match="bad_form"):
            await self.read(body)


class TestFields:
    FIELDS = (("a", "1"), ("b", "2"), ("b", "3"), ("b", "2"))

    def test_one_is_the_only_value_or_empty(self):
        assert one(list(self.FIELDS), "a") == "1"
        assert one(list(self.FIELDS), "c") == ""

    def test_one_refuses_a_field_that_came_twice(self):
        with pytest.raises(Refusal, match="bad_form") as refused:
            one(list(self.FIELDS), "b")
        assert refused.value.field == "b"

    def test_many_are_all_of_them_once(self):
        assert many(list(self.FIELDS), "b") == {"2", "3"}
