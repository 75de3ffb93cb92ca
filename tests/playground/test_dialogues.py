"""The unmodified discord.py against the playground, as people see it."""

import asyncio
from typing import Any

import discord
import pytest

from bot.playground.server import Playground
from tests.people import Failed, NotAllowed, Person, file, labels_of, text_of, walk
from tests.playground.echo import Echo


async def test_the_bot_comes_online_and_its_commands_appear(playground: Playground, echo: Echo, ada: Person) -> None:
    assert playground.online.is_set()
    assert ada.world["bot"]["online"]
    assert [each["name"] for each in ada.world["commands"]] == [
        "say", "kinds", "draw", "panel", "form", "silent", "bank",
    ]  # fmt: skip
    assert echo.guilds[0].name == "Study group"
    assert echo.application_id is not None
    assert (await echo.application_info()).owner.display_name == "Ada"


async def test_a_slash_command_is_answered_for_all(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.settled(await ada.slash("say", text="hello **you**", times=2))
    message = await ben.sees("hello **you**")
    assert message["html"] == "<p>hello <strong>you</strong> hello <strong>you</strong></p>"
    assert message["command"] == {"name": "say", "user": "Ada"}
    assert message["author"]["bot"]


async def test_an_ephemeral_answer_is_seen_by_one_person_alone(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.slash("say", text="secret")
    message = await ada.sees("secret")
    assert message["ephemeral"]
    await ben.slash("say", text="after")
    await ben.sees("after")
    assert message["id"] not in ben.seen
    assert [each["content"] for each in await ben.messages()] == ["after"]
    with pytest.raises(NotAllowed, match="gone"):
        await ben.post(
            "click", {"member": ben.id, "channel": ben.channel, "message": message["id"], "custom_id": "plus"}
        )
    await ada.dismiss(message)
    await ada.happens("message.deleted", id=message["id"])
    assert [each["content"] for each in await ada.messages()] == ["after"]


async def test_every_kind_of_option_arrives(echo: Echo, ada: Person) -> None:
    roles = {each["name"]: each["id"] for each in ada.world["roles"]}
    await ada.slash(
        "kinds",
        user=ada.id,
        role=roles["Quiz"],
        channel=ada.channel,
        number=1.5,
        yes=True,
        files={"file": file("a.txt", b"inside", "text/plain")},
    )
    assert (await ada.sees("kinds"))["content"] == "kinds ada|Quiz|general|1.5|True|inside|Study group"


async def test_options_in_direct_messages(echo: Echo, ben: Person) -> None:
    ben.go("dm")
    await ben.slash("kinds", user=ben.id)
    assert (await ben.sees("kinds"))["content"] == "kinds ben|None|None|0.0|False||direct"


async def test_choices_while_typing(echo: Echo, ada: Person) -> None:
    assert await ada.autocomplete("draw", "topic", topic="ra") == [{"name": "Gradient", "value": "gradient"}]
    assert await ada.autocomplete("draw", "topic", topic="zz") == []


async def test_choices_that_never_come(echo: Echo, ada: Person) -> None:
    asked = asyncio.create_task(ada.autocomplete("draw", "topic", topic="hang"))
    await echo.next("asked")
    await ada.advance(3)
    with pytest.raises(NotAllowed, match="did not answer within 3 seconds") as refusal:
        await asked
    assert refusal.value.status == 504
    echo.gate.set()


async def test_a_deferred_answer_is_awaited_and_filled_in(echo: Echo, ada: Person) -> None:
    await ada.settled(await ada.slash("draw", topic="recall"))
    await ada.happens("thinking", channel=ada.channel)
    waiting = next(each for each in ada.seen.values() if each["loading"])
    echo.gate.set()
    drawn = await ada.sees("drawn from recall")
    assert drawn["id"] == waiting["id"]
    assert not drawn["loading"]
    assert drawn["ephemeral"]
    assert drawn["edited_ms"] is None
    picture = next(each for each in walk(drawn["components"]) if each["type"] == 12)["items"][0]
    assert picture["media"]["url"].endswith("/formula.png")
    assert drawn["attachments"] == []
    await ada.sees("and more")


async def test_a_button_counts_for_everybody(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.slash("panel")
    panel = await ben.sees("count **0**")
    assert labels_of(panel) == ["Plus", "Off", "Docs", "Side"]
    await ben.settled(await ben.click("Plus"))
    await ada.sees("count **1**")
    await ada.click("Plus")
    changed = await ben.sees("count **2**")
    assert changed["edited_ms"] is not None
    assert changed["id"] == panel["id"]


async def test_a_button_that_cannot_be_pressed(echo: Echo, ada: Person) -> None:
    await ada.slash("panel")
    panel = await ada.sees("count")
    with pytest.raises(NotAllowed, match="disabled") as refusal:
        await ada.click("Off")
    assert refusal.value.status == 409
    body = {"member": ada.id, "channel": ada.channel, "message": panel["id"], "custom_id": "none"}
    with pytest.raises(NotAllowed, match="not on this message"):
        await ada.post("click", body)


async def test_a_select_gives_its_values(echo: Echo, ada: Person) -> None:
    await ada.slash("panel")
    await ada.sees("count")
    await ada.click("Letters", values=["a", "c"])
    assert (await ada.sees("chose"))["content"] == "chose a,c"


@pytest.mark.parametrize(
    ("select", "values"),
    [("Letters", ["z"]), ("Letters", []), ("Letters", ["a", "b", "c"]), ("Letters", ["a", "a"]), ("People", ["1"])],
)
async def test_a_select_refuses_what_it_does_not_offer(echo: Echo, ada: Person, select: str, values: list[str]) -> None:
    await ada.slash("panel")
    await ada.sees("count")
    with pytest.raises(NotAllowed):
        await ada.click(select, values=values)


async def test_selects_of_people_roles_and_channels_resolve(echo: Echo, ada: Person) -> None:
    seen: list[discord.Interaction] = []

    @echo.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            seen.append(interaction)
            await interaction.response.send_message("got it")

    await ada.slash("panel")
    await ada.sees("count")
    chosen = {"People": ada.id, "Roles": ada.world["roles"][1]["id"], "Channels": ada.channel}
    for select, value in chosen.items():
        await ada.settled(await ada.click(select, values=[value]))
    data: list[Any] = [each.data for each in seen]
    assert [sorted(each["resolved"]) for each in data] == [["members", "users"], ["roles"], ["channels"]]


async def test_a_form_with_a_file(echo: Echo, ada: Person) -> None:
    await ada.slash("form")
    modal = await ada.modal()
    assert modal["title"] == "A form"
    await ada.submit(modal, Your_name="Ada", pick="b", upload=[file("x.csv", b"1,2")], A_size="large")
    assert (await ada.sees("form"))["content"] == "form Ada||b|1,2|large"
    with pytest.raises(NotAllowed, match="no longer open"):
        await ada.submit(modal, name="again", pick="b", size="large")


async def test_boxes_in_a_form(echo: Echo, ada: Person) -> None:
    await ada.slash("form", ticks=True)
    await ada.submit(await ada.modal(), many=["one", "two"], one=True)
    assert (await ada.sees("ticks"))["content"] == "ticks one,two|True"


@pytest.mark.parametrize(
    "fields",
    [
        {"pick": "a", "size": "small"},
        {"name": "n" * 21, "pick": "a", "size": "small"},
        {"name": "n", "pick": "z", "size": "small"},
        {"name": "n", "size": "small"},
        {"name": "n", "pick": "a", "size": "huge"},
        {"name": "n", "pick": "a", "size": "small", "upload": [file("a", b""), file("b", b"")]},
        {"name": "n", "pick": "a", "size": "small", "upload": [{"name": "a", "b64": "%"}]},
    ],
)
async def test_a_form_filled_in_wrongly_stays_open(echo: Echo, ada: Person, fields: dict[str, object]) -> None:
    await ada.slash("form")
    modal = await ada.modal()
    with pytest.raises(NotAllowed):
        await ada.submit(modal, **fields)
    await ada.settled(await ada.submit(modal, name="fine", pick="a", size="small"))


async def test_a_form_belongs_to_one_person_and_can_be_closed(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.slash("form")
    modal = await ada.modal()
    with pytest.raises(NotAllowed, match="no longer open"):
        await ben.submit(modal, name="mine")
    await ben.post("dismiss", {"member": ben.id, "modal": modal["id"]})
    await ada.post("dismiss", {"member": ada.id, "modal": modal["id"]})
    with pytest.raises(NotAllowed, match="no longer open"):
        await ada.submit(modal, name="late")


async def test_a_direct_message_is_heard_and_answered(echo: Echo, ben: Person) -> None:
    ben.go("dm")
    said = await ben.say("hello bot")
    answer = await ben.sees("heard hello bot")
    assert answer["reply_to"]["id"] == said["id"]
    assert answer["reply_to"]["excerpt"] == "hello bot"


async def test_words_in_a_channel_are_blank_without_the_intent(playground: Playground, echo: Echo, ben: Person) -> None:
    await ben.say("between us", files=[file("a.txt", b"x")])
    blank = await echo.next("message")
    assert (blank.content, blank.attachments) == ("", [])
    await ben.say(f"hello <@{playground.world.bot_id}>")
    assert "hello" in (await echo.next("message")).content


async def test_the_bot_opens_direct_messages(echo: Echo, ada: Person, ben: Person) -> None:
    user = await echo.fetch_user(int(ben.id))
    await user.send("psst", file=discord.File(__file__, "notes.txt"))
    message = await ben.sees("psst")
    assert message["attachments"][0]["name"] == "notes.txt"
    with pytest.raises(NotAllowed) as refusal:
        await ada.messages(message["channel"])
    assert refusal.value.status == 403


async def test_a_nonce_sends_once(echo: Echo, ada: Person) -> None:
    channel = echo.get_partial_messageable(int(ada.channel))
    first = await channel.send("once", nonce="row-1")
    second = await channel.send("once", nonce="row-1")
    assert first.id == second.id
    assert [each["content"] for each in await ada.messages()] == ["once"]


async def test_messages_are_edited_fetched_listed_and_deleted(echo: Echo, ada: Person) -> None:
    channel = echo.get_channel(int(ada.channel))
    assert isinstance(channel, discord.TextChannel)
    await channel.typing()
    await ada.happens("typing", channel=ada.channel)
    sent = [await channel.send(f"number {each}") for each in range(4)]
    await sent[0].edit(content="changed")
    await ada.sees("changed")
    assert (await channel.fetch_message(sent[0].id)).content == "changed"
    assert [each.id async for each in channel.history(limit=2)] == [sent[3].id, sent[2].id]
    assert [each.id async for each in channel.history(before=sent[1])] == [sent[0].id]
    assert [each.id async for each in channel.history(after=sent[2])] == [sent[3].id]
    assert [each.id async for each in channel.history(around=sent[1], limit=3)] != []
    await sent[0].delete()
    await ada.happens("message.deleted", id=str(sent[0].id))
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(sent[0].id)


async def test_files_come_back_from_the_bot(echo: Echo, ada: Person) -> None:
    channel = echo.get_partial_messageable(int(ada.channel))
    sent = await channel.send("file", files=[discord.File(__file__, "a.py"), discord.File(__file__, "b.py")])
    assert len(await sent.attachments[0].read()) == sent.attachments[0].size
    kept = await sent.edit(attachments=[sent.attachments[1]])
    assert [each.filename for each in kept.attachments] == ["b.py"]


async def test_what_each_person_may_use(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.slash("bank add")
    await ada.sees("added")
    assert "bank" not in [each["name"] for each in ben.world["commands"]]
    with pytest.raises(NotAllowed, match="no /bank add for you"):
        await ben.slash("bank add")
    ada.go("dm")
    with pytest.raises(NotAllowed, match="cannot be used here"):
        await ada.slash("bank add")
    for path in ("bank", "bank none", "nothing", ""):
        with pytest.raises(NotAllowed):
            await ada.slash(path)


async def test_silence_fails_after_three_seconds(echo: Echo, ada: Person) -> None:
    asked = await ada.slash("silent")
    await ada.advance(3)
    with pytest.raises(Failed, match="3 seconds"):
        await ada.settled(asked)
    assert echo.last is not None
    with pytest.raises(discord.NotFound) as refusal:
        await echo.last.response.send_message("late")
    assert refusal.value.code == 10062


async def test_a_second_answer_is_refused(echo: Echo, ada: Person) -> None:
    await ada.settled(await ada.slash("say", text="one"))
    assert echo.last is not None
    echo.last.response._response_type = None
    with pytest.raises(discord.HTTPException) as refusal:
        await echo.last.response.send_message("two")
    assert refusal.value.code == 40060


async def test_a_token_dies_after_fifteen_minutes(echo: Echo, ada: Person) -> None:
    await ada.settled(await ada.slash("say", text="one"))
    assert echo.last is not None
    await ada.advance(14 * 60)
    await echo.last.edit_original_response(content="still")
    assert text_of(await ada.sees("still")) == "still"
    await ada.advance(60)
    with pytest.raises(discord.HTTPException) as refusal:
        await echo.last.followup.send("late")
    assert (refusal.value.status, refusal.value.code) == (401, 50027)


async def test_the_bot_is_invited_again_and_finds_out_by_whom(echo: Echo, ada: Person, ben: Person) -> None:
    await ada.post("join", {})
    guild = await echo.next("join")
    entries = [each async for each in guild.audit_logs(action=discord.AuditLogAction.bot_add, limit=1)]
    assert str(entries[0].user_id) == ada.id
    with pytest.raises(NotAllowed, match="only an admin"):
        await ben.post("join", {"member": ben.id})


async def test_somebody_joins(echo: Echo, playground: Playground, ada: Person) -> None:
    await ada.post("members", {"name": "Eve", "admin": True})
    event = await ada.happens("members")
    assert event["members"][-1]["name"] == "Eve"
    async with Person(playground.url, playground.secret, "Eve", "dm") as eve:
        await eve.say("hi")
        await eve.sees("heard hi")
        assert "bank" in [each["name"] for each in eve.world["commands"]]


async def test_discord_py_reads_people_and_places(echo: Echo, ada: Person) -> None:
    guild = await echo.fetch_guild(echo.guilds[0].id)
    assert guild.owner_id == int(ada.id)
    assert (await guild.fetch_member(int(ada.id))).guild_permissions.administrator is True
    assert "@everyone" in [each.name for each in await guild.fetch_roles()]
    assert [each.name for each in await guild.fetch_channels()] == ["general", "practice"]
    assert (await guild.fetch_role(guild.id)).name == "@everyone"
    assert (await echo.tree.fetch_commands())[0].name == "say"
    assert str(await echo.fetch_channel(int(ada.channel))) == "general"
