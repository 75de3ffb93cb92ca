"""A coding round from end to end, with a sandbox that says what it is told: nothing of hidden cases before the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.render import interview as cards
from tests.fake_sandbox import FAILED, PASSED, FakeSandbox
from tests.people import Message, labels_of, text_of
from tests.whole.house import House
from tests.whole.interviews import Candidate, is_end

WRONG = "def answer(*given):\n    return None"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, FakeSandbox(judgement=FAILED)) as open_house:
        yield open_house
        assert open_house.playground.violations == []


async def replied(candidate: Candidate, text: str, begins: str) -> Message:
    """Write a message and wait for what replies to it."""
    said = await candidate.person.say(text)

    def look() -> Message | None:
        found = (m for m in candidate.person.seen.values() if (m["reply_to"] or {}).get("id") == said["id"])
        return next((m for m in found if text_of(m).startswith(begins)), None)

    return await candidate.person._until(look, "a reply", 10)


async def test_code_is_tried_and_taken_at_done(house: House) -> None:
    ben = Candidate(await house.person("Ben", "dm"))
    asked = await ben.start("coding")
    assert labels_of(asked)[:2] == ["Submit", "Done"]
    shown = await replied(ben, f"```python\n{WRONG}\n```", "**✗ Taken: 0 of 1 shown example passes**")
    assert "case 2" not in text_of(shown)
    assert text_of(await replied(ben, "I would loop over them.", "This question")) == cards.CODE_WANTED
    await house.restart()
    assert isinstance(house.sandbox, FakeSandbox)
    house.sandbox.judgement = PASSED
    await ben.person.advance(30)
    await ben.person.click("Submit", asked)
    await ben.person.settled(await ben.person.submit(await ben.person.modal(), source=f"{WRONG} or 1"))
    passed = await ben.person.sees("Taken: 1 of 1 shown example passes", after=shown["id"])
    assert labels_of(passed) == ["Try again"]
    second = await ben.press("Done")
    assert "**Question 2 of 2**" in text_of(second)
    await ben.bare(asked)
    report = await ben.press("Done")
    assert is_end(report)
    assert "Coding" in text_of(report)


async def test_in_a_thread_code_comes_by_the_form_and_stands_below(house: House) -> None:
    ben = Candidate(await house.person("Ben"))
    asked = await ben.start("coding")
    assert labels_of(asked)[:3] == ["Submit", "Done", "Pause"]
    await ben.person.click("Submit", asked)
    await ben.person.settled(await ben.person.submit(await ben.person.modal(), source=WRONG))
    shown = await ben.person.sees("Taken: 0 of 1 shown example passes", after=asked["id"])
    assert (shown["ephemeral"], shown["channel"]) == (True, asked["channel"])
    assert "Question 1 of 2" in text_of(ben.person.seen[asked["id"]])
