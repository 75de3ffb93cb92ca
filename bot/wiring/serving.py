"""Runs the bot, on Discord or in a playground, until it is asked to stop."""

import asyncio
import contextlib
import errno
import secrets
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from bot.rules.errors import RuleBroken
from bot.settings import Settings
from bot.wiring.app import open_app


async def serve_discord(settings: Settings) -> None:
    """Run the bot on Discord until it is stopped."""
    from bot.chat.client import serve
    from bot.wiring.clock import SystemClock
    from bot.wiring.endpoint import outsider_of
    from bot.wiring.sandbox import open_sandbox

    clock, outsider = SystemClock(), outsider_of(settings)
    async with (
        open_sandbox(settings) as sandbox,
        open_app(settings.database(), sandbox, clock, outsider, settings.meaning) as app,
    ):
        token = settings.discord_token.get_secret_value()
        await serve(app, token, ready=lambda: print("Holdout is online.", flush=True))


async def serve_playground(settings: Settings, port: int) -> None:
    """Run the playground and the bot in it until stopped; the page's address is printed once the bot is online."""
    from bot.playground.permissions import CREATE_EVENTS, VIEW_AUDIT_LOG
    from bot.playground.server import Playground

    may = VIEW_AUDIT_LOG | CREATE_EVENTS
    folder = settings.holdout_data / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    async with contextlib.AsyncExitStack() as stack:
        try:
            made = Playground(port, folder, made_up_token(), bot_permissions=may)
            playground = await stack.enter_async_context(made)
        except BlockingIOError as cause:
            raise RuleBroken("folder_taken", f"Another playground is at work in {folder}. Stop it first.") from cause
        except OSError as cause:
            if cause.errno != errno.EADDRINUSE:
                raise
            other = f"make run PORT={port + 1}"
            raise RuleBroken("port_taken", f"Port {port} is taken on this machine. Choose another: {other}") from cause
        await serve_in(settings, playground.url, playground.token)


async def serve_in(settings: Settings, url: str, token: str) -> None:
    """Run the bot in a playground that is running already; its time is the bot's."""
    from bot.chat.client import serve
    from bot.chat.redirect import point_at
    from bot.playground.following import FollowedClock
    from bot.wiring.endpoint import outsider_of
    from bot.wiring.sandbox import open_sandbox

    try:
        point_at(url, token)
    except ValueError as cause:
        raise RuleBroken("no_playground", f"This cannot be joined: {cause}.") from cause
    database = settings.database("playground.sqlite3")
    async with contextlib.AsyncExitStack() as stack:
        try:
            clock = await stack.enter_async_context(FollowedClock(url, token))
        except ConnectionError as cause:
            raise RuleBroken("no_playground", f"This cannot be joined: {cause}.") from cause
        sandbox = await stack.enter_async_context(open_sandbox(settings))
        opened = open_app(database, sandbox, clock, outsider_of(settings), settings.meaning)
        app = await stack.enter_async_context(opened)
        await serve(app, token, ready=lambda: print(f"Holdout is online: open {url}", flush=True))


def made_up_token() -> str:
    """Make a token that is good for one playground and nowhere else."""
    return f"playground.{secrets.token_urlsafe(24)}"


def until_stopped(work: Callable[[], Coroutine[Any, Any, None]], *, fast: bool = True) -> None:
    """Run the work in a loop until it ends or the process is told to stop; `fast` takes uvloop if it is there."""

    async def whole() -> None:
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for asked in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(asked, lambda: task and task.cancel())
        with contextlib.suppress(asyncio.CancelledError):
            await work()

    with asyncio.Runner(loop_factory=_fastest_loop() if fast else None) as runner:
        runner.run(whole())


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not built for this platform: the standard loop does the same, slower
        return None
    return uvloop.new_event_loop
