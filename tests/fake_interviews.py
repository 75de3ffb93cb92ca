"""Mock interviews in memory."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.actions.interview_ports import InterviewMessage, Mark, Share
from bot.rules.interview import Interview, Loop, Pulse, Slot, State, Turn
from bot.rules.interview_course import wiped
from bot.rules.spoken import to_plain
from tests.kept import Kept, aware, lost_race, plain, storable


@dataclass(frozen=True, slots=True)
class FakeInterviews:
    kept: Kept

    def add(self, interview: Interview, slots: tuple[Slot, ...]) -> Interview:
        times_aware(interview)
        if (known := self.of_call(interview.call_id)) is not None:
            return known
        if self.running(interview.person_id) is not None and interview.state is not State.ENDED:
            raise lost_race()
        if interview.loop_id not in {None, *self.kept.interview_loops}:
            raise lost_race()
        self.kept.meet(interview.person_id)
        added = replace(interview, id=self.kept.new_id("interviews"))
        self.kept.interviews[added.id] = added
        self.kept.interview_slots |= {(added.id, slot.number): slot for slot in slots}
        return added

    def of_call(self, call_id: int) -> Interview | None:
        return next((one for one in self.kept.interviews.values() if one.call_id == call_id), None)

    def get(self, interview_id: int) -> Interview | None:
        return self.kept.interviews.get(interview_id)

    def save(self, interview: Interview) -> None:
        times_aware(interview)
        assert interview.since is None or interview.state is State.RUNNING
        assert (interview.ended_at is None) is (interview.state is not State.ENDED)
        if interview.id in self.kept.interviews:
            self.kept.interviews[interview.id] = interview

    def running(self, person_id: int) -> Interview | None:
        return next((one for one in self.on() if one.person_id == person_id), None)

    def ended(self, person_id: int) -> tuple[Interview, ...]:
        own = [(one.ended_at, one.id, one) for one in self.kept.interviews.values() if one.person_id == person_id]
        return tuple(one for at, _, one in sorted(own, key=lambda line: line[1:2], reverse=True) if at is not None)

    def on(self) -> tuple[Interview, ...]:
        return tuple(one for _, one in sorted(self.kept.interviews.items()) if one.state is not State.ENDED)

    def add_loop(self, loop: Loop) -> Loop:
        aware(loop.begun_at)
        for known in self.kept.interview_loops.values():
            if known.call_id == loop.call_id:
                return known
        self.kept.meet(loop.person_id)
        added = replace(loop, id=self.kept.new_id("interview_loops"))
        self.kept.interview_loops[added.id] = added
        return added

    def loop(self, loop_id: int) -> Loop | None:
        return self.kept.interview_loops.get(loop_id)

    def newest_loop(self, person_id: int) -> Loop | None:
        own = [loop for loop in self.kept.interview_loops.values() if loop.person_id == person_id]
        return max(own, key=lambda loop: loop.id, default=None)

    def of_loop(self, loop_id: int) -> tuple[Interview, ...]:
        return tuple(one for _, one in sorted(self.kept.interviews.items()) if one.loop_id == loop_id)

    def slots(self, interview_id: int) -> tuple[Slot, ...]:
        return tuple(slot for key, slot in sorted(self.kept.interview_slots.items()) if key[0] == interview_id)

    def save_slot(self, interview_id: int, slot: Slot) -> None:
        if slot.attempt_id not in {None, *self.kept.attempts}:
            raise lost_race()
        if (interview_id, slot.number) in self.kept.interview_slots:
            self.kept.interview_slots[interview_id, slot.number] = slot

    def turns(self, interview_id: int) -> tuple[Turn, ...]:
        return tuple(turn for key, turn in sorted(self.kept.interview_turns.items()) if key[0] == interview_id)

    def save_turn(self, turn: Turn) -> None:
        if turn.done_at is not None:
            aware(turn.done_at)
        if turn.interview_id not in self.kept.interviews:
            raise lost_race()
        self.kept.interview_turns[turn.interview_id, turn.number] = replace(turn, words=storable(turn.words))

    def says(self, interview_id: int, turn: int, call_id: int, words: str) -> bool:
        if call_id in self.kept.interview_words:
            return False
        if interview_id not in self.kept.interviews:
            raise lost_race()
        self.kept.interview_words[call_id] = (interview_id, turn)
        if (known := self.kept.interview_turns.get((interview_id, turn))) is not None:
            joined = f"{known.words}\n{words}" if known.words else words
            self.kept.interview_turns[interview_id, turn] = replace(known, words=storable(joined))
        return True

    def messages(self, interview_id: int) -> tuple[InterviewMessage, ...]:
        return tuple(one for key, one in sorted(self.kept.interview_messages.items()) if key[0] == interview_id)

    def save_message(self, message: InterviewMessage) -> None:
        if message.interview_id not in self.kept.interviews:
            raise lost_race()
        assert 0 <= message.drawn <= message.revision
        self.kept.interview_messages[message.interview_id, message.place] = message

    def waiting(self) -> tuple[int, ...]:
        behind = {one.interview_id for one in self.kept.interview_messages.values() if one.behind}
        unheard = {one.id for one in self.on() if one.state is State.HEARING}
        roomless = {one.id for one in self.on() if one.state is State.RUNNING and one.channel_id is None}
        return tuple(sorted(behind | unheard | roomless))

    def due(self, now: datetime) -> tuple[Interview, ...]:
        aware(now)
        waiting = [(one.due_at, one.id, one) for one in self.kept.interviews.values() if one.due_at is not None]
        return tuple(one for at, _, one in sorted(waiting, key=lambda line: line[:2]) if at <= now)

    def next_due(self) -> datetime | None:
        return min((one.due_at for one in self.kept.interviews.values() if one.due_at is not None), default=None)

    def marks(self, interview_id: int) -> tuple[Mark, ...]:
        return tuple(mark for key, mark in sorted(self.kept.interview_marks.items()) if key[0] == interview_id)

    def mark(self, interview_id: int, marks: tuple[Mark, ...]) -> None:
        if interview_id not in self.kept.interviews:
            raise lost_race()
        owner = self.kept.interviews[interview_id].person_id
        for mark in marks:
            key = interview_id, mark.slot, mark.point
            before = self.kept.interview_marks.get(key)
            if before is None or (mark.by == owner != before.by):
                self.kept.interview_marks[key] = mark

    def share(self, share: Share) -> None:
        aware(share.at)
        if share.interview_id not in self.kept.interviews:
            raise lost_race()
        self.kept.interview_shares[share.interview_id, share.channel_id] = share

    def shares(self, interview_id: int) -> tuple[Share, ...]:
        return tuple(share for key, share in sorted(self.kept.interview_shares.items()) if key[0] == interview_id)

    def remove(self, interview_id: int) -> None:
        kept = self.kept
        kept.interviews.pop(interview_id, None)
        tables: list[dict[Any, Any]] = [kept.interview_slots, kept.interview_turns, kept.interview_messages]
        for table in [*tables, kept.interview_marks, kept.interview_shares]:
            for key in [key for key in table if key[0] == interview_id]:
                del table[key]
        for call_id in [call for call, place in kept.interview_words.items() if place[0] == interview_id]:
            del kept.interview_words[call_id]

    def wipe(self, interview_id: int) -> None:
        for turn in self.turns(interview_id):
            self.save_turn(wiped(turn))
        if (known := self.get(interview_id)) is not None:
            self.save(replace(known, wiped=True, due_at=None))

    def pulse(self) -> Pulse | None:
        return self.kept.interview_pulse.get(1)

    def set_pulse(self, pulse: Pulse) -> None:
        times_aware(pulse)
        self.kept.interview_pulse[1] = pulse


def times_aware(record: Any) -> None:
    for part in fields(record):
        if isinstance(value := getattr(record, part.name), datetime):
            aware(value)


def exported(kept: Kept, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table."""
    own = {one.id for one in kept.interviews.values() if one.person_id == person_id}
    owner = {"person_id": person_id}
    words = [(call, *place) for call, place in sorted(kept.interview_words.items()) if place[0] in own]
    return {
        "interview_loops": [_row(one) for one in kept.interview_loops.values() if one.person_id == person_id],
        "interviews": [_row(kept.interviews[id_]) for id_ in sorted(own)],
        "interview_slots": [
            _row(slot) | {"interview_id": key[0]} | owner
            for key, slot in sorted(kept.interview_slots.items())
            if key[0] in own
        ],
        "interview_turns": [_turn(turn) | owner for key, turn in sorted(kept.interview_turns.items()) if key[0] in own],
        "interview_words": [{"call_id": call, "interview_id": id_, "turn": turn} | owner for call, id_, turn in words],
        "interview_shares": [
            _row(share) | owner for key, share in sorted(kept.interview_shares.items()) if key[0] in own
        ],
        "interview_marks": [
            _row(mark) | {"interview_id": key[0]} | owner
            for key, mark in sorted(kept.interview_marks.items())
            if key[0] in own
        ],
    }


def forget(kept: Kept, person_id: int, ghost: int) -> None:
    """Delete every row of the person; what outlives them names a ghost."""
    books = FakeInterviews(kept)
    for interview_id in [one.id for one in kept.interviews.values() if one.person_id == person_id]:
        books.remove(interview_id)
    for loop_id in [one.id for one in kept.interview_loops.values() if one.person_id == person_id]:
        del kept.interview_loops[loop_id]
    for key, mark in kept.interview_marks.items():
        if mark.by == person_id:
            kept.interview_marks[key] = replace(mark, by=ghost)


def _row(record: Any) -> dict[str, Any]:
    row = {part.name: plain(getattr(record, part.name)) for part in fields(record)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _turn(turn: Turn) -> dict[str, Any]:
    return _row(turn) | {"hearing": to_plain(turn.hearing) if turn.hearing else None}
