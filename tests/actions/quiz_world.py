"""A world of quizzes: what was pressed and what must have come of it, kept apart from the rows."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.actions.ports import Books
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import QuizSheet
from bot.actions.quiz_steps import snowflake
from bot.actions.quiz_views import Draw, OpenThread, Post, Recorded, Step
from bot.actions.records import Person, Server
from bot.actions.views import Call
from bot.rules.answer import Chosen
from bot.rules.errors import RuleBroken
from bot.rules.quiz import Member, Quiz, Reply, Round, State
from tests.fakes import FakeDesk
from tests.samples import NOON, SINGLE, SampleBank

T = TypeVar("T")
HOST, STRANGER, GUILD, CHANNEL = 100, 99, 9, 5
PEOPLE = {1: 1.0, 2: 1.0, 3: 1.5, 4: 2.0}
"""Who may join, with their allowances."""
SECONDS = timedelta(seconds=10)
"""For each question."""
QUESTIONS = tuple(replace(SINGLE, id=f"q{nth}", difficulty=1 + nth % 5) for nth in range(9))


@dataclass(frozen=True, slots=True)
class Press:
    """An answer on its way."""

    call: Call
    quiz_id: int
    number: int
    place: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A quiz's rows at one moment."""

    quiz: Quiz
    rounds: dict[int, Round]
    members: dict[int, Member]
    replies: dict[tuple[int, int], Reply]
    messages: dict[int, PublicMessage]

    @property
    def is_over(self) -> bool:
        return self.quiz.state in (State.ENDED, State.STOPPED, State.CANCELLED)

    def is_in(self, person: int) -> bool:
        return person in self.members and self.members[person].left_at is None


