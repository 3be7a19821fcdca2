from dataclasses import replace

from domain.identifiers.records import Candidate, IdentifierKind
from tests.support.factories import an_account, an_identifier, digest


def an_owner(both):
    account = an_account()
    both.write(lambda work: work.accounts.add(account))
    return account.id


def claim(both, identifier, *others):
    candidates = (Candidate(identifier.key_version, identifier.index), *others)
    return both.write(lambda work: work.identifiers.claim(identifier, candidates))


def find(both, identifier, *candidates):
    return both.read(lambda work: work.identifiers.find(identifier.kind, candidates))


class TestIdentifiers:
    def test_are_found_under_any_live_key_version(self, both):
        identifier = an_identifier(an_owner(both))
        assert claim(both, identifier)
        current, own = Candidate(2, digest()), Candidate(1, identifier.index)
        assert find(both, identifier, current, own) == identifier
        assert find(both, identifier, current) is None

    def test_are_not_found_under_another_kind(self, both):
        identifier = an_identifier(an_owner(both))
        claim(both, identifier)
        email = replace(identifier, kind=IdentifierKind.EMAIL)
        assert find(both, email, Candidate(1, identifier.index)) is None

    def test_are_claimed_by_one(self, both):
        first = an_identifier(an_owner(both))
        second = replace(an_identifier(an_owner(both)), index=first.index)
        assert claim(both, first) is True
        assert claim(both, second) is False
        assert find(both, first, Candidate(1, first.index)) == first

    def test_are_not_claimed_while_an_older_key_version_holds_them(self, both):
        old = an_identifier(an_owner(both))
        claim(both, old)
        new = an_identifier(an_owner(both), key_version=2)
        assert claim(both, new, Candidate(1, old.index)) is False

    def test_move_to_the_current_key_version(self, both):
        old = an_identifier(an_owner(both))
        claim(both, old)
        current = Candidate(2, digest())
        both.write(lambda work: work.identifiers.reseal(old.id, current))
        moved = find(both, old, current)
        assert moved == replace(old, index=current.index, key_version=2)
        assert find(both, old, Candidate(1, old.index)) is None

    def test_can_be_claimed_again_once_released(self, both):
        owner = an_owner(both)
        first = an_identifier(owner)
        claim(both, first)
        assert both.write(lambda work: work.identifiers.release(first.id)) is True
        assert both.write(lambda work: work.identifiers.release(first.id)) is False
        assert claim(both, replace(an_identifier(an_owner(both)), index=first.index))

    def test_of_an_account_are_listed_and_released_together(self, both):
        owner, other = an_owner(both), an_owner(both)
        name = an_identifier(owner)
        email = an_identifier(owner, kind=IdentifierKind.EMAIL)
        theirs = an_identifier(other)
        for each in (name, email, theirs):
            claim(both, each)
        assert set(both.read(lambda work: work.identifiers.of_account(owner))) == {name, email}
        assert both.write(lambda work: work.identifiers.release_all(owner)) == 2
        assert both.read(lambda work: work.identifiers.of_account(owner)) == ()
        assert both.read(lambda work: work.identifiers.of_account(other)) == (theirs,)
