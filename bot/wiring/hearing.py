"""The port `Grader`, done by the scorer in a worker process."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.rules.heard import Asked, Hearing


@dataclass(frozen=True, slots=True)
class Hearer:
    """Has answers heard in a worker process.

    Attributes:
        run: The pool's.
    """

    run: Callable[..., Coroutine[Any, Any, Any]]

    async def hear(self, asked: Asked, words: str) -> Hearing:
        """Grade an answer."""
        hearing: Hearing = await self.run("bot.judge.hearing:hear", asked, words, edge="grader")
        return hearing
