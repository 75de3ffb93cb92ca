"""Answers heard by a model outside, for those who let it; where anything is wrong, by the bot's own grader."""

from dataclasses import dataclass, replace
from datetime import date

from bot.actions.outside_ports import Model, Reply, Tokens
from bot.actions.ports import Clock, Desk
from bot.actions.spoken_ports import Grader
from bot.rules.errors import HoldoutError
from bot.rules.heard import Asked, Hearing, Status
from bot.rules.outside import believed

NOT_SENT = "A person has to look at this, so it was not sent to the model."
SPENT = "What the model may use in a day is used up, so I graded this on my own."
UNCOUNTED = "I could not look up what the model may still use today, so I graded this on my own."
UNSHOWN = "The model showed no words of yours for most of what it heard, so I graded this on my own."


@dataclass(frozen=True, slots=True)
class Outside:
    """The port `Grader` with a model outside.

    The grader of the bot's own hears every answer first. What it wants a person to look at stays as it is and is sent
    nowhere, so that no answer can talk a model round. What a call may use is set aside before it is made: calls at the
    same time cannot pass the limit together, and what a stop cuts off stays counted.

    Attributes:
        grader: The bot's own.
        limit: Tokens that may be used in a day (by UTC), read and written together.
    """

    desk: Desk
    grader: Grader
    model: Model
    limit: int
    clock: Clock

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        """Grade an answer; nothing is sent unless `outside`."""
        own = await self.grader.hear(asked, words)
        if not outside:
            return own
        if own.status is Status.NEEDS_REVIEW:
            return replace(own, remark=NOT_SENT)
        day, most = self.clock.now().date(), self.model.most(asked, words)
        refusal = await self._refusal(day, most)
        if refusal:
            return replace(own, remark=refusal)
        reply = await self.model.ask(asked, words)
        await self._settle(day, most, reply)
        if reply.claims is None:
            return replace(own, remark=reply.why)
        return believed(asked, words, reply.claims, self.model.name) or replace(own, remark=UNSHOWN)

    async def _refusal(self, day: date, most: Tokens) -> str:
        """Set aside what a call may use; where that cannot be, say why."""
        try:
            granted = await self.desk(lambda books: books.model_use.set_aside(day, most, self.limit))
        except HoldoutError:
            return UNCOUNTED
        return "" if granted else SPENT

    async def _settle(self, day: date, most: Tokens, reply: Reply) -> None:
        used = reply.used
        if used is None:
            return  # all that was set aside stays counted
        try:
            await self.desk(lambda books: books.model_use.settle(day, most, used))
        except HoldoutError:
            return  # the same
