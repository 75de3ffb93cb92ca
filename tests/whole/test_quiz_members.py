"""What a member meets in a quiz: joining, leaving, answering in time and not, old buttons, own numbers."""

import re

import pytest

from bot.rules.quiz import GRACE
from tests.people import Person, labels_of, text_of
from tests.whole.house import House
from tests.whole.quizzes import Evening, fill, newest, sees, start, told

TALK_S = 90


@pytest.fixture
async def cy(house: House) -> Person:
    return await house.person("Cy")


async def _with_ben(house: House, ada: Person, ben: Person, **more: object) -> Evening:
    evening = await start(house, ada, **more)  # type: ignore[arg-type]  # a test's own keywords
    await told(ben, "Join", evening.lobby)
    return evening


async def test_joining_twice_and_leaving_change_the_count_once(house: House, ada: Person, ben: Person) -> None:
    evening = await _with_ben(house, ada, ben)
    assert (await told(ben, "Join", evening.lobby)).startswith("You are in already. The thread opens <t:")
    await ada.advance(1)
    await ada.sees("**1 is in.**")
    assert (await told(ben, "Leave", evening.lobby)).startswith("You are out.")
    await ada.advance(1)
    await ada.sees("**Nobody is in yet.**")
    assert (await told(ben, "Leave", evening.lobby)).startswith("You are not in this quiz.")


async def test_a_guest_is_nowhere_named(house: House, ada: Person, cy: Person) -> None:
    evening = await start(house, ada, questions=1)
    alias = re.match(r"You are in as \*\*(.+?)\*\*", await told(cy, "Join as a guest", evening.lobby))
    assert alias is not None
    await evening.begin()
    await evening.answer(cy, 1)
    await ada.advance(GRACE.total_seconds())
    await evening.revealed(1)
    await ada.advance(TALK_S)
    end = text_of(await evening.over())
    assert f"**1**  {alias[1]} (guest) · 100 %" in end
    assert not [each for each in ada.seen.values() if cy.id in text_of(each) or cy.name in text_of(each)]


async def test_the_last_choice_before_the_deadline_counts(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, questions=1)
    await told(cy, "Join", evening.lobby)
    await evening.begin()
    await evening.answer(ben, 1, right=False)
    await ada.advance(5)
    assert (await evening.answer(ben, 1)).startswith(("**Changed to:** ", "-# 1 of 1"))
    await ada.advance(1)
    await ada.sees("1 of 2 answered · answers close")
    await ada.advance(45)
    shown = await evening.revealed(1)
    assert re.search(r"✓ `██████` 1 · ", text_of(shown))
    assert " after 5 s. Right so far: 1 of 1." in await told(ben, "My answer", shown)
    assert await told(cy, "My answer", shown) == "You did not answer this one. Right so far: 0 of 1."


async def test_presses_that_do_not_count_are_told_why(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, topic="python.engineering.oop")
    question = await evening.begin()
    label = "A"
    assert await told(cy, label, question) == (
        "You are not in this quiz. Press Join on its first message to play from the next question."
    )
    assert "You play from question 2 on" in await told(cy, "Join", evening.lobby)
    assert (await told(cy, label, question)).startswith("You came in after this question began.")
    await ada.advance(46)
    assert (await told(ben, label, question)).startswith("Time was up <t:")
    await ada.advance(2)
    shown = await evening.revealed(1)
    assert "0 of 1 answered" in text_of(shown)
    assert await told(cy, "My answer", shown) == "You did not play this question."


async def test_an_answer_in_time_counts_though_the_bot_sees_it_late(
    house: House, ada: Person, ben: Person, cy: Person
) -> None:
    evening = await _with_ben(house, ada, ben, questions=1)
    await told(cy, "Join", evening.lobby)
    await evening.begin()
    await ada.advance(44)
    await evening.answer(ben, 1)
    await ada.advance(1)
    await ada.sees("1 of 2 answered · answers close")
    await ada.advance(2)
    assert "1 of 2 answered" in text_of(await evening.revealed(1))


async def test_own_numbers_are_private_and_whole(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, questions=3, topic="stats.probability", numbers=["own"])
    await told(cy, "Join", evening.lobby)
    for number in (1, 2, 3):
        question = await (evening.begin() if number == 1 else evening.question(number))
        assert labels_of(question) == ["Show my question", "Something wrong?", "Host…"]
        mine = await evening.own(ben, question)
        assert mine["ephemeral"]
        assert "only you see this" in text_of(mine)
        assert "**Your answer:** " in await evening.answer(ben, number)
        await evening.answer(cy, number, right=False)
        await ada.advance(3)
        shown = await evening.revealed(number)
        own = await told(ben, "My answer", shown)
        assert own.startswith("✓ You ")
        assert f"### {number} of 3" in own
        await ada.advance(TALK_S)
    assert f"**1**  <@{ben.id}> · 100 %" in text_of(await evening.over())


async def test_when_all_are_ready_it_goes_on(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, questions=2)
    await told(cy, "Join", evening.lobby)
    await evening.begin()
    await ada.advance(47)
    shown = await evening.revealed(1)
    assert await told(ben, "Ready", shown) == "Noted. 1 is ready; once everybody is, it goes on at once."
    await ada.advance(1)
    await ada.sees("0 of 2 answered · 1 ready · next when")
    assert await told(cy, "Ready", shown) == "Noted. 2 are ready; once everybody is, it goes on at once."
    await evening.question(2)
    assert labels_of(await evening.revealed(1)) == ["My answer", "Something wrong?", "Host…"]


async def test_what_is_wrong_can_be_told_by_anybody(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, questions=1)
    question = await evening.begin()
    said = await fill(cy, question, "Something wrong?", words="The key is B.")
    assert text_of(said).startswith("Thank you. It is in the admins' inbox")
    await ben.settled(await ben.context("Something wrong?", question))
    await ben.settled(await ben.submit(await ben.modal(), words="No, C."))
    assert text_of(await newest(ben)).startswith("Thank you. It is in the admins' inbox")


async def test_rejoin_finds_the_way_back(house: House, ada: Person, ben: Person, cy: Person) -> None:
    evening = await _with_ben(house, ada, ben, questions=1)
    await cy.settled(await cy.slash("quiz rejoin"))
    assert text_of(await newest(cy)).startswith("You are in no quiz of this server now.")
    await ben.settled(await ben.slash("quiz rejoin"))
    assert re.search(r"You are in\. It starts <t:\d+:R>", text_of(await newest(ben)))
    await evening.begin()
    await evening.answer(ben, 1)
    await ben.settled(await ben.slash("quiz rejoin"))
    back = await newest(ben)
    assert re.search(
        rf"it is on: <#{evening.lobby['id']}>\.\nQuestion 1 of 1 is open\. You answered \*\*", text_of(back)
    )
    await ben.settled(await ben.click("Show my question", back))
    assert "**Your answer:** " in text_of(await newest(ben))


async def test_an_old_button_is_answered_whatever_has_become_of_the_quiz(
    house: House, ada: Person, ben: Person
) -> None:
    evening = await _with_ben(house, ada, ben, questions=1)
    question = await evening.begin()
    await ada.advance(47)
    shown = await evening.revealed(1)
    await ada.advance(TALK_S)
    await evening.over()
    await sees(ada, r"\*\*It is over\.\*\*")
    assert question["id"] == shown["id"]
    for label, said in (("Host…", "This quiz is over."), ("My answer", "You did not answer this one.")):
        assert said in await told(ben if label == "My answer" else ada, label, shown)
    await told(ada, "Host…", shown)
    assert labels_of(await newest(ada)) == []
