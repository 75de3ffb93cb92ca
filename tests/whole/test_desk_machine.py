"""Several people press everything at once, twice, late and amid failures; nothing is half done or doubled."""

import asyncio
import tempfile
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.actions.me import Me
from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.actions.views import Asked, Call, Judged
from bot.rules.answer import Answer, Chosen, GaveUp, Typed
from bot.rules.errors import RuleBroken
from bot.storage.desk import Desk
from tests.books import new_books
from tests.samples import NOON, SampleBank

PEOPLE = (1, 2, 3)
TOPICS = ("", "stats", "stats.evaluation.confusion", "dl", "dl.core")
ANSWERS = st.sampled_from(
    [Chosen(frozenset({0})), Chosen(frozenset({1})), Chosen(frozenset({0, 1})), Typed("42"), Typed("what"), GaveUp()]
)


class BrokenOff(Exception):
    """Work that fails after it has written."""


class Machine(RuleBasedStateMachine):
    """The model keeps one verdict an attempt: the first that was given."""

    attempts: Bundle[tuple[int, int]] = Bundle("attempts")

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "books.sqlite3"
        path.write_bytes(new_books())
        self.desk = Desk(f"sqlite:///{path}")
        self.practice, self.me = Practice(self.desk, SampleBank()), Me(self.desk, SampleBank())
        self.calls = 0
        self.settled: dict[int, tuple[int, Answer, float]] = {}
        self.opened: dict[int, int] = {}
        self.hinted: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self.desk.close())
            self.loop.close()
            self.folder.cleanup()

    def call(self, person: int) -> Call:
        self.calls += 1
        return Call(self.calls, NOON + timedelta(minutes=self.calls), person, 9, 10 + person)

    def run(self, *work: Awaitable[Any]) -> list[Any]:
        """Do it all at once; refusals are results, anything else is a failure of the test."""

        async def together() -> list[Any]:
            return await asyncio.gather(*work, return_exceptions=True)

        results = self.loop.run_until_complete(together())
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, RuleBroken | BrokenOff):
                raise result
        return results

    def note(self, attempt_id: int, judged: Judged) -> None:
        person, answer, score = self.settled.setdefault(
            attempt_id, (self.opened[attempt_id], judged.answer, judged.grade.score)
        )
        assert (judged.answer, judged.grade.score) == (answer, score)
        assert person == self.opened[attempt_id]

    @rule(target=attempts, person=st.sampled_from(PEOPLE), within=st.sampled_from(TOPICS), times=st.integers(1, 3))
    def ask(self, person: int, within: str, times: int) -> Any:
        call = self.call(person)
        asked = self.run(*(self.practice.start(call, within) for _ in range(times)))
        assert len({one.attempt_id for one in asked}) == 1
        self.opened.setdefault(asked[0].attempt_id, person)
        return person, asked[0].attempt_id

    @rule(given=attempts, answers=st.lists(ANSWERS, min_size=1, max_size=4))
    def answer_all_at_once(self, given: tuple[int, int], answers: list[Answer]) -> None:
        person, attempt_id = given
        before = self.settled.get(attempt_id)
        results = self.run(*(self.practice.answer(self.call(person), attempt_id, answer) for answer in answers))
        judged = [result for result in results if isinstance(result, Judged)]
        for one in judged:
            self.note(attempt_id, one)
        assert sum(not one.said for one in judged) == (0 if before or not judged else 1)

    @rule(given=attempts, stranger=st.sampled_from(PEOPLE))
    def a_stranger_presses(self, given: tuple[int, int], stranger: int) -> None:
        person, attempt_id = given
        (result,) = self.run(self.practice.give_up(self.call(stranger), attempt_id))
        if stranger != person:
            assert isinstance(result, RuleBroken)
        elif isinstance(result, Judged):
            self.note(attempt_id, result)

    @rule(given=attempts, times=st.integers(1, 3))
    def ask_for_a_hint(self, given: tuple[int, int], times: int) -> None:
        person, attempt_id = given
        shown = self.run(*(self.practice.hint(self.call(person), attempt_id, 1) for _ in range(times)))
        for one in shown:
            if isinstance(one, Asked):
                assert one.hints_shown in (0, 1)
                self.hinted[attempt_id] = one.hints_shown

    @rule(target=attempts, given=attempts, times=st.integers(1, 3))
    def go_on(self, given: tuple[int, int], times: int) -> Any:
        person, attempt_id = given
        coming = self.run(*(self.practice.following(self.call(person), attempt_id) for _ in range(times)))
        found = {one.attempt_id for one in coming if isinstance(one, Asked | Judged)}
        assert len(found) <= 1
        for one in found:
            self.opened.setdefault(one, person)
        return multiple(*((person, one) for one in found))

    @rule(given=attempts)
    def work_breaks_off_after_writing(self, given: tuple[int, int]) -> None:
        person, attempt_id = given

        def broken(books: Books) -> None:
            books.attempts.set_hints(attempt_id, 2)
            books.people.forget(person, NOON)
            raise BrokenOff

        async def tried() -> None:
            await self.desk(broken)

        (result,) = self.run(tried())
        assert isinstance(result, BrokenOff)

    @rule(given=attempts, answer=ANSWERS)
    def nobody_waits_any_more(self, given: tuple[int, int], answer: Answer) -> None:
        person, attempt_id = given

        async def cancelled() -> None:
            task = asyncio.ensure_future(self.practice.answer(self.call(person), attempt_id, answer))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self.run(cancelled())
        (stands,) = self.run(self.practice.show(self.call(person), attempt_id))
        if isinstance(stands, Judged):
            self.note(attempt_id, stands)

    @rule(person=st.sampled_from(PEOPLE))
    def delete_everything(self, person: int) -> None:
        self.run(self.me.delete(self.call(person)))
        for attempt_id in [one for one, owner in self.opened.items() if owner == person]:
            self.opened.pop(attempt_id)
            self.settled.pop(attempt_id, None)

    @invariant()
    def everything_is_counted_once(self) -> None:
        if not hasattr(self, "desk"):
            return
        for person in PEOPLE:
            (card,) = self.run(self.me.card(self.call(person)))
            own = [score for owner, _, score in self.settled.values() if owner == person]
            assert sum(tally.answered for tally in card.tallies) == len(own)
            assert sum(tally.points for tally in card.tallies) == pytest.approx(sum(own))


@pytest.mark.timeout(240)
def test_nothing_is_half_done_and_nothing_counted_twice() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
