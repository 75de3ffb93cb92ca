"""What must hold once two interviews are over in which the bot was killed: rows, messages and what people did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.rules.interview import OUTAGE, State
from bot.storage.desk import Desk
from tests.whole.interview_books import Held, held
from tests.whole.interview_story import Guest, Story
from tests.whole.life import made_at


async def faults_of(story: Story) -> list[str]:
    """Say what does not hold, in sentences."""
    found = [f"The playground saw a fault: {violation}." for violation in story.violations]
    async with Desk(story.url) as desk:
        pulse = await desk(lambda books: books.interviews.pulse())
        back_at = pulse.back_at if pulse is not None else None
        found += _stop_faults(story, back_at)
        for guest in story.guests:
            every = await desk(partial(held, person_id=int(guest.person.id)))
            if len(every) != 1:
                found.append(f"{guest.person.name} has {len(every)} interviews.")
            for one in every:
                found += [f"{guest.person.name}: {fault}" for fault in _faults(guest, one, _Stop.of(story, back_at))]
    return found


def _stop_faults(story: Story, back_at: datetime | None) -> Iterator[str]:
    """See that the bot knew how long it had been away, and gave time back if that was more than a minute."""
    left, away = story.left, story.life.away
    if left is None or left.pulse is None or away is None:
        if back_at is not None:
            yield f"Time was given back at {back_at}, and the bot had not been away"
        return
    died_at, returned_at = away
    if back_at is None and returned_at - left.pulse.at > OUTAGE:
        yield f"No time was given back after {returned_at - left.pulse.at}"
    if back_at is not None and not max(returned_at, left.pulse.at + OUTAGE) <= back_at <= story.life.up_at:
        yield f"Time was given back at {back_at}; last seen {left.pulse.at}, away {died_at} to {returned_at}"
    for one in left.on:  # it may have looked last so long before its death as the rule overlooks, not longer
        if one.since is not None and died_at - max(one.since, left.pulse.at) > OUTAGE:
            yield f"It died at {died_at} and knew of {left.pulse.at}, while a clock ran from {one.since}"


def _faults(guest: Guest, held: Held, stop: "_Stop | None") -> Iterator[str]:
    if held.interview.state is not State.ENDED:
        yield f"it is {held.interview.state}"
    if [turn.number for turn in held.turns] != list(range(1, held.interview.turn + 1)):
        yield "its turns are not one after another"
    for turn in held.turns:
        if turn.done_at is None:
            yield f"turn {turn.number} was never finished"
        if turn.words and turn.hearing is None:
            yield f"turn {turn.number} was never heard"
    yield from _words(guest, held)
    yield from _messages(guest, held)
    yield from _clock(guest, held, stop)


def _words(guest: Guest, held: Held) -> Iterator[str]:
    """See that nothing that was said is lost or counted twice."""
    there = Counter(word for turn in held.turns for word in turn.words.split() if word.startswith("zq"))
    yield from (f"{word} stands there {count} times" for word, count in there.items() if count > 1)
    yield from (f"{word} is lost" for word in guest.words if word not in there)
    asked = {str(one.message_id) for one in held.messages if one.shows == "ask"}
    yield from (f"{word} was taken and is lost" for word in guest.kept if word not in there)
    yield from (f"it answered message {one}, which no row knows" for one in guest.tries if one not in asked)


def _messages(guest: Guest, held: Held) -> Iterator[str]:
    """See that each message was posted once."""
    ids = [one.message_id for one in held.messages]
    if None in ids or len(set(ids)) != len(ids):
        yield f"its messages are {ids}"
    if any(one.behind for one in held.messages):
        yield "a message is behind"
    forms, reports = guest.shows
    if reports != {str(one.message_id) for one in held.messages if one.shows == "report"} or len(reports) != 1:
        yield f"it was told {len(reports)} times that the report is there"
    known = {str(one.message_id) for one in held.messages}
    for ident, messages in forms.items():
        if ident.startswith(("iv:done:", "iv:write:", "iv:on:")) and not messages <= known:
            yield f"{ident} stood on messages that no row knows: {sorted(messages - known)}"


@dataclass(frozen=True, slots=True)
class _Stop:
    """A stop of the bot whose time was given back.

    Attributes:
        gone: When it was last known to be at work.
        back: When it was back.
        told: The messages that its rows knew of in between.
    """

    gone: datetime
    back: datetime
    told: frozenset[int]

    @classmethod
    def of(cls, story: Story, back_at: datetime | None) -> "_Stop | None":
        """Give the story's; None where no time was given back."""
        if story.left is None or story.left.pulse is None or back_at is None:
            return None
        return cls(story.left.pulse.at, back_at, story.left.told)

    def takes(self, message_id: int, end: datetime) -> timedelta:
        """Give how much of a clock is given back that runs from a message to an end.

        It is the stop, if the clock ran through it. Where no row knew of the message, it runs from the return.
        """
        start = made_at(message_id)
        if message_id not in self.told:
            return max(min(end, self.back) - start, timedelta())
        return self.back - max(self.gone, start) if start < self.back <= end else timedelta()


def _clock(guest: Guest, held: Held, stop: _Stop | None) -> Iterator[str]:
    """See that the clock ran exactly while the person had the word, but for a long stop of the bot."""
    silent, least, most = False, timedelta(), timedelta()
    for message_id, ends in _spans(guest, held):
        ran = [max(end - made_at(message_id), timedelta()) for end in ends]
        if stop is not None:
            ran = [long - stop.takes(message_id, end) for long, end in zip(ran, ends, strict=True)]
        least, most = least + ran[0], most + ran[-1]
        silent |= ends[0] == made_at(message_id)
    spent = held.interview.spent
    if not (least <= spent <= most if silent else spent in (least, most)):
        yield f"its clock says {spent}, and it must be {least} or {most}; {stop}"


def _spans(guest: Guest, held: Held) -> Iterator[tuple[int, list[datetime]]]:
    """Give what started each question's clock, and when it may have stopped.

    It is one moment, but for a pause that was asked for twice, since the bot died on the first press: two; and for a
    pause that came by itself: from the message on.
    """
    done = {turn.number: turn.done_at for turn in held.turns}
    for one, following in zip(held.messages, [*held.messages[1:], None], strict=True):
        if one.shows == "ask" and one.message_id is not None:
            ends = [end] if (end := done[one.turn]) is not None else []
            if following is not None and following.shows == "paused" and following.note == "asked":
                pressed = guest.pauses.get(str(one.message_id), [])
                ends = sorted(min([at, *ends]) for at in pressed)
            elif following is not None and following.shows == "paused" and following.note == "silent":
                ends = [made_at(one.message_id), made_at(following.message_id or 0)]
            if ends:
                yield one.message_id, ends
