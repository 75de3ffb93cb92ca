"""The gateway, frame by frame: what a session is owed and how it takes up where it left off."""

import asyncio
from typing import Any

import discord
import pytest

from bot.playground.server import Playground
from tests.people import Person
from tests.playground.echo import Echo, redirect, running
from tests.playground.raw import ALL, RawBot

CONTENT = 1 << 15
MEMBERS = 1 << 1


async def test_ready_names_the_bot_and_where_to_resume(playground: Playground) -> None:
    async with RawBot(playground) as bot:
        ready = await bot.identify()
        assert ready["user"]["username"] == "holdout"
        assert ready["resume_gateway_url"] == playground.gateway_url
        assert ready["guilds"] == [{"id": playground.world.guild_id, "unavailable": True}]
        guild = await bot.event("GUILD_CREATE")
        assert [each["name"] for each in guild["channels"]] == ["general", "practice"]
        assert [each["user"]["username"] for each in guild["members"]] == ["holdout"]


async def test_the_bot_comes_and_goes_before_everybody(playground: Playground, ada: Person) -> None:
    async with RawBot(playground) as bot:
        await bot.identify()
        await ada.happens("bot", online=True)
    await ada.happens("bot", online=False)
    assert not playground.online.is_set()


async def test_a_compressed_stream_reads_the_same(playground: Playground) -> None:
    async with RawBot(playground) as bot:
        await bot.connect(compress="zlib-stream")
        assert (await bot.identify())["v"] == 10


async def test_a_heartbeat_is_acknowledged(raw: RawBot) -> None:
    await raw.send(1, raw.seq)
    while (await raw.frame())["op"] != 11:
        pass


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 0}, 4004),
        (6, {"token": "wrong", "session_id": "x", "seq": 0}, 4004),
        (2, {"intents": 0}, 4002),
        (2, {"token": "", "intents": 0, "shard": [2, 2]}, 4010),
        (8, {}, 4003),
        (2, "x" * 5000, 4002),
    ],
)
async def test_a_wrong_frame_closes_with_its_code(playground: Playground, op: int, data: Any, code: int) -> None:
    async with RawBot(playground) as bot:
        await bot.connect()
        if code == 4010:
            data["token"] = playground.token
        await bot.send(op, data)
        assert (await bot.frame())["closed"] == code


async def test_frames_out_of_place(raw: RawBot) -> None:
    await raw.send(3, {"status": "online"})
    await raw.send(2, {"token": raw.playground.token, "intents": 0})
    while (frame := await raw.frame()).get("closed") is None:
        pass
    assert frame["closed"] == 4005


async def test_an_unknown_opcode(raw: RawBot) -> None:
    await raw.send(99, {})
    while (frame := await raw.frame()).get("closed") is None:
        pass
    assert frame["closed"] == 4001


async def test_a_cut_connection_resumes_and_hears_what_it_missed(raw: RawBot, ada: Person) -> None:
    await raw.event("GUILD_CREATE")
    seq = raw.seq
    await raw.playground.drop_gateway()
    assert (await raw.frame())["closed"] == 4000
    ada.go("dm")
    await ada.say("while you were away")
    await raw.connect()
    resume = {"token": raw.playground.token, "session_id": raw.ready["session_id"], "seq": seq}
    await raw.send(6, resume)
    assert (await raw.event("MESSAGE_CREATE"))["content"] == "while you were away"
    await raw.event("RESUMED")


@pytest.mark.parametrize("seq", [-1, 10_000])
async def test_what_cannot_be_replayed_is_an_invalid_session(raw: RawBot, seq: int) -> None:
    await raw.playground.drop_gateway()
    await raw.connect()
    session = raw.ready["session_id"]
    await raw.send(6, {"token": raw.playground.token, "session_id": session, "seq": seq})
    assert (await raw.frame())["op"] == 9
    await raw.send(6, {"token": raw.playground.token, "session_id": session, "seq": 1})
    assert (await raw.frame())["op"] == 9
    await raw.identify()


