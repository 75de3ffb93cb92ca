"""Threads, menus and roles, as the bot and as people meet them; also with the real client."""

import io
import json
from typing import Any

import aiohttp
import discord
import pytest

from bot.playground.server import Playground
from tests.people import NotAllowed, Person
from tests.playground.echo import Echo
from tests.playground.raw import COMMANDS, RawBot


async def test_a_thread_from_a_message_is_told_to_everybody(raw: RawBot, ada: Person, ben: Person) -> None:
    said = await ada.say("start here")
    await raw.event("MESSAGE_CREATE")
    path = f"/channels/{ada.channel}/messages/{said['id']}/threads"
    _, made = await raw.request("POST", path, {"name": "Tonight", "auto_archive_duration": 60})
    assert (made["id"], made["type"], made["thread_metadata"]["auto_archive_duration"]) == (said["id"], 11, 60)
    assert (await raw.event("THREAD_CREATE"))["newly_created"] is True
    shown = await raw.event("MESSAGE_UPDATE")
    assert (shown["thread"]["id"], shown["flags"]) == (said["id"], 32)
    view = (await ben.happens("channel.created"))["channel"]
    assert (view["parent"], view["name"], view["joined"]) == (ada.channel, "Tonight", [raw.playground.world.bot_id])
    assert (await raw.request("POST", path, {"name": "Again"}))[1]["code"] == 160004


async def test_a_thread_alone_is_announced(raw: RawBot, ada: Person) -> None:
    _, made = await raw.request("POST", f"/channels/{ada.channel}/threads", {"name": "Alone", "type": 11})
    told = (await ada.happens("message.created"))["message"]
    assert (told["thread"], told["content"]) == (made["id"], "Alone")
    _, kept = await raw.request("GET", f"/channels/{ada.channel}/messages/{told['id']}")
    assert (kept["type"], kept["message_reference"]["channel_id"]) == (18, made["id"])


async def test_a_private_thread_is_its_members(raw: RawBot, ada: Person, ben: Person) -> None:
    cy_id = next(each["id"] for each in ada.world["members"] if each["name"] == "Cy")
    _, made = await raw.request("POST", f"/channels/{ben.channel}/threads", {"name": "Us", "invitable": False})
    assert (made["type"], made["thread_metadata"]["invitable"]) == (12, False)
    thread = made["id"]
    with pytest.raises(NotAllowed, match="not open to you"):
        await ben.messages(thread)
    members = f"/channels/{thread}/thread-members"
    assert (await raw.request("PUT", f"{members}/{ben.id}"))[0] == 204
    added = await raw.event("THREAD_MEMBERS_UPDATE")
    assert [each["user_id"] for each in added["added_members"]] == [ben.id]
    await ben.happens("channel.created")
    ben.go(thread)
    await ben.say(f"and <@{cy_id}>")
    assert [each["user_id"] for each in (await raw.request("GET", members))[1]][1:] == [ben.id, cy_id]
    assert (await raw.request("DELETE", f"{members}/{ben.id}"))[0] == 204
    await ben.happens("channel.deleted", id=thread)
    assert (await raw.request("GET", f"{members}/{cy_id}"))[1]["user_id"] == cy_id
    assert thread in [each["id"] for each in (await ada.get("world"))["channels"]]


async def test_a_thread_sleeps_and_wakes(raw: RawBot, ben: Person) -> None:
    place = ben.channel
    _, made = await raw.request("POST", f"/channels/{place}/threads", {"name": "Nap", "type": 11})
    path = f"/channels/{made['id']}"
    assert (await raw.request("PATCH", path, {"archived": True, "name": "Nap!"}))[1]["name"] == "Nap!"
    _, found = await raw.request("GET", f"/channels/{place}/threads/archived/public?limit=1")
    assert ([each["id"] for each in found["threads"]], found["has_more"]) == ([made["id"]], False)
    assert (await raw.request("GET", f"/channels/{place}/users/@me/threads/archived/private"))[1]["threads"] == []
    active = f"/guilds/{raw.playground.world.guild_id}/threads/active"
    assert (await raw.request("GET", active))[1]["threads"] == []
    assert (await raw.request("POST", f"{path}/messages", {"content": "morning"}))[0] == 200
    _, found = await raw.request("GET", active)
    assert ([each["id"] for each in found["threads"]], len(found["members"])) == ([made["id"]], 1)
    ben.go(made["id"])
    assert (await ben.thread("join"))["joined"][1:] == [ben.id]
    assert (await ben.thread("leave"))["joined"] == [raw.playground.world.bot_id]
    with pytest.raises(NotAllowed):
        await ben.thread("archive")
    with pytest.raises(NotAllowed):
        await ben.thread("dance")
    for member in ("@me", "@me"):
        assert (await raw.request("DELETE", f"{path}/thread-members/{member}"))[0] == 204
    assert (await raw.request("PUT", f"{path}/thread-members/@me"))[0] == 204


