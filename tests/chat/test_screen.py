"""Every message fits Discord, however long the question is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.actions.views import DraftView
from bot.chat.bank import draft_screen
from bot.chat.practice import question, verdict
from bot.chat.screen import Screen, compose
from bot.playground.limits import COMPONENT_LIMIT, V2_TEXT_LIMIT, message_faults, walk
from bot.render import practice as cards
from bot.rules.answer import Chosen
from bot.rules.errors import Fault
from bot.rules.question import Distractor, MultipleChoice, Question, SingleChoice
from bot.rules.variants import draw_variant
from tests.chat.payloads import V2
from tests.chat.recorder import draw
from tests.chat.shown import asked_of, judged_of
from tests.samples import SINGLE

FORMULA = r"$\frac{\sum_{i=1}^{n} x_i^2}{\sqrt{n + 1}}$ "
WRONG = tuple(Distractor(f"{place} {'o' * 98}", f"{place} " + "because " * 60) for place in range(9))
LONG = replace(
    SINGLE,
    text=FORMULA * 6 + "word " * 240,
    code="x = 1\n" * 250,
    why=FORMULA * 10 + "why " * 900,
    aloud="say " * 400,
    short="s" * 60,
    hints=("hint " * 150, "clue " * 150, "nudge " * 150),
    body=SingleChoice("r" * 100, WRONG),
)
SEVERAL = replace(LONG, body=MultipleChoice(("r" * 100,), WRONG))
MARKUP = replace(LONG, text="**_`|" * 300, why="```" * 400, aloud="[a](b)" * 200)


def longest() -> Iterator[Screen]:
    for sample in (LONG, SEVERAL, MARKUP):
        asked = replace(asked_of(sample, 2**63 - 1), hints_shown=2, greet=True)
        yield question(asked)
        yield verdict(replace(judged_of(sample, Chosen(frozenset({1})), 2**63 - 1), hints_shown=3))
        yield draft_screen(DraftView(2**63 - 1, "x" * 4000, "t", "mid", (asked, asked), ()))
        faults = tuple(Fault("form", line, "E01", "what " * 50, "mend " * 50) for line in range(200))
        warnings = tuple(Fault("form", line, "W01", "what " * 50, "mend " * 50) for line in range(200))
        yield draft_screen(DraftView(2**63 - 1, "x" * 4000, "t", "mid", (asked,), faults))
        yield draft_screen(DraftView(2**63 - 1, "x" * 4000, "t", "mid", (asked,), warnings))


@pytest.mark.parametrize("screen", list(longest()))
async def test_the_longest_message_fits(screen: Screen) -> None:
    view, files = await compose(screen, draw)
    body = {"components": [child.to_component_dict() for child in view.children]}
    assert list(message_faults(body, V2)) == []
    assert view.content_length() <= V2_TEXT_LIMIT
    assert len(list(walk(body["components"]))) <= COMPONENT_LIMIT
    assert len(files) <= 10
    assert len({file.filename for file in files}) == len(files)


@pytest.mark.parametrize("sample", [LONG, SEVERAL])
def test_more_options_than_a_row_holds_take_two_rows(sample: Question) -> None:
    rows = [len(row) for row in question(asked_of(sample)).rows]
    assert rows == ([5, 5, 3] if sample is LONG else [1, 3])
    assert len(draw_variant(sample, 1).options) == 10


async def test_nothing_waits_in_memory_for_a_press() -> None:
    view, _ = await compose(question(asked_of(SINGLE)), draw)
    assert view.is_finished()


async def test_a_plain_screen_has_all_its_words_and_no_pictures() -> None:
    drawn = Screen(cards.question(asked_of(LONG)))
    view, files = await compose(drawn.plain, draw)
    assert files == []
    assert drawn.card.pictures
    assert drawn.plain.card.text == drawn.card.text
    assert [child.to_component_dict()["type"] for child in view.children] == [10] * len(view.children)
