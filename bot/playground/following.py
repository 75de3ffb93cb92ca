"""The world's time for a bot in a process of its own: both ends of the line on which the playground tells it."""

import asyncio
import secrets
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import WSMsgType, web

from bot.playground.asking import NotPossible
from bot.playground.clock import WorldClock
from bot.playground.reading import parse

PATH = "/playground/clock"
AGAIN_S = 0.5
"""How long a bot that lost the line waits before it calls again."""
_CONNECT_S = 5.0
_BEAT_S = 20.0
_FAREWELL_S = 1.0
_FRAME_LIMIT = 256
_LARGEST_MS = 10**14


class ClockLine:
    """The playground's end: tells whoever has the bot's token what time it is, at once and after every change."""

    def __init__(self, clock: WorldClock, token: str) -> None:
        """Tell of a clock to those who have a token."""
        self._clock = clock
        self._token = token
        self._lines: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Tell one bot until it hangs up, or says anything: it has nothing to say."""
        given = request.headers.get("Authorization") or ""
        if not secrets.compare_digest(given.encode(), f"Bot {self._token}".encode()):
            raise NotPossible(403, "only the bot of this playground follows its clock")
        line = web.WebSocketResponse(timeout=_FAREWELL_S, heartbeat=_BEAT_S, max_msg_size=_FRAME_LIMIT)
        await line.prepare(request)
        changed = asyncio.Event()
        self._clock.watchers.append(changed.set)
        self._lines.add(line)
        telling = asyncio.create_task(self._tell(line, changed))
        try:
            await line.receive()
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            self._clock.watchers.remove(changed.set)
            self._lines.discard(line)
            await line.close()
        return line

    async def close(self, _: web.Application) -> None:
        """Hang up on everybody."""
        for line in list(self._lines):
            await line.close()

    async def _tell(self, line: web.WebSocketResponse, changed: asyncio.Event) -> None:
        while True:
            await line.send_json({"offset_ms": self._clock.offset_ms, "still_ms": self._clock.still_ms})
            await changed.wait()
            changed.clear()


class FollowedClock(WorldClock):
    """The bot's end, as an async context manager: a clock that goes as the playground's does.

    Where the line breaks it goes on by itself, and takes over again whatever the playground says once that is back.
    """

    def __init__(self, url: str, token: str) -> None:
        """Follow the clock of a playground.

        Args:
            url: Its address, as in "http://127.0.0.1:8080".
            token: The bot's made-up token.
        """
        super().__init__()
        self._url = url + PATH
        self._headers = {"Authorization": f"Bot {token}"}
        self._session: aiohttp.ClientSession
        self._following: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        """Go by the playground's time from here on.

        Raises:
            ConnectionError: No playground tells its time there to this token.
        """
        self._session = aiohttp.ClientSession(
            headers=self._headers, timeout=aiohttp.ClientTimeout(total=None, connect=_CONNECT_S)
        )
        try:
            line = await self._call()
        except (aiohttp.ClientError, OSError, ValueError) as cause:
            await self._session.close()
            raise ConnectionError(f"no playground tells its time at {self._url}") from cause
        self._following = asyncio.create_task(self._follow(line))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up and forget all that is pending."""
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)
        await self._session.close()
        self.stop()

    async def _call(self) -> aiohttp.ClientWebSocketResponse:
        """Call the playground and hear what time it is."""
        line = await self._session.ws_connect(
            self._url,
            heartbeat=_BEAT_S,
            max_msg_size=_FRAME_LIMIT,
            timeout=aiohttp.ClientWSTimeout(ws_close=_FAREWELL_S),
        )
        try:
            self._take(await line.receive())
        except ValueError:
            await line.close()
            raise
        return line

    async def _follow(self, line: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            try:
                while True:
                    self._take(await line.receive())
            except ValueError:
                pass  # the line is broken, or somebody else speaks there
            finally:
                await line.close()
            line = await self._again()

    async def _again(self) -> aiohttp.ClientWebSocketResponse:
        """Call until somebody tells the time again."""
        while True:
            await asyncio.sleep(AGAIN_S)
            try:
                return await self._call()
            except (aiohttp.ClientError, OSError, ValueError):
                continue

    def _take(self, frame: aiohttp.WSMessage) -> None:
        """Go by what one frame says.

        Raises:
            ValueError: It does not tell the time.
        """
        told = parse(frame.data.encode()) if frame.type is WSMsgType.TEXT else None
        match told:
            case {"offset_ms": offset_ms, "still_ms": None} if _is_time(offset_ms):
                self.follow(offset_ms, None)
            case {"offset_ms": offset_ms, "still_ms": still_ms} if _is_time(offset_ms) and _is_time(still_ms):
                self.follow(offset_ms, still_ms)
            case _:
                raise ValueError("this is not the time")


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_MS
