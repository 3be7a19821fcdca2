"""A coarse name of a browser, never the whole of what it says of itself."""

import pytest

from app.runtime.browser import browser_label

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome on Linux"),
        (EDGE, "Edge on Windows"),
        (FIREFOX, "Firefox on Android"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/1 Safari/1 OPR/1", "Opera on macOS"),
        ("curl/8.5", ""),
        ("", ""),
        ("Firefox/1", "Firefox"),
        ("Windows", "Windows"),
        ("<script>Firefox/1</script> Linux" + "x" * 9000, "Firefox on Linux"),
    ],
)
def test_is_a_browser_and_a_system(agent, label):
    assert browser_label(agent) == label
