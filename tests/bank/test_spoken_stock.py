"""What interviews are made of: enough to be said at each level, in the time that their rounds have."""

import pytest

from bot.rules.question import Level, Question
from bot.rules.rubric import Case, OpenAnswer, Spoken, Story
from tests.stock import bank_of

QUESTIONS = [entry.question for entry in bank_of().entries.values()]
SPOKEN = [question for question in QUESTIONS if isinstance(question.body, Spoken)]
CASES = [question for question in QUESTIONS if isinstance(question.body, Case)]
ORDER = tuple(Level)
EXPERIMENTS = ("soft.experimentation.", "stats.inference.", "data.")
CASES_AT = {Level.JUNIOR: 2, Level.MID: 3, Level.SENIOR: 3}
WORDINGS = 4


def at(level: Level, kind: type[Spoken], apart: int = 0) -> list[Question]:
    return [
        question
        for question in SPOKEN
        if isinstance(question.body, kind) and abs(ORDER.index(question.level) - ORDER.index(level)) <= apart
    ]


@pytest.mark.parametrize("level", ORDER)
def test_each_level_has_enough_to_ask(level: Level) -> None:
    opened = at(level, OpenAnswer)
    assert sum(120 <= question.seconds <= 210 for question in opened) >= 8
    assert sum(question.topic.startswith(EXPERIMENTS) for question in opened) >= 5
    assert len(at(level, Story)) >= 3
    assert len(at(level, Story, 1)) >= 5
    assert len(at(level, Case)) >= CASES_AT[level]


def test_papers_are_asked_about_with_their_source() -> None:
    papers = [question for question in at(Level.MID, OpenAnswer, 2) if question.topic.startswith("soft.learning.")]
    assert sum("arxiv.org" in source for question in papers for source in question.refs) >= 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_has_its_form(case: Question) -> None:
    body = case.body
    assert isinstance(body, Case)
    assert 5 <= len(body.stages) <= 6
    assert 12 <= sum(stage.minutes for stage in body.stages if stage.essential) <= 20
    assert sum(stage.minutes for stage in body.stages) * 60 <= case.seconds
    assert all(2 <= len(stage.points) <= 4 for stage in body.stages)
    assert all(len(point.accept) >= WORDINGS for point in body.points)
    assert 6 <= len(body.facts) <= 10
    assert 2 <= len(body.mistakes) <= 3
    assert any(not each.if_missing for each in body.followups)
    assert any(each.if_missing for each in body.followups)
    words = [word for name, _ in body.facts for word in name.casefold().split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("question", SPOKEN, ids=lambda question: question.id)
def test_a_strong_answer_can_be_said_in_a_minute_or_so(question: Question) -> None:
    assert isinstance(question.body, Spoken)
    assert 60 <= len(question.body.better.split()) <= 150
    assert all(point.accept for point in question.body.points)
