import json
from dataclasses import replace

import pytest

from bot.rules.answer import Submitted, from_plain, to_plain
from bot.rules.code import CaseOutcome, Judgement, Quality
from bot.rules.grading import Verdict, grade_submission
from bot.rules.judged import from_plain as judgement_from
from bot.rules.judged import to_plain as plain_of
from bot.rules.practice import answered_before, ordinal, unknowing
from bot.rules.run import RunStatus
from bot.rules.variants import draw_variant
from tests.samples import CODE, NOON

SAID = Judgement(
    passed=False,
    score=0.25,
    status=RunStatus.TIMEOUT,
    cases=(CaseOutcome("f(1)", False, False, "too slow", "1", "2", "x" * 1000), CaseOutcome("case 1", True, True)),
    quality=(Quality("scaling", False, "time grows as n^2"),),
    says="It stopped.",
    seed=2**64 - 1,
    versions={"Python": "3.11"},
    wall_ms=212.5,
)


def test_a_judgement_comes_back_from_json() -> None:
    back = judgement_from(json.loads(json.dumps(plain_of(SAID))))
    cut = replace(SAID.cases[0], printed="x" * 400)
    assert back == replace(SAID, cases=(cut, SAID.cases[1]))


@pytest.mark.parametrize("plain", [{}, plain_of(SAID) | {"status": "odd"}, plain_of(SAID) | {"cases": [{"a": 1}]}])
def test_anything_else_is_none(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (json's own words)
        judgement_from(plain)


def test_only_passing_is_right_and_hints_cost() -> None:
    assert grade_submission(replace(SAID, passed=True, score=1.0), 1).score == 0.75
    assert grade_submission(SAID, 0).verdict is Verdict.PARTLY
    assert grade_submission(replace(SAID, score=0.0), 0).verdict is Verdict.WRONG


def test_a_submission_is_stored_and_named() -> None:
    answer = Submitted(12, 3)
    assert from_plain(to_plain(answer)) == answer
    said = answered_before(draw_variant(CODE, 1), answer, NOON)
    assert said == f"Your 3rd submission passed at <t:{int(NOON.timestamp())}:t>. Nothing changed."


def test_places_have_their_endings() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]
    )


def test_not_knowing_is_heard() -> None:
    assert unknowing(" I don't know. ")
    assert unknowing("?")
    assert not unknowing("print(1)")
