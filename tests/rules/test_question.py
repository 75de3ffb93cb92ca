from dataclasses import replace

import pytest

from bot.rules.proof import FAILED, PROVED, ProofCase, ProofJob, ProofOutcome
from bot.rules.question import Question, QuestionType, Status
from tests.samples import DRAFTED, LATER, MATCH, MULTIPLE, NUMERIC, ORDER, SHORT, SINGLE


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (SINGLE, QuestionType.SINGLE),
        (MULTIPLE, QuestionType.MULTIPLE),
        (NUMERIC, QuestionType.NUMERIC),
        (SHORT, QuestionType.SHORT),
        (ORDER, QuestionType.ORDER),
        (MATCH, QuestionType.MATCH),
        (LATER, QuestionType.CODE),
    ],
)
def test_the_type_follows_from_the_body(question: Question, kind: QuestionType) -> None:
    assert question.type is kind


def test_only_live_questions_of_known_types_are_offered() -> None:
    assert SINGLE.offered
    assert not LATER.offered
    assert not DRAFTED.offered
    assert not replace(SINGLE, status=Status.RETIRED).offered


def test_a_proof_and_what_came_of_it_are_values() -> None:
    case = ProofCase(1, {"answer": 2.0})
    assert ProofJob("one", "assert answer == 2", (case,)) == ProofJob("one", "assert answer == 2", (case,), least=5)
    assert ProofOutcome("one", PROVED) != ProofOutcome("one", FAILED)
