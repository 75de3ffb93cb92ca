"""What the real bot does in threads and in the menus on messages."""

from pathlib import Path

import aiohttp
import pytest

from tests.people import Message, Person, text_of, walk
from tests.whole.house import FEW, House
from tests.whole.test_outside import answered, ask, newest


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def test_practice_in_a_thread(house: House, ben: Person) -> None:
    thread = await ben.thread(name="Tonight", private=True)
    await ben.happens("channel.created")
    ben.go(thread["id"])
    await answered(house, ben, await ask(ben))


async def test_a_question_is_reported_from_its_menu(house: House, ben: Person) -> None:
    message = await ask(ben)
    await ben.settled(await ben.context("Something wrong?", message))
    form = await ben.modal()
    await ben.settled(await ben.submit(form, words="two of these are right"))
    assert (await house.kept(ben))["reports"]


async def test_a_verdict_is_reported_from_its_menu(house: House, ben: Person) -> None:
    message = await ask(ben)
    await answered(house, ben, message)
    await ben.settled(await ben.context("Something wrong?", message))
    assert (await ben.modal())["title"] == "Something wrong?"


async def test_another_message_is_no_question(house: House, ben: Person) -> None:
    said = await ben.say("hello")
    await ben.settled(await ben.context("Something wrong?", said))
    await ben.sees("no question or run of mine")


async def test_a_card_of_another_kind_is_no_question(house: House) -> None:
    ada = await house.person("Ada")
    await ada.settled(await ada.slash("setup"))
    await ada.settled(await ada.context("Something wrong?", newest(ada)))
    await ada.sees("no question or run of mine")


async def test_a_card_can_become_a_question_too(house: House) -> None:
    ada = await house.person("Ada")
    message = await ask(ada)
    await ada.settled(await ada.context("Make a question of this", message))
    form = await ada.modal()
    lines = next(each["value"] for each in walk(form["components"]) if each.get("custom_id") == "lines")
    assert "How do you take its change back?" in lines


async def test_somebody_elses_question_is_not_ours_to_report(house: House, ben: Person) -> None:
    ada = await house.person("Ada")
    ada.go("dm")
    theirs = await ask(ada)
    ids = [each["custom_id"] for each in walk(theirs["components"]) if "custom_id" in each]
    posted = await post_as_bot(house, ben, ids[0])
    await ben.settled(await ben.context("Something wrong?", posted))
    await ben.sees("asked of somebody else")


async def post_as_bot(house: House, person: Person, custom_id: str) -> Message:
    """Post a button of the bot's in the person's channel."""
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Pick", "custom_id": custom_id}]}
    url = f"{house.playground.api_base}/channels/{person.channel}/messages"
    headers = {"Authorization": f"Bot {house.playground.token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json={"components": [row]}) as got:
        assert got.status == 200, await got.text()
    return await person.sees("Pick")


async def test_an_editor_makes_a_question_of_what_was_said(house: House, ben: Person) -> None:
    ada = await house.person("Ada")
    said = await ben.say("Which mean is F1?")
    await ada.sees("Which mean is F1?")
    await ada.settled(await ada.context("Make a question of this", said))
    form = await ada.modal()
    lines = "Which mean is F1?\n+ The harmonic mean\n- The plain mean :: It forgives a weak side.\n? It is strict."
    fields = {each["custom_id"]: each for each in walk(form["components"]) if "custom_id" in each}
    assert fields["lines"]["value"] == "Which mean is F1?"
    assert next(each["html"] for each in form["components"] if each["type"] == 10).count("<code>") >= 3
    await ada.settled(await ada.submit(form, lines=lines, topic="dl.core.optimisers", level="mid"))
    await ada.sees("Publish")


async def test_who_is_no_editor_is_told_so_before_typing(house: House, ben: Person) -> None:
    said = await ben.say("Which mean is F1?")
    await ben.settled(await ben.context("Make a question of this", said))
    assert newest(ben)["ephemeral"]
    assert text_of(newest(ben)) == "Only admins may work on this server's questions."


async def test_a_message_without_words_makes_no_question(house: House) -> None:
    ada = await house.person("Ada")
    said = await ada.say("", files=[{"name": "a.txt", "type": "text/plain", "b64": "aGk="}])
    await ada.settled(await ada.context("Make a question of this", said))
    await ada.sees("no words that could become a question")
