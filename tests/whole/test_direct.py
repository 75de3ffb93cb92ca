"""Practice in direct messages with the bot, where a plain message is an answer."""

from pathlib import Path

import pytest

from bot.rules.question import QuestionType
from tests.people import Message, Person, labels_of, text_of
from tests.whole.house import FEW, House, attempt_of, right_letters, wrong_letter

SINGLE = "python.engineering.git-basics"
MULTIPLE = "python.numpy.indexing"
NUMERIC = "python.pandas.joins"


KINDS = {SINGLE: QuestionType.SINGLE, MULTIPLE: QuestionType.MULTIPLE, NUMERIC: QuestionType.NUMERIC}


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def ask(house: House, person: Person, topic: str = SINGLE) -> Message:
    """Ask of a topic until the question is of the kind that the test is about."""
    await person.settled(await person.slash("practice", topic=topic))
    message = newest(person)
    while (await house.variant(person, message)).question.type is not KINDS[topic]:
        await person.settled(await person.click("I don't know", message))
        await person.settled(await person.click("Next", message))
        message = newest(person)
    return message


def newest(person: Person) -> Message:
    """The newest message in sight."""
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def answered(person: Person, text: str) -> Message:
    """Write a message and wait for the bot's reply to it."""
    said = await person.say(text)

    def replied() -> Message | None:
        return next((m for m in person.seen.values() if (m["reply_to"] or {}).get("id") == said["id"]), None)

    return await person._until(replied, "a reply", 10)


async def test_in_direct_messages_a_question_is_an_ordinary_message(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben)
    assert not message["ephemeral"]
    letter = right_letters(await house.variant(ben, message))
    await ben.settled(await ben.click(letter, message))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])


async def test_a_letter_answers_and_the_question_loses_its_buttons(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben)
    letter = right_letters(await house.variant(ben, message))
    reply = await answered(ben, f"{letter.lower()})")
    assert "-# 1 of 1" in text_of(reply)
    assert "Next" in labels_of(reply)

    def bare() -> bool | None:
        return None if labels_of(ben.seen[message["id"]]) else True

    assert await ben._until(bare, "the buttons to go", 10)


async def test_several_letters_answer(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben, MULTIPLE)
    letters = right_letters(await house.variant(ben, message))
    assert "-# 1 of 1" in text_of(await answered(ben, " and ".join(letters)))


async def test_a_number_answers_with_a_comma_too(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben, NUMERIC)
    key = (await house.variant(ben, message)).number
    assert key is not None
    assert "-# 1 of 1" in text_of(await answered(ben, f"{key.value:.2f}".replace(".", ",")))


async def test_not_knowing_can_be_said(house: House) -> None:
    ben = await house.person(channel="dm")
    await ask(house, ben, NUMERIC)
    assert "kept apart from a wrong guess" in text_of(await answered(ben, "I don't know"))


@pytest.mark.parametrize(("topic", "text"), [(SINGLE, "hello there"), (NUMERIC, "some rows"), (SINGLE, "@everyone")])
async def test_what_cannot_be_read_is_said_and_the_question_still_waits(house: House, topic: str, text: str) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben, topic)
    refusal = await answered(ben, text)
    assert "such as" in text_of(refusal) or "Write it like" in text_of(refusal)
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])


async def test_a_message_that_answers_nothing_is_told_what_to_do(house: House) -> None:
    ben = await house.person(channel="dm")
    assert text_of(await answered(ben, "hi")).startswith("No question is waiting")


async def test_an_old_question_answers_with_what_counts(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await ask(house, ben)
    variant = await house.variant(ben, message)
    await answered(ben, right_letters(variant))
    await house.restart()
    again = await ask(house, ben)
    assert attempt_of(again) != attempt_of(message)
    assert text_of(await answered(ben, wrong_letter(await house.variant(ben, again)))).startswith("### ✗")


async def test_what_is_written_in_a_server_is_not_read(house: House) -> None:
    ben = await house.person()
    await ask(house, ben)
    await ben.say("A")
    dm = await house.person("Ben", "dm")
    assert text_of(await answered(dm, "A")).startswith("No question is waiting")


async def test_dialogues_in_several_places_do_not_meet(house: House) -> None:
    here, there = await house.person("Ben"), await house.person("Ben", "dm")
    public, direct = await ask(house, here), await ask(house, there)
    assert attempt_of(public) != attempt_of(direct)
    await answered(there, "idk")
    await here.settled(await here.click("I don't know", public))
    assert "-# 0 of 1" in text_of(here.seen[public["id"]])
