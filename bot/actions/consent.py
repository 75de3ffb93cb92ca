"""Whether somebody's words may leave for a model outside."""

from bot.actions.ports import Books
from bot.rules.errors import RuleBroken


def may_leave(books: Books, person_id: int, guild_id: int | None) -> bool:
    """Tell whether the person, and the server where they speak, let a model outside hear it.

    Args:
        books: Of the transaction in which the answer is read, so that a wish taken back counts at once.
        person_id: Who speaks.
        guild_id: Where; None in direct messages, where their own word is enough.
    """
    person = books.people.get(person_id)
    if person is None or not person.outside:
        return False
    if guild_id is None:
        return True
    server = books.servers.get(guild_id)
    return server is not None and server.outside


def check_there(outsider: str, *, wanted: bool) -> None:
    """Refuse to let a model hear anything where there is none; taking it back is always possible.

    Raises:
        RuleBroken: `no_model`.
    """
    if wanted and not outsider:
        raise RuleBroken(
            "no_model", "No model outside is set up here, so there is nothing to allow. I grade by myself."
        )
