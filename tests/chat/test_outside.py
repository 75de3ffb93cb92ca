"""Who lets a model outside hear answers, by whole payloads of `/me` and `/setup`."""

import pytest

from bot.render import words
from tests.chat.payloads import ADA, ADMIN, GUILD
from tests.chat.recorder import Room

MODEL = "mark-1 at model.example"
there = pytest.mark.parametrize("outsider", [MODEL], indirect=True)


@there
async def test_a_person_lets_the_model_hear_them_and_takes_it_back(room: Room) -> None:
    card = await room.command("me")
    assert "### A model outside: ✗ does not hear you" in card.text
    assert f"**{MODEL}**" in card.text
    assert "your answer are sent there" in card.text
    let = await room.press(card, words.LET_MODEL)
    assert (let.type, "### A model outside: ✓ hears you" in let.text) == (7, True)
    assert room.desk.kept.people[ADA].outside
    twice = await room.press(card, words.LET_MODEL)
    assert "✓ hears you" in twice.text
    back = await room.press(let, words.KEEP_WORDS)
    assert "✗ does not hear you" in back.text
    assert not room.desk.kept.people[ADA].outside


@there
async def test_a_server_allows_the_model_and_forbids_it(room: Room) -> None:
    card = await room.command("setup", permissions=ADMIN)
    assert "### A model outside: ✗ not allowed" in card.text
    assert "only for members who let it in `/me`" in card.text
    allowed = await room.press(card, words.ALLOW_MODEL, permissions=ADMIN)
    assert (allowed.type, "### A model outside: ✓ allowed" in allowed.text) == (7, True)
    assert room.desk.kept.servers[GUILD].outside
    refused = await room.press(card, words.ALLOW_MODEL)
    assert (refused.type, refused.private, "may manage this server" in refused.text) == (4, True, True)
    await room.press(allowed, words.FORBID_MODEL, permissions=ADMIN)
    assert not room.desk.kept.servers[GUILD].outside


async def test_without_a_model_nothing_is_offered(room: Room) -> None:
    mine, servers = await room.command("me"), await room.command("setup", permissions=ADMIN)
    for card in (mine, servers):
        assert "model" not in card.text
    assert {words.LET_MODEL, words.ALLOW_MODEL}.isdisjoint((*mine.buttons, *servers.buttons))
