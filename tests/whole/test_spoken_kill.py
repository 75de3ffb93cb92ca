"""The bot is killed while an answer in one's own words is on its way: one answer, heard once, told where it was."""

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Failed, Message, Person, text_of
from tests.whole.apart import bot, rows

KILLS = int(os.environ.get("KILLS", "4"))
TOPIC = "soft.communication.failure"
SAID = "My join dropped every order after midnight. It was my bug, I told the lead at once and mended it."
SPOKEN = "select hearing is not null, answered_at is not null from spoken join attempts on attempts.id = attempt_id"


async def say_and_kill(ben: Person, process: asyncio.subprocess.Process, after_s: float) -> Message:
    said = await ben.say(SAID)
    with suppress(TimeoutError, AssertionError, Failed):
        await ben._until(lambda: reply_to(ben, said), "a reply", after_s)
    process.kill()
    await process.wait()
    return said


def reply_to(ben: Person, said: Message) -> Message | None:
    replies = [one for one in ben.seen.values() if (one["reply_to"] or {}).get("id") == said["id"]]
    return next((one for one in replies if text_of(one).startswith("### ")), None)


@pytest.mark.timeout(240)
async def test_killed_while_an_answer_is_heard_it_is_heard_once_and_told(tmp_path: Path) -> None:
    chance, heard = random.Random(7), 0  # noqa: S311 (moments, not secrets)
    async with (
        Playground(token=made_up_token(), frozen=True) as playground,
        Person(playground.url, playground.secret, "Ben", "dm") as ben,
    ):
        for kill in range(KILLS):
            async with bot(playground, tmp_path) as process:
                await ben.settled(await ben.slash("practice", topic=TOPIC), timeout_s=30)
                question = max(ben.seen.values(), key=lambda message: int(message["id"]))
                said = await say_and_kill(ben, process, chance.uniform(0, 0.1 if kill % 2 else 3))
            found = rows(tmp_path, SPOKEN)
            if len(found) == heard:
                continue  # the message never arrived, as when the bot is away
            heard += 1
            if reply_to(ben, said) is None:
                async with bot(playground, tmp_path):
                    await sees_the_verdict(ben, question, None if found[-1] == (1, 1) else said)
            assert rows(tmp_path, SPOKEN)[-1] == (1, 1)
        assert playground.violations == []
    assert heard, "at least one kill fell after the answer was written down"


async def sees_the_verdict(ben: Person, question: Message, said: Message | None) -> None:
    """Wait for the late verdict; where it was recorded before the kill (None), the question's button shows it."""
    if said is not None:
        await ben._until(lambda: reply_to(ben, said), "the late verdict", 40)
    else:
        await ben.settled(await ben.click("Answer", question), timeout_s=30)
        assert text_of(ben.seen[question["id"]]).startswith("### ")
