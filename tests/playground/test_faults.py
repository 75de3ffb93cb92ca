"""Faults on request: each happens as often as asked, and both a bare bot and the real client live through it."""

import asyncio
import struct
import time
from typing import Any

import aiohttp
import pytest

from bot.playground.faults import Kind
from bot.playground.server import Playground
from bot.playground.wire import Zstd, packer
from tests.people import Person
from tests.playground.echo import Echo
from tests.playground.raw import RawBot

ME = "/users/@me"


@pytest.mark.parametrize(("kind", "everywhere"), [(Kind.RATE_LIMIT, False), (Kind.RATE_LIMIT_GLOBAL, True)])
async def test_a_rate_limit_says_how_long(playground: Playground, kind: Kind, *, everywhere: bool) -> None:
    await playground.fault(kind, 2, after_s=1.5)
    async with RawBot(playground) as bot:
        for _ in range(2):
            async with bot.session.get(playground.api_base + ME) as answer:
                assert answer.status == 429
                assert answer.headers["Retry-After"] == "2"
                assert ("X-RateLimit-Global" in answer.headers) is everywhere
                assert ("X-RateLimit-Bucket" in answer.headers) is not everywhere
                assert (await answer.json())["retry_after"] == 1.5
        assert (await bot.request("GET", ME))[0] == 200


async def test_a_bucket_holds_so_many_in_each_channel(playground: Playground) -> None:
    first, second = list(playground.world.places)
    await playground.fault(Kind.BUCKET, 2, "POST /channels/{channel_id}/messages", after_s=3600)
    async with RawBot(playground) as bot:
        sent = [await bot.request("POST", f"/channels/{first}/messages", {"content": "x"}) for _ in range(3)]
        assert [status for status, _ in sent] == [200, 200, 429]
        assert 3500 < sent[2][1]["retry_after"] <= 3600
        assert (await bot.request("POST", f"/channels/{second}/messages", {"content": "x"}))[0] == 200
        assert (await bot.request("GET", ME))[0] == 200
        assert playground._stage.faults.view()[0]["kind"] == "bucket"
        playground._stage.faults.clear()
        assert (await bot.request("POST", f"/channels/{first}/messages", {"content": "x"}))[0] == 200


async def test_the_real_client_waits_for_room_in_a_bucket(playground: Playground, echo: Echo) -> None:
    await playground.fault(Kind.BUCKET, 2, "POST /channels", after_s=0.1)
    channel = echo.guilds[0].text_channels[0]
    for number in range(5):
        await channel.send(f"message {number}")
    assert [each.content for each in playground.world.messages(str(channel.id))] == [f"message {n}" for n in range(5)]


@pytest.mark.parametrize(("kind", "status"), [(Kind.ERROR_500, 500), (Kind.ERROR_502, 502)])
async def test_an_error_of_the_server(playground: Playground, kind: Kind, status: int) -> None:
    await playground.fault(kind, route="GET /users")
    async with RawBot(playground) as bot:
        async with bot.session.get(playground.api_base + ME) as answer:
            assert answer.status == status
        assert (await bot.request("GET", ME))[0] == 200


async def test_only_the_route_that_is_meant(playground: Playground) -> None:
    await playground.fault(Kind.ERROR_500, route="POST /channels")
    async with RawBot(playground) as bot:
        assert (await bot.request("GET", ME))[0] == 200
        assert playground._stage.faults.view() == [{"kind": "error_500", "times": 1, "route": "POST /channels"}]


async def test_what_is_lost_is_not_carried_out_and_what_breaks_off_is(playground: Playground) -> None:
    channel = next(iter(playground.world.channels))
    async with RawBot(playground) as bot:
        await playground.fault(Kind.LOST)
        with pytest.raises(aiohttp.ClientConnectionError):
            await bot.request("POST", f"/channels/{channel}/messages", {"content": "lost"})
        assert playground.world.messages(channel) == []
        await playground.fault(Kind.CUT)
        with pytest.raises(aiohttp.ClientError):
            await bot.request("POST", f"/channels/{channel}/messages", {"content": "kept"})
        await playground.fault(Kind.CUT)
        with pytest.raises(aiohttp.ClientError):
            await bot.request("POST", f"/channels/{channel}/typing")
    assert [each.content for each in playground.world.messages(channel)] == ["kept"]


async def test_a_slow_answer_waits_for_the_worlds_time(playground: Playground, ada: Person) -> None:
    await playground.fault(Kind.SLOW, after_s=5)
    async with RawBot(playground) as bot:
        waiting = asyncio.create_task(bot.request("GET", ME))
        await ada.happens("faults", faults=[])
        assert not waiting.done()
        playground.advance(5)
        assert (await waiting)[0] == 200


async def test_what_is_to_come_can_be_called_off(playground: Playground, ada: Person) -> None:
    await ada.fault("error_500", times=3)
    await ada.fault("missed_ack", times=3)
    assert (await ada.get("world"))["faults"] == [{"kind": "error_500", "times": 3, "route": ""}]
    assert await ada.post("fault", {}) == {"faults": []}
    async with RawBot(playground) as bot:
        assert (await bot.request("GET", ME))[0] == 200


