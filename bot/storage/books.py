"""The books: one transaction's view of everything that is stored."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from bot.storage.attempts import Attempts
from bot.storage.audit import Audit
from bot.storage.cards import Cards
from bot.storage.drafts import Drafts
from bot.storage.interviews import Interviews
from bot.storage.model_use import ModelUse
from bot.storage.pairs import Pairs
from bot.storage.people import People
from bot.storage.plans import Plans
from bot.storage.quizzes import Quizzes
from bot.storage.reports import Reports
from bot.storage.runs import Runs
from bot.storage.servers import Servers
from bot.storage.showings import Showings
from bot.storage.spoken import SpokenAnswers
from bot.storage.versions import Versions


@dataclass(frozen=True, slots=True)
class Books:
    """All kinds of record over one connection, in one transaction."""

    people: People
    servers: Servers
    versions: Versions
    attempts: Attempts
    cards: Cards
    drafts: Drafts
    reports: Reports
    runs: Runs
    spoken: SpokenAnswers
    model_use: ModelUse
    quizzes: Quizzes
    plans: Plans
    showings: Showings
    interviews: Interviews
    pairs: Pairs
    audit: Audit

    @classmethod
    def over(cls, connection: Connection) -> Self:
        """Open the books over a connection whose transaction has begun."""
        return cls(
            People(connection),
            Servers(connection),
            Versions(connection),
            Attempts(connection),
            Cards(connection),
            Drafts(connection),
            Reports(connection),
            Runs(connection),
            SpokenAnswers(connection),
            ModelUse(connection),
            Quizzes(connection),
            Plans(connection),
            Showings(connection),
            Interviews(connection),
            Pairs(connection),
            Audit(connection),
        )
