"""Which questions a half has: none that its candidate has interviewed on, and few that they were asked before."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.actions.pair_sheet import PairSheet
from bot.actions.pool import version_of
from bot.actions.ports import Books
from bot.actions.seal import sealed_for
from bot.rules.draw import Draws
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind, Manner, Slot
from bot.rules.interview_plan import plan
from bot.rules.pair import PairQuestion
from bot.rules.question import Level, Question

LARGEST_SEED = 2**63 - 1
NOTHING_LEFT = (
    "There are not enough questions for this round that neither of you has interviewed on. "
    "Open another with `/interview pair` and choose another round."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A round that is wanted, and for whom."""

    kind: Kind
    level: Level
    seed: int
    candidate_id: int


def plan_halves(sheet: PairSheet) -> None:
    """Plan both halves and keep their questions; no question comes in both.

    Raises:
        RuleBroken: `nothing_fits`.
    """
    kept = list[PairQuestion]()
    for half in (1, 2):
        pair = sheet.pair
        asker, answerer = (sheet.id_of(seat) or 0 for seat in (pair.interviewer(half), pair.interviewer(half).other))
        wanted = Wanted(pair.kind, pair.level, _draws(pair.seed).integer(f"half {half}", 0, LARGEST_SEED), answerer)
        questions = sheet.shelves.of(sheet.books, pair.guild_id).questions
        without = {one.question_id for one in kept} | closed_to(sheet.books, asker)
        slots = planned(sheet.books, tuple(questions.values()), wanted, without)
        kept += [_question(sheet, half, slot, questions[slot.planned]) for slot in slots]
    sheet.keep_questions(kept)


def planned(
    books: Books, questions: Collection[Question], wanted: Wanted, without: Collection[str] = ()
) -> tuple[Slot, ...]:
    """Plan a round for a candidate.

    What they interviewed on never comes, nor what is closed to them elsewhere. What they were asked before comes only
    where too little else is left, then what was longest ago first.

    Args:
        books: Of this transaction.
        questions: All that stand.
        wanted: The round, and for whom.
        without: Ids of others that are left out.

    Raises:
        RuleBroken: `nothing_fits`.
    """
    never = {*without, *books.pairs.carded(wanted.candidate_id), *closed_to(books, wanted.candidate_id)}
    may = [question for question in questions if question.id not in never]
    met = _met(books, wanted.candidate_id)
    while True:
        fresh = [question for question in may if question.id not in met]
        try:
            return plan(wanted.kind, wanted.level, wanted.seed, fresh, manner=Manner.SPOKEN)
        except RuleBroken as refusal:
            if not met:
                raise RuleBroken(refusal.code, NOTHING_LEFT) from refusal
            met = met[: len(met) // 2]


def closed_to(books: Books, person_id: int) -> frozenset[str]:
    """Give the ids of what somebody must not read the other side of now: open in a quiz, or in an interview alone."""
    running = books.interviews.running(person_id)
    slots = books.interviews.slots(running.id) if running is not None else ()
    return sealed_for(books, person_id).union(
        key[1] for slot in slots for key in (slot.easier, slot.planned, slot.harder)
    )


def _met(books: Books, person_id: int) -> list[str]:
    """Give the ids of the questions that a person was asked, the newest first."""
    last = dict(books.pairs.answered(person_id))
    asked = [(line.question_id, line.last) for line in books.attempts.seen(person_id)]
    for interview in books.interviews.ended(person_id):
        slots = (slot for slot in books.interviews.slots(interview.id) if slot.chosen is not None)
        asked += [(slot.key[1], interview.ended_at or interview.started_at) for slot in slots]
    for question_id, at in asked:
        last[question_id] = max(at, last.get(question_id, at))
    return sorted(last, key=lambda question_id: last[question_id], reverse=True)


def _question(sheet: PairSheet, half: int, slot: Slot, question: Question) -> PairQuestion:
    key = version_of(sheet.shelves.bank, sheet.books, question).key
    seed = _draws(sheet.pair.seed).integer(f"question {half} {slot.number}", 0, LARGEST_SEED)
    return PairQuestion(sheet.pair.id, half, slot.number, key.scope, key.question_id, key.version, seed)


def _draws(seed: int) -> Draws:
    return Draws("pair interview", 1, seed)
