"""What a person can do with a mock interview: say, ask, finish, pause and go on. Beginning stands in its own file."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from bot.actions import interview_begin, interview_moves
from bot.actions.interview_sheet import InterviewSheet, has_word, is_code, running_of
from bot.actions.interview_show import ask_view
from bot.actions.interview_views import AskView, Facts, Opening, Running, Taken
from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_sheet import Papers
from bot.actions.records import Report
from bot.actions.views import Call
from bot.rules import facts
from bot.rules.errors import RuleBroken
from bot.rules.interview import LONGEST_SAID, Kind, State, Turn
from bot.rules.interview_course import alive
from bot.rules.practice import words_of_report
from bot.rules.question import Level
from bot.rules.rubric import Case

T = TypeVar("T")


@dataclass(frozen=True)
class InterviewDesk:
    """What a person can do with a mock interview. Nothing here waits for a grader, and nothing is posted.

    Every method raises `EdgeDown` where the database is away. Those that name an interview raise `RuleBroken`: `gone`
    or `not_yours`; those that name a turn also `old_turn`, and `paused` or `hearing` where the person has not the word.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there.
        outsider: The model outside that can hear answers, and where it is; empty where there is none.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple
    outsider: str = ""

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank, self.profiles)

    async def opening(
        self, call: Call, kind: Kind | None, level: Level | None, seed: int | None = None, *, loop: bool = False
    ) -> Opening:
        """Say what a round would be; nothing is stored yet.

        Args:
            call: Who asks, and where it would be held.
            kind: The round; None for breadth.
            level: None for the person's own, or mid.
            seed: None for a fresh one.
            loop: Whether the next round of the person's loop is wanted: kind, level and seed are the loop's then; where
                none is on, a new one begins at `level`.
        """
        wish = interview_begin.Wanted(kind, level, seed, loop)
        return await self.desk(lambda books: interview_begin.opening(self.papers, books, call, wish, self.outsider))

    async def begin(self, call: Call, kind: Kind, level: Level, seed: int, *, loop: bool = False) -> Running:
        """Begin a round as the opening said; the same call begins it once.

        Raises:
            RuleBroken: `one_at_a_time`, `nothing_fits` or `sealed`.
        """
        wish = interview_begin.Wanted(kind, level, seed, loop)
        return await self.desk(lambda books: interview_begin.begin(self.papers, books, call, wish))

    async def running(self, call: Call) -> Running | None:
        """Give the person's interview that has not ended."""

        def work(books: Books) -> Running | None:
            found = books.interviews.running(call.person_id)
            return running_of(InterviewSheet(self.papers, books, found)) if found is not None else None

        return await self.desk(work)

    async def go_on(self, call: Call, interview_id: int) -> Running:
        """Go on with a paused interview: the question comes again, with what was said so far."""

        def work(sheet: InterviewSheet) -> Running:
            if sheet.interview.state is State.PAUSED:
                interview_moves.wake(sheet, call)
            return running_of(sheet)

        return await self._on(call, interview_id, work)

    async def pause(self, call: Call, interview_id: int) -> None:
        """Let the interview stand still; its clock stops."""

        def work(sheet: InterviewSheet) -> None:
            if sheet.interview.state in (State.RUNNING, State.HEARING):
                interview_moves.pause(sheet, call.at, "asked")

        await self._on(call, interview_id, work)

    async def leave(self, call: Call, interview_id: int) -> None:
        """End the interview; its report says what was not reached."""

        def work(sheet: InterviewSheet) -> None:
            if sheet.interview.state is not State.ENDED:
                interview_moves.end(sheet, call.at)

        await self._on(call, interview_id, work)

    async def says(self, call: Call, words: str) -> Taken | Facts | None:
        """Take down a plain message in the direct messages where an interview is held.

        A paused interview is woken by it, unless a question of practice waits there. What comes while the grader hears
        still belongs to what was said.

        Returns:
            That it was taken down, or what it asked for; None where the message is not for an interview.

        Raises:
            RuleBroken: `too_long`: nothing of it was taken down.
        """

        def work(books: Books) -> Taken | Facts | None:
            sheet = self._here(books, call)
            if sheet is None or sheet.interview.parent_id is not None or is_code(sheet):
                return None
            resumed = sheet.interview.state is State.PAUSED
            if resumed:
                interview_moves.wake(sheet, call)
            _take(sheet, call, words)
            return _told(sheet, words) or Taken(sheet.interview.id, resumed)

        return await self.desk(work)

    async def writing(self, call: Call, interview_id: int, turn: int) -> AskView:
        """Show a turn for the form in which it is answered, with its draft."""
        return await self._at(call, interview_id, turn, lambda sheet, one: ask_view(sheet, one, None))

    async def answer(self, call: Call, interview_id: int, turn: int, words: str) -> None:
        """Answer a turn by the form: its words replace the draft, and it is finished.

        Who wrote for so long that it paused meanwhile loses nothing: it goes on with their answer.

        Raises:
            RuleBroken: Besides those of all: `too_long`.
        """

        def work(sheet: InterviewSheet, one: Turn) -> None:
            _within_limit(sheet, replace(one, words=""), words.strip())
            interview_moves.finish(sheet, call, words.strip())

        await self._once(call, interview_id, turn, work, wakes=True)

    async def ask(self, call: Call, interview_id: int, turn: int, words: str) -> Facts:
        """Ask for something that a case tells only when asked; it counts as said.

        Raises:
            RuleBroken: Besides those of all: `too_long` or `nothing_to_ask`.
        """

        def work(sheet: InterviewSheet, _: Turn) -> Facts:
            body = _case(sheet)
            if body is None:
                raise RuleBroken("nothing_to_ask", "This question holds nothing back. Answer with what it says.")
            _take(sheet, call, words)
            return Facts(facts.asked_for(body.facts, words))

        return await self._at(call, interview_id, turn, work)

    async def done(self, call: Call, interview_id: int, turn: int) -> None:
        """Finish what was said to a turn; the same call finishes it once.

        Raises:
            RuleBroken: Besides those of all: `still_judging`.
        """
        await self._once(call, interview_id, turn, lambda sheet, one: interview_moves.finish(sheet, call, one.words))

    async def nothing_to_add(self, call: Call, interview_id: int, turn: int) -> None:
        """Finish a follow-up; what was said to it so far is heard.

        Raises:
            RuleBroken: Besides those of all: `no_followup`.
        """

        def work(sheet: InterviewSheet, one: Turn) -> None:
            if one.followup is None:
                raise RuleBroken("no_followup", "This is the question itself. Press Done to go on without an answer.")
            interview_moves.finish(sheet, call, one.words)

        await self._once(call, interview_id, turn, work)

    async def hint(self, call: Call, interview_id: int, turn: int, nth: int | None = None) -> AskView:
        """Show one more hint, for a quarter of the points.

        Args:
            call: Who asks.
            interview_id: Which interview.
            turn: Which turn.
            nth: The how manieth is wanted, from 1, so that two presses of one button cost once; None for the next.

        Raises:
            RuleBroken: Besides those of all: `no_hints`.
        """

        def work(sheet: InterviewSheet, one: Turn) -> AskView:
            slot = sheet.slots[one.slot]
            wanted = nth if nth is not None else slot.hints + 1
            if wanted > len(sheet.variant(slot).hints):
                raise RuleBroken("no_hints", "There is no further hint for this question.")
            if wanted > slot.hints:
                sheet.save_slot(replace(slot, hints=wanted))
                if slot.attempt_id is not None:
                    sheet.books.attempts.set_hints(slot.attempt_id, wanted)
                sheet.redraw(sheet.asked)
            _stir(sheet, call)
            return ask_view(sheet, one, sheet.asked)

        return await self._at(call, interview_id, turn, work)

    async def code_slot(self, call: Call) -> tuple[int, int] | None:
        """Give the interview and the attempt where a coding question of theirs is on in this channel.

        A paused one is woken, unless a question of practice waits there.
        """

        def work(books: Books) -> tuple[int, int] | None:
            sheet = self._here(books, call)
            attempt_id = sheet.slot.attempt_id if sheet is not None and sheet.slot is not None else None
            if sheet is None or attempt_id is None:
                return None
            if sheet.interview.state is State.PAUSED:
                interview_moves.wake(sheet, call)
            _stir(sheet, call)
            return sheet.interview.id, attempt_id

        return await self.desk(work)

    async def reportable(self, call: Call, interview_id: int, turn: int) -> None:
        """See that a turn is the person's own, over or not, before they say what is wrong with its question."""
        await self._on(call, interview_id, lambda sheet: sheet.asked_at(turn))

    async def report(self, call: Call, interview_id: int, turn: int, words: str) -> bool:
        """Keep what a person says is wrong with the question of a turn; nothing of the interview changes by it.

        Returns:
            Whether the inbox of a server has it, of the one where it was begun; else it is for whoever runs the bot.

        Raises:
            RuleBroken: Besides those of all: `no_words` or `too_many_words`.
        """
        said = words_of_report(words)

        def work(sheet: InterviewSheet) -> bool:
            guild_id, asked = sheet.interview.guild_id, sheet.asked_at(turn)
            sheet.books.reports.add(Report(call.id, call.person_id, guild_id, None, call.at, said, asked_as=asked))
            return guild_id is not None

        return await self._on(call, interview_id, work)

    async def to_direct(self, call: Call, interview_id: int, channel_id: int) -> None:
        """Go on in direct messages: what is on is asked again there."""

        def work(sheet: InterviewSheet) -> None:
            if sheet.interview.state is not State.ENDED and sheet.interview.channel_id != channel_id:
                interview_moves.move(sheet, call, channel_id)

        await self._on(call, interview_id, work)

    def _here(self, books: Books, call: Call) -> InterviewSheet | None:
        """Give the person's interview of this channel that is at a question, awake or to be woken."""
        found = books.interviews.running(call.person_id)
        if found is None or found.channel_id != call.channel_id or not found.turn:
            return None
        waits = found.state is State.PAUSED and books.attempts.waiting(call.person_id, call.channel_id) is not None
        return None if waits else InterviewSheet(self.papers, books, found)

    async def _on(self, call: Call, interview_id: int, work: Callable[[InterviewSheet], T]) -> T:
        def done(books: Books) -> T:
            return work(self._own(books, call, interview_id))

        return await self.desk(done)

    async def _at(self, call: Call, interview_id: int, turn: int, work: Callable[[InterviewSheet, Turn], T]) -> T:
        """Work on the newest turn while the person has the word."""

        def done(books: Books) -> T:
            sheet = self._own(books, call, interview_id)
            return work(sheet, _on_now(sheet, turn))

        return await self.desk(done)

    async def _once(
        self,
        call: Call,
        interview_id: int,
        turn: int,
        work: Callable[[InterviewSheet, Turn], None],
        *,
        wakes: bool = False,
    ) -> None:
        """The same for what finishes a turn, once for a call."""

        def done(books: Books) -> None:
            sheet = self._own(books, call, interview_id)
            if any(one.done_call_id == call.id for one in sheet.turns.values()):
                return
            if wakes and _stands_at(sheet, turn):
                interview_moves.wake(sheet, call, ask=False)
            work(sheet, _on_now(sheet, turn))

        await self.desk(done)

    def _own(self, books: Books, call: Call, interview_id: int) -> InterviewSheet:
        sheet = InterviewSheet.of(self.papers, books, interview_id)
        if sheet.interview.person_id != call.person_id:
            raise RuleBroken("not_yours", "This is somebody else's interview. /interview start begins your own.")
        return sheet


