"""What came of an interview, answer by answer: what became of each point, what hints and mistakes cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.rules.code import Judgement
from bot.rules.heard import MISTAKE_COST, Ear, Hearing, Status, worth
from bot.rules.interview import Manner, Slot, Sort, Turn
from bot.rules.interview_course import (
    HINT_COST,
    NUDGED_WORTH,
    Outcome,
    Part,
    outcomes,
    parts_of,
    value_of,
)
from bot.rules.practice import unknowing
from bot.rules.rubric import Point
from bot.rules.run import RunStatus
from bot.rules.spoken import unsure
from bot.rules.variant import Variant

STORY, CODING = "Story", "Coding"
"""Names of what stories and coding questions show; open questions go by their subarea, a case by its stages."""


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody's word for a point that nobody could be sure of.

    Attributes:
        peer: Whether it is a peer's; otherwise the person's own.
    """

    said: bool
    peer: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """The newest judged submission to a coding question; `nth` from 1."""

    nth: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Sat:
    """One slot of an interview with all that belongs to it.

    Attributes:
        variant: The question as the person met it, or would have met it.
        subarea: With `topic`: where the question stands, by name.
        turns: Its turns by number; none where it was not reached.
        marks: Somebody's word by the point's place among all of the question's, from 0.
        coded: For code: what was submitted last.
    """

    slot: Slot
    variant: Variant
    subarea: str
    topic: str
    turns: tuple[Turn, ...] = ()
    marks: Mapping[int, Word] = field(default_factory=dict)
    coded: Coded | None = None


class Fate(StrEnum):
    """What became of a point.

    HEARD: without help. NUDGED: only after a follow-up. SAID, DENIED: by somebody's word. UNSURE: nobody has marked it.
    MISSED: not heard.
    """

    HEARD = "heard"
    NUDGED = "nudged"
    SAID = "said"
    DENIED = "denied"
    UNSURE = "unsure"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class PointFate:
    """One point and what became of it.

    Attributes:
        place: Among all of the question's points, from 0.
        slot: Number of the question.
        worth: What it counts, 0 to 1.
        evidence: The person's own words that come closest; empty where none do, or where they are no longer stored.
        nudged: Whether it came only after a follow-up.
        peer: Whether a peer's word decides.
    """

    place: int
    point: Point
    fate: Fate
    worth: float
    evidence: str = ""
    nudged: bool = False
    peer: bool = False
    slot: int = 0


