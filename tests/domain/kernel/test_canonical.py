"""Canonical JSON and leaves."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from domain.kernel.canonical import canonical, leaf
from domain.kernel.secrets import Secret


class Colour(StrEnum):
    RED = "red"


class TestCanonical:
    def test_orders_members_by_utf16_units_as_in_the_rfcs_example(self):
        value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7}
        names = [pair.split(":")[0] for pair in canonical(value).decode()[1:-1].split(",")]
        assert names == ['"\\r"', '"1"', '"\x80"', '"ö"', '"\u20ac"', '"\U0001f600"', '"\ufb33"']

    def test_escapes_as_the_rfc_says(self):
        text = '\u20ac$\x0f\nA\'B"\\\\"/'
        assert canonical(text) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()

    def test_writes_our_value_types(self):
        at = datetime(2026, 11, 22, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
        value = {
            "z": None,
            "b": True,
            "n": -3,
            "raw": b"\x00\xff",
            "at": at,
            "for": timedelta(minutes=10),
            "half": timedelta(milliseconds=500),
            "e": Colour.RED,
            "l": ("a", ["b"]),
            "s": 'x"',
        }
        assert canonical(value) == (
            b'{"at":"2026-11-22T12:00:00.000005Z","b":true,"e":"red","for":"PT600S","half":"PT0.5S",'
            b'"l":["a",["b"]],"n":-3,"raw":"AP8","s":"x\\"","z":null}'
        )

    @pytest.mark.parametrize("value", [1.5, Secret("x"), {1}, {1: 2}, datetime(2026, 1, 1)])  # noqa: DTZ001
    def test_refuses_what_has_no_one_spelling(self, value):
        with pytest.raises(TypeError):
            canonical(value)

    @pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
    def test_refuses_numbers_and_text_that_json_cannot_hold(self, value):
        with pytest.raises(ValueError):  # noqa: PT011
            canonical(value)


class TestLeaf:
    def test_is_the_hash_of_mark_salt_and_body(self):
        salt = bytes(range(16))
        assert leaf(salt, {"a": 1}) == hashlib.sha256(b"\x00" + salt + b'{"a":1}').digest()

    def test_differs_by_salt(self):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        assert leaf(bytes(16), {"at": at}) != leaf(b"1" * 16, {"at": at})
