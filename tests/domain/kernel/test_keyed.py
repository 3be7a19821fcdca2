"""What `keyed` returns is HMAC-SHA-256, as the standard library and RFC 4231 have it."""

import hmac

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.kernel.secrets import keyed

VECTORS = [
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
]


def framed(*parts):
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class TestKeyed:
    @given(key=st.binary(max_size=200), parts=st.lists(st.binary(max_size=200), max_size=4))
    @example(key=b"", parts=[])
    @example(key=b"k" * 63, parts=[b"a"])
    @example(key=b"k" * 64, parts=[b"a"])
    @example(key=b"k" * 65, parts=[b"a"])
    def test_is_the_hmac_of_the_standard_library(self, key, parts):
        assert keyed(key, *parts) == hmac.digest(key, framed(*parts), "sha256")

    @pytest.mark.parametrize(("key", "text", "made"), VECTORS)
    def test_the_standard_librarys_is_that_of_rfc_4231(self, key, text, made):
        assert hmac.digest(key, text, "sha256").hex() == made

    def test_parts_are_kept_apart(self):
        assert keyed(b"k", "ab", "c") != keyed(b"k", "a", "bc")
        assert keyed(b"k", "ab") != keyed(b"k", "ab", "")

    def test_a_text_is_its_utf_8(self):
        assert keyed(b"k", "ä\ud800") == keyed(b"k", "ä\ud800".encode("utf-8", "surrogatepass"))