@dataclass
class World:
    """The actions over a desk, people who press, and a Discord that forgets nothing.

    Attributes:
        sent: Every public message in Discord, by quiz and place.
        flying: Presses that have not reached the bot.
        counted: The press that counts, by quiz, question and person.
        players: Who was expected at a question when it opened, less who left it unanswered.
        seen_at: When the bot last looked.
        outages: Long ones: from when to when.
    """

    desk: FakeDesk = field(default_factory=FakeDesk)
    now: datetime = NOON
    calls: int = 0
    quizzes: list[int] = field(default_factory=list)
    sent: dict[tuple[int, int], tuple[int, datetime]] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    flying: list[Press] = field(default_factory=list)
    counted: dict[tuple[int, int, int], Press] = field(default_factory=dict)
    players: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    seen_at: datetime = NOON
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.start_bot()
        self.do(self.desk(self._people))

    @staticmethod
    def _people(books: Books) -> None:
        books.servers.save(Server(GUILD))
        for person, extra_time in PEOPLE.items():
            books.people.save(Person(person, extra_time=extra_time))

    def start_bot(self) -> None:
        """Begin with nothing in memory."""
        bank = SampleBank(QUESTIONS)
        self.quiz, self.clock = QuizDesk(self.desk, bank), QuizClock(self.desk, bank)

    def do(self, work: Awaitable[T]) -> T:
        async def done() -> T:
            return await work

        return self.loop.run_until_complete(done())

    def tried(self, work: Awaitable[T]) -> T | RuleBroken:
        """Do it or be refused; anything else is a failure of the test."""
        try:
            return self.do(work)
        except RuleBroken as refusal:
            return refusal

    def call(self, person: int, channel: int = CHANNEL) -> Call:
        self.calls += 1
        return Call(snowflake(self.now) + self.calls, self.now, person, GUILD, channel, admin=person == HOST)

    def rows(self, quiz_id: int) -> Rows:
        kept = self.desk.kept
        quiz = kept.quizzes[quiz_id]
        return Rows(
            quiz,
            {number: round_ for (one, number), round_ in kept.quiz_rounds.items() if one == quiz_id},
            {person: member for (one, person), member in kept.quiz_members.items() if one == quiz_id},
            {(number, who): reply for (one, number, who), reply in kept.quiz_replies.items() if one == quiz_id},
            {place: message for (one, place), message in kept.quiz_messages.items() if one == quiz_id},
        )

    def sheet(self, quiz_id: int, work: Any) -> Any:
        return self.do(self.desk(lambda books: work(QuizSheet.of(self.quiz.papers, books, quiz_id))))

    # What people do

    def open(self, count: int) -> None:
        channel = CHANNEL + len(self.quizzes)
        quiz_id = self.do(self.quiz.start(self.call(HOST, channel), "", count)).quiz_id
        self.quizzes.append(quiz_id)

    def press(self, person: int, quiz_id: int, number: int, place: int) -> None:
        """Press, so that it is on its way."""
        self.flying.append(Press(self.call(person), quiz_id, number, place))

    def arrive_all(self, *, backwards: bool = False, half: bool = False) -> None:
        """Let all that is on its way reach the bot together, or the first half of it."""
        some = self.flying[: (len(self.flying) + 1) // 2] if half else self.flying[:]
        del self.flying[: len(some)]
        self.arrive(some[::-1] if backwards else some)

    def arrive(self, presses: list[Press]) -> None:
        """Let presses reach the bot at once, and note which counts by what the rows said just before."""
        before = {press: self._must_count(press) for press in presses}

        async def at_once() -> list[Any]:
            answers = (
                self.quiz.answer(press.call, press.quiz_id, press.number, Chosen(frozenset({press.place})))
                for press in presses
            )
            return await asyncio.gather(*answers, return_exceptions=True)

        for press, result in zip(presses, self.loop.run_until_complete(at_once()), strict=True):
            assert isinstance(result, Recorded if before[press] else RuleBroken), (press, result)
            if before[press]:
                key = press.quiz_id, press.number, press.call.person_id
                stands = self.counted.get(key)
                if stands is None or stands.call.id < press.call.id:
                    self.counted[key] = press

    def _must_count(self, press: Press) -> bool:
        rows = self.rows(press.quiz_id)
        round_ = rows.rounds.get(press.number)
        if round_ is None or round_.closes_at is None or round_.revealed_at is not None:
            return False
        member = rows.members.get(press.call.person_id)
        plays = member is not None and member.left_at is None and member.first_round <= press.number
        return plays and press.call.at <= round_.closes_at and rows.quiz.state is State.RUNNING

    def leave(self, person: int, quiz_id: int) -> None:
        rows = self.rows(quiz_id)
        if isinstance(self.tried(self.quiz.leave(self.call(person), quiz_id)), RuleBroken):
            return
        number = rows.quiz.current
        if (quiz_id, number, person) not in self.counted and number in rows.rounds and rows.rounds[number].on:
            self.players[quiz_id, number].discard(person)

    # What the bot and Discord do

    def tick(self, *, until: int | None = None, reports: bool = True) -> None:
        """Look at the clock and carry out steps; a stop may come after some, with or without the last one's report."""
        steps = self.do(self.clock.tick(self.now)).steps
        self.seen_at = self.now
        for nth, step in enumerate(steps):
            if nth == until:
                self.carry_out(step, reports=reports)
                return
            self.carry_out(step, reports=True)

    def carry_out(self, step: Step, *, reports: bool) -> None:
        match step:
            case Post():
                self._post(step, reports=reports)
            case Draw():
                assert self.sent[step.quiz_id, step.place][0] == step.message_id
                if reports:
                    self.do(self.clock.drawn(step.quiz_id, step.place, step.revision))
            case OpenThread():
                assert self.sent[step.quiz_id, 0][0] == step.message_id
                self.threads.add(step.quiz_id)
                if reports:
                    self.do(self.clock.threaded(step.quiz_id))

    def _post(self, step: Post, *, reports: bool) -> None:
        """Send a message, unless it is found in the channel: it was sent before a stop."""
        key = step.quiz_id, step.place
        assert step.place in (0, 100) or step.quiz_id in self.threads or not step.wanted
        if key not in self.sent and not step.wanted:
            self.do(self.clock.lost(step.quiz_id, step.place))
            return
        if key not in self.sent:
            self.calls += 1
            self.sent[key] = snowflake(self.now) + self.calls, self.now
        message_id, at = self.sent[key]
        assert step.after_id < message_id
        if not reports:
            return
        for late in (0, 1):  # reported once more, it changes nothing
            self.do(self.clock.posted(step.quiz_id, step.place, message_id + late, at + timedelta(seconds=late)))
        rows = self.rows(step.quiz_id)
        if step.place in rows.rounds and rows.rounds[step.place].on:
            own = {person for person, member in rows.members.items() if member.plays(step.place)}
            self.players[key] = own
            longest = max((PEOPLE[person] for person in own), default=1.0)
            window = timedelta(seconds=rows.quiz.options.seconds) * longest
            closes_at = rows.rounds[step.place].closes_at
            assert closes_at is not None
            lost = sum((back - max(at, gone) for gone, back in self.outages if at < back), timedelta())
            assert at + window + lost <= closes_at <= max(at + window + lost, self.now + window)

    def stop_bot(self, away: float) -> None:
        """Kill the bot; what was on its way to it is lost. It comes back later and gives the time back."""
        self.flying.clear()
        self.now += timedelta(seconds=away)
        before = {key: round_ for key, round_ in self.desk.kept.quiz_rounds.items() if round_.on}
        self.start_bot()
        self.do(self.clock.resume(self.now))
        if self.now - self.seen_at >= SECONDS:
            self.outages.append((self.seen_at, self.now))
        for key, round_ in before.items():
            self._check_given_back(round_, self.desk.kept.quiz_rounds[key])

    def _check_given_back(self, before: Round, after: Round) -> None:
        assert before.opened_at is not None
        assert before.closes_at is not None
        assert after.closes_at is not None
        since = max(self.seen_at, before.opened_at)
        long = self.now - self.seen_at >= SECONDS and before.closes_at > since
        assert after.closes_at - before.closes_at == (self.now - since if long else timedelta())

    def close(self) -> None:
        self.loop.close()
