"""Who works in one tenant reads no name of another, on whichever page, nor what the house runs on.

The house as a whole names its tenants: what the doctor finds, what a file would change, how jobs
stand. All of it is for who holds a role of the installation.
"""

import asyncio

import pytest

from app.console.reach import OperatorCall
from app.console.watching import Watch
from domain.kernel.errors import Refusal
from domain.operators.records import Role
from tests.app.console.places import places
from tests.app.console.presser import opened
from tests.app.console.staffing import an_operator, running
from tests.app.console.test_view_as import sessions

__all__ = ["sessions"]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ABOVE = ("/jobs", "/jobs/consent.expire", "/doctor", "/system/nodes", "/system/backups")
"""Pages of the installation itself: whoever works in one tenant is neither led nor let there."""

NOT_LET_IN = "Your role does not allow this"
AT_ONCE = 6


async def whole_page(base, headers, path):
    """Return a page once it has said all: lists come after their page."""
    async with opened(base, headers, path) as page:
        await page.listen()
    return page


async def read_all(whole, operator):
    """Return what each page of the tenant `acme` says to an operator, by its address."""
    headers = whole.headers(whole.cookie(operator))
    addresses = [each for several in places(whole.world).values() for each in several]
    said = {}
    for start in range(0, len(addresses), AT_ONCE):
        some = addresses[start : start + AT_ONCE]
        paths = [f"/console/acme{place.rstrip('/')}" for place in some]
        asked = [whole_page(whole.base, headers, path) for path in paths]
        pages = await asyncio.gather(*asked)
        said |= {place: str(page.elements) for place, page in zip(some, pages, strict=True)}
    return said


def naming(said, other):
    """Return the pages that name a tenant, by its slug or by its name."""
    return sorted(place for place, text in said.items() if other.slug in text.casefold())


async def test_pages_name_other_tenants_to_nobody_of_one_tenant(world, tmp_path):
    """One operator with every role there is in one tenant sees what each of them sees."""
    roles = [(role, world.a.tenant.id) for role in Role if role is not Role.OWNER]
    theirs = an_operator(world, "theirs", *roles)
    boss = an_operator(world, "boss", (Role.OWNER, None))
    with running(world, tmp_path) as whole:
        said = await read_all(whole, theirs)
        plant = await read_all(whole, boss)
    assert naming(said, world.b) == []
    refused = {place for place, text in said.items() if NOT_LET_IN in text}
    assert refused == set(ABOVE)
    assert [place for place in ABOVE if f"/console/acme{place}'" in said["/"]] == []
    assert {"/doctor", "/system/tenants"} <= set(naming(plant, world.b))
    assert "'/console/acme/doctor'" in plant["/"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_what_the_house_runs_on_is_not_for_who_works_in_one_tenant(world, sessions, role):
    watch = Watch(world.house, OperatorCall(world.house.call, world.house.clock))
    boss = await sessions.standing(sessions.cookie(world.staff.console_session))
    assert (await watch.about(boss)).version
    somebody = an_operator(world, "somebody", (role, world.a.tenant.id))
    theirs = type(boss)(boss.session, somebody.id, "", "")
    assert await watch.about(theirs) is None
    with pytest.raises(Refusal, match="forbidden"):
        await watch.examine(theirs)
