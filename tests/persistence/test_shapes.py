from dataclasses import dataclass
from datetime import timedelta

import orjson
import pytest

from domain.clients.records import GrantType, Relaxation
from domain.oauth.records import AuthorizationRequest, GrantItem
from domain.tenants.records import Branding, Lifetimes, Policy, Registration
from persistence.shapes import plain, reader
from tests.support.clock import START
from tests.support.factories import a_request, digest


def there_and_back(kind, value):
    return reader(kind)(orjson.loads(orjson.dumps(plain(value))))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Policy, Policy()),
        (
            Policy,
            Policy(
                registration=Registration.OPEN,
                longest_consent=timedelta(days=3),
                lifetimes=Lifetimes(code=timedelta(seconds=30)),
            ),
        ),
        (Branding, Branding(accent="#123456")),
        (AuthorizationRequest, a_request(bytes(range(16)), pushed=digest(), max_age=0)),
        (tuple[GrantItem, ...], (GrantItem("a", True, START), GrantItem("b", False, START))),
        (tuple[GrantType, ...], tuple(GrantType)),
        (tuple[Relaxation, ...], ()),
    ],
)
def test_a_record_comes_back_as_it_was(kind, value):
    assert there_and_back(kind, value) == value


@dataclass(frozen=True)
class Older:
    name: str


@dataclass(frozen=True)
class Newer:
    name: str
    words: tuple[str, ...] = ("default",)
    wait: timedelta | None = None


def test_a_field_that_was_added_later_takes_its_default():
    assert reader(Newer)(plain(Older("a"))) == Newer("a")


def test_a_field_without_a_default_must_be_there():
    with pytest.raises(KeyError):
        reader(Newer)({})


@dataclass(frozen=True)
class Renamed:
    """As many fields as `Pair` had, one of them another."""

    name: str
    colour: str = "blue"


@dataclass(frozen=True)
class Pair:
    name: str
    size: int = 3


def test_a_field_that_took_the_place_of_another_reads_from_rows_that_have_the_other():
    assert reader(Renamed)(plain(Pair("a"))) == Renamed("a")
