"""What people see when something outside fails: a clear sentence, and nothing lost or doubled."""

import asyncio
import threading
from pathlib import Path

import aiohttp
import pytest

from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.render.card import Drawing
from bot.rules.errors import EdgeDown
from tests.people import Failed, Message, Person, text_of, walk
from tests.whole.house import FEW, House, attempt_of, right_letters

SINGLE = "python.engineering.git-basics"
DRAWN = "stats.probability.conditional-bayes"


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def ask(person: Person, topic: str = SINGLE) -> Message:
    await person.settled(await person.slash("practice", topic=topic))
    return await newest(person)


async def post_button(house: House, channel: str, custom_id: str) -> None:
    """Post a button as a version of the bot that nobody remembers."""
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "An old button", "custom_id": custom_id}]}
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {house.playground.token}"}) as session,
        session.post(
            f"{house.playground.api_base}/channels/{channel}/messages", json={"content": "", "components": [row]}
        ) as answer,
    ):
        assert answer.status == 200, await answer.text()


class Jam:
    """Holds the desk's one thread until it is let go."""

    def __init__(self, practice: Practice) -> None:
        self._go = threading.Event()
        self._held = asyncio.ensure_future(self._hold(practice))

    async def _hold(self, practice: Practice) -> None:
        def wait(_books: Books) -> None:
            self._go.wait(60)

        await practice.desk(wait)

    async def let_go(self) -> None:
        self._go.set()
        await self._held


async def test_an_answer_that_comes_too_late_is_recorded_once_and_shown_at_the_next_press(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    variant = await house.variant(ben, message)
    jam = Jam(house.app.practice)
    interaction = await ben.click(right_letters(variant), message)
    await ben.advance(4)
    with pytest.raises(Failed, match="3 seconds"):
        await ben.settled(interaction)
    await jam.let_go()
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])
    told = await ben.sees("Nothing changed.")
    assert text_of(told).startswith(f"You answered this one with {right_letters(variant)} at <t:")


async def test_a_command_that_comes_too_late_can_be_given_again(house: House) -> None:
    ben = await house.person()
    jam = Jam(house.app.practice)
    interaction = await ben.slash("practice", topic=SINGLE)
    await ben.advance(4)
    with pytest.raises(Failed):
        await ben.settled(interaction)
    await jam.let_go()
    first = await ask(ben)
    assert len((await house.kept(ben))["attempts"]) == 1
    assert attempt_of(first)


async def test_a_dropped_connection_is_taken_up_with_what_was_missed(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    await house.playground.drop_gateway()
    interaction = await ben.click("I don't know", message)
    await ben.settled(interaction)
    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])


async def test_discord_may_ask_to_connect_again(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    house.playground.ask_to_reconnect()
    await ben.settled(await ben.click("Hint (−25%)", message))
    assert "**Hint** " in text_of(ben.seen[message["id"]])


async def test_a_picture_that_cannot_be_drawn_leaves_the_text(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(_: Drawing) -> bytes:
        raise EdgeDown("pictures", "No pictures now.")

    object.__setattr__(house.app, "pictures", down)
    ben = await house.person()
    message = await ask(ben, DRAWN)
    await ben.settled(await ben.click("I don't know", message))
    verdict = await ben.sees("-# 0 of 1")
    assert not [part for part in walk(verdict["components"]) if part["type"] == 12]


async def test_a_token_of_long_ago_does_not_matter(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    await ben.advance(16 * 60)
    await ben.settled(await ben.click("Hint (−25%)", message))
    await ben.advance(16 * 60)
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])


@pytest.mark.parametrize(
    "custom_id", ["practice:dance:1", "story:join:7", "practice:pick:-1:0", "x", "practice:pick:1:99999999"]
)
async def test_a_button_of_another_version_leads_nowhere_kindly(house: House, custom_id: str) -> None:
    ben = await house.person()
    await post_button(house, ben.channel, custom_id)
    old = await ben.sees("An old button")
    await ben.settled(await ben.click(custom_id, old))
    said = await newest(ben)
    assert said["ephemeral"]
    assert any(words in text_of(said) for words in ("from another time", "no longer stored"))


async def test_without_the_database_there_is_one_calm_sentence(house: House, caplog: pytest.LogCaptureFixture) -> None:
    ben = await house.person()
    message = await ask(ben)
    await house.app.practice.desk.close()  # type: ignore[attr-defined]  # the real desk has it
    await ben.settled(await ben.click("I don't know", message))
    told = text_of(await newest(ben))
    assert "(Reference: " in told
    reference = told.rpartition("Reference: ")[2].removesuffix(")")
    assert any(reference in record.getMessage() for record in caplog.records)
    assert "Traceback" not in told
    caplog.clear()
