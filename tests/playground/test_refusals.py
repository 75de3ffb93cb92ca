"""Wrong requests: each is refused with Discord's code, and what breaks its rules is written down."""

import asyncio
import io
from typing import Any

import aiohttp
import pytest

from bot.playground.server import Playground
from tests.people import Person
from tests.playground.raw import COMMANDS, RawBot

V2 = 1 << 15


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def button(custom_id: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def select(**more: Any) -> dict[str, Any]:
    options = [{"label": each, "value": each} for each in "ab"]
    return {"type": 3, "custom_id": "s", "options": options, **more}


def text(size: int) -> dict[str, Any]:
    return {"type": 10, "content": "x" * size}


def field(custom_id: str) -> dict[str, Any]:
    return {"type": 18, "label": "L", "component": {"type": 4, "style": 1, "custom_id": custom_id}}


EMBED = {"description": "x" * 4000}
GALLERY = {"type": 12, "items": [{"media": {"url": "attachment://none.png"}}]}
OWN_RULES: dict[str, dict[str, Any]] = {
    "content too long": {"content": "x" * 2001},
    "content beside components of the second kind": {"content": "x", "components": [text(1)], "flags": V2},
    "embeds beside them": {"embeds": [EMBED], "components": [text(1)], "flags": V2},
    "too much text in all": {"components": [text(2001), text(2000)], "flags": V2},
    "too many components in all": {
        "components": [{"type": 17, "components": [text(1) for _ in range(10)]} for _ in range(4)],
        "flags": V2,
    },
    "the second kind without its flag": {"content": "x", "components": [text(1)]},
    "the same custom_id twice": {"content": "x", "components": [row(button(), button())]},
    "the same id twice": {"content": "x", "components": [row(button("a", id=5), button("b", id=5))]},
    "a select beside a button": {"content": "x", "components": [row(select(), button())]},
    "six rows": {"content": "x", "components": [row(button(str(each))) for each in range(6)]},
    "embeds too long in all": {"embeds": [EMBED, EMBED]},
    "the same option twice": {"content": "x", "components": [row(select(options=[{"label": "a", "value": "a"}] * 2))]},
    "more to choose than there is": {"content": "x", "components": [row(select(max_values=3))]},
    "more must than may": {"content": "x", "components": [row(select(min_values=2))]},
    "a picture that is not there": {"components": [GALLERY], "flags": V2},
    "a poll": {"content": "x", "poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "!"}}]}},
    "a reply to nothing": {"content": "x", "message_reference": {"message_id": "1"}},
}
DOCUMENTED: dict[str, dict[str, Any]] = {
    "eleven embeds": {"embeds": [{"title": "x"}] * 11},
    "a label too long": {"content": "x", "components": [row(button(label="x" * 81))]},
    "a custom_id too long": {"content": "x", "components": [row(button("x" * 101))]},
    "six buttons in a row": {"content": "x", "components": [row(*(button(str(each)) for each in range(6)))]},
    "26 options": {
        "content": "x",
        "components": [row(select(options=[{"label": "a", "value": str(each)} for each in range(26)]))],
    },
    "a placeholder too long": {"content": "x", "components": [row(select(placeholder="x" * 151))]},
    "a component of no kind": {"content": "x", "components": [{"type": 77}]},
    "a section without accessory": {"components": [{"type": 9, "components": [text(1)]}], "flags": V2},
    "an embed title too long": {"embeds": [{"title": "x" * 257}]},
    "a nonce too long": {"content": "x", "nonce": "n" * 26},
    "flags that are words": {"content": "x", "flags": "many"},
    "content that is a list": {"content": ["x"]},
}


@pytest.mark.parametrize("claim", OWN_RULES)
async def test_our_own_rules_refuse(anything_goes: Playground, claim: str) -> None:
    await is_refused(anything_goes, OWN_RULES[claim])


@pytest.mark.usefixtures("document")
@pytest.mark.parametrize("claim", DOCUMENTED)
async def test_discords_document_refuses(anything_goes: Playground, claim: str) -> None:
    await is_refused(anything_goes, DOCUMENTED[claim])


async def is_refused(place: Playground, body: dict[str, Any]) -> None:
    channel = next(iter(place.world.channels))
    async with RawBot(place) as bot:
        status, answer = await bot.request("POST", f"/channels/{channel}/messages", body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    assert answer["errors"]
    assert [each["where"] for each in place.violations] == [f"POST /api/v10/channels/{channel}/messages"]
    assert place.world.messages(channel) == []
    assert place.world.attachments == {}


async def test_a_fault_names_the_field(anything_goes: Playground) -> None:
    channel = next(iter(anything_goes.world.channels))
    async with RawBot(anything_goes) as bot:
        _, answer = await bot.request("POST", f"/channels/{channel}/messages", {"content": "x" * 2001})
    told = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}
    assert answer["errors"] == {"content": {"_errors": [told]}}
    assert anything_goes.violations[0]["what"] == "content: Must be 2000 or fewer in length."


def command(**more: Any) -> dict[str, Any]:
    return {"name": "ask", "description": "Ask", **more}


def option(name: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "D", **more}


CHOICES = [{"name": "x" * 100, "value": f"{each}" + "x" * 90} for each in range(3)]
COMMAND_SETS: dict[str, list[dict[str, Any]]] = {
    "101 commands": [command(name=f"c{each}") for each in range(101)],
    "the same name twice": [command(), command()],
    "no description": [command(description="")],
    "a name in capitals": [command(name="Ask")],
    "a name with a blank": [command(name="a b")],
    "required after optional": [command(options=[option("a"), option("b", required=True)])],
    "an option twice": [command(options=[option(), option()])],
    "more than 8000 characters": [
        command(options=[option(f"o{each}", description="x" * 100, choices=CHOICES) for each in range(25)])
    ],
    "16 user commands": [{"name": f"U {each}", "type": 2} for each in range(16)],
}


@pytest.mark.parametrize("claim", COMMAND_SETS)
async def test_wrong_commands_are_refused(anything_goes: Playground, claim: str) -> None:
    async with RawBot(anything_goes) as bot:
        assert await bot.sync() == (200, anything_goes.world.commands("global"))
        status, answer = await bot.sync(COMMAND_SETS[claim])
    assert (status, answer["code"]) == (400, 50035)
    assert [each["name"] for each in anything_goes.world.commands("global")] == ["ask"]


async def test_a_command_keeps_its_id(playground: Playground) -> None:
    async with RawBot(playground) as bot:
        _, first = await bot.sync()
        _, second = await bot.sync([{**COMMANDS[0], "description": "Changed"}, command(name="other")])
        guild = f"/applications/{playground.world.bot_id}/guilds/{playground.world.guild_id}/commands"
        assert (await bot.request("PUT", guild, [command(default_member_permissions=32)]))[0] == 200
        _, own = await bot.request("GET", guild)
    assert first[0]["id"] == second[0]["id"]
    assert own[0]["default_member_permissions"] == "32"
    assert own[0]["guild_id"] == playground.world.guild_id


async def test_the_servers_own_command_hides_the_global_one(playground: Playground, ada: Person) -> None:
    async with RawBot(playground) as bot:
        await bot.sync()
        guild = f"/applications/{playground.world.bot_id}/guilds/{playground.world.guild_id}/commands"
        await bot.request("PUT", guild, [command(description="Ours", options=[option(description="x")])])
        changed = [each for each in ada.events if each["t"] == "commands.changed"]
        await ada.happens("commands.changed")
    world = await ada.get("world")
    assert [each["description"] for each in world["commands"]] == ["Ours"]
    assert len(changed) <= 2


ROUTES: list[tuple[str, str, Any, int, int]] = [
    ("GET", "/channels/1", None, 404, 10003),
    ("POST", "/channels/1/messages", {"content": "x"}, 404, 10003),
    ("GET", "/channels/{channel}/messages/1", None, 404, 10008),
    ("PATCH", "/channels/{channel}/messages/1", {"content": "x"}, 404, 10008),
    ("PATCH", "/channels/{channel}/messages/{said}", {"content": "x"}, 403, 50005),
    ("DELETE", "/channels/{channel}/messages/{said}", None, 403, 50013),
    ("POST", "/channels/{channel}/messages", {}, 400, 50006),
    ("GET", "/channels/{channel}/messages?limit=0", None, 400, 50035),
    ("GET", "/channels/{channel}/messages?before=x", None, 400, 50035),
    ("GET", "/users/1", None, 404, 10013),
    ("POST", "/users/@me/channels", {"recipient_id": "1"}, 404, 10013),
    ("GET", "/guilds/1", None, 404, 10004),
    ("GET", "/guilds/{guild}/members/1", None, 404, 10007),
    ("GET", "/guilds/{guild}/roles/1", None, 404, 10011),
    ("GET", "/applications/1/commands", None, 404, 10002),
    ("POST", "/interactions/1/x/callback", {"type": 5}, 404, 10062),
    ("POST", "/webhooks/{bot}/x", {"content": "x"}, 404, 10015),
    ("POST", "/webhooks/{bot}/aW50ZXJhY3Rpb246MTp4", {"content": "x"}, 401, 50027),
    ("GET", "/webhooks/1/x/messages/@original", None, 404, 10015),
    ("GET", "/voice/regions", None, 404, 0),
    ("PATCH", "/channels/{channel}", {"name": "x"}, 403, 50013),
    ("PUT", "/applications/{bot}/commands", {"name": "x"}, 400, 50035),
    ("PATCH", "/channels/{channel}/messages/{said}", [1], 400, 50035),
]


@pytest.mark.parametrize("case", ROUTES, ids=lambda case: f"{case[0]} {case[1]}")
async def test_a_wrong_request_gets_its_code(anything_goes: Playground, case: tuple[str, str, Any, int, int]) -> None:
    method, path, body, status, code = case
    world = anything_goes.world
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        said = await ada.say("mine")
        names = {"channel": ada.channel, "said": said["id"], "guild": world.guild_id, "bot": world.bot_id}
        seen, answer = await bot.request(method, path.format(**names), body)
    assert (seen, answer["code"]) == (status, code)


async def test_a_route_that_is_not_played_is_said_so(anything_goes: Playground) -> None:
    async with RawBot(anything_goes) as bot:
        await bot.request("GET", "/voice/regions")
    assert "does not play" in anything_goes.violations[0]["what"]


@pytest.mark.parametrize("header", ["", "Bot wrong", "Bearer {token}", "{token}"])
async def test_only_the_made_up_token_opens(playground: Playground, header: str) -> None:
    headers = {"Authorization": header.format(token=playground.token)}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{playground.api_base}/users/@me") as answer,
    ):
        assert answer.status == 401
        assert await answer.json() == {"message": "401: Unauthorized", "code": 0}


async def test_broken_json_and_large_bodies(anything_goes: Playground) -> None:
    channel = next(iter(anything_goes.world.channels))
    address = f"/channels/{channel}/messages"
    async with RawBot(anything_goes) as bot:
        status, answer = await bot.request("POST", address, data=b"{", headers={"Content-Type": "application/json"})
        assert (status, answer["code"]) == (400, 50109)
        form = aiohttp.FormData()
        form.add_field("payload_json", "{}")
        form.add_field("files[0]", io.BytesIO(bytes(10 * 1024 * 1024 + 1)), filename="big.bin")
        status, answer = await bot.request("POST", address, data=form)
        assert (status, answer["code"]) == (413, 40005)
        status, answer = await bot.request("POST", address, data=io.BytesIO(bytes(25 * 1024 * 1024 + 1)))
        assert (status, answer["code"]) == (413, 40005)
    assert len(anything_goes.violations) == 3


CALLBACKS: list[tuple[dict[str, Any], str]] = [
    ({"type": 8, "data": {"choices": []}}, "type"),
    ({"type": 7, "data": {"content": "x"}}, "type"),
    ({"type": 6}, "type"),
    ({"type": 9, "data": {"title": "T", "custom_id": "c", "components": [field(str(n)) for n in range(6)]}}, "data"),
    ({"type": 9, "data": {"title": "T", "custom_id": "c", "components": [field("a"), field("a")]}}, "data"),
    ({"type": 4, "data": {"content": "x", "components": [text(1)], "flags": V2}}, "content"),
]


@pytest.mark.parametrize(("body", "where"), CALLBACKS)
async def test_a_wrong_answer_is_refused_and_may_be_mended(
    anything_goes: Playground, body: dict[str, Any], where: str
) -> None:
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        await bot.sync()
        await bot.identify()
        await ada.slash("ask")
        event = await bot.event("INTERACTION_CREATE")
        status, answer = await bot.answer(event, body["type"], body.get("data"))
        assert (status, answer["code"]) == (400, 50035)
        assert where in answer["errors"]
        assert (await bot.answer(event, 4, {"content": "mended"}))[0] == 200
        await ada.sees("mended")
        assert (await ada.happens("violation"))["where"].startswith("POST /api/v10/interactions/")


async def test_choices_too_long(anything_goes: Playground) -> None:
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        await bot.sync()
        await bot.identify()
        waiting = asyncio.create_task(ada.autocomplete("ask", "topic", topic="m"))
        event = await bot.event("INTERACTION_CREATE")
        wrong = {"choices": [{"name": "A", "value": "x" * 101}]}
        assert (await bot.answer(event, 8, wrong))[1]["code"] == 50035
        assert (await bot.answer(event, 4, {"content": "x"}))[1]["code"] == 50035
        await bot.answer(event, 8, {"choices": []})
        assert await waiting == []


async def test_a_form_cannot_open_a_form(anything_goes: Playground) -> None:
    form = {"title": "T", "custom_id": "c", "components": [field("a")]}
    async with RawBot(anything_goes) as bot, Person(anything_goes.url, anything_goes.secret) as ada:
        await bot.sync()
        await bot.identify()
        await ada.slash("ask")
        await bot.answer(await bot.event("INTERACTION_CREATE"), 9, form)
        await ada.submit(await ada.modal(), a="x")
        event = await bot.event("INTERACTION_CREATE")
        assert (await bot.answer(event, 9, form))[1]["code"] == 50035


async def test_a_bot_without_the_permission_cannot_read_the_audit_log() -> None:
    async with Playground(bot_permissions=0) as place, RawBot(place) as bot:
        path = f"/guilds/{place.world.guild_id}/audit-logs"
        assert (await bot.request("GET", path))[1]["code"] == 50013


@pytest.mark.usefixtures("document")
async def test_our_own_answers_are_judged_too(anything_goes: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(anything_goes._stage.payloads), "user", lambda *_: {"id": 7})
    async with RawBot(anything_goes) as bot:
        await bot.request("GET", "/users/@me")
    assert anything_goes.violations[0]["where"] == "answer to GET /users/@me"
