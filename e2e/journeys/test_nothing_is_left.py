"""Acceptance 8: of what people typed and were given nothing is found at rest, in a log or in an address."""

import re
import time
from urllib.parse import unquote

import httpx
import pytest

from e2e.house import PATIENCE
from e2e.journeys.test_person_signs_in import CANARY_PASSWORD, a_newcomer
from e2e.pages.sign_in import PASSWORDS, ConsentPage, SignIn, back_at_the_shop
from e2e.parts import SHOP_AT, SPA_AT
from e2e.shop import LOGIN_PAGES_SECRET, REPORTS_SECRET, SHOP_SECRET

PEOPLE = {"alice@example.test", "bob@example.test", "carol@example.test", "Alice Example"}
SHOWN_TO_A_CLIENT = re.compile(r"[?&](code|id_token_hint)=[^&]*")
"""What the protocol itself puts into an address: the code on its way back, a client's own hint."""

OURS = (f"{SHOP_AT}/", f"{SPA_AT}/", "data:", "blob:")
"""Where a browser may go beside the house: the applications under test, and what a page holds itself."""

SNIPPETS = re.compile(r"http://127\.0\.0\.1:\d+/cb\?")
"""Where a pasted snippet listens on the person's own machine; the house itself is at localhost."""

PLANT = "a-plant-that-must-be-found"


def needles(house):
    return {
        *house.secrets, *PASSWORDS.values(), *PEOPLE,
        SHOP_SECRET, REPORTS_SECRET, LOGIN_PAGES_SECRET, CANARY_PASSWORD,
    }  # fmt: skip


def pieces(needle):
    """Return what stands for a needle: itself, and the part of a JWT that nobody else has."""
    return {needle, needle.rsplit(".", 1)[-1]} if needle.startswith("eyJ") else {needle}


def found(texts, wanted):
    """Return (place, needle) of each hit, however letters are cased."""
    lower = {place: text.lower() for place, text in texts.items()}
    return sorted(
        (place, needle)
        for needle in wanted
        for piece in pieces(needle)
        for place, text in lower.items()
        if piece.lower().encode() in text
    )


def comes(look):
    """Return what is found as soon as there is something: a log is written behind an answer."""
    ends_at = time.monotonic() + PATIENCE
    while not (seen := look()) and time.monotonic() < ends_at:
        time.sleep(0.1)
    return seen


def addresses(house):
    return {
        "addresses": "\n".join(
            SHOWN_TO_A_CLIENT.sub("", unquote(url)) for url in sorted(house.urls)
        ).encode()
    }


class TestNothing:
    @pytest.fixture
    def lived_in(self, engine, house, shop, visit, counter):
        """A house in which at least one person did everything, and a plant was laid in each place."""
        page, asked = visit(), shop.ask()
        page.goto(asked.url)
        SignIn(page).register(a_newcomer(house, engine, "last"), CANARY_PASSWORD)
        ConsentPage(page).allow("See your orders", "Stay connected", duration="1 day")
        back_at_the_shop(page)
        tokens = shop.redeem(asked, counter.answer_to(asked.state))
        shop.refresh(tokens["refresh_token"])
        page.goto(f"{house.base_url}/t/acme/me?{PLANT}")
        httpx.get(f"{house.base_url}/t/acme/{PLANT}", timeout=PATIENCE)
        planted = house.folder / "plant.yaml"
        planted.write_text(f"tenants: [{{slug: acme, kind: sandbox, label: {PLANT}}}]\n")
        house.cli("apply", str(planted))
        planted.unlink()
        return house

    def test_is_left_of_what_people_typed_and_were_given(self, lived_in, street, engine):
        assert comes(lambda: found({"log": lived_in.log.read_bytes()}, {PLANT}))
        assert found(addresses(lived_in), {PLANT})
        assert found(lived_in.bytes_at_rest(), {PLANT})
        for house in street.all(engine):
            wanted = needles(house)
            assert len(wanted) > 12
            assert found({"log": house.log.read_bytes()}, wanted | house.links) == []
            assert found(addresses(house), wanted) == []
            assert found(house.bytes_at_rest(), wanted | house.links) == []
            strange = [url for url in house.urls if not url.startswith((house.base_url, *OURS))]
            assert [url for url in strange if not SNIPPETS.match(url)] == []
