"""One quiz inside one transaction: its rows, its questions as they were drawn, its boards."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from bot.actions.pool import Shelves, question_of
from bot.actions.ports import Bank, Books
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_views import Named
from bot.actions.records import VersionKey
from bot.rules.errors import RuleBroken
from bot.rules.quiz import LOBBY, Member, Numbers, Quiz, Reply, Round
from bot.rules.quiz_course import counts
from bot.rules.quiz_people import own_seed
from bot.rules.quiz_plays import gather
from bot.rules.standings import Play, Standing, mastery_board, speed_board, team_board
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant

REMEMBERED = 1_024
"""Variants that stay in memory: they are the same however often they are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """The questions that quizzes draw from, and those drawn lately.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there.
    """

    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple
    shelves: Shelves = field(init=False)
    _variants: dict[tuple[VersionKey, int], Variant] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the questions once."""
        object.__setattr__(self, "shelves", Shelves(self.bank, self.profiles))

    def variant(self, books: Books, round_: Round, seed: int) -> Variant:
        """Draw the variant of a seed of a quiz's question."""
        return self.drawn(books, VersionKey(round_.scope, round_.question_id, round_.version), seed)

    def drawn(self, books: Books, key: VersionKey, seed: int) -> Variant:
        """Draw the variant of a seed."""
        known = self._variants.get((key, seed))
        if known is None:
            if len(self._variants) >= REMEMBERED:
                self._variants.clear()
            known = self._variants[key, seed] = draw_variant(question_of(self.bank, books, key), seed)
        return known


@dataclass
class QuizSheet:
    """The books and one quiz.

    Attributes:
        papers: The questions.
        quiz: As it stands in this transaction.
    """

    papers: Papers
    books: Books
    quiz: Quiz

    @classmethod
    def of(cls, papers: Papers, books: Books, quiz_id: int, guild_id: int | None = None) -> "QuizSheet":
        """Open the sheet of a quiz, of this server where one is named.

        Raises:
            RuleBroken: `gone`.
        """
        quiz = books.quizzes.get(quiz_id)
        if quiz is None or guild_id not in (None, quiz.guild_id):
            raise RuleBroken("gone", "That quiz is no longer stored. /quiz start opens a new one.")
        return cls(papers, books, quiz)

    @cached_property
    def rounds(self) -> dict[int, Round]:
        """Its questions by number."""
        return {round_.number: round_ for round_ in self.books.quizzes.rounds(self.quiz.id)}

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Everybody who ever took part, in the order of joining."""
        return self.books.quizzes.members(self.quiz.id)

    @property
    def current(self) -> Round | None:
        """The question that is on."""
        return self.rounds.get(self.quiz.current)

    @property
    def total(self) -> int:
        """How many questions it has."""
        return len(self.rounds)

    @property
    def own(self) -> bool:
        """Whether each member has a variant of their own."""
        return self.quiz.options.numbers is Numbers.OWN or self.quiz.is_open

    @cached_property
    def lobby_message(self) -> PublicMessage:
        """The row of its first message."""
        return self._message(LOBBY)

    @property
    def thread_id(self) -> int | None:
        """Its thread, None before it is there; the same id as the first message's."""
        return self.lobby_message.message_id if self.quiz.threaded else None

    def round(self, number: int) -> Round:
        """Give one of its questions.

        Raises:
            RuleBroken: `gone`.
        """
        if number not in self.rounds:
            raise RuleBroken("gone", "That quiz has no such question.")
        return self.rounds[number]

    def member(self, person_id: int) -> Member | None:
        """Give one member."""
        return self.books.quizzes.member(self.quiz.id, person_id)

    def variant(self, round_: Round, person_id: int | None = None) -> Variant:
        """Give a question as all see it, or as one member has it."""
        seed = own_seed(round_, person_id) if person_id is not None and self.own else round_.seed
        return self.papers.variant(self.books, round_, seed)

    def place(self, round_: Round) -> tuple[str, str]:
        """Give the names of a question's area and topic."""
        skills, topic_id = self.papers.bank.skills, self.variant(round_).question.topic
        topic = skills.get(topic_id)
        return skills.area_of(topic_id).name, topic.name if topic else topic_id

    def save(self, quiz: Quiz) -> None:
        """Keep the quiz as it is now."""
        self.quiz = quiz
        self.books.quizzes.save(quiz)

    def save_round(self, round_: Round) -> None:
        """Keep a question as it is now."""
        self.rounds[round_.number] = round_
        self.books.quizzes.save_round(round_)

    def has_seen(self, person_id: int, at: datetime) -> None:
        """Have somebody who has seen the questions play outside the boards, also if they join later."""
        member = self.member(person_id) or Member(self.quiz.id, person_id, at, left_at=at)
        if not member.off_board:
            self.books.quizzes.save_member(replace(member, off_board=True))
            self.bump(LOBBY)

    def bump(self, place: int, *, counting: bool = False) -> None:
        """Have a public message shown again, since what it says has changed.

        Args:
            place: Which; one that is posted, or is to be.
            counting: Whether nothing but a count has changed.
        """
        message = self.books.quizzes.message(self.quiz.id, place)
        assert message is not None  # noqa: S101 (its row was written when it was to be posted)
        only = counting and (message.counts or not message.behind)
        self.books.quizzes.save_message(replace(message, revision=message.revision + 1, counts=only))

    def _message(self, place: int) -> PublicMessage:
        return self.books.quizzes.message(self.quiz.id, place) or PublicMessage(self.quiz.id, place)

    # Boards

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """All answers."""
        return self.books.quizzes.replies(self.quiz.id)

    @cached_property
    def counted(self) -> Mapping[int, int]:
        """The difficulty of each question that counts, by number."""
        return {
            number: self.variant(round_).question.difficulty for number, round_ in self.rounds.items() if counts(round_)
        }

    @cached_property
    def plays(self) -> tuple[Play, ...]:
        """How each did on each question that counts."""
        return gather(self.quiz.options, self.counted, self.members, self.replies)

    @cached_property
    def mastery(self) -> tuple[Standing, ...]:
        """The board by the share of points."""
        return mastery_board(self.plays)

    @cached_property
    def speed(self) -> tuple[Standing, ...]:
        """The board by speed."""
        return speed_board(self.plays)

    @cached_property
    def teams(self) -> tuple[Standing, ...]:
        """The teams by the mean of their members; empty without teams."""
        return team_board(self.mastery, {member.person_id: member.team for member in self.members})

    @cached_property
    def _by_person(self) -> Mapping[int, Member]:
        return {member.person_id: member for member in self.members}

    def named(self, standing: Standing) -> Named:
        """Say who stands there: a guest's made-up name alone."""
        alias = self._by_person[standing.who].alias
        return Named(standing, alias=alias) if alias else Named(standing, person_id=standing.who)
