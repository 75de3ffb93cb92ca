"""The command line as a whole: which commands there are."""

import argparse
from collections.abc import Sequence

from bot import __version__
from bot.cli import bank, db, doctor, grade, measure, sandbox


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; wrong use ends the program with status 2 and says what is right."""
    return parser().parse_args(argv)


def parser() -> argparse.ArgumentParser:
    """Declare every command."""
    whole = argparse.ArgumentParser(
        prog="python -m bot",
        description="Holdout prepares people for machine-learning-engineer interviews, on Discord.",
    )
    whole.add_argument("--version", action="version", version=f"Holdout {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="the bot on Discord (needs DISCORD_TOKEN)")
    play = commands.add_parser("play", help="the bot in a local playground, no token needed")
    play.add_argument("--port", type=_port, default=8080, help="where the page is (default 8080; 0 picks a free one)")
    play.add_argument("--join", metavar="URL", help="only the bot, in a playground that runs already on this machine")
    doctor.add_parser(commands)
    bank.add_parser(commands)
    sandbox.add_parser(commands)
    grade.add_parser(commands)
    measure.add_parser(commands)
    db.add_parser(commands)
    return whole


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 (what a port can be)
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port
