"""Results of a quiz to be drawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.actions.quiz_results_views import Export, OwnAnswer, Places, QuizLine, Results, Taker
from bot.actions.quiz_views import EndView, Hardest, Named
from bot.rules.answer import Answer, Arranged, Chosen, Matched, Typed
from bot.rules.grading import grade
from bot.rules.question import Question
from bot.rules.quiz import State
from bot.rules.standings import Standing
from bot.rules.variants import draw_variant
from tests.samples import MATCH, MULTIPLE, NOON, NUMERIC, ORDER, SHORT, SINGLE

ADA, BEN = 111, 112


def board(*values: float) -> tuple[Named, ...]:
    places = enumerate(values, 1)
    return tuple(Named(Standing(110 + at, value, at, at, 9), person_id=110 + at) for at, value in places)


END = EndView(
    quiz_id=7,
    title="Model evaluation",
    state=State.ENDED,
    count=7,
    players=9,
    mastery=board(0.92, 0.8, 0.75),
    speed=board(0.7, 0.6, 0.55),
    teams=(),
    hardest=Hardest(2, "F1 falls to 0.72", 3, 9),
    shares=((1, 1.0), (2, 0.375), (3, 0.5)),
    voided=1,
)


def own(number: int, question: Question, answer: Answer | None = None, **more: Any) -> OwnAnswer:
    variant = draw_variant(question, number)
    if answer is None:
        return OwnAnswer(number, variant, None, None, None, **more)
    return OwnAnswer(number, variant, answer, grade(variant, answer, 0), timedelta(seconds=12), **more)


def place(number: int, question: Question, text: str) -> int:
    return [option.text for option in draw_variant(question, number).options].index(text)


EVERY = (
    own(1, SINGLE, Chosen(frozenset({place(1, SINGLE, "It falls")}))),
    own(2, SINGLE, Chosen(frozenset({place(2, SINGLE, "It rises")}))),
    own(3, MULTIPLE, Chosen(frozenset({place(3, MULTIPLE, "Mean")}))),
    own(4, NUMERIC, Typed("=1+1")),
    own(5, SHORT, voided=True),
    own(6, ORDER, Arranged((0, 1, 2, 3))),
    own(7, MATCH, Matched((0, 1, 2))),
)
RESULTS = Results(
    END,
    NOON,
    Places(Standing(BEN, 0.71, 2, 4, 9), Standing(BEN, 0.48, 5, 5, 9)),
    EVERY,
    (QuizLine(7, "Model evaluation", NOON, 9, State.ENDED), QuizLine(6, "Python", NOON, 4, State.STOPPED)),
)


def export(*takers: Taker) -> Export:
    def made() -> Iterator[Taker]:
        yield from takers

    return Export(7, "Model evaluation", NOON, made())


GUEST = Taker("Quiet Otter", guest=True, team=0, off_board=False, answers=EVERY)
HOST = replace(GUEST, name="=HYPERLINK(1)", guest=False, off_board=True, answers=EVERY[4:6])
