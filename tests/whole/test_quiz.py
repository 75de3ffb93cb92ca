"""Quizzes end to end: what a group sees and presses, from the lobby to the end card."""

import re

from tests.people import labels_of, text_of
from tests.whole.house import House
from tests.whole.quizzes import newest, public, sees, start, told


async def test_a_quiz_from_the_lobby_to_the_end_card(house: House) -> None:
    ada, ben, cy = await house.person("Ada"), await house.person("Ben"), await house.person("Cy")
    evening = await start(house, ada, questions=2)
    assert labels_of(evening.lobby) == ["Join", "Join as a guest", "Leave", "Host…"]
    assert re.match(r"You are in\. The thread opens <t:\d+:R>", await told(ben, "Join", evening.lobby))
    assert re.match(r"You are in as \*\*\w+ \w+\*\*\.", await told(cy, "Join as a guest", evening.lobby))
    await ada.advance(1)
    await ada.sees("**2 are in.**")
    for number in (1, 2):
        question = await (evening.begin() if number == 1 else evening.question(number))
        assert question["channel"] == evening.lobby["id"]
        assert "0 of 2 answered" in text_of(question)
        assert "You can change it until" in await evening.answer(ben, number)
        await evening.answer(cy, number, right=False)
        await ada.advance(1)
        await ada.sees("2 of 2 answered")
        await ada.advance(1)
        shown = await evening.revealed(number)
        assert shown["id"] == question["id"]
        assert labels_of(shown) == ["My answer", "Ready", "Something wrong?", "Host…"]
        assert (await told(ben, "My answer", shown)).startswith("✓ You ")
        assert f"Right so far: {number} of {number}. Place 1 of 2." in text_of(await newest(ben))
        await told(ada, "Host…", shown)
        await ada.settled(await ada.click("Next", await newest(ada)))
    end = await evening.over()
    assert end["channel"] == evening.lobby["channel"]
    assert f"**1**  <@{ben.id}> · 100 %" in text_of(end)
    assert f"<@{cy.id}>" not in text_of(end)
    lobby = await sees(ada, r"\*\*It is over\.\*\*")
    assert lobby["id"] == evening.lobby["id"]
    assert labels_of(lobby) == []
    last = await sees(ada, rf"^### 2 of 2 · [\s\S]*the boards are in <#{lobby['channel']}>")
    assert "the boards are in" not in text_of(await evening.revealed(1))
    assert labels_of(last) == ["My answer", "Something wrong?", "Host…"]
    assert len(public(ben)) == 2 + 2
