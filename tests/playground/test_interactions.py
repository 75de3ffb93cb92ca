"""The five kinds of answer and what time does to them, request by request."""

import asyncio
from typing import Any

import pytest

from bot.playground.server import Playground
from tests.people import Failed, NotAllowed, Person, file
from tests.playground.raw import RawBot

BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}
FORM: dict[str, Any] = {
    "title": "Form",
    "custom_id": "form",
    "components": [{"type": 18, "label": "Name", "component": {"type": 4, "style": 1, "custom_id": "name"}}],
}


async def asked(raw: RawBot, person: Person, **options: Any) -> dict[str, Any]:
    await person.slash("ask", **options)
    return await raw.event("INTERACTION_CREATE")


async def pressed(raw: RawBot, person: Person) -> dict[str, Any]:
    """Have a person press a button that the bot has just sent."""
    event = await asked(raw, person)
    await raw.answer(event, 4, {"content": "press", "components": [BUTTON]})
    await person.click("Go", await person.sees("press", after=event["id"]))
    return await raw.event("INTERACTION_CREATE")


async def test_what_an_interaction_carries(raw: RawBot, ada: Person) -> None:
    event = await asked(raw, ada, topic="maths", count=2, loud=True, share=0.5)
    assert event["context"] == 0
    assert event["member"]["user"]["id"] == ada.id
    assert int(event["member"]["permissions"]) & 8
    assert event["authorizing_integration_owners"] == {"0": event["guild_id"]}
    assert {each["name"]: each["value"] for each in event["data"]["options"]} == {
        "topic": "maths", "count": 2, "loud": True, "share": 0.5,
    }  # fmt: skip


async def test_in_direct_messages_there_is_a_user_and_no_member(raw: RawBot, ada: Person) -> None:
    ada.go("dm")
    event = await asked(raw, ada, who=ada.id)
    assert (event["context"], event["user"]["id"], "member" in event) == (1, ada.id, False)
    assert "members" not in event["data"]["resolved"]
    assert event["channel"]["type"] == 1


async def test_with_response_tells_what_came_of_it(raw: RawBot, ada: Person) -> None:
    status, body = await raw.answer(await asked(raw, ada), 4, {"content": "hi", "flags": 64})
    assert status == 200
    assert body["interaction"]["response_message_ephemeral"]
    assert body["resource"]["message"]["content"] == "hi"
    assert body["resource"]["message"]["interaction_metadata"]["user"]["id"] == ada.id


async def test_without_it_there_is_no_content(raw: RawBot, ada: Person) -> None:
    event = await asked(raw, ada)
    path = f"/interactions/{event['id']}/{event['token']}/callback"
    assert await raw.request("POST", path, {"type": 5}) == (204, None)


async def test_a_deferral_is_filled_by_the_first_follow_up(raw: RawBot, ada: Person) -> None:
    event = await asked(raw, ada)
    _, body = await raw.answer(event, 5, {"flags": 64})
    assert body["interaction"]["response_message_loading"]
    first = (await raw.request("POST", raw.hook(event), {"content": "here"}))[1]
    second = (await raw.request("POST", raw.hook(event), {"content": "more"}))[1]
    assert first["id"] == body["interaction"]["response_message_id"]
    assert first["flags"] & 64
    assert not second["flags"] & 64
    assert (await ada.sees("here"))["ephemeral"]


async def test_a_deferral_that_is_never_filled_fails_in_the_end(raw: RawBot, ada: Person) -> None:
    await raw.answer(await asked(raw, ada), 5)
    await ada.settled((await ada.happens("thinking"))["interaction"])
    await ada.advance(15 * 60)
    updated = await ada.happens("message.updated")
    assert (updated["message"]["failed"], updated["message"]["loading"]) == (True, False)


async def test_a_press_updates_now_or_later(raw: RawBot, ada: Person) -> None:
    event = await pressed(raw, ada)
    assert event["message"]["content"] == "press"
    status, body = await raw.answer(event, 7, {"content": "pressed"})
    assert (status, body["resource"]["message"]["content"]) == (200, "pressed")
    await ada.sees("pressed")
    event = await pressed(raw, ada)
    assert (await raw.answer(event, 6))[0] == 200
    path = raw.hook(event, "/messages/@original")
    assert (await raw.request("GET", path))[1]["content"] == "press"
    assert (await raw.request("PATCH", path, {"content": "later", "components": []}))[0] == 200
    assert (await ada.sees("later"))["components"] == []
    assert await raw.request("DELETE", path) == (204, None)
    await ada.happens("message.deleted", id=event["message"]["id"])
    assert (await raw.request("GET", path))[1]["code"] == 10008


async def test_an_answer_to_a_press_is_a_reply(raw: RawBot, ada: Person) -> None:
    event = await pressed(raw, ada)
    await raw.answer(event, 4, {"content": "answer"})
    assert (await ada.sees("answer"))["reply_to"]["excerpt"] == "press"


async def test_follow_ups_are_read_changed_and_deleted(raw: RawBot, ada: Person) -> None:
    event = await asked(raw, ada)
    await raw.answer(event, 4, {"content": "first"})
    follow = (await raw.request("POST", raw.hook(event), {"content": "next", "flags": 64}))[1]
    path = raw.hook(event, f"/messages/{follow['id']}")
    assert (await raw.request("GET", path))[1]["content"] == "next"
    assert (await raw.request("PATCH", path, {"content": "next!"}))[0] == 200
    assert (await ada.sees("next!"))["ephemeral"]
    channel = f"/channels/{ada.channel}/messages"
    assert (await raw.request("GET", f"{channel}/{follow['id']}"))[1]["code"] == 10008
    assert [each["content"] for each in (await raw.request("GET", channel))[1]] == ["first"]
    await ada.dismiss(await ada.sees("next!"))
    assert (await raw.request("PATCH", path, {"content": "gone"}))[1]["code"] == 10008
    assert (await raw.request("DELETE", path))[1]["code"] == 10008


