"""What stands in the books about interviews: at the end, and at the moment when the bot had died."""

from dataclasses import dataclass

from sqlalchemy import select, text

from bot.actions.interview_ports import InterviewMessage
from bot.actions.ports import Books
from bot.rules.interview import Interview, Pulse, Turn
from bot.storage.books import Books as StoredBooks
from bot.storage.engine import open_engine
from bot.storage.interview_tables import interview_messages


@dataclass(frozen=True, slots=True)
class Held:
    """One interview's rows."""

    interview: Interview
    turns: tuple[Turn, ...]
    messages: tuple[InterviewMessage, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What the bot left behind.

    Attributes:
        pulse: When it was last known to be at work.
        told: The messages that rows knew of.
        on: The interviews that had not ended.
    """

    pulse: Pulse | None
    told: frozenset[int]
    on: tuple[Interview, ...]


def held(books: Books, person_id: int) -> list[Held]:
    """Give a person's interviews."""
    running = books.interviews.running(person_id)
    every = [*books.interviews.ended(person_id), *([running] if running is not None else [])]
    return [Held(one, books.interviews.turns(one.id), books.interviews.messages(one.id)) for one in every]


def left(url: str) -> Left:
    """Read what a bot left that has died; what it had still asked PostgreSQL to commit is waited for."""
    engine = open_engine(url, 1)
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                tables = "interview_pulse, interviews, interview_turns, interview_messages"
                connection.execute(text(f"LOCK TABLE {tables} IN SHARE MODE"))
            interviews = StoredBooks.over(connection).interviews
            told = connection.scalars(select(interview_messages.c.message_id))
            return Left(interviews.pulse(), frozenset(filter(None, told)), interviews.on())
    finally:
        engine.dispose()
