"""A member's own question of a quiz, by its buttons."""

from datetime import timedelta
from typing import Any

import pytest

from bot.actions.quiz_views import MineView
from bot.chat.quiz_mine import screen
from bot.chat.screen import Screen
from bot.rules.question import Question
from bot.rules.variants import draw_variant
from tests.samples import MATCH, MULTIPLE, NOON, NUMERIC, ORDER, SHORT, SINGLE


def of(question: Question, placed: tuple[int, ...] = (), chosen: str = "") -> Screen:
    closes = NOON + timedelta(seconds=45)
    mine = MineView(3, 4, 10, "Evaluation", "Precision, recall and F1", draw_variant(question, 7), closes, placed)
    return screen(mine, chosen)


def idents(shown: Screen) -> list[list[str]]:
    def ident(part: Any) -> str:
        return str(part.custom_id)

    return [[ident(part) for part in row] for row in shown.rows]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (SINGLE, ["quiz:pick:3:4:0", "quiz:pick:3:4:1", "quiz:pick:3:4:2"]),
        (MULTIPLE, ["quiz:picks:3:4"]),
        (NUMERIC, ["quiz:type:3:4:number"]),
        (SHORT, ["quiz:type:3:4:term"]),
        (MATCH, ["quiz:rows:3:4"]),
        (ORDER, ["quiz:put:3:4:A", "quiz:put:3:4:B", "quiz:put:3:4:C", "quiz:put:3:4:D"]),
    ],
)
def test_each_type_is_answered_in_its_own_way(question: Question, expected: list[str]) -> None:
    assert idents(of(question)) == [expected]


def test_an_order_and_rows_keep_what_was_chosen() -> None:
    assert idents(of(ORDER, (2, 0))) == [
        ["quiz:put:3:4:CAA", "quiz:put:3:4:CAB", "quiz:put:3:4:CAC", "quiz:put:3:4:CAD", "quiz:put:3:4:C"]
    ]
    assert idents(of(ORDER, (2, 0, 1, 3))) == [["quiz:done:3:4:CABD", "quiz:put:3:4:CAB"]]
    assert idents(of(MATCH, chosen="AB-")) == [["quiz:rows:3:4:AB-"]]
