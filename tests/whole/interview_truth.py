"""What must hold once two interviews are over in which the bot was killed: rows, messages and what people did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.interview_ports import InterviewMessage
from bot.actions.ports import Books
from bot.rules.interview import OUTAGE, Interview, State, Turn
from bot.storage.desk import Desk
from tests.whole.interview_story import Guest, Story, time_of

EXACT = timedelta(seconds=2)
NEARLY = timedelta(seconds=60)
"""How far a clock may be off where the bot was killed: by what it had not looked at yet, at most the rule's minute."""


@dataclass(frozen=True, slots=True)
class Held:
    """One interview's rows."""

    interview: Interview
    turns: tuple[Turn, ...]
    messages: tuple[InterviewMessage, ...]


async def faults_of(story: Story) -> list[str]:
    """Say what does not hold, in sentences."""
    found = [f"The playground saw a fault: {violation}." for violation in story.violations]
    async with Desk(story.url) as desk:
        for guest in story.guests:
            held = await desk(lambda books, guest=guest: _held(books, int(guest.person.id)))  # type: ignore[misc]
            if len(held) != 1:
                found.append(f"{guest.person.name} has {len(held)} interviews.")
            for one in held:
                found += [f"{guest.person.name}: {fault}" for fault in _faults(story, guest, one)]
    return found


def _held(books: Books, person_id: int) -> list[Held]:
    running = books.interviews.running(person_id)
    every = [*books.interviews.ended(person_id), *([running] if running is not None else [])]
    return [Held(one, books.interviews.turns(one.id), books.interviews.messages(one.id)) for one in every]


def _faults(story: Story, guest: Guest, held: Held) -> Iterator[str]:
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
    yield from _clock(story, guest, held)


def _words(guest: Guest, held: Held) -> Iterator[str]:
    """See that nothing that was said is lost or counted twice."""
    there = Counter(word for turn in held.turns for word in turn.words.split() if word.startswith("zq"))
    yield from (f"{word} stands there {count} times" for word, count in there.items() if count > 1)
    yield from (f"{word} is lost" for word in guest.words if word not in there)
    asked = {str(one.message_id) for one in held.messages if one.shows == "ask"}
    for message, tries in guest.tries.items():
        if message not in asked:
            yield f"it answered message {message}, which no row knows"
        if message in guest.handled and not any(word in there for word in tries):
            yield f"{tries} are lost"


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
        if ident.startswith(("interview:done:", "interview:write:", "interview:on:")) and not messages <= known:
            yield f"{ident} stood on messages that no row knows: {sorted(messages - known)}"


def _clock(story: Story, guest: Guest, held: Held) -> Iterator[str]:
    """See that the clock ran while the person had the word, and not while the bot was away for long."""
    least, most = timedelta(), timedelta()
    died, back = story.life.away or (held.interview.started_at,) * 2
    long, slack = back - died > OUTAGE, NEARLY if story.life.killed else EXACT
    for start, ends in _spans(guest, held):
        for end in ends[:1]:
            least += max(end - start, timedelta()) - _overlap(start, end, died, back)
        for end in ends[-1:]:
            most += max(end - start, timedelta()) - (_overlap(start, end, died, back) if long else timedelta())
    silent = any(one.note == "silent" for one in held.messages)
    if not (silent or least - slack <= held.interview.spent) or held.interview.spent > most + slack:
        yield f"its clock says {held.interview.spent}, and it must be {least} to {most}"


def _spans(guest: Guest, held: Held) -> Iterator[tuple[datetime, list[datetime]]]:
    """Give when each question's clock started, and when it may have stopped."""
    turns = {turn.number: turn for turn in held.turns}
    for one, following in zip(held.messages, [*held.messages[1:], None], strict=True):
        if one.shows == "ask" and one.message_id is not None:
            start, done_at = time_of(one.message_id), turns[one.turn].done_at
            if following is not None and following.shows == "paused" and following.note == "asked":
                yield start, sorted(guest.pauses.get(str(one.message_id), [start]))
            elif following is not None and following.shows == "paused" and following.note == "silent":
                yield start, [start, time_of(following.message_id or 0)]
            elif done_at is not None:
                yield start, [done_at]


def _overlap(start: datetime, end: datetime, died: datetime, back: datetime) -> timedelta:
    return max(min(end, back) - max(start, died), timedelta())
