"""Every mistake that a rubric names is heard when somebody makes it, and not in the strong answer.

`mistakes.yaml` has a sentence for each, as people say it. It is heard at the end of an answer that is otherwise
right, and mostly in the midst of one too: there what is right beside it may hide it.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from bot.judge.hearing import hear
from bot.rules.heard import Asked
from bot.rules.rubric import Spoken
from bot.rules.spoken import asked_of
from bot.rules.variants import draw_variant
from tests.stock import bank_of

SAID: dict[str, list[str]] = yaml.load(
    Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
SPOKEN = {name: entry.question for name, entry in bank_of().entries.items() if isinstance(entry.question.body, Spoken)}
FIRST = 2
"""So many sentences of the strong answer stand before the mistake, or around it."""
MISSED = 0.03
"""The share of mistakes that may go unheard there."""


def asked(name: str) -> Asked:
    variant = draw_variant(SPOKEN[name], 0)
    assert variant.spoken is not None
    return asked_of(variant, variant.spoken)


def heard(question: Asked, answer: str) -> Sequence[int]:
    return [place for place, _ in hear(question, answer).mistakes]


def sentences(question: Asked) -> Sequence[str]:
    return re.split(r"(?<=[.!?])\s+", question.better.strip())


def deaf(name: str, put: Callable[[str], str]) -> Sequence[str]:
    """Give the sentences of a question that are not heard where they are put."""
    return [text for place, text in enumerate(SAID[name]) if place not in heard(asked(name), put(text))]


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
    before = " ".join(sentences(question)[:FIRST])
    assert not deaf(name, lambda text: f"{before} {text}")


def test_most_mistakes_are_heard_in_the_midst_of_one() -> None:
    missed = 0
    for name in SPOKEN:
        around = sentences(asked(name))[:FIRST]
        missed += len(deaf(name, lambda text, around=around: f" {text} ".join(around)))  # type: ignore[misc]
    assert missed <= MISSED * sum(map(len, SAID.values()))


@pytest.mark.parametrize("name", SPOKEN)
def test_no_mistake_is_heard_in_the_strong_answer(name: str) -> None:
    question = asked(name)
    assert not heard(question, question.better)
