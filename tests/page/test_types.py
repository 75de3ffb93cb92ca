"""Every type of question on a phone, by keyboard alone, with the real bot in a process of its own."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.render import words
from bot.rules.variant import Variant
from tests.page.conftest import PHONE
from tests.page.hand import keys
from tests.page.test_story import ask, fill_in, free_port, newest_variant, running, shot, tap, window

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE = "[...document.querySelectorAll('#log pre')].filter((e) => e.scrollWidth > e.clientWidth + 1).length"


async def meet(page: Page, folder: Path, topic: str, name: str) -> tuple[Locator, Variant]:
    """Ask within a topic until a question comes; it is kept in a picture."""
    for _ in range(12):
        message = await ask(page, topic)
        variant = newest_variant(folder)
        if variant.question.id == name:
            await expect(message.get_by_role("button", name=words.GIVE_UP)).to_be_visible()
            await message.scroll_into_view_if_needed()
            await shot(page, f"types-{name}-1")
            return message, variant
        await tap(message, words.GIVE_UP)
        await expect(message).to_contain_text("0 of 1")
    raise AssertionError(f"{name} does not come")


async def judged(page: Page, message: Locator, variant: Variant, score: str = "1 of 1") -> None:
    await expect(message).to_contain_text(f"{score} · ")
    await message.scroll_into_view_if_needed()
    await shot(page, f"types-{variant.question.id}-3")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert await page.evaluate(WIDE) == 0


async def choices(page: Page, folder: Path) -> None:
    """Single choice with code to read, then several in one list."""
    message, variant = await meet(page, folder, "python.language.iterators-generators", "generator-spent")
    await tap(message, words.key(variant))
    await judged(page, message, variant)
    await expect(message.locator("pre").first).to_be_visible()
    message, variant = await meet(page, folder, "python.numpy.indexing", "views-and-copies")
    await message.get_by_role("combobox").focus()
    await keys(page, "Enter")
    for place, option in enumerate(variant.options):
        if option.right:
            await keys(page, words.letter(place), "Space")
    await shot(page, f"types-{variant.question.id}-2")
    await keys(page, "Enter")
    await judged(page, message, variant)


async def typed(page: Page, folder: Path) -> None:
    """A number, one in another unit, and a term."""
    message, variant = await meet(page, folder, "python.pandas.joins", "left-join-rows")
    assert variant.number is not None
    await fill_in(page, message, f"{variant.number.value:g}")
    await judged(page, message, variant)
    message, variant = await meet(page, folder, "dl.llm.llm-serving", "cache-size")
    assert variant.number is not None
    await fill_in(page, message, f"{variant.number.value * 1000:g} MB")
    await expect(message).to_contain_text(f"MB as {variant.number.value:g} GB.")
    await judged(page, message, variant)
    message, variant = await meet(page, folder, "python.pandas.groupby", "groupby-same-shape")
    await fill_in(page, message, variant.accepted[0])
    await judged(page, message, variant)


async def ordered(page: Page, folder: Path, topic: str, name: str) -> None:
    message, variant = await meet(page, folder, topic, name)
    assert variant.order is not None
    letters = [words.letter(place) for place in variant.order.right]
    for letter in (letters[1], letters[0]):
        await tap(message, letter)
        await expect(message.get_by_role("button", name=letter, exact=True)).to_be_disabled()
    await message.scroll_into_view_if_needed()
    await shot(page, f"types-{name}-2")
    for letter in (letters[0], letters[1]):
        await tap(message, words.UNDO)
        await expect(message.get_by_role("button", name=letter, exact=True)).to_be_enabled()
    order = [letters[1], letters[0], *letters[2:]]
    for letter in order[:-1]:
        await tap(message, letter)
        await expect(message.get_by_role("button", name=letter, exact=True)).to_be_disabled()
    await tap(message, order[-1])
    await tap(message, words.DONE)
    await expect(message).to_contain_text("Partly")
    pairs = len(variant.order.pairs)
    await judged(page, message, variant, f"{words.points(2 * (pairs - 1) / pairs - 1)} of 1")


async def matched(page: Page, folder: Path) -> None:
    message, variant = await meet(page, folder, "stats.probability.discrete", "distribution-match")
    assert variant.matching is not None
    await tap(message, words.ANSWER)
    form = page.get_by_role("dialog")
    for row, place in enumerate(variant.matching.right, 1):
        await form.get_by_role("combobox", name=f"Row {row}").focus()
        await keys(page, "Enter", words.letter(place))
        if row == 2:
            await shot(page, f"types-{variant.question.id}-2")
        await keys(page, "Enter")
    await shot(page, f"types-{variant.question.id}-2-filled")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)
    await judged(page, message, variant)


@pytest.mark.timeout(300)
async def test_every_type_is_answered_on_a_phone_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, free_port()) as url, window(browser, url, "Ben", PHONE) as page:
        await choices(page, tmp_path)
        await typed(page, tmp_path)
        await ordered(page, tmp_path, "dl.llm.transformer-block", "where-parameters-sit")
        await ordered(page, tmp_path, "python.sklearn.pipelines-columns", "scale-by-hand")
        await matched(page, tmp_path)