async def test_a_locked_thread_is_the_moderators(raw: RawBot, ada: Person, ben: Person) -> None:
    thread = await ben.thread(name="Loud")
    ada.channel = ben.channel = thread["id"]
    for act in ("lock", "archive"):
        await ada.thread(act)
    with pytest.raises(NotAllowed, match="closed"):
        await ben.say("but")
    with pytest.raises(NotAllowed):
        await ben.thread("open")
    for act in ("open", "unlock"):
        await ada.thread(act)
    await ben.say("thanks")


async def test_a_moderator_deletes_a_thread(raw: RawBot, ada: Person, ben: Person) -> None:
    thread = await ben.thread(name="Gone")
    ada.channel = ben.channel = thread["id"]
    with pytest.raises(NotAllowed):
        await ben.thread("delete")
    assert await ada.thread("delete") == {}
    await ben.happens("channel.deleted", id=thread["id"])
    assert (await raw.event("THREAD_DELETE"))["id"] == thread["id"]
    assert (await raw.request("POST", f"/channels/{thread['id']}/messages", {"content": "x"}))[1]["code"] == 10003
    with pytest.raises(NotAllowed):
        await ada.say("anybody?")


async def test_a_moderating_bot_locks_and_ends_threads() -> None:
    async with Playground(frozen=True, bot_permissions=1 << 34) as place, RawBot(place) as bot:
        async with Person(place.url, place.secret, "Ben") as ben:
            await bot.identify()
            thread = await ben.thread(name="Theirs", private=True)
            path = f"/channels/{thread['id']}"
            assert (await bot.request("PATCH", path, {"locked": True}))[1]["thread_metadata"]["locked"]
            assert (await bot.request("DELETE", f"{path}/thread-members/{ben.id}"))[0] == 204
            assert (await bot.request("DELETE", path))[1]["name"] == "Theirs"
            await ben.happens("channel.deleted", id=thread["id"])
            assert (await bot.request("DELETE", f"/channels/{ben.channel}"))[1]["code"] == 50013
            assert (await bot.request("GET", f"/channels/{ben.channel}/threads/archived/private"))[0] == 200
        assert place.violations == []


async def test_threads_survive_a_restart(tmp_path: Any) -> None:
    async with Playground(folder=tmp_path) as first, Person(first.url, first.secret, "Ben") as ben:
        thread = await ben.thread(name="Kept", private=True)
        await ben.deny("general", "send_messages", by=first.world.owner_id)
    async with Playground(folder=tmp_path) as second, Person(second.url, second.secret, "Ben") as ben:
        seen = next(each for each in ben.world["channels"] if each["id"] == thread["id"])
        assert (seen["private"], seen["joined"]) == (True, [ben.id])
        assert second.world.channels[ben.channel].overwrites == {second.world.bot_id: [0, 1 << 11]}


async def test_a_menus_command_carries_the_message_without_the_intent(raw: RawBot, ada: Person, ben: Person) -> None:
    await raw.sync([*COMMANDS, {"name": "Look", "type": 3}, {"name": "Who", "type": 2}])
    said = await ben.say("only between us")
    assert (await raw.event("MESSAGE_CREATE"))["content"] == ""
    await ada.context("Look", said)
    event = await raw.event("INTERACTION_CREATE")
    assert (event["data"]["type"], event["data"]["target_id"]) == (3, said["id"])
    assert event["data"]["resolved"]["messages"][said["id"]]["content"] == "only between us"
    await raw.answer(event, 4, {"content": "seen"})
    await ada.sees("seen")
    body = {"member": ada.id, "channel": ada.channel, "name": "Who", "target": ben.id, "kind": "user"}
    await ada.post("context", body)
    data = (await raw.event("INTERACTION_CREATE"))["data"]
    assert (data["type"], data["resolved"]["users"][ben.id]["global_name"]) == (2, "Ben")
    assert ben.id in data["resolved"]["members"]


async def test_a_menus_command_may_be_for_servers_only(raw: RawBot, ada: Person) -> None:
    await raw.sync([{"name": "Look", "type": 3, "contexts": [0]}])
    ada.go("dm")
    said = await ada.say("here")
    with pytest.raises(NotAllowed, match="cannot be used here"):
        await ada.context("Look", said)


