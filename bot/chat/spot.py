"""Where an answer that takes a while appears: on a message of ours, in a new one, or as a reply in direct messages."""

from typing import Any, Protocol

import discord

from bot.actions.views import Call
from bot.chat.app import App
from bot.chat.screen import Screen, compose
from bot.chat.turn import Turn


class Spot(Protocol):
    """A place for one message, which may change while it is there."""

    async def show(self, screen: Screen) -> None:
        """Show a screen there, in place of what was there before."""
        ...

    async def tell(self, sentence: str) -> None:
        """Say a sentence beside it, seen by the person only."""
        ...


class Answer:
    """A new message that answers an interaction, seen by the person only.

    Args:
        turn: The interaction; it is told that the answer takes a moment.
    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def show(self, screen: Screen) -> None:
        """Send it, or change it."""
        await self._turn.hold()
        await self._turn.say(screen)

    async def tell(self, sentence: str) -> None:
        """Say it, seen by the person only."""
        await self._turn.tell(sentence)


class Same:
    """The message that a button or the form behind it belongs to.

    Args:
        turn: The interaction; it is told that the change takes a moment.
    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def show(self, screen: Screen) -> None:
        """Change the message."""
        await self._turn.hold_edit()
        await self._turn.edit(screen)

    async def tell(self, sentence: str) -> None:
        """Say it in a message of its own."""
        await self._turn.tell(sentence)


class Reply:
    """A reply to a plain direct message, even if the person has deleted what they wrote.

    Args:
        channel: Where it was written.
        message_id: What is replied to; also in its nonce, so that it is sent once, whatever Discord tells twice.
        app: What chat can do.
        kind: Sets replies to one message apart, such as the one that says that it is waited for.
    """

    def __init__(
        self, channel: discord.abc.Messageable, channel_id: int, message_id: int, app: App, kind: str = "m"
    ) -> None:
        self._channel = channel
        self._reference = discord.MessageReference(
            message_id=message_id, channel_id=channel_id, fail_if_not_exists=False
        )
        self._message_id = message_id
        self._kind = kind
        self._app = app
        self._sent: discord.Message | None = None

    async def show(self, screen: Screen) -> None:
        """Send it, or change it."""
        view, files = await compose(screen, self._app.pictures)
        if self._sent is None:
            self._sent = await self._send(self._kind, view=view, files=files)
        else:
            await self._sent.edit(view=view, attachments=files)

    async def tell(self, sentence: str) -> None:
        """Reply with a sentence; beside a screen where there is one."""
        await self._send(self._kind if self._sent is None else f"{self._kind}t", content=sentence)

    async def _send(self, kind: str, **what: Any) -> discord.Message:
        nonce = f"{kind}{self._message_id}"
        return await self._channel.send(reference=self._reference, mention_author=False, nonce=nonce, **what)


def call_of(message: discord.Message) -> Call:
    """Give a plain direct message as the actions take it."""
    return Call(
        id=message.id,
        at=message.created_at,
        person_id=message.author.id,
        guild_id=None,
        channel_id=message.channel.id,
    )
