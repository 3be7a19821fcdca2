import pytest

from app.console.parts.elements import link
from app.console.parts.small import short_hash


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JavaScript:x", "//evil.example", "data:text/html,x", "", "x", " /x"],
)
def test_refuses_an_address_that_could_run_something(href):
    with pytest.raises(ValueError, match="path of ours"):
        link("x", href)


@pytest.mark.parametrize(("whole", "shown"), [("a" * 64, "aaaa…aaaa"), ("short", "short")])
def test_shortens_long_hashes(whole, shown):
    assert short_hash(whole) == shown
