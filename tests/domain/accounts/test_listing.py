import pytest

from domain.accounts.create import CreateAccount, create_by_operator
from domain.accounts.events import AccountSearched
from domain.accounts.listing import (
    AccountsPage,
    FindByIdentifier,
    detail,
    find_by_identifier,
    page,
)
from domain.accounts.records import AccountFilter, AccountStatus
from domain.identifiers.records import IdentifierKind
from domain.kernel.errors import Refusal
from domain.kernel.paging import PageRequest
from domain.kernel.secrets import Secret
from tests.domain.staged import an_operator, run
from tests.support.factories import an_account

READER = an_operator("accounts.read")
NOBODY = an_operator("clients.read")


@pytest.fixture
def alice(stage):
    wanted = CreateAccount((Secret("Alice"), Secret("alice@example.test")))
    made = run(stage, create_by_operator, wanted).account
    stage.told.clear()
    return made


class TestPage:
    def test_gives_accounts_newest_first_by_filter(self, stage):
        made = [
            an_account(id=bytes([n]) * 16, status=status) for n, status in enumerate(AccountStatus)
        ]
        for account in made:
            stage.write(lambda work, account=account: work.accounts.add(account))
        wanted = AccountsPage(
            AccountFilter(statuses=(AccountStatus.PENDING, AccountStatus.DISABLED)),
            PageRequest(size=10),
        )
        rows = stage.read(lambda work: page(work, wanted), actor=READER).rows
        assert [row.status for row in rows] == [AccountStatus.DISABLED, AccountStatus.PENDING]
        assert len(stage.read(lambda work: page(work, AccountsPage()), actor=READER).rows) == 5

    def test_refuses_an_actor_who_may_not(self, stage):
        with pytest.raises(Refusal, match="forbidden"):
            stage.read(lambda work: page(work, AccountsPage()), actor=NOBODY)


class TestDetail:
    def test_gives_the_account_and_its_kinds_of_identifiers(self, stage, alice):
        made = stage.read(lambda work: detail(work, alice.id), actor=READER)
        assert made.account == alice
        kinds = {each.kind for each in made.identifiers}
        assert kinds == {IdentifierKind.USERNAME, IdentifierKind.EMAIL}

    def test_refuses_an_account_that_is_not_here(self, stage):
        with pytest.raises(Refusal, match="not_found"):
            stage.read(lambda work: detail(work, b"x" * 16), actor=READER)

    def test_refuses_an_actor_who_may_not(self, stage, alice):
        with pytest.raises(Refusal, match="forbidden"):
            stage.read(lambda work: detail(work, alice.id), actor=NOBODY)


class TestFindByIdentifier:
    @pytest.mark.parametrize("typed", ["alice", " ALICE", "Alice@EXAMPLE.test"])
    def test_finds_by_every_spelling(self, stage, alice, typed):
        found = run(stage, find_by_identifier, FindByIdentifier(Secret(typed)), actor=READER)
        assert found == alice
        assert stage.told == [AccountSearched(subject=alice.id)]

    def test_finds_nobody_and_writes_that_down(self, stage, alice):
        found = run(stage, find_by_identifier, FindByIdentifier(Secret("alic")), actor=READER)
        assert found is None
        assert stage.told == [AccountSearched()]

    def test_refuses_invalid_identifier(self, stage):
        with pytest.raises(Refusal, match="invalid_identifier"):
            run(stage, find_by_identifier, FindByIdentifier(Secret("")), actor=READER)

    def test_refuses_an_actor_who_may_not(self, stage, alice):
        request = FindByIdentifier(Secret("alice"))
        with pytest.raises(Refusal, match="forbidden"):
            run(stage, find_by_identifier, request, actor=NOBODY)
        seen = stage.read(lambda work: find_by_identifier.look(work, request), actor=READER)
        with pytest.raises(Refusal, match="forbidden"):
            stage.write(
                lambda work: find_by_identifier.settle(work, request, seen, b"x" * 32),
                actor=NOBODY,
            )
