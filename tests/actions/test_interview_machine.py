"""People do everything in every order while the bot is killed now and then; nothing is lost, doubled or mistimed."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.actions.interview_views import Hear, InterviewStep, Running, Tell
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import OUTAGE, SILENCE, Interview, Kind, State
from bot.rules.question import Level
from tests.actions.interview_world import ADA, BEN, DIRECT, GUILD, HALL, World

T = TypeVar("T")
WHO = st.sampled_from([ADA, BEN])
SAYINGS = st.sampled_from(["alpha", "beta", "gamma", "alpha beta gamma", "alpha beta delta", "delta is free", "hm?"])
PLACE = {ADA: (DIRECT, None), BEN: (HALL, GUILD)}
NEVER = timedelta()


class Killed(BaseException):
    """The process is gone in the middle of hearing."""


class InterviewMachine(RuleBasedStateMachine):
    """Two people, one in direct messages and one in a server's thread.

    Attributes:
        ran: How long the clock of each interview must have run, without what runs now.
        since: Since when it must be running.
        said: What people were told was taken down, by interview; each message holds a word of its own.
        seen_at: When the bot last looked.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World()
        self.ran: dict[int, timedelta] = {}
        self.since: dict[int, datetime | None] = {}
        self.said: dict[int, Counter[str]] = {}
        self.drafts: dict[tuple[int, int], list[str]] = {}
        self.seen_at = self.world.now
        self.back_at: datetime | None = None
        self.tokens = 0

    def teardown(self) -> None:
        """In the end all can be gone on with and ended, and each has its one report where anybody can be told."""
        self.world.listener.away = False
        for person in (ADA, BEN):
            self.go_on(person)
            self.leave(person)
        self.look(99)
        self.look(99)
        assert self.do(self.world.clock.tick(self.world.now)).steps == ()
        for interview_id, held in self.world.desk.kept.interviews.items():
            shows = [one.shows for one in self.world.messages(interview_id) if one.message_id is not None]
            assert shows.count("report") <= 1
            assert held.state is State.ENDED
            self.check(held)
        self.loop.close()

    def do(self, work: Awaitable[T]) -> T:
        async def done() -> T:
            return await work

        return self.loop.run_until_complete(done())

    def tried(self, work: Awaitable[T]) -> T | RuleBroken:
        try:
            return self.do(work)
        except RuleBroken as refusal:
            return refusal

    def held(self, person: int) -> Interview | None:
        """The newest interview of a person."""
        own = [one for one in self.world.desk.kept.interviews.values() if one.person_id == person]
        return own[-1] if own else None

    def call(self, person: int) -> Call:
        channel, guild = PLACE[person]
        held = self.held(person)
        if held is not None and held.channel_id is not None:
            channel, guild = held.channel_id, held.guild_id if held.parent_id is not None else None
        return self.world.call(person, channel=channel, guild=guild)

    def stop(self, interview_id: int, at: datetime) -> None:
        """Note that a clock must stand from a moment on."""
        since = self.since[interview_id]
        if since is not None:
            self.ran[interview_id] += max(at - since, NEVER)
            self.since[interview_id] = None

    # What people do

    @initialize(kinds=st.tuples(*[st.sampled_from([Kind.QUICK, Kind.DESIGN, Kind.BEHAVIOURAL])] * 2))
    def begin_both(self, kinds: tuple[Kind, Kind]) -> None:
        for person, kind in zip((ADA, BEN), kinds, strict=True):
            self.begin(person, kind)
        self.look(9)

    @rule(person=WHO, kind=st.sampled_from([Kind.QUICK, Kind.DESIGN]))
    def begin(self, person: int, kind: Kind) -> None:
        before = self.held(person)
        found = self.tried(self.world.interview.begin(self.call(person), kind, Level.MID, 7))
        assert isinstance(found, Running) is (before is None or before.state is State.ENDED)
        if isinstance(found, Running):
            self.ran[found.interview_id], self.since[found.interview_id] = NEVER, None
            self.said[found.interview_id] = Counter()

    @rule(person=WHO, words=SAYINGS, twice=st.booleans())
    def say(self, person: int, words: str, *, twice: bool) -> None:
        """Write a plain message; it may reach the bot twice."""
        held = self.held(person)
        text, call = self.word(words), self.call(person)
        taken = self.do(self.world.interview.says(call, text))
        if twice and taken is not None:
            self.do(self.world.interview.says(call, text))
        if held is not None and taken is not None:
            assert held.parent_id is None
            self.note(held, text)

    @rule(person=WHO, words=SAYINGS)
    def ask(self, person: int, words: str) -> None:
        if (held := self.held(person)) is not None:
            text = self.word(words)
            asked = self.tried(self.world.interview.ask(self.call(person), held.id, held.turn, text))
            if not isinstance(asked, RuleBroken):
                self.note(held, text)

    @rule(person=WHO, act=st.sampled_from(["done", "done", "done", "nothing_to_add"]), twice=st.booleans())
    def finish(self, person: int, act: str, *, twice: bool) -> None:
        if (held := self.held(person)) is not None:
            press = self.call(person)
            outcome = self.tried(getattr(self.world.interview, act)(press, held.id, held.turn))
            self.finished(held, press, outcome)
            if twice and outcome is None:
                self.do(getattr(self.world.interview, act)(press, held.id, held.turn))

    @rule(person=WHO, words=st.one_of(SAYINGS, st.just("")))
    def answer(self, person: int, words: str) -> None:
        if (held := self.held(person)) is not None:
            press, text = self.call(person), self.word(words) if words else ""
            outcome = self.tried(self.world.interview.answer(press, held.id, held.turn, text))
            if outcome is None:
                self.said[held.id].subtract(self.drafts.pop((held.id, held.turn), []))
                self.said[held.id].update(text.split()[-1:])
            self.finished(held, press, outcome)

    def finished(self, held: Interview, press: Call, outcome: object) -> None:
        if outcome is None:
            self.stop(held.id, press.at)
        else:
            assert isinstance(outcome, RuleBroken)
            turn = self.world.desk.kept.interview_turns.get((held.id, held.turn))
            followup = turn is not None and turn.followup is not None
            assert held.state is not State.RUNNING or not held.turn or not followup or outcome.code != "no_followup"

    @rule(person=WHO)
    def hint(self, person: int) -> None:
        if (held := self.held(person)) is not None:
            self.tried(self.world.interview.hint(self.call(person), held.id, held.turn))

    @rule(person=WHO)
    def pause(self, person: int) -> None:
        if (held := self.held(person)) is not None:
            press = self.call(person)
            self.do(self.world.interview.pause(press, held.id))
            self.stop(held.id, press.at)

    @rule(person=WHO)
    def go_on(self, person: int) -> None:
        if (held := self.held(person)) is not None:
            self.do(self.world.interview.go_on(self.call(person), held.id))

    @rule(person=WHO)
    def to_direct(self, person: int) -> None:
        held = self.held(person)
        if held is not None and held.state is not State.ENDED and held.channel_id != DIRECT + person:
            press = self.call(person)
            self.do(self.world.interview.to_direct(press, held.id, DIRECT + person))
            self.stop(held.id, press.at)

    @rule(person=WHO)
    def leave(self, person: int) -> None:
        if (held := self.held(person)) is not None:
            press = self.call(person)
            self.do(self.world.interview.leave(press, held.id))
            self.stop(held.id, press.at)

    # What the bot and Discord do

    @rule(seconds=st.sampled_from([1, 20, 59, 200, 400, 900]))
    def wait(self, seconds: int) -> None:
        self.world.after(seconds)

    @rule(away=st.booleans())
    def grader(self, *, away: bool) -> None:
        self.world.listener.away = away

    @rule(steps=st.sampled_from([0, 1, 2, 9]))
    def look(self, steps: int) -> None:
        """Look at the clock and carry out some steps, as often as new ones come."""
        for _ in range(12):
            found = self.tick()
            for step in found[:steps]:
                self.carry_out(step)
            if not found[:steps]:
                return

    @rule(steps=st.integers(0, 3), reports=st.booleans(), away=st.sampled_from([1, 30, 61, 4000]), hears=st.booleans())
    def kill(self, steps: int, away: int, *, reports: bool, hears: bool) -> None:
        """Kill the bot after some steps, the last one with or without its report, and start it again."""
        found = self.tick()
        for step in found[:steps]:
            self.carry_out(step)
        for step in found[steps : steps + 1]:
            self.carry_out(step, reports=reports, killed=not hears)
        self.world.after(away)
        self.world.start_bot()
        self.do(self.world.clock.resume(self.world.now))
        if self.world.now - self.seen_at > OUTAGE:
            self.back_at = self.world.now
            for interview_id, since in self.since.items():
                if since is not None:
                    self.since[interview_id] = since + (self.world.now - max(since, self.seen_at))
        self.seen_at = self.world.now

    @rule(person=WHO, newest=st.booleans())
    def lose(self, person: int, *, newest: bool) -> None:
        """Have a message or a thread be gone."""
        if (held := self.held(person)) is None:
            return
        places = [one.place for one in self.world.messages(held.id)]
        place = max(places, default=0) if newest else min(places, default=0)
        self.do(self.world.clock.lost(held.id, place))
        now = self.world.row(held.id)
        if now.channel_id is None and held.since is not None:
            self.stop(held.id, max(self.seen_at, held.since))
        if now.channel_id is None:
            self.world.rooms.clear()

    def tick(self) -> tuple[InterviewStep, ...]:
        before = dict(self.world.desk.kept.interviews)
        tick = self.do(self.world.clock.tick(self.world.now))
        assert not tick.broken, tick.broken
        self.seen_at = self.world.now
        for interview_id, held in before.items():
            if held.state is State.RUNNING and self.world.row(interview_id).state is State.PAUSED:
                assert held.due_at is not None
                assert held.due_at <= self.world.now
                self.stop(interview_id, held.due_at - SILENCE)
        return tick.steps

    def carry_out(self, step: InterviewStep, *, reports: bool = True, killed: bool = False) -> None:
        if isinstance(step, Hear) and killed:
            self.world.listener.then = self._die
            with contextlib.suppress(Killed):
                self.do(self.world.carry_out(step))
            self.world.listener.then = None
            return
        before = self.world.row(step.interview_id)
        self.do(self.world.carry_out(step, reports=reports))
        if isinstance(step, Tell) and reports:
            self.told(before, step.place)

    def told(self, held: Interview, place: int) -> None:
        """Note that a message is known to be there: its question's clock runs from its time."""
        (message,) = (one for one in self.world.messages(held.id) if one.place == place)
        asks = [one for one in self.world.messages(held.id) if (one.shows, one.turn) == ("ask", message.turn)]
        if message not in asks or place != max(one.place for one in asks):
            return
        at = self.world.sent[held.id, place][2]
        start = at if self.back_at is None else max(at, self.back_at)
        done_at = self.world.desk.kept.interview_turns[held.id, message.turn].done_at
        if done_at is not None:
            self.ran[held.id] += max(done_at - start, NEVER)
        elif held.state is State.PAUSED:
            self.ran[held.id] += max(held.active_at - start, NEVER)
        elif held.state is State.RUNNING and self.since[held.id] is None:
            self.since[held.id] = start

    @staticmethod
    async def _die() -> None:
        raise Killed

    def word(self, words: str) -> str:
        self.tokens += 1
        end = "?" if words.endswith("?") else ""
        return f"{words} w{self.tokens}{end}"

    def note(self, held: Interview, text: str) -> None:
        word = text.rsplit(maxsplit=1)[-1]
        self.said[held.id][word] += 1
        self.drafts.setdefault((held.id, held.turn), []).append(word)

    # What must hold

    @invariant()
    def each_is_as_it_must_be(self) -> None:
        for held in self.world.desk.kept.interviews.values():
            self.check(held)

    def check(self, held: Interview) -> None:
        assert held.spent + held.used == self.ran[held.id]
        assert held.since == self.since[held.id]
        turns = [turn for key, turn in sorted(self.world.desk.kept.interview_turns.items()) if key[0] == held.id]
        there = Counter(word for turn in turns for word in turn.words.split() if word[0] == "w" and word[1:2].isdigit())
        assert there == +self.said[held.id]
        assert [turn.number for turn in turns] == list(range(1, held.turn + 1))
        assert all(turn.done_at is not None for turn in turns[:-1])
        self.check_messages(held)

    def check_messages(self, held: Interview) -> None:
        messages = self.world.messages(held.id)
        assert [one.place for one in messages] == list(range(1, len(messages) + 1))
        ids = [one.message_id for one in messages if one.message_id is not None]
        assert len(ids) == len(set(ids))
        open_ones = [
            view.turn
            for one in messages
            if not one.behind and not one.lost and (view := self.seen(held.id, one.place)) is not None and view.open
        ]
        assert open_ones in ([], [held.turn])

    def seen(self, interview_id: int, place: int) -> Any:
        shown = self.world.sent.get((interview_id, place))
        return shown[3] if shown is not None and hasattr(shown[3], "open") else None


def test_an_interview_loses_nothing_and_doubles_nothing() -> None:
    run_state_machine_as_test(
        InterviewMachine,
        settings=settings(
            max_examples=100, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
