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
        without = {one.question_id for one in kept} | sealed_for(sheet.books, asker)
        slots = planned(sheet.books, tuple(questions.values()), wanted, without)
        kept += [_question(sheet, half, slot, questions[slot.planned]) for slot in slots]
    sheet.keep_questions(kept)


def planned(
    books: Books, questions: Collection[Question], wanted: Wanted, without: Collection[str] = ()
) -> tuple[Slot, ...]:
    """Plan a round for a candidate.

    What they interviewed on never comes, nor what is under seal for them. What they were asked before comes only where
    too little else is left, then what was longest ago first.

    Args:
        books: Of this transaction.
        questions: All that stand.
        wanted: The round, and for whom.
        without: Ids of others that are left out.

    Raises:
        RuleBroken: `nothing_fits`.
    """
    never = {*without, *books.pairs.carded(wanted.candidate_id), *sealed_for(books, wanted.candidate_id)}
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


def _met(books: Books, person_id: int) -> list[str]:
    """Give the ids of the questions that a person was asked, the newest first."""
    last = dict(books.pairs.answered(person_id))
    for line in books.attempts.seen(person_id):
        last[line.question_id] = max(line.last, last.get(line.question_id, line.last))
    return sorted(last, key=lambda question_id: last[question_id], reverse=True)


def _question(sheet: PairSheet, half: int, slot: Slot, question: Question) -> PairQuestion:
    key = version_of(sheet.shelves.bank, sheet.books, question).key
    seed = _draws(sheet.pair.seed).integer(f"question {half} {slot.number}", 0, LARGEST_SEED)
    return PairQuestion(sheet.pair.id, half, slot.number, key.scope, key.question_id, key.version, seed)


def _draws(seed: int) -> Draws:
    return Draws("pair interview", 1, seed)
