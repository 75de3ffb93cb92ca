"""The bot is killed at every step of an open quiz; nothing is shown afresh, counted twice or posted twice."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Message, Person, labels_of, text_of
from tests.whole.apart import bot, rows
from tests.whole.quizzes import fill, newest, public, sees

TOPIC = "stats.evaluation.slices-fairness"
"""Its questions are answered by buttons."""
DAY_S = 24 * 3600 + 2
LETTERS = "ABCDEFGH"
SHOWN = "select number, opened_at from quiz_showings order by number"


class Mortal:
    """A bot in a process of its own that is killed and brought back."""

    def __init__(self, playground: Playground, folder: Path) -> None:
        self._playground, self._folder = playground, folder
        self._life = AsyncExitStack()

    async def lives(self) -> None:
        await self._life.enter_async_context(bot(self._playground, self._folder))

    async def dies(self) -> None:
        """Be killed with whatever was under way."""
        await self._life.aclose()

    async def dies_at(self, person: Person, label: str, message: Message, values: list[str] | None = None) -> None:
        """Be killed as soon as somebody has pressed, and come back."""
        await person.click(label, message, values)
        await self.dies()
        await self.lives()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(token=made_up_token(), frozen=True) as started:
        yield started
        assert started.violations == []


async def window(ada: Person) -> Message:
    """Open a quiz of two questions for a day, and give its first message."""
    await ada.settled(await ada.slash("quiz start", topic=TOPIC, questions=2))
    panel = await newest(ada)
    lobby = await sees(ada, r"## Quiz · [\s\S]*\nJoin\n")
    await fill(ada, panel, "Settings", window=["1"])
    await ada.settled(await ada.click("Start now", panel))
    await sees(ada, r"\*\*Open until <t:\d+:F>\*\*")
    return lobby


async def where(person: Person, lobby: Message) -> Message:
    """Come back by Begin, as somebody would whose message does not answer any more."""
    await person.settled(await person.click("Begin", lobby))
    return await newest(person)


def answer_of(message: Message) -> tuple[str, list[str] | None]:
    """Choose what answers a question by buttons or a list."""
    letters = [label for label in labels_of(message) if label in LETTERS]
    return (letters[0], None) if letters else ("Choose all that fit", ["0"])


def goes_on(message: Message) -> str:
    """Name the button that goes on."""
    [label] = [one for one in labels_of(message) if one.startswith(("Show question", "Next", "Skip"))]
    return label


@pytest.mark.timeout(240)
async def test_the_bot_is_killed_at_every_step(playground: Playground, tmp_path: Path) -> None:
    mortal = Mortal(playground, tmp_path)
    await mortal.lives()
    async with (
        Person(playground.url, playground.secret, "Ada") as ada,
        Person(playground.url, playground.secret, "Ben") as ben,
    ):
        lobby = await window(ada)
        shown: list[tuple[Any, ...]] = []
        for number in (1, 2):
            here = await where(ben, lobby)
            await mortal.dies_at(ben, goes_on(here), here)
            here = await where(ben, lobby)
            if f"{number} of 2 ·" not in text_of(here):  # the press never reached the books
                await ben.settled(await ben.click(goes_on(here), here))
            assert rows(tmp_path, SHOWN)[:-1] == shown
            shown = rows(tmp_path, SHOWN)
            assert [row[0] for row in shown] == list(range(1, number + 1))
            await ada.advance(5)
            part, values = answer_of(ben.seen[here["id"]])
            await mortal.dies_at(ben, part, here, values)
            here = await where(ben, lobby)
            await ben.settled(await ben.click(part, here, values))
            assert "**Your answer:**" in text_of(ben.seen[here["id"]])
        await mortal.dies_at(ben, "Finish", here)
        assert rows(tmp_path, SHOWN) == shown
        await mortal.dies()
        await ada.advance(DAY_S)
        await mortal.lives()
        await mortal.dies()
        await mortal.lives()
        for _ in range(3):  # the first day may pass before its clock looks, and is then given back as a stop
            await ada.advance(2 * DAY_S)
            with suppress(AssertionError):
                await sees(ada, r"\*\*Mastery\*\*")
                break
        await sees(ada, r"\*\*Mastery\*\*")
        assert len(public(ada)) == 2
        answers = rows(tmp_path, "select number, answer from quiz_replies order by number")
        assert [(number, list(json.loads(answer))) for number, answer in answers] == [
            (number, ["chosen"]) for number in (1, 2)
        ]
    await mortal.dies()
