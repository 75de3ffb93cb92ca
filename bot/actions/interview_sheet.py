"""One interview inside one transaction: its rows, and its questions as they were drawn."""

from dataclasses import dataclass, replace
from functools import cached_property

from bot.actions.interview_ports import InterviewMessage
from bot.actions.interview_views import Running
from bot.actions.ports import Books
from bot.actions.quiz_sheet import Papers
from bot.actions.records import AskedAs, VersionKey
from bot.rules.errors import RuleBroken
from bot.rules.interview import Interview, Manner, Slot, Sort, State, Turn
from bot.rules.interview_course import Part, parts_of
from bot.rules.interview_plan import seed_of
from bot.rules.practice import unknowing
from bot.rules.question import Question
from bot.rules.variant import Variant

ASK, PAUSED, REPORT = "ask", "paused", "report"
"""What a message shows."""


@dataclass
class InterviewSheet:
    """The books and one interview.

    Attributes:
        papers: The questions.
        interview: As it stands in this transaction.
    """

    papers: Papers
    books: Books
    interview: Interview

    @classmethod
    def of(cls, papers: Papers, books: Books, interview_id: int) -> "InterviewSheet":
        """Open the sheet of an interview.

        Raises:
            RuleBroken: `gone`.
        """
        found = books.interviews.get(interview_id)
        if found is None:
            raise RuleBroken("gone", "That interview is no longer stored. /interview start begins a new one.")
        return cls(papers, books, found)

    @cached_property
    def slots(self) -> dict[int, Slot]:
        """Its questions by number."""
        return {slot.number: slot for slot in self.books.interviews.slots(self.interview.id)}

    @cached_property
    def turns(self) -> dict[int, Turn]:
        """Its turns by number."""
        return {turn.number: turn for turn in self.books.interviews.turns(self.interview.id)}

    @cached_property
    def messages(self) -> dict[int, InterviewMessage]:
        """Its messages by place."""
        return {message.place: message for message in self.books.interviews.messages(self.interview.id)}

    @property
    def slot(self) -> Slot | None:
        """The question that is on, None before the first."""
        return self.slots.get(self.interview.slot)

    @property
    def turn(self) -> Turn | None:
        """The newest turn, None before the first."""
        return self.turns.get(self.interview.turn)

    @property
    def part(self) -> Part:
        """The part that is on, of a question that is."""
        return self.parts(self.slots[self.interview.slot])[self.interview.part]

    @property
    def asked(self) -> InterviewMessage | None:
        """The message that asks the newest turn, the last time it was asked; None before the first."""
        asks = [one for one in self.messages.values() if one.shows == ASK and one.turn == self.interview.turn]
        return max(asks, key=lambda one: one.place, default=None)

    def asked_as(self, slot: Slot) -> AskedAs:
        """Name a question that was reached, as it was drawn."""
        return AskedAs(VersionKey(*slot.key, slot.version), seed_of(self.interview.seed, slot.number))

    def asked_at(self, turn: int) -> AskedAs:
        """Name the question of a turn.

        Raises:
            RuleBroken: `old_turn`: there is no such turn.
        """
        if turn not in self.turns:
            raise RuleBroken("old_turn", "There is no such question in this interview. Press the button on its own.")
        return self.asked_as(self.slots[self.turns[turn].slot])

    def variant(self, slot: Slot) -> Variant:
        """Give a question that was reached, as it was drawn."""
        asked = self.asked_as(slot)
        return self.papers.drawn(self.books, asked.key, asked.seed)

    def parts(self, slot: Slot) -> tuple[Part, ...]:
        """Give the parts of a question that was reached."""
        return parts_of(presented(self.variant(slot)), Manner.WRITTEN)

    def turns_of(self, slot: int, part: int) -> tuple[Turn, ...]:
        """Give the turns of a part so far."""
        return tuple(turn for _, turn in sorted(self.turns.items()) if (turn.slot, turn.part) == (slot, part))

    def save(self, interview: Interview) -> None:
        """Keep the interview as it is now."""
        self.interview = interview
        self.books.interviews.save(interview)

    def save_slot(self, slot: Slot) -> None:
        """Keep a question as it is now."""
        self.slots[slot.number] = slot
        self.books.interviews.save_slot(self.interview.id, slot)

    def save_turn(self, turn: Turn) -> None:
        """Keep a turn as it is now."""
        self.turns[turn.number] = turn
        self.books.interviews.save_turn(turn)

    def save_message(self, message: InterviewMessage) -> None:
        """Keep a message as it is now."""
        self.messages[message.place] = message
        self.books.interviews.save_message(message)

    def post(self, shows: str, note: str = "") -> None:
        """Have a message posted in the interview's channel; where it has none, there is nobody to read it."""
        if self.interview.channel_id is not None:
            place = max(self.messages, default=0) + 1
            turn = 0 if shows == REPORT else self.interview.turn
            self.save_message(
                InterviewMessage(self.interview.id, place, self.interview.channel_id, shows, turn, note=note)
            )

    def redraw(self, message: InterviewMessage | None) -> None:
        """Have a message drawn again."""
        if message is not None:
            self.save_message(replace(message, revision=message.revision + 1))

    def redraw_report(self) -> None:
        """Have the message drawn again that the report stands on, where there is one."""
        for message in tuple(self.messages.values()):
            if message.shows == REPORT:
                self.redraw(message)

    def redraw_newest(self) -> None:
        """Have what has buttons drawn again: the question that is on, and the newest message."""
        newest = self.messages.get(max(self.messages, default=0))
        for message in {one.place: one for one in (self.asked, newest) if one is not None}.values():
            self.redraw(message)


def presented(variant: Variant) -> Question:
    """Give a question with its rubric filled in."""
    return variant.question if variant.spoken is None else replace(variant.question, body=variant.spoken)


def said(turn: Turn) -> bool:
    """Tell whether something was said that can be heard: neither nothing nor that one does not know."""
    return bool(turn.words) and not unknowing(turn.words)


def running_of(sheet: InterviewSheet) -> Running:
    """Say where an interview is."""
    held = sheet.interview
    return Running(held.id, held.kind, held.level, held.state, held.channel_id, held.slot, len(sheet.slots))


def is_code(sheet: InterviewSheet) -> bool:
    """Tell whether the question that is on is answered by code."""
    return sheet.slot is not None and sheet.slot.sort is Sort.CODE


def has_word(sheet: InterviewSheet) -> bool:
    """Tell whether the person has the word."""
    return sheet.interview.state is State.RUNNING and sheet.turn is not None and sheet.turn.done_at is None
