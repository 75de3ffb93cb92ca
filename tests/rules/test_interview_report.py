"""What came of each answer of an interview: fates of points, hints, mistakes, marks, and what does not count."""

from dataclasses import replace

import pytest

from bot.rules.heard import Ear, Status
from bot.rules.interview import Manner, Sort
from bot.rules.interview_report import Came, Fate, Outlook, Sat, Word, outlooks, to_mark
from bot.rules.rubric import Point
from bot.rules.run import RunStatus
from tests.reported import DESIGN, TALE, H, M, U, coded, heard, sat, submitted, turn
from tests.samples import CODE, SINGLE

REVIEW = Status.NEEDS_REVIEW


def one(each: Sat) -> Outlook:
    (outlook,) = outlooks(each)
    return outlook


def fates(each: Outlook) -> list[str]:
    return [point.fate.value for point in each.points]


def test_what_was_heard_counts_by_weight_with_the_words() -> None:
    outlook = one(sat(turn(1, heard(H, M, H, M))))
    assert (outlook.came, outlook.name, outlook.share, outlook.weight) == (Came.GRADED, "Evaluation", 3 / 7, 7)
    assert fates(outlook) == ["heard", "missed", "heard", "missed"]
    assert [point.evidence for point in outlook.points] == ["my words 0", "", "my words 2", ""]


def test_what_came_after_a_nudge_counts_half() -> None:
    outlook = one(sat(turn(1, heard(H, M, H, M)), turn(2, heard(H, H, H, M), followup=0)))
    assert fates(outlook) == ["heard", "nudged", "heard", "missed"]
    assert outlook.share == (2 + 1.5 + 1) / 7


def test_what_was_heard_at_once_stays_heard() -> None:
    outlook = one(sat(turn(1, heard(H, H, H, H)), turn(2, heard(U, H, M, H), followup=1)))
    assert (fates(outlook), outlook.share) == (["heard"] * 4, 1.0)


def test_an_unsure_point_counts_as_likely_as_it_is_until_somebody_marks_it() -> None:
    outlook = one(sat(turn(1, heard(H, U, M, M))))
    assert (fates(outlook)[1], outlook.unmarked, outlook.share) == ("unsure", 1, (2 + 1.5) / 7)
    own = one(sat(turn(1, heard(H, U, M, M)), marks={1: Word(said=True)}))
    assert (fates(own)[1], own.unmarked, own.share) == ("said", 0, 5 / 7)
    peers = one(sat(turn(1, heard(H, U, M, M)), marks={1: Word(said=False, peer=True)}))
    assert (fates(peers)[1], peers.points[1].peer, peers.share) == ("denied", True, 2 / 7)


def test_a_mark_on_a_sure_point_changes_nothing() -> None:
    outlook = one(sat(turn(1, heard(H, M, M, M)), marks={0: Word(said=False), 1: Word(said=True)}))
    assert fates(outlook) == ["heard", "missed", "missed", "missed"]


@pytest.mark.parametrize(("before", "share"), [(M, 1.5 / 7), (U, 3 / 7)])
def test_an_unsure_point_that_came_after_a_nudge_counts_half_when_marked(before: Ear, share: float) -> None:
    turns = (turn(1, heard(M, before, M, M)), turn(2, heard(M, U, M, M), followup=0))
    assert one(sat(*turns, marks={1: Word(said=True)})).share == share


def test_mistakes_and_hints_cost() -> None:
    false = heard(H, H, H, H, mistakes=[(0, "forests never overfit"), (9, "of another version")])
    outlook = one(sat(turn(1, false), hints=1))
    assert outlook.mistakes == (("Random forests don't overfit", "forests never overfit"),)
    assert outlook.share == pytest.approx(0.9 * 0.75)
    assert one(sat(turn(1, heard(H, H, H, H)), hints=5)).share == 0
    assert one(sat(turn(1, heard(M, M, M, M, mistakes=[(0, "x"), (1, "y")])))).share == 0


@pytest.mark.parametrize("words", ["", "  ", "I don't know.", "idk"])
def test_not_knowing_counts_as_asked_and_not_heard(words: str) -> None:
    outlook = one(sat(turn(words=words)))
    assert (outlook.came, outlook.share, fates(outlook)) == (Came.EMPTY, 0, ["missed"] * 4)


def test_what_the_grader_never_heard_does_not_count() -> None:
    outlook = one(sat(turn()))
    assert (outlook.came, outlook.share, outlook.points, outlook.weight) == (Came.UNHEARD, None, (), 1)


