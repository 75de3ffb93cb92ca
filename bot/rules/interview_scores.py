"""What an interview shows as a whole: competencies, an overall sentence where there is enough to say one, what next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from bot.rules.choosing import Key
from bot.rules.code import CaseOutcome
from bot.rules.interview import Interview, Slot, Sort, Turn
from bot.rules.interview_course import HINT_COST, outcomes, value_of
from bot.rules.interview_report import STORY, Came, Fate, Outlook, PointFate

LEAST_ANSWERS = 3
MOST_UNMARKED = 0.25
"""An overall sentence needs so many graded answers, and at most this share of the points left to mark."""
FULL = 4
MOST_STEPS = 3
MOST_PRACTISED = 10
WELL = 0.9
"""From this share on an answer is not brought back."""
_BANDS = (0.75, 0.55, 0.35)
_FIRST, _EACH, _LEAST, _MOST = 2, 2, 5, 15
"""Minutes that a topic is worth: to look it up, for each point that was missing, at least and at most."""


class Band(StrEnum):
    """The overall sentence, in four honest steps; never whether somebody would be hired."""

    YES = "clearly more yes than no"
    RATHER_YES = "more yes than no, and not sure"
    RATHER_NO = "more no than yes, and not sure"
    NO = "clearly more no than yes"


@dataclass(frozen=True, slots=True)
class Competency:
    """What the answers that show the same thing came to.

    Attributes:
        heard: Points heard without help, or said by somebody's word, of `of`; for code the checks passed.
        nudged: How many more came only after a follow-up.
        unmarked: How many are left to mark.
        share: Of the weight, 0 to 1; None where nothing counts yet.
        best: A point with the words that show it; None where there is none.
        gap: The heaviest point that is missing, or came only after a follow-up.
        failed: Of code: the first check that did not pass.
        mistakes: Each false statement that was heard, with the words.
        hints: How many were shown.
        empty: To how many of the answers nothing was said, or submitted.
    """

    name: str
    answers: int
    heard: int
    nudged: int
    of: int
    unmarked: int
    share: float | None
    best: PointFate | None = None
    gap: PointFate | None = None
    failed: CaseOutcome | None = None
    mistakes: tuple[tuple[str, str], ...] = ()
    hints: int = 0
    empty: int = 0

    @property
    def rating(self) -> int:
        """1 to 4 by share; 0 where nothing counts yet."""
        return 0 if self.share is None else max(1, floor(FULL * self.share + 0.5))


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall sentence.

    Attributes:
        answers: How many answers it rests on.
    """

    band: Band
    answers: int


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next.

    Attributes:
        name: The competency's.
        topic: The question's topic, by name.
        gap: What was missing first; None where nothing is known of it.
        minutes: 5 to 15.
    """

    name: str
    topic: str
    gap: PointFate | None
    minutes: int


def competencies(outlooks: Sequence[Outlook]) -> tuple[Competency, ...]:
    """Join answers that show the same thing, in the order in which they came; what was not reached is left out."""
    kept = [each for each in outlooks if each.came in (Came.GRADED, Came.EMPTY, Came.LOOK)]
    names = dict.fromkeys(each.name for each in kept)
    return tuple(_joined(name, [each for each in kept if each.name == name]) for name in names)


def overall(outlooks: Iterable[Outlook]) -> Overall | None:
    """Give the overall sentence; None where there is not enough for one."""
    asked = list(outlooks)
    shares = [each.share for each in asked if each.share is not None]
    points, unmarked = sum(len(each.points) for each in asked), sum(each.unmarked for each in asked)
    if len(shares) < LEAST_ANSWERS or unmarked > MOST_UNMARKED * points:
        return None
    mean = sum(shares) / len(shares)
    band = next((band for band, least in zip(Band, _BANDS, strict=False) if mean >= least), Band.NO)
    return Overall(band, len(shares))


def steps(outlooks: Iterable[tuple[Outlook, str]]) -> tuple[Step, ...]:
    """Say what to do next, the weakest first, each topic once, at most three.

    Args:
        outlooks: What came of each answer, with its question's topic.
    """
    weak = [(each.share, each, topic) for each, topic in outlooks if each.share is not None and each.share < WELL]
    found: dict[str, Step] = {}
    for _, each, topic in sorted(weak, key=lambda one: one[0]):
        lost = [point for point in each.points if point.fate not in (Fate.HEARD, Fate.SAID)]
        minutes = min(_MOST, max(_LEAST, _FIRST + _EACH * len(lost))) if each.points else _MOST
        about = each.name if each.name == STORY else f"{each.name} {topic}"
        found.setdefault(about, Step(each.name, topic, _gap(each.points), minutes))
    return tuple(found.values())[:MOST_STEPS]


def weakest(
    slots: Iterable[Slot], turns: Sequence[Turn], said: Mapping[tuple[int, int], bool], passed: Mapping[int, float]
) -> tuple[Key, ...]:
    """Give the questions that are worth practising, the weakest first, at most ten; cases are no practice.

    It needs no question's text, so it takes a question's points as equal.

    Args:
        slots: The interview's.
        turns: All of them.
        said: Somebody's word for unsure points, by slot and place.
        passed: What code came to, by slot, 0 to 1.
    """
    found = []
    for slot in slots:
        own = [turn for turn in turns if turn.slot == slot.number]
        if slot.sort is Sort.CASE or not own or own[0].done_at is None:
            continue
        share = passed.get(slot.number, 0.0) if slot.sort is Sort.CODE else _rough(slot.number, own, said)
        share *= max(0.0, 1 - HINT_COST * slot.hints)
        found += [(share, slot.number, slot.key)] if share < WELL else []
    return tuple(dict.fromkeys(key for _, _, key in sorted(found)))[:MOST_PRACTISED]


def _rough(slot: int, turns: Sequence[Turn], said: Mapping[tuple[int, int], bool]) -> float:
    came = outcomes(turns)
    values = [value_of(outcome, marked=said.get((slot, place))) for place, outcome in enumerate(came)]
    return sum(values) / len(values) if values else 0.0


def comparable(first: Interview, second: Interview) -> bool:
    """Tell whether two interviews asked by the same plan, so that they can be compared question by question."""
    return _plan_of(first) == _plan_of(second)


def _plan_of(interview: Interview) -> tuple[str, str, int, str]:
    return (interview.kind, interview.level, interview.seed, interview.bank_version)


def _joined(name: str, answers: Sequence[Outlook]) -> Competency:
    points = [point for each in answers for point in each.points]
    cases = [case for each in answers if each.coded is not None for case in each.coded.judgement.cases]
    counted = [(each.weight, each.share) for each in answers if each.share is not None]
    whole = sum(weight for weight, _ in counted)
    passed = sum(case.passed for case in cases)
    return Competency(
        name=name,
        answers=len(answers),
        heard=passed + sum(point.fate is Fate.HEARD or _said(point, nudged=False) for point in points),
        nudged=sum(point.fate is Fate.NUDGED or _said(point, nudged=True) for point in points),
        of=len(cases) + len(points),
        unmarked=sum(each.unmarked for each in answers),
        share=sum(weight * share for weight, share in counted) / whole if counted else None,
        best=_best(points),
        gap=_gap(points),
        failed=next((case for case in cases if not case.passed), None),
        mistakes=tuple(mistake for each in answers for mistake in each.mistakes),
        hints=sum({each.slot: each.hints for each in answers}.values()),
        empty=sum(each.came is Came.EMPTY for each in answers),
    )


def _said(point: PointFate, *, nudged: bool) -> bool:
    return point.fate is Fate.SAID and point.nudged is nudged


def _best(points: Sequence[PointFate]) -> PointFate | None:
    """Give the heaviest point that has words to show it, rather one that needed no help."""
    shown = [each for each in points if each.worth > 0 and each.evidence.strip() and each.fate is not Fate.UNSURE]
    return max(shown, key=lambda each: (each.worth * each.point.weight, each.point.weight), default=None)


def _gap(points: Sequence[PointFate]) -> PointFate | None:
    """Give the heaviest point that is missing; where none is, the heaviest that needed a follow-up."""
    lost = [each for each in points if each.fate in (Fate.MISSED, Fate.DENIED, Fate.NUDGED)]
    return max(lost, key=lambda each: (each.fate is not Fate.NUDGED, each.point.weight), default=None)
