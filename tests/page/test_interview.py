"""Mock interviews in the browser: a candidate in direct messages at a desk, and one in a thread on a phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.chat import wording
from bot.render import words
from tests.page.conftest import DESK, PHONE
from tests.page.hand import keys, last
from tests.page.test_quiz import fits, to_the_end
from tests.page.test_story import shot, tap, window
from tests.whole.house import House
from tests.whole.interviews import spoken_questions

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE_MS = 40_000
HOSTILE = " <b>Then</b> @everyone should ask ```again```."


async def seen(page: Page, name: str, *, narrow: bool = False) -> None:
    """Look at the newest message: nothing sticks out, all can be read and pressed; keep a picture."""
    await to_the_end(page)
    await fits(page, narrow=narrow)
    await shot(page, f"interview-{name}")


async def start(page: Page) -> None:
    """Type `/interview start` without its options, and send it."""
    await page.locator("#entry").fill("/interview start")
    await keys(page, "Enter")
    await expect(page.locator("form.command")).to_be_visible()
    await keys(page, "Escape", "Enter")
    await expect(page.locator("form.command")).to_have_count(0)
    await expect(last(page)).to_contain_text("Mock interview · ML breadth · mid · 30 minutes")


async def choose_round(page: Page, name: str) -> None:
    """Change the round of the opening in its form."""
    await tap(last(page), words.CHANGE_ROUND)
    form = page.get_by_role("dialog")
    await form.get_by_role("combobox", name=wording.ROUND_FIELD).press("Enter")
    await page.get_by_role("option", name=name).click()
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)
    await expect(last(page)).to_contain_text(f"Mock interview · {name.partition(',')[0]}")


def strong(shown: str) -> str:
    """Give a strong answer to the question that a text shows, with words that must not do any harm."""
    plain = "".join(filter(str.isalnum, shown))
    texts = ((one, "".join(filter(str.isalnum, one.text))) for one in spoken_questions())
    question = next(one for one, text in texts if text[:80] in plain)
    return str(getattr(question.body, "better", "")) + HOSTILE


async def says(page: Page, text: str) -> None:
    """Write a plain message and press Done on what was asked."""
    asked = waiting(page, words.DONE)
    await page.locator("#entry").fill(text)
    await page.locator("#entry").press("Enter")
    await expect(last(page)).to_contain_text(text[:20])
    await tap(asked, words.DONE)


def waiting(page: Page, label: str) -> Locator:
    """The message that waits for an answer."""
    return page.locator("#log .message", has=page.get_by_role("button", name=label, exact=True)).last


@pytest.mark.timeout(240)
async def test_a_candidate_in_direct_messages_at_a_desk(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house, window(browser, house.playground.url, "Ben", DESK) as ben:
        await ben.get_by_role("button", name="Holdout").first.press("Enter")
        await start(ben)
        await seen(ben, "desk-1-opening")
        await choose_round(ben, "Quick, 15 minutes")
        await tap(last(ben), words.START)
        await expect(last(ben)).to_contain_text("Question 1 of 2 · time for it until", timeout=PATIENCE_MS)
        await seen(ben, "desk-2-question")
        await says(ben, strong(await last(ben).inner_text()))
        await expect(last(ben)).to_contain_text("Thank you.", timeout=PATIENCE_MS)
        await seen(ben, "desk-3-after-a-strong-answer")
        await tap(last(ben), words.PAUSE)
        await expect(last(ben)).to_contain_text("Paused.")
        await seen(ben, "desk-4-paused")
        await tap(last(ben), words.GO_ON)
        await expect(waiting(ben, words.DONE)).to_be_visible(timeout=PATIENCE_MS)
        await seen(ben, "desk-5-gone-on")
        await tap(last(ben), words.PAUSE)
        await tap(waiting(ben, words.END_IT), words.END_IT)
        await tap(waiting(ben, words.END_SURE), words.END_SURE)
        await expect(last(ben)).to_contain_text("Report · Quick, mid", timeout=PATIENCE_MS)
        await seen(ben, "desk-6-report")


@pytest.mark.timeout(240)
async def test_a_candidate_in_a_thread_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house, window(browser, house.playground.url, "Ben", PHONE) as ben:
        await start(ben)
        await seen(ben, "phone-1-opening", narrow=True)
        await choose_round(ben, "System design, 45 minutes")
        await seen(ben, "phone-2-another-round", narrow=True)
        await tap(last(ben), words.START)
        await expect(last(ben)).to_contain_text("It begins in a private thread")
        await ben.get_by_role("button", name="Places and people").press("Enter")
        await ben.get_by_role("button", name="private thread Interview 1 · System design").press("Enter")
        await expect(last(ben)).to_contain_text("part 1 of", timeout=PATIENCE_MS)
        await seen(ben, "phone-3-case", narrow=True)
        await tap(last(ben), words.ASK)
        form = ben.get_by_role("dialog")
        await form.get_by_role("textbox").fill("What is the latency budget?")
        await shot(ben, "interview-phone-4-ask")
        await form.get_by_role("button", name="Submit").press("Enter")
        await expect(last(ben)).to_contain_text('You asked: "What is the latency budget?"')
        await seen(ben, "phone-5-fact", narrow=True)
        await tap(waiting(ben, words.ANSWER), words.ANSWER)
        await form.get_by_role("textbox").fill(
            "I would first ask who it is for, and measure what they lose today." + HOSTILE
        )
        await shot(ben, "interview-phone-6-answer")
        await form.get_by_role("button", name="Submit").press("Enter")
        await expect(form).to_have_count(0)
        await expect(last(ben)).to_contain_text("Thank you.", timeout=PATIENCE_MS)
        await seen(ben, "phone-7-further", narrow=True)
        await tap(last(ben), words.PAUSE)
        await expect(last(ben)).to_contain_text("Paused.")
        await seen(ben, "phone-8-paused", narrow=True)
