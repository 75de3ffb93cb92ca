"""The only place that picks concrete parts and joins them.

It alone imports inside functions, so that each command loads what it needs and no more.
"""

import asyncio
import contextlib
import errno
import logging
import secrets
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.actions.bank import BankDesk
from bot.actions.me import Me
from bot.actions.ports import Reading
from bot.actions.practice import Practice
from bot.actions.setup import Setup
from bot.chat.app import App
from bot.cli.bank import Checked
from bot.cli.doctor import Finding
from bot.cli.main import parse
from bot.render.help import newest_section
from bot.rules.errors import BankError, EdgeDown, Fault, HoldoutError, RuleBroken
from bot.rules.proof import ProofOutcome
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from bot.settings import Settings, SettingsFault, read_settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "questions"
CHANGELOG = ROOT / "CHANGELOG.md"
LOG = logging.getLogger("bot")


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and do what it says.

    Returns:
        0 done, 1 the thing checked is at fault, 2 wrong use.
    """
    asked = parse(argv)
    try:
        settings = read_settings()
        log_to_terminal(settings.holdout_log)
        return do(asked, settings)
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return 2
    except HoldoutError as fault:
        LOG.debug("Stopped by:", exc_info=fault)
        print(fault, file=sys.stderr)
        return 1


def do(asked: Namespace, settings: Settings) -> int:
    """Do one command.

    Raises:
        SettingsFault: The command needs a setting that is missing.
        HoldoutError: It could not be done; the message is for the terminal.
    """
    match asked.command:
        case "run":
            if not settings.discord_token.get_secret_value():
                raise SettingsFault("DISCORD_TOKEN: set it to the bot's token; README.md says where to get one")
            until_stopped(lambda: serve_discord(settings))
        case "play" if asked.join:
            until_stopped(lambda: serve_in(settings, asked.join, settings.playground_token.get_secret_value()))
        case "play":
            until_stopped(lambda: serve_playground(settings, asked.port))
        case "doctor":
            from bot.cli import doctor

            return doctor.report(lambda: examine(settings), as_json=asked.json)
        case "bank":
            from bot.cli import bank

            return bank.report(asked, Bank())
        case _:
            from bot.cli import db

            return db.report(asked, Database(settings.database()))
    return 0


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
            about=newest_section(CHANGELOG.read_text(encoding="utf-8")),
        )


@dataclass(frozen=True, slots=True)
class Checking:
    """The port `Checker`, done by the bank's reader in a worker process."""

    run: Callable[..., Coroutine[Any, Any, Any]]

    async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
        """Read one question in line form."""
        scope = self._scope(known)
        reading: Reading = await self.run("bot.bank.reader:read_lines", scope, text, topic, level, keep, edge="checker")
        return reading

    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        """Read a CSV or YAML file of questions."""
        scope = self._scope(known)
        reading: Reading = await self.run("bot.bank.reader:read_file", scope, name, data, edge="checker")
        return reading

    def _scope(self, known: Sequence[str]) -> Any:
        from bot.bank.reader import Scope

        return Scope(str(QUESTIONS), frozenset(known), now().date())


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
    async with contextlib.AsyncExitStack() as stack:
        try:
            playground = await stack.enter_async_context(Playground(port, folder, made_up_token()))
        except BlockingIOError as cause:
            raise RuleBroken("folder_taken", f"Another playground is at work in {folder}. Stop it first.") from cause
        except OSError as cause:
            if cause.errno != errno.EADDRINUSE:
                raise
            other = f"make run PORT={port + 1}"
            raise RuleBroken("port_taken", f"Port {port} is taken on this machine. Choose another: {other}") from cause
        await serve_in(settings, playground.url, playground.token)


async def serve_in(settings: Settings, url: str, token: str) -> None:
    """Run the bot in a playground that is running already."""
    from bot.chat.client import serve
    from bot.chat.redirect import point_at

    try:
        point_at(url, token)
    except ValueError as cause:
        raise RuleBroken("no_playground", f"This cannot be joined: {cause}.") from cause
    async with open_app(settings.database("playground.sqlite3")) as app:
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


