"""The only place that picks concrete parts and joins them.

It alone imports inside functions, so that each command loads what it needs and no more.
"""

from bot.wiring.app import open_app
from bot.wiring.command import main
from bot.wiring.serving import made_up_token, until_stopped

__all__ = ["made_up_token", "main", "open_app", "until_stopped"]
