"""What the clock and the grader do to interviews. Rows decide; chat carries out the steps and reports each."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial

from bot.actions import interview_moves
from bot.actions.consent import may_leave
from bot.actions.interview_ports import InterviewMessage
from bot.actions.interview_sheet import ASK, InterviewSheet
from bot.actions.interview_show import steps
from bot.actions.interview_views import InterviewStep, InterviewTick, Listening
from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_sheet import Papers
from bot.actions.quiz_steps import snowflake
from bot.actions.quiz_views import Broken
from bot.actions.records import VersionKey
from bot.actions.spoken_ports import Grader
from bot.rules.errors import EdgeDown
from bot.rules.heard import LONGEST_SPOKEN, Asked
from bot.rules.interview import OUTAGE, Pulse, State, Turn
from bot.rules.interview_course import begun_at, given_back, going, silent_since
from bot.rules.spoken import asked_of

LOOK = timedelta(seconds=20)
"""So often the clock is looked at while somebody's runs, so that a stop is known to within that."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be heard."""

    turn: int
    asked: Asked
    words: str
    outside: bool


@dataclass(frozen=True)
class InterviewClock:
    """The moves of interviews that no person makes.

    Every method raises `EdgeDown` where the database is away. All reports are idempotent.
    """

    desk: Desk
    bank: Bank
    grader: Grader
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank, self.profiles)

    async def resume(self, now: datetime) -> None:
        """Give time back after a stop longer than a minute; call before the first press and the first tick."""

        def work(books: Books) -> None:
            pulse = books.interviews.pulse()
            if pulse is None or now - pulse.at <= OUTAGE:
                books.interviews.set_pulse(replace(pulse, at=now) if pulse is not None else Pulse(now))
                return
            for interview in books.interviews.on():
                books.interviews.save(given_back(interview, pulse.at, now))
            books.interviews.set_pulse(Pulse(now, now))

        await self.desk(work)

    async def listening(self) -> tuple[Listening, ...]:
        """Give the direct messages in which interviews are held, for what was written there during a stop."""

        def work(books: Books) -> tuple[Listening, ...]:
            held = [InterviewSheet(self.papers, books, one) for one in books.interviews.on() if one.parent_id is None]
            return tuple(_listening(sheet) for sheet in held if sheet.interview.channel_id is not None)

        return await self.desk(work)

    async def tick(self, now: datetime) -> InterviewTick:
        """Do all that is due (pause who is silent, wipe old words) and give what is to be carried out.

        It also remembers that the bot is at work.
        """

        def looked(books: Books) -> tuple[int, ...]:
            pulse = books.interviews.pulse()
            books.interviews.set_pulse(replace(pulse, at=max(pulse.at, now)) if pulse is not None else Pulse(now))
            return tuple(one.id for one in books.interviews.due(now))

        due = await self.desk(looked)
        done = [await self._apart(one, partial(self._move, interview_id=one, now=now)) for one in due]
        waiting, due_at = await self.desk(partial(_waiting, now=now))
        done += [await self._apart(one, partial(self._steps, interview_id=one)) for one in waiting]
        found = tuple(step for steps_of, _ in done for step in steps_of)
        return InterviewTick(found, due_at, tuple(broken for _, broken in done if broken is not None))

    async def _apart(
        self, interview_id: int, work: Callable[[Books], tuple[InterviewStep, ...]]
    ) -> tuple[tuple[InterviewStep, ...], Broken | None]:
        """Do what is due of one interview; what is wrong with it is given back, and holds up no other."""
        try:
            return await self.desk(work), None
        except EdgeDown:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, the others go on; chat logs it)
            return (), Broken(f"interview {interview_id}", error)

    def _move(self, books: Books, interview_id: int, now: datetime) -> tuple[InterviewStep, ...]:
        """Make the one move of an interview that is due, if it still is."""
        sheet = InterviewSheet.of(self.papers, books, interview_id)
        due_at = sheet.interview.due_at
        if due_at is not None and due_at <= now:
            if sheet.interview.state is State.ENDED:
                books.interviews.wipe(interview_id)
                sheet.redraw_report()
            else:
                interview_moves.pause(sheet, silent_since(sheet.interview) or due_at, "silent")
        return ()

    def _steps(self, books: Books, interview_id: int) -> tuple[InterviewStep, ...]:
        return steps(InterviewSheet.of(self.papers, books, interview_id))

    async def hear(self, interview_id: int) -> None:
        """Have heard what was said to the part that is on, with no transaction open, and go on with what came of it.

        What was said in the meantime is heard along with it at the next tick. Where the grader is away the interview
        stands still, with its words kept.
        """
        found = await self.desk(partial(self._to_hear, interview_id=interview_id))
        if found is None:
            return
        try:
            hearing = await self.grader.hear(found.asked, found.words, outside=found.outside)
        except EdgeDown:
            hearing = None

        def settle(books: Books) -> None:
            now = self._to_hear(books, interview_id)
            if now is None or (now.turn, now.words) != (found.turn, found.words):
                return
            sheet = InterviewSheet.of(self.papers, books, interview_id)
            if hearing is not None:
                interview_moves.heard(sheet, hearing)
            else:
                interview_moves.pause(sheet, sheet.interview.active_at, "grader")

        await self.desk(settle)

    def _to_hear(self, books: Books, interview_id: int) -> _Said | None:
        interview = books.interviews.get(interview_id)
        if interview is None or interview.state is not State.HEARING:
            return None
        sheet = InterviewSheet(self.papers, books, interview)
        slot, guild_id = sheet.slots[interview.slot], interview.guild_id
        variant, part = sheet.variant(slot), sheet.part
        body = variant.spoken
        assert body is not None  # noqa: S101 (nothing else is heard)
        said = "\n".join(one.words for one in sheet.turns_of(interview.slot, interview.part) if one.words)
        whole = part.points == body.points
        known = books.spoken.marked(VersionKey(*slot.key, slot.version), guild_id) if whole and guild_id else ()
        graded = [(one.new.words, one.made) for one in known if one.made is not None]
        asked = replace(asked_of(variant, body, graded), points=part.points)
        outside = may_leave(books, interview.person_id, guild_id)
        return _Said(interview.turn, asked, said[:LONGEST_SPOKEN], outside)

    async def roomed(self, interview_id: int, channel_id: int) -> None:
        """Remember that the thread is there; what is on is asked in it."""

        def work(sheet: InterviewSheet) -> None:
            awake = sheet.interview.state in (State.RUNNING, State.HEARING)
            if awake and sheet.interview.channel_id is None:
                sheet.save(replace(sheet.interview, channel_id=channel_id))
                sheet.redraw(sheet.asked)  # what was asked elsewhere can no longer be answered there
                interview_moves.ask_again(sheet, sheet.interview.active_at)

        await self._on(interview_id, work)

    async def told(self, interview_id: int, place: int, message_id: int, at: datetime) -> None:
        """Remember a message; the clock of a question runs from `at`, its message's own time."""

        def work(sheet: InterviewSheet) -> None:
            message = sheet.messages.get(place)
            if message is None or message.message_id is not None:
                return
            sheet.save_message(replace(message, message_id=message_id, drawn=1, lost=False))
            if message.shows == ASK:
                _start(sheet, message, begun_at(at, sheet.books.interviews.pulse()))

        await self._on(interview_id, work)

    async def retold(self, interview_id: int, place: int, revision: int) -> None:
        """Remember which revision a message shows."""

        def work(sheet: InterviewSheet) -> None:
            message = sheet.messages.get(place)
            if message is not None and message.drawn < revision <= message.revision:
                sheet.save_message(replace(message, drawn=revision))

        await self._on(interview_id, work)

    async def lost(self, interview_id: int, place: int) -> None:
        """Remember that Discord will not have a message, or the thread (place 0): deleted, no permission, member gone.

        What cannot be asked any more waits, to go on wherever its person takes it up.
        """

        def work(sheet: InterviewSheet) -> None:
            message = sheet.messages.get(place)
            if message is not None:
                sheet.save_message(replace(message, lost=True))
            elif place or sheet.interview.channel_id is not None:
                return
            if sheet.interview.state is not State.ENDED and (message is None or _needed(sheet, message)):
                pulse = sheet.books.interviews.pulse()
                interview_moves.lose_room(sheet, pulse.at if pulse is not None else sheet.interview.active_at)

        await self._on(interview_id, work)

    async def _on(self, interview_id: int, work: Callable[[InterviewSheet], None]) -> None:
        """Work on an interview; of one that is gone, as its person's data are, nothing is to be remembered."""

        def done(books: Books) -> None:
            found = books.interviews.get(interview_id)
            if found is not None:
                work(InterviewSheet(self.papers, books, found))

        await self.desk(done)