def _on_now(sheet: InterviewSheet, turn: int) -> Turn:
    """Give the turn to which the person has the word.

    Raises:
        RuleBroken: `old_turn`, `paused` or `hearing`.
    """
    if sheet.interview.state is State.ENDED or turn != sheet.interview.turn:
        raise RuleBroken("old_turn", "That was answered before; nothing changed. What is on stands further down.")
    if sheet.interview.state is State.PAUSED:
        raise RuleBroken("paused", "The interview is paused. Press Go on, or use /interview resume.")
    if not has_word(sheet):
        raise RuleBroken("hearing", "I am still reading your answer. What comes next appears here in a moment.")
    return sheet.turns[turn]


def _stands_at(sheet: InterviewSheet, turn: int) -> bool:
    """Tell whether it is paused at a turn that is not finished."""
    held, one = sheet.interview, sheet.turns.get(turn)
    return held.state is State.PAUSED and turn == held.turn and one is not None and one.done_at is None


def _take(sheet: InterviewSheet, call: Call, words: str) -> None:
    """Take down what was said to the newest turn, once for a call.

    Raises:
        RuleBroken: `too_long`.
    """
    turn, said = sheet.turns[sheet.interview.turn], words.strip()
    if said and sheet.books.interviews.says(sheet.interview.id, turn.number, call.id, said):
        _within_limit(sheet, turn, said)  # what was noted just now goes again where it refuses
        del sheet.turns  # to be read again
    _stir(sheet, call)


