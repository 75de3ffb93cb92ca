"""An open quiz on a phone: begun when it suits, question by question in one private message, until it closes."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.chat import wording
from bot.render import words
from tests.page.conftest import DESK, PHONE
from tests.page.hand import keys, last
from tests.page.test_quiz import fits, small_bank, to_the_end
from tests.page.test_story import shot, tap, window
from tests.whole.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
HOUR_S = 3600


async def open_window(ada: Page) -> None:
    """Ada opens a quiz for a day."""
    await ada.locator("#entry").fill("/quiz start")
    await keys(ada, "Enter")
    await expect(ada.locator("form.command")).to_be_visible()
    await keys(ada, "Enter")
    panel = ada.locator(".message.ephemeral")
    await tap(panel, words.SETTINGS)
    form = ada.get_by_role("dialog")
    await form.get_by_role("combobox", name=wording.WINDOW_FIELD).focus()
    await keys(ada, "Enter", "ArrowDown", "Enter")
    await form.get_by_role("button", name="Submit").press("Enter")
    lobby = ada.locator(".message:not(.ephemeral)")
    await expect(lobby).to_contain_text("for 1 day, or when")
    await shot(ada, "quiz-open-01-lobby")
    await tap(panel, words.START_NOW)
    await expect(panel).to_contain_text("Open until")
    await expect(lobby).to_contain_text("Nobody has begun yet.")
    await shot(ada, "quiz-open-02-window")


async def answer(page: Page) -> None:
    """Choose the first option, whichever way there is."""
    mine = last(page)
    if await mine.get_by_role("combobox").count():
        await mine.get_by_role("combobox").press("Enter")
        await page.get_by_role("option").first.click()
        await keys(page, "Enter")
    elif await mine.get_by_role("button", name=words.ANSWER, exact=True).count():
        await tap(mine, words.ANSWER)
        await type_or_match(page)
    else:
        letters = [label for label in words.LETTERS if await mine.get_by_role("button", name=label, exact=True).count()]
        if await mine.get_by_text("Press the letters").count():
            for letter in letters:
                await tap(mine, letter)
                if letter != letters[-1]:
                    await expect(mine.get_by_role("button", name=letter, exact=True)).to_be_disabled()
            await tap(mine, words.DONE)
        else:
            await tap(mine, letters[0])
    await expect(mine).to_contain_text("Your answer:")


async def type_or_match(page: Page) -> None:
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("button", name="Submit")).to_be_visible()
    boxes = form.get_by_role("combobox")
    for row in range(await boxes.count()):
        await boxes.nth(row).focus()
        await keys(page, "Enter", "A", "Enter")
    if not await boxes.count():
        await form.get_by_role("textbox").fill("3")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)


async def walk_through(house: House, cy: Page) -> None:
    """Cy sees each question in the same message; the third runs out meanwhile."""
    for number in range(1, 100):
        mine = last(cy)
        await expect(mine).to_contain_text(f"{number} of ")
        await to_the_end(cy)
        await shot(cy, f"quiz-open-question-{number}-1")
        if number == 3:
            house.playground.advance(HOUR_S)
            await tap(mine, words.SKIP)
            continue
        await answer(cy)
        await to_the_end(cy)
        await shot(cy, f"quiz-open-question-{number}-2-answered")
        await fits(cy, narrow=True)
        finish = mine.get_by_role("button", name=words.FINISH, exact=True)
        if await finish.count():
            await finish.press("Enter")
            return
        await tap(mine, words.NEXT_QUESTION)


@pytest.mark.timeout(200)
async def test_somebody_plays_alone_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    small_bank(tmp_path / "questions")
    async with (
        House(tmp_path, questions=tmp_path / "questions") as house,
        window(browser, house.playground.url, "Ada", DESK) as ada,
        window(browser, house.playground.url, "Cy", PHONE) as cy,
    ):
        await open_window(ada)
        await shot(cy, "quiz-open-03-window-phone")
        await tap(last(cy), words.BEGIN_AS_GUEST)
        await expect(last(cy)).to_contain_text("You play as")
        await shot(cy, "quiz-open-04-begun-phone")
        house.playground.advance(HOUR_S)
        await tap(last(cy), words.SHOW_QUESTION.format(1))
        await walk_through(house, cy)
        await expect(last(cy)).to_contain_text("You are through.")
        await to_the_end(cy)
        await shot(cy, "quiz-open-05-through-phone")
        house.playground.advance(1)
        await expect(ada.locator(".message:not(.ephemeral)")).to_contain_text("1 has begun, 1 is through.")
        house.playground.advance(24 * HOUR_S)
        await expect(ada.locator(".message:not(.ephemeral)").last).to_contain_text("Mastery")
        await expect(ada.locator(".message:not(.ephemeral)").first).to_contain_text("It has closed.")
        end = cy.locator(".message:not(.ephemeral)").last
        await expect(end).to_contain_text("Mastery")
        await tap(end, words.MY_RESULTS)
        await expect(last(cy)).to_contain_text("lace ")
        await shot(cy, "quiz-open-06-results-phone")
        await tap(last(cy), words.MY_ANSWERS)
        await expect(last(cy).get_by_role("button", name=words.BOARDS, exact=True)).to_be_visible()
        await shot(cy, "quiz-open-07-answers-phone")
        await shot(ada, "quiz-open-08-closed")
        assert house.playground.violations == []
