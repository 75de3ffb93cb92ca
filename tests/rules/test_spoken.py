"""Answers in one's own words: what may be said, what is left to mark, what it is worth, and how it is stored."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answer import GaveUp, Said, from_plain, to_plain
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict, grade, grade_spoken
from bot.rules.heard import LONGEST_SPOKEN, Asked, Ear, HeardPoint, Hearing, Status, worth
from bot.rules.practice import answered_before
from bot.rules.spoken import asked_of, marked_score, said_in, unsure
from bot.rules.spoken import from_plain as hearing_from
from bot.rules.spoken import to_plain as hearing_to
from bot.rules.variants import draw_variant
from tests.fake_spoken import hearing
from tests.samples import CODE, LATER, NOON, OPEN, RUBRIC, SINGLE, STORY

MIXED = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n…?! ", "empty"), ("\u200b", "empty"), ("x" * 4001, "too_long")]
)
def test_nothing_and_too_much_are_refused_in_a_sentence(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        said_in(text)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_whatever_says_something_is_taken_without_its_blank_edges() -> None:
    assert said_in("  Ich würde … \n") == "Ich würde …"
    assert said_in("x" * LONGEST_SPOKEN + "\n") == "x" * LONGEST_SPOKEN


def test_a_grader_is_handed_the_question_with_its_rubric() -> None:
    variant = draw_variant(OPEN, 1)
    assert asked_of(variant, RUBRIC) == Asked(OPEN.text, RUBRIC.points, RUBRIC.mistakes, RUBRIC.better)


@pytest.mark.parametrize(
    ("ears", "status", "left"),
    [
        ((Ear.HEARD, Ear.UNSURE, Ear.UNSURE), Status.GRADED, (1, 2)),
        ((Ear.HEARD, Ear.MISSED, Ear.MISSED), Status.GRADED, ()),
        ((Ear.HEARD, Ear.UNSURE, Ear.MISSED), Status.ABSTAINED, (1,)),
        ((Ear.HEARD, Ear.MISSED, Ear.MISSED), Status.ABSTAINED, (0, 1, 2)),
        ((Ear.UNSURE, Ear.UNSURE, Ear.UNSURE), Status.NEEDS_REVIEW, ()),
    ],
)
def test_what_is_unsure_is_left_to_whoever_said_it(ears: tuple[Ear, ...], status: Status, left: tuple[int]) -> None:
    assert unsure(hearing(*ears, status=status)) == left


def test_marks_replace_what_was_only_likely() -> None:
    assert marked_score(RUBRIC, MIXED, {1}) == pytest.approx(MIXED.score + 0.5 / 4)
    assert marked_score(RUBRIC, MIXED, ()) == pytest.approx(MIXED.score - 0.5 / 4)
    assert marked_score(RUBRIC, MIXED, {0, 2, 9}) == marked_score(RUBRIC, MIXED, ())
    doubtful = hearing(Ear.UNSURE, Ear.UNSURE, Ear.UNSURE, score=0.9)
    assert marked_score(RUBRIC, doubtful, {0, 1, 2}) == 1.0
    assert marked_score(RUBRIC, replace(doubtful, score=0.1), ()) == 0.0


@pytest.mark.parametrize(
    ("score", "status", "hints", "verdict", "worth"),
    [
        (0.75, Status.GRADED, 0, Verdict.RIGHT, 0.75),
        (0.75, Status.ABSTAINED, 0, Verdict.RIGHT, 0.75),
        (1.0, Status.NEEDS_REVIEW, 0, Verdict.PARTLY, 1.0),
        (0.74, Status.GRADED, 0, Verdict.PARTLY, 0.74),
        (0.25, Status.GRADED, 0, Verdict.PARTLY, 0.25),
        (0.24, Status.GRADED, 0, Verdict.WRONG, 0.24),
        (0.0, Status.NEEDS_REVIEW, 0, Verdict.WRONG, 0.0),
        (1.0, Status.GRADED, 2, Verdict.RIGHT, 0.5),
    ],
)
def test_the_verdict_follows_the_score(
    score: float, status: Status, hints: int, verdict: Verdict, worth: float
) -> None:
    graded = grade_spoken(score, status, hints)
    assert (graded.verdict, graded.score) == (verdict, worth)


def test_words_are_graded_by_a_grader_alone_and_may_be_given_up() -> None:
    with pytest.raises(RuleBroken, match="Press Answer and write it") as refusal:
        grade(draw_variant(OPEN, 1), Said(1), 0)
    assert refusal.value.code == "wrong_kind"
    assert grade(draw_variant(OPEN, 1), GaveUp(), 0).verdict is Verdict.GAVE_UP


@pytest.mark.parametrize("answer", [Said(7), Said(7, ()), Said(7, (0, 2))])
def test_an_answer_reads_back(answer: Said) -> None:
    assert from_plain(to_plain(answer)) == answer


def test_an_answer_given_before_is_told() -> None:
    told = answered_before(draw_variant(OPEN, 1), Said(1), NOON)
    assert told.startswith("You answered this one with your own words at <t:")


points = st.builds(HeardPoint, st.floats(0, 1), st.sampled_from(Ear), st.text(max_size=20))


@given(
    st.builds(
        Hearing,
        st.floats(0, 1),
        st.sampled_from(Status),
        st.floats(0, 1),
        st.lists(points, max_size=4).map(tuple),
        st.lists(st.tuples(st.integers(0, 9), st.text(max_size=9)), max_size=2).map(tuple),
        st.text(max_size=9),
        st.text(max_size=9),
        st.text(max_size=9),
    )
)
def test_a_hearing_reads_back(heard: Hearing) -> None:
    assert hearing_from(hearing_to(heard)) == heard


def test_a_hearing_that_was_stored_before_there_were_models_outside_reads_back() -> None:
    old = {name: value for name, value in hearing_to(MIXED).items() if name not in ("heard_by", "remark")}
    assert hearing_from(old) == MIXED


@pytest.mark.parametrize("plain", [{}, {**hearing_to(MIXED), "points": 3}, {**hearing_to(MIXED), "status": "fine"}])
def test_what_is_no_hearing_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        hearing_from(plain)


def test_writing_takes_twice_as_long_as_saying() -> None:
    assert (OPEN.answer_seconds, STORY.answer_seconds) == (2 * OPEN.seconds, 2 * STORY.seconds)
    assert (SINGLE.answer_seconds, CODE.answer_seconds) == (SINGLE.seconds, CODE.seconds)


def test_open_answers_and_stories_are_asked_and_cases_not_yet() -> None:
    assert (OPEN.offered, STORY.offered) == (True, True)
    assert not LATER.offered


def test_points_count_by_weight() -> None:
    assert worth(RUBRIC.points, (1, 0, 0.5)) == pytest.approx(2.5 / 4)
