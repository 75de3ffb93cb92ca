"""Interviews that have ended, put straight into the books for the tests of reports."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.actions.interview_ports import InterviewMessage
from bot.actions.interview_reports import InterviewReports
from bot.actions.pool import version_of
from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.actions.records import NewAttempt, NewRun, RunEnd, Version
from bot.rules.code import CaseOutcome, Judgement
from bot.rules.heard import Ear, Status
from bot.rules.interview import Choice, Interview, Kind, Loop, Slot, Sort, State, Turn
from bot.rules.interview_plan import seed_of
from bot.rules.judged import to_plain
from bot.rules.question import Level, Question
from bot.rules.run import RunStatus
from tests.fakes import FakeDesk
from tests.reported import H, M, U, heard
from tests.samples import CODE, EVERY, NOON, OPEN, STORY, SampleBank

BANK = "b" * 64
OWNER, PEER, ROOM, THREAD = 1, 2, 100, 7
ENDED = NOON + timedelta(minutes=20)
Given = tuple[Question, Sort, Sequence[Turn]]


def reports(desk: FakeDesk, questions: Sequence[Question] = EVERY) -> InterviewReports:
    bank = SampleBank(tuple(questions))
    return InterviewReports(desk, bank, Practice(desk, bank, lambda: ("base",)))


def said(number: int, *ears: Ear, words: str = "so I said", slot: int = 1, status: Status = Status.GRADED) -> Turn:
    hearing = heard(*ears, status=status, why="Pasted." if status is Status.NEEDS_REVIEW else "") if ears else None
    return Turn(0, number, slot, words=words, done_at=NOON + timedelta(minutes=number), hearing=hearing)


def breadth(first: Sequence[Ear] = (H, U, M)) -> tuple[Given, ...]:
    """Two open answers and a story."""
    return (
        (OPEN, Sort.OPEN, (said(1, *first),)),
        (replace(OPEN, id="flat-2", text="Again?"), Sort.OPEN, (said(2, H, H, H, slot=2),)),
        (STORY, Sort.STORY, (said(3, H, M, slot=3),)),
    )


def add(
    given: Sequence[Given],
    *,
    person: int = OWNER,
    call: int = 50,
    kind: Kind = Kind.BREADTH,
    seed: int = 7,
    state: State = State.ENDED,
    reached: int | None = None,
    loop: bool = False,
    bank: str = BANK,
) -> Callable[[Books], Interview]:
    """Put an interview of these questions into the books; those beyond `reached` are not reached."""

    def work(books: Books) -> Interview:
        of = len(given) if reached is None else reached
        loop_id = books.interviews.add_loop(Loop(0, 9, person, Level.MID, seed, NOON)).id if loop else None
        slots = tuple(_slot(number, question, sort, of) for number, (question, sort, _) in enumerate(given, 1))
        new = Interview(
            id=0,
            call_id=call,
            person_id=person,
            guild_id=None,
            channel_id=THREAD,
            parent_id=None,
            kind=kind,
            level=Level.MID,
            seed=seed,
            bank_version=bank,
            state=state,
            started_at=NOON,
            active_at=NOON,
            slot=of,
            spent=timedelta(minutes=19),
            ended_at=ENDED if state is State.ENDED else None,
            loop_id=loop_id,
        )
        interview = books.interviews.add(new, slots)
        bank_of = SampleBank(EVERY)
        for number, (question, _, turns) in enumerate(given[:of], 1):
            books.versions.keep(_version(bank_of, books, question))
            for turn in turns:
                books.interviews.save_turn(replace(turn, interview_id=interview.id, slot=number))
        for place, shows in enumerate(("ask", "report"), 1):
            books.interviews.save_message(
                InterviewMessage(interview.id, place, THREAD, shows, message_id=1000 + place, drawn=1)
            )
        books.interviews.save_message(InterviewMessage(interview.id, 3, THREAD, "ask"))
        return interview

    return work


def _slot(number: int, question: Question, sort: Sort, reached: int) -> Slot:
    key = (0, question.id)
    return Slot(number, sort, key, key, key, Choice.PLANNED if number <= reached else None, question.version)


def _version(bank: SampleBank, books: Books, question: Question) -> Version:
    return version_of(SampleBank((question,)), books, question)


def submit(interview: Interview, question: Question = CODE, *, passed: int = 1, of: int = 2) -> Callable[[Books], None]:
    """Put a submission to the first question of an interview into the books."""

    def work(books: Books) -> None:
        key = version_of(SampleBank((question,)), books, question).key
        opened = books.attempts.open(
            NewAttempt(
                -interview.id,
                interview.person_id,
                None,
                THREAD,
                key,
                question.topic,
                seed_of(interview.seed, 1),
                NOON,
                within=f"interview-{interview.id}",
            )
        )
        (slot, *_) = books.interviews.slots(interview.id)
        books.interviews.save_slot(interview.id, replace(slot, attempt_id=opened.id))
        cases = tuple(CaseOutcome(f"case {n}", hidden=True, passed=n <= passed) for n in range(1, of + 1))
        judged = to_plain(Judgement(passed == of, passed / of, RunStatus.OK, cases))
        new = NewRun(900, interview.person_id, None, THREAD, NOON, b"def total(xs): ...", "base", attempt_id=opened.id)
        books.runs.add(new, RunEnd(NOON, "ok", judged))

    return work