def _waiting(books: Books, now: datetime) -> tuple[tuple[int, ...], datetime | None]:
    """Give the interviews of which something is to be carried out, and when to look again."""
    looks = [now + LOOK] if any(one.since is not None for one in books.interviews.on()) else []
    due_at = books.interviews.next_due()
    return books.interviews.waiting(), min([*looks, *([due_at] if due_at is not None else [])], default=None)


def _start(sheet: InterviewSheet, message: InterviewMessage, at: datetime) -> None:
    """Start the clock where the message asks what is on; where it was left or paused before, count its time."""
    interview, turn = sheet.interview, sheet.turns[message.turn]
    if message.place != _place(sheet, turn):
        return
    if turn.done_at is not None:
        took = max(turn.done_at - at, timedelta())
        part = (turn.slot, turn.part) == (interview.slot, interview.part) and interview.state is not State.ENDED
        used, spent = (took, timedelta()) if part else (timedelta(), took)
        sheet.save(replace(interview, used=interview.used + used, spent=interview.spent + spent))
    elif interview.state is State.PAUSED:
        sheet.save(replace(interview, used=interview.used + max(interview.active_at - at, timedelta())))
    elif interview.state is State.RUNNING and interview.since is None:
        sheet.save(going(interview, sheet.part, at))
        sheet.redraw(sheet.messages[message.place])


def _needed(sheet: InterviewSheet, message: InterviewMessage) -> bool:
    """Tell whether an interview cannot go on without a message in its channel."""
    here = message.channel_id == sheet.interview.channel_id
    return here and message.place in (max(sheet.messages), _place(sheet, sheet.turn))


def _place(sheet: InterviewSheet, turn: Turn | None) -> int:
    """Give the place of the message that asked a turn last, 0 where none did."""
    asks = (one.place for one in sheet.messages.values() if one.shows == ASK and turn and one.turn == turn.number)
    return max(asks, default=0)


def _listening(sheet: InterviewSheet) -> Listening:
    interview = sheet.interview
    newest = max((one.message_id or 0 for one in sheet.messages.values()), default=0)
    since = newest or snowflake(interview.started_at)
    return Listening(interview.id, interview.person_id, interview.channel_id or 0, since)
