import pytest

from app.console.parts.buttons import Button, Weight
from app.console.parts.dialogs import Dialog
from app.console.parts.effects import TYPED_ABOVE, Effect, Stop, confirm, effect_panel
from app.console.parts.fields import Field
from domain.kernel.errors import not_found

STOPS = [Stop("4 sessions", "at once"), Stop("Leave", stays=True)]


class Seen:
    """What stands in a panel or dialog."""

    def __init__(self, within):
        self.fields = {f.name: f for f in within.descendants() if isinstance(f, Field)}
        buttons = [each for each in within.descendants() if isinstance(each, Button)]
        self.last = buttons[-1]
        self.first = buttons[0]


class TestConfirm:
    @pytest.fixture
    def done(self):
        return []

    def ask(self, context, done, count=1, **effect):
        async def act(note):
            done.append(note)

        made = Effect("They are signed out.", STOPS, "End", **effect)
        return confirm(context, "End sessions", made, act, count=count)

    async def test_asks_for_a_reason(self, window, done):
        dialog = self.ask(window.context(), done)
        seen = Seen(dialog)
        await seen.last.press()
        assert done == []
        assert seen.fields["note"].props["error"]
        seen.fields["note"].value = "handed in"
        await seen.last.press()
        assert done == ["handed in"]
        assert dialog.props["open"] is False

    async def test_warns_only_of_what_ends(self, window, done):
        ending = Seen(self.ask(window.context(), done)).last
        adding = Seen(self.ask(window.context(), done, ends=False)).last
        assert Weight.ENDS.value in ending.classes
        assert Weight.ENDS.value not in adding.classes
        assert Weight.PRIMARY.value in adding.classes

    async def test_asks_for_the_number_where_there_are_many(self, window, done):
        dialog = self.ask(window.context(), done, count=TYPED_ABOVE + 1, reason=False)
        seen = Seen(dialog)
        seen.fields["typed"].value = "50"
        await seen.last.press()
        assert done == []
        seen.fields["typed"].value = "51"
        await seen.last.press()
        assert done == [""]

    async def test_asks_for_what_is_named_whatever_the_number(self, window, done):
        seen = Seen(self.ask(window.context(), done, reason=False, typed="acc_1", after="Gone."))
        await seen.last.press()
        assert done == []
        seen.fields["typed"].value = "acc_1"
        await seen.last.press()
        assert done == [""]

    async def test_does_nothing_when_it_is_left(self, window, done):
        dialog = self.ask(window.context(), done, count=TYPED_ABOVE, reason=False)
        await Seen(dialog).first.press()
        assert dialog.props["open"] is False
        assert done == []

    async def test_stays_open_when_it_was_refused(self, window):
        async def refuse(_note):
            raise not_found("session")

        context = window.context()
        effect = Effect("They are signed out.", STOPS, "End", reason=False)
        dialog = confirm(context, "End sessions", effect, refuse)
        await Seen(dialog).last.press()
        assert isinstance(dialog, Dialog)
        assert dialog.props["open"] is True
        assert context.toaster.failed_

    async def test_takes_the_old_fault_away_when_it_is_sent_again(self, window):
        answers = [not_found("session"), None]

        async def act(_note):
            answer = answers.pop(0)
            if answer is not None:
                raise answer

        context = window.context()
        effect = Effect("They are signed out.", STOPS, "End", reason=False)
        dialog = confirm(context, "End sessions", effect, act)
        await Seen(dialog).last.press()
        await Seen(dialog).last.press()
        assert context.toaster.failed_ == []


class TestPanel:
    async def test_says_what_stops_and_what_stays(self, window):
        done = []

        async def act(note):
            done.append(note)

        effect = Effect("One is signed out.", STOPS, "End 1", "It cannot be undone.")
        panel = effect_panel(window.context(), effect, act)
        assert {"4 sessions", "at once", "Leave", "It cannot be undone."} <= set(
            window.texts(panel)
        )
        seen = Seen(panel)
        seen.fields["note"].value = "why not"
        await seen.last.press()
        assert done == ["why not"]
