"""What somebody changed among the leaves that wait holds up nobody, and is said once."""

import logging

import pytest
from sqlalchemy import text

from app.operations.doctor import look_over
from app.operations.findings import Grade
from app.operations.jobs import JOBS
from app.operations.log_check import verify_log
from domain.audit.verify import Fault
from domain.kernel.work import system
from domain.tenants.events import TenantEnabled
from persistence.statements import Prepared
from tests.support.factories import a_tenant, tenant_secrets
from tests.support.house import a_house
from tests.support.stage import TEST

SEQUENCE = next(job for job in JOBS if job.name == "log.sequence")
CHECKPOINT = next(job for job in JOBS if job.name == "log.checkpoint")


@pytest.fixture
def house(database_url, tmp_path):
    made = a_house(database_url, tmp_path)
    for slug in ("acme", "globex"):
        write(made, None, lambda work, slug=slug: keep(work, slug))
    yield made
    made.close()


def write(house, tenant, act):
    return house.database.write(lambda db: act(house.works.open(db, tenant, TEST)))


def keep(work, slug):
    assert work.tenants.add(a_tenant(slug=slug), tenant_secrets())


def happen(house, tenant):
    write(house, tenant, lambda work: work.tell(TenantEnabled(subject=work.tenant_id)))


def tamper(house, tenant, change):
    """Change what waits for the log of a tenant, behind our back."""
    name = "SELECT id FROM tenant WHERE slug = :slug"
    statement = Prepared(text(f"UPDATE waiting_leaves SET {change} WHERE tenant_id = ({name})"))  # noqa: S608 - the test is the attacker
    house.database.write(lambda db: db.run(statement, slug=tenant))


def places(house, tenant):
    def look(db):
        return len(house.works.open(db, tenant, TEST).log.after(0, 99))

    return house.database.read(look)


def run(house, job=SEQUENCE):
    return job.run(house.call, "https://id.test")


def about(house, topic):
    return [each for each in look_over(house) if each.about == topic]


@pytest.fixture
def spoiled(house):
    happen(house, "acme")
    tamper(house, "acme", "last = tenant_id")
    return house


class TestSequenceAll:
    def test_chains_what_comes_after_and_what_others_have(self, spoiled):
        for tenant in ("acme", "globex"):
            happen(spoiled, tenant)
        assert run(spoiled) == 2
        assert (places(spoiled, "acme"), places(spoiled, "globex")) == (1, 1)
        assert run(spoiled, CHECKPOINT) == 2

    def test_logs_once_what_gets_no_place(self, spoiled, caplog):
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                assert run(spoiled) == 0
        (line,) = caplog.messages
        assert "byleave audit verify --tenant acme" in line

    def test_logs_it_again_when_it_comes_back(self, spoiled, caplog):
        run(spoiled)
        tamper(spoiled, "acme", "last = id")
        assert [run(spoiled), run(spoiled)] == [1, 0]
        happen(spoiled, "acme")
        tamper(spoiled, "acme", "last = tenant_id")
        caplog.clear()
        run(spoiled)
        assert len(caplog.messages) == 1

    def test_the_doctor_names_the_tenant(self, spoiled):
        (finding,) = about(spoiled, "log of acme")
        assert finding.grade is Grade.MEND
        assert finding.way == "byleave audit verify --tenant acme"
        assert about(spoiled, "log of globex") == []

    def test_the_proof_of_the_log_names_the_line(self, spoiled):
        verdict = spoiled.call.now(
            verify_log, tenant="acme", actor=system("test"), signer=spoiled.signer
        )
        assert verdict.findings[0].fault is Fault.LEAVES_UNREADABLE
        assert verdict.findings[0].id is not None