async def test_a_second_connection_takes_the_session_over(raw: RawBot, ada: Person) -> None:
    async with RawBot(raw.playground) as other:
        await other.connect()
        resume = {"token": raw.playground.token, "session_id": raw.ready["session_id"], "seq": 1}
        await other.send(6, resume)
        await other.event("RESUMED")
    await ada.happens("bot", online=False)


async def test_discord_py_resumes_by_itself(playground: Playground, echo: Echo, ben: Person) -> None:
    await playground.drop_gateway()
    ben.go("dm")
    await ben.say("into the gap")
    await echo.next("resumed")
    await ben.sees("heard into the gap")


async def test_discord_py_comes_back_when_asked(playground: Playground, echo: Echo, ben: Person) -> None:
    playground.ask_to_reconnect()
    await echo.next("resumed")
    await ben.settled(await ben.slash("say", text="here again"))


async def test_only_what_was_asked_for_is_sent(playground: Playground, ada: Person) -> None:
    async with RawBot(playground) as deaf, RawBot(playground) as keen:
        await deaf.identify(0, shard=[0, 1])
        await keen.identify(ALL | CONTENT | MEMBERS)
        guild = await keen.event("GUILD_CREATE")
        assert [each["user"]["username"] for each in guild["members"]][1:] == ["ada", "ben", "cy", "dee"]
        await ada.say("hello")
        assert (await keen.event("MESSAGE_CREATE"))["content"] == "hello"
        await ada.post("members", {"name": "Eve"})
        assert (await keen.event("GUILD_MEMBER_ADD"))["user"]["global_name"] == "Eve"
        await deaf.send(1, deaf.seq)
        assert (await deaf.frame())["op"] == 11


async def test_shards_share_the_work(playground: Playground, ada: Person) -> None:
    own = (int(playground.world.guild_id) >> 22) % 2
    async with RawBot(playground) as zero, RawBot(playground) as one:
        guilds = [len((await bot.identify(shard=[index, 2]))["guilds"]) for index, bot in enumerate((zero, one))]
        assert guilds[own] == 1
        assert guilds[1 - own] == 0
        await ada.say("in the server")
        assert (await (zero, one)[own].event("MESSAGE_CREATE"))["guild_id"] == playground.world.guild_id
        ada.go("dm")
        await ada.say("in private")
        assert "guild_id" not in await zero.event("MESSAGE_CREATE")


async def test_members_are_given_on_request(playground: Playground, ada: Person) -> None:
    async with RawBot(playground) as bot:
        await bot.identify(ALL | MEMBERS)
        guild = playground.world.guild_id
        await bot.send(8, {"guild_id": guild, "query": "b", "limit": 0, "nonce": "n"})
        chunk = await bot.event("GUILD_MEMBERS_CHUNK")
        assert ([each["user"]["username"] for each in chunk["members"]], chunk["nonce"]) == (["ben"], "n")
        await bot.send(8, {"guild_id": guild, "user_ids": [ada.id, "7"], "limit": 0})
        chunk = await bot.event("GUILD_MEMBERS_CHUNK")
        assert (len(chunk["members"]), chunk["not_found"]) == (1, ["7"])


async def test_discord_py_reads_words_with_the_intent(
    playground: Playground, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    redirect(playground, monkeypatch)
    wanted = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with running(playground, wanted) as bot:
        await ada.say("read me")
        assert (await bot.next("message")).content == "read me"


async def test_two_hundred_messages_arrive_in_order(raw: RawBot, ada: Person, ben: Person) -> None:
    ada.go("dm")
    ben.go("dm")
    await asyncio.gather(*(person.say(str(each)) for each in range(100) for person in (ada, ben)))
    ids = [int((await raw.event("MESSAGE_CREATE"))["id"]) for _ in range(200)]
    assert ids == sorted(ids)
