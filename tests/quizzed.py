"""A quiz in the books that is on, for tests of what it means for everything else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.actions.ports import Books
from bot.actions.records import Version, VersionKey
from bot.rules.choosing import key_of
from bot.rules.question import Question
from bot.rules.quiz import Member, Options, Quiz, Round, State
from tests.samples import NOON, SINGLE, entry_of

FIRST_CALL = 70_000


def quiz_with(*people: int, question: Question = SINGLE, **more: Any) -> Callable[[Books], Quiz]:
    """Work that writes a running quiz whose first question is open, with these people in it."""

    def work(books: Books) -> Quiz:
        scope, question_id = key_of(question)
        key = VersionKey(scope, question_id, question.version)
        if books.versions.get(key) is None:
            entry = entry_of(question)
            books.versions.keep(Version(key, entry.digest, entry.document, question.status.value))
        facts: dict[str, Any] = {"call_id": FIRST_CALL, "guild_id": 9, "channel_id": 5, "options": Options()} | more
        quiz = Quiz(
            id=0,
            host_id=3,
            title="Evening",
            within="",
            state=State.RUNNING,
            created_at=NOON,
            starts_at=NOON,
            current=1,
            **facts,
        )
        asked = Round(0, 1, scope, question_id, question.version, 5, opened_at=NOON, closes_at=NOON + timedelta(days=1))
        added = books.quizzes.add(quiz, [asked])
        for person in people:
            books.quizzes.save_member(Member(added.id, person, NOON))
        return added

    return work


def revealed(quiz: Quiz) -> Callable[[Books], None]:
    """Work that reveals its first question."""

    def work(books: Books) -> None:
        asked = books.quizzes.round(quiz.id, 1)
        assert asked is not None
        books.quizzes.save_round(replace(asked, revealed_at=NOON + timedelta(days=1)))

    return work
