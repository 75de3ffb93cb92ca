"""How a quiz's questions went: the picture's description and the line beside it carry the same numbers."""

import re
from dataclasses import replace

import pytest

from bot.actions.quiz_views import EndView, Hardest
from bot.chat.screen import LONGEST_ALT
from bot.render.card import Bars
from bot.render.quiz_shares import picture, shares
from bot.rules.quiz import State

END = EndView(
    quiz_id=7,
    title="Model evaluation",
    state=State.ENDED,
    count=3,
    players=8,
    mastery=(),
    speed=(),
    teams=(),
    hardest=Hardest(2, "F1 falls to 0.72", 3, 8),
    shares=((1, 1.0), (2, 0.375), (3, 0.5)),
    voided=0,
)


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def test_the_line_says_each_share_and_which_was_hardest() -> None:
    assert shares(END) == "Share of points: 1 · 100 %, 2 · 38 % (hardest), 3 · 50 %"
    assert shares(replace(END, hardest=None)) == "Share of points: 1 · 100 %, 2 · 38 %, 3 · 50 %"
    assert shares(replace(END, shares=())) == ""


def test_the_picture_shows_the_same_and_marks_the_hardest() -> None:
    drawn = picture(END)
    assert drawn is not None
    assert drawn.drawing == Bars("Share of points, by question", (("1", 1.0), ("2", 0.375), ("3", 0.5)), "2", "hardest")
    assert drawn.alt == "Points in % by question. 1: 100, 2: 38, 3: 50. Hardest: 2."
    assert re.fullmatch(r"quiz-[0-9a-f]{12}\.png", drawn.name)
    unmarked = picture(replace(END, hardest=None))
    assert unmarked is not None
    assert unmarked.name != drawn.name
    assert numbers(unmarked.alt) == [1, 100, 2, 38, 3, 50]


@pytest.mark.parametrize("kept", [(), ((1, 0.5),)])
def test_there_is_no_picture_where_nothing_can_be_compared(kept: tuple[tuple[int, float], ...]) -> None:
    assert picture(replace(END, shares=kept)) is None


def test_the_description_of_a_full_quiz_is_kept_whole() -> None:
    end = replace(END, shares=tuple((number, 1.0) for number in range(1, 26)), hardest=Hardest(25, "x", 1, 1))
    drawn = picture(end)
    assert drawn is not None
    assert len(drawn.alt) <= LONGEST_ALT
    assert numbers(drawn.alt)[:-1] == numbers(shares(end))
