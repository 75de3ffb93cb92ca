"""Quizzes: what a host, a member and a moderator can do. What the clock does stands in `quiz_clock`."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

from bot.actions import quiz_hosting, quiz_playing
from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_answers import Press, record
from bot.actions.quiz_opening import (
    Wanted,
    check_wish,
    draw_questions,
    hosting_server,
    on_now,
    open_lobby,
    opened_by,
    title_of,
)
from bot.actions.quiz_playing import BoardsSoFar
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.quiz_show import host
from bot.actions.quiz_views import HostView, Joined, LobbyView, MineView, MyAnswer, QuestionView, Recorded, Rejoined
from bot.actions.views import Call
from bot.rules.answer import Answer
from bot.rules.errors import RuleBroken
from bot.rules.practice import words_of_report
from bot.rules.quiz import Options

T = TypeVar("T")


@dataclass(frozen=True)
class QuizDesk:
    """What people can do with quizzes.

    Every method raises `EdgeDown` where the database is away, and those that name a quiz raise `RuleBroken` `gone`
    where there is no such. Those for hosts raise `not_host` for anybody but the host and those who manage the server.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank, self.profiles)

    @cached_property
    def _boards(self) -> BoardsSoFar:
        return BoardsSoFar()

    @cached_property
    def _record(self) -> Callable[[Books, Sequence[Press]], Sequence[Recorded | RuleBroken]]:
        """The one function that answers wait for, so that they are taken together."""
        return partial(record, self.papers)

    # What hosts do

    async def start(self, call: Call, within: str = "", count: int = 10) -> HostView:
        """Open a lobby in the channel of the call; the same call twice opens one. The clock posts it.

        Raises:
            RuleBroken: `not_a_server`, `not_host`, `unknown_topic`, `bad_count`, `one_here` (another quiz is in its
                lobby or running in this channel) or `nothing_fits`.
        """
        papers, skill = self.papers, check_wish(self.papers, within, count)

        def work(books: Books) -> HostView:
            guild_id = hosting_server(books, call)
            if known := opened_by(papers, books, guild_id, call.id):
                return host(known, call)
            without = on_now(books, guild_id)
            questions = draw_questions(
                papers, books, guild_id=guild_id, within=skill, count=count, seed=call.id, at=call.at, without=without
            )
            wanted = Wanted(
                call_id=call.id,
                at=call.at,
                guild_id=guild_id,
                channel_id=call.channel_id,
                host_id=call.person_id,
                title=title_of(papers, skill),
                within=skill,
            )
            return host(open_lobby(papers, books, questions, wanted), call)

        return await self.desk(work)

    async def host(self, call: Call, quiz_id: int, number: int = 0) -> HostView:
        """Show the host's panel, for the lobby (0) or a question."""
        return await self._hosting(call, quiz_id, number, lambda _: None)

    async def set(self, call: Call, quiz_id: int, options: Options) -> HostView:
        """Change the options in the lobby, and remember them for this server's next quiz.

        Raises:
            RuleBroken: `begun`.
        """
        return await self._hosting(call, quiz_id, 0, lambda sheet: quiz_hosting.set_options(sheet, options))

    async def later(self, call: Call, quiz_id: int) -> HostView:
        """Start five minutes later.

        Raises:
            RuleBroken: `begun`.
        """
        return await self._hosting(call, quiz_id, 0, lambda sheet: quiz_hosting.start_later(sheet, call))

    async def begin(self, call: Call, quiz_id: int) -> HostView:
        """Start now; pressed twice it starts once.

        Raises:
            RuleBroken: `nobody_in` or `over`.
        """
        return await self._hosting(call, quiz_id, 0, lambda sheet: quiz_hosting.start_now(sheet, call))

    async def cancel(self, call: Call, quiz_id: int) -> HostView:
        """Call a quiz off in its lobby; twice changes nothing.

        Raises:
            RuleBroken: `begun`.
        """
        return await self._hosting(call, quiz_id, 0, lambda sheet: quiz_hosting.call_off(sheet, call))

    async def preview(self, call: Call, quiz_id: int) -> tuple[QuestionView, ...]:
        """Show the questions to the host, who then plays outside the boards; the lobby says so.

        Raises:
            RuleBroken: `begun`.
        """
        return await self._on(call, quiz_id, lambda sheet: quiz_hosting.preview(sheet, call))

    async def next(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Go on from a question to the next one; pressed twice it goes on once.

        Raises:
            RuleBroken: `not_revealed`.
        """
        return await self._hosting(call, quiz_id, number, lambda sheet: quiz_hosting.go_on(sheet, call, number))

    async def wait(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Give the talk 90 seconds more, from now.

        Raises:
            RuleBroken: `went_on`.
        """
        return await self._hosting(call, quiz_id, number, lambda sheet: quiz_hosting.wait(sheet, call, number))

    async def void(self, call: Call, quiz_id: int, number: int, words: str) -> HostView:
        """Take a question off all boards of this quiz, with the reason, which goes to the inbox too.

        Raises:
            RuleBroken: `over` (the quiz has ended), `not_open`, or what `words_of_report` refuses.
        """
        said = words_of_report(words)
        return await self._hosting(call, quiz_id, number, lambda sheet: quiz_hosting.void(sheet, call, number, said))

    async def unvoid(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Take that back, until the end.

        Raises:
            RuleBroken: `over`, `not_voided`, or `cut_short`: it was voided while it was open, so it has no result.
        """
        return await self._hosting(call, quiz_id, number, lambda sheet: quiz_hosting.unvoid(sheet, call, number))

    async def stop(self, call: Call, quiz_id: int) -> HostView:
        """End a quiz here; what was revealed makes the boards. In the lobby that calls it off."""
        return await self._hosting(call, quiz_id, 0, lambda sheet: quiz_hosting.stop(sheet, call))

    # What members do

    async def join(self, call: Call, quiz_id: int, *, guest: bool = False) -> Joined:
        """Be in, from the next question on; a guest is known by a made-up name only.

        Raises:
            RuleBroken: `over`, or `last_question`: no question comes any more.
        """
        return await self._on(call, quiz_id, lambda sheet: quiz_playing.join(sheet, call, guest=guest))

    async def leave(self, call: Call, quiz_id: int) -> LobbyView:
        """Leave; what was answered stays on the boards.

        Raises:
            RuleBroken: `not_in` or `over`.
        """
        return await self._on(call, quiz_id, lambda sheet: quiz_playing.leave(sheet, call))

    async def answer(self, call: Call, quiz_id: int, number: int, answer: Answer) -> Recorded:
        """Record what counts unless it is changed; many at once share a transaction.

        Raises:
            RuleBroken: What `rules.quiz.admit` and grading refuse; then nothing changes.
        """
        return await self.desk.together(self._record, Press(call, quiz_id, number, answer))

    async def mine(self, call: Call, quiz_id: int, number: int, letters: str = "") -> MineView:
        """Show a question as the member has it: own variant, items in order so far.

        Raises:
            RuleBroken: As for `answer`.
        """
        return await self._on(call, quiz_id, lambda sheet: quiz_playing.mine_of(sheet, call, number, letters))

    async def ready(self, call: Call, quiz_id: int, number: int) -> int:
        """Say that one is ready for the next; gives how many are. When all are, the next comes at once.

        Raises:
            RuleBroken: `not_in` or `went_on`.
        """
        return await self._on(call, quiz_id, lambda sheet: quiz_playing.say_ready(sheet, call, number))

    async def my_answer(self, call: Call, quiz_id: int, number: int) -> MyAnswer:
        """Show one's own answer to a question that is revealed.

        Raises:
            RuleBroken: `not_in` or `not_revealed`.
        """
        boards = self._boards
        return await self._on(call, quiz_id, lambda sheet: quiz_playing.my_answer(sheet, boards, call, number))

    async def report(self, call: Call, quiz_id: int, number: int, words: str) -> None:
        """Keep what anybody says is wrong with a question.

        Raises:
            RuleBroken: `no_words` or `too_many_words`.
        """
        said = words_of_report(words)
        await self._on(call, quiz_id, lambda sheet: quiz_hosting.report(sheet, call, number, said))

    async def rejoin(self, call: Call) -> tuple[Rejoined, ...]:
        """Show where one stands in the quizzes of this server that one is in.

        Raises:
            RuleBroken: `not_in`: in none.
        """
        return await self.desk(lambda books: quiz_playing.rejoin(self.papers, books, call))

    async def _on(self, call: Call, quiz_id: int, work: Callable[[QuizSheet], T]) -> T:
        return await self.desk(lambda books: work(QuizSheet.of(self.papers, books, quiz_id, call.guild_id)))

    async def _hosting(self, call: Call, quiz_id: int, number: int, work: Callable[[QuizSheet], None]) -> HostView:
        def hosted(sheet: QuizSheet) -> HostView:
            quiz_hosting.check_host(sheet, call)
            work(sheet)
            return host(sheet, call, number)

        return await self._on(call, quiz_id, hosted)
