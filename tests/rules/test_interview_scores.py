"""What an interview shows as a whole: competencies, the overall sentence, what next, what to practise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.heard import Ear, Status
from bot.rules.interview import Interview, Kind, Sort, State
from bot.rules.interview_report import Came, Outlook, Sat, Word, outlooks
from bot.rules.interview_scores import Band, Overall, comparable, competencies, overall, steps, weakest
from bot.rules.question import Level
from tests.reported import DESIGN, TALE, H, M, U, heard, sat, submitted, turn
from tests.samples import CODE, NOON

INTERVIEW = Interview(1, 1, 1, None, 1, None, Kind.BREADTH, Level.MID, 7, "f" * 64, State.ENDED, NOON, NOON)


def every(*sats: Sat) -> list[Outlook]:
    return [outlook for each in sats for outlook in outlooks(each)]


def answer(*ears: Ear, number: int = 1, subarea: str = "Evaluation", topic: str = "ROC AUC") -> Sat:
    return sat(turn(number, heard(*ears), slot=number), number=number, subarea=subarea, topic=topic)


def test_answers_that_show_the_same_are_joined_by_weight() -> None:
    (joined,) = competencies(every(answer(H, H, H, H), answer(M, M, M, M, number=2)))
    assert (joined.name, joined.answers, joined.heard, joined.nudged, joined.of) == ("Evaluation", 2, 4, 0, 8)
    assert (joined.share, joined.rating) == (0.5, 2)


@pytest.mark.parametrize(("ears", "rating"), [((M, M, M, M), 1), ((H, M, M, H), 2), ((M, H, H, H), 3), ((H,) * 4, 4)])
def test_a_rating_is_the_share_in_quarters_and_at_least_one(ears: tuple[Ear, ...], rating: int) -> None:
    assert competencies(every(answer(*ears)))[0].rating == rating


def test_a_competency_shows_the_heaviest_words_and_the_heaviest_gap() -> None:
    (each,) = competencies(every(answer(H, M, H, M)))
    assert each.best is not None
    assert each.gap is not None
    assert (each.best.evidence, each.gap.point.say[:10]) == ("my words 0", "Asks wheth")


def test_a_nudged_point_is_the_gap_only_where_nothing_is_missing() -> None:
    turns = (turn(1, heard(H, M, H, H)), turn(2, heard(H, H, H, H), followup=0))
    (each,) = competencies(every(sat(*turns)))
    assert (each.heard, each.nudged, each.gap and each.gap.place) == (3, 1, 1)
    (full,) = competencies(every(answer(H, H, H, H)))
    assert full.gap is None


def test_marked_points_count_as_heard_or_as_nudged() -> None:
    marks = {1: Word(said=True), 2: Word(said=False)}
    turns = (turn(1, heard(U, M, U, M)), turn(2, heard(U, U, U, M), followup=0))
    (each,) = competencies(every(sat(*turns, marks=marks | {0: Word(said=True, peer=True)})))
    assert (each.heard, each.nudged, each.unmarked) == (1, 1, 0)


def test_nothing_counts_where_somebody_has_to_look() -> None:
    (each,) = competencies(every(sat(turn(1, heard(H, H, H, H, status=Status.NEEDS_REVIEW)))))
    assert (each.share, each.rating, each.heard, each.unmarked) == (None, 0, 0, 4)


def test_what_was_not_reached_is_no_competency() -> None:
    assert competencies(every(sat(), sat(turn(done=False)), sat(turn()))) == ()


def test_hints_of_a_case_count_once() -> None:
    case = sat(turn(1, heard(H, M)), turn(2, heard(M, H), part=1), question=DESIGN, sort=Sort.CASE, hints=1, number=3)
    assert [each.hints for each in competencies(every(case))] == [1, 1]
    assert [each.hints for each in competencies(every(replace(case, slot=replace(case.slot, hints=0))))] == [0, 0]


def test_code_counts_its_checks() -> None:
    (each,) = competencies(every(submitted(3), submitted(4)))
    assert (each.heard, each.of, each.share, each.empty) == (7, 8, 0.875, 0)
    assert each.failed is not None
    assert each.failed.name == "case 4"
    (nothing,) = competencies(every(sat(turn(words=""), question=CODE, sort=Sort.CODE)))
    assert (nothing.of, nothing.rating, nothing.empty) == (0, 1, 1)


@pytest.mark.parametrize(
    ("ears", "band"),
    [((H, H, H, H), Band.YES), ((M, H, H, M), Band.RATHER_YES), ((H, M, H, M), Band.RATHER_NO), ((M,) * 4, Band.NO)],
)
def test_an_overall_sentence_has_four_bands(ears: tuple[Ear, ...], band: Band) -> None:
    assert overall(every(*(answer(*ears, number=n) for n in range(1, 4)))) == Overall(band, 3)


def test_too_few_answers_make_no_sentence() -> None:
    full, empty = answer(H, H, H, H), sat(turn(words="idk"))
    assert overall(every(full, full)) is None
    assert overall(every(full, full, sat())) is None
    assert overall(every(full, full, empty)) == Overall(Band.RATHER_YES, 3)


def test_a_quarter_of_the_points_may_be_left_to_mark() -> None:
    quarter = [answer(U, H, H, H, number=n) for n in range(1, 5)]
    assert overall(every(*quarter)) is not None
    assert overall(every(*quarter[:3], answer(U, U, H, H, number=4))) is None


def test_a_cases_stages_count_as_answers() -> None:
    turns = [turn(n, heard(H, M), part=n - 1) for n in (1, 2)]
    case = sat(*turns, question=DESIGN, sort=Sort.CASE)
    assert overall(every(case)) is None
    assert overall(every(case, answer(H, H, H, H))) == Overall(Band.YES, 3)


def test_no_band_says_hire() -> None:
    assert all("hire" not in band.value for band in Band)


def test_the_weakest_topics_come_first_each_once_at_most_three() -> None:
    made = [
        answer(H, H, H, H, topic="Known"),
        answer(M, H, M, M, topic="Half"),
        answer(M, M, M, M, topic="None"),
        answer(H, M, M, M, topic="None"),
        answer(M, M, H, H, topic="Little"),
        answer(H, M, M, H, topic="Fourth"),
    ]
    found = steps((outlook, each.topic) for each in made for outlook in outlooks(each))
    assert [(step.topic, step.minutes) for step in found] == [("None", 10), ("Little", 6), ("Half", 8)]
    assert found[0].gap is not None


def test_stories_are_one_step_and_code_takes_longest() -> None:
    story = sat(turn(1, heard(H, M, H, M)), question=TALE, sort=Sort.STORY)
    made = [(outlook, topic) for topic in ("a", "b") for outlook in outlooks(story)]
    code = [(outlook, "Code") for outlook in outlooks(submitted(1))]
    assert [(step.name, step.minutes) for step in steps([*made, *code])] == [("Coding", 15), ("Story", 6)]


def test_the_weakest_questions_are_practised_first() -> None:
    sats = [
        answer(H, H, H, H),
        answer(M, M, H, M, number=2),
        answer(M, U, M, M, number=3),
        sat(turn(4, words="idk", slot=4), number=4),
        sat(turn(5, slot=5, done=False), number=5),
        sat(number=6),
        sat(turn(7, heard(M, M), slot=7), question=DESIGN, sort=Sort.CASE, number=7),
    ]
    slots = [replace(each.slot, planned=(0, f"q{each.slot.number}")) for each in sats]
    turns = [each for one in sats for each in one.turns]
    assert weakest(slots, turns, {}, {}) == ((0, "q4"), (0, "q3"), (0, "q2"))
    assert weakest(slots, turns, {(3, 1): True}, {})[1:] == ((0, "q2"), (0, "q3"))


def test_code_is_practised_unless_it_passed() -> None:
    slots = [submitted(1).slot, replace(submitted(1).slot, number=2, planned=(0, "other"))]
    turns = [turn(1, words=""), turn(2, words="", slot=2)]
    assert weakest(slots, turns, {}, {1: 1.0}) == ((0, "other"),)
    assert len(weakest(slots, turns, {}, {1: 0.5})) == 2


def test_only_the_same_plan_compares_question_by_question() -> None:
    assert comparable(INTERVIEW, replace(INTERVIEW, id=2, person_id=9))
    for other in ({"kind": Kind.QUICK}, {"level": Level.JUNIOR}, {"seed": 8}, {"bank_version": "0" * 64}):
        assert not comparable(INTERVIEW, replace(INTERVIEW, **other))


ANSWERS = st.lists(st.tuples(*[st.sampled_from([H, U, M])] * 4), max_size=6)


@given(ANSWERS, st.integers(0, 4))
def test_whatever_was_heard_the_figures_add_up(answers: list[tuple[Ear, ...]], hints: int) -> None:
    made = [
        replace(answer(*ears, number=n), slot=replace(answer(*ears, number=n).slot, hints=hints))
        for n, ears in enumerate(answers, 1)
    ]
    found = every(*made)
    for each in competencies(found):
        assert each.heard + each.nudged + each.unmarked <= each.of
        assert each.share is not None
        assert 0 <= each.share <= 1
        assert 1 <= each.rating <= 4
    told = overall(found)
    assert told is None or told.answers >= 3
    assert all(each.came is Came.GRADED for each in found)
