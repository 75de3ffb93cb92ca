"""How an interview goes on: parts, clock, follow-ups. Every function gives a new value; nothing is stored here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.heard import Ear, Hearing, Status
from bot.rules.interview import SILENCE, Interview, Manner, Pulse, State, Turn
from bot.rules.interview_plan import seconds_of, stages_of
from bot.rules.practice import unknowing
from bot.rules.question import Question
from bot.rules.rubric import Case, FollowUp, Point, Spoken
from bot.rules.spoken import quoteless

HINT_COST = 0.25
NUDGED_WORTH = 0.5
"""What a point counts that came only after a follow-up."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is heard in one go: a whole question, or a stage of a case.

    Attributes:
        name: The stage's; empty for a whole question.
        first: The place of its first point among all of the question's, from 0.
        points: Its own; empty for code.
    """

    name: str
    first: int
    points: tuple[Point, ...]
    allowed: timedelta


def parts_of(question: Question, manner: Manner) -> tuple[Part, ...]:
    """Give the parts of a question that are asked, in order, at least one."""
    body, factor = question.body, 2 if manner is Manner.WRITTEN else 1
    if not isinstance(body, Case):
        points = body.points if isinstance(body, Spoken) else ()
        return (Part("", 0, points, timedelta(seconds=seconds_of(question, manner))),)
    asked, found, first = stages_of(body, manner), list[Part](), 0
    for stage in body.stages:
        if stage in asked:
            found.append(Part(stage.name, first, stage.points, timedelta(minutes=factor * stage.minutes)))
        first += len(stage.points)
    return tuple(found)


# The clock


def deadline(interview: Interview, part: Part) -> datetime | None:
    """Give the end of a part's time; None while the clock stands."""
    return None if interview.since is None else interview.since + max(part.allowed - interview.used, timedelta())


def going(interview: Interview, part: Part, at: datetime) -> Interview:
    """Start the clock, such as when a question is there."""
    return alive(replace(interview, state=State.RUNNING, since=interview.since or at), part, at)


def alive(interview: Interview, part: Part, at: datetime) -> Interview:
    """Note a sign of life; it moves the moment at which a running interview would pause by itself."""
    active_at, ends = max(interview.active_at, at), deadline(interview, part)
    due_at = max(ends, active_at) + SILENCE if ends is not None else None
    return replace(interview, active_at=active_at, due_at=due_at)


def stopped(interview: Interview, at: datetime) -> Interview:
    """Stop the clock; what it showed is kept. Where it stands already nothing changes."""
    if interview.since is None:
        return replace(interview, due_at=None)
    used = interview.used + max(at - interview.since, timedelta())
    return replace(interview, used=used, since=None, due_at=None)


def paused(interview: Interview, at: datetime) -> Interview:
    """Pause at a moment; by itself it does so as of the last sign of life or the end of the time, if that is later."""
    return replace(stopped(interview, at), state=State.PAUSED)


def silent_since(interview: Interview) -> datetime | None:
    """Give the moment from which a pause that comes by itself counts; None while the clock stands."""
    return None if interview.due_at is None else interview.due_at - SILENCE


def closed(interview: Interview) -> Interview:
    """End a part whose clock stands: its time goes to what was spent, and the next part's begins at zero."""
    return replace(interview, spent=interview.spent + interview.used, used=timedelta())


def given_back(interview: Interview, gone: datetime, back: datetime) -> Interview:
    """Give back the time of a stop of the bot in which a clock ran.

    Args:
        interview: As it was left.
        gone: When the bot was last known to be at work.
        back: When it came back.
    """
    if interview.since is None or interview.due_at is None:
        return interview
    lost = max(back - max(gone, interview.since), timedelta())
    return replace(interview, since=interview.since + lost, due_at=interview.due_at + lost)


def begun_at(at: datetime, pulse: Pulse | None) -> datetime:
    """Give the moment from which the clock of a question runs whose message is of `at`.

    Where it was posted just before a stop of the bot, it runs from when the bot was back.
    """
    return at if pulse is None or pulse.back_at is None else max(at, pulse.back_at)


