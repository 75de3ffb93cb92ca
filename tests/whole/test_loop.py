"""Under load the event loop stays free: heavy work happens elsewhere."""

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Message, Person, file, text_of
from tests.whole.apart import unmeasured

ROOT = Path(__file__).parents[2]
LUCK = 2
PEOPLE = 40
TOPICS = ("stats.probability.conditional-bayes", "data.cleaning.imbalance", "maths.linear-algebra.eigen", "python")
ROW = b"soft.communication.teamwork,junior,Which of %d?,The first,The second,It comes later.,None,There is one.,Why.\n"
TABLE = b"topic,level,question,right,wrong 1,reason 1,wrong 2,reason 2,why\n" + b"".join(ROW % k for k in range(150))


async def practise(person: Person) -> None:
    """Ask and give up a few times; verdicts with pictures are among them."""
    for topic in TOPICS:
        await person.settled(await person.slash("practice", topic=topic), timeout_s=60)
        question = max(person.seen.values(), key=lambda message: int(message["id"]))
        await person.click("I don't know", question)
        await judged(person, question)


async def judged(person: Person, question: Message) -> None:
    def look() -> bool | None:
        return True if "-# 0 of 1" in text_of(person.seen[question["id"]]) else None

    await person._until(look, "the verdict", 60)


async def hand_in(ada: Person) -> None:
    """A large table to be checked and published meanwhile."""
    await ada.slash("bank add", files={"file": file("group.csv", TABLE, "text/csv")})
    draft = await ada.sees("150 questions", timeout_s=60)
    await ada.settled(await ada.click("Publish", draft), timeout_s=60)


@pytest.mark.timeout(240)
async def test_the_loop_is_never_held_for_long(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(Playground(token=made_up_token(), frozen=True))
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.whole.watched", playground.url, playground.token),
            f"sqlite:///{tmp_path / 'books.sqlite3'}",
            cwd=ROOT,
            env=unmeasured(),  # the bot's own time is looked at
            stdout=asyncio.subprocess.PIPE,
        )
        assert bot.stdout is not None
        assert await bot.stdout.readline() == b"online\n"
        ada = await stack.enter_async_context(Person(playground.url, playground.secret, "Ada"))
        for number in range(PEOPLE):
            await ada.post("members", {"name": f"M{number}", "admin": False})
        people = [
            await stack.enter_async_context(Person(playground.url, playground.secret, f"M{number}"))
            for number in range(PEOPLE)
        ]
        await asyncio.gather(hand_in(ada), *(practise(person) for person in people))
        bot.terminate()
        seen = json.loads((await bot.stdout.read()).splitlines()[-1])
        assert await bot.wait() == 0
        assert playground.violations == []
    assert seen["callbacks"] > 50 * PEOPLE
    assert seen["busy"] == []
    # A lock may be held by a thread that a neighbour on the machine has put off; what is wrong happens to many.
    assert len(seen["held"]) <= LUCK, seen["held"]
