from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from bot.bank.answers import read_prompts
from bot.judge.features import NAMES
from bot.judge.hearing import hear
from bot.judge.model import HEADS, read, written
from bot.judge.training import USUAL, Rows, digest_of, fit, train
from bot.rules.heard import Ear
from bot.rules.marked import MarkedPrompt
from bot.wiring.scorer import ANSWERS

PROMPTS = read_prompts(ANSWERS)


def test_there_are_answers_enough() -> None:
    assert len(PROMPTS) >= 80
    assert sum(len(prompt.answers) for prompt in PROMPTS) >= 600
    assert {len(answer.marks) for prompt in PROMPTS for answer in prompt.answers} == {2}


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.id)
def test_every_strong_answer_is_heard_in_full(prompt: MarkedPrompt) -> None:
    asked = prompt.asked
    heard = hear(asked, asked.better)
    assert heard.score >= 0.9
    assert {point.ear for point in heard.points} == {Ear.HEARD}


def test_training_again_gives_the_same_bytes() -> None:
    few = PROMPTS[:2]
    first, second = (written(train(few, ["a text of our own"], lambda _: None)) for _ in range(2))
    assert first == second
    assert read(first, digest_of(first).split()[0]).heads


def test_a_prompt_that_is_not_as_it_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("id: odd", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.yaml: 'points'"):
        read_prompts(tmp_path)
    text = "id: o\ntopic: t\nq: x\nbetter: b\nmistakes: []\npoints: [{say: a, weight: 1, accept: []}]\nanswers: [%s]"
    (tmp_path / "odd.yaml").write_text(text % "{brief: b, text: t, marks: [[1, 0]]}", encoding="utf-8")
    with pytest.raises(ValueError, match="each marker gives 1 marks"):
        read_prompts(tmp_path)


def test_marked_answers_count_more_than_what_was_made_up_beside_them() -> None:
    values, answered = np.zeros((400, len(NAMES)), np.float32), np.arange(400) % 4 < 2
    values[::2, NAMES.index("own_near")] = 1
    whole = Rows(values, (~answered).astype(float), np.full(400, ""), np.zeros(400, np.intp), answered, answered)
    several = [replace(whole, head=np.full(400, head)) for head in HEADS]
    every = Rows(*(np.concatenate([getattr(one, field.name) for one in several]) for field in fields(Rows)))
    chances = {name: head.chances(values[:2]).tolist() for name, head in fit(every).items()}
    assert chances["worded"] == chances["bare"] == pytest.approx([0.25, 0.25], abs=0.01)
    assert chances["alone"] == pytest.approx([USUAL["alone"]] * 2, abs=0.01)