def log_to_terminal(level: str) -> None:
    """Log the bot at that level and its libraries from warnings on, to standard error."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    LOG.setLevel(level)


class Bank:
    """What `bank` needs of the bank and the sandbox."""

    def check(self, folder: Path | None) -> Checked:
        """Read and check a folder of questions, the built-in one for None."""
        from bot.bank.folder import check_folder

        return check_folder(folder or QUESTIONS, now().date())

    def stats(self, folder: Path | None) -> Mapping[str, Any]:
        """Count what a folder holds."""
        from bot.bank.folder import check_folder
        from bot.bank.stats import stats

        return stats(check_folder(folder or QUESTIONS, now().date()))

    def show(self, folder: Path | None, question_id: str, seed: int) -> Variant | None:
        """Draw a question, None where there is none of that id."""
        from bot.bank.catalogue import open_catalogue

        entry = open_catalogue(folder or QUESTIONS).entries.get(question_id)
        return draw_variant(entry.question, seed) if entry else None

    def prove(
        self,
        folder: Path | None,
        question_ids: Sequence[str],
        started: Callable[[int], None],
        told: Callable[[ProofOutcome], None],
    ) -> tuple[Sequence[ProofOutcome], Sequence[Fault]]:
        """Run the proofs of these questions (of all for none) and say what is at fault."""
        from bot.bank import proving
        from bot.bank.folder import read_folder
        from bot.sandbox.proofs import prove

        wanted = proving.chosen(read_folder(folder or QUESTIONS), question_ids)
        jobs = proving.proof_jobs(wanted)
        started(len(jobs))
        outcomes = (*prove(jobs, told), *proving.unproved(wanted))
        return outcomes, proving.proof_faults(wanted, outcomes)

    def lock(self, folder: Path | None) -> int:
        """Add the versions that stand in no lock yet."""
        from bot.bank.folder import check_folder
        from bot.bank.lock import LOCK, write_lock

        place = folder or QUESTIONS
        checked = check_folder(place, now().date())
        faults = tuple(fault for fault in checked.faults if fault.refuses)
        if faults:
            raise BankError(faults)
        return write_lock(place / LOCK, checked.items)

    def schema(self) -> Mapping[str, Any]:
        """Give the JSON Schema of a question file."""
        from bot.bank.schema import schema

        return schema()


def now() -> datetime:
    """Read the clock, aware UTC: for the terminal alone, which is an edge."""
    return datetime.now(UTC)  # noqa: TID251


@dataclass(frozen=True, slots=True)
class Database:
    """What `db` needs of storage, for one database."""

    url: str

    def upgrade(self) -> str:
        """Bring it to the newest revision."""
        from bot.storage import migrate

        return migrate.upgrade(self.url)

    def downgrade(self, revision: str) -> None:
        """Bring it back to a revision."""
        from bot.storage import migrate

        migrate.downgrade(self.url, revision)

    def check(self) -> tuple[str, ...]:
        """Tell what of it differs from what the bot expects."""
        from bot.storage import migrate

        return migrate.check(self.url)

    def revision(self) -> str:
        """Give the revision it is at."""
        from bot.storage import revision

        return revision.revision_of(self.url)

    def backup(self, path: Path) -> int:
        """Write all of it to a file."""
        from bot.storage.backup import backup

        return backup(self.url, path, now())

    def restore(self, path: Path, *, replace: bool) -> Any:
        """Take a backup up."""
        from bot.storage.restore import restore

        return restore(self.url, path, replace=replace)


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything that the bot needs here."""
    return (
        Finding("Python", sys.version_info >= (3, 11), f"{sys.version.partition(' ')[0]} (3.11 or newer is needed)"),
        _looked("questions", _questions),
        _looked("database", lambda: _database(settings.database())),
        _looked("pictures", _pictures),
        _token(settings),
    )


def _looked(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, well=True, says=look())
    except HoldoutError as fault:
        return Finding(name, well=False, says=str(fault))


def _questions() -> str:
    from bot.bank.catalogue import open_catalogue

    return f"{len(open_catalogue(QUESTIONS).entries)} in the built-in bank"


def _database(url: str) -> str:
    from bot.storage.revision import at_head

    path = url.removeprefix("sqlite:///")
    if path != url and not Path(path).exists():
        return "none yet; the first start makes it"
    if not at_head(url):
        raise EdgeDown("database", "not at the newest revision: the next start or `db upgrade` brings it up")
    return "at the newest revision"


def _pictures() -> str:
    from bot.workers.pool import Pool

    async def drawn() -> int:
        async with Pool() as pool:
            return len(await pool.run("bot.workers.jobs:formula", r"\frac{1}{2}", edge="pictures"))

    return f"a formula was drawn ({asyncio.run(drawn())} bytes)"


def _token(settings: Settings) -> Finding:
    known = bool(settings.discord_token.get_secret_value())
    return Finding("token", well=True, says="set" if known else "not set; only `run` needs DISCORD_TOKEN")
