"""A window is shown where it can be seen."""

from dataclasses import dataclass

import pytest

from app.desktop.frame import LEAST, USUAL, Frame, fitted, read_frame


@dataclass(frozen=True)
class Screen:
    x: int
    y: int
    width: int
    height: int


LEFT, RIGHT = Screen(0, 0, 1920, 1080), Screen(1920, 0, 1280, 1024)


class TestFitted:
    def test_leaves_a_window_that_can_be_seen_where_it_was(self):
        frame = Frame(1000, 700, 2000, 100)
        assert fitted(frame, [LEFT, RIGHT]) == frame

    def test_lets_the_system_place_what_stood_on_a_screen_that_is_gone(self):
        assert fitted(Frame(1000, 700, 2000, 100), [LEFT]) == Frame(1000, 700)

    @pytest.mark.parametrize(
        "place", [(-950, 10), (1850, 10), (100, -200), (100, 1070)],
        ids=["left", "right", "above", "below"],
    )  # fmt: skip
    def test_lets_the_system_place_what_no_hand_could_fetch_back(self, place):
        assert fitted(Frame(1000, 700, *place), [LEFT]) == Frame(1000, 700)

    def test_cuts_a_window_to_its_screen(self):
        assert fitted(Frame(5000, 4000, 0, 0), [LEFT]) == Frame(1920, 1080, 0, 0)

    def test_keeps_a_window_large_enough_to_be_of_use(self):
        assert fitted(Frame(10, 10), [LEFT]) == Frame(*LEAST)

    def test_keeps_that_it_filled_its_screen(self):
        assert fitted(Frame(1000, 700, 9000, 9000, maximised=True), [LEFT]).maximised

    def test_without_a_screen_to_ask_keeps_the_size_alone(self):
        assert fitted(Frame(1000, 700, 10, 10), []) == Frame(1000, 700)


class TestReadFrame:
    def test_reads_what_was_told(self):
        frame = Frame(1000, 700, -20, 5, maximised=True)
        assert read_frame(frame.told()) == frame

    @pytest.mark.parametrize(
        "told", [None, [], "wide", {}, {"width": "wide"}, {"width": True}, {"height": 10**9}]
    )
    def test_what_cannot_be_read_is_as_usual(self, told):
        assert read_frame(told) == Frame(*USUAL)

    def test_half_a_place_is_none(self):
        assert read_frame({"x": 10}).x is None
