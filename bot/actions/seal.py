"""Seals: what is open in a quiz is not drawn, shown or explained to its members anywhere else before its reveal."""

from collections.abc import Mapping
from typing import Any

from bot.actions.ports import Books
from bot.rules.errors import RuleBroken

SEALED = "This question is open in a quiz you are in. It comes back here after its reveal."


def sealed_for(books: Books, person_id: int) -> frozenset[str]:
    """Give the ids of the questions that a person must not meet now, in whatever version and with whatever numbers."""
    return frozenset(question_id for _, question_id in books.quizzes.under_seal(person_id))


def unsealed(sealed: frozenset[str], *question_ids: str) -> None:
    """See that none of these questions is under seal.

    Raises:
        RuleBroken: `sealed`.
    """
    if not sealed.isdisjoint(question_ids):
        raise RuleBroken("sealed", SEALED)


def without_sealed(
    books: Books, person_id: int, kept: Mapping[str, list[dict[str, Any]]]
) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """Leave out of a person's rows, by table, what would tell of a question before its reveal.

    Returns:
        The others, and how many were left out.
    """
    sealed = sealed_for(books, person_id)
    played = {row["quiz_id"] for row in kept["quiz_replies"]}
    on = [quiz.id for quiz in books.quizzes.live() if quiz.id in played]
    hidden = {(id_, one.number) for id_ in on for one in books.quizzes.rounds(id_) if one.revealed_at is None}

    def tells(row: Mapping[str, Any]) -> bool:
        judged = "score" in row and (row.get("quiz_id"), row.get("number")) in hidden
        return judged or row.get("question_id") in sealed or row.get("replaces") in sealed

    told = {table: [row for row in rows if not tells(row)] for table, rows in kept.items()}
    return told, sum(map(len, kept.values())) - sum(map(len, told.values()))
