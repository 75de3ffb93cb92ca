"""Every picture that the project draws: it has a description, stands out, and says nothing that the text does not."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions.quiz_views import Hardest
from bot.chat.screen import LONGEST_ALT
from bot.render.card import Picture
from bot.render.formulas import flat, pictures_of
from bot.render.paper import BAR, INK, MARKED, PAPER, QUIET
from bot.render.quiz_end import end
from bot.workers.jobs import picture
from tests.render.results import END
from tests.render.seen import colour_of, contrast, main_colours
from tests.stock import bank_of

ROOT = Path(__file__).parents[2]
LEAST_CONTRAST = 4.5


def _formulas() -> dict[str, tuple[Picture, str]]:
    """Every formula of the bank that is drawn, by file name, with the text that it stands in."""
    found: dict[str, tuple[Picture, str]] = {}
    for entry in bank_of().entries.values():
        question = entry.question
        for text in (question.text, question.why):
            found |= {drawn.name: (drawn, flat(text)) for drawn in pictures_of(text)}
    return found


def _bars() -> dict[str, tuple[Picture, str]]:
    """The pictures of end cards, small and large, with the text beside them."""
    found: dict[str, tuple[Picture, str]] = {}
    for count in (2, 10, 25):
        shares = tuple((number, number * 7 % 21 / 20) for number in range(1, count + 1))
        card = end(replace(END, shares=shares, hardest=Hardest(3, "F1 falls", 0, 9) if count > 2 else None))
        found |= {drawn.name: (drawn, card.text) for drawn in card.pictures}
    return found


FORMULAS, BARS = _formulas(), _bars()


def test_there_are_pictures_of_each_kind() -> None:
    assert len(FORMULAS) > 10
    assert len(BARS) == 3


@pytest.mark.parametrize("name", [*FORMULAS, *BARS])
def test_a_picture_has_a_description_and_stands_out(name: str) -> None:
    drawn, _ = (FORMULAS | BARS)[name]
    assert 0 < len(drawn.alt) <= LONGEST_ALT
    seen = main_colours(picture(drawn.drawing))
    paper, *inks = seen
    assert paper == colour_of(PAPER)
    assert colour_of(INK) in inks
    solid = {colour_of(ink) for ink in (INK, QUIET, BAR, MARKED)}
    blurred = sum(share for colour, share in seen.items() if colour not in {paper, *solid})
    assert blurred < 0.2  # the edges of letters, where ink and paper meet
    assert all(contrast(paper, colour) >= LEAST_CONTRAST for colour in set(inks) & solid)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formulas_text_and_description_are_the_formula(name: str) -> None:
    drawn, text = FORMULAS[name]
    assert drawn.alt in text


@pytest.mark.parametrize("name", BARS)
def test_the_end_cards_text_and_the_description_have_every_number_of_the_bars(name: str) -> None:
    drawn, text = BARS[name]
    told = re.findall(r"\*\*(\d+)\*\* (\d+) %", text.partition("**Points by question**")[2])
    assert told == re.findall(r"(\d+): (\d+)", drawn.alt)
    assert told == [(label, f"{round(100 * share)}") for label, share in drawn.drawing.bars]  # type: ignore[union-attr]
    marked = drawn.drawing.marked  # type: ignore[union-attr]
    assert (f"**Hardest** question {marked}," in text) is bool(marked)
    assert drawn.alt.endswith(f"Hardest: {marked}.") is bool(marked)


def test_every_picture_in_the_documents_has_a_description() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("*/*.md")):
        text = document.read_text(encoding="utf-8")
        assert not re.search(r"!\[\s*\]", text), document
        assert all('alt="' in tag for tag in re.findall(r"<img[^>]*>", text)), document
