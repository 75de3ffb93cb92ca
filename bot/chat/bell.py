"""Tells the task that carries out what quizzes and interviews show that there is something to do."""

import asyncio


class Bell:
    """Is rung by whoever changes a quiz or an interview; the clock task listens.

    Attributes:
        now: Set when it must look at once.
        soon: Set when it must look before long, such as when one answer of many has come.
    """

    def __init__(self) -> None:
        self.now = asyncio.Event()
        self.soon = asyncio.Event()

    def ring(self) -> None:
        """Have it look at once."""
        self.now.set()
        self.soon.set()

    def hint(self) -> None:
        """Have it look before long; a thousand hints in a second are one."""
        self.soon.set()

    def still(self) -> None:
        """Forget what was rung, just before looking."""
        self.now.clear()
        self.soon.clear()
