"""Quizzes: what a host, a member and a moderator can do. What the clock does stands in `quiz_clock`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.actions.ports import Bank, Desk
from bot.actions.quiz_views import HostView, Joined, LobbyView, MineView, MyAnswer, QuestionView, Recorded, Rejoined
from bot.actions.views import Call
from bot.rules.answer import Answer
from bot.rules.quiz import Options


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

    async def start(self, call: Call, within: str = "", count: int = 10) -> HostView:
        """Open a lobby in the channel of the call; the same call twice opens one. The clock posts it.

        Raises:
            RuleBroken: `not_a_server`, `not_host`, `unknown_topic`, `bad_count`, `one_here` (another quiz is in its
                lobby or running in this channel) or `nothing_fits`.
        """
        raise NotImplementedError

    async def host(self, call: Call, quiz_id: int, number: int = 0) -> HostView:
        """Show the host's panel, for the lobby (0) or a question."""
        raise NotImplementedError

    async def set(self, call: Call, quiz_id: int, options: Options) -> HostView:
        """Change the options in the lobby, and remember them for this server's next quiz.

        Raises:
            RuleBroken: `begun`.
        """
        raise NotImplementedError

    async def later(self, call: Call, quiz_id: int) -> HostView:
        """Start five minutes later."""
        raise NotImplementedError

    async def begin(self, call: Call, quiz_id: int) -> HostView:
        """Start now; pressed twice it starts once.

        Raises:
            RuleBroken: `nobody_in` or `over`.
        """
        raise NotImplementedError

    async def cancel(self, call: Call, quiz_id: int) -> HostView:
        """Call a quiz off in its lobby."""
        raise NotImplementedError

    async def preview(self, call: Call, quiz_id: int) -> tuple[QuestionView, ...]:
        """Show the questions to the host, who then plays outside the boards; the lobby says so."""
        raise NotImplementedError

    async def join(self, call: Call, quiz_id: int, *, guest: bool = False) -> Joined:
        """Be in, from the next question on; a guest is known by a made-up name only.

        Raises:
            RuleBroken: `over`, or `last_question`: no question comes any more.
        """
        raise NotImplementedError

    async def leave(self, call: Call, quiz_id: int) -> LobbyView:
        """Leave; what was answered stays on the boards.

        Raises:
            RuleBroken: `not_in`.
        """
        raise NotImplementedError

    async def answer(self, call: Call, quiz_id: int, number: int, answer: Answer) -> Recorded:
        """Record what counts unless it is changed; many at once share a transaction.

        Raises:
            RuleBroken: What `rules.quiz.admit` and grading refuse; then nothing changes.
        """
        raise NotImplementedError

    async def mine(self, call: Call, quiz_id: int, number: int, letters: str = "") -> MineView:
        """Show a question as the member has it: own variant, items in order so far.

        Raises:
            RuleBroken: As for `answer`.
        """
        raise NotImplementedError

    async def ready(self, call: Call, quiz_id: int, number: int) -> int:
        """Say that one is ready for the next; gives how many are. When all are, the next comes at once."""
        raise NotImplementedError

    async def next(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Go on to the next question; pressed twice it goes on once."""
        raise NotImplementedError

    async def wait(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Give the talk 90 seconds more, from now."""
        raise NotImplementedError

    async def void(self, call: Call, quiz_id: int, number: int, words: str) -> HostView:
        """Take a question off all boards of this quiz, with the reason, which goes to the inbox too.

        Raises:
            RuleBroken: `over` (the quiz has ended), `not_open`, or what `words_of_report` refuses.
        """
        raise NotImplementedError

    async def unvoid(self, call: Call, quiz_id: int, number: int) -> HostView:
        """Take that back, until the end."""
        raise NotImplementedError

    async def stop(self, call: Call, quiz_id: int) -> HostView:
        """End a running quiz here; what was revealed makes the boards."""
        raise NotImplementedError

    async def my_answer(self, call: Call, quiz_id: int, number: int) -> MyAnswer:
        """Show one's own answer to a question that is revealed.

        Raises:
            RuleBroken: `not_in` or `not_revealed`.
        """
        raise NotImplementedError

    async def report(self, call: Call, quiz_id: int, number: int, words: str) -> None:
        """Keep what anybody says is wrong with a question.

        Raises:
            RuleBroken: `no_words` or `too_many_words`.
        """
        raise NotImplementedError

    async def rejoin(self, call: Call) -> tuple[Rejoined, ...]:
        """Show where one stands in the quizzes of this server that one is in.

        Raises:
            RuleBroken: `not_in`: in none.
        """
        raise NotImplementedError
