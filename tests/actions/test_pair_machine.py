"""People pair up and interview each other in every order; nobody is ever a candidate on what they interviewed on."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.actions.pair_views import AnswererCard, AskerCard, PairPost
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.pair import Mark, Pair, Phase
from tests.actions.pair_world import World

WHO = st.integers(1, 4)
ACTS = st.sampled_from(["start", "start", "pause", "go_on", "go_on", "next", "next", "next", "card", "card", "asked"])


class Pairing(RuleBasedStateMachine):
    """What each has seen as an interviewer is kept here, apart from the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.loop = asyncio.new_event_loop()
        self.carded: dict[tuple[int, str], datetime] = {}
        self.revisions: dict[int, tuple[int, int, int]] = {}

    def teardown(self) -> None:
        for _ in range(4):
            self.do(self.world.tick())
        assert not any(pair.behind for pair in self.world.desk.kept.pairs.values())
        self.loop.close()

    def do(self, act: Awaitable[Any]) -> Any:
        """Do something; a refusal is given back."""

        async def tried() -> Any:
            try:
                return await act
            except RuleBroken as refusal:
                return refusal

        return self.loop.run_until_complete(tried())

    def of(self, which: int) -> Pair | None:
        pairs = list(self.world.desk.kept.pairs.values())
        return pairs[-1 - which % len(pairs)] if pairs else None

    @rule(who=WHO, whom=st.one_of(st.none(), WHO), kind=st.sampled_from([Kind.QUICK, Kind.QUICK, Kind.BREADTH]))
    def invite(self, who: int, whom: int | None, kind: Kind) -> None:
        self.do(self.world.pairs.invite(self.world.call(who), whom, kind))

    @rule(who=WHO, which=st.integers(0, 2))
    def accept(self, who: int, which: int) -> None:
        if pair := self.of(which):
            self.do(self.world.pairs.accept(self.world.call(who), pair.id))

    @rule(who=WHO, whom=WHO)
    def pair_up(self, who: int, whom: int) -> None:
        opened = self.do(self.world.pairs.invite(self.world.call(who), whom, Kind.QUICK))
        if not isinstance(opened, RuleBroken):
            self.do(self.world.pairs.accept(self.world.call(whom), opened.view.pair_id))
            self.do(self.world.pairs.start(self.world.call(who), opened.view.pair_id))

    @rule(who=WHO, whom=WHO, own=st.booleans())
    def hold_one_half_of_many(self, who: int, whom: int, *, own: bool) -> None:
        """Two come together, hold one half, and stop."""
        opened = self.do(self.world.pairs.invite(self.world.call(who), whom, Kind.QUICK))
        if isinstance(opened, RuleBroken):
            return
        pair_id = opened.view.pair_id
        self.do(self.world.pairs.accept(self.world.call(whom), pair_id))
        self.do(self.world.pairs.lead(self.world.call(who), pair_id, own=own))
        self.do(self.world.pairs.start(self.world.call(who), pair_id))
        self.hold_it(self.world.pair(pair_id))
        self.do(self.world.pairs.stop(self.world.call(who), pair_id))

    @rule(which=st.integers(0, 1), act=st.sampled_from(["stop", "decline"]))
    def end(self, which: int, act: str) -> None:
        if pair := self.of(which):
            for who in range(1, 5):
                self.do(getattr(self.world.pairs, act)(self.world.call(who), pair.id))

    @rule(who=WHO, which=st.integers(0, 1), own=st.booleans())
    def lead(self, who: int, which: int, *, own: bool) -> None:
        if pair := self.of(which):
            self.do(self.world.pairs.lead(self.world.call(who), pair.id, own=own))

    @rule(who=WHO, which=st.integers(0, 1), act=ACTS)
    def hold(self, who: int, which: int, act: str) -> None:
        pair = self.of(which)
        if pair is None:
            return
        pairs, call = self.world.pairs, self.world.call(who)
        match act:
            case "next" | "asked":
                card = self.do(getattr(pairs, act)(call, pair.id, pair.half, pair.number))
            case _:
                card = self.do(getattr(pairs, act)(call, pair.id))
        self.sees(who, card)

    def sees(self, who: int, card: object) -> None:
        if isinstance(card, AskerCard):
            self.carded.setdefault((who, card.variant.question.id), self.world.now)
        if isinstance(card, AnswererCard) and card.variant is not None:
            assert (who, card.variant.question.id) not in self.carded

    @rule(which=st.integers(0, 1))
    def hold_a_half(self, which: int) -> None:
        """The two ask all questions of the half that is on and hand both forms in."""
        if pair := self.of(which):
            self.hold_it(pair)

    def hold_it(self, pair: Pair) -> None:
        if pair.phase not in (Phase.FIRST, Phase.SECOND) or pair.paused_at is not None:
            return
        kept, half = self.world.desk.kept, pair.half
        asker, answerer = (
            kept.pair_people[pair.id, seat].person_id for seat in (pair.interviewer(half), pair.interviewer(half).other)
        )
        while self.world.pair(pair.id).phase is pair.phase:
            self.sees(asker, self.do(self.world.asked(asker, pair.id)))
            self.sees(answerer, self.do(self.world.pairs.card(self.world.call(answerer), pair.id)))
            self.do(self.world.next(asker, pair.id))
        for person in (asker, answerer):
            self.do(self.world.handed_in(person, half, pair.id))

    @rule(who=WHO, half=st.integers(1, 2), places=st.sets(st.integers(0, 3)), hands=st.booleans())
    def mark(self, who: int, half: int, places: set[int], *, hands: bool) -> None:
        if pair := self.of(0):
            call = self.world.call(who)
            self.do(self.world.pairs.mark(call, pair.id, half, 1, mark=Mark.HEARD, places=places))
            if hands:
                self.do(self.world.handed_in(who, half, pair.id))

    @rule(minutes=st.sampled_from([0, 1, 4, 7, 16]), reports=st.booleans())
    def time_passes(self, minutes: int, *, reports: bool) -> None:
        """The clock looks; now and then the bot is killed before it reports what it posted."""
        self.world.now += timedelta(minutes=minutes)
        if reports:
            self.do(self.world.tick())
        else:
            tick = self.do(self.world.clock.tick(self.world.now))
            for step in tick.steps:
                if isinstance(step, PairPost) and step.wanted:
                    self.world.sent[step.pair_id, step.nth] = 1000 * step.pair_id + step.nth, step.view

    @rule(minutes=st.sampled_from([0, 2, 60]))
    def the_bot_is_away(self, minutes: int) -> None:
        self.do(self.world.desk(lambda books: books.quizzes.set_alive(self.world.now)))
        self.world.now += timedelta(minutes=minutes)
        self.do(self.world.clock.resume(self.world.now))

    @rule(which=st.integers(0, 1), sure=st.integers(0, 4))
    def a_message_is_deleted(self, which: int, sure: int) -> None:
        if not sure and (pair := self.of(which)) and pair.message_id is not None:
            self.do(self.world.clock.lost(pair.id, pair.nth, self.world.now))

    # What must hold

    @invariant()
    def nobody_is_a_candidate_on_what_they_have_interviewed_on(self) -> None:
        kept = self.world.desk.kept
        for (pair_id, half, _), question in kept.pair_questions.items():
            answerer = kept.pair_people[pair_id, kept.pairs[pair_id].interviewer(half).other].person_id
            seen_at = self.carded.get((answerer, question.question_id))
            if question.asked_at is not None and seen_at is not None:
                assert seen_at > question.asked_at
        for who, name in self.carded:
            assert any(key[0] == who and key[2] == name for key in kept.pair_cards)

    @invariant()
    def nobody_is_in_two_and_nobody_with_themselves(self) -> None:
        kept = self.world.desk.kept
        live = [one.person_id for one in kept.pair_people.values() if one.live]
        assert len(live) == len(set(live))
        for pair in kept.pairs.values():
            seats = [one for one in kept.pair_people.values() if one.pair_id == pair.id]
            assert len({one.person_id for one in seats}) == len(seats)
            joined = sum(one.live for one in seats)
            assert joined == (0 if pair.is_over else 1 if pair.phase is Phase.INVITED else 2)

    @invariant()
    def a_half_asks_nothing_that_the_other_asks(self) -> None:
        for pair in self.world.desk.kept.pairs.values():
            names = [key.question_id for key in self.world.desk.kept.pair_questions.values() if key.pair_id == pair.id]
            assert len(names) == len(set(names))
            assert pair.phase is Phase.INVITED or pair.phase is Phase.READY or pair.half == 0 or names

    @invariant()
    def a_message_only_moves_on(self) -> None:
        for pair in self.world.desk.kept.pairs.values():
            now = pair.nth, pair.revision, pair.drawn
            assert self.revisions.get(pair.id, (0, 0, 0)) <= now
            self.revisions[pair.id] = now
            if pair.message_id is not None:
                assert self.world.sent[pair.id, pair.nth][0] == pair.message_id


def test_nobody_is_a_candidate_on_what_they_have_interviewed_on() -> None:
    run_state_machine_as_test(
        Pairing,
        settings=settings(
            max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