def _within_limit(sheet: InterviewSheet, turn: Turn, words: str) -> None:
    """See that what is said to a part, all in all, is not too long.

    Args:
        sheet: The interview.
        turn: The turn as it is, or without what is replaced.
        words: What comes to it.
    """
    others = [one.words for one in sheet.turns_of(turn.slot, turn.part) if one.number != turn.number]
    size = len("\n".join(part for part in (*others, turn.words, words) if part))
    if size > LONGEST_SAID:
        raise RuleBroken(
            "too_long",
            f"With this your answer would have {size:,} characters, and I read {LONGEST_SAID:,}. Nothing of this last "
            "part is taken down; say it shorter, or finish with what you have.",
        )


def _stir(sheet: InterviewSheet, call: Call) -> None:
    """Note a sign of life."""
    sheet.save(alive(sheet.interview, sheet.part, call.at))


def _case(sheet: InterviewSheet) -> Case | None:
    body = sheet.variant(sheet.slots[sheet.interview.slot]).spoken
    return body if isinstance(body, Case) and body.facts else None


def _told(sheet: InterviewSheet, words: str) -> Facts | None:
    """Give what a message asks for, None where it asks for nothing that could be told."""
    body = _case(sheet)
    return Facts(facts.asked_for(body.facts, words)) if body is not None and facts.is_question(words) else None
