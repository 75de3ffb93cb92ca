"""Discord's gateway: sessions that receive numbered events over a WebSocket and can take up where they left off."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.playground.wire import Wire, packer

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_TYPING = 1 << 11
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
GUILD_EVENTS = 1 << 16

STARTS_LIMIT = 1_000
"""How often a bot may identify in a day."""
_HEARTBEAT_MS = 41_250
_REPLAY_LIMIT = 2_000
_FAREWELL_S = 1.0
_PAYLOAD_LIMIT = 4_096
_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT = 0, 1, 2, 6, 7
_REQUEST_MEMBERS, _INVALID_SESSION, _HELLO, _ACK = 8, 9, 10, 11
_IGNORED = frozenset({3, 4})  # presence and voice states have no consequence here
_ACK_S = 0.05
"""discord.py times a heartbeat from when its own thread has seen it sent; an answer before that confuses it."""
_SENDS_LIMIT, _SENDS_S = 120, 60.0
_REPEATED = ("INTERACTION_CREATE", "MESSAGE_CREATE")
_UNKNOWN_OP, _DECODE_ERROR, _NOT_AUTHENTICATED, _BAD_TOKEN, _TWICE = 4001, 4002, 4003, 4004, 4005
_TOO_FAST, _BAD_SHARD = 4008, 4010


@dataclass(slots=True)
class Session:
    """What a bot's shard is owed: all events since it identified, also while it is away."""

    intents: int
    shard: int
    shards: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_REPLAY_LIMIT))
    wire: Wire | None = None

    def dispatch(self, event: str, data: Any) -> None:
        """Number an event, remember it and send it if somebody is there."""
        self.seq += 1
        text = json.dumps({"op": _DISPATCH, "s": self.seq, "t": event, "d": data}, separators=(",", ":"))
        self.sent.append((self.seq, text))
        if self.wire is not None:
            self.wire.send(text)

    def replay(self, seq: int) -> bool:
        """Send again what came after `seq`; False where that is no longer known."""
        oldest = self.sent[0][0] if self.sent else self.seq + 1
        if self.wire is None or not oldest - 1 <= seq <= self.seq:
            return False
        for number, text in self.sent:
            if number > seq:
                self.wire.send(text)
        return True


