"""Reads the command line and does what it says."""

import logging
import sys
from argparse import Namespace
from collections.abc import Sequence

from bot.cli.main import parse
from bot.rules.errors import HoldoutError
from bot.settings import Settings, SettingsFault, read_settings
from bot.wiring.examining import examine
from bot.wiring.serving import serve_discord, serve_in, serve_playground, until_stopped
from bot.wiring.tools import Bank, Database

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
        case _:
            return report(asked, settings)
    return 0


def report(asked: Namespace, settings: Settings) -> int:
    """Do a command that reports and ends."""
    match asked.command:
        case "doctor":
            from bot.cli import doctor

            return doctor.report(lambda: examine(settings, reach=asked.endpoint), as_json=asked.json)
        case "bank":
            from bot.cli import bank

            kept = settings.holdout_data / "checks"
            return bank.report(asked, Bank(settings.database(), kept, settings.sandbox_tier))
        case "sandbox":
            from bot.cli import sandbox
            from bot.wiring.sandbox import SandboxTools

            return sandbox.report(asked, SandboxTools(settings))
        case "grade":
            from bot.cli import grade
            from bot.wiring.grading import Grading

            return grade.report(asked, Grading(settings))
        case "measure":
            from bot.cli import measure
            from bot.wiring.measuring import Measuring

            return measure.report(asked, Measuring())
        case _:
            from bot.cli import db

            return db.report(asked, Database(settings.database()))


def log_to_terminal(level: str) -> None:
    """Log the bot at that level and its libraries from warnings on, to standard error."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    LOG.setLevel(level)
