"""Reads an interview's rows again as the rules judge them; what a report says is worked out from here each time."""

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
from bot.rules.choosing import Key
from bot.rules.interview import ROUNDS, Choice, Interview, Slot, Turn
from bot.rules.interview_plan import seed_of
from bot.rules.interview_report import Came, Coded, Outlook, Sat, Word, outlooks, to_mark
from bot.rules.interview_scores import competencies, overall, steps, weakest
from bot.rules.judged import from_plain
from bot.rules.rubric import Case, Spoken
from bot.rules.source import text_of
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
        """What came of each answer, with its topic; of a case with its stage."""
        return tuple(
            (outlook, outlook.name if isinstance(sat.variant.spoken, Case) else sat.topic)
            for outlook, sat in self.outlooks
        )

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
            practisable=len(weakest_of(self.books, self.interview.id)),
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
            turn=sat.turns[0].number,
            slot=number,
            slots=tuple(each.slot.number for each in self.sats),
            sort=sat.slot.sort,
            choice=sat.slot.chosen or Choice.PLANNED,
            subarea=sat.subarea,
            topic=sat.topic,
            variant=sat.variant,
            answers=tuple(AnswerReport(each, _said(sat, each, body), self._source(sat.slot)) for each in outlooks(sat)),
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

    def _skipped(self) -> tuple[Skipped, ...]:
        """Name what counts neither for nor against."""
        reached = {sat.slot.number for sat in self.sats}
        within = [
            Skipped(each.slot, sat.slot.sort, each.came, each.name if isinstance(sat.variant.spoken, Case) else "")
            for each, sat in self.outlooks
            if each.came in (Came.NOT_REACHED, Came.UNFINISHED, Came.UNHEARD)
        ]
        never = [Skipped(slot.number, slot.sort, Came.NOT_REACHED) for slot in self.slots if slot.number not in reached]
        return (*within, *never)

    def _sat(self, slot: Slot) -> Sat:
        scope, question_id = slot.key
        question = question_of(self.bank, self.books, VersionKey(scope, question_id, slot.version))
        topic = self.bank.skills.get(question.topic)
        turns = tuple(turn for turn in self.turns if turn.slot == slot.number)
        return Sat(
            slot=slot,
            variant=draw_variant(question, seed_of(self.interview.seed, slot.number)),
            subarea=self.bank.skills.subarea_of(question.topic).name,
            topic=topic.name if topic is not None else question.topic,
            turns=turns,
            marks=self._words(slot.number),
            coded=coded(self.books, slot),
        )

    def _words(self, slot: int) -> dict[int, Word]:
        owner = self.interview.person_id
        marks = self.books.interviews.marks(self.interview.id)
        return {mark.point: Word(mark.said, mark.by != owner) for mark in marks if mark.slot == slot}

    def _source(self, slot: Slot) -> str:
        """Give the code that was submitted last; empty where there is none."""
        runs = self.books.runs.submitted(slot.attempt_id) if slot.attempt_id is not None else ()
        return text_of(runs[-1].new.source) if runs and not self.interview.wiped else ""


def coded(books: Books, slot: Slot) -> Coded | None:
    """Give the newest judged submission to a coding question."""
    runs = books.runs.submitted(slot.attempt_id) if slot.attempt_id is not None else ()
    judged = [from_plain(run.end.judgement) for run in runs if run.end is not None]
    return Coded(len(judged), judged[-1]) if judged else None


def weakest_of(books: Books, interview_id: int) -> tuple[Key, ...]:
    """Give the questions of an interview that are worth practising, the weakest first."""
    slots, marks = books.interviews.slots(interview_id), books.interviews.marks(interview_id)
    said = {(mark.slot, mark.point): mark.said for mark in marks}
    submitted = ((slot.number, coded(books, slot)) for slot in slots)
    passed = {number: each.judgement.score for number, each in submitted if each is not None}
    return weakest(slots, books.interviews.turns(interview_id), said, passed)


def _said(sat: Sat, outlook: Outlook, body: Spoken | None) -> tuple[Said, ...]:
    """Give what was asked and written for one answer, in order."""
    asked = body.followups if body is not None else ()
    return tuple(
        Said(asked[turn.followup].ask if turn.followup is not None else "", turn.words)
        for turn in sat.turns
        if turn.part == outlook.part
    )