class Gateway:
    """All sessions of the one bot.

    Attributes:
        deaf_for: how many heartbeats will go unanswered.
        turned_away: how many who identify come too fast after another.
        starts_left: how often the bot may still identify before its token is reset.
    """

    def __init__(
        self, token: str, greet: Callable[[Session], None], changed: Callable[[], None], chunk: Callable[..., Any]
    ) -> None:
        """Take the bot's made-up token and what is to be told.

        Args:
            token: what IDENTIFY and RESUME must carry.
            greet: sends READY and what follows it to a new session.
            changed: is called when the bot came or went.
            chunk: answers a request for members: (session, request) → the event's data.
        """
        self._token = token
        self._greet = greet
        self._changed = changed
        self._chunk = chunk
        self.sessions: dict[str, Session] = {}
        self._wires: set[Wire] = set()
        self._held: dict[Wire, Session] = {}
        self.deaf_for = 0
        self.turned_away = 0
        self.starts_left = STARTS_LIMIT

    @property
    def online(self) -> bool:
        """Whether a session of the bot is connected."""
        return any(session.wire is not None for session in self.sessions.values())

    def dispatch(
        self, event: str, data: Any, *, guild: str | None, intent: int = 0, without_content: Any = None
    ) -> None:
        """Send an event to the shard it belongs to, if that asked for it.

        Args:
            event: its name, as in "MESSAGE_CREATE".
            data: what it carries.
            guild: the server's id; None for direct messages, which are shard 0's.
            intent: one of the bits above, or 0 where none is needed.
            without_content: what to send instead where the message-content intent is lacking, if that differs.
        """
        for session in self._audience(guild, intent):
            blank = without_content is not None and not session.intents & MESSAGE_CONTENT
            session.dispatch(event, without_content if blank else data)

    def listens(self, *, guild: str | None, intent: int) -> bool:
        """Tell whether anybody would receive such an event."""
        return any(self._audience(guild, intent))

    def reconnect(self) -> None:
        """Ask every connection politely to come back; the sessions stay resumable."""
        for wire in self._wires:
            wire.send(json.dumps({"op": _RECONNECT, "d": None}))

    def invalidate(self, *, resumable: bool) -> None:
        """Tell every connection that its session is invalid; without `resumable` it is forgotten too."""
        for wire in list(self._wires):
            session = self._held.get(wire)
            self._leave(wire)
            if session is not None and not resumable:
                self.sessions.pop(session.id, None)
            wire.send(json.dumps({"op": _INVALID_SESSION, "d": resumable}))

    def repeat(self, times: int) -> None:
        """Send the latest interactions and messages once more, as happens around a resume."""
        for wire, session in self._held.items():
            for text in [text for _, text in session.sent if json.loads(text)["t"] in _REPEATED][-times:]:
                wire.send(text)

    async def drop(self, code: int = 4000) -> None:
        """Cut every connection; the sessions stay resumable."""
        for wire in list(self._wires):
            self._leave(wire)
            await wire.socket.close(code=code)

    async def close(self) -> None:
        """Cut every connection for good."""
        self.sessions.clear()
        await self.drop(WSCloseCode.GOING_AWAY)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Play the gateway for one connection until it ends."""
        socket = web.WebSocketResponse(timeout=_FAREWELL_S, max_msg_size=_PAYLOAD_LIMIT * 4, compress=False)
        await socket.prepare(request)
        wire = Wire(socket, packer(request.query.get("compress", "")))
        self._wires.add(wire)
        writer = asyncio.create_task(wire.write())
        wire.send(json.dumps({"op": _HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MS}}))
        try:
            async for frame in socket:
                code = self._take(wire, frame.data) if frame.type is WSMsgType.TEXT else _DECODE_ERROR
                if code:
                    await socket.close(code=code)
        finally:
            writer.cancel()
            self._leave(wire)
            self._wires.discard(wire)
        return socket

    def _audience(self, guild: str | None, intent: int) -> Iterator[Session]:
        """Yield the sessions of a server's shard that asked for an intent."""
        own = int(guild) >> 22 if guild is not None else 0
        for session in list(self.sessions.values()):
            if session.shard == own % session.shards and session.intents & intent == intent:
                yield session

    def _leave(self, wire: Wire) -> None:
        """Let the session wait for a resume."""
        session = self._held.pop(wire, None)
        if session is not None and session.wire is wire:
            session.wire = None
            self._changed()

    def _take(self, wire: Wire, text: str) -> int:
        """Act on one payload; the close code to answer it with, or 0."""
        if len(text.encode()) > _PAYLOAD_LIMIT:
            return _DECODE_ERROR
        if self._too_fast(wire):
            return _TOO_FAST
        try:
            payload = json.loads(text)
            op, data = payload["op"], payload.get("d")
            return self._act(wire, op, data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return _DECODE_ERROR

    def _too_fast(self, wire: Wire) -> bool:
        """Count a frame; Discord takes 120 a minute."""
        now = asyncio.get_running_loop().time()
        wire.heard = [*(each for each in wire.heard if each > now - _SENDS_S), now]
        return len(wire.heard) > _SENDS_LIMIT

    def _beat(self, wire: Wire) -> None:
        """Answer a heartbeat a little later, as over a real line."""
        if self.deaf_for:
            self.deaf_for -= 1
        else:
            asyncio.get_running_loop().call_later(_ACK_S, wire.send, json.dumps({"op": _ACK}))

    def _act(self, wire: Wire, op: int, data: Any) -> int:
        session = self._held.get(wire)
        if op == _HEARTBEAT:
            self._beat(wire)
        elif op == _IDENTIFY:
            return self._identify(wire, data)
        elif op == _RESUME:
            return self._resume(wire, data)
        elif session is None:
            return _NOT_AUTHENTICATED
        elif op == _REQUEST_MEMBERS:
            session.dispatch("GUILD_MEMBERS_CHUNK", self._chunk(session, data))
        elif op not in _IGNORED:
            return _UNKNOWN_OP
        return 0

    def _identify(self, wire: Wire, data: dict[str, Any]) -> int:
        if wire in self._held:
            return _TWICE
        if data["token"] != self._token or not self.starts_left:
            return _BAD_TOKEN
        self.starts_left -= 1
        if self.turned_away:
            self.turned_away -= 1
            wire.send(json.dumps({"op": _INVALID_SESSION, "d": False}))
            return 0
        shard, shards = data.get("shard", (0, 1))
        if not 0 <= shard < shards:
            return _BAD_SHARD
        for old in [each for each in self.sessions.values() if each.shard == shard and each.wire is None]:
            del self.sessions[old.id]
        session = Session(data["intents"], shard, shards)
        self.sessions[session.id] = session
        self._join(wire, session)
        self._greet(session)
        self._changed()
        return 0

    def _resume(self, wire: Wire, data: dict[str, Any]) -> int:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._token:
            return _BAD_TOKEN
        if session is None:
            wire.send(json.dumps({"op": _INVALID_SESSION, "d": False}))
            return 0
        self._join(wire, session)
        if not session.replay(data["seq"]):
            self._leave(wire)
            del self.sessions[session.id]
            wire.send(json.dumps({"op": _INVALID_SESSION, "d": False}))
            return 0
        session.dispatch("RESUMED", {"_trace": []})
        self._changed()
        return 0

    def _join(self, wire: Wire, session: Session) -> None:
        if session.wire is not None:
            self._held.pop(session.wire, None)
        session.wire = wire
        self._held[wire] = session
