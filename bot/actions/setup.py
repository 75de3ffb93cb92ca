"""A server's settings, for those who manage it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from bot.actions.consent import check_there
from bot.actions.ports import Books, Desk
from bot.actions.records import Server
from bot.actions.views import Call, SetupCard
from bot.rules.errors import RuleBroken
from bot.rules.settings import zone_named

Duty = Literal["quiz", "host", "editor"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What an admin can set for a server.

    Every method that takes a call raises `RuleBroken` (`not_a_server` or `not_admin`) where it may not be made.

    Attributes:
        outsider: The model outside that can hear answers, and where it is; empty where there is none.
    """

    desk: Desk
    outsider: str = ""

    async def card(self, call: Call) -> SetupCard:
        """Show the server's settings."""
        guild_id = _server_of(call)
        return await self.desk(lambda books: self._card(_server(books, guild_id)))

    async def set_zone(self, call: Call, zone: str) -> SetupCard:
        """Set the server's time zone.

        Raises:
            RuleBroken: `unknown_zone`, besides those of all.
        """
        named = zone_named(zone)
        return await self._change(call, "zone", lambda server: replace(server, zone=named))

    async def set_role(self, call: Call, duty: Duty, role_id: int | None) -> SetupCard:
        """Set who is called to quizzes, who may host, or who may edit; None leaves it to the admins."""

        def change(server: Server) -> Server:
            match duty:
                case "quiz":
                    return replace(server, quiz_role_id=role_id)
                case "host":
                    return replace(server, host_role_id=role_id)
                case "editor":
                    return replace(server, editor_role_id=role_id)
            assert_never(duty)

        return await self._change(call, f"{duty}_role", change)

    async def set_outside(self, call: Call, *, allowed: bool) -> SetupCard:
        """Say whether the model outside may hear answers that members who let it give in this server.

        Raises:
            RuleBroken: `no_model`, besides those of all.
        """
        check_there(self.outsider, wanted=allowed)
        return await self._change(call, "outside", lambda server: replace(server, outside=allowed))

    async def offer(self, guild_id: int) -> bool:
        """Tell whether the settings are still to be offered in this server; True once."""

        def work(books: Books) -> bool:
            server = _server(books, guild_id)
            if server.offered:
                return False
            books.servers.save(replace(server, offered=True))
            return True

        return await self.desk(work)

    async def _change(self, call: Call, what: str, change: Callable[[Server], Server]) -> SetupCard:
        guild_id = _server_of(call)

        def work(books: Books) -> SetupCard:
            server = change(_server(books, guild_id))
            books.servers.save(server)
            books.audit.note(call.at, call.person_id, guild_id, "setup.change", what)
            return self._card(server)

        return await self.desk(work)

    def _card(self, server: Server) -> SetupCard:
        roles = (server.quiz_role_id, server.host_role_id, server.editor_role_id)
        return SetupCard(server.zone, *roles, self.outsider, server.outside)


def _server_of(call: Call) -> int:
    if call.guild_id is None:
        raise RuleBroken("not_a_server", "Settings belong to a server. Use /setup there.")
    if not call.admin:
        raise RuleBroken("not_admin", "Only members who may manage this server can change its settings.")
    return call.guild_id


def _server(books: Books, guild_id: int) -> Server:
    return books.servers.get(guild_id) or Server(guild_id)
