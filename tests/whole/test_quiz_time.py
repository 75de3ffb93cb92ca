"""Extra time in quizzes: a private setting, of which the others see one later deadline and nothing else."""

import re
from pathlib import Path

import pytest

from tests.people import Message, text_of, walk
from tests.whole.house import FEW, House
from tests.whole.quizzes import fill, newest, start, told
from tests.whole.test_quiz_results import fetched

EPOCH_MS = 1_420_070_400_000


@pytest.fixture
def bank() -> Path:
    """No question about confusion matrices says here what is looked for below."""
    return FEW


def posted_s(message: Message) -> float:
    """Read a message's own time off its id."""
    return ((int(message["id"]) >> 22) + EPOCH_MS) / 1000


async def test_who_takes_longer_moves_everybodys_deadline_and_is_known_to_nobody(house: House) -> None:
    ada, ben, cy = await house.person("Ada"), await house.person("Ben"), await house.person("Cy")
    await ben.settled(await ben.slash("me"))
    card = await fill(ben, await newest(ben), "Settings", time=["2"])
    assert card["ephemeral"]
    assert "Time in quizzes: **double**" in text_of(card)
    evening = await start(house, ada, topic="stats.evaluation.confusion", questions=1)
    await told(ben, "Join", evening.lobby)
    await told(cy, "Join", evening.lobby)
    question = await evening.begin()
    closes = re.search(r"answers close <t:(\d+):R>", text_of(question))
    assert closes
    assert int(closes[1]) == int(posted_s(question) + 90)
    await ada.advance(60)
    for person in (cy, ben):
        assert f"or time is up, <t:{closes[1]}:R>." in await evening.answer(person, 1)
    await ada.advance(3)
    await evening.revealed(1)
    await told(ada, "Host…", await evening.revealed(1))
    await ada.settled(await ada.click("Next", await newest(ada)))
    end = await evening.over()
    await told(ada, "My results", end)
    await ada.settled(await ada.click("Export (CSV)"))
    (file,) = [part for part in walk((await ada.sees("Here are all answers"))["components"]) if part["type"] == 13]
    lines = (await fetched(house, file["file"]["url"])).decode("utf-8-sig").splitlines()
    assert [line.rpartition(",")[2] for line in lines] == ["seconds", "30.0", "45.0"]  # as they count, of 45
    shown = [text_of(each) for each in (*ada.seen.values(), *cy.seen.values())]
    assert not [text for text in shown if re.search(r"extra|double|longer", text, re.IGNORECASE)]
