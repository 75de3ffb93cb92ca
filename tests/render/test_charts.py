"""Bars as PNG files."""

import struct

import pytest

from bot.render.card import Bars
from bot.render.charts import MOST, bars
from bot.render.paper import BAR, INK, MARKED, PAD, PAPER, QUIET, WIDE
from tests.render.seen import colour_of, contrast, main_colours

LEAST_CONTRAST = 4.5


def chart(*shares: float, marked: str = "") -> Bars:
    return Bars("Share of points", tuple((str(at), share) for at, share in enumerate(shares, 1)), marked, "hardest")


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def long(png: bytes, colour: str) -> float:
    return main_colours(png, least=0).get(colour_of(colour), 0.0)


def test_a_picture_is_as_wide_as_a_phone_and_no_taller_than_wide() -> None:
    for count in (1, 10, 25):
        width, height = size(bars(chart(*[0.5] * count)))
        assert width == round(2 * (WIDE + 2 * PAD))
        assert height <= 1.1 * width
        assert len(bars(chart(*[0.5] * count))) < 60_000


def test_the_same_bars_give_the_same_picture() -> None:
    assert bars(chart(0.2, 0.4, marked="1")) == bars(chart(0.2, 0.4, marked="1"))


def test_a_bar_is_as_long_as_its_share() -> None:
    whole, half, none = (long(bars(chart(1, share)), BAR) for share in (1, 0.5, 0))
    assert whole > half > none
    assert (half - none) / (whole - none) == pytest.approx(0.5, abs=0.03)


def test_the_marked_bar_has_a_colour_a_pattern_and_a_word_of_its_own() -> None:
    plain, marked = bars(chart(1, 0.5)), bars(chart(1, 0.5, marked="2"))
    assert long(plain, MARKED) == 0
    assert 0.2 < long(marked, MARKED) / (long(plain, BAR) - long(marked, BAR)) < 0.9  # the rest of it is its pattern
    assert long(marked, INK) > 1.3 * long(plain, INK)


@pytest.mark.parametrize("count", [1, 2, 10, 11, 25])
def test_all_that_is_drawn_stands_out_from_the_paper(count: int) -> None:
    shares = [(at * 7 % 21) / 20 for at in range(count)]
    seen = main_colours(bars(chart(*shares, marked="1")))
    paper, *others = seen
    assert paper == colour_of(PAPER)
    solid = {colour_of(ink) for ink in (INK, QUIET, BAR, MARKED)}
    assert solid & set(others)
    assert set(others) <= solid
    assert all(contrast(paper, colour) >= LEAST_CONTRAST for colour in others)


def test_words_and_bars_are_drawn_in_colours_that_stand_out() -> None:
    for colour in (INK, QUIET, BAR, MARKED):
        assert contrast(colour_of(colour), colour_of(PAPER)) >= LEAST_CONTRAST
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


@pytest.mark.parametrize("wrong", [chart(), chart(*[0.1] * (MOST + 1)), chart(1.2), chart(-0.1)])
def test_what_are_no_shares_is_refused(wrong: Bars) -> None:
    with pytest.raises(ValueError, match="shares"):
        bars(wrong)


def test_signs_of_mathematics_in_a_title_are_drawn_as_they_are() -> None:
    assert bars(Bars("$x_1$ and $", (("1", 0.5),)))
