from datetime import date

import pytest

from app.console.parts.charts import Chart, Plot, Series, Share, chart_card, figure, shares

DAYS = [date(2026, 11, 19), date(2026, 11, 20)]


class TestChart:
    async def test_hands_numbers_over_as_they_are(self, window):
        drawn = Chart(window.words, "Sign-ins", DAYS, [Series("now", [4, 9])])
        assert drawn.props["days"] == ["2026-11-19", "2026-11-20"]
        assert drawn.props["series"][0]["values"] == [4, 9]
        assert drawn.props["plot"] == "lines"

    async def test_is_a_table_when_asked(self, window):
        drawn = Chart(window.words, "Sign-ins", DAYS, [Series("now", [4, 9])])
        assert drawn.turn() is True
        assert drawn.props["table"] is True
        assert drawn.turn() is False


class TestCard:
    async def test_names_its_series_where_there_is_more_than_one(self, window):
        both = [Series("now", [1, 2]), Series("before", [2, 1], "c5", dashed=True)]
        made = chart_card(window.words, "Sign-ins", (DAYS, both, Plot.LINES), note="30 days")
        assert {"now", "before", "30 days"} <= set(window.texts(made.whole))
        alone = chart_card(window.words, "Days", (DAYS, both[:1], Plot.HEAT))
        assert "now" not in window.texts(alone.whole)

    async def test_its_button_tells_what_is_shown(self, window):
        made = chart_card(window.words, "Days", (DAYS, [Series("n", [1, 2])], Plot.HEAT))
        (button,) = [each for each in made.whole.descendants() if each.tag == "button"]
        await window.tell(button, "click")
        assert button.props["aria-pressed"] == "true"


class TestShares:
    @pytest.mark.parametrize(
        ("whole", "part", "said"), [(200, 50, "25\u00a0%"), (0, 0, "0\u00a0%")]
    )
    async def test_say_number_and_per_cent(self, window, whole, part, said):
        made = shares(window.words, whole, [Share("Given", part)])
        assert {"Given", str(part), said} <= set(window.texts(made))

    async def test_numbers_are_written_for_the_reader(self, window):
        assert figure(window.words, 18204) == "18,204"