async def test_heartbeats_are_answered_late_or_not_at_all(raw: RawBot) -> None:
    await raw.event("GUILD_CREATE")
    loop = asyncio.get_running_loop()
    sent_s = loop.time()
    await raw.send(1, raw.seq)
    assert (await raw.frame())["op"] == 11
    assert loop.time() - sent_s >= 0.045
    await raw.playground.fault(Kind.MISSED_ACK)
    for _ in range(2):
        await raw.send(1, raw.seq)
    await raw.send(8, {"guild_id": raw.playground.world.guild_id, "query": "", "limit": 0})
    frames = [await raw.frame() for _ in range(2)]
    assert sorted(each["op"] for each in frames) == [0, 11]


async def test_discord_py_does_not_think_itself_behind(
    echo: Echo, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping, loop, heard = echo.ws._keep_alive, asyncio.get_running_loop(), asyncio.Event()
    assert keeping is not None
    acknowledge = keeping.ack

    def ack() -> None:
        acknowledge()
        heard.set()

    def beat() -> None:
        """Do what its own thread does: only after the sending is over it notes when that was."""
        asyncio.run_coroutine_threadsafe(echo.ws.send_heartbeat(keeping.get_payload()), loop).result(10)
        keeping._last_send = time.perf_counter()

    monkeypatch.setattr(keeping, "ack", ack)
    keeping._last_send = time.perf_counter() - 41
    await asyncio.to_thread(beat)
    await asyncio.wait_for(heard.wait(), 10)
    assert echo.latency < 10
    assert "keep up" not in caplog.text


async def test_an_invalid_session_must_identify_anew(raw: RawBot, ada: Person) -> None:
    await raw.event("GUILD_CREATE")
    await raw.playground.fault(Kind.INVALID_SESSION)
    assert await raw.frame() == {"op": 9, "d": False}
    await ada.happens("bot", online=False)
    await raw.send(6, {"token": raw.playground.token, "session_id": raw.ready["session_id"], "seq": raw.seq})
    assert await raw.frame() == {"op": 9, "d": False}
    await raw.identify()


async def test_a_resumable_session_is_taken_up(raw: RawBot) -> None:
    await raw.event("GUILD_CREATE")
    await raw.playground.fault(Kind.INVALID_RESUMABLE)
    assert await raw.frame() == {"op": 9, "d": True}
    await raw.connect()
    await raw.send(6, {"token": raw.playground.token, "session_id": raw.ready["session_id"], "seq": raw.seq})
    await raw.event("RESUMED")


async def test_who_identifies_too_fast_is_turned_away(playground: Playground) -> None:
    await playground.fault(Kind.IDENTIFY_LIMIT)
    async with RawBot(playground) as bot:
        await bot.connect()
        await bot.send(2, {"token": playground.token, "intents": 0})
        assert await bot.frame() == {"op": 9, "d": False}
        await bot.identify()
        _, told = await bot.request("GET", "/gateway/bot")
        assert told["session_start_limit"]["remaining"] == 998
        playground._stage.gateway.starts_left = 0
        await bot.connect()
        await bot.send(2, {"token": playground.token, "intents": 0})
        assert (await bot.frame())["closed"] == 4004


async def test_121_frames_a_minute_are_too_many(raw: RawBot) -> None:
    for _ in range(121):
        await raw.send(3, {"status": "online"})
    while (frame := await raw.frame()).get("closed") is None:
        pass
    assert frame["closed"] == 4008


async def test_an_event_comes_twice(raw: RawBot, ada: Person) -> None:
    await ada.slash("ask")
    first = await raw.event("INTERACTION_CREATE")
    await raw.playground.fault(Kind.REPLAY)
    assert await raw.event("INTERACTION_CREATE") == first


def unpacked(stream: bytes) -> bytes:
    """Read a zstd stream of raw blocks as RFC 8878 has it."""
    assert stream[:4] == struct.pack("<I", 0xFD2FB528)
    assert stream[4] == 0
    window = 1 << (10 + (stream[5] >> 3))
    at, found = 6, b""
    while at < len(stream):
        head = int.from_bytes(stream[at : at + 3], "little")
        last, kind, size = head & 1, head >> 1 & 3, head >> 3
        assert (last, kind) == (0, 0)
        assert size <= window
        found += stream[at + 3 : at + 3 + size]
        at += 3 + size
    return found


def test_a_zstd_stream_holds_what_was_packed() -> None:
    stream = Zstd()
    parts = [b"hello", b"", b"x" * 300_000, b"end"]
    assert unpacked(b"".join(map(stream.pack, parts))) == b"".join(parts)


async def test_the_gateway_speaks_zstd(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        address = f"{playground.gateway_url}?v=10&encoding=json&compress=zstd-stream"
        async with session.ws_connect(address) as socket:
            frame: Any = await socket.receive()
            assert frame.type is aiohttp.WSMsgType.BINARY
            assert b'"heartbeat_interval"' in unpacked(frame.data)
    assert packer("") is None
