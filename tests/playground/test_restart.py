"""What survives the process: everything but the tokens of interactions."""

import json
from pathlib import Path

import pytest

from bot.playground.journal import Journal
from bot.playground.server import Playground
from tests.people import NotAllowed, Person, file
from tests.playground.raw import RawBot

BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}


async def test_the_world_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path) as first, RawBot(first) as bot, Person(first.url, first.secret) as ada:
        await bot.sync()
        await bot.identify()
        said = await ada.say("before", files=[file("a.txt", b"kept")])
        await ada.slash("ask")
        event = await bot.event("INTERACTION_CREATE")
        await bot.answer(event, 4, {"content": "only you", "flags": 64, "components": [BUTTON]})
        private = await ada.sees("only you")
        await ada.post("members", {"name": "Eve"})
        await ada.advance(3600)
        await ada.slash("ask")
        await bot.answer(await bot.event("INTERACTION_CREATE"), 5)
        gone = await ada.say("gone")
        first.world.remove(first.world.message(gone["id"]) or pytest.fail("not kept"))
        offset, token, guild = first.clock.offset_ms, first.token, first.world.guild_id
    async with Playground(folder=tmp_path, token=token) as second, RawBot(second) as bot:
        assert second.world.guild_id == guild
        assert second.clock.offset_ms == offset
        assert second.secret != first.secret
        async with Person(second.url, second.secret) as ada, Person(second.url, second.secret, "Ben") as ben:
            assert [each["name"] for each in ada.world["members"]] == ["Ada", "Ben", "Cy", "Dee", "Eve"]
            assert [each["name"] for each in ada.world["commands"]] == ["ask"]
            kept = await ada.messages()
            assert [each["id"] for each in kept[:2]] == [said["id"], private["id"]]
            assert [(each["loading"], each["failed"]) for each in kept] == [
                (False, False), (False, False), (False, True),
            ]  # fmt: skip
            assert private["id"] not in [each["id"] for each in await ben.messages()]
            async with bot.session.get(second.url + kept[0]["attachments"][0]["url"]) as answer:
                assert await answer.read() == b"kept"
            await bot.identify()
            await ada.click("Go", kept[1])
            event = await bot.event("INTERACTION_CREATE")
            assert event["message"]["id"] == private["id"]
            assert int(event["id"]) > int(private["id"])
            assert (await bot.answer(event, 7, {"content": "changed"}))[0] == 200
            await ada.sees("changed")
            assert second.violations == []


async def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path) as first, Person(first.url, first.secret) as ada:
        await ada.say("whole")
    path = tmp_path / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b'{"kind":"message","id":"9","value":{"id":')
    async with Playground(folder=tmp_path) as second, Person(second.url, second.secret) as ada:
        assert [each["content"] for each in await ada.messages()] == ["whole"]


async def test_a_kill_while_the_world_began_begins_it_anew(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path):
        pass
    path = tmp_path / "journal.jsonl"
    lines = [line for line in path.read_bytes().splitlines(keepends=True) if b'"id":"guild"' not in line]
    path.write_bytes(b"".join(lines))
    async with Playground(folder=tmp_path) as place:
        assert [each.name for each in place.world.members.values()] == ["Ada", "Ben", "Cy", "Dee"]
        assert len(place.world.channels) == 6


async def test_a_busy_port_leaves_nothing_behind(tmp_path: Path) -> None:
    async with Playground() as first:
        port = int(first.url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="in use"):
            await Playground(port, tmp_path).__aenter__()
    async with Playground(port, tmp_path) as second:
        assert second.url.endswith(f":{port}")


async def test_a_damaged_journal_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"kind":"meta","id":"x","value":1}\n{broken}\n')
    with pytest.raises(ValueError, match=r"journal.jsonl:2: damaged"):
        await Playground(folder=tmp_path).__aenter__()
    assert b"broken" in path.read_bytes()
    path.unlink()
    async with Playground(folder=tmp_path):
        pass


async def test_a_folder_belongs_to_one_playground(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path) as first, Person(first.url, first.secret) as ada:
        with pytest.raises(BlockingIOError, match="another playground"):
            await Playground(folder=tmp_path).__aenter__()
        await ada.say("undisturbed")
    async with Playground(folder=tmp_path) as second, Person(second.url, second.secret) as ada:
        assert [each["content"] for each in await ada.messages()] == ["undisturbed"]


def test_a_journal_keeps_the_last_word_and_forgets_the_rest(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "new")
    for value in range(100):
        journal.put("number", "one", value)
    journal.put("number", "two", 2)
    journal.drop("number", "two")
    journal.drop("number", "never")
    journal.close()
    again = Journal(tmp_path / "new")
    assert again.shelf("number") == {"one": 99}
    again.close()
    lines = (tmp_path / "new" / "journal.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [{"kind": "number", "id": "one", "value": 99}]


def test_a_journal_without_a_folder_is_memory() -> None:
    journal = Journal(None)
    journal.put("kind", "id", [1])
    assert journal.shelf("kind") == {"id": [1]}
    journal.close()


async def test_a_dismissed_message_stays_away(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path) as first, RawBot(first) as bot, Person(first.url, first.secret) as ada:
        await bot.sync()
        await bot.identify()
        await ada.slash("ask")
        await bot.answer(await bot.event("INTERACTION_CREATE"), 4, {"content": "psst", "flags": 64})
        message = await ada.sees("psst")
        await ada.dismiss(message)
        with pytest.raises(NotAllowed):
            await ada.dismiss(message)
    async with Playground(folder=tmp_path) as second, Person(second.url, second.secret) as ada:
        assert await ada.messages() == []
