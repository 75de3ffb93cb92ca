"""What the clock does to quizzes. Rows decide; chat carries out the steps and reports each."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.actions.ports import Bank, Desk
from bot.actions.quiz_views import Tick


@dataclass(frozen=True)
class QuizClock:
    """The moves of quizzes that no person makes.

    Every method raises `EdgeDown` where the database is away. All reports are idempotent.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple

    async def resume(self, now: datetime) -> None:
        """Give time back after a stop that was longer than a question; call once before the first tick."""
        raise NotImplementedError

    async def tick(self, now: datetime) -> Tick:
        """Do all that is due (start, reveal, go on, end) and give what is to be shown.

        It also remembers that the bot is at work.
        """
        raise NotImplementedError

    async def posted(self, quiz_id: int, place: int, message_id: int, at: datetime) -> None:
        """Remember a public message; a question's deadline runs from `at`, its message's own time."""
        raise NotImplementedError

    async def threaded(self, quiz_id: int) -> None:
        """Remember that the thread is there."""
        raise NotImplementedError

    async def drawn(self, quiz_id: int, place: int, revision: int) -> None:
        """Remember which revision a message shows."""
        raise NotImplementedError

    async def lost(self, quiz_id: int, place: int) -> None:
        """Remember that Discord will not have a message (deleted, no permission).

        Without its lobby or an open question a quiz stops; the end card alone may be missing.
        """
        raise NotImplementedError
