"""The client of an OpenAI-compatible endpoint: one question at a time, bounded in size and in time."""

import asyncio
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.actions.outside_ports import Reply, Tokens
from bot.endpoint import prompt
from bot.endpoint.reading import UNREADABLE, read
from bot.rules.errors import EdgeDown
from bot.rules.heard import Asked

LOG = logging.getLogger(__name__)
LARGEST_REQUEST = 128 * 1024
LARGEST_REPLY = 256 * 1024
"""Bytes."""
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
RETRY_S = 1.0
SLOW = "The model did not answer in time, so I graded this on my own."
AWAY = "The model could not be reached, so I graded this on my own."
REFUSED = "The model's service did not take the request, so I graded this on my own."
TOO_LONG = "This is more than the model is sent at once, so I graded this on my own."
NOTHING = Tokens(0, 0)


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer; the body is None where it was over the limit, and empty where it was not wanted.

    Attributes:
        wait_s: After how many seconds one may ask again.
    """

    status: int
    body: bytes | None
    wait_s: float = RETRY_S


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The port `Model`, done over HTTP.

    Attributes:
        url: Where the API begins, such as `https://host/v1`.
        name: The model's name there.
        key: Sent as a bearer token; empty for none.
        timeout_s: For a request and its repetition together.
    """

    url: str
    name: str
    key: str = field(repr=False)
    timeout_s: float

    @property
    def label(self) -> str:
        """The model and where it is, as people are told whom they let hear them."""
        return f"{self.name} at {urlsplit(self.url).netloc}"

    def most(self, asked: Asked, words: str) -> Tokens:
        """Give about what asking uses at most."""
        return prompt.most(self.name, asked, words)

    async def ask(self, asked: Asked, words: str) -> Reply:
        """Ask what an answer says; whatever goes wrong is in the reply."""
        data = prompt.request(self.name, asked, words)
        if len(data) > LARGEST_REQUEST:
            return Reply(None, TOO_LONG, NOTHING)
        try:
            answered = await self._answered(data)
        except TimeoutError:
            return _failed(SLOW, f"nothing within {self.timeout_s:g} s", None)
        except aiohttp.ClientConnectionError as fault:
            return _failed(AWAY, repr(fault), NOTHING if isinstance(fault, aiohttp.ClientConnectorError) else None)
        except aiohttp.ClientError as fault:
            return _failed(UNREADABLE, repr(fault), None)
        return _reply(answered, asked)

    async def reach(self) -> str:
        """Look whether the endpoint answers, with no words sent; give what was seen.

        Raises:
            EdgeDown: It does not, or does not take the key.
        """
        try:
            async with (
                asyncio.timeout(self.timeout_s),
                self._session() as session,
                session.get(f"{self.url}/models", allow_redirects=False) as response,
            ):
                status = response.status
        except (TimeoutError, aiohttp.ClientError) as fault:
            raise EdgeDown("model", f"{self.label} does not answer: look at MODEL_URL") from fault
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise EdgeDown("model", f"{self.label} does not take the key: look at MODEL_KEY")
        if status not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):  # not all of them list their models
            raise EdgeDown("model", f"{self.label} answers with status {status}: look at MODEL_URL")
        return f"{self.label} answers"

    def _session(self) -> aiohttp.ClientSession:
        """Make a session that keeps nothing and unpacks nothing."""
        return aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {self.key}"} if self.key else {},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            skip_auto_headers=("User-Agent",),
        )

    async def _answered(self, data: bytes) -> Answered:
        """Ask once, and where the endpoint is busy once more, within one time limit.

        Raises:
            TimeoutError: Both together took too long.
            aiohttp.ClientError: The exchange broke off.
        """
        async with asyncio.timeout(self.timeout_s), self._session() as session:
            answered = await self._post(session, data)
            if answered.status not in BUSY or answered.wait_s >= self.timeout_s:
                return answered
            await asyncio.sleep(answered.wait_s)
            return await self._post(session, data)

    async def _post(self, session: aiohttp.ClientSession, data: bytes) -> Answered:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        where = f"{self.url}/chat/completions"
        async with session.post(where, data=data, headers=headers, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                return Answered(response.status, b"", _wait(response.headers.get("Retry-After", "")))
            return Answered(response.status, await _bounded(response.content))


def _reply(answered: Answered, asked: Asked) -> Reply:
    """Give what an HTTP answer says of an answer, or that it says nothing."""
    if answered.status != HTTPStatus.OK:
        return _failed(REFUSED, f"status {answered.status}", NOTHING)
    if answered.body is None:
        return _failed(UNREADABLE, f"over {LARGEST_REPLY} bytes", None)
    reply = read(answered.body, asked)
    return reply if reply.claims else _failed(reply.why, "not what was asked for", reply.used)


def _wait(told: str) -> float:
    """Read after how many seconds one may ask again; a date, or nonsense, counts as nothing said."""
    return float(told) if told.isascii() and told.isdigit() else RETRY_S


async def _bounded(stream: aiohttp.StreamReader) -> bytes | None:
    """Read a body; None where it is over the limit, of which no more is read."""
    body = bytearray()
    async for chunk in stream.iter_any():
        body += chunk
        if len(body) > LARGEST_REPLY:
            return None
    return bytes(body)


def _failed(why: str, seen: str, used: Tokens | None) -> Reply:
    """Note for the log what was seen, with no word of the answer, and tell the person."""
    LOG.warning("The model outside graded nothing: %s", seen)
    return Reply(None, why, used)
