"""The only place that picks concrete parts and joins them.

It alone imports inside functions, so that each command loads what it needs and no more.
"""

import asyncio
import contextlib
import logging
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.actions.bank import BankDesk
from bot.actions.me import Me
from bot.actions.ports import Reading
from bot.actions.practice import Practice
from bot.actions.setup import Setup
from bot.chat.app import App
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "questions"
CHANGELOG = ROOT / "CHANGELOG.md"
LOG = logging.getLogger("bot")


@contextlib.asynccontextmanager
async def open_app(database: str) -> AsyncIterator[App]:
    """Open what a front end needs: the bank, the desk and the workers.

    Args:
        database: The database's address; it is brought to the newest revision first.

    Raises:
        BankError: The built-in questions are at fault.
        EdgeDown: The database does not answer.
    """
    from bot.bank.catalogue import open_catalogue
    from bot.storage.desk import Desk
    from bot.workers.pool import Pool

    bring_up(database)
    catalogue = open_catalogue(QUESTIONS)
    async with Desk(database) as desk, Pool() as pool:

        async def picture(tex: str) -> bytes:
            drawn: bytes = await pool.run("bot.workers.jobs:formula", tex, edge="pictures")
            return drawn

        yield App(
            practice=Practice(desk, catalogue),
            me=Me(desk, catalogue),
            setup=Setup(desk),
            bank=BankDesk(desk, catalogue, Checking(pool.run)),
            pictures=picture,
            about=newest_changes(CHANGELOG.read_text(encoding="utf-8")),
        )


@dataclass(frozen=True, slots=True)
class Checking:
    """The port `Checker`, done by the bank's reader in a worker process."""

    run: Callable[..., Coroutine[Any, Any, Any]]

    async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
        """Read one question in line form."""
        reading: Reading = await self.run(
            "bot.bank.reader:read_lines", text, topic, level, tuple(known), keep, edge="checker"
        )
        return reading

    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        """Read a CSV or YAML file of questions."""
        reading: Reading = await self.run("bot.bank.reader:read_file", name, data, tuple(known), edge="checker")
        return reading


def bring_up(database: str) -> None:
    """Bring the database to the newest revision; where it is there already, Alembic is never loaded.

    Raises:
        EdgeDown: The database does not answer.
    """
    from bot.storage.revision import at_head

    path = database.removeprefix("sqlite:///")
    if path != database:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    if not at_head(database):
        from bot.storage.migrate import upgrade

        upgrade(database)


def newest_changes(changelog: str) -> str:
    """Give the newest section of a changelog in Markdown, without its title."""
    section = changelog.partition("\n## ")[2].partition("\n## ")[0]
    return f"## {section}".strip() if section else ""


async def serve_discord(settings: Settings) -> None:
    """Run the bot on Discord until it is stopped."""
    from bot.chat.client import serve

    async with open_app(settings.database()) as app:
        token = settings.discord_token.get_secret_value()
        await serve(app, token, ready=lambda: print("Holdout is online.", flush=True))


async def serve_playground(settings: Settings, port: int) -> None:
    """Run the playground and the bot in it until stopped; the page's address is printed once the bot is online."""
    from bot.playground.server import Playground

    folder = settings.holdout_data / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    async with Playground(port, folder, made_up_token()) as playground:
        await serve_in(settings, playground.url, playground.token)


async def serve_in(settings: Settings, url: str, token: str) -> None:
    """Run the bot in a playground that is running already."""
    from bot.chat.client import serve
    from bot.chat.redirect import point_at

    point_at(url, token)
    async with open_app(settings.database("playground.sqlite3")) as app:
        await serve(app, token, ready=lambda: print(f"Holdout is online: open {url}", flush=True))


def made_up_token() -> str:
    """Make a token that is good for one playground and nowhere else."""
    return f"playground.{secrets.token_urlsafe(24)}"


def until_stopped(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run the work in an event loop until it ends or the process is asked to stop; then close everything in order."""

    async def whole() -> None:
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for asked in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(asked, lambda: task and task.cancel())
        with contextlib.suppress(asyncio.CancelledError):
            await work()

    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(whole())


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not built for this platform: the standard loop does the same, slower
        return None
    return uvloop.new_event_loop


def log_to_terminal(level: str) -> None:
    """Log the bot at that level and its libraries from warnings on, to standard error."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    LOG.setLevel(level)
