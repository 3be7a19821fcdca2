from app.console.parts.code import CodeBlock
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.surfaces import Head


class TestAsCommand:
    async def test_stands_before_the_acts_and_can_say_another(self, window):
        head = Head(Tag("div"), Tag("div"))
        with head.acts:
            act = Tag("button", "Act")
        made = AsCommand(window.context(), head, "byleave account list", "accounts: []")
        assert head.acts.default_slot.children[-1] is act
        (block,) = [each for each in head.acts.descendants() if isinstance(each, CodeBlock)]
        assert "YAML" in window.texts(block)
        made.show("byleave account list --state locked")
        said = window.texts(head.acts)
        assert "YAML" not in said
        assert " account list --state locked" in said
