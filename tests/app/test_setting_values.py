"""Values of settings, read one by one."""

import pytest

from app.setting_values import a_collector_or_none


class TestACollector:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("off", None),
            ("http://[::1]:4318/", "http://[::1]:4318"),
            (" https://collector.example:443 ", "https://collector.example"),
        ],
    )
    def test_is_an_address_or_none(self, text, read):
        assert a_collector_or_none(text) == read

    @pytest.mark.parametrize(
        "text",
        [
            "collector:4318",
            "http://u@collector:4318",
            "http://c/v1/traces",
            "http://c:x",
            "http://",
        ],
    )
    def test_is_nothing_more(self, text):
        with pytest.raises(ValueError, match="give scheme, host and port alone"):
            a_collector_or_none(text)
