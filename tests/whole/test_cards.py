"""`/me`, `/setup` and `/help`: cards, settings, data."""

import json
from pathlib import Path

import aiohttp
import pytest

from tests.people import Message, NotAllowed, Person, labels_of, text_of, walk
from tests.whole.house import FEW, House


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def use(person: Person, command: str) -> Message:
    await person.settled(await person.slash(command))
    return await newest(person)


async def give_up(person: Person, topic: str) -> None:
    await person.settled(await person.slash("practice", topic=topic))
    await person.settled(await person.click("I don't know"))


async def downloaded(house: House, message: Message) -> bytes:
    """Fetch the file that a message shows."""
    (shown,) = [part for part in walk(message["components"]) if part["type"] == 13]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{house.playground.url}{shown['file']['url']}") as answer,
    ):
        assert answer.status == 200
        return await answer.read()


async def test_a_stranger_has_an_empty_private_card(house: House) -> None:
    ben = await house.person()
    card = await use(ben, "me")
    assert card["ephemeral"]
    assert "Nothing answered yet" in text_of(card)
    assert labels_of(card) == ["Settings", "Export my data", "Delete everything"]


async def test_the_card_counts_by_area(house: House) -> None:
    ben = await house.person()
    await give_up(ben, "python.pandas.joins")
    await give_up(ben, "python.numpy.indexing")
    await give_up(ben, "stats.inference.bootstrap")
    said = text_of(await use(ben, "me"))
    assert "Python mastery" in said
    assert "0 of 2" in said
    assert "0 of 1" in said


async def test_settings_are_kept_and_shown(house: House) -> None:
    ben = await house.person()
    card = await use(ben, "me")
    await ben.click("Settings", card)
    modal = await ben.modal()
    await ben.settled(await ben.submit(modal, zone="berlin", level=["senior"], tracks=["pytorch", "sagemaker"]))
    said = text_of(ben.seen[card["id"]])
    assert "Europe/Berlin" in said
    assert "senior" in said
    assert "Tracks: **pytorch, sagemaker**" in said
    await house.restart()
    assert "Europe/Berlin" in text_of(await use(ben, "me"))


async def test_a_zone_that_is_not_known_is_refused(house: House) -> None:
    ben = await house.person()
    await ben.click("Settings", await use(ben, "me"))
    await ben.settled(await ben.submit(await ben.modal(), zone="Atlantis", level=["any"], tracks=[]))
    assert "such as Europe/Berlin" in text_of(await newest(ben))


async def test_all_data_are_given_out(house: House) -> None:
    ben = await house.person()
    await give_up(ben, "python.pandas.joins")
    await ben.settled(await ben.click("Export my data", await use(ben, "me")))
    message = await ben.sees("Here is everything I keep about you")
    assert message["ephemeral"]
    told = json.loads(await downloaded(house, message))
    assert len(told["attempts"]) == 1


async def test_all_data_are_deleted_after_a_second_press(house: House) -> None:
    ben = await house.person()
    await give_up(ben, "python.pandas.joins")
    card = await use(ben, "me")
    await ben.settled(await ben.click("Delete everything", card))
    assert any((await house.kept(ben)).values())
    await ben.settled(await ben.click("Keep it", card))
    await ben.settled(await ben.click("Delete everything", card))
    await ben.settled(await ben.click("Yes, delete everything", card))
    assert not any((await house.kept(ben)).values())
    assert "Nothing answered yet" in text_of(await use(ben, "me"))


async def test_an_old_question_of_a_deleted_person_is_gone_kindly(house: House) -> None:
    ben = await house.person()
    await ben.settled(await ben.slash("practice", topic="python.pandas.joins"))
    question = await newest(ben)
    card = await use(ben, "me")
    await ben.settled(await ben.click("Delete everything", card))
    await ben.settled(await ben.click("Yes, delete everything", card))
    await ben.settled(await ben.click("I don't know", question))
    assert text_of(await newest(ben)) == "That question is no longer stored. /practice brings a new one."


async def test_me_works_in_direct_messages(house: House) -> None:
    ben = await house.person(channel="dm")
    assert "Nothing answered yet" in text_of(await use(ben, "me"))


async def test_an_admin_sets_the_server_up(house: House) -> None:
    ada = await house.person("Ada")
    card = await use(ada, "setup")
    assert card["ephemeral"]
    role = next(role for role in ada.world["roles"] if role["name"] != "@everyone")
    selects = [part["custom_id"] for part in walk(card["components"]) if part["type"] == 6]
    assert len(selects) == 3
    for select in selects:
        await ada.settled(await ada.click(select, card, [role["id"]]))
    await ada.settled(await ada.click("Time zone", card))
    await ada.settled(await ada.submit(await ada.modal(), zone="Asia/Kolkata"))
    await house.restart()
    said = text_of(await use(ada, "setup"))
    assert "Asia/Kolkata" in said
    assert said.count(f"<@&{role['id']}>") == 3


async def test_setup_is_not_offered_to_others(house: House) -> None:
    ben = await house.person()
    assert "setup" not in {command["name"] for command in ben.world["commands"]}
    with pytest.raises(NotAllowed):
        await ben.slash("setup")


async def test_the_inviter_is_offered_the_settings_once(house: House) -> None:
    ada = await house.person("Ada")
    await ada.post("join", {})
    offer = await ada.sees("/setup")
    assert f"<@{ada.id}>" in text_of(offer)
    assert not offer["ephemeral"]
    await ada.settled(await ada.click(labels_of(offer)[0], offer))
    assert "UTC" in text_of(await newest(ada))
    await ada.post("join", {})
    await house.restart()
    assert sum(labels_of(message) == labels_of(offer) for message in await ada.messages()) == 1


async def test_help_tells_what_there_is_and_what_is_stored(house: House) -> None:
    ben = await house.person()
    card = await use(ben, "help")
    said = text_of(card)
    assert card["ephemeral"]
    for word in ("/practice", "/me", "/bank", "delete", "What changed"):
        assert word in said
