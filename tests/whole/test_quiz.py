"""Quizzes end to end: what a group sees and presses, from the lobby to the end card."""

from tests.people import labels_of, text_of
from tests.whole.house import House
from tests.whole.quizzes import sees, start, told


async def test_a_quiz_from_the_lobby_to_the_end_card(house: House) -> None:
    ada, ben, cy = await house.person("Ada"), await house.person("Ben"), await house.person("Cy")
    evening = await start(house, ada, questions=2)
    assert await told(ben, "Join", evening.lobby)
    print(await told(cy, "Join as a guest", evening.lobby))
    first = await evening.begin()
    print(text_of(first))
    print(await evening.answer(ben, 1))
    print(await evening.answer(cy, 1, right=False))
    await ada.advance(3)
    shown = await evening.revealed(1)
    print(text_of(shown))
    print(await told(ben, "My answer", shown))