async def test_roles_are_given_and_taken(raw: RawBot, ada: Person, ben: Person) -> None:
    role = next(each["id"] for each in ada.world["roles"] if each["given"])
    for has in (True, False):
        given = await ada.post("role", {"member": ben.id, "role": role, "has": has, "by": ada.id})
        assert (role in given["member"]["roles"]) is has
        await ben.slash("ask")
        assert (role in (await raw.event("INTERACTION_CREATE"))["member"]["roles"]) is has


async def test_a_role_may_be_all_that_opens_a_channel(raw: RawBot, ada: Person, ben: Person) -> None:
    world = raw.playground.world
    role = next(each["id"] for each in ada.world["roles"] if each["given"])
    await ada.deny("practice", "view_channel", who=world.guild_id)
    gone = await ben.happens("channel.deleted")
    await ada.post("allow", {"channel": gone["id"], "who": role, "allow": ["view_channel"]})
    await ada.post("role", {"member": ben.id, "role": role})
    assert gone["id"] in [each["id"] for each in (await ben.get("world"))["channels"]]
    await ada.post("allow", {"channel": gone["id"], "who": world.guild_id})
    assert (await raw.event("CHANNEL_UPDATE"))["permission_overwrites"][0]["type"] == 0


async def test_the_real_client_lives_in_threads(playground: Playground, echo: Echo, ben: Person) -> None:
    guild = echo.get_guild(int(playground.world.guild_id))
    assert guild is not None
    channel = guild.text_channels[0]
    message = await channel.send("a quiz tonight")
    thread = await message.create_thread(name="Quiz")
    with pytest.raises(discord.HTTPException) as twice:
        await message.create_thread(name="Quiz")
    assert twice.value.code == 160004
    await thread.add_user(discord.Object(int(ben.id)))
    await thread.send("welcome")
    await ben.happens("channel.created")
    await ben.sees("welcome")
    assert {each.id for each in await thread.fetch_members()} == {int(ben.id), int(playground.world.bot_id)}
    await thread.edit(archived=True)
    assert [each.id async for each in channel.archived_threads()] == [thread.id]
    private = await channel.create_thread(name="Ours", type=discord.ChannelType.private_thread, invitable=False)
    assert {each.id for each in await guild.active_threads()} == {private.id}
    await ben.post("closed", {"member": ben.id})
    user = await echo.fetch_user(int(ben.id))
    with pytest.raises(discord.Forbidden) as closed:
        await user.send("hello?")
    assert closed.value.code == 50007


async def test_people_start_threads_from_messages(raw: RawBot, ada: Person, ben: Person) -> None:
    said = await ben.say("let us talk")
    thread = await ada.thread(name="Talk", message=said["id"])
    assert (thread["id"], (await ada.messages())[-1]["thread"]) == (said["id"], said["id"])
    with pytest.raises(NotAllowed, match="already been created"):
        await ben.thread(name="Again", message=said["id"])
    await ben.slash("ask")
    await raw.answer(await raw.event("INTERACTION_CREATE"), 4, {"content": "psst", "flags": 64})
    secret = await ben.sees("psst")
    with pytest.raises(NotAllowed, match="only you can see"):
        await ben.thread(name="Secret", message=secret["id"])
    await ada.deny("general", "create_public_threads", who=raw.playground.world.guild_id)
    with pytest.raises(NotAllowed, match="may not do that here"):
        await ben.thread(name="No")
    await ada.deny("general", "send_messages", who=raw.playground.world.guild_id)
    with pytest.raises(NotAllowed, match="may not write here"):
        await ben.say("no?")


async def test_an_embeds_picture_is_the_messages_own(raw: RawBot, ben: Person) -> None:
    embed = {"description": "**x**", "image": {"url": "attachment://a.png"}, "fields": [{"name": "N", "value": "`v`"}]}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"embeds": [embed]}))
    form.add_field("files[0]", io.BytesIO(b"\x89PNG\r\n\x1a\n"), filename="a.png")
    status, made = await raw.request("POST", f"/channels/{ben.channel}/messages", data=form)
    assert status == 200
    assert made["embeds"][0]["image"]["url"].startswith(raw.playground.cdn_url)
    shown = (await ben.happens("message.created"))["message"]
    assert (shown["attachments"], shown["embeds"][0]["html"]) == ([], "<p><strong>x</strong></p>")
    assert "<code>v</code>" in shown["embeds"][0]["fields"][0]["html"]
