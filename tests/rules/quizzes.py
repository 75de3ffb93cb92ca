"""Quizzes, members and answers as the rules' tests make them up."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules.quiz import Member, Options, Quiz, Reply, Round, State
from tests.samples import NOON

QUIZ = Quiz(
    id=1,
    call_id=11,
    guild_id=9,
    channel_id=5,
    host_id=100,
    title="Statistics",
    within="stats",
    options=Options(),
    state=State.LOBBY,
    created_at=NOON,
    starts_at=NOON + timedelta(minutes=5),
)
RUNNING = replace(QUIZ, state=State.RUNNING, started_at=NOON, current=1)
PLANNED = Round(quiz_id=1, number=1, scope=0, question_id="f1", version=1, seed=77)
OPEN = replace(PLANNED, opened_at=NOON, closes_at=NOON + timedelta(seconds=45), expected=2)
REVEALED = replace(OPEN, revealed_at=NOON + timedelta(seconds=47), next_at=NOON + timedelta(seconds=137))
MEMBER = Member(quiz_id=1, person_id=1, joined_at=NOON)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def reply(person: int, number: int = 1, score: float = 1.0, took: float = 10.0) -> Reply:
    return Reply(
        quiz_id=1,
        number=number,
        person_id=person,
        call_id=1000 * number + person,
        at=after(took),
        answer={"chosen": [0]},
        score=score,
        verdict="right" if score == 1 else "wrong",
        reason="",
        read_as="",
        took=timedelta(seconds=took),
    )
