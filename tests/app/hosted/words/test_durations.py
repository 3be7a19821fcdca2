from datetime import UTC, datetime, timedelta

import pytest

from app.hosted.words import choice_hint, choice_label, left, span, wait, words

NOW = datetime(2026, 11, 21, tzinfo=UTC)
EN, DE = words("en"), words("de")


class TestChoiceLabel:
    @pytest.mark.parametrize(
        ("choice", "english", "german"),
        [
            ("once", "Once", "Einmal"),
            ("PT1H", "1 hour", "1 Stunde"),
            ("P1D", "1 day", "1 Tag"),
            ("P30D", "30 days", "30 Tage"),
            ("P1W", "7 days", "7 Tage"),
            ("PT90M", "90 minutes", "90 Minuten"),
            ("until", "Until withdrawn", "Bis Widerruf"),
        ],
    )
    def test_names_each_choice(self, choice, english, german):
        assert (choice_label(EN, choice), choice_label(DE, choice)) == (english, german)

    def test_tells_what_a_choice_was_cut_to(self):
        assert choice_label(EN, "P30D", timedelta(days=7)) == "7 days"

    @pytest.mark.parametrize("choice", ["", "P", "PT", "P0D", "1 day", "P1Y", "-P1D", "P1DT"])
    def test_refuses_what_is_no_duration(self, choice):
        if choice == "P1DT":
            assert choice_label(EN, choice) == "1 day"
        else:
            with pytest.raises(ValueError, match="not a duration"):
                choice_label(EN, choice)


class TestChoiceHint:
    def test_says_what_a_name_alone_does_not(self):
        assert choice_hint(EN, "once") == "“Once” is for this sign-in alone."
        assert choice_hint(EN, "until") == "“Until withdrawn” is asked again after 12 months."
        assert (
            choice_hint(EN, "until", timedelta(days=90))
            == "“Until withdrawn” ends after 90 days at most."
        )
        assert choice_hint(EN, "P1D") == ""


class TestSpan:
    def test_less_than_a_minute_is_one(self):
        assert span(EN, timedelta(seconds=3)) == "1 minute"

    def test_takes_the_largest_whole_unit(self):
        assert [span(EN, timedelta(minutes=each)) for each in (59, 60, 61, 1440)] == [
            "59 minutes",
            "1 hour",
            "61 minutes",
            "1 day",
        ]


class TestLeft:
    @pytest.mark.parametrize(
        ("rest", "text"),
        [
            (timedelta(days=27, hours=23), "27 days left"),
            (timedelta(hours=23, minutes=59), "23 hours left"),
            (timedelta(minutes=5, seconds=59), "5 minutes left"),
            (timedelta(seconds=-1), "1 minute left"),
        ],
    )
    def test_never_says_more_than_there_is(self, rest, text):
        assert left(EN, until=NOW + rest, now=NOW) == text

    def test_in_german(self):
        assert left(DE, until=NOW + timedelta(days=27), now=NOW) == "noch 27 Tage"


class TestWait:
    @pytest.mark.parametrize(
        ("rest", "text"),
        [
            (timedelta(seconds=1), "in 1 minute"),
            (timedelta(minutes=4, seconds=1), "in 5 minutes"),
            (timedelta(minutes=61), "in 2 hours"),
            (timedelta(hours=25), "in 2 days"),
            (timedelta(seconds=-9), "in 1 minute"),
        ],
    )
    def test_nobody_comes_back_too_early(self, rest, text):
        assert wait(EN, until=NOW + rest, now=NOW) == text

    def test_in_german_days_are_in_the_dative(self):
        assert wait(DE, until=NOW + timedelta(days=2), now=NOW) == "in 2 Tagen"
