"""What members say is wrong reaches who may mend it, and what is open in a quiz is met nowhere else."""

import re
from pathlib import Path

import pytest

from bot.render import inbox as cards
from bot.render import words
from tests.people import Message, Person, labels_of, text_of
from tests.quizzed import quiz_with, revealed
from tests.whole.house import FEW, House, right_letters
from tests.whole.quizzes import fill, start, told
from tests.whole.test_outside import SINGLE, ask, newest

SEALED = "This question is open in a quiz you are in. It comes back here after its reveal."


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def report(person: Person, message: Message, said: str) -> Message:
    await person.settled(await person.click(words.WRONG, message))
    await person.settled(await person.submit(await person.modal(), words=said))
    return await person.sees("Thank you.", after=message["id"])


async def opened(ada: Person) -> Message:
    await ada.settled(await ada.slash("bank inbox"))
    return newest(ada)


async def press(person: Person, label: str, message: Message) -> Message:
    await person.settled(await person.click(label, message))
    return person.seen[message["id"]]


async def test_a_report_is_read_and_put_away_also_after_a_restart(house: House, ada: Person, ben: Person) -> None:
    question = await ask(ben)
    await report(ben, question, "two of these are right")
    await report(ben, question, "**the wording**\n@everyone is odd")
    shown = await opened(ada)
    assert shown["ephemeral"]
    said = text_of(shown)
    assert "### Inbox · 1 of 2 to look at\n> \\*\\*the wording\\*\\*\n> \\@everyone is odd" in said
    assert "How do you take its change back?" in said
    assert "Ben" not in said
    assert ben.id not in said
    older = await press(ada, words.NEXT, shown)
    assert "2 of 2 to look at\n> two of these are right" in text_of(older)
    await house.restart()
    left = await press(ada, words.DONE, older)
    assert "1 of 1 to look at" in text_of(left)
    assert cards.NOTHING_WAITS in text_of(await press(ada, words.DONE, left))
    handled = await press(ada, words.SHOW_HANDLED, left)
    assert "### Inbox · 1 of 2 done" in text_of(handled)
    await ada.settled(await ada.click(words.ITS_QUESTION, handled))
    assert words.WITHDRAW in labels_of(newest(ada))


async def test_a_press_on_done_twice_is_one(ada: Person, ben: Person) -> None:
    await report(ben, await ask(ben), "two of these are right")
    shown = await opened(ada)
    first, second = await ada.click(words.DONE, shown), await ada.click(words.DONE, shown)
    await ada.settled(first)
    await ada.settled(second)
    assert cards.NOTHING_WAITS in text_of(ada.seen[shown["id"]])


async def test_members_do_not_look_into_the_inbox(ben: Person) -> None:
    await ben.settled(await ben.slash("bank inbox"))
    assert text_of(newest(ben)) == "Only admins may work on this server's questions."


async def test_in_direct_messages_it_is_said_who_gets_it(house: House, ada: Person) -> None:
    direct = await house.person("Ben", "dm")
    thanks = await report(direct, await ask(direct), "two of these are right")
    assert "Whoever runs this bot gets it" in text_of(thanks)
    assert cards.NOTHING_WAITS in text_of(await opened(ada))


async def test_what_is_open_in_a_quiz_waits_for_its_reveal(house: House, ada: Person, ben: Person) -> None:
    question = await ask(ben)
    key = (await house.variant(ben, question)).question
    quiz = await house.app.practice.desk(quiz_with(int(ben.id), int(ada.id), question=key))
    for label in ("A", words.GIVE_UP):
        await ben.settled(await ben.click(label, question))
        assert text_of(newest(ben)) == SEALED
    await ben.settled(await ben.slash("practice", topic=SINGLE))
    assert "How do you take its change back?" not in text_of(newest(ben))
    await ben.settled(await ben.context(words.WRONG, question))
    await ben.settled(await ben.submit(await ben.modal(), words="two of these are right"))
    assert cards.SEALED in text_of(await opened(ada))
    await ada.settled(await ada.slash("bank find", words=key.id))
    assert text_of(newest(ada)) == SEALED
    await house.restart()
    await house.app.practice.desk(revealed(quiz))
    letter = right_letters(await house.variant(ben, question))
    assert "-# 1 of 1" in text_of(await press(ben, letter, question))
    assert "two of these are right" in text_of(await opened(ada))


async def test_what_is_typed_in_direct_messages_waits_too(house: House) -> None:
    direct = await house.person("Ben", "dm")
    question = await ask(direct)
    key = (await house.variant(direct, question)).question
    quiz = await house.app.practice.desk(quiz_with(int(direct.id), question=key))
    await direct.say("A")
    await direct.sees(SEALED)
    assert (await house.kept(direct))["attempts"] == []  # nor does an export tell
    await house.app.practice.desk(revealed(quiz))
    assert [row["answer"] for row in (await house.kept(direct))["attempts"]] == [None]


async def test_a_voided_question_is_in_the_inbox_and_free_again(house: House, ada: Person, ben: Person) -> None:
    practice = await ask(ben)
    evening = await start(house, ada, topic=SINGLE, questions=1)
    await told(ben, "Join", evening.lobby)
    question = await evening.begin()
    await ben.settled(await ben.click(words.GIVE_UP, practice))
    assert text_of(newest(ben)) == SEALED
    cy = await house.person("Cy")
    assert "How do you take its change back?" in text_of(await ask(cy))
    await fill(ben, ben.seen[question["id"]], words.WRONG, words="B and C say the same")
    assert cards.NOTHING_WAITS not in text_of(await opened(ada))
    await told(ada, words.HOST, ada.seen[question["id"]])
    await fill(ada, newest(ada), words.VOID, words="two keys")
    await evening.revealed(1)
    shown = await opened(ada)
    assert "1 of 2 to look at\n> two keys" in text_of(shown)
    place = (
        rf"quiz \*\*.+\*\*, \[question 1\]\(https://discord.com/channels/\d+/{question['channel']}/{question['id']}\)"
    )
    assert re.search(rf"{place} · voided by <@{ada.id}>", text_of(shown))
    assert "> B and C say the same" in text_of(await press(ada, words.NEXT, shown))
    letter = right_letters(await house.variant(ben, practice))
    assert "-# 1 of 1" in text_of(await press(ben, letter, practice))
