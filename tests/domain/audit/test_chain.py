"""The tree grows as RFC 9162 says."""

import hashlib

import pytest

from domain.audit.chain import START, Frontier, entry_hash


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves):
    """MTH of RFC 9162 section 2.1.1, written down as it is defined there."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


LEAVES = [hashlib.sha256(bytes([i])).digest() for i in range(40)]


class TestFrontier:
    def test_its_root_is_the_tree_hash_at_every_size(self):
        frontier = Frontier()
        for size, leaf in enumerate(LEAVES, 1):
            frontier.add(leaf)
            assert frontier.root() == tree_hash(LEAVES[:size])

    def test_goes_on_from_where_it_was_written_down(self):
        whole, half = Frontier(), Frontier()
        for leaf in LEAVES[:23]:
            whole.add(leaf)
            half.add(leaf)
        half = Frontier.read(23, half.packed())
        for leaf in LEAVES[23:]:
            whole.add(leaf)
            half.add(leaf)
        assert half.root() == whole.root()

    def test_of_nothing_is_the_hash_of_nothing(self):
        assert Frontier().root() == hashlib.sha256().digest()

    @pytest.mark.parametrize(("size", "packed"), [(1, b""), (3, bytes(32)), (1, bytes(33))])
    def test_refuses_bytes_that_do_not_fit_the_size(self, size, packed):
        with pytest.raises(ValueError, match="frontier"):
            Frontier.read(size, packed)


class TestEntryHash:
    def test_hangs_on_the_one_before_the_place_and_the_leaf(self):
        one = entry_hash(START, 1, LEAVES[0])
        assert one == hashlib.sha256(b"\x01" + bytes(32) + bytes(7) + b"\x01" + LEAVES[0]).digest()
        assert len({one, entry_hash(one, 1, LEAVES[0]), entry_hash(START, 2, LEAVES[0])}) == 3
