"""What cannot be undone is asked for before anything is opened."""

import pytest

from app.cli.codes import WRONG_USE

HEAVY = [("account", "erase"), ("account", "end-everything"), ("client", "remove")]


class TestSure:
    @pytest.mark.parametrize("words", HEAVY)
    def test_makes_nothing_where_nobody_said_yes(self, elsewhere, words):
        """A refused command with another folder left a new installation there, keys and all."""
        done = elsewhere(*words, "x", "--tenant", "acme")
        assert done.exit_code == WRONG_USE
        assert "say --yes" in done.stderr
        assert not list(elsewhere.folder.iterdir())
