"""The people's side: be a member, write, use commands, press, choose, submit, and read what that member may see."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground import gateway as intents
from bot.playground.asking import Asking, NotPossible
from bot.playground.files import Upload
from bot.playground.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interactions
from bot.playground.payloads import UPLOAD_LIMIT
from bot.playground.posting import say
from bot.playground.reading import parse, whole_number
from bot.playground.stage import Stage
from bot.playground.views import channel_view, clock_view, member_view, message_view
from bot.playground.world import Channel, Message

_CONTENT_LIMIT = 4000
_NAME_LIMIT = 32
_FILES_LIMIT = 10
_PAGE_LIMIT = 100
_LARGEST_ID = (1 << 63) - 1
_ADVANCE_LIMIT_S = 366 * 86_400
_MEMBERS_LIMIT = 1_000
_Post = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


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
        posts: dict[str, _Post] = {
            "say": self._say,
            "command": self._command,
            "autocomplete": self._autocomplete,
            "click": self._click,
            "submit": self._submit,
            "dismiss": self._dismiss,
            "clock": self._clock,
            "join": self._join,
            "members": self._add_member,
        }
        for name, act in posts.items():
            router.add_post(f"/people/{name}", _posted(act))

    # reading

    async def _world(self, request: web.Request) -> web.Response:
        return _answer(self._stage.world_view(self._reader(request)))

    async def _messages(self, request: web.Request) -> web.Response:
        world, member = self._stage.world, self._reader(request)
        channel = self._channel(member, request.query.get("channel"))
        try:
            limit = whole_number(request.query.get("limit", "50"), 1, _PAGE_LIMIT)
            before = whole_number(request.query.get("before", str(_LARGEST_ID)), 0, _LARGEST_ID)
        except ValueError as fault:
            raise NotPossible(400, f"limit and before are each {fault}") from None
        seen = [each for each in world.messages(channel.id) if world.may_see(member, each)]
        older = [each for each in seen if int(each.id) < before]
        return _answer({"messages": [message_view(world, each) for each in older[-limit:]]})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Send a member all that happens, until the page goes away."""
        member = self._reader(request)
        socket = web.WebSocketResponse(timeout=1.0, heartbeat=30, max_msg_size=1024)
        await socket.prepare(request)
        listener = self._stage.live.join(member)
        reading = asyncio.create_task(_until_closed(socket, listener.queue))
        try:
            await socket.send_str(_text({"t": "hello", "world": self._stage.world_view(member)}))
            while (text := await listener.queue.get()) is not None:
                await socket.send_str(text)
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
        files = _files(body.get("files") or [])
        if not content.strip() and not files:
            raise NotPossible(400, "there is nothing to send")
        if len(content) > _CONTENT_LIMIT:
            raise NotPossible(400, f"a message has at most {_CONTENT_LIMIT} characters")
        message = say(self._stage, member, channel.id, content, files)
        return {"message": message_view(self._stage.world, message)}

    async def _command(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        path = _string(body, "name")
        given = _object(body, "files")
        files = {name: _files([each]) for name, each in given.items()}
        data = Asking(self._stage, member, channel).command(path, _object(body, "options"), files)
        draft = self._interactions.draft(COMMAND, member, channel.id, command=path)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _autocomplete(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        asking = Asking(self._stage, member, channel)
        data = asking.autocomplete(_string(body, "name"), _object(body, "options"), _string(body, "focused"))
        choices: asyncio.Future[list[dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._interactions.ask(self._interactions.draft(AUTOCOMPLETE, member, channel.id, choices=choices), data)
        try:
            return {"choices": await choices}
        except TimeoutError as late:
            raise NotPossible(504, f"the bot {late}") from None

    async def _click(self, body: dict[str, Any]) -> dict[str, Any]:
        member, channel = self._place(body)
        message = self._message(member, channel, _string(body, "message"))
        values = body.get("values")
        if values is not None and not isinstance(values, list):
            raise NotPossible(400, "values is a list")
        chosen = None if values is None else [str(each) for each in values]
        data = Asking(self._stage, member, channel).click(message, _string(body, "custom_id"), chosen)
        draft = self._interactions.draft(COMPONENT, member, channel.id, source=message.id)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _submit(self, body: dict[str, Any]) -> dict[str, Any]:
        member = self._member(body.get("member"))
        modal = self._interactions.modals.get(_string(body, "modal"))
        if modal is None or modal.opener.member != member:
            raise NotPossible(404, "that form is no longer open")
        channel = self._channel(member, modal.opener.channel)
        fields: dict[str, Any] = {}
        files: dict[str, list[Upload]] = {}
        for name, value in _object(body, "fields").items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                files[name] = _files(value)
            else:
                fields[name] = value
        data = Asking(self._stage, member, channel).submit(modal.data, fields, files)
        draft = self._interactions.draft(SUBMIT, member, channel.id, modal=modal.id, source=modal.opener.source)
        return {"interaction": self._interactions.ask(draft, data).id}

    async def _dismiss(self, body: dict[str, Any]) -> dict[str, Any]:
        member = self._member(body.get("member"))
        if "modal" in body:
            modal = self._interactions.modals.get(_string(body, "modal"))
            if modal is not None and modal.opener.member == member:
                del self._interactions.modals[modal.id]
            return {}
        message = self._stage.world.message(_string(body, "message"))
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
        inviter = self._member(body.get("member") or world.owner_id)
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

    async def _add_member(self, body: dict[str, Any]) -> dict[str, Any]:
        name = _string(body, "name").strip()
        world = self._stage.world
        if not 1 <= len(name) <= _NAME_LIMIT or not name.isprintable():
            raise NotPossible(400, f"a name has 1 to {_NAME_LIMIT} letters")
        if len(world.members) >= _MEMBERS_LIMIT:
            raise NotPossible(409, "the server is full")
        member = world.add_member(name, admin=body.get("admin") is True)
        joined = {**self._stage.payloads.member(member.id), "guild_id": world.guild_id}
        gateway = self._stage.gateway
        gateway.dispatch("GUILD_MEMBER_ADD", joined, guild=world.guild_id, intent=intents.GUILD_MEMBERS)
        everybody = [member_view(each) for each in world.members.values()]
        self._stage.live.tell(None, lambda: {"t": "members", "members": everybody})
        return {"member": member_view(member), "channel": channel_view(world, world.direct(member.id))}

    # who and where

    def _reader(self, request: web.Request) -> str:
        return self._member(request.query.get("member") or self._stage.world.owner_id)

    def _member(self, member: Any) -> str:
        if not isinstance(member, str) or member not in self._stage.world.members:
            raise NotPossible(404, "there is no such member")
        return member

    def _place(self, body: dict[str, Any]) -> tuple[str, Channel]:
        member = self._member(body.get("member"))
        return member, self._channel(member, body.get("channel"))

    def _channel(self, member: str, wanted: Any) -> Channel:
        channel = self._stage.world.channels.get(wanted) if isinstance(wanted, str) else None
        if channel is None:
            raise NotPossible(404, "there is no such channel")
        if channel.member not in (None, member):
            raise NotPossible(403, "that channel is somebody else's")
        return channel

    def _message(self, member: str, channel: Channel, wanted: str) -> Message:
        message = self._stage.world.message(wanted)
        if message is None or message.channel != channel.id or not self._stage.world.may_see(member, message):
            raise NotPossible(404, "that message is gone")
        return message


async def _until_closed(socket: web.WebSocketResponse, queue: asyncio.Queue[str | None]) -> None:
    """Notice that the page went away; what it sends has no meaning."""
    async for frame in socket:
        if frame.type is WSMsgType.ERROR:
            break
    queue.put_nowait(None)


def _posted(act: _Post) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            body = parse(await request.read())
        except ValueError:
            raise NotPossible(400, "the body is not JSON") from None
        if not isinstance(body, dict):
            raise NotPossible(400, "the body is not an object")
        return _answer(await act(body))

    return serve


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _answer(value: Any) -> web.Response:
    return web.Response(text=_text(value), content_type="application/json")


def _string(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise NotPossible(400, f"{key} is missing")
    return value


def _object(body: dict[str, Any], key: str) -> dict[str, Any]:
    value = body.get(key) or {}
    if not isinstance(value, dict):
        raise NotPossible(400, f"{key} is an object")
    return value


def _files(given: Any) -> list[Upload]:
    """Unpack files; their declared types are not believed."""
    if not isinstance(given, list) or len(given) > _FILES_LIMIT:
        raise NotPossible(400, f"at most {_FILES_LIMIT} files")
    try:
        uploads = [Upload(str(each["name"]), base64.b64decode(each["b64"], validate=True)) for each in given]
    except (KeyError, TypeError, ValueError):
        raise NotPossible(400, "a file is damaged") from None
    if any(len(each.data) > UPLOAD_LIMIT for each in uploads):
        raise NotPossible(413, "a file is larger than 10 MiB")
    return uploads
