"""The people's levers on the world: threads, roles, what is allowed where, closed doors, and faults on request."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from bot.playground import gateway as intents
from bot.playground import permissions as bits
from bot.playground import threads
from bot.playground.asking import NotPossible
from bot.playground.bodies import Post, channel_of, member_of, message_of, number, string, strings
from bot.playground.faults import AFTER_LIMIT_S, TIMES_LIMIT, Kind
from bot.playground.records import Channel, Member
from bot.playground.refusal import Refused
from bot.playground.stage import Stage
from bot.playground.views import channel_view, member_view

_NAME_LIMIT = 100
_ROUTE_LIMIT = 200
_CONFLICT = 409


class Levers:
    """What people can do to the world besides talking in it."""

    def __init__(self, stage: Stage) -> None:
        """Serve a stage."""
        self._stage = stage

    def posts(self) -> dict[str, Post]:
        """Name the acts."""
        return {
            "thread": self._thread,
            "role": self._role,
            "allow": self._allow,
            "closed": self._closed,
            "permit": self._permit_bot,
            "fault": self._fault,
        }

    async def _thread(self, body: dict[str, Any]) -> dict[str, Any]:
        """Start a thread, or join, leave, archive, take up, lock, unlock or delete one."""
        member = member_of(self._stage, body.get("member"))
        channel = channel_of(self._stage, member, body.get("channel"))
        act = body.get("act") or "start"
        with _in_words():
            if act == "start":
                thread = self._start(member, channel, body)
            elif channel.kind != "thread":
                raise NotPossible(400, "that is no thread")
            elif act == "join":
                thread = threads.admit(self._stage, channel, member)
            elif act == "leave":
                thread = threads.dismiss(self._stage, channel, member)
            elif act == "delete":
                self._permit(member, channel, bits.MANAGE_THREADS)
                threads.remove(self._stage, channel)
                return {"thread": None}
            else:
                thread = self._settle(member, channel, str(act))
        return {"thread": channel_view(self._stage.world, thread)}

    def _start(self, member: str, channel: Channel, body: dict[str, Any]) -> Channel:
        name = string(body, "name").strip()
        if not 1 <= len(name) <= _NAME_LIMIT:
            raise NotPossible(400, f"a thread's name has 1 to {_NAME_LIMIT} letters")
        private = body.get("private") is True
        self._permit(member, channel, bits.CREATE_PRIVATE_THREADS if private else bits.CREATE_PUBLIC_THREADS)
        if body.get("message") is None:
            return threads.start(self._stage, member, channel, name, private=private)
        source = message_of(self._stage, member, channel, string(body, "message"))
        if source.ephemeral_for is not None:
            raise NotPossible(409, "a thread cannot begin from a message only you can see")
        return threads.start(self._stage, member, channel, name, source=source)

    def _settle(self, member: str, thread: Channel, act: str) -> Channel:
        """Archive, take up, lock or unlock: the owner may do the first two, moderators all."""
        what = {
            "archive": {"archived": True},
            "open": {"archived": False},
            "lock": {"locked": True},
            "unlock": {"locked": False},
        }.get(act)
        if what is None:
            raise NotPossible(400, "a thread can be joined, left, archived, opened, locked, unlocked and deleted")
        if "locked" in what or (thread.owner != member and act == "archive") or thread.locked:
            self._permit(member, thread, bits.MANAGE_THREADS)
        return threads.change(self._stage, thread, **what)

    async def _role(self, body: dict[str, Any]) -> dict[str, Any]:
        """Give somebody a role, or take it; an admin does."""
        world, member = self._stage.world, self._admin_and(body)
        role = world.roles.get(string(body, "role"))
        if role is None or role.managed or role.id in (world.guild_id, world.admin_role):
            raise NotPossible(404, "there is no such role to give")
        roles = [each for each in member.roles if each != role.id]
        if body.get("has") is not False:
            roles.append(role.id)
        self._put(replace(member, roles=roles))
        changed = {**self._stage.payloads.member(member.id), "guild_id": world.guild_id}
        intent = intents.GUILD_MEMBERS
        self._stage.gateway.dispatch("GUILD_MEMBER_UPDATE", changed, guild=world.guild_id, intent=intent)
        return {"member": member_view(world.members[member.id])}

    async def _closed(self, body: dict[str, Any]) -> dict[str, Any]:
        """Close one's direct messages to the bot, or open them."""
        member = self._stage.world.members[member_of(self._stage, body.get("member"))]
        self._put(replace(member, closed=body.get("closed") is not False))
        return {"member": member_view(self._stage.world.members[member.id])}

    async def _allow(self, body: dict[str, Any]) -> dict[str, Any]:
        """Say what the bot, or a role or member, may do in a channel; what is not named follows the roles again."""
        world = self._stage.world
        self._permit_admin(body)
        channel = world.channels.get(string(body, "channel"))
        if channel is None or channel.kind != "text":
            raise NotPossible(404, "there is no such channel of the server")
        who = body.get("who") or world.bot_id
        if who not in world.roles and who not in world.members and who != world.bot_id:
            raise NotPossible(404, "there is no such role or member")
        seen = {each: {here.id for here in world.channels_of(each)} for each in world.members}
        was_in = world.may_enter(world.bot_id, channel)
        pair = [_bits(strings(body, "allow")), _bits(strings(body, "deny"))]
        overwrites = {key: value for key, value in channel.overwrites.items() if key != who}
        overwrites |= {who: pair} if any(pair) else {}
        changed = world.put_channel(replace(channel, overwrites=overwrites))
        if was_in or world.may_enter(world.bot_id, changed):
            told = self._stage.payloads.channel(changed)
            self._stage.gateway.dispatch("CHANNEL_UPDATE", told, guild=world.guild_id, intent=intents.GUILDS)
        for each, before in seen.items():
            self._show_places(each, before)
        return {"overwrites": told_of(changed)}

    def _show_places(self, member: str, before: set[str]) -> None:
        """Tell somebody which channels opened or closed to them."""
        now = {each.id: each for each in self._stage.world.channels_of(member)}
        for gone in before - now.keys():
            self._stage.live.tell(member, lambda gone=gone: {"t": "channel.deleted", "id": gone})  # type: ignore[misc]
        for new in now.keys() - before:
            view = channel_view(self._stage.world, now[new])
            self._stage.live.tell(member, lambda view=view: {"t": "channel.created", "channel": view})  # type: ignore[misc]

    async def _permit_bot(self, body: dict[str, Any]) -> dict[str, Any]:
        """Say what the bot's own role may do in the server, beyond @everyone."""
        self._permit_admin(body)
        world = self._stage.world
        role = world.put_role(replace(world.roles[world.bot_role], permissions=_bits(strings(body, "permissions"))))
        told = {"guild_id": world.guild_id, "role": self._stage.payloads.role(role)}
        self._stage.gateway.dispatch("GUILD_ROLE_UPDATE", told, guild=world.guild_id, intent=intents.GUILDS)
        return {"permissions": [name for name, bit in bits.NAMED.items() if role.permissions & bit]}

    async def _fault(self, body: dict[str, Any]) -> dict[str, Any]:
        """Have something go wrong; without a kind all that is still to come is called off."""
        faults = self._stage.faults
        if body.get("kind") is None:
            faults.clear()
        else:
            try:
                kind = Kind(string(body, "kind"))
            except ValueError:
                raise NotPossible(400, f"what can go wrong: {', '.join(Kind)}") from None
            times = number(body, "times", 1, 1, TIMES_LIMIT)
            after_s = number(body, "after_s", 0, 0, AFTER_LIMIT_S) if "after_s" in body else None
            await faults.ask(kind, int(times), str(body.get("route") or "")[:_ROUTE_LIMIT], after_s)
        self._stage.show_faults()
        return {"faults": faults.view()}

    # small things

    def _admin_and(self, body: dict[str, Any]) -> Member:
        """Find the member that an act is about; an admin does it (`by`, else the owner)."""
        self._permit_admin(body)
        return self._stage.world.members[member_of(self._stage, body.get("member"))]

    def _permit_admin(self, body: dict[str, Any]) -> None:
        actor = member_of(self._stage, body.get("by") or self._stage.world.owner_id)
        if not self._stage.world.members[actor].admin:
            raise NotPossible(403, "only an admin can do that")

    def _permit(self, member: str, channel: Channel, asked: int) -> None:
        if not bits.may(self._stage.world.permissions_in(member, channel), asked):
            raise NotPossible(403, "you may not do that here")

    def _put(self, member: Member) -> None:
        world = self._stage.world
        world.put_member(member)
        everybody = [member_view(each) for each in world.members.values()]
        self._stage.live.tell(None, lambda: {"t": "members", "members": everybody})
        self._stage.show_commands()


def told_of(channel: Channel) -> dict[str, dict[str, list[str]]]:
    """Name what a channel allows and denies, by the id of a role or member."""
    return {
        key: {
            side: [name for name, bit in bits.NAMED.items() if pair[place] & bit]
            for place, side in enumerate(("allow", "deny"))
        }
        for key, pair in channel.overwrites.items()
    }


def _bits(names: list[str]) -> int:
    strange = sorted(set(names) - bits.NAMED.keys())
    if strange:
        raise NotPossible(400, f"{strange[0]} is none of: {', '.join(bits.NAMED)}")
    return reduce(or_, (bits.NAMED[each] for each in names), 0)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Say to people what Discord would refuse the bot."""
    try:
        yield
    except Refused as refused:
        raise NotPossible(_CONFLICT, refused.message) from None
