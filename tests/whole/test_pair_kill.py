"""The bot is killed while two interview each other; it goes on where it was, and nothing is doubled or lost."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Failed, Message, NotAllowed, Person, labels_of, text_of, walk
from tests.whole.apart import rows
from tests.whole.quizzes import fill, newest, public, sees
from tests.whole.test_quiz_open_kill import Mortal

PRESSES = 200
"""More than it takes, however often the bot is killed."""


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(token=made_up_token(), frozen=True) as started:
        yield started
        assert started.violations == []


class Evening:
    """A pair interview whose two press what is to be pressed, and a bot that is killed now and then.

    Attributes:
        kills: How often it was killed.
    """

    def __init__(self, mortal: Mortal, folder: Path, people: dict[str, Person], chance: Random) -> None:
        self._mortal, self._folder, self._people, self._chance = mortal, folder, people, chance
        self.kills = 0

    def stands(self) -> tuple[str, str, int, Any]:
        """Give phase, who asks first, the question, and when it was asked, as the books have it."""
        what = (
            "select phase, first, pairs.number, asked_at from pairs left join pair_questions as q on q.pair_id = id "
            "and q.number = pairs.number and q.half = case when phase = 'second' then 2 else 1 end"
        )
        (found,) = rows(self._folder, what)
        return found

    async def press(self, who: Person, label: str, message: Message) -> None:
        """Press; now and then the bot is killed at once, or when it has answered."""
        fate = self._chance.choice(["lives", "lives", "dies at once", "dies later"])
        await who._until(lambda: label in labels_of(who.seen[message["id"]]) or None, f"a button {label}", 10)
        interaction = await who.click(label, who.seen[message["id"]])
        if fate != "dies at once":
            await who.settled(interaction)
        if fate != "lives":
            self.kills += 1
            await self._mortal.dies()
            await self._mortal.lives()

    async def card(self, who: Person, label: str) -> Message:
        message = await self.message(who)
        await who._until(lambda: label in labels_of(who.seen[message["id"]]) or None, f"a button {label}", 10)
        await who.settled(await who.click(label, who.seen[message["id"]]))
        return await newest(who)

    async def message(self, who: Person) -> Message:
        return await sees(who, "## Pair interview")

    async def step(self) -> bool:
        """Do what comes next; False once it is over."""
        ada, ben = self._people["ada"], self._people["ben"]
        phase, _, number, asked_at = self.stands()
        asker = ada if phase.startswith("first") else ben
        match phase:
            case "invited":
                await self.press(ben, "Accept", await self.message(ben))
            case "ready":
                await self.press(ada, "Start", await self.message(ada))
            case "first" | "second" if asked_at is None:
                await self.press(asker, "Asked aloud", await self.card(asker, "My card"))
            case "first" | "second":
                label = "Next question" if number == 1 else "To the forms"
                await self.press(asker, label, await self.card(asker, "My card"))
            case "swap":
                await self.press(ada, "Start second half", await self.message(ada))
            case "first forms" | "second forms":
                await self.write_form(1 if phase == "first forms" else 2)
            case _:
                return False
        return True

    async def write_form(self, half: int) -> None:
        forms = rows(self._folder, "select half, person_id, handed_in_at from pair_forms")
        begun = {who for at, who, _ in forms if at == half}
        handed = {who for at, who, done_at in forms if at == half and done_at is not None}
        who = next(person for person in self._people.values() if int(person.id) not in handed)
        await sees(who, r"\*\*Forms:\*\*")
        page = await self.card(who, "My form")
        if int(who.id) not in begun:
            await who.settled(await who.click(_lists(page)[0], page, ["0"]))
        await who.settled(await who.click("Next", who.seen[page["id"]]))
        await fill(who, who.seen[page["id"]], "Two lines, then done", well="Clear.", next="A number.")


def _lists(message: Message) -> list[str]:

    return [str(part["custom_id"]) for part in walk(message["components"]) if part["type"] == 3]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [7])
async def test_the_bot_is_killed_again_and_again(playground: Playground, tmp_path: Path, seed: int) -> None:
    mortal = Mortal(playground, tmp_path)
    await mortal.lives()
    async with (
        Person(playground.url, playground.secret, "Ada") as ada,
        Person(playground.url, playground.secret, "Ben") as ben,
    ):
        evening = Evening(mortal, tmp_path, {"ada": ada, "ben": ben}, Random(seed))  # noqa: S311 (an order, no secret)
        await ada.settled(await ada.slash("interview pair", member=ben.id, round="quick"))
        await evening.message(ben)
        for _ in range(PRESSES):
            try:
                if not await evening.step():
                    break
            except (Failed, NotAllowed):  # pressed while it was away: press again
                continue
        end = await sees(ada, r"\*\*Done:\*\*")
        assert evening.kills >= 3
        assert "All forms are in" in text_of(end)
        assert len(public(ada)) == 1
        assert re.search("✓ All forms are in", text_of(await sees(ben, r"\*\*Done:\*\*")))
        check(tmp_path, int(ada.id), int(ben.id))
    await mortal.dies()


def check(folder: Path, ada: int, ben: int) -> None:
    """Hold the books against what was done."""
    asked = rows(folder, "select half, question_id from pair_questions where asked_at is not null")
    assert len(asked) == len(set(asked)) == 4
    cards = set(rows(folder, "select person_id, question_id from pair_cards"))
    assert cards == {((ada, ben)[half - 1], name) for half, name in asked}
    forms = rows(folder, "select half, person_id from pair_forms where handed_in_at is not null and well = 'Clear.'")
    assert sorted(forms) == sorted((half, who) for half in (1, 2) for who in (ada, ben))
    assert rows(folder, "select count(*) from pair_people where live") == [(0,)]
    assert rows(folder, "select nth, lost, drawn = revision from pairs") == [(1, 0, 1)]
