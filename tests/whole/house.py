"""The whole house for a test: a playground, the real bot in it over real sockets, and people."""

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.actions.ports import Sandbox
from bot.actions.views import Asked, Call, Judged
from bot.chat.app import App
from bot.chat.client import serve
from bot.chat.redirect import point_at
from bot.playground.server import Playground
from bot.rules.variant import Variant
from bot.wiring import made_up_token, open_app
from bot.wiring.endpoint import Outsider
from tests.books import new_books
from tests.fake_sandbox import FakeSandbox
from tests.people import Message, Person, walk
from tests.samples import NOON
from tests.stock import QUESTIONS, bank_of

FEW = Path(__file__).with_name("bank")
"""A small bank in which a topic has questions of one kind, for tests that need that kind."""


class House:
    """A playground with the bot at work in it; use as an async context manager.

    Attributes:
        sandbox: What runs code; away unless one is handed in.
        outsider: The model outside that hears answers of those who let it; None for none.
        playground: The server; it outlives restarts of the bot.
        app: What the bot's chat room is handed at present.
    """

    def __init__(
        self,
        folder: Path,
        sandbox: Sandbox | None = None,
        outsider: Outsider | None = None,
        questions: Path = QUESTIONS,
        **more: Any,
    ) -> None:
        self.sandbox = sandbox or FakeSandbox(profiles={}, away=True)
        self.outsider = outsider
        self._bank = bank_of(questions)
        books = folder / "holdout.sqlite3"
        if not books.exists():
            books.write_bytes(new_books())
        self._database = f"sqlite:///{books}"
        self.playground = Playground(token=made_up_token(), frozen=True, **more)
        self.app: App
        self._bot: asyncio.Task[None] | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.playground)
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        await self._stack.aclose()

    async def start(self) -> None:
        """Start the bot and wait until it is online."""
        ready = asyncio.Event()

        async def work() -> None:
            opened = open_app(self._database, self.sandbox, self.playground.clock, self.outsider, bank=self._bank)
            async with opened as self.app:
                await serve(self.app, self.playground.token, ready=ready.set)

        point_at(self.playground.url, self.playground.token)
        self._bot = asyncio.create_task(work())
        online = asyncio.create_task(ready.wait())
        await asyncio.wait((self._bot, online), return_when=asyncio.FIRST_COMPLETED, timeout=30)
        online.cancel()
        if self._bot.done():
            self._bot.result()
        assert ready.is_set()
        await self._looks()

    async def _looks(self) -> None:
        """Wait until the bot's clock has looked once: a leap of time before that would be a stop to it."""
        self.app.bell.ring()
        async with asyncio.timeout(30):
            while self.app.bell.now.is_set():  # noqa: ASYNC110 (nothing else tells that it was heard)
                await asyncio.sleep(0)

    async def stop(self) -> None:
        """Stop the bot as a signal would."""
        if self._bot is not None:
            self._bot.cancel()
            await asyncio.gather(self._bot, return_exceptions=True)
            self._bot = None

    async def restart(self) -> None:
        """Stop the bot and start it again; the playground and everything stored stay."""
        await self.stop()
        await self.start()

    async def person(self, name: str = "Ben", channel: str = "general") -> Person:
        """Let a member open the page."""
        return await self._stack.enter_async_context(Person(self.playground.url, self.playground.secret, name, channel))

    async def variant(self, person: Person, message: Message) -> Variant:
        """Look up what a question's message asks, with its key."""
        return (await self.attempt(person, message)).variant

    async def attempt(self, person: Person, message: Message) -> Asked | Judged:
        """Look up the attempt that a message shows."""
        call = Call(1, NOON, int(person.id), None, 1)
        return await self.app.practice.show(call, attempt_of(message))

    async def kept(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """Give all that is stored about a person, by table."""
        export = await self.app.me.export(Call(1, NOON, int(person.id), None, 1))
        return {table: list(rows) for table, rows in export.data.items() if isinstance(rows, list)}


def attempt_of(message: Message) -> int:
    """Read the attempt's number off a message's buttons."""
    for part in walk(message["components"]):
        found = re.match(r"practice:\w+:(\d+)", str(part.get("custom_id")))
        if found:
            return int(found[1])
    raise AssertionError("that message shows no attempt")


def right_letters(variant: Variant) -> str:
    """Name the right options by letter: `A` or `AC`."""
    return "".join("ABCDEFGHIJ"[place] for place, option in enumerate(variant.options) if option.right)


def wrong_letter(variant: Variant) -> str:
    """Name the first wrong option by letter."""
    return next("ABCDEFGHIJ"[place] for place, option in enumerate(variant.options) if not option.right)
