"""A bot without a library: exact requests and frames, also wrong ones."""

import asyncio
import json
import zlib
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.playground.server import Playground

ALL = (1 << 0) | (1 << 9) | (1 << 12)
COMMANDS: list[dict[str, Any]] = [
    {
        "name": "ask",
        "description": "Ask",
        "options": [
            {"type": 3, "name": "topic", "description": "Topic", "autocomplete": True, "max_length": 20},
            {"type": 3, "name": "level", "description": "L", "choices": [{"name": "Easy", "value": "easy"}]},
            {"type": 4, "name": "count", "description": "Count", "min_value": 1, "max_value": 9},
            {"type": 5, "name": "loud", "description": "Loud"},
            {"type": 6, "name": "who", "description": "Who"},
            {"type": 10, "name": "share", "description": "Share"},
            {"type": 11, "name": "file", "description": "File"},
            {"type": 9, "name": "any", "description": "Any"},
        ],
    }
]


class RawBot:
    """One connection to the gateway and plain HTTP requests beside it."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.session = aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"})
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.seq = 0
        self.ready: dict[str, Any] = {}
        self._inflater = zlib.decompressobj()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.socket is not None:
            await self.socket.close()
        await self.session.close()

    async def connect(self, *, compress: str = "") -> None:
        """Open a socket and read HELLO."""
        self._inflater = zlib.decompressobj()
        address = f"{self.playground.gateway_url}?v=10&encoding=json&compress={compress}"
        self.socket = await self.session.ws_connect(address)
        assert (await self.frame())["op"] == 10

    async def identify(self, intents: int = ALL, **more: Any) -> dict[str, Any]:
        """Open a socket if there is none, identify, and read up to READY."""
        if self.socket is None:
            await self.connect()
        await self.send(2, {"token": self.playground.token, "intents": intents, "properties": {}, **more})
        self.ready = await self.event("READY")
        return self.ready

    async def send(self, op: int, data: Any) -> None:
        assert self.socket is not None
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def frame(self) -> dict[str, Any]:
        """Read one payload; a closed socket gives {"closed": its code}."""
        assert self.socket is not None
        async with asyncio.timeout(10):
            message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            return self._kept(json.loads(self._inflater.decompress(message.data)))
        if message.type is aiohttp.WSMsgType.TEXT:
            return self._kept(json.loads(message.data))
        return {"closed": self.socket.close_code, "op": None, "t": None}

    async def event(self, kind: str) -> dict[str, Any]:
        """Read until an event of a kind comes."""
        while True:
            frame = await self.frame()
            assert "closed" not in frame, frame
            if frame["t"] == kind:
                data: dict[str, Any] = frame["d"]
                return data

    def _kept(self, frame: dict[str, Any]) -> dict[str, Any]:
        self.seq = frame.get("s") or self.seq
        return frame

    async def request(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """Ask the REST interface; give back status and parsed body."""
        given = {"json": body} if body is not None else {}
        async with self.session.request(method, self.playground.api_base + path, **given, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def sync(self, commands: list[dict[str, Any]] | None = None) -> tuple[int, Any]:
        return await self.request("PUT", f"/applications/{self.playground.world.bot_id}/commands", commands or COMMANDS)

    async def answer(self, interaction: dict[str, Any], kind: int, data: Any = None, **more: Any) -> tuple[int, Any]:
        """Answer an interaction and ask what came of it."""
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self.request("POST", path, body, params={"with_response": "true"}, **more)

    def hook(self, interaction: dict[str, Any], rest: str = "") -> str:
        return f"/webhooks/{interaction['application_id']}/{interaction['token']}{rest}"
