"""What the grader learned from is asked by the bank in the same words."""

import pytest

from bot.bank.answers import read_prompts
from bot.rules.marked import MarkedPrompt
from bot.rules.rubric import Spoken
from bot.wiring.scorer import ANSWERS
from tests.stock import bank_of

ENTRIES = bank_of().entries
JOINED = [prompt for prompt in read_prompts(ANSWERS) if prompt.id in ENTRIES]


def test_most_prompts_are_in_the_bank() -> None:
    assert len(JOINED) >= 60


@pytest.mark.parametrize("prompt", JOINED, ids=lambda prompt: prompt.id)
def test_question_points_and_mistakes_are_the_same_in_both_places(prompt: MarkedPrompt) -> None:
    question = ENTRIES[prompt.id].question
    assert question.topic == prompt.topic
    assert question.text.strip() == prompt.asked.text.strip()
    assert isinstance(question.body, Spoken)
    assert [point.say for point in question.body.points] == [point.say for point in prompt.asked.points]
    assert question.body.mistakes == prompt.asked.mistakes
