"""What `doctor` looks at: everything that the bot needs here."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from bot.cli.doctor import Finding
from bot.rules.errors import EdgeDown, HoldoutError
from bot.settings import Settings
from bot.wiring.places import QUESTIONS


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
