"""Work of the clocks that is done one thing at a time, so that what is wrong with one holds up no other."""

from collections.abc import Callable
from typing import TypeVar

from bot.actions.ports import Books, Desk
from bot.actions.quiz_views import Broken
from bot.rules.errors import EdgeDown

T = TypeVar("T")


async def apart(desk: Desk, about: str, work: Callable[[Books], T]) -> tuple[T | None, Broken | None]:
    """Do something in a transaction of its own; whatever is wrong with it is given back, for chat to log.

    Args:
        desk: Where.
        about: What it is about, such as `quiz 3`.
        work: What is to be done.

    Raises:
        EdgeDown: The database is away, which holds up all.
    """
    try:
        return await desk(work), None
    except EdgeDown:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
        return None, Broken(about, error)
