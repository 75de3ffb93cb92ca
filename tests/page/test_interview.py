"""Mock interviews in the browser: a candidate in direct messages at a desk, and one in a thread on a phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.render import words
from tests.page.conftest import DESK, PHONE
from tests.page.hand import keys, last
from tests.page.test_quiz import fits, to_the_end
from tests.page.test_story import go, shot, tap, window
from tests.whole.house import House
from tests.whole.interviews import spoken_questions

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE_MS = 40_000
HOSTILE = " <b>Then</b> @everyone should ask ```again```."


async def start(page: Page, kind: str) -> None:
    """Type `/interview start` with a round."""
    await page.locator("#entry").fill(f"/interview start {kind}")
    await keys(page, "Enter")
    await expect(page.get_by_role("option").first).to_be_visible()
    await keys(page, "Enter", "Enter")
    await expect(last(page)).to_contain_text("Mock interview")


async def answer_of(page: Page) -> str:
    """Give a strong answer to the newest question on the page."""
    shown = " ".join((await page.locator("#log").inner_text()).split())
    asked = [one for one in spoken_questions() if " ".join(one.text.replace("*", "").split())[:60] in shown]
    return str(getattr(asked[-1].body, "better", "")) + HOSTILE


@pytest.mark.timeout(240)
async def test_a_candidate_in_direct_messages_at_a_desk(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house, window(browser, house.playground.url, "Ben", DESK) as ben:
        await go(ben, "Holdout", DESK)
        await start(ben, "quick")
        await shot(ben, "interview-desk-1-opening")
        await tap(last(ben), words.START)
        question = last(ben)
        await expect(question).to_contain_text("Question 1 of 2 · time for it until", timeout=PATIENCE_MS)
        await shot(ben, "interview-desk-2-question")
        await ben.locator("#entry").fill(await answer_of(ben))
        await keys(ben, "Enter")
        await tap(ben.locator(".message", has=ben.get_by_role("button", name=words.DONE)).last, words.DONE)
        await expect(last(ben)).to_contain_text("Thank you.", timeout=PATIENCE_MS)
        await shot(ben, "interview-desk-3-followed-up")
        await tap(last(ben), words.PAUSE)
        await expect(last(ben)).to_contain_text("Paused.")
        await shot(ben, "interview-desk-4-paused")
        await tap(last(ben), words.GO_ON)
        await expect(last(ben).get_by_role("button", name=words.DONE)).to_be_visible(timeout=PATIENCE_MS)
        await to_the_end(ben)
        await shot(ben, "interview-desk-5-gone-on")


@pytest.mark.timeout(240)
async def test_a_candidate_in_a_thread_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house, window(browser, house.playground.url, "Ben", PHONE) as ben:
        await start(ben, "design")
        await fits(ben, narrow=True)
        await shot(ben, "interview-phone-1-opening")
        await tap(last(ben), words.START)
        await expect(last(ben)).to_contain_text("It begins in a private thread")
        await go(ben, "Interview", PHONE)
