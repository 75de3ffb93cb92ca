"""A bot in a process of its own goes by the playground's time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground import following
from bot.playground.following import PATH, FollowedClock
from bot.playground.server import Playground
from tests.people import Person

HOUR = timedelta(hours=1)
TOKEN = "playground.made-up"


async def test_a_frozen_world_moves_only_when_it_is_moved_on(playground: Playground, ada: Person) -> None:
    async with FollowedClock(playground.url, playground.token) as clock:
        began = clock.now()
        assert began == playground.clock.now()
        waiting = asyncio.create_task(clock.wait_until(began + HOUR))
        await ada.advance(1800)
        await clock.wait_until(began + HOUR / 2)
        assert (clock.now(), waiting.done()) == (began + HOUR / 2, False)
        await ada.advance(1800)
        await waiting
        assert clock.now() == playground.clock.now() == began + HOUR


async def test_a_running_world_runs_by_itself() -> None:
    async with Playground() as playground, FollowedClock(playground.url, playground.token) as clock:
        began = clock.now()
        playground.advance(3600)
        await clock.wait_until(began + HOUR)
        assert clock.offset_ms == playground.clock.offset_ms == 3_600_000
        await clock.wait_until(clock.now() + timedelta(milliseconds=30))


async def test_only_the_bot_is_told(playground: Playground) -> None:
    address = playground.url + PATH
    async with aiohttp.ClientSession() as session:
        for headers in (
            {},
            {"Authorization": "Bot guessed"},
            {"Authorization": f"Bot {playground.token}", "Host": "a.b"},
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(address, headers=headers)
    with pytest.raises(ConnectionError, match="no playground tells its time"):
        await FollowedClock(playground.url, "guessed").__aenter__()


async def test_a_bot_that_speaks_is_hung_up_on(playground: Playground) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"}) as session:
        line = await session.ws_connect(playground.url + PATH)
        await line.receive_json()
        await line.send_str("x" * 10_000)
        assert (await line.receive()).type is aiohttp.WSMsgType.CLOSE


@pytest.fixture
async def teller() -> AsyncIterator[tuple[str, list[Any]]]:
    """Somebody who says on each call the next of a list, the last for ever; and hangs up after all but the last."""
    words: list[Any] = []

    async def serve(request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(timeout=0.1)
        await line.prepare(request)
        several = words.pop(0) if len(words) > 1 else words[0]
        for word in several:
            await (line.send_bytes(word) if isinstance(word, bytes) else line.send_str(word))
        if len(words) == 1:
            await line.receive()
        return line

    app = web.Application()
    app.router.add_get(PATH, serve)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/"), words
    await server.close()


@pytest.mark.parametrize(
    "word",
    [
        b"\x00",
        "",
        "[]",
        "7",
        '{"offset_ms": -1, "still_ms": null}',
        '{"offset_ms": true, "still_ms": null}',
        '{"offset_ms": 1.5, "still_ms": null}',
        '{"offset_ms": 1, "still_ms": "1"}',
        '{"offset_ms": 1' + "0" * 20 + ', "still_ms": null}',
        "[" * 200,
        "x" * 300,
    ],
)
async def test_whoever_does_not_tell_the_time_is_not_followed(teller: tuple[str, list[Any]], word: Any) -> None:
    url, words = teller
    words.append([word])
    with pytest.raises(ConnectionError):
        await FollowedClock(url, TOKEN).__aenter__()


async def test_a_lost_line_is_taken_up_again(teller: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AGAIN_S", 0.01)
    url, words = teller
    words += [
        ['{"offset_ms": 5000, "still_ms": 1000}', '{"offset_ms": 6000, "still_ms": 1000}'],  # then the line breaks
        ["nonsense"],
        ['{"offset_ms": 7000, "still_ms": 1000}', "nonsense"],
        ['{"offset_ms": 9000, "still_ms": 1000}'],
    ]
    async with FollowedClock(url, TOKEN) as clock:
        assert clock.now() == datetime(1970, 1, 1, 0, 0, 6, tzinfo=UTC)
        await clock.wait_until(datetime(1970, 1, 1, 0, 0, 10, tzinfo=UTC))
        assert clock.now() == datetime(1970, 1, 1, 0, 0, 10, tzinfo=UTC)


async def test_a_playground_that_is_gone_leaves_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AGAIN_S", 0.01)
    async with Playground(token=TOKEN, frozen=True) as playground:
        port, began = int(playground.url.rsplit(":", 1)[1]), playground.clock.now()
        clock = await FollowedClock(playground.url, TOKEN).__aenter__()
    assert clock.now() == began
    async with Playground(port, token=TOKEN, frozen=True) as playground:
        playground.advance(60)
        await clock.wait_until(began + timedelta(seconds=60))
        await clock.__aexit__(None, None, None)