class Came(StrEnum):
    """What came of an answer as a whole.

    GRADED: it counts as it stands. EMPTY: "I don't know", or nothing was said or submitted: it counts as asked and not
    heard. LOOK: somebody has to look before it counts. UNHEARD: the grader never heard it. UNFINISHED: the person left
    in the middle. NOT_REACHED: it was never asked. The last four count neither for nor against.
    """

    GRADED = "graded"
    EMPTY = "empty"
    LOOK = "look"
    UNHEARD = "unheard"
    UNFINISHED = "unfinished"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What came of one answer: a whole question, or one stage of a case.

    Attributes:
        name: What it shows: a subarea's, `Story`, `Coding` or a stage's.
        part: Place of the case's stage among those asked, from 0.
        points: In the rubric's order; empty for code.
        mistakes: Each false statement that was heard, with the words.
        share: Of the weight, 0 to 1, what mistakes and hints cost taken off; None where it does not count.
        why: Where somebody has to look: why, a sentence.
        heard_by: The model outside that heard it; empty for the grader that is part of the bot.
        remark: Why it was not heard by the model that was asked for; empty mostly.
    """

    slot: int
    part: int
    name: str
    came: Came
    points: tuple[PointFate, ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    hints: int = 0
    share: float | None = None
    why: str = ""
    heard_by: str = ""
    remark: str = ""
    coded: Coded | None = None

    @property
    def weight(self) -> float:
        """What it counts among answers that show the same."""
        return sum(each.point.weight for each in self.points) or 1.0

    @property
    def unmarked(self) -> int:
        """How many points nobody has marked."""
        return sum(each.fate is Fate.UNSURE for each in self.points)


def outlooks(sat: Sat, manner: Manner = Manner.WRITTEN) -> tuple[Outlook, ...]:
    """Say what came of each answer of a slot, in order.

    Args:
        sat: The slot with all that belongs to it.
        manner: How answers were given.
    """
    body = sat.variant.spoken
    question = sat.variant.question if body is None else replace(sat.variant.question, body=body)
    parts = parts_of(question, manner)
    return tuple(_outlook(sat, part, place) for place, part in enumerate(parts))


def _outlook(sat: Sat, part: Part, place: int) -> Outlook:
    turns = tuple(turn for turn in sat.turns if turn.part == place)
    blank = Outlook(sat.slot.number, place, _name(sat, part), Came.NOT_REACHED, hints=sat.slot.hints)
    if not turns:
        return blank
    if sat.variant.task is not None:
        return _of_code(blank, sat, turns)
    hearing = next((turn.hearing for turn in reversed(turns) if turn.hearing is not None), None)
    if hearing is not None:
        return _of_words(blank, sat, part, turns, hearing)
    if turns[-1].done_at is None:
        return replace(blank, came=Came.UNFINISHED)
    words = turns[0].words.strip()
    if words and not unknowing(words):
        return replace(blank, came=Came.UNHEARD)
    places = enumerate(part.points, part.first)
    points = tuple(PointFate(place, point, Fate.MISSED, 0.0, slot=blank.slot) for place, point in places)
    return replace(blank, came=Came.EMPTY, points=points, share=0.0)


def _name(sat: Sat, part: Part) -> str:
    match sat.slot.sort:
        case Sort.STORY:
            return STORY
        case Sort.CODE:
            return CODING
        case Sort.CASE:
            return part.name
        case _:
            return sat.subarea


def _of_code(blank: Outlook, sat: Sat, turns: Sequence[Turn]) -> Outlook:
    if sat.coded is None:
        done = turns[-1].done_at is not None
        return replace(blank, came=Came.EMPTY, share=0.0) if done else replace(blank, came=Came.UNFINISHED)
    judgement = sat.coded.judgement
    if judgement.status is RunStatus.SETUP_FAILED:
        return replace(blank, came=Came.UNHEARD, coded=sat.coded)
    return replace(blank, came=Came.GRADED, coded=sat.coded, share=judgement.score * _left_by_hints(blank.hints))


def _of_words(blank: Outlook, sat: Sat, part: Part, turns: Sequence[Turn], hearing: Hearing) -> Outlook:
    look = hearing.status is Status.NEEDS_REVIEW
    points = tuple(replace(each, slot=blank.slot) for each in _fates(part, turns, hearing, sat.marks))
    false = sat.variant.spoken.mistakes if sat.variant.spoken is not None else ()
    mistakes = tuple((false[place], quote) for place, quote in hearing.mistakes if place < len(false))
    told = replace(blank, points=points, mistakes=mistakes, why=hearing.why)
    told = replace(told, heard_by=hearing.heard_by, remark=hearing.remark)
    if look and told.unmarked:
        return replace(told, came=Came.LOOK)
    share = worth(part.points, [point.worth for point in points]) - MISTAKE_COST * len(mistakes)
    return replace(told, came=Came.GRADED, share=max(0.0, share) * _left_by_hints(blank.hints))


def _left_by_hints(hints: int) -> float:
    return max(0.0, 1 - HINT_COST * hints)


def _fates(part: Part, turns: Sequence[Turn], hearing: Hearing, marks: Mapping[int, Word]) -> tuple[PointFate, ...]:
    """Say what became of each point; those that nobody could be sure of go by whoever marked them."""
    doubted = hearing.status is Status.NEEDS_REVIEW or _all_left(hearing)
    fates = []
    for k, (point, outcome) in enumerate(zip(part.points, outcomes(turns), strict=True)):
        place = part.first + k
        nudged = outcome.nudged or _after_a_nudge(turns, k)
        word = marks.get(place) if doubted or outcome.ear is Ear.UNSURE else None
        fate = _fate(outcome, word, doubted=doubted)
        counts = value_of(outcome) if word is None else word.said * (NUDGED_WORTH if nudged else 1.0)
        peer = word is not None and word.peer
        fates.append(PointFate(place, point, fate, counts, outcome.evidence, nudged, peer))
    return tuple(fates)


def _all_left(hearing: Hearing) -> bool:
    """Tell whether the grader abstained without a word on any single point."""
    return bool(unsure(hearing)) and all(point.ear is not Ear.UNSURE for point in hearing.points)


def _after_a_nudge(turns: Sequence[Turn], k: int) -> bool:
    """Tell whether a point was not there at all before the follow-ups."""
    alone = turns[0].hearing
    return len(turns) > 1 and alone is not None and alone.points[k].ear is Ear.MISSED


def _fate(outcome: Outcome, word: Word | None, *, doubted: bool) -> Fate:
    if word is not None:
        return Fate.SAID if word.said else Fate.DENIED
    if doubted or outcome.ear is Ear.UNSURE:
        return Fate.UNSURE
    if outcome.ear is Ear.MISSED:
        return Fate.MISSED
    return Fate.NUDGED if outcome.nudged else Fate.HEARD


def to_mark(outlook: Outlook, *, peer: bool = False) -> tuple[PointFate, ...]:
    """Give the points of an answer that are left to mark.

    Args:
        outlook: What came of the answer.
        peer: Whether a peer marks: they take points that nobody marked, also where somebody has to look; the person
            themselves takes unsure ones alone, and may replace a peer's word.
    """
    if peer:
        return tuple(each for each in outlook.points if each.fate is Fate.UNSURE)
    if outlook.why:
        return ()
    return tuple(each for each in outlook.points if each.fate is Fate.UNSURE or each.peer)
