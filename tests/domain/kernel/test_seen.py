"""A name that nobody can see is no name, wherever one is written."""

import pytest

from domain.accounts import rules as accounts
from domain.kernel.errors import Refusal
from domain.kernel.seen import is_blank
from domain.tenants import rules as tenants

UNSEEN = {
    "": "nothing",
    " ": "a space",
    "\u2800": "the empty pattern of Braille",
    "\u2800 \u2800\u2800": "several of them",
    "\u3164": "a Hangul filler",
    "\uffa0": "half a Hangul filler",
    "\u115f\u1160": "fillers of both kinds",
    "\u034f\ufe0f": "a joiner and a selector of nothing",
    "\U0001d159": "a note without a head",
    "\ufffc": "the place of an object",
}
SEEN = ["A", "0", "\u2801", "é", "שלום", "日本", "🦔", "\u2800a", "❤\ufe0f", "-", "ᅠa"]


@pytest.mark.parametrize("text", UNSEEN, ids=UNSEEN.values())
def test_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", SEEN)
def test_is_seen(text):
    assert not is_blank(text)


@pytest.mark.parametrize("text", UNSEEN, ids=UNSEEN.values())
def test_refuses_a_tenant_s_name_that_nobody_sees(text):
    with pytest.raises(Refusal, match="invalid_input") as refused:
        tenants.check_label(text)
    assert refused.value.field == "label"


@pytest.mark.parametrize("text", [each for each in UNSEEN if each.strip()])
def test_refuses_an_account_s_label_that_nobody_sees(text):
    with pytest.raises(Refusal, match="invalid_input") as refused:
        accounts.check_label(text)
    assert refused.value.field == "label"
