"""The local server judged by itself: for every row of Discord's limits that neither its document nor discord.py
catches, a deliberately wrong request, refused with the right code; and what threads, permissions and menus add.

Each case is named by its row: 3 s, 15 min, one answer, choice values, command counts, new commands a day, text of a
command, required before optional, content, content beside components, sum of embeds, unique custom_id, text of a
message's components, parts of a modal, active threads, invalid requests, identifies a day, frames a minute. Follow-ups
of user-installed apps, permission overwrites of a command and shards are not played. More in `test_refusals`.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.playground import threads
from bot.playground.server import Playground
from tests.people import NotAllowed, Person
from tests.playground.raw import COMMANDS, RawBot

V2 = 1 << 15
WORDS = {"type": 10, "content": "x" * 2001}
FIELD = {"type": 18, "label": "L", "component": {"type": 4, "style": 1, "custom_id": "f"}}
SELECT = {"type": 5, "custom_id": "s"}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def button(custom_id: str) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id}


def preset(*kinds: str, **more: Any) -> dict[str, Any]:
    chosen = [{"id": str(place), "type": kind} for place, kind in enumerate(kinds, start=1)]
    return {"content": "x", "components": [row({**SELECT, "default_values": chosen, **more})]}


def slash(name: str = "ask", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "D", **more}


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "D", **more}


MESSAGES: dict[str, dict[str, Any]] = {
    "content: 2001 characters": {"content": "x" * 2001},
    "content beside components": {"content": "x", "components": [WORDS], "flags": V2},
    "embeds beside components": {"embeds": [{"title": "x"}], "components": [WORDS], "flags": V2},
    "components without the flag": {"components": [WORDS]},
    "41 components, nested": {
        "components": [{"type": 17, "components": [{"type": 10, "content": "x"}] * 40}],
        "flags": V2,
    },
    "4002 characters in components": {"components": [WORDS, WORDS], "flags": V2},
    "sum of embeds: 6001": {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
    "custom_id twice in a row": {"content": "x", "components": [row(button("a"), button("a"))]},
    "custom_id twice in two rows": {"content": "x", "components": [row(button("a")), row(button("a"))]},
    "id twice": {"content": "x", "components": [row(button("a") | {"id": 3}, button("b") | {"id": 3})]},
    "six legacy rows": {"content": "x", "components": [row(button(str(each))) for each in range(6)]},
    "a select with another part": {"content": "x", "components": [row(SELECT, button("a"))]},
    "two chosen where one may be": preset("user", "user"),
    "none chosen where two must be": preset("user", min_values=2, max_values=2),
    "a role chosen among members": preset("role"),
    "a channel among mentionables": preset("channel", type=7),
    "a member among channels": preset("user", type=8),
    "media of nowhere": {
        "components": [{"type": 12, "items": [{"media": {"url": "attachment://no.png"}}]}],
        "flags": V2,
    },
}


@pytest.mark.parametrize("claim", MESSAGES)
async def test_a_message_beyond_a_limit_is_refused(anything_goes: Playground, claim: str) -> None:
    channel = next(iter(anything_goes.world.channels))
    async with RawBot(anything_goes) as bot:
        status, answer = await bot.request("POST", f"/channels/{channel}/messages", MESSAGES[claim])
    assert (status, answer["code"]) == (400, 50035)
    assert anything_goes.world.messages(channel) == []
    assert len(anything_goes.violations) == 1


SETS: dict[str, list[dict[str, Any]]] = {
    "command counts: 101 slash": [slash(f"c{each}") for each in range(101)],
    "command counts: 16 on members": [{"name": f"M {each}", "type": 2} for each in range(16)],
    "command counts: 16 on messages": [{"name": f"M {each}", "type": 3} for each in range(16)],
    "text of a command: 8001": [slash(options=[option(f"o{n}", choices=[
        {"name": "x" * 100, "value": f"{m}" + "x" * 90} for m in range(3)]) for n in range(25)])],
    "required before optional": [slash(options=[option("a"), option("b", required=True)])],
    "a name twice": [slash(), slash()],
    "a name in capitals": [slash("Ask")],
}  # fmt: skip


@pytest.mark.parametrize("claim", SETS)
async def test_commands_beyond_a_limit_are_refused(anything_goes: Playground, claim: str) -> None:
    async with RawBot(anything_goes) as bot:
        status, answer = await bot.sync(SETS[claim])
    assert (status, answer["code"]) == (400, 50035)
    assert anything_goes.world.commands("global") == []


async def test_201_new_commands_in_a_day(playground: Playground) -> None:
    async with RawBot(playground) as bot:
        for letter in "ab":
            assert (await bot.sync([slash(f"{letter}{each}") for each in range(100)]))[0] == 200
        assert (await bot.sync([slash("one-more")]))[1]["code"] == 30034
        playground.advance(86_401)
        assert (await bot.sync([slash("one-more")]))[0] == 200


Act = Callable[[RawBot, dict[str, Any]], Awaitable[tuple[int, Any]]]
ANSWERS: dict[str, tuple[float, int, int, Act]] = {
    "3 s: too late": (3.1, 404, 10062, lambda bot, event: bot.answer(event, 4, {"content": "x"})),
    "3 s: too late for a promise": (3.1, 404, 10062, lambda bot, event: bot.answer(event, 5)),
    "an update of no message": (0, 400, 50035, lambda bot, event: bot.answer(event, 7, {"content": "x"})),
    "choices to a command": (0, 400, 50035, lambda bot, event: bot.answer(event, 8, {"choices": []})),
    "parts of a modal: 6": (0, 400, 50035, lambda bot, event: bot.answer(event, 9, {
        "title": "T", "custom_id": "c",
        "components": [{**FIELD, "component": {**FIELD["component"], "custom_id": str(n)}} for n in range(6)]})),  # type: ignore[dict-item]
    "a follow-up before an answer": (
        0, 404, 10015, lambda bot, event: bot.request("POST", bot.hook(event), {"content": "x"}),
    ),
    "a token of another": (0, 404, 10062, lambda bot, event: bot.answer({**event, "token": "x"}, 5)),
}  # fmt: skip


@pytest.mark.parametrize("claim", ANSWERS)
async def test_a_wrong_answer_is_refused(anything_goes: Playground, claim: str) -> None:
    wait_s, status, code, act = ANSWERS[claim]
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        await bot.sync()
        await bot.identify()
        await ada.slash("ask")
        event = await bot.event("INTERACTION_CREATE")
        anything_goes.advance(wait_s)
        seen, answer = await act(bot, event)
    assert (seen, answer["code"]) == (status, code)


async def test_one_answer_and_15_minutes(raw: RawBot, ada: Person) -> None:
    await ada.slash("ask")
    event = await raw.event("INTERACTION_CREATE")
    assert (await raw.answer(event, 4, {"content": "one"}))[0] == 200
    assert (await raw.answer(event, 4, {"content": "two"}))[1]["code"] == 40060
    raw.playground.advance(15 * 60 + 1)
    assert (await raw.request("POST", raw.hook(event), {"content": "late"}))[1]["code"] == 50027
    assert (await raw.request("PATCH", raw.hook(event, "/messages/@original"), {"content": "x"}))[1]["code"] == 50027


THREADS: dict[str, tuple[str, str, Any, int, int]] = {
    "a thread in direct messages": ("POST", "/channels/{dm}/threads", {"name": "T", "type": 11}, 400, 50024),
    "a thread in a thread": ("POST", "/channels/{thread}/threads", {"name": "T", "type": 11}, 400, 50024),
    "a second thread of a message": ("POST", "/channels/{place}/messages/{said}/threads", {"name": "T"}, 400, 160004),
    "a thread of no message": ("POST", "/channels/{place}/messages/1/threads", {"name": "T"}, 404, 10008),
    "a thread without a name": ("POST", "/channels/{place}/threads", {"name": " ", "type": 11}, 400, 50035),
    "a thread for news": ("POST", "/channels/{place}/threads", {"name": "T", "type": 10}, 400, 50024),
    "locking without the right": ("PATCH", "/channels/{thread}", {"locked": True}, 403, 50013),
    "renaming somebody's thread": ("PATCH", "/channels/{theirs}", {"name": "Mine"}, 403, 50013),
    "renaming a channel": ("PATCH", "/channels/{place}", {"name": "Mine"}, 403, 50013),
    "ending a thread": ("DELETE", "/channels/{thread}", None, 403, 50013),
    "putting nobody in": ("PUT", "/channels/{thread}/thread-members/1", None, 404, 10007),
    "taking somebody out": ("DELETE", "/channels/{theirs}/thread-members/{ada}", None, 403, 50013),
    "joining what is no thread": ("PUT", "/channels/{place}/thread-members/@me", None, 404, 10003),
    "asking for who is not in it": ("GET", "/channels/{thread}/thread-members/{ada}", None, 404, 10007),
    "a private thread of others": ("GET", "/channels/{secret}", None, 403, 50001),
    "writing in a private thread of others": ("POST", "/channels/{secret}/messages", {"content": "x"}, 403, 50001),
    "all private threads": ("GET", "/channels/{place}/threads/archived/private", None, 403, 50013),
    "joining a sleeping thread": ("PUT", "/channels/{asleep}/thread-members/@me", None, 400, 50083),
    "renaming a sleeping thread": ("PATCH", "/channels/{asleep}", {"name": "x"}, 403, 50013),
    "writing in a locked thread": ("POST", "/channels/{locked}/messages", {"content": "x"}, 400, 160005),
    "another server's threads": ("GET", "/guilds/1/threads/active", None, 404, 10004),
}


@pytest.mark.parametrize("claim", THREADS)
async def test_what_threads_refuse(anything_goes: Playground, claim: str) -> None:
    method, path, body, status, code = THREADS[claim]
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        said = await ada.say("start here")
        place = ada.channel
        made = await bot.request("POST", f"/channels/{place}/messages/{said['id']}/threads", {"name": "First"})
        assert made[0] == 201
        names = {"place": place, "said": said["id"], "thread": made[1]["id"], "ada": ada.id}
        names["dm"] = anything_goes.world.direct(ada.id).id
        for name, acts in (("theirs", ()), ("secret", ()), ("asleep", ("archive",)), ("locked", ("lock", "archive"))):
            ada.channel = place
            names[name] = (await ada.thread(name=name, private=name == "secret"))["id"]
            for act in acts:
                ada.channel = names[name]
                await ada.thread(act)
        seen, answer = await bot.request(method, path.format(**names), body)
    assert (seen, answer["code"]) == (status, code)


DENIED: dict[str, tuple[str, str, str, Any, int]] = {
    "seeing": ("view_channel", "GET", "/channels/{place}", None, 50001),
    "seeing before writing": ("view_channel", "POST", "/channels/{place}/messages", {"content": "x"}, 50001),
    "writing": ("send_messages", "POST", "/channels/{place}/messages", {"content": "x"}, 50013),
    "typing": ("send_messages", "POST", "/channels/{place}/typing", None, 50013),
    "public threads": ("create_public_threads", "POST", "/channels/{place}/threads", {"name": "T", "type": 11}, 50013),
    "private threads": ("create_private_threads", "POST", "/channels/{place}/threads", {"name": "T"}, 50013),
    "writing in threads": ("send_in_threads", "POST", "/channels/{thread}/messages", {"content": "x"}, 50013),
    "old threads": ("read_message_history", "GET", "/channels/{place}/threads/archived/public", None, 50013),
}


@pytest.mark.parametrize("claim", DENIED)
async def test_what_a_channel_denies(playground: Playground, ada: Person, claim: str) -> None:
    name, method, path, body, code = DENIED[claim]
    thread = await ada.thread(name="T")
    await ada.deny("general", name)
    async with RawBot(playground) as bot:
        address = path.format(place=ada.channel, thread=thread["id"])
        seen, answer = await bot.request(method, address, body)
        assert (seen, answer["code"]) == (403, code)
        await ada.post("allow", {"channel": ada.channel})
        assert (await bot.request(method, address, body))[0] < 300


async def test_files_and_the_past_can_be_denied(playground: Playground, ada: Person) -> None:
    await ada.say("before")
    await ada.deny("general", "attach_files", "read_message_history")
    async with RawBot(playground) as bot:
        assert await bot.request("GET", f"/channels/{ada.channel}/messages") == (200, [])


async def test_a_closed_door(playground: Playground, ada: Person) -> None:
    await ada.post("closed", {"member": ada.id})
    place = f"/channels/{playground.world.direct(ada.id).id}/messages"
    async with RawBot(playground) as bot:
        assert (await bot.request("POST", place, {"content": "x"}))[1]["code"] == 50007
        await ada.post("closed", {"member": ada.id, "closed": False})
        assert (await bot.request("POST", place, {"content": "x"}))[0] == 200


async def test_active_threads_have_an_end(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "ACTIVE_LIMIT", 1)
    place = f"/channels/{next(iter(playground.world.channels))}/threads"
    async with RawBot(playground) as bot:
        assert (await bot.request("POST", place, {"name": "One", "type": 11}))[0] == 201
        assert (await bot.request("POST", place, {"name": "Two", "type": 11}))[1]["code"] == 160006


async def test_invalid_requests_lock_out(playground: Playground) -> None:
    playground._stage.invalid_limit = 3
    async with RawBot(playground) as bot:
        for _ in range(3):
            assert (await bot.request("GET", "/users/@me", headers={"Authorization": "Bot wrong"}))[0] == 401
        assert (await bot.request("GET", "/users/@me"))[0] == 429
        playground.advance(601)
        assert (await bot.request("GET", "/users/@me"))[0] == 200


async def test_a_nonce_is_enforced(playground: Playground) -> None:
    place = f"/channels/{next(iter(playground.world.channels))}/messages"
    body = {"content": "x", "nonce": "n1", "enforce_nonce": True}
    async with RawBot(playground) as bot:
        first, second = [(await bot.request("POST", place, body))[1]["id"] for _ in range(2)]
        assert first == second
        playground.advance(301)
        assert (await bot.request("POST", place, body))[1]["id"] != first


async def test_people_are_refused_in_words(raw: RawBot, ada: Person, ben: Person) -> None:
    said = await ada.say("hi")
    wrong: list[tuple[str, dict[str, Any], int]] = [
        ("context", {"member": ada.id, "channel": ada.channel, "name": "None", "target": said["id"]}, 404),
        ("context", {"member": ada.id, "channel": ada.channel, "name": "ask", "target": "1"}, 404),
        ("thread", {"member": ben.id, "channel": ben.channel, "name": ""}, 400),
        ("thread", {"member": ben.id, "channel": ben.channel, "act": "join"}, 400),
        ("role", {"member": ben.id, "role": raw.playground.world.admin_role}, 404),
        ("role", {"member": ben.id, "role": "1", "by": ben.id}, 403),
        ("allow", {"channel": ada.channel, "deny": ["fly"]}, 400),
        ("allow", {"channel": raw.playground.world.direct(ada.id).id}, 404),
        ("allow", {"channel": ada.channel, "who": "1"}, 404),
        ("fault", {"kind": "meteor"}, 400),
        ("fault", {"kind": "slow", "times": 0}, 400),
        ("fault", {"kind": "slow", "after_s": "long"}, 400),
    ]
    for what, body, status in wrong:
        with pytest.raises(NotAllowed) as refused:
            await ada.post(what, body)
        assert (refused.value.status, what) == (status, what)
    assert raw.playground.world.commands("global")[0]["name"] == COMMANDS[0]["name"]
