"""The people's side: be a member, write, use commands, press, choose, submit, and read what that member may see."""

import asyncio
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground import gateway as intents
from bot.playground.asking import Asking, NotPossible
from bot.playground.bodies import (
    Post,
    answer,
    channel_of,
    mapping,
    member_of,
    message_of,
    posted,
    string,
    strings,
    text,
)
from bot.playground.bodies import (
    files as files_in,
)
from bot.playground.files import Upload
from bot.playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interactions
from bot.playground.levers import Levers
from bot.playground.permissions import SEND_IN_THREADS, SEND_MESSAGES, may
from bot.playground.posting import say
from bot.playground.reading import whole_number
from bot.playground.records import Channel
from bot.playground.refusal import Refused
from bot.playground.stage import Stage
from bot.playground.threads import admit, wake
from bot.playground.views import channel_view, clock_view, member_view, message_view

_CONTENT_LIMIT = 4000
_NAME_LIMIT = 32
_PAGE_LIMIT = 100
_LARGEST_ID = (1 << 63) - 1
_ADVANCE_LIMIT_S = 366 * 86_400
_MEMBERS_LIMIT = 10_000


class People:
    """The requests of people; every one names the member who makes it."""

    def __init__(self, stage: Stage, interactions: Interactions) -> None:
        """Serve a stage."""
        self._stage = stage
        self._interactions = interactions

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register all routes."""
        router.add_get("/people/world", self._world)
        router.add_get("/people/messages", self._messages)
        router.add_get("/people/live", self._live)
        posts: dict[str, Post] = {
            "say": self._say,
            "command": self._command,
            "autocomplete": self._autocomplete,
            "context": self._context,
            "click": self._click,
            "submit": self._submit,
            "dismiss": self._dismiss,
            "clock": self._clock,
            "join": self._join,
            "members": self._add_members,
            **Levers(self._stage).posts(),
        }
        for name, act in posts.items():
            router.add_post(f"/people/{name}", posted(act))

    # reading

    async def _world(self, request: web.Request) -> web.Response:
        return answer(self._stage.world_view(self._reader(request)))

    async def _messages(self, request: web.Request) -> web.Response:
        world, member = self._stage.world, self._reader(request)
        channel = channel_of(self._stage, member, request.query.get("channel"))
        try:
            limit = whole_number(request.query.get("limit", "50"), 1, _PAGE_LIMIT)
            before = whole_number(request.query.get("before", str(_LARGEST_ID)), 0, _LARGEST_ID)
        except ValueError as fault:
            raise NotPossible(400, f"limit and before are each {fault}") from None
        seen = [each for each in world.messages(channel.id) if world.may_see(member, each)]
        older = [each for each in seen if int(each.id) < before]
        return answer({"messages": [message_view(world, each) for each in older[-limit:]]})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Send a member all that happens, or only what happens to them alone, until the page goes away."""
        member, quiet = self._reader(request), request.query.get("quiet") == "1"
        socket = web.WebSocketResponse(timeout=1.0, heartbeat=30, max_msg_size=1024)
        await socket.prepare(request)
        listener = self._stage.live.join(member, quiet=quiet)
        reading = asyncio.create_task(_until_closed(socket, listener.queue))
        try:
            await socket.send_str(text({"t": "hello", "world": self._stage.world_view(member, brief=quiet)}))
            while (told := await listener.queue.get()) is not None:
                await socket.send_str(told)
        except ConnectionError:
            pass  # the page went away while it was being told
        finally:
            self._stage.live.leave(listener)
            reading.cancel()
            await socket.close()
        return socket

    # doing

    async def _say(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        content = str(body.get("content") or "")
        files = files_in(body.get("files") or [])
        if not content.strip() and not files:
            raise NotPossible(400, "there is nothing to send")
        if len(content) > _CONTENT_LIMIT:
            raise NotPossible(400, f"a message has at most {_CONTENT_LIMIT} characters")
        self._open_to(member, channel)
        message = say(self._stage, member, channel.id, content, files)
        for named in message.mentions if channel.private else ():
            admit(self._stage, self._stage.world.channels[channel.id], named)
        return {"message": message_view(self._stage.world, message)}

    async def _command(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        path = string(body, "name")
        given = mapping(body, "files")
        files = {name: files_in([each]) for name, each in given.items()}
        data = Asking(self._stage, member, channel).command(path, mapping(body, "options"), files)
        draft = self._interactions.draft(COMMAND, member, channel.id, command=path)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _context(self, body: dict[str, Any]) -> dict[str, Any]:
        """Use a command of the menu on a message or a member."""
        member, channel = self._place(body)
        name, target = string(body, "name"), string(body, "target")
        message = None if body.get("kind") == "user" else message_of(self._stage, member, channel, target)
        data = Asking(self._stage, member, channel).context(name, target, message)
        draft = self._interactions.draft(COMMAND, member, channel.id, command=name)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _autocomplete(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        asking = Asking(self._stage, member, channel)
        data = asking.autocomplete(string(body, "name"), mapping(body, "options"), string(body, "focused"))
        choices: asyncio.Future[list[dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._interactions.ask(self._interactions.draft(AUTOCOMPLETE, member, channel.id, choices=choices), data)
        try:
            return {"choices": await choices}
        except TimeoutError as late:
            raise NotPossible(504, f"the bot {late}") from None

    async def _click(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        message = message_of(self._stage, member, channel, string(body, "message"))
        values = body.get("values")
        if values is not None and not isinstance(values, list):
            raise NotPossible(400, "values is a list")
        chosen = None if values is None else [str(each) for each in values]
        data = Asking(self._stage, member, channel).click(message, string(body, "custom_id"), chosen)
        draft = self._interactions.draft(COMPONENT, member, channel.id, source=message.id)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _submit(self, body: dict[str, Any]) -> dict[str, Any]:
        member = member_of(self._stage, body.get("member"))
        modal = self._interactions.modals.get(string(body, "modal"))
        if modal is None or modal.opener.member != member:
            raise NotPossible(404, "that form is no longer open")
        channel = channel_of(self._stage, member, modal.opener.channel)
        fields: dict[str, Any] = {}
        files: dict[str, list[Upload]] = {}
        for name, value in mapping(body, "fields").items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                files[name] = files_in(value)
            else:
                fields[name] = value
        data = Asking(self._stage, member, channel).submit(modal.data, fields, files)
        draft = self._interactions.draft(SUBMIT, member, channel.id, modal=modal.id, source=modal.opener.source)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _dismiss(self, body: dict[str, Any]) -> dict[str, Any]:
        member = member_of(self._stage, body.get("member"))
        if "modal" in body:
            modal = self._interactions.modals.get(string(body, "modal"))
            if modal is not None and modal.opener.member == member:
                del self._interactions.modals[modal.id]
            return {}
        message = self._stage.world.message(string(body, "message"))
        if message is None or message.ephemeral_for != member:
            raise NotPossible(404, "that is not a message only you can see")
        self._stage.remove_message(message)
        return {}

    async def _clock(self, body: dict[str, Any]) -> dict[str, Any]:
        seconds = body.get("advance_s")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise NotPossible(400, "advance_s is a number of seconds")
        if not 0 <= seconds <= _ADVANCE_LIMIT_S:
            raise NotPossible(400, "time moves on by at most a year at once")
        self._stage.world.advance(seconds)
        return clock_view(self._stage.world)

    async def _join(self, body: dict[str, Any]) -> dict[str, Any]:
        """Have the bot removed and invited again by the server's owner, or by the admin who asks."""
        world, gateway = self._stage.world, self._stage.gateway
        inviter = member_of(self._stage, body.get("member") or world.owner_id)
        if not world.members[inviter].admin:
            raise NotPossible(403, "only an admin can invite the bot")
        gateway.dispatch("GUILD_DELETE", {"id": world.guild_id}, guild=world.guild_id, intent=intents.GUILDS)
        world.invite_bot(inviter)
        for session in gateway.sessions.values():
            if session.intents & intents.GUILDS:
                seen = bool(session.intents & intents.GUILD_MEMBERS)
                joined = self._stage.payloads.guild_create(members=seen)
                del joined["unavailable"]  # a server that was joined, not one that came back
                session.dispatch("GUILD_CREATE", joined)
        return {}

    async def _add_members(self, body: dict[str, Any]) -> dict[str, Any]:
        """Let somebody join, or many at once."""
        world = self._stage.world
        names = [each.strip() for each in strings(body, "names")] if "names" in body else [string(body, "name").strip()]
        if any(not 1 <= len(each) <= _NAME_LIMIT or not each.isprintable() for each in names):
            raise NotPossible(400, f"a name has 1 to {_NAME_LIMIT} letters")
        if len(world.members) + len(names) > _MEMBERS_LIMIT:
            raise NotPossible(409, "the server is full")
        joined = [world.add_member(each, admin=body.get("admin") is True) for each in names]
        for member in joined:
            told = {**self._stage.payloads.member(member.id), "guild_id": world.guild_id}
            intent = intents.GUILD_MEMBERS
            self._stage.gateway.dispatch("GUILD_MEMBER_ADD", told, guild=world.guild_id, intent=intent)
        self._stage.live.tell(
            None, lambda: {"t": "members", "members": [member_view(each) for each in world.members.values()]}
        )
        if "names" in body:
            return {"members": [member_view(each) for each in joined]}
        return {"member": member_view(joined[0]), "channel": channel_view(world, world.direct(joined[0].id))}

    # who and where

    def _reader(self, request: web.Request) -> str:
        return member_of(self._stage, request.query.get("member") or self._stage.world.owner_id)

    def _place(self, body: dict[str, Any]) -> tuple[str, Channel]:
        member = member_of(self._stage, body.get("member"))
        return member, channel_of(self._stage, member, body.get("channel"))

    def _open_to(self, member: str, channel: Channel) -> None:
        """See that a member may write in a channel; an archived thread is taken up by that."""
        asked = SEND_IN_THREADS if channel.kind == "thread" else SEND_MESSAGES
        if not may(self._stage.world.permissions_in(member, channel), asked):
            raise NotPossible(403, "you may not write here")
        try:
            wake(self._stage, channel)
        except Refused:
            raise NotPossible(409, "this thread is closed") from None


async def _until_closed(socket: web.WebSocketResponse, queue: asyncio.Queue[str | None]) -> None:
    """Notice that the page went away; what it sends has no meaning."""
    async for frame in socket:
        if frame.type is WSMsgType.ERROR:
            break
    queue.put_nowait(None)
