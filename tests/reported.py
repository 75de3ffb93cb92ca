"""Slots of interviews that were answered, made up for the tests of reports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.rules.code import CaseOutcome, Judgement
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.interview import Choice, Slot, Sort, Turn
from bot.rules.interview_report import Coded, Sat, Word
from bot.rules.question import Question
from bot.rules.rubric import Case, FollowUp, OpenAnswer, Point, Stage, Story
from bot.rules.run import RunStatus
from bot.rules.variants import draw_variant
from tests.samples import CODE, NOON, OPEN

CHANCES = {Ear.HEARD: 1.0, Ear.UNSURE: 0.5, Ear.MISSED: 0.0}
H, U, M = Ear.HEARD, Ear.UNSURE, Ear.MISSED

BREADTH = replace(
    OPEN,
    id="flat-ab",
    body=OpenAnswer(
        (
            Point("Looks for training-serving skew", 2),
            Point("Asks whether the test had the power to see the effect", 3),
            Point("Doubts that AUC is the right metric"),
            Point("Says what to recommend"),
        ),
        ("Random forests don't overfit", "AUC is an accuracy"),
        (FollowUp("How sure are you that this test could have seen it?", 2), FollowUp("And what would you ship?")),
        "I would replay live requests offline, ask for the power, doubt AUC and recommend a longer test.",
    ),
)
TALE = replace(
    OPEN,
    id="told-late",
    text="Tell me about a project that was late.",
    topic="dl.core.optimisers",
    body=Story(
        (
            Point("Where it was", part="situation"),
            Point("What was theirs to do", part="task"),
            Point("What they did, and when", 3, part="action"),
            Point("A number for the result", 2, part="result"),
        )
    ),
)
DESIGN = replace(
    OPEN,
    id="eta",
    text="Design a delivery estimate.",
    body=Case(
        (
            Stage("Framing", 6, (Point("Asks who sees it", 2), Point("Asks what late costs")), essential=True),
            Stage("Model", 8, (Point("Starts from a baseline"),)),
            Stage("Serving", 8, (Point("Splits the latency budget", 2), Point("Has a fallback")), essential=True),
        ),
        (("load", "6,000 a second"),),
        better="I would ask who sees it, start simple and keep a fallback.",
    ),
)


def heard(
    *ears: Ear, status: Status = Status.GRADED, mistakes: Sequence[tuple[int, str]] = (), why: str = ""
) -> Hearing:
    """A hearing whose evidence names the point's place."""
    points = tuple(
        HeardPoint(CHANCES[ear], ear, "" if ear is M else f"my words {place}") for place, ear in enumerate(ears)
    )
    return Hearing(sum(point.chance for point in points) / len(points), status, 0.9, points, tuple(mistakes), why)


def turn(
    number: int = 1,
    hearing: Hearing | None = None,
    words: str = "I would replay live requests.",
    *,
    slot: int = 1,
    part: int = 0,
    followup: int | None = None,
    done: bool = True,
) -> Turn:
    at = NOON + timedelta(minutes=number) if done else None
    return Turn(1, number, slot, part, followup, words, at, hearing)


def sat(
    *turns: Turn,
    question: Question = BREADTH,
    sort: Sort = Sort.OPEN,
    number: int = 1,
    hints: int = 0,
    marks: Mapping[int, Word] | None = None,
    coded: Coded | None = None,
    subarea: str = "Evaluation",
    topic: str = "ROC AUC and PR curves",
) -> Sat:
    key = (0, question.id)
    slot = Slot(number, sort, key, key, key, Choice.PLANNED, question.version, hints)
    return Sat(slot, draw_variant(question, 1), subarea, topic, turns, marks or {}, coded)


def coded(passed: int, of: int, *, nth: int = 1, status: RunStatus = RunStatus.OK) -> Coded:
    cases = tuple(
        CaseOutcome(f"case {n}", n > 2, n <= passed, "" if n <= passed else "a wrong value") for n in range(1, of + 1)
    )
    return Coded(nth, Judgement(passed == of, passed / of, status, cases))


def submitted(passed: int, of: int = 4, *, done: bool = True) -> Sat:
    return sat(turn(words="", done=done), question=CODE, sort=Sort.CODE, coded=coded(passed, of))
