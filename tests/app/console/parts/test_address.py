import pytest

from app.console.parts.address import page_query, page_wanted
from domain.kernel.paging import PageRequest


class TestAddress:
    @pytest.mark.parametrize(
        "request_",
        [
            PageRequest(),
            PageRequest(after=b"\x00\xff" * 8),
            PageRequest(after=b"key", backward=True),
        ],
    )
    def test_keeps_the_page(self, request_):
        assert page_wanted(page_query(request_)) == request_

    def test_leaves_the_first_page_out(self):
        assert page_query(PageRequest()) == {}

    @pytest.mark.parametrize("text", ["a", "ü", "%%%", ""])
    def test_takes_what_cannot_be_read_as_the_first_page(self, text):
        assert page_wanted({"after": text, "back": "1"}) == PageRequest()
