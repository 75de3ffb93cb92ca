"""Every mistake that a rubric names is heard when somebody makes it, and not in the strong answer.

`mistakes.yaml` has a sentence for each, as people say it. It is heard at the end of an answer that is otherwise right.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.bank.catalogue import open_catalogue
from bot.judge.hearing import hear
from bot.rules.heard import Asked
from bot.rules.rubric import Spoken
from bot.rules.spoken import asked_of
from bot.rules.variants import draw_variant

SAID: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))
SPOKEN = {
    name: entry.question
    for name, entry in open_catalogue(Path(__file__).parents[2] / "questions").entries.items()
    if isinstance(entry.question.body, Spoken)
}
FIRST = 2
"""So many sentences of the strong answer stand before the mistake."""


def asked(name: str) -> Asked:
    variant = draw_variant(SPOKEN[name], 0)
    assert variant.spoken is not None
    return asked_of(variant, variant.spoken)


def heard(question: Asked, answer: str) -> Sequence[int]:
    return [place for place, _ in hear(question, answer).mistakes]


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_every_question_has_its_sentences() -> None:
    assert SAID.keys() == SPOKEN.keys()


@pytest.mark.parametrize("name", SPOKEN)
def test_each_mistake_has_a_sentence_in_other_words(name: str) -> None:
    mistakes = asked(name).mistakes
    assert mistakes
    assert len(SAID[name]) == len(mistakes)
    assert not [text for text, mistake in zip(SAID[name], mistakes, strict=True) if folded(mistake) in folded(text)]


@pytest.mark.parametrize("name", SPOKEN)
def test_a_mistake_is_heard_in_an_otherwise_ordinary_answer(name: str) -> None:
    question = asked(name)
    before = " ".join(re.split(r"(?<=[.!?])\s+", question.better.strip())[:FIRST])
    deaf = [text for place, text in enumerate(SAID[name]) if place not in heard(question, f"{before} {text}")]
    assert not deaf


@pytest.mark.parametrize("name", SPOKEN)
def test_no_mistake_is_heard_in_the_strong_answer(name: str) -> None:
    question = asked(name)
    assert not heard(question, question.better)
