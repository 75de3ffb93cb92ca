"""The bot is killed between press and reply, at seeded moments: one attempt, and a clear state after."""

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from bot.playground.faults import Kind
from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Failed, Message, Person, text_of
from tests.whole.apart import bot, rows

KILLS = int(os.environ.get("KILLS", "8"))
"""A bounded run in the suite; `make crash` does fifty."""
ATTEMPTS = "select id, answered_at is not null from attempts"
TOPICS = ("python.engineering.oop", "python.language.memory-model", "python.language.typing")


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def press_and_kill(ben: Person, message: Message, process: asyncio.subprocess.Process, after_s: float) -> None:
    """Press, and kill the bot a moment later; whether the answer came makes no difference."""
    interaction = await ben.click("I don't know", message)
    with suppress(TimeoutError, AssertionError, Failed):
        await ben.settled(interaction, timeout_s=after_s)
    process.kill()
    await process.wait()


async def press_and_kill_unseen(
    playground: Playground, ben: Person, message: Message, process: asyncio.subprocess.Process
) -> None:
    """Press, and kill the bot when all is recorded and its reply is on the way."""
    await playground.fault(Kind.SLOW, route="/callback")
    await ben.click("I don't know", message)
    await ben.happens("faults", faults=[])
    process.kill()
    await process.wait()


@pytest.mark.timeout(240)
async def test_killed_between_press_and_reply_there_is_one_attempt_and_a_clear_state(tmp_path: Path) -> None:
    chance, answered_unseen = random.Random(50), 0  # noqa: S311 (moments, not secrets)
    async with (
        Playground(token=made_up_token(), frozen=True) as playground,
        Person(playground.url, playground.secret, "Ben") as ben,
    ):
        for kill in range(KILLS):
            async with bot(playground, tmp_path) as process:
                before = len(rows(tmp_path, ATTEMPTS)) if kill else 0
                await ben.settled(await ben.slash("practice", topic=TOPICS[kill % len(TOPICS)]), timeout_s=30)
                message = await newest(ben)
                if kill == KILLS // 2:
                    await press_and_kill_unseen(playground, ben, message, process)
                else:
                    await press_and_kill(ben, message, process, chance.uniform(0, 0.03))
            found = rows(tmp_path, ATTEMPTS)
            assert len(found) == before + 1, "one attempt a question"
            seen = "-# 0 of 1" in text_of(ben.seen[message["id"]])
            assert found[-1][1] or not seen, "what people saw is recorded"
            answered_unseen += found[-1][1] and not seen
            if not seen:
                async with bot(playground, tmp_path):
                    await ben.advance(4)
                    await ben.settled(await ben.click("I don't know", message), timeout_s=30)
                    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])
                    if found[-1][1]:
                        await ben.sees("Nothing changed.", after=message["id"])
            assert rows(tmp_path, ATTEMPTS)[-1][1]
            assert len(rows(tmp_path, ATTEMPTS)) == before + 1
        assert playground.violations == []
    assert answered_unseen, "at least one kill fell between the commit and the reply"
