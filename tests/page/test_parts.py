"""Every part of a message is drawn and can be used by keyboard alone, on a phone's width."""

import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from tests.page.conftest import PHONE, Open
from tests.page.hand import command, keys, last, press
from tests.page.showcase import Showcase

pytestmark = pytest.mark.asyncio(loop_scope="session")

CUT_OFF = """() => [...document.querySelectorAll("#log *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre"))
  .map((e) => e.outerHTML.slice(0, 120))"""


async def test_every_part_is_drawn_within_a_phones_width(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    card = last(page).locator(".container")
    await expect(card.get_by_role("heading", name="A heading")).to_be_visible()
    await expect(card.locator("strong").first).to_have_text("Bold")
    await expect(card.locator("pre .n")).to_have_text("x")
    await expect(card.locator(".small")).to_have_text("small print")
    await expect(card.get_by_role("img", name="A curve", exact=True)).to_be_visible()
    await expect(card.get_by_role("img", name="The curve, large")).to_be_visible()
    widths = "pictures => pictures.map(p => p.decode().then(() => p.naturalWidth))"
    assert await card.locator("img").evaluate_all(f"async (p) => Promise.all(({widths})(p))") == [40, 40]
    await expect(card.get_by_role("separator")).to_have_count(1)
    await expect(card.get_by_role("button", name="Bad")).to_be_disabled()
    docs = card.get_by_role("link", name="Docs")
    assert await docs.get_attribute("href") == "https://example.org/docs"
    assert await docs.get_attribute("rel") == "noopener noreferrer"
    await expect(card.get_by_role("combobox")).to_have_count(5)
    assert await card.evaluate("e => getComputedStyle(e).borderLeftColor") == "rgb(63, 81, 181)"
    async with page.expect_download() as downloading:
        await card.get_by_role("link", name="data.csv").press("Enter")
    download = await downloading.value
    assert (await download.path()).read_bytes() == b"a,b\n1,2\n"
    assert await page.evaluate(CUT_OFF) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    await expect(last(page).locator(".above")).to_have_text("Ada used /everything")


async def test_a_button_changes_its_message_and_keeps_the_focus(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    await press(page, "Pressed 0")
    await expect(page.get_by_role("button", name="Pressed 1")).to_be_focused()
    await keys(page, "Enter")
    await expect(page.get_by_role("button", name="Pressed 2")).to_be_focused()
    await expect(last(page).locator(".edited")).to_have_text("(edited)")


async def test_selects_of_one_and_of_several(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    one = page.get_by_role("combobox", name="An area")
    await one.focus()
    await keys(page, "ArrowDown")
    await expect(page.get_by_role("option")).to_have_count(3)
    await expect(page.get_by_role("option").first).to_contain_text("about Trees")
    await keys(page, "ArrowDown", "Enter")
    await expect(last(page)).to_contain_text("chose nets")
    some = page.get_by_role("combobox", name="Areas")
    await some.focus()
    await keys(page, "Enter", "Space", "End", "Space", "ArrowUp", "Space", "Enter")
    await expect(last(page)).to_contain_text("chose trees, data")
    await expect(some).to_have_accessible_name("Areas: Trees, Data")


async def test_escape_leaves_a_select_as_it_was(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    some = page.get_by_role("combobox", name="Areas")
    await some.focus()
    await keys(page, "Enter", "Space", "Escape")
    await expect(some).to_have_accessible_name("Areas: Areas")
    await expect(some).to_be_focused()
    await expect(page.get_by_role("listbox", name="Areas")).to_be_hidden()


async def test_members_can_be_chosen(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    await page.get_by_role("combobox", name="A member").focus()
    await keys(page, "Enter", "b", "Enter")
    await expect(last(page)).to_contain_text("chose ben")


async def test_what_the_bot_does_not_answer_has_failed(visit: Open, playground: Playground) -> None:
    page = await visit()
    await command(page, "silent")
    await expect(page.locator(".note")).to_contain_text("Waiting for the bot")
    playground.advance(4)
    await expect(page.locator(".note")).to_contain_text("This interaction failed")
    await press(page, "Dismiss")
    await expect(page.locator(".note")).to_have_count(0)
    await command(page, "everything")
    await press(page, "Export")
    await expect(page.get_by_role("button", name="Export")).to_have_attribute("aria-busy", "true")
    playground.advance(4)
    await expect(page.locator(".failed")).to_contain_text("This interaction failed")
    await expect(page.get_by_role("button", name="Export")).to_be_focused()


async def test_a_promised_answer_says_so_until_it_comes(visit: Open, bot: Showcase) -> None:
    page = await visit()
    await command(page, "slow")
    await expect(last(page)).to_contain_text("Holdout is thinking")
    bot.gate.set()
    await expect(last(page)).to_contain_text("slow, but here")
    await expect(page.locator(".thinking")).to_have_count(0)
    await expect(page.locator("#said")).to_contain_text("slow, but here")


async def test_times_are_in_the_readers_words_and_stay_fresh(visit: Open) -> None:
    page = await visit()
    await command(page, "later")
    moment = last(page).locator(".md time").first
    await expect(moment).to_have_text("in 10 minutes")
    assert "UTC" not in await last(page).locator(".md").inner_text()
    await press(page, "Clock, bot and checks")
    await press(page, "+15 min")
    await expect(moment).to_have_text("5 minutes ago")
    await keys(page, "Escape")
    await expect(page.get_by_role("button", name="Clock, bot and checks")).to_be_focused()


async def test_a_reply_leads_to_what_it_answers(visit: Open) -> None:
    page = await visit()
    await page.get_by_role("button", name="Holdout, online").press("Enter")
    await page.locator("#entry").fill("hello **you**")
    await keys(page, "Enter")
    await expect(last(page)).to_contain_text("heard: hello you")
    await expect(page.locator(".jump")).to_contain_text("Ada hello")
    await page.locator(".jump").press("Enter")
    await expect(page.locator(".message").first).to_be_focused()