def wiped(turn: Turn) -> Turn:
    """Give a turn without the person's words; that something was said which nobody heard can still be told."""
    unheard = turn.hearing is None and bool(turn.words.strip()) and not unknowing(turn.words)
    return replace(turn, words="…" if unheard else "", hearing=quoteless(turn.hearing) if turn.hearing else None)


# What was heard


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one point.

    Attributes:
        nudged: Whether it was heard only after a follow-up.
        evidence: The person's own words.
    """

    ear: Ear
    chance: float
    nudged: bool = False
    evidence: str = ""


def outcomes(turns: Sequence[Turn]) -> tuple[Outcome, ...]:
    """Give what became of each of a part's points; empty where nothing was heard.

    Args:
        turns: The part's, the question first; each hearing is of all that was said up to its turn.
    """
    hearings = [turn.hearing for turn in turns if turn.hearing is not None]
    if not hearings:
        return ()
    alone, last = turns[0].hearing, hearings[-1]
    return tuple(_outcome(alone, last, place) for place in range(len(last.points)))


def _outcome(alone: Hearing | None, last: Hearing, place: int) -> Outcome:
    first, final = alone.points[place] if alone is not None else None, last.points[place]
    if first is not None and first.ear is Ear.HEARD:
        return Outcome(Ear.HEARD, first.chance, evidence=first.evidence)
    return Outcome(final.ear, final.chance, nudged=final.ear is Ear.HEARD, evidence=final.evidence)


def value_of(outcome: Outcome, *, marked: bool | None = None) -> float:
    """Give what a point counts, 0 to 1.

    Args:
        outcome: What became of it.
        marked: For an unsure one: whether it was said, by the person's or a peer's word; None where nobody marked it.
    """
    if outcome.ear is Ear.HEARD:
        return NUDGED_WORTH if outcome.nudged else 1.0
    if outcome.ear is Ear.UNSURE:
        return outcome.chance if marked is None else float(marked)
    return 0.0


# Follow-ups


def next_followup(body: Spoken, part: Part, turns: Sequence[Turn], *, last: bool, over: bool) -> int | None:
    """Give the place of the follow-up that comes next in a part, None where the part is through.

    The first point that was not heard and has a follow-up is asked after, once; then those that always come, at the
    last part of the question. Nothing is asked beyond the time, nor after an answer in which nothing was said.

    Args:
        body: The question's.
        part: The part that is on.
        turns: Its turns so far, all done.
        last: Whether it is the question's last part.
        over: Whether its time is over.
    """
    hearing = turns[-1].hearing
    if over or hearing is None:
        return None
    asked = {turn.followup for turn in turns}
    if all(place is None or body.followups[place].if_missing == 0 for place in asked):
        missed = [part.first + place + 1 for place, each in enumerate(outcomes(turns)) if each.ear is not Ear.HEARD]
        nudge = next((_about(body.followups, number) for number in missed if _about(body.followups, number) >= 0), -1)
        if nudge >= 0:
            return nudge
    always = (place for place, each in enumerate(body.followups) if each.if_missing == 0 and place not in asked)
    return next(always, None) if last else None


def _about(followups: Sequence[FollowUp], number: int) -> int:
    """Give the place of the follow-up about a point, -1 where there is none."""
    return next((place for place, each in enumerate(followups) if each.if_missing == number), -1)


def noted(turns: Sequence[Turn], most: int = 3) -> tuple[str, ...]:
    """Give the person's own words that the newest turn added, for the interviewer to quote before going on.

    Args:
        turns: The part's so far.
        most: How many at most; those of the points that are surest.
    """
    hearing = turns[-1].hearing
    if hearing is None or hearing.status is Status.NEEDS_REVIEW:
        return ()
    said = turns[-1].words
    fresh = [point for point in hearing.points if point.ear is Ear.HEARD and point.evidence and point.evidence in said]
    sure = sorted(fresh, key=lambda point: -point.chance)[:most]
    quotes = dict.fromkeys(point.evidence for point in sure)
    return tuple(quote for quote in quotes if not any(quote != other and quote in other for other in quotes))
