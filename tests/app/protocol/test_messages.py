"""Parameters are read the same whether or not there is something to decode in them."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.messages import MOST_FIELDS, Asked, _pairs
from domain.kernel.errors import Refusal

TEXTS = ["", "a", "a=", "=b", "=", "&", "a=b&&c=d", "a=b=c", "a;b=c", "ä=ö", "a=b&a=b", "a&b=\x00"]


def general(text, errors="strict"):
    return tuple(parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors=errors))


class TestPairs:
    @pytest.mark.parametrize("text", [*TEXTS, "a=%41", "a=b+c", "%26=%3D&x"])
    def test_are_read_as_the_library_reads_them(self, text):
        assert _pairs(text, errors="strict") == general(text)

    @given(st.text(st.sampled_from("ab=&;%+4 \udc80é")))
    def test_whatever_stands_in_them(self, text):
        assert _pairs(text, errors="surrogateescape") == general(text, "surrogateescape")

    @pytest.mark.parametrize("field", ["a=b&", "a=+&"])
    def test_too_many_are_refused(self, field):
        with pytest.raises(Refusal) as refused:
            _pairs(field * MOST_FIELDS, errors="strict")
        assert refused.value.code == "invalid_request"


class TestForm:
    async def test_of_which_only_a_part_came_is_none(self):
        """A browser or a proxy went away in the middle of it: what was left out is not known."""
        came = iter(
            (
                {"type": "http.request", "body": b"token=abc&token_ty", "more_body": True},
                {"type": "http.disconnect"},
            )
        )

        async def receive():
            return next(came)

        kind = (b"content-type", b"application/x-www-form-urlencoded")
        with pytest.raises(Refusal) as refused:
            await Asked({"method": "POST", "headers": [kind]}, receive, "acme").form()
        assert refused.value.code == "invalid_request"
