"""Who may open quizzes in a server and plan them."""

from bot.actions.ports import Books
from bot.actions.views import Call
from bot.rules.errors import RuleBroken


def hosted(books: Books, call: Call) -> int:
    """Give the server of a call by somebody who may host there: with the role for it, or managing the server.

    Raises:
        RuleBroken: `not_a_server` or `not_host`.
    """
    if call.guild_id is None:
        raise RuleBroken("not_a_server", "Quizzes are for a server. Use this there.")
    server = books.servers.get(call.guild_id)
    role_id = server.host_role_id if server is not None else None
    if not call.admin and role_id not in call.role_ids:
        allowed = f"members with <@&{role_id}> and those" if role_id is not None else "those"
        raise RuleBroken("not_host", f"Only {allowed} who manage this server may open and plan quizzes.")
    return call.guild_id
