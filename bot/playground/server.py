"""The playground as one thing to start and stop: a loopback server that plays Discord to the bot and to people."""

import asyncio
import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground import gateway as intents
from bot.playground import rest_events, rest_interactions, rest_messages, rest_threads, rest_world
from bot.playground.asking import NotPossible
from bot.playground.cdn import Shelves
from bot.playground.clock import WorldClock
from bot.playground.contract import find_document, load_contract
from bot.playground.faults import Faults, Kind
from bot.playground.following import PATH as CLOCK_PATH
from bot.playground.following import ClockLine
from bot.playground.gateway import Gateway, Session
from bot.playground.interactions import Interactions
from bot.playground.live import Live
from bot.playground.payloads import Payloads
from bot.playground.people import People
from bot.playground.permissions import VIEW_AUDIT_LOG
from bot.playground.rest import API, Rest
from bot.playground.stage import Stage
from bot.playground.views import clock_view
from bot.playground.world import World

HOST = "127.0.0.1"
_BODY_LIMIT = 40 * 1024 * 1024
_Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Playground:
    """A running playground, as an async context manager.

    Attributes:
        url: where the page is, as in "http://127.0.0.1:8080".
        token: the made-up token that the bot must use.
        secret: what people's requests must carry.
        online: set while the bot is connected.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        token: str | None = None,
        *,
        host: str = HOST,
        bot_name: str = "Holdout",
        bot_permissions: int = VIEW_AUDIT_LOG,
        openapi: Path | None = None,
        frozen: bool = False,
    ) -> None:
        """Prepare a playground.

        Args:
            port: 0 picks a free one.
            folder: where the world survives a restart; None keeps it in memory.
            token: the bot's made-up token; None makes one.
            host: loopback, or it is refused.
            bot_name: how the bot is called.
            bot_permissions: what the bot's role may do beyond @everyone, in Discord's bits.
            openapi: Discord's document; None looks for it where DISCORD_OPENAPI says, else beside the repository.
            frozen: time stands still unless it is moved on, so that nothing is late because a machine is slow.

        Raises:
            ValueError: the host is not loopback.
        """
        if host not in (HOST, "localhost"):
            raise ValueError(f"the playground is for this machine alone: {host} is not {HOST}")
        self._port = port
        self._folder = folder
        self._bot = (bot_name, bot_permissions)
        self._openapi = openapi
        self._frozen = frozen
        self._runner: web.AppRunner | None = None
        self._stage: Stage
        self.token = token or _made_up_token()
        self.secret = secrets.token_urlsafe(32)
        self.url = ""
        self.online = asyncio.Event()

    @property
    def api_base(self) -> str:
        """What discord.py's `Route.BASE` must be."""
        return self.url + API

    @property
    def gateway_url(self) -> str:
        """What discord.py's `DiscordWebSocket.DEFAULT_GATEWAY` must be."""
        return self.url.replace("http", "ws", 1) + "/gateway"

    @property
    def cdn_url(self) -> str:
        """What discord.py's `Asset.BASE` must be."""
        return f"{self.url}/cdn"

    @property
    def clock(self) -> WorldClock:
        """The world's clock; `advance` on the playground moves it on."""
        return self._stage.world.clock

    @property
    def world(self) -> World:
        """The state of the world, to be read."""
        return self._stage.world

    @property
    def violations(self) -> list[dict[str, str]]:
        """What broke Discord's rules so far, `{"where", "what"}`."""
        return self._stage.violations

    @property
    def validated(self) -> bool:
        """Whether requests and answers are held against Discord's document."""
        return self._stage.contract.validates

    def advance(self, seconds: float) -> None:
        """Move the world's time on; what becomes due happens before this returns."""
        self._stage.world.advance(seconds)

    async def drop_gateway(self) -> None:
        """Cut the bot's connections; it may resume."""
        await self.fault(Kind.DISCONNECT)

    def ask_to_reconnect(self) -> None:
        """Ask the bot to connect again, as Discord does before maintenance."""
        self._stage.gateway.reconnect()

    async def fault(self, kind: Kind, times: int = 1, route: str = "", after_s: float | None = None) -> None:
        """Have something go wrong.

        Args:
            kind: what.
            times: on how many requests, heartbeats or the like.
            route: what "METHOD /template" of a request must contain, as in "PATCH /webhooks".
            after_s: seconds that a rate limit asks to wait, or the world's seconds that a slow answer takes.
        """
        await self._stage.faults.ask(kind, times, route, after_s)

    async def __aenter__(self) -> Self:
        """Listen; the address is known from here on.

        Raises:
            OSError: the port is taken, or another playground is using the folder; nothing was touched.
            ValueError: the folder's journal is damaged.
        """
        listening = socket.create_server((HOST, self._port), backlog=512)
        try:
            world = World(self._folder, *self._bot, frozen=self._frozen)
        except (OSError, ValueError):
            listening.close()
            raise
        base = f"http://{HOST}:{listening.getsockname()[1]}"
        self.url = base
        payloads = Payloads(world, base)
        gateway = Gateway(self.token, self._greet, self._bot_changed, self._members_chunk)
        self._stage = Stage(
            world=world,
            contract=load_contract(self._openapi or find_document()),
            live=Live(),
            gateway=gateway,
            faults=Faults(world.clock, gateway),
            payloads=payloads,
            token=self.token,
            secret=self.secret,
            base=base,
        )
        world.clock.watchers.append(self._clock_changed)
        world.events.follow(lambda event: self._stage.show_event(event, "UPDATE"))
        app = web.Application(client_max_size=_BODY_LIMIT, middlewares=[Guard(base, self.secret).admit])
        self._add_routes(app.router)
        line = ClockLine(world.clock, self.token)
        app.router.add_get(CLOCK_PATH, line.serve)
        app.on_shutdown.append(line.close)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let everybody go and stop listening."""
        self._stage.live.close()
        await self._stage.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._stage.world.close()

    def _add_routes(self, router: web.UrlDispatcher) -> None:
        interactions = Interactions(self._stage)
        shelves = Shelves(self._stage.world, self.secret, self.url)
        routes = [
            *rest_world.ROUTES,
            *rest_messages.ROUTES,
            *rest_threads.ROUTES,
            *rest_events.ROUTES,
            *rest_interactions.ROUTES,
        ]
        Rest(self._stage, interactions).add_to(router, routes)
        People(self._stage, interactions).add_to(router)
        router.add_get("/gateway", self._stage.gateway.serve)
        router.add_get("/gateway/", self._stage.gateway.serve)
        router.add_get("/cdn/attachments/{channel}/{attachment}/{name}", shelves.attachment)
        router.add_get("/page/{name}", shelves.page_file)
        router.add_get("/", shelves.index)

    def _greet(self, session: Session) -> None:
        """Send READY and, if it is this shard's and asked for, the server."""
        world, payloads = self._stage.world, self._stage.payloads
        own = (int(world.guild_id) >> 22) % session.shards == session.shard
        ready = {
            "v": 10,
            "user": {**payloads.user(world.bot_id), "mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": world.guild_id, "unavailable": True}] if own else [],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": [session.shard, session.shards],
            "application": {"id": world.bot_id, "flags": 0},
        }
        session.dispatch("READY", ready)
        if own and session.intents & intents.GUILDS:
            seen = bool(session.intents & intents.GUILD_MEMBERS)
            session.dispatch("GUILD_CREATE", payloads.guild_create(members=seen))

    def _bot_changed(self) -> None:
        """Tell everybody whether the bot is there."""
        online = self._stage.gateway.online
        if online:
            self.online.set()
        else:
            self.online.clear()
        self._stage.live.tell(None, lambda: {"t": "bot", "online": online})

    def _clock_changed(self) -> None:
        self._stage.live.tell(None, lambda: {"t": "clock", **clock_view(self._stage.world)})

    def _members_chunk(self, session: Session, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a request for members; without the intent it finds only those it names."""
        world = self._stage.world
        named = [str(each) for each in request.get("user_ids") or ()]
        every = list(world.members) if session.intents & intents.GUILD_MEMBERS else []
        query = str(request.get("query") or "").lower()
        matching = [each for each in every if world.members[each].name.lower().startswith(query)]
        found = [each for each in named if each in world.members] if named else matching
        return {
            "guild_id": world.guild_id,
            "members": [self._stage.payloads.member(each) for each in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [each for each in named if each not in world.members],
            "nonce": request.get("nonce"),
        }


class Guard:
    """Lets in only what comes from this machine's own programs and from the page itself."""

    def __init__(self, base: str, secret: str) -> None:
        """Guard the server at an address."""
        port = base.rsplit(":", 1)[1]
        self._hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        self._secret = secret

    @web.middleware
    async def admit(self, request: web.Request, handler: _Serve) -> web.StreamResponse:
        """Refuse strangers, answer people's faults in one shape, and set the headers that keep pages apart."""
        try:
            self._check(request)
            response = await handler(request)
        except NotPossible as fault:
            response = web.json_response({"error": str(fault)}, status=fault.status)
        except web.HTTPRequestEntityTooLarge:
            response = web.json_response({"error": "that is too large"}, status=413)
        if not response.prepared:
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _check(self, request: web.Request) -> None:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if host not in self._hosts:
            raise NotPossible(403, "this server answers only to its own address")
        if origin is not None and origin not in {f"http://{each}" for each in self._hosts}:
            raise NotPossible(403, "this server answers only to its own page")
        if request.path.startswith("/people/"):
            live = request.path == "/people/live"
            given = request.query.get("secret") if live else request.headers.get("X-Playground-Secret")
            if not secrets.compare_digest((given or "").encode(), self._secret.encode()):
                raise NotPossible(403, "the secret of this start is missing or old")


def _made_up_token() -> str:
    """Make a token that is good for this server alone and that nobody could take for a real one."""
    return f"playground.{secrets.token_urlsafe(24)}"
