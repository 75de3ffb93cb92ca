"""Which questions an interview asks: fixed by round, level and seed, with an easier and a harder one beside each."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from bot.rules.choosing import Key, key_of
from bot.rules.draw import Draws
from bot.rules.errors import RuleBroken
from bot.rules.interview import ROUNDS, Choice, Kind, Manner, Slot, Sort
from bot.rules.kinds import QuestionType
from bot.rules.question import Level, Question, Status
from bot.rules.rubric import Case, OpenAnswer, Spoken, Stage, Story

GOOD, POOR = 0.75, 0.35
"""From this share of a question's points on the next is the harder one; up to that share the easier one."""
_LADDER = tuple(Level)
_BREADTH = ("python", "dl", "mlops", "maths", "stats", "data")
_WITHIN: dict[Sort, tuple[str, ...]] = {
    Sort.OPEN: _BREADTH,
    Sort.DATA: ("data", "stats.evaluation", "stats.probability"),
    Sort.TRIAL: ("soft.experimentation", "stats.inference", "stats.intervals"),
}


def stages_of(body: Case, manner: Manner) -> tuple[Stage, ...]:
    """Give the stages of a case that are asked."""
    if manner is Manner.SPOKEN:
        return body.stages
    return tuple(stage for stage in body.stages if stage.essential) or body.stages


def seconds_of(question: Question, manner: Manner) -> int:
    """Give how long a question takes, all in seconds."""
    factor = 2 if manner is Manner.WRITTEN and isinstance(question.body, Spoken) else 1
    if isinstance(question.body, Case):
        return factor * 60 * sum(stage.minutes for stage in stages_of(question.body, manner))
    return factor * question.seconds


def bank_version(questions: Iterable[Question]) -> str:
    """Give a digest of all questions that stand: 64 hex digits, another as soon as one of them changes."""
    lines = sorted(f"{question.guild_id or 0} {question.id} {question.version}" for question in questions)
    return sha256("\n".join(lines).encode()).hexdigest()


def seed_of(seed: int, slot: int) -> int:
    """Give the seed that an interview's question is drawn with, 0 <= seed < 2**63."""
    return Draws("interview", 1, seed).integer(f"variant {slot}", 0, 2**63 - 1)


def plan(
    kind: Kind,
    level: Level,
    seed: int,
    questions: Iterable[Question],
    profiles: Collection[str] = (),
    *,
    manner: Manner = Manner.WRITTEN,
) -> tuple[Slot, ...]:
    """Fix the questions of a round; equal arguments give equal slots, whoever asks.

    Questions of a track are left out, so that what two people are asked can be compared. The planned questions are of
    the level, or of the nearest that has any, take about what their slot gives them, and are of different areas as far
    as may be; none comes twice. Whichever of its three each slot asks, all in all they take no longer than the round.

    Args:
        kind: The round.
        level: Of the person.
        seed: 0 <= seed < 2**63.
        questions: All that stand.
        profiles: The profiles of the sandbox that are there.
        manner: How answers are given.

    Raises:
        RuleBroken: `nothing_fits`: the bank has not enough questions whose time fits.
    """
    round_ = ROUNDS[kind]
    stock = _Stock(Draws(f"interview {kind.value} {level.value}", 1, seed), level, manner, round_.minutes * 60)
    ordered = sorted((one for one in questions if _may(one, profiles)), key=key_of)
    pools = [[one for one in ordered if _is(one, sort)] for sort, _ in round_.slots]
    planned = [stock.planned(pools[place:], 60 * minutes) for place, (_, minutes) in enumerate(round_.slots)]
    slots = []
    for number, ((sort, _), pool, middle) in enumerate(zip(round_.slots, pools, planned, strict=True), 1):
        easier, harder = stock.beside(number, pool, middle)
        slots.append(Slot(number, sort, key_of(easier), key_of(middle), key_of(harder)))
    return tuple(slots)


def next_choice(share: float | None) -> Choice:
    """Say which of a slot's three questions comes, by how the one before it went.

    Args:
        share: Of its points, 0 to 1; None for the first slot, and where nothing could be graded.
    """
    if share is None or POOR < share < GOOD:
        return Choice.PLANNED
    return Choice.HARDER if share >= GOOD else Choice.EASIER


