"""What the clock does to pair interviews. Rows decide; chat carries out the steps and reports each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from bot.actions.apart import apart
from bot.actions.pair_sheet import PairSheet
from bot.actions.pair_views import PairDraw, PairPost, PairStep, PairTick
from bot.actions.pool import Shelves
from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_views import Broken
from bot.rules.pair import Phase, Seat
from bot.rules.pair_course import given_back, stopped
from bot.rules.pair_course import moved as move

T = TypeVar("T")
LOOK = timedelta(minutes=5)
"""While one is on, the clock looks at least so soon, so that a stop is known to within seconds."""


@dataclass(frozen=True)
class PairClock:
    """The moves of pair interviews that neither of the two makes.

    Every method raises `EdgeDown` where the database is away. All reports are idempotent.
    """

    desk: Desk
    bank: Bank

    @cached_property
    def shelves(self) -> Shelves:
        """The questions, sorted once."""
        return Shelves(self.bank)

    async def resume(self, now: datetime) -> None:
        """Give time back after a stop longer than a minute; call it before the quizzes', which notes the time."""

        def work(books: Books) -> None:
            alive_at = books.quizzes.alive_at()
            for pair in books.pairs.on() if alive_at is not None else ():
                later = given_back(pair, alive_at or now, now)
                if later != pair:
                    books.pairs.save(later)

        await self.desk(work)

    async def tick(self, now: datetime) -> PairTick:
        """Do all that is due (a reminder, the end of a phase, a lapse) and give what is to be shown."""
        due = await self.desk(lambda books: tuple(pair.id for pair in books.pairs.due(now)))
        moved = [await self._apart(pair_id, lambda sheet: sheet.save(move(sheet.pair, now))) for pair_id in due]
        behind, due_at = await self.desk(lambda books: (books.pairs.behind(), _next_look(books, now)))
        shown = [await self._apart(pair.id, _step) for pair in behind]
        return PairTick(
            tuple(step for step, _ in shown if step is not None),
            due_at,
            tuple(broken for _, broken in (*moved, *shown) if broken is not None),
        )

    async def posted(self, pair_id: int, nth: int, message_id: int, revision: int) -> None:
        """Remember its message.

        Args:
            pair_id: Whose.
            nth: The how manieth message.
            message_id: Its id.
            revision: What it shows; 0 where that is not known, such as of one that was found.
        """

        def work(books: Books) -> None:
            pair = books.pairs.get(pair_id)
            if pair is not None and pair.nth == nth and pair.message_id is None:
                books.pairs.save(replace(pair, message_id=message_id, drawn=min(revision, pair.revision), lost=False))

        await self.desk(work)

    async def drawn(self, pair_id: int, nth: int, revision: int) -> None:
        """Remember which revision the message shows."""

        def work(books: Books) -> None:
            pair = books.pairs.get(pair_id)
            if pair is not None and pair.nth == nth and pair.drawn < revision <= pair.revision:
                books.pairs.save(replace(pair, drawn=revision))

        await self.desk(work)

    async def lost(self, pair_id: int, nth: int, now: datetime) -> None:
        """Remember that Discord will not have its message: one that was there is posted again, else it is over."""

        def work(books: Books) -> None:
            pair = books.pairs.get(pair_id)
            if pair is None or pair.nth != nth or pair.lost:
                return
            if pair.message_id is not None and not pair.is_over:
                books.pairs.save(replace(pair, nth=nth + 1, message_id=None, after_id=pair.message_id, drawn=0))
                return
            books.pairs.save(replace(stopped(pair, now), lost=True))
            books.pairs.release(pair.id)

        await self.desk(work)

    async def _apart(self, pair_id: int, work: Callable[[PairSheet], T]) -> tuple[T | None, Broken | None]:
        """Do something to one; what is wrong with it is given back, and holds up no other."""

        def alone(books: Books) -> T | None:
            pair = books.pairs.get(pair_id)
            return None if pair is None else work(PairSheet(self.shelves, books, pair))

        return await apart(self.desk, f"pair {pair_id}", alone)


def _next_look(books: Books, now: datetime) -> datetime | None:
    due = books.pairs.next_due()
    return None if due is None else min(due, now + LOOK)


def _step(sheet: PairSheet) -> PairStep:
    pair, view = sheet.pair, sheet.view()
    if pair.message_id is not None:
        return PairDraw(pair.id, pair.nth, pair.channel_id, pair.message_id, pair.revision, view)
    invited = sheet.people.get(Seat.PARTNER)
    named = pair.phase is Phase.INVITED and pair.nth == 1 and invited is not None
    return PairPost(
        pair_id=pair.id,
        nth=pair.nth,
        channel_id=pair.channel_id,
        nonce=f"pair{pair.id}n{pair.nth}",
        view=view,
        after_id=pair.after_id,
        revision=pair.revision,
        called_id=invited.person_id if named and invited is not None else None,
        wanted=not pair.is_over,
    )
