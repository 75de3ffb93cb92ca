"""One pair interview inside one transaction: its rows, its questions as they were drawn, what its message says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.actions.pair_views import PairView
from bot.actions.pool import Shelves, question_of
from bot.actions.ports import Books
from bot.actions.records import VersionKey
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import ROUNDS
from bot.rules.pair import FORMS, HALVES, Pair, PairForm, PairQuestion, Partner, Phase, Seat
from bot.rules.pair_course import left
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant


@dataclass
class PairSheet:
    """The books and one pair interview.

    Attributes:
        shelves: The questions.
        pair: As it stands in this transaction.
    """

    shelves: Shelves
    books: Books
    pair: Pair

    @classmethod
    def of(cls, shelves: Shelves, books: Books, pair_id: int, *, here: Call | None = None) -> "PairSheet":
        """Open the sheet of one; where a call is given, of one in its server.

        Raises:
            RuleBroken: `gone`.
        """
        pair = books.pairs.get(pair_id)
        if pair is None or (here is not None and pair.guild_id != here.guild_id):
            raise RuleBroken("gone", "That pair interview is no longer stored. `/interview pair` opens one.")
        return cls(shelves, books, pair)

    @property
    def people(self) -> Mapping[Seat, Partner]:
        """The two by their seats; one may be missing."""
        return {partner.seat: partner for partner in self.books.pairs.people(self.pair.id)}

    @cached_property
    def questions(self) -> tuple[PairQuestion, ...]:
        """The questions of both halves, as they stood when they were first looked up here."""
        return self.books.pairs.questions(self.pair.id)

    @cached_property
    def _drawn(self) -> dict[tuple[int, int], Variant]:
        return {}

    def of_half(self, half: int) -> tuple[PairQuestion, ...]:
        """Give a half's questions."""
        return tuple(question for question in self.questions if question.half == half)

    def asked_in(self, half: int) -> tuple[PairQuestion, ...]:
        """Give those that were asked aloud."""
        return tuple(question for question in self.of_half(half) if question.asked_at is not None)

    @property
    def current(self) -> PairQuestion | None:
        """The question that is on."""
        if self.pair.phase not in HALVES:
            return None
        return next((one for one in self.of_half(self.pair.half) if one.number == self.pair.number), None)

    def variant(self, question: PairQuestion) -> Variant:
        """Draw a question as it is asked."""
        place = question.half, question.number
        if place not in self._drawn:
            key = VersionKey(question.scope, question.question_id, question.version)
            self._drawn[place] = draw_variant(question_of(self.shelves.bank, self.books, key), question.seed)
        return self._drawn[place]

    def points(self, question: PairQuestion) -> int:
        """Count a question's points."""
        body = self.variant(question).spoken
        return len(body.points) if body is not None else 0

    def save(self, pair: Pair) -> None:
        """Keep it as it is now; once it is over it takes nobody up."""
        if pair != self.pair:
            self.books.pairs.save(pair)
            if pair.is_over:
                self.books.pairs.release(pair.id)
        self.pair = pair

    def draw_again(self) -> None:
        """Have its message drawn again, since what it says has changed."""
        self.save(replace(self.pair, revision=self.pair.revision + 1))

    def keep_questions(self, questions: Sequence[PairQuestion]) -> None:
        """Keep the questions of both halves."""
        for question in questions:
            self.books.pairs.save_question(question)
        self.questions = tuple(questions)

    def save_question(self, question: PairQuestion) -> None:
        """Keep a question as it is now."""
        self.books.pairs.save_question(question)
        self.questions = tuple(
            question if (one.half, one.number) == (question.half, question.number) else one for one in self.questions
        )

    def seat(self, person_id: int) -> Seat:
        """Say which of the two somebody is.

        Raises:
            RuleBroken: `not_yours`.
        """
        for seat, partner in self.people.items():
            if partner.person_id == person_id and partner.joined_at is not None:
                return seat
        raise RuleBroken("not_yours", "That is for the two who hold this interview. `/interview pair` opens your own.")

    def asks(self, person_id: int, half: int) -> bool:
        """Tell whether somebody is the interviewer of a half.

        Raises:
            RuleBroken: `not_yours`.
        """
        return self.seat(person_id) is self.pair.interviewer(half)

    def id_of(self, seat: Seat) -> int | None:
        """Give one of the two; None where they are not there yet, or no longer stored."""
        partner = self.people.get(seat)
        return partner.person_id if partner is not None else None

    # Forms

    def form(self, half: int, person_id: int) -> PairForm:
        """Give somebody's form of a half, an empty one before they write it."""
        found = (
            form for form in self.books.pairs.forms(self.pair.id) if (form.half, form.person_id) == (half, person_id)
        )
        return next(found, PairForm(self.pair.id, half, person_id))

    def handed_in(self, half: int) -> tuple[Seat, ...]:
        """Say who handed their form of a half in."""
        done = {
            form.person_id for form in self.books.pairs.forms(self.pair.id) if form.half == half and form.handed_in_at
        }
        return tuple(seat for seat, partner in self.people.items() if partner.person_id in done)

    def view(self) -> PairView:
        """Say how it stands, for its message."""
        pair, current = self.pair, self.current
        stands = pair.paused_at is not None
        through = sum(map(pair.is_through, (1, 2)))
        return PairView(
            pair_id=pair.id,
            channel_id=pair.channel_id,
            message_id=pair.message_id,
            kind=pair.kind,
            level=pair.level,
            minutes=ROUNDS[pair.kind].minutes,
            phase=pair.phase,
            inviter_id=self.id_of(Seat.INVITER),
            partner_id=self.id_of(Seat.PARTNER),
            first=pair.first,
            half=pair.half,
            number=pair.number,
            of=len(self.of_half(pair.half)),
            asked=current is not None and current.asked_at is not None,
            ends_at=None if stands else pair.ends_at,
            question_ends_at=None if stands else _question_ends_at(pair),
            time_up=pair.reminded,
            paused=stands,
            left=left(pair),
            handed_in=self.handed_in(pair.half) if pair.phase in FORMS else (),
            through=through,
            lacking=any(len(self.handed_in(half)) < len(self.people) for half in range(1, through + 1)),
            ended_phase=pair.ended_phase,
            searching=pair.phase is Phase.INVITED and Seat.PARTNER not in self.people,
        )


def _question_ends_at(pair: Pair) -> datetime | None:
    """Say until when there is time for the question that is on: no longer than its half."""
    moments = [at for at in (pair.question_ends_at, pair.ends_at) if at is not None]
    return min(moments) if pair.question_ends_at is not None else None