class _Stock:
    """What may still be taken, and how many seconds are left for it."""

    def __init__(self, draws: Draws, level: Level, manner: Manner, seconds: int) -> None:
        self._draws = draws
        self._level = _LADDER.index(level)
        self._manner = manner
        self._left = seconds
        self._used: set[Key] = set()
        self._areas: list[str] = []

    def planned(self, pools: Sequence[Sequence[Question]], fair: float) -> Question:
        """Take a slot's planned question.

        Args:
            pools: What the slot may ask, and each slot after it.
            fair: What the slot gives it, in seconds; it may take more where the slots after it can still be filled.
        """
        free = self._shuffled(f"planned {len(self._areas) + 1}", pools[0], self._left - self._least(pools[1:]))
        if not free:
            raise RuleBroken("nothing_fits", "The bank has not enough questions for this round yet. Try another round.")

        def order(one: Question) -> tuple[float, ...]:
            return self._steps(one), max(0.0, self._takes(one) - fair), self._areas.count(_area(one))

        found = min(free, key=order)
        self._areas.append(_area(found))
        self._left -= self._takes(found)
        self._used.add(key_of(found))
        return found

    def beside(self, number: int, pool: Sequence[Question], middle: Question) -> tuple[Question, Question]:
        """Take an easier and a harder question; the middle one where there is none."""
        longest = self._takes(middle) + self._left
        easier, harder = (self._beside(f"beside {number} {step}", pool, middle, step, longest) for step in (-1, 1))
        self._left -= max(0, *(self._takes(one) - self._takes(middle) for one in (easier, harder)))
        return easier, harder

    def _beside(self, name: str, pool: Sequence[Question], middle: Question, step: int, longest: int) -> Question:
        free = [one for one in self._shuffled(name, pool, longest) if _apart(middle, one, step) > 0]
        if not free:
            return middle
        found = min(free, key=lambda one: (_apart(middle, one, step), _area(one) != _area(middle)))
        self._used.add(key_of(found))
        return found

    def _shuffled(self, name: str, pool: Sequence[Question], longest: int) -> list[Question]:
        free = [one for one in pool if key_of(one) not in self._used and self._takes(one) <= longest]
        return [free[place] for place in self._draws.shuffle(name, len(free))]

    def _least(self, pools: Sequence[Sequence[Question]]) -> int:
        """Give how long slots take at least; those with the same pool ask different questions."""
        least, asked = 0, list[Sequence[Question]]()
        for pool in pools:
            times = sorted(self._takes(one) for one in pool if key_of(one) not in self._used)
            nth = asked.count(pool)
            least += times[nth] if nth < len(times) else self._left
            asked.append(pool)
        return least

    def _takes(self, question: Question) -> int:
        return seconds_of(question, self._manner)

    def _steps(self, question: Question) -> int:
        return abs(_LADDER.index(question.level) - self._level)


def _apart(middle: Question, other: Question, step: int) -> int:
    """Give by how much a question is easier or harder, 1 for a level; 0 or less where it is not."""
    levels = step * (_LADDER.index(other.level) - _LADDER.index(middle.level))
    if levels:
        return max(0, levels)
    return 3 if step * (other.difficulty - middle.difficulty) > 0 else 0


def _may(question: Question, profiles: Collection[str]) -> bool:
    there = question.offered or (question.status is Status.LIVE and isinstance(question.body, Case))
    there = there and (not question.profile or question.profile in profiles)
    return there and not question.track and not question.requires


def _is(question: Question, sort: Sort) -> bool:
    match sort:
        case Sort.STORY:
            return isinstance(question.body, Story)
        case Sort.CASE:
            return isinstance(question.body, Case)
        case Sort.CODE:
            return question.type is QuestionType.CODE
        case _:
            within = tuple(f"{skill}." for skill in _WITHIN[sort])
            return isinstance(question.body, OpenAnswer) and f"{question.topic}.".startswith(within)


def _area(question: Question) -> str:
    return question.topic.partition(".")[0]
