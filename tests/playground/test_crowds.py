"""Many people, whom a message pings, and what the bot's own role may do."""

import pytest

from tests.people import NotAllowed, Person
from tests.playground.raw import RawBot


async def test_many_join_at_once_and_hear_only_their_own(raw: RawBot, ada: Person) -> None:
    several = (await ada.post("members", {"names": ["Eve", "Fay"]}))["members"]
    assert [each["name"] for each in several] == ["Eve", "Fay"]
    assert len((await ada.happens("members"))["members"]) == 6
    place = raw.playground
    async with Person(place.url, place.secret, several[0]["id"], quiet=True) as eve:
        assert (eve.name, [each["name"] for each in eve.world["members"]]) == ("Eve", ["Eve"])
        assert [each["kind"] for each in eve.world["channels"]] == ["text", "text", "dm"]
        said = await ada.say("to all")
        await ada.happens("message.created")
        interaction = await eve.slash("ask")
        asked = await raw.event("INTERACTION_CREATE")
        await raw.answer(asked, 4, {"content": "to Eve", "flags": 64})
        await eve.settled(interaction)
        private = (await eve.happens("message.created"))["message"]
        assert (private["content"], [each["t"] for each in eve.events]) == (
            "to Eve",
            ["message.created", "interaction.done"],
        )
        await eve.dismiss(private)
        await eve.happens("message.deleted")
        eve.go("dm")
        await eve.say("alone")
        await eve.sees("alone")
        assert (await eve.messages(ada.channel))[-1]["id"] == said["id"]


async def test_too_many_or_nameless_are_refused(raw: RawBot, ada: Person) -> None:
    for names in (["x"] * 10_000, ["x", " "]):
        with pytest.raises(NotAllowed):
            await ada.post("members", {"names": names})


async def test_a_role_is_pinged_only_where_that_is_allowed(raw: RawBot, ada: Person) -> None:
    role = next(each["id"] for each in ada.world["roles"] if each["name"] == "Quiz")
    path, text = f"/channels/{ada.channel}/messages", f"<@&{role}> <@{ada.id}>"
    named = {"allowed_mentions": {"parse": [], "roles": [role]}}
    _, sent = await raw.request("POST", path, {"content": text, **named})
    assert (sent["mention_roles"], sent["mentions"]) == ([role], [])
    assert (await ada.happens("message.created"))["message"]["mentions"] == [role]
    _, sent = await raw.request("POST", path, {"content": text, "allowed_mentions": {"parse": []}})
    assert (sent["mention_roles"], sent["mentions"]) == ([], [])
    _, sent = await raw.request("POST", path, {"content": text})
    assert (sent["mention_roles"], [each["id"] for each in sent["mentions"]]) == ([role], [ada.id])


async def test_what_the_bot_may_do_in_the_server_is_given_and_taken(raw: RawBot, ada: Person, ben: Person) -> None:
    assert (await ada.post("permit", {"permissions": ["create_events"]}))["permissions"] == ["create_events"]
    told = await raw.event("GUILD_ROLE_UPDATE")
    assert (told["role"]["id"], told["role"]["permissions"]) == (raw.playground.world.bot_role, str(1 << 44))
    await ben.slash("ask")
    assert int((await raw.event("INTERACTION_CREATE"))["app_permissions"]) & 1 << 44
    assert (await ada.post("permit", {"permissions": []}))["permissions"] == []
    for wrong in ({"permissions": ["fly"]}, {"permissions": [], "by": ben.id}):
        with pytest.raises(NotAllowed):
            await ada.post("permit", wrong)


async def test_a_thread_that_began_from_a_message_points_back_at_it(raw: RawBot, ada: Person, ben: Person) -> None:
    channel = f"/channels/{ada.channel}/messages"
    _, lobby = await raw.request("POST", channel, {"content": "Quiz"})
    _, thread = await raw.request("POST", f"{channel}/{lobby['id']}/threads", {"name": "Quiz"})
    assert (thread["id"], thread["message_count"]) == (lobby["id"], 0)
    inside = f"/channels/{thread['id']}/messages"
    _, sent = await raw.request("POST", inside, {"content": "first"})
    _, read = await raw.request("GET", inside, params={"after": thread["id"]})
    assert [each["type"] for each in read] == [0, 21]
    assert read[1]["message_reference"] == {
        "type": 0,
        "channel_id": ada.channel,
        "message_id": lobby["id"],
        "guild_id": raw.playground.world.guild_id,
    }
    assert (await raw.request("GET", f"/channels/{thread['id']}"))[1]["message_count"] == 1
    await raw.request("DELETE", f"{inside}/{sent['id']}")
    assert (await raw.request("GET", f"/channels/{thread['id']}"))[1]["message_count"] == 0
    head = (await ben.messages(thread["id"]))[0]
    assert (head["reply_to"]["channel"], head["reply_to"]["excerpt"]) == (ada.channel, "Quiz")


async def test_private_answers_in_a_thread_are_seen_by_one_alone(raw: RawBot, ada: Person, ben: Person) -> None:
    channel = f"/channels/{ada.channel}/messages"
    _, lobby = await raw.request("POST", channel, {"content": "Quiz"})
    _, thread = await raw.request("POST", f"{channel}/{lobby['id']}/threads", {"name": "Quiz"})
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "A", "custom_id": "a"}]}
    await raw.request("POST", f"/channels/{thread['id']}/messages", {"content": "1 of 2", "components": [row]})
    await ben.sees("1 of 2")
    await ben.click("A")
    asked = await raw.event("INTERACTION_CREATE")
    assert (asked["channel"]["id"], asked["channel"]["type"]) == (thread["id"], 11)
    assert asked["channel"]["message_count"] == 1
    await raw.answer(asked, 4, {"content": "Recorded", "flags": 64})
    assert (await ben.sees("Recorded"))["channel"] == thread["id"]
    assert "Recorded" not in [each["content"] for each in await ada.messages(thread["id"])]
    assert (await raw.request("GET", f"/channels/{thread['id']}"))[1]["message_count"] == 1


async def test_a_nonce_is_remembered_for_minutes_alone(raw: RawBot, ada: Person) -> None:
    path = f"/channels/{ada.channel}/messages"
    body = {"content": "once", "nonce": "quiz1p1", "enforce_nonce": True}
    sent = [(await raw.request("POST", path, body))[1]["id"] for _ in range(2)]
    await ada.advance(6 * 60)
    later = (await raw.request("POST", path, body))[1]["id"]
    assert (sent[0] == sent[1], sent[0] == later) == (True, False)
