"""Reads an interview's rows again as the rules judge them; what a report says is worked out from here each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.actions.interview_report_views import (
    AnswerReport,
    QuestionReport,
    ReportLine,
    ReportView,
    Said,
    Skipped,
    ToMark,
)
from bot.actions.pool import question_of
from bot.actions.ports import Bank, Books
from bot.actions.records import VersionKey
from bot.rules.interview import ROUNDS, Choice, Interview, Slot, Turn
from bot.rules.interview_report import Came, Coded, Outlook, Sat, Word, outlooks, to_mark
from bot.rules.interview_scores import competencies, overall, steps, weakest
from bot.rules.judged import from_plain
from bot.rules.rubric import Case, Spoken
from bot.rules.variants import draw_variant


@dataclass(frozen=True)
class Reading:
    """One interview that has ended, in one transaction."""

    bank: Bank
    books: Books
    interview: Interview

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Its slots by number."""
        return self.books.interviews.slots(self.interview.id)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Its turns by number."""
        return self.books.interviews.turns(self.interview.id)

    @cached_property
    def sats(self) -> tuple[Sat, ...]:
        """The slots that were reached, with all that belongs to them."""
        return tuple(self._sat(slot) for slot in self.slots if any(turn.slot == slot.number for turn in self.turns))

    @cached_property
    def outlooks(self) -> tuple[tuple[Outlook, Sat], ...]:
        """What came of each answer, with its slot."""
        return tuple((outlook, sat) for sat in self.sats for outlook in outlooks(sat))

    @property
    def answers(self) -> tuple[Outlook, ...]:
        """What came of each answer."""
        return tuple(outlook for outlook, _ in self.outlooks)

    def topics(self) -> tuple[tuple[Outlook, str], ...]:
        """What came of each answer, with its topic."""
        return tuple((outlook, sat.topic) for outlook, sat in self.outlooks)

    def report(self) -> ReportView:
        """Give the whole report."""
        interview, answers = self.interview, self.answers
        return ReportView(
            interview_id=interview.id,
            kind=interview.kind,
            level=interview.level,
            seed=interview.seed,
            bank_version=interview.bank_version,
            started_at=interview.started_at,
            ended_at=interview.ended_at or interview.active_at,
            spent=interview.spent + interview.used,
            minutes=ROUNDS[interview.kind].minutes,
            competencies=competencies(answers),
            overall=overall(answers),
            steps=steps(self.topics()),
            choices=tuple(sat.slot.chosen or Choice.PLANNED for sat in self.sats),
            skipped=self._skipped(),
            looks=tuple((each.slot, each.why) for each in answers if each.came is Came.LOOK),
            to_mark=len(self.to_mark(peer=False)),
            by_peers=sum(point.peer for each in answers for point in each.points),
            practisable=len(self.weakest()),
            wiped=interview.wiped,
            loop_id=interview.loop_id,
        )

    def line(self) -> ReportLine:
        """Give it as a list names it."""
        interview, came = self.interview, competencies(self.answers)
        ended_at = interview.ended_at or interview.active_at
        heard, of = sum(each.heard for each in came), sum(each.of for each in came)
        about = (interview.id, interview.kind, interview.level, interview.started_at, ended_at)
        return ReportLine(*about, heard, of, interview.loop_id)

    def question(self, number: int) -> QuestionReport | None:
        """Give one question; None where it was not reached."""
        sat = next((each for each in self.sats if each.slot.number == number), None)
        if sat is None:
            return None
        body = sat.variant.spoken
        return QuestionReport(
            interview_id=self.interview.id,
            slot=number,
            slots=tuple(each.slot.number for each in self.sats),
            sort=sat.slot.sort,
            choice=sat.slot.chosen or Choice.PLANNED,
            subarea=sat.subarea,
            topic=sat.topic,
            variant=sat.variant,
            answers=tuple(AnswerReport(each, _said(sat, each, body)) for each in outlooks(sat)),
            better=body.better if body is not None else "",
            wiped=self.interview.wiped,
        )

    def to_mark(self, *, peer: bool) -> tuple[ToMark, ...]:
        """Give the points that are left to the person, or to a peer."""
        return tuple(
            ToMark(each.slot, point.place, point.point.say, point.evidence)
            for each in self.answers
            for point in to_mark(each, peer=peer)
        )

    def weakest(self) -> tuple[tuple[int, str], ...]:
        """Give the questions that are worth practising."""
        return weakest_of(self.books, self.interview.id)

    def _skipped(self) -> tuple[Skipped, ...]:
        """Name what counts neither for nor against."""
        reached = {sat.slot.number for sat in self.sats}
        within = [
            Skipped(
                each.slot, sat.slot.sort, each.came.value, each.name if isinstance(sat.variant.spoken, Case) else ""
            )
            for each, sat in self.outlooks
            if each.came in (Came.NOT_REACHED, Came.UNFINISHED, Came.UNHEARD)
        ]
        never = [
            Skipped(slot.number, slot.sort, Came.NOT_REACHED) for slot in self.slots if slot.number not in reached
        ]
        return (*within, *never)

    def _sat(self, slot: Slot) -> Sat:
        scope, question_id = slot.key
        question = question_of(self.bank, self.books, VersionKey(scope, question_id, slot.version))
        attempt = self.books.attempts.get(slot.attempt_id) if slot.attempt_id is not None else None
        topic = self.bank.skills.get(question.topic)
        turns = tuple(turn for turn in self.turns if turn.slot == slot.number)
        owner = self.interview.person_id
        marks = self.books.interviews.marks(self.interview.id)
        return Sat(
            slot=slot,
            variant=draw_variant(question, attempt.new.seed if attempt is not None else self.interview.seed),
            subarea=self.bank.skills.subarea_of(question.topic).name,
            topic=topic.name if topic is not None else question.topic,
            turns=turns,
            marks={mark.point: Word(mark.said, mark.by != owner) for mark in marks if mark.slot == slot.number},
            coded=self._coded(slot, turns),
        )

    def _coded(self, slot: Slot, turns: tuple[Turn, ...]) -> Coded | None:
        """Give what was submitted last before the person had finished; what came later is practice."""
        if slot.attempt_id is None:
            return None
        until = turns[-1].done_at or self.interview.ended_at
        ends = [run.end for run in self.books.runs.submitted(slot.attempt_id) if until is None or run.new.at <= until]
        last = ends[-1] if ends else None
        return Coded(len(ends), from_plain(last.judgement)) if last is not None else None


def weakest_of(books: Books, interview_id: int) -> tuple[tuple[int, str], ...]:
    """Give the questions of an interview that are worth practising, the weakest first."""
    slots = books.interviews.slots(interview_id)
    said = {(mark.slot, mark.point): mark.said for mark in books.interviews.marks(interview_id)}
    return weakest(slots, books.interviews.turns(interview_id), said, dict(_passed(books, slots)))


def _passed(books: Books, slots: tuple[Slot, ...]) -> Iterator[tuple[int, float]]:
    for slot in slots:
        runs = books.runs.submitted(slot.attempt_id) if slot.attempt_id is not None else ()
        if runs and runs[-1].end is not None:
            yield slot.number, from_plain(runs[-1].end.judgement).score


def _said(sat: Sat, outlook: Outlook, body: Spoken | None) -> tuple[Said, ...]:
    """Give what was asked and written for one answer, in order."""
    asked = body.followups if body is not None else ()
    return tuple(
        Said(asked[turn.followup].ask if turn.followup is not None else "", turn.words)
        for turn in sat.turns
        if turn.part == outlook.part
    )
