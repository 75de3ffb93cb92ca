from dataclasses import replace

import pytest

from bot.rules.proof import FAILED, PROVED, ProofCase, ProofJob, ProofOutcome, Proved, together
from bot.rules.question import Question, QuestionType, Status
from bot.rules.run import BASE, TORCH
from tests.samples import CODE, DRAFTED, LATER, MATCH, MULTIPLE, NUMERIC, ORDER, SHORT, SINGLE


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (SINGLE, QuestionType.SINGLE),
        (MULTIPLE, QuestionType.MULTIPLE),
        (NUMERIC, QuestionType.NUMERIC),
        (SHORT, QuestionType.SHORT),
        (ORDER, QuestionType.ORDER),
        (MATCH, QuestionType.MATCH),
        (CODE, QuestionType.CODE),
        (LATER, QuestionType.CASE),
    ],
)
def test_the_type_follows_from_the_body(question: Question, kind: QuestionType) -> None:
    assert question.type is kind


def test_only_live_questions_of_known_types_are_offered() -> None:
    assert SINGLE.offered
    assert CODE.offered
    assert not LATER.offered
    assert not DRAFTED.offered
    assert not replace(SINGLE, status=Status.RETIRED).offered


def test_code_is_judged_in_the_profile_that_has_what_it_requires() -> None:
    assert (SINGLE.profile, replace(SINGLE, requires="torch").profile) == ("", "")
    assert (CODE.profile, replace(CODE, requires="torch").profile) == (BASE, TORCH)


def test_a_proof_and_what_came_of_it_are_values() -> None:
    case = ProofCase(1, {"answer": 2.0})
    assert ProofJob("one", "assert answer == 2", (case,)) == ProofJob("one", "assert answer == 2", (case,), least=5)
    assert ProofOutcome("one", PROVED) != ProofOutcome("one", FAILED)


def test_a_question_that_is_proved_and_tried_has_the_worse_of_both() -> None:
    well, ill = ProofOutcome("one", PROVED, (), 2, 1.0), ProofOutcome("one", FAILED, ("why",), 1, 0.5)
    left = ProofOutcome("one", "unproved: needs torch")
    assert together(well, ill) == ProofOutcome("one", FAILED, ("why",), 3, 1.5)
    assert together(left, ill).status == FAILED
    assert together(left, well).status == together(well, left).status == "unproved: needs torch"
    assert together(well, well).status == PROVED


def test_a_score_is_the_share_of_mutants_refused() -> None:
    assert Proved((), (), 19, 20).mutation_score == 0.95
    assert Proved((), ()).mutation_score is None
