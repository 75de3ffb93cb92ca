"""How an interview begins: which round, with which seed, from which questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import interview_moves
from bot.actions.consent import may_leave
from bot.actions.interview_sheet import InterviewSheet, running_of
from bot.actions.interview_views import Opening, Running
from bot.actions.ports import Books
from bot.actions.quiz_sheet import Papers
from bot.actions.seal import sealed_for
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import LOOPS, ROUNDS, Interview, Kind, Loop, Slot, Sort, State
from bot.rules.interview_plan import bank_version, plan
from bot.rules.question import Level, Question

_SEEDS = 1_000_000
"""Fresh seeds are below this, so that somebody can read one out to somebody else."""
_TRIED = 20
"""Fresh seeds that are tried until none of the questions is under seal."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as in `InterviewDesk.opening`."""

    kind: Kind | None
    level: Level | None
    seed: int | None
    loop: bool


@dataclass(frozen=True, slots=True)
class _Round:
    """The round that it comes to.

    Attributes:
        on: The loop that it belongs to, None where it is a single one or the loop is not begun yet.
        nth: Which of a loop's rounds it is, from 1; None for a single one.
    """

    kind: Kind
    level: Level
    seed: int | None
    on: Loop | None = None
    nth: int | None = None


def opening(papers: Papers, books: Books, call: Call, wanted: Wanted, outsider: str) -> Opening:
    """Say what a round would be, and whether `outsider`, the model outside, may hear what is said in it."""
    found, running = _round(books, call, wanted), books.interviews.running(call.person_id)
    return Opening(
        kind=found.kind,
        level=found.level,
        seed=found.seed if found.seed is not None else _fresh_seed(papers, books, call, found),
        minutes=ROUNDS[found.kind].minutes,
        slots=ROUNDS[found.kind].slots,
        in_server=call.guild_id is not None,
        heard_by=outsider if _spoken(found.kind) and may_leave(books, call.person_id, call.guild_id) else "",
        loop=found.nth,
        rounds=len(LOOPS[found.level]) if found.nth is not None else 0,
        running=running_of(InterviewSheet(papers, books, running)) if running is not None else None,
    )


def _spoken(kind: Kind) -> bool:
    """Tell whether anything is answered in one's own words; code never leaves."""
    return any(sort is not Sort.CODE for sort, _ in ROUNDS[kind].slots)


def begin(papers: Papers, books: Books, call: Call, wanted: Wanted) -> Running:
    """Begin a round, once for a call.

    Raises:
        RuleBroken: `one_at_a_time`, `nothing_fits` or `sealed`.
    """
    known = books.interviews.of_call(call.id)
    if known is not None:
        return running_of(InterviewSheet(papers, books, known))
    if books.interviews.running(call.person_id) is not None:
        raise RuleBroken("one_at_a_time", "You have an interview that has not ended. Go on with it, or end it first.")
    found = _round(books, call, wanted)
    seed = found.seed if found.seed is not None else _fresh_seed(papers, books, call, found)
    questions = tuple(papers.shelves.of(books, call.guild_id).questions.values())
    slots = plan(found.kind, found.level, seed, questions, papers.profiles())
    if not _open(slots, sealed_for(books, call.person_id)):
        raise RuleBroken(
            "sealed",
            "A question of this round is open in a quiz you are in. Choose another round, or wait for its end.",
        )
    loop = found.on
    if found.nth is not None and loop is None:
        loop = books.interviews.add_loop(Loop(0, call.id, call.person_id, found.level, seed, call.at))
    direct = call.guild_id is None
    new = Interview(
        id=0,
        call_id=call.id,
        person_id=call.person_id,
        guild_id=call.guild_id,
        channel_id=call.channel_id if direct else None,
        parent_id=None if direct else call.channel_id,
        kind=found.kind,
        level=found.level,
        seed=seed,
        bank_version=bank_version(questions),
        state=State.RUNNING,
        started_at=call.at,
        active_at=call.at,
        loop_id=loop.id if loop is not None else None,
    )
    sheet = InterviewSheet(papers, books, books.interviews.add(new, slots))
    interview_moves.ask_again(sheet, call.at)
    return running_of(sheet)


def _round(books: Books, call: Call, wanted: Wanted) -> _Round:
    """Say which round is meant: of a loop the first that has not ended."""
    person = books.people.get(call.person_id)
    level = wanted.level or (person.level if person is not None else None) or Level.MID
    if not wanted.loop:
        return _Round(wanted.kind or Kind.BREADTH, level, wanted.seed)
    loop = books.interviews.newest_loop(call.person_id)
    if loop is not None:
        ended = {one.kind for one in books.interviews.of_loop(loop.id) if one.state is State.ENDED}
        for nth, kind in enumerate(LOOPS[loop.level], 1):
            if kind not in ended:
                return _Round(kind, loop.level, loop.seed, loop, nth)
    return _Round(LOOPS[level][0], level, wanted.seed, nth=1)


def _fresh_seed(papers: Papers, books: Books, call: Call, found: _Round) -> int:
    """Give a seed of which no question is under seal, if there is one among the first few."""
    seeds = [(call.id + nth) % _SEEDS for nth in range(_TRIED)]
    sealed = sealed_for(books, call.person_id)
    if not sealed:
        return seeds[0]
    questions = tuple(papers.shelves.of(books, call.guild_id).questions.values())
    return next((seed for seed in seeds if _fits(papers, questions, found, seed, sealed)), seeds[0])


def _fits(papers: Papers, questions: Sequence[Question], found: _Round, seed: int, sealed: frozenset[str]) -> bool:
    try:
        return _open(plan(found.kind, found.level, seed, questions, papers.profiles()), sealed)
    except RuleBroken:
        return False


def _open(slots: Sequence[Slot], sealed: frozenset[str]) -> bool:
    """Tell whether none of the questions that may be asked is under seal."""
    return all(sealed.isdisjoint({slot.easier[1], slot.planned[1], slot.harder[1]}) for slot in slots)