def test_what_was_left_in_the_middle_does_not_count() -> None:
    assert one(sat(turn(done=False))).came is Came.UNFINISHED
    outlook = one(sat(turn(1, heard(H, M, M, M)), turn(2, words="", followup=0, done=False)))
    assert (outlook.came, outlook.share) == (Came.GRADED, 2 / 7)


def test_where_somebody_has_to_look_nothing_counts_until_they_did() -> None:
    asked = turn(1, heard(H, H, H, H, status=REVIEW, why="It repeats the question."))
    outlook = one(sat(asked))
    assert (outlook.came, outlook.share, outlook.unmarked, outlook.why) == (
        Came.LOOK,
        None,
        4,
        "It repeats the question.",
    )
    assert to_mark(outlook) == ()
    assert [point.place for point in to_mark(outlook, peer=True)] == [0, 1, 2, 3]
    looked = one(sat(asked, marks={place: Word(said=place < 2, peer=True) for place in range(4)}))
    assert (looked.came, looked.share, fates(looked)) == (Came.GRADED, 5 / 7, ["said", "said", "denied", "denied"])


def test_where_the_grader_abstains_without_a_word_on_any_point_all_are_left() -> None:
    outlook = one(sat(turn(1, heard(H, M, M, M, status=Status.ABSTAINED))))
    assert (outlook.came, outlook.unmarked, len(to_mark(outlook))) == (Came.GRADED, 4, 4)
    some = one(sat(turn(1, heard(H, U, M, M, status=Status.ABSTAINED))))
    assert fates(some) == ["heard", "unsure", "missed", "missed"]


def test_the_owner_may_replace_a_peers_word_but_not_their_own() -> None:
    asked = turn(1, heard(U, U, U, M))
    outlook = one(sat(asked, marks={0: Word(said=True, peer=True), 1: Word(said=True)}))
    assert [point.place for point in to_mark(outlook)] == [0, 2]
    assert [point.place for point in to_mark(outlook, peer=True)] == [2]


def test_a_story_and_a_case_go_by_their_own_names() -> None:
    assert one(sat(turn(1, heard(H, H, H, M)), question=TALE, sort=Sort.STORY)).name == "Story"
    case = sat(turn(1, heard(H, M)), turn(2, heard(M, H), part=1), question=DESIGN, sort=Sort.CASE, subarea="Design")
    framing, serving = outlooks(case)
    assert (framing.name, serving.name, serving.part) == ("Framing", "Serving", 1)
    assert [point.place for point in serving.points] == [3, 4]
    assert [each.came for each in outlooks(replace(case, turns=case.turns[:1]))] == [Came.GRADED, Came.NOT_REACHED]
    assert len(outlooks(replace(case, turns=()), Manner.SPOKEN)) == 3


def test_a_mark_names_a_cases_point_among_all_of_its_points() -> None:
    turns = (turn(1, heard(U, M)), turn(2, heard(U, M), part=1))
    case = sat(*turns, question=DESIGN, sort=Sort.CASE, marks={3: Word(said=True)})
    framing, serving = outlooks(case)
    assert (framing.points[0].fate, serving.points[0].fate) == (Fate.UNSURE, Fate.SAID)


def test_code_counts_by_the_cases_of_the_last_submission() -> None:
    outlook = one(submitted(3))
    assert (outlook.came, outlook.name, outlook.share, outlook.points) == (Came.GRADED, "Coding", 0.75, ())
    assert one(replace(submitted(4), slot=replace(submitted(4).slot, hints=1))).share == 0.75


def test_code_that_was_not_submitted_or_not_judged() -> None:
    nothing = sat(turn(words=""), question=CODE, sort=Sort.CODE)
    assert (one(nothing).came, one(nothing).share) == (Came.EMPTY, 0)
    assert one(sat(turn(words="", done=False), question=CODE, sort=Sort.CODE)).came is Came.UNFINISHED
    failed = sat(turn(), question=CODE, sort=Sort.CODE, coded=coded(0, 2, status=RunStatus.SETUP_FAILED))
    assert (one(failed).came, one(failed).share) == (Came.UNHEARD, None)


def test_what_was_not_reached_is_named_and_nothing_else() -> None:
    assert one(sat()) == Outlook(1, 0, "Evaluation", Came.NOT_REACHED)


def test_a_question_without_a_rubric_has_nothing_to_hear() -> None:
    assert one(sat(turn(done=False), question=SINGLE)).came is Came.UNFINISHED


def test_a_weight_is_a_points_own() -> None:
    assert one(sat(turn(1, heard(H, M, M, M)))).points[0].point == Point("Looks for training-serving skew", 2)
