"""Records to test with, and what every test of the books needs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions.interview_ports import InterviewMessage, Mark, Share
from bot.actions.ports import Books, Desk
from bot.actions.records import (
    AskedAs,
    Attempt,
    Draft,
    NewAttempt,
    NewRun,
    Report,
    RunEnd,
    Settled,
    Version,
    VersionKey,
)
from bot.actions.spoken_ports import NewSpoken
from bot.rules.errors import RuleBroken
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.interview import Interview, Kind, Loop, Slot, Sort, Turn
from bot.rules.interview import State as Held
from bot.rules.pair import Mark as PairMark
from bot.rules.pair import Pair, PairForm, PairQuestion, Partner, Seat
from bot.rules.plan import Plan
from bot.rules.question import Level
from bot.rules.quiz import Member, Options, Quiz, Reply, Round, State
from bot.rules.quiz_open import Showing
from bot.rules.review import Card
from bot.rules.schedule import Schedule

ADA, BEN = 815_000_000_000_000_001, 815_000_000_000_000_002
GUILD, CHANNEL = 77, 99
AT = datetime(2026, 3, 1, 18, 4, 5, 678901, tzinfo=UTC)
KEY = VersionKey(0, "roc-auc", 1)
SECRET = "correct horse battery"
HEARING = Hearing(
    0.625,
    Status.ABSTAINED,
    0.5,
    (HeardPoint(0.75, Ear.HEARD, SECRET), HeardPoint(0.5, Ear.UNSURE), HeardPoint(0.0, Ear.MISSED)),
    ((0, SECRET),),
    "Said twice.",
)


async def refused(desk: Desk, work: Callable[[Books], object]) -> str:
    with pytest.raises(RuleBroken) as caught:
        await desk(work)
    return caught.value.code


def version(question_id: str = KEY.question_id, number: int = 1, scope: int = 0, **more: Any) -> Version:
    facts: dict[str, Any] = {"digest": f"{number:064x}", "document": f'{{"v":{number}}}', "status": "live"} | more
    return Version(VersionKey(scope, question_id, number), **facts)


def new_attempt(call_id: int, person_id: int = ADA, **more: Any) -> NewAttempt:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "key": KEY, "topic": "metrics", "seed": 5} | more
    return NewAttempt(call_id=call_id, person_id=person_id, **({"asked_at": AT} | facts))


def settled(score: float = 1.0, verdict: str = "right", **more: Any) -> Settled:
    facts: dict[str, Any] = {"answered_at": AT + timedelta(seconds=9), "answer": {"typed": SECRET}, "reason": SECRET}
    return Settled(**(facts | {"score": score, "verdict": verdict, "read_as": SECRET, "comes_back": None} | more))


def card(due: datetime = AT) -> Card:
    return Card(due, '{"stability":1}')


def draft(person_id: int = ADA, **more: Any) -> Draft:
    facts: dict[str, Any] = {"source": SECRET, "topic": "metrics", "level": "mid", "documents": ('{"a":1}', "{}")}
    return Draft(0, GUILD, person_id, AT, **(facts | more))


def report(call_id: int, attempt_id: int | None, person_id: int = ADA, words: str = SECRET) -> Report:
    return Report(call_id, person_id, GUILD, attempt_id, AT, words)


def new_run(call_id: int, person_id: int = ADA, **more: Any) -> NewRun:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "at": AT, "source": SECRET.encode()} | more
    return NewRun(call_id=call_id, person_id=person_id, **({"profile": "base"} | facts))


def run_end(status: str = "ok", **more: Any) -> RunEnd:
    return RunEnd(AT + timedelta(seconds=1), status, **more)


def new_spoken(call_id: int, attempt_id: int, person_id: int = ADA, **more: Any) -> NewSpoken:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "at": AT, "words": SECRET} | more
    return NewSpoken(call_id=call_id, person_id=person_id, attempt_id=attempt_id, **facts)


def new_quiz(call_id: int, **more: Any) -> Quiz:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "host_id": ADA, "within": "metrics"} | more
    plain: dict[str, Any] = {"id": 0, "title": "Metrics", "options": Options(), "state": State.LOBBY, "starts_at": AT}
    return Quiz(call_id=call_id, **(plain | {"created_at": AT} | facts))


def new_round(quiz_id: int = 0, number: int = 1, **more: Any) -> Round:
    facts: dict[str, Any] = {"scope": 0, "question_id": KEY.question_id, "version": 1, "seed": 5} | more
    return Round(quiz_id, number, **facts)


def member(quiz_id: int, person_id: int = ADA, **more: Any) -> Member:
    facts: dict[str, Any] = {"joined_at": AT} | more
    return Member(quiz_id, person_id, **facts)


def showing(quiz_id: int, person_id: int = ADA, number: int = 1, **more: Any) -> Showing:
    facts: dict[str, Any] = {"opened_at": AT, "closes_at": AT + timedelta(seconds=45)} | more
    return Showing(quiz_id, number, person_id, call_id=60, **facts)


def reply(quiz_id: int, person_id: int = ADA, call_id: int = 50, number: int = 1, **more: Any) -> Reply:
    facts: dict[str, Any] = {"at": AT, "answer": {"typed": SECRET}, "score": 0.5, "verdict": "partly"} | more
    plain: dict[str, Any] = {"reason": SECRET, "read_as": SECRET, "took": timedelta(seconds=9, microseconds=7)}
    return Reply(quiz_id, number, person_id, call_id, **(plain | facts))


def new_plan(call_id: int, **more: Any) -> Plan:
    schedule = Schedule(AT.date(), AT.time().replace(second=0, microsecond=0), "Europe/Berlin", 7)
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "host_id": ADA, "name": SECRET, "within": ""}
    facts |= {"count": 10, "options": Options(), "questions": ((0, KEY.question_id),), "schedule": schedule}
    facts |= {"next_at": AT, "due_at": AT - timedelta(minutes=5)}
    return Plan(id=0, call_id=call_id, **(facts | more))


def new_interview(call_id: int, person_id: int = ADA, **more: Any) -> Interview:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "parent_id": None, "kind": Kind.BREADTH}
    facts |= {"level": Level.MID, "seed": 2**63 - 1, "bank_version": f"{7:064x}", "state": Held.RUNNING}
    return Interview(0, call_id, person_id, **(facts | {"started_at": AT, "active_at": AT} | more))


def new_slot(number: int = 1, **more: Any) -> Slot:
    return Slot(number, Sort.OPEN, (0, "easy"), (0, KEY.question_id), (GUILD, "hard"), **more)


def interview_message(interview_id: int, place: int = 1, **more: Any) -> InterviewMessage:
    facts: dict[str, Any] = {"channel_id": CHANNEL, "shows": "ask", "turn": 1} | more
    return InterviewMessage(interview_id, place, **facts)


def new_pair(call_id: int, **more: Any) -> Pair:
    facts: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "kind": Kind.QUICK, "level": Level.MID} | more
    plain: dict[str, Any] = {"id": 0, "seed": 5, "bank_version": "b", "created_at": AT}
    return Pair(call_id=call_id, **(plain | facts))


def pair_question(pair_id: int, half: int = 1, number: int = 1, **more: Any) -> PairQuestion:
    facts: dict[str, Any] = {"scope": 0, "question_id": KEY.question_id, "version": 1, "seed": 5} | more
    return PairQuestion(pair_id, half, number, **facts)


def pair_form(pair_id: int, person_id: int = ADA, half: int = 1, **more: Any) -> PairForm:
    facts: dict[str, Any] = {"marks": {1: (PairMark.HEARD, PairMark.NOT)}, "well": SECRET, "next_time": SECRET} | more
    return PairForm(pair_id, half, person_id, **facts)


def opened(call_id: int, person_id: int = ADA, **more: Any) -> Callable[[Books], Attempt]:
    """Work that opens an attempt at a question that is kept."""

    def work(books: Books) -> Attempt:
        books.versions.keep(version())
        return books.attempts.open(new_attempt(call_id, person_id, **more))

    return work


def fill(person_id: int, first_call: int) -> Callable[[Books], int]:
    """Work that leaves a row of every kind that belongs to the person, and gives the last attempt's id."""

    def work(books: Books) -> int:
        own = VersionKey(GUILD, f"own-{first_call}", 1)
        books.versions.keep(version())
        books.versions.keep(version(own.question_id, scope=GUILD, at=AT, by=person_id))
        first = books.attempts.open(new_attempt(first_call, person_id, level=Level.MID, within="metrics", greet=True))
        books.attempts.settle(
            first.id, settled(next_scope=0, next_question_id="roc-auc", next_because="new", comes_back=AT)
        )
        second = books.attempts.open(new_attempt(first_call + 1, person_id, key=own, follows=first.id))
        books.attempts.set_message(second.id, 4711)
        books.cards.put(person_id, 0, "roc-auc", "metrics", card())
        books.drafts.add(draft(person_id))
        books.reports.add(report(first_call + 2, first.id, person_id))
        books.runs.add(
            new_run(first_call + 3, person_id, attempt_id=second.id, seed=7), run_end(judgement={"a": SECRET})
        )
        books.runs.add(new_run(first_call + 4, person_id, written=True, source=b"\0" + SECRET.encode()))
        books.spoken.add(new_spoken(first_call + 8, second.id, person_id))
        said = books.spoken.add(new_spoken(first_call + 9, first.id, person_id))
        books.spoken.hear(said.id, HEARING, card())
        books.spoken.mark(said.id, (0,), person_id, AT)
        quiz = books.quizzes.add(new_quiz(first_call + 5, channel_id=first_call, host_id=person_id), [new_round()])
        books.quizzes.save_round(replace(new_round(quiz.id), voided_at=AT, voided_by=person_id))
        books.quizzes.save_member(member(quiz.id, person_id))
        books.quizzes.put_replies([reply(quiz.id, person_id)])
        books.showings.open(showing(quiz.id, person_id))
        books.reports.add(replace(report(first_call + 6, None, person_id), quiz_id=quiz.id, number=1))
        asked_as = AskedAs(version().key, 7)
        books.reports.add(replace(report(first_call + 10, None, person_id), asked_as=asked_as))
        plan = books.plans.add(new_plan(first_call + 7, host_id=person_id, name=f"Round {first_call}"))
        books.plans.note_reader(plan.id, person_id)
        _interviewed(books, person_id, first_call + 10)
        pair = books.pairs.add(new_pair(first_call + 10), [Partner(0, Seat.INVITER, person_id, AT, live=True)])
        books.pairs.save_question(pair_question(pair.id))
        books.pairs.save_form(pair_form(pair.id, person_id))
        books.pairs.note_card(person_id, (0, KEY.question_id), AT)
        books.audit.note(AT, person_id, GUILD, "bank.publish", own.question_id)
        return second.id

    return work


def _interviewed(books: Books, person_id: int, call_id: int) -> None:
    loop = books.interviews.add_loop(Loop(0, call_id, person_id, Level.MID, 5, AT))
    held = books.interviews.add(new_interview(call_id, person_id, loop_id=loop.id), (new_slot(),))
    books.interviews.save_turn(Turn(held.id, 1, 1, words=SECRET, done_at=AT, hearing=HEARING, done_call_id=call_id))
    books.interviews.says(held.id, 1, call_id, SECRET)
    books.interviews.save_message(interview_message(held.id, message_id=4711))
    books.interviews.mark(held.id, (Mark(1, 0, said=True, by=person_id),))
    books.interviews.share(Share(held.id, CHANNEL, quotes=True, at=AT, message_id=4711))
