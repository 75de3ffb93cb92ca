"""A pair interview as two members hold it, one at a desk and one on a phone, from the invitation to both forms."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.render import pair as cards
from bot.render import pair_cards, words
from tests.page.conftest import DESK, PHONE
from tests.page.hand import keys, last
from tests.page.test_quiz import fits, from_the_top, to_the_end
from tests.page.test_story import shot, tap, window
from tests.whole.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
POINTS = "Points to listen for"


def public(page: Page) -> Locator:
    """The one message that everybody sees."""
    return page.locator(".message:not(.ephemeral)").filter(has_text="Pair interview")


def private(page: Page) -> Locator:
    """The newest message that only this member sees."""
    return page.locator(".message.ephemeral").last


async def invite(ada: Page) -> None:
    """Type `/interview pair`, choose Ben and the quick round in its form."""
    await ada.locator("#entry").fill("/interview pair")
    await keys(ada, "Enter")
    form = ada.locator("form.command")
    await expect(form).to_be_visible()
    await ada.get_by_role("option", name="Ben").click()
    await form.get_by_role("combobox", name="round").focus()
    await ada.get_by_role("option", name="quick").click()
    await shot(ada, "pair-01-command")
    await form.get_by_role("button", name="Send").press("Enter")
    await expect(public(ada)).to_contain_text("invites")


async def choose(page: Page, placeholder: str, *places: int) -> None:
    """Choose points in one of a form's lists."""
    await private(page).get_by_role("combobox", name=placeholder).press("Enter")
    for place in places:
        await page.get_by_role("option").nth(place).click()
    await keys(page, "Enter")


async def write_form(page: Page, name: str, *, narrow: bool) -> None:
    """Mark both questions, say two lines, hand it in."""
    count = await page.locator(".message.ephemeral").count()
    await tap(public(page), cards.MY_FORM)
    await expect(page.locator(".message.ephemeral")).to_have_count(count + 1)
    await expect(private(page)).to_contain_text("question 1 of 2")
    await choose(page, pair_cards.HEARD_LIST, 0, 1)
    await expect(private(page)).to_contain_text("✓ 1. heard:")
    await choose(page, pair_cards.PARTLY_LIST, 1)
    await expect(private(page)).to_contain_text("◐ 2. partly:")
    await to_the_end(page)
    await shot(page, f"pair-{name}-form")
    await fits(page, narrow=narrow)
    await tap(private(page), words.NEXT)
    await expect(private(page)).to_contain_text("question 2 of 2")
    await tap(private(page), pair_cards.LAST_WORDS)
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox").nth(0).fill("Asked for the metric before the model.")
    await form.get_by_role("textbox").nth(1).fill("Say how sure you are, with a number.")
    await shot(page, f"pair-{name}-lines")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)


async def ask(ada: Page, ben: Page) -> None:
    """Ada asks both questions from her card; Ben sees each once it was asked."""
    await tap(public(ben), cards.MY_CARD)
    await expect(private(ben)).to_contain_text("has not asked it yet")
    for number in (1, 2):
        await expect(private(ada)).to_contain_text(f"Question {number} of 2")
        await tap(private(ada), cards.ASKED_ALOUD)
        await expect(private(ada).get_by_role("button", name=pair_cards.MARK_POINTS)).to_be_visible()
        await tap(private(ben), words.LOOK_AGAIN)
        await expect(private(ben)).to_contain_text("Time for it until")
        await expect(private(ben)).not_to_contain_text(POINTS)
        if number == 1:
            await expect(public(ben)).to_contain_text("time for it until")
            await from_the_top(private(ada))
            await shot(ada, "pair-05-asker")
            await to_the_end(ada)
            await shot(ada, "pair-05-asker-end")
            await to_the_end(ben)
            await shot(ben, "pair-05-answerer-phone")
            await fits(ben, narrow=True)
        await tap(private(ada), pair_cards.NEXT if number == 1 else pair_cards.TO_FORMS)


@pytest.mark.timeout(240)
async def test_two_members_interview_each_other(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        url = house.playground.url
        async with window(browser, url, "Ada", DESK) as ada, window(browser, url, "Ben", PHONE, dark=True) as ben:
            await invite(ada)
            await expect(public(ben).get_by_role("button", name=cards.ACCEPT)).to_be_visible()
            await shot(ada, "pair-02-invited")
            await shot(ben, "pair-02-invited-phone")
            await tap(public(ben), cards.ACCEPT)
            await expect(public(ben)).to_contain_text("asks first")
            await shot(ben, "pair-03-ready-phone")
            await tap(public(ada), cards.START)
            await expect(private(ada)).to_contain_text(POINTS)
            await expect(public(ben)).to_contain_text("First half:")
            await from_the_top(public(ben))
            await shot(ben, "pair-04-half-phone")
            await shot(ada, "pair-04-half")
            await ask(ada, ben)
            await expect(public(ben)).to_contain_text("Forms:")
            await write_form(ada, "06-asker", narrow=False)
            await expect(public(ben)).to_contain_text("handed in")
            await from_the_top(public(ben))
            await shot(ben, "pair-07-forms-phone")
            await write_form(ben, "08-answerer-phone", narrow=True)
            await expect(public(ada)).to_contain_text("Swap.")
            await from_the_top(public(ada))
            await shot(ada, "pair-09-swap")
            for page, name in ((ada, "10-both"), (ben, "10-both-phone")):
                await to_the_end(page)
                await tap(public(page), cards.BOTH_FORMS)
                await expect(last(page)).to_contain_text("Alike on")
                await from_the_top(last(page))
                await shot(page, f"pair-{name}")
                await fits(page, narrow=page is ben)
            await tap(public(ada), words.STOP)
            await shot(ada, "pair-11-stop")
            await tap(private(ada), cards.STOP_SURE)
            await expect(public(ben)).to_contain_text("Stopped: one of two halves held.")
            await from_the_top(public(ben))
            await shot(ben, "pair-12-stopped-phone")
        assert house.playground.violations == []
