"""How a quiz's questions went: the picture's description and the line beside it carry the same numbers."""

import re
from dataclasses import replace

import pytest

from bot.actions.quiz_views import Hardest
from bot.chat.screen import LONGEST_ALT
from bot.render.card import Bars
from bot.render.quiz_end import end
from bot.render.quiz_shares import shares
from bot.render.words import percent
from tests.render.results import END


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def test_the_picture_shows_the_same_and_marks_the_hardest() -> None:
    drawn = shares(END)
    assert drawn is not None
    assert drawn.drawing == Bars("Share of points, by question", (("1", 1.0), ("2", 0.375), ("3", 0.5)), "2", "hardest")
    assert drawn.alt == "Points in % by question. 1: 100, 2: 38, 3: 50. Hardest: 2."
    assert re.fullmatch(r"quiz-[0-9a-f]{12}\.png", drawn.name)
    unmarked = shares(replace(END, hardest=None))
    assert unmarked is not None
    assert unmarked.name != drawn.name
    assert numbers(unmarked.alt) == [1, 100, 2, 38, 3, 50]


@pytest.mark.parametrize("kept", [(), ((1, 0.5),)])
def test_there_is_no_picture_where_nothing_can_be_compared(kept: tuple[tuple[int, float], ...]) -> None:
    assert shares(replace(END, shares=kept)) is None


@pytest.mark.parametrize("count", [2, 3, 25])
def test_the_text_beside_it_and_the_description_say_all_that_it_shows(count: int) -> None:
    by_number = tuple((number, number / 25) for number in range(1, count + 1))
    view = replace(END, shares=by_number, hardest=Hardest(1, "F1 falls", 1, 9))
    card = end(view)
    (drawn,) = card.pictures
    assert isinstance(drawn.drawing, Bars)
    assert len(drawn.alt) <= LONGEST_ALT
    for number, share in drawn.drawing.bars:
        assert f"**{number}** {percent(share)}" in card.text
        assert f"{number}: {percent(share)[:-2]}" in drawn.alt
    assert f"**Hardest** question {drawn.drawing.marked}," in card.text
    assert drawn.alt.endswith(f"Hardest: {drawn.drawing.marked}.")
    whole = shares(
        replace(view, shares=tuple((number, 1.0) for number in range(1, 26)), hardest=Hardest(25, "x", 1, 1))
    )
    assert whole is not None
    assert len(whole.alt) <= LONGEST_ALT
