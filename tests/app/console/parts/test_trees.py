import pytest

from app.console.parts.trees import Node, Tree
from domain.kernel.errors import not_found

ROOT = Node("acc", "acc_1", kids=[Node("ses", "Firefox", kids=[Node("gra", "Shop")])])


class TestTree:
    @pytest.fixture
    def chosen(self):
        return []

    @pytest.fixture
    def context(self, window):
        return window.context()

    @pytest.fixture
    def tree(self, context, chosen):
        async def choose(key):
            chosen.append(key)

        return Tree(context, "What is live", [ROOT], choose)

    async def test_tells_which_node_was_chosen_and_marks_it(self, window, tree, chosen):
        await window.tell(tree, "choose", "gra")
        assert chosen == ["gra"]
        assert tree.props["chosen"] == "gra"
        await window.tell(tree, "choose", "")
        assert chosen[-1] == ""

    async def test_knows_no_node_that_was_not_shown(self, window, tree, chosen):
        await window.tell(tree, "choose", "elsewhere")
        await window.tell(tree, "choose", {"key": "gra"})
        assert chosen == []

    async def test_lets_go_of_what_is_gone(self, window, tree):
        await window.tell(tree, "choose", "gra")
        tree.show([Node("acc", "acc_1")])
        assert tree.props["chosen"] == ""

    async def test_tells_what_the_page_refuses(self, window, context):
        async def refuse(_key):
            raise not_found("grant")

        tree = Tree(context, "What is live", [ROOT], refuse)
        await window.tell(tree, "choose", "gra")
        assert context.toaster.failed_
