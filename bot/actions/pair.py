"""Pair interviews: what the two can do. What the clock does stands in `pair_clock`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from bot.actions import pair_forms, pair_opening
from bot.actions.pair_planning import closed_to, plan_halves
from bot.actions.pair_sheet import PairSheet
from bot.actions.pair_views import (
    AnswererCard,
    AskerCard,
    FormPage,
    HalfReport,
    MyCard,
    Opened,
    PairLine,
    PairView,
)
from bot.actions.pool import Shelves
from bot.actions.ports import Bank, Books, Desk
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind, Manner
from bot.rules.interview_plan import seconds_of
from bot.rules.pair import HALVES, Mark, Pair, PairQuestion, Phase
from bot.rules.pair_course import asked, begun, gone_on, led_by, next_one, paused, ready, stopped
from bot.rules.question import Level

T = TypeVar("T")
OPEN_ELSEWHERE = (
    "This question is open in a quiz you are in, or in an interview of yours, so I cannot show you its points now. "
    "**Next** goes on to another."
)


@dataclass(frozen=True)
class PairDesk:
    """What two people can do with a pair interview.

    Every method raises `EdgeDown` where the database is away, and those that name one raise `RuleBroken` `gone` where
    there is no such here, and `not_yours` for anybody but the two.
    """

    desk: Desk
    bank: Bank

    @cached_property
    def shelves(self) -> Shelves:
        """The questions, sorted once."""
        return Shelves(self.bank)

    # Coming together

    async def invite(
        self, call: Call, invited_id: int | None = None, kind: Kind = Kind.BREADTH, level: Level | None = None
    ) -> Opened:
        """Invite somebody by name, or anybody; the same call twice does it once. The clock posts it.

        Args:
            call: Who asks, and where it is to be.
            invited_id: Who may accept; None for anybody.
            kind: The round of each half.
            level: None for the person's own, else mid.

        Raises:
            RuleBroken: `not_a_server`, `oneself`, `no_such_round` or `nothing_fits`.
        """
        wish = pair_opening.Wish(invited_id, kind, level)
        return await self.desk(lambda books: pair_opening.invite(self.shelves, books, call, wish))

    async def accept(self, call: Call, pair_id: int) -> PairView:
        """Come in: who was invited, or whoever is first where anybody may.

        Raises:
            RuleBroken: `taken`, `oneself`, `not_invited`, `one_at_a_time` or `over`.
        """

        def work(sheet: PairSheet) -> None:
            pair_opening.check_may_come(sheet, call)
            sheet.save(ready(sheet.pair, call.at))
            pair_opening.seat(sheet, call)

        return await self._on(call, pair_id, work)

    async def decline(self, call: Call, pair_id: int) -> PairView:
        """Decline an invitation, or take one's own back; one that was accepted stays.

        Raises:
            RuleBroken: `not_invited` or `taken`.
        """
        return await self._on(call, pair_id, lambda sheet: pair_opening.decline(sheet, call))

    async def lead(self, call: Call, pair_id: int, *, own: bool) -> PairView:
        """Choose who interviews first: oneself, or the other one.

        Raises:
            RuleBroken: `begun` or `over`.
        """

        def work(sheet: PairSheet) -> None:
            seat = sheet.seat(call.person_id)
            sheet.save(led_by(sheet.pair, seat if own else seat.other))

        return await self._on(call, pair_id, work)

    # Holding it

    async def start(self, call: Call, pair_id: int) -> PairView:
        """Begin the first half, once; the questions of both are fixed then.

        Raises:
            RuleBroken: `nobody_yet`, `nothing_fits` or `over`.
        """

        def work(sheet: PairSheet) -> None:
            sheet.seat(call.person_id)
            pair = begun(sheet.pair, call.at)
            if pair is not sheet.pair:
                plan_halves(sheet)
                sheet.save(pair)

        return await self._on(call, pair_id, work)

    async def card(self, call: Call, pair_id: int) -> MyCard:
        """Show what only this one of the two may see now; the interviewer counts as having seen the question for good.

        Raises:
            RuleBroken: `sealed`: the question is open in a quiz or an interview of the interviewer's.
        """

        def work(sheet: PairSheet) -> MyCard:
            half = sheet.pair.half
            if sheet.current is not None:
                return _asker(sheet, call) if sheet.asks(call.person_id, half) else _answerer(sheet, sheet.current)
            lacking = pair_forms.lacking(sheet, call.person_id)
            return sheet.view() if lacking is None else pair_forms.page(sheet, call, lacking, 1)

        return await self._with(call, pair_id, work)

    async def asked(self, call: Call, pair_id: int, half: int, number: int) -> AskerCard:
        """Say that the question was asked aloud: its clock starts, and the candidate's card has it; once.

        Raises:
            RuleBroken: `not_interviewer`, `old_turn`, `paused` or `sealed`.
        """

        def work(sheet: PairSheet) -> AskerCard:
            question = _on_now(sheet, half, number)
            card = _asker(sheet, call)
            if question.asked_at is None:
                seconds = seconds_of(card.variant.question, Manner.SPOKEN)
                sheet.save(asked(sheet.pair, call.at, seconds))
                sheet.save_question(replace(question, asked_at=call.at))
            return replace(card, view=sheet.view())

        return await self._with(call, pair_id, work)

    async def next(self, call: Call, pair_id: int, half: int, number: int) -> PairView:
        """Go on from a question, or from the change of roles (number 0); pressed twice it goes on once.

        Raises:
            RuleBroken: `paused`.
        """

        def work(sheet: PairSheet) -> None:
            sheet.seat(call.person_id)
            pair = sheet.pair
            moves = pair.phase in HALVES or pair.phase is Phase.SWAP
            if moves and (pair.half, pair.number) == (half, number):
                sheet.save(next_one(pair, len(sheet.of_half(half)), call.at))

        return await self._on(call, pair_id, work)

    async def pause(self, call: Call, pair_id: int) -> PairView:
        """Stop the clock.

        Raises:
            RuleBroken: `not_begun` or `over`.
        """
        return await self._moved(call, pair_id, lambda pair: paused(pair, call.at))

    async def go_on(self, call: Call, pair_id: int) -> PairView:
        """Let it go on, with what was left.

        Raises:
            RuleBroken: `over`.
        """
        return await self._moved(call, pair_id, lambda pair: gone_on(pair, call.at))

    async def stop(self, call: Call, pair_id: int) -> PairView:
        """End it for both; a half that was held keeps its forms."""
        return await self._moved(call, pair_id, lambda pair: stopped(pair, call.at))

    # Forms and what comes of them

    async def form(self, call: Call, pair_id: int, half: int, page: int) -> FormPage:
        """Show one question of one's own form of a half; the interviewer may write it while they listen.

        Raises:
            RuleBroken: `not_yet` or `handed_in`.
        """
        return await self._with(call, pair_id, lambda sheet: pair_forms.page(sheet, call, half, page))

    async def mark(
        self, call: Call, pair_id: int, half: int, number: int, *, mark: Mark, places: Collection[int]
    ) -> FormPage:
        """Mark these points of a question, and take that mark from its others; the last word on a point holds.

        Raises:
            RuleBroken: `not_yet`, `handed_in` or `gone`.
        """
        marking = pair_forms.Marking(half, number, mark, places)
        return await self._with(call, pair_id, lambda sheet: pair_forms.mark(sheet, call, marking))

    async def hand_in(self, call: Call, pair_id: int, half: int, well: str, next_time: str) -> PairView:
        """Hand a form in, once; when both are in, it goes on.

        Raises:
            RuleBroken: `not_yet`, `no_line` or `long_line`.
        """
        return await self._on(call, pair_id, lambda sheet: pair_forms.hand_in(sheet, call, half, well, next_time))

    async def report(self, call: Call, pair_id: int, half: int) -> HalfReport:
        """Show what came of a half, to both and wherever they ask; the marks once both forms are in.

        Raises:
            RuleBroken: `not_yet`.
        """

        def work(books: Books) -> HalfReport:
            return pair_forms.report(PairSheet.of(self.shelves, books, pair_id), call, half)

        return await self.desk(work)

    async def reports(self, call: Call) -> tuple[PairLine, ...]:
        """List the halves in which the person was the candidate, the newest first."""

        def work(books: Books) -> tuple[PairLine, ...]:
            sheets = [PairSheet(self.shelves, books, pair) for pair in books.pairs.held(call.person_id)]
            return tuple(line for sheet in sheets for line in pair_forms.lines(sheet, call.person_id))

        return await self.desk(work)

    # Inside

    async def _with(self, call: Call, pair_id: int, work: Callable[[PairSheet], T]) -> T:
        return await self.desk(lambda books: work(PairSheet.of(self.shelves, books, pair_id, here=call)))

    async def _on(self, call: Call, pair_id: int, work: Callable[[PairSheet], None]) -> PairView:
        def viewed(sheet: PairSheet) -> PairView:
            work(sheet)
            return sheet.view()

        return await self._with(call, pair_id, viewed)

    async def _moved(self, call: Call, pair_id: int, move: Callable[[Pair], Pair]) -> PairView:
        def work(sheet: PairSheet) -> None:
            sheet.seat(call.person_id)
            sheet.save(move(sheet.pair))

        return await self._on(call, pair_id, work)


def _on_now(sheet: PairSheet, half: int, number: int) -> PairQuestion:
    current = sheet.current
    if current is None or (current.half, current.number) != (half, number):
        raise RuleBroken("old_turn", "That question is over. **My card** shows where you are.")
    return current


def _asker(sheet: PairSheet, call: Call) -> AskerCard:
    """Give the interviewer's card of the question that is on, and remember for good that they have seen it."""
    question = sheet.current
    assert question is not None  # noqa: S101 (looked at by who calls)
    if not sheet.asks(call.person_id, question.half):
        raise RuleBroken("not_interviewer", "That is for the interviewer of this half. **My card** shows yours.")
    if question.question_id in closed_to(sheet.books, call.person_id):
        raise RuleBroken("sealed", OPEN_ELSEWHERE)
    sheet.books.pairs.note_card(call.person_id, question.key, call.at)
    variant = sheet.variant(question)
    topic = sheet.shelves.bank.skills.get(variant.question.topic)
    return AskerCard(sheet.view(), topic.name if topic else variant.question.topic, variant)


def _answerer(sheet: PairSheet, question: PairQuestion) -> AnswererCard:
    return AnswererCard(sheet.view(), sheet.variant(question) if question.asked_at is not None else None)
