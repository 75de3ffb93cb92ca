"""A recorder of everything that the unmodified discord.py sends, and payloads to wake it with."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bot.chat.app import App
from bot.chat.client import Client
from bot.playground.clock import WorldClock
from bot.playground.contract import find_document, load_contract
from bot.playground.limits import command_faults, message_faults, modal_faults
from bot.render.card import Drawing
from bot.rules.errors import EdgeDown
from tests.chat.payloads import (
    ADA,
    APPLICATION,
    BEN,
    BOT,
    CHANNEL,
    DM,
    EPHEMERAL,
    GUILD,
    GUILD_PART,
    MEMBER,
    PNG,
    QUIZZES,
    ROLE,
    TEMPLATES,
    V2,
    as_documented,
    flat,
    guild,
    message,
    numbered,
    snowflake,
    thread,
    user,
)
from tests.fakes import FakeDesk
from tests.samples import NOON

_OF_DISCORD_PY = ("CommandTree", "discord-ui", "discord.py:")


@dataclass
class Sent:
    """One request of the bot."""

    kind: str
    method: str
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def type(self) -> int:
        return int(self.body["type"])

    @property
    def data(self) -> dict[str, Any]:
        """The message or modal that is sent."""
        found: dict[str, Any] = self.body["data"] if self.kind == "callback" else self.body
        return found

    @property
    def private(self) -> bool:
        return bool(self.data.get("flags", 0) & EPHEMERAL)

    @property
    def text(self) -> str:
        texts = [part["content"] for part in flat(self.data.get("components")) if part["type"] == 10]
        return "\n".join([self.data.get("content") or "", *texts]).strip()

    @property
    def buttons(self) -> dict[str, str]:
        """custom_id by label; of a select by its placeholder."""
        pressed = [part for part in flat(self.data["components"]) if part["type"] in (2, 3, 6)]
        return {part.get("label") or part["placeholder"]: part["custom_id"] for part in pressed}


def _json(data: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(data), status=status, headers={"Content-Type": "application/json"})


def at_noon() -> WorldClock:
    """A clock that stands at noon until it is moved on."""
    clock = WorldClock(frozen=True)
    clock._still_ms = int(NOON.timestamp() * 1000)
    return clock


@dataclass
class Discord:
    """What stands in for Discord's REST side: answers everything, keeps everything, checks every body."""

    sent: "asyncio.Queue[Sent]" = field(default_factory=asyncio.Queue)
    commands: list[dict[str, Any]] = field(default_factory=list)
    cdn: dict[str, bytes] = field(default_factory=dict)
    audit: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    refuse: dict[str, tuple[int, int]] = field(default_factory=dict)
    threads: list[dict[str, Any]] = field(default_factory=list)
    history: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    clock: WorldClock = field(default_factory=at_noon)

    def app(self) -> web.Application:
        app = web.Application()
        api = "/api/v10"
        app.router.add_get(f"{api}/users/@me", self._me)
        app.router.add_get(f"{api}/oauth2/applications/@me", self._application)
        app.router.add_get(f"{api}/applications/{{app}}/commands", self._get_commands)
        app.router.add_put(f"{api}/applications/{{app}}/commands", self._put_commands)
        app.router.add_get(f"{api}/guilds/{{guild}}/audit-logs", self._audit)
        app.router.add_get("/cdn/{name}", self._cdn)
        app.router.add_get(f"{api}/channels/{{channel}}/messages", self._past)
        app.router.add_get(f"{api}/guilds/{{guild}}/threads/active", self._active)
        for kind, path in (
            ("callback", "interactions/{id}/{token}/callback"),
            ("original", "webhooks/{app}/{token}/messages/@original"),
            ("followup", "webhooks/{app}/{token}"),
            ("send", "channels/{channel}/messages"),
            ("edit", "channels/{channel}/messages/{message}"),
            ("thread", "channels/{channel}/messages/{message}/threads"),
            ("room", "channels/{channel}/threads"),
            ("admit", "channels/{channel}/thread-members/{user}"),
            ("direct", "users/@me/channels"),
        ):
            app.router.add_route("*", f"{api}/{path}", self._kept(kind))
        return app

    async def next(self) -> Sent:
        """The bot's next request."""
        return await asyncio.wait_for(self.sent.get(), 5)

    async def _me(self, _: web.Request) -> web.Response:
        return _json({"code": 0, "message": "401"}, status=401) if "me" in self.refuse else _json(user(BOT))

    async def _application(self, _: web.Request) -> web.Response:
        about = {"id": str(APPLICATION), "name": "Holdout", "description": "", "icon": None, "flags": 0}
        owner = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "owner": user(1), "team": None}
        return _json(about | owner)

    async def _get_commands(self, _: web.Request) -> web.Response:
        return _json(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.violations += [str(fault) for fault in command_faults(body)]
        self._judge("PUT", "commands", body)
        dressed = {
            "application_id": str(APPLICATION),
            "version": "1",
            "type": 1,
            "description": "",
            "default_member_permissions": None,
        }
        self.commands = [dressed | command | {"id": str(place + 1)} for place, command in enumerate(body)]
        self.sent.put_nowait(Sent("commands", "PUT", body))
        return _json(self.commands)

    async def _audit(self, _: web.Request) -> web.Response:
        if "audit" in self.refuse:
            return _json({"code": self.refuse["audit"][1], "message": "no"}, status=self.refuse["audit"][0])
        rest = ("users", "integrations", "webhooks", "threads", "application_commands", "auto_moderation_rules")
        lists: dict[str, list[Any]] = {name: [] for name in (*rest, "guild_scheduled_events")}
        return _json({**lists, "audit_log_entries": self.audit, "users": [user(ADA), user(BOT)]})

    async def _past(self, request: web.Request) -> web.Response:
        if "past" in self.refuse:
            return _json({"code": self.refuse["past"][1], "message": "no"}, status=self.refuse["past"][0])
        after = int(request.query.get("after", 0))
        there = self.history.get(int(request.match_info["channel"]), [])
        return _json([one for one in reversed(there) if int(one["id"]) > after])

    async def _active(self, _: web.Request) -> web.Response:
        return _json({"threads": self.threads, "members": [], "has_more": False})

    async def _cdn(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.Response(body=self.cdn[name]) if name in self.cdn else web.Response(status=404)

    def _kept(self, kind: str) -> Any:
        async def keep(request: web.Request) -> web.Response:
            sent = await _read(kind, request)
            self._judge(request.method, kind, sent.body)
            self.violations += [str(fault) for fault in _limits(sent)]
            self.sent.put_nowait(sent)
            if kind in self.refuse:
                status, code = self.refuse[kind]
                return _json({"code": code, "message": "no"}, status=status)
            number = int(request.match_info.get("message", 0)) or self.new_id()
            if kind in ("thread", "room", "admit", "direct"):
                return self._placed(kind, number, sent)
            if kind != "callback":
                return _json(self._kept_message(kind, number, int(request.match_info.get("channel", CHANNEL)), sent))
            told = {"id": request.match_info["id"], "type": 2, "response_message_id": str(number)}
            resource = {"type": sent.type, "message": message(number)} if sent.type in (4, 7) else {"type": sent.type}
            return _json({"interaction": told, "resource": resource})

        return keep

    def _placed(self, kind: str, number: int, sent: Sent) -> web.Response:
        """Answer for a place: a thread, a private one, somebody in it, or direct messages."""
        match kind:
            case "thread":
                return _json(thread(number, sent.body["name"]), 201)
            case "room":
                self.threads.append(thread(number, sent.body["name"], 12))
                return _json(self.threads[-1], 201)
            case "direct":
                return _json({"id": str(DM), "type": 1, "recipients": [user(int(sent.body["recipient_id"]))]})
            case _:
                return web.Response(status=204)

    def new_id(self) -> int:
        """A snowflake of the present."""
        return snowflake(self.clock.now())

    def _kept_message(self, kind: str, number: int, channel: int, sent: Sent) -> dict[str, Any]:
        if kind != "send":
            return message(number, channel)
        there = self.history.setdefault(channel, [])
        there.append(message(number, channel, components=numbered(sent.body.get("components", []))))
        return there[-1]

    def _judge(self, method: str, kind: str, body: Any) -> None:
        judged = as_documented(json.loads(json.dumps(body)))
        faults = load_contract(find_document()).request_faults(method, TEMPLATES[kind], judged)
        self.violations += [f"{method} {kind}: {fault}" for fault in faults]


async def _read(kind: str, request: web.Request) -> Sent:
    if not (request.content_type or "").startswith("multipart/"):
        return Sent(kind, request.method, await request.json() if request.can_read_body else {})
    sent = Sent(kind, request.method, {})
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)  # discord.py nests no multiparts
        data = bytes(await part.read(decode=False))
        if part.name == "payload_json":
            sent.body = json.loads(data)
        else:
            sent.files[str(part.filename)] = data
    return sent


def _limits(sent: Sent) -> list[Any]:
    if sent.kind == "callback" and sent.type == 9:
        return list(modal_faults(sent.data))
    if sent.kind == "callback" and sent.type not in (4, 7):
        return []
    return list(message_faults(sent.data, sent.data.get("flags", 0)))


@dataclass
class Room:
    """The bot and what stands in for Discord, with ways to be a person."""

    client: Client
    discord: Discord
    app: App
    desk: FakeDesk

    def wake(self, kind: int, data: dict[str, Any], person: int = ADA, *, dm: bool = False, **more: Any) -> int:
        """Deliver an interaction as the gateway would."""
        number = self.discord.new_id()
        channel = DM if dm else CHANNEL
        permissions = more.pop("permissions", MEMBER)
        member = {"user": user(person), "roles": [str(ROLE)] * (person == BEN), "joined_at": NOON.isoformat()}
        rest = {"deaf": False, "mute": False, "flags": 0, "permissions": str(permissions)}
        who = {"user": user(person)} if dm else {"member": member | rest, "guild_id": str(GUILD), "guild": GUILD_PART}
        recipients = {"recipients": [user(person)]} if dm else {"guild_id": str(GUILD), "name": "c", "position": 0}
        payload: Any = {
            "id": str(number),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": "t",
            "version": 1,
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {"0": str(GUILD)},
            "context": 1 if dm else 0,
            "app_permissions": str(more.pop("app_permissions", QUIZZES)),
            "channel_id": str(channel),
            "channel": {"id": str(channel), "type": 1 if dm else 0, **recipients},
            "data": data,
            **who,
            **more,
        }
        self.client._connection.parse_interaction_create(payload)
        return number

    async def command(self, path: str, person: int = ADA, *, dm: bool = False, **options: Any) -> Sent:
        """Use a slash command and give the bot's first answer."""
        permissions = options.pop("permissions", MEMBER)
        self.wake(2, self.slash(path, **options), person, dm=dm, permissions=permissions)
        return await self.discord.next()

    def slash(self, path: str, *, focused: str = "", resolved: Any = None, **options: Any) -> dict[str, Any]:
        name, *sub = path.split()
        given = [
            {
                "name": key,
                "type": 11 if key == "file" else 3,
                "value": value,
                **({"focused": True} if key == focused else {}),
            }
            for key, value in options.items()
        ]
        inner = [{"name": sub[0], "type": 1, "options": given}] if sub else given
        return {"id": "1", "name": name, "type": 1, "options": inner, "resolved": resolved or {}}

    async def press(self, on: Sent, label: str, *values: str, person: int = ADA, dm: bool = False, **more: Any) -> Sent:
        """Press a button, or choose in a select, of a message that the bot sent."""
        return await self.press_id(on.buttons[label], *values, on=on, person=person, dm=dm, **more)

    async def press_id(
        self, custom_id: str, *values: str, on: Sent, person: int = ADA, dm: bool = False, **more: Any
    ) -> Sent:
        kind = next(part["type"] for part in flat(on.data["components"]) if part.get("custom_id") == custom_id)
        flags = V2 | (EPHEMERAL if more.pop("private", on.private) else 0)
        shown = message(snowflake(), DM if dm else CHANNEL, components=numbered(on.data["components"]), flags=flags)
        data = {"custom_id": custom_id, "component_type": kind, **({"values": list(values)} if kind != 2 else {})}
        self.wake(3, data, person, dm=dm, message=shown, **more)
        return await self.discord.next()

    async def submit(
        self,
        modal: Sent,
        *,
        on: Sent | None = None,
        person: int = ADA,
        dm: bool = False,
        files: dict[str, dict[str, Any]] | None = None,
        permissions: int = MEMBER,
        **fields: str,
    ) -> Sent:
        """Submit a form that the bot opened, on a message or by a command."""
        parts: list[dict[str, Any]] = []
        for part in flat(modal.data["components"]):
            name = part.get("custom_id")
            if name is None or part["type"] == 18:
                continue
            said: dict[str, Any] = {"type": part["type"], "custom_id": name, "id": 1}
            if part["type"] == 19:
                said["values"] = list(files or {})
            elif part["type"] in (3, 22):
                said["values"] = fields[name].split() if name in fields else []
            else:
                said["value"] = fields.get(name, part.get("value", ""))
            parts.append({"type": 18, "id": 2, "component": said})
        data = {"custom_id": modal.data["custom_id"], "components": parts, "resolved": {"attachments": files or {}}}
        flags = V2 | (EPHEMERAL if on is not None and on.private else 0)
        source = (
            {"message": message(snowflake(), components=numbered(on.data["components"]), flags=flags)} if on else {}
        )
        self.wake(5, data, person, dm=dm, permissions=permissions, **source)
        return await self.discord.next()

    async def idle(self) -> None:
        """Wait until the bot has done all it began."""
        begun = [task for task in asyncio.all_tasks() if task.get_name().startswith(_OF_DISCORD_PY)]
        if begun:
            await asyncio.wait(begun, timeout=5)

    async def menu(self, name: str, on: dict[str, Any], person: int = ADA, *, dm: bool = False) -> Sent:
        """Use a command of a message's menu and give the bot's first answer."""
        resolved = {"messages": {on["id"]: on}}
        self.wake(2, {"id": "1", "name": name, "type": 3, "target_id": on["id"], "resolved": resolved}, person, dm=dm)
        return await self.discord.next()

    def write(
        self, text: str, person: int = ADA, *, bot: bool = False, kind: int = 0, files: Sequence[dict[str, Any]] = ()
    ) -> int:
        """Write a plain direct message."""
        number = snowflake()
        author = user(person) | {"bot": bot}
        payload: Any = message(number, DM, author=author, content=text, flags=0, type=kind, attachments=list(files))
        self.client._connection.parse_message_create(payload)
        return number

    def join(self, *, may: int = MEMBER | 1 << 10, system: bool = True) -> None:
        """Have the bot invited into its server."""
        payload: Any = guild(may, system=system)
        self.client._connection.parse_guild_create(payload)


async def draw(drawing: Drawing) -> bytes:
    if "broken" in repr(drawing):
        raise EdgeDown("pictures", "No picture just now.")
    return PNG + repr(drawing).encode()