async def test_the_bot_is_not_told_what_a_person_puts_away(raw: RawBot, ada: Person) -> None:
    ada.go("dm")
    await raw.answer(await asked(raw, ada), 4, {"content": "private", "flags": 64})
    await ada.dismiss(await ada.sees("private"))
    await ada.say("last")
    kinds = []
    while (frame := await raw.frame())["d"].get("content") != "last":
        kinds.append(frame["t"])
    assert "MESSAGE_DELETE" not in kinds


async def test_a_form_opened_by_a_press_can_update_its_message(raw: RawBot, ada: Person) -> None:
    await raw.answer(await pressed(raw, ada), 9, FORM)
    await ada.submit(await ada.modal(), name="Ada")
    event = await raw.event("INTERACTION_CREATE")
    assert event["message"]["content"] == "press"
    assert event["data"]["components"][0]["component"]["value"] == "Ada"
    status, body = await raw.answer(event, 7, {"content": "thanks"})
    assert status == 200
    assert body["resource"]["message"]["id"] == event["message"]["id"]


async def test_a_form_that_fails_can_be_sent_again(raw: RawBot, ada: Person) -> None:
    await raw.answer(await asked(raw, ada), 9, FORM)
    modal = await ada.modal()
    first = await ada.submit(modal, name="Ada")
    await raw.event("INTERACTION_CREATE")
    await ada.advance(3)
    with pytest.raises(Failed):
        await ada.settled(first)
    await ada.submit(modal, name="Ada")
    event = await raw.event("INTERACTION_CREATE")
    assert (await raw.answer(event, 4, {"content": "thanks"}))[0] == 200


async def test_choices_reach_the_person(raw: RawBot, ada: Person) -> None:
    waiting = asyncio.create_task(ada.autocomplete("ask", "topic", topic="m", count=3))
    event = await raw.event("INTERACTION_CREATE")
    assert event["data"]["options"][0] == {"name": "topic", "type": 3, "value": "m", "focused": True}
    await raw.answer(event, 8, {"choices": [{"name": "Maths", "value": "maths"}]})
    assert await waiting == [{"name": "Maths", "value": "maths"}]


async def test_files_go_both_ways(raw: RawBot, ada: Person) -> None:
    event = await asked(raw, ada)
    assert event["data"]["options"] == []
    await ada.slash("ask", files={"file": file("../../etc/x y.png", b"no image", "image/png")})
    event = await raw.event("INTERACTION_CREATE")
    (kept,) = event["data"]["resolved"]["attachments"].values()
    assert (kept["filename"], kept["content_type"]) == ("x_y.png", "application/octet-stream")
    async with raw.session.get(kept["url"]) as answer:
        assert await answer.read() == b"no image"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "options",
    [
        {"none": 1}, {"topic": "x" * 21}, {"level": "hard"}, {"count": 10}, {"count": 1.5}, {"count": "x"},
        {"loud": "yes"}, {"who": "1"}, {"share": "nan"}, {"file": "1"}, {"any": "7"},
    ],
)  # fmt: skip
async def test_options_that_discord_would_not_take(raw: RawBot, ada: Person, options: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        await ada.slash("ask", **options)


async def test_what_is_not_offered_while_typing(raw: RawBot, ada: Person) -> None:
    for focused in ("count", "none"):
        with pytest.raises(NotAllowed):
            await ada.autocomplete("ask", focused)


async def test_nobody_there_fails_too(playground: Playground, raw: RawBot, ada: Person) -> None:
    await playground.drop_gateway()
    first = await ada.slash("ask")
    await ada.advance(3.1)
    with pytest.raises(Failed):
        await ada.settled(first)


async def test_a_form_in_the_old_shape(raw: RawBot, ada: Person) -> None:
    old = {
        "title": "Old",
        "custom_id": "old",
        "components": [
            {"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "name", "label": "Name", "min_length": 2}]}
        ],
    }
    await raw.answer(await asked(raw, ada), 9, old)
    modal = await ada.modal()
    for fields in ({}, {"name": "x"}):
        with pytest.raises(NotAllowed):
            await ada.submit(modal, **fields)
    await ada.submit(modal, Name="Ada")
    event = await raw.event("INTERACTION_CREATE")
    assert event["data"]["components"] == [
        {"type": 1, "id": 1, "components": [{"type": 4, "custom_id": "name", "id": 1, "value": "Ada"}]}
    ]


async def test_commands_are_used_as_they_are_described(raw: RawBot, ada: Person) -> None:
    group = {"type": 2, "name": "g", "description": "G", "options": [
        {"type": 1, "name": "s", "description": "S", "options": [
            {"type": 3, "name": "must", "description": "M", "required": True},
        ]},
    ]}  # fmt: skip
    assert (await raw.sync([{"name": "deep", "description": "D", "options": [group]}]))[0] == 200
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("deep g s", {}),
        ("deep g", {}),
        ("deep g s", {"must": "x", "none": 1}),
    ]
    for path, options in wrong:
        with pytest.raises(NotAllowed):
            await ada.slash(path, **options)
    await ada.slash("deep g s", must="x")
    (given,) = (await raw.event("INTERACTION_CREATE"))["data"]["options"]
    assert given["options"][0]["options"] == [{"name": "must", "type": 3, "value": "x"}]
    with pytest.raises(NotAllowed, match="while typing"):
        await ada.autocomplete("deep g s", "must")
