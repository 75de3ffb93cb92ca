"""Menus, threads, embeds and faults on the page, by keyboard and finger, wide and narrow."""

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import Playground
from tests.page.conftest import DESK, PHONE, Open
from tests.page.hand import command, last, press
from tests.page.test_reach import check

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def say(page: Page, text: str) -> None:
    await page.locator("#entry").focus()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text(text)


async def open_menu(page: Page) -> None:
    """Open the newest message's menu by keyboard."""
    await last(page).get_by_role("button", name="More: apps and threads").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
async def test_a_command_of_a_messages_menu(visit: Open, size: tuple[int, int]) -> None:
    page = await visit(size=size)
    await say(page, "well well")
    await open_menu(page)
    await expect(page.get_by_role("menuitem", name="Say it again")).to_be_focused()
    await check(page, narrow=size == PHONE)
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("they said well well")
    await expect(page.get_by_role("menu")).to_have_count(0)


async def test_a_menu_is_left_and_gives_the_focus_back(visit: Open) -> None:
    page = await visit()
    await say(page, "hm")
    await open_menu(page)
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Start a thread from this")).to_be_focused()
    await page.keyboard.press("s")
    await expect(page.get_by_role("menuitem", name="Say it again")).to_be_focused()
    await page.keyboard.press("Escape")
    more = last(page).get_by_role("button", name="More: apps and threads")
    await expect(more).to_be_focused()
    await expect(more).to_have_attribute("aria-expanded", "false")


async def test_a_command_of_a_members_menu(visit: Open) -> None:
    page = await visit()
    await say(page, "me")
    await last(page).get_by_role("button", name="Ada").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("that is Ada")


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESK, False)])
async def test_a_thread_from_a_message(visit: Open, size: tuple[int, int], *, dark: bool) -> None:
    page, ben = await visit(size=size, dark=dark), await visit("Ben")
    await say(page, "let us talk")
    await open_menu(page)
    await page.get_by_role("menuitem", name="Start a thread from this").press("Enter")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await check(page, narrow=size == PHONE)
    await page.keyboard.type("A long talk")
    await page.keyboard.press("Enter")
    await expect(page.locator("#head h2")).to_have_text("A long talk")
    await say(page, "first")
    await ben.get_by_role("button", name="thread A long talk, 1 new").press("Enter")
    await expect(last(ben)).to_contain_text("first")
    await command(ben, "later")
    await expect(last(page)).to_contain_text("Back")
    await check(page, narrow=size == PHONE)
    await page.locator("#head").get_by_role("button", name="This thread").press("Enter")
    await page.get_by_role("menuitem", name="Archive").press("Enter")
    await expect(page.locator("#head .state")).to_have_text("archived")
    await expect(ben.locator("#head .state")).to_have_text("archived")
    await say(page, "once more")
    await expect(page.locator("#head .state")).to_have_count(0)


async def test_a_private_thread_is_seen_by_those_in_it(visit: Open, playground: Playground) -> None:
    ada, ben, cy = await visit("Ben"), await visit("Cy"), await visit("Dee")
    await press(ada, "Threads")
    await ada.get_by_role("menuitem", name="Start a thread").press("Enter")
    await ada.keyboard.type("Secret")
    await ada.get_by_role("checkbox").check()
    await ada.get_by_role("button", name="Start", exact=True).press("Enter")
    await expect(ada.locator("#head h2")).to_have_text("Secret")
    await expect(ben.get_by_role("button", name="private thread Secret")).to_have_count(0)
    ids = {each.name: each.id for each in playground.world.members.values()}
    await say_raw(ada, f"come <@{ids['Cy']}>")
    await expect(ben.get_by_role("button", name="private thread Secret")).to_be_visible()
    await expect(cy.get_by_role("button", name="private thread Secret")).to_have_count(0)
    await ben.get_by_role("button", name="private thread Secret").press("Enter")
    await ben.locator("#head").get_by_role("button", name="This thread").press("Enter")
    await ben.get_by_role("menuitem", name="Leave").press("Enter")
    await expect(ben.locator("#head h2")).to_have_text("general")


async def say_raw(page: Page, text: str) -> None:
    await page.locator("#entry").focus()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESK, False)])
async def test_an_embed_is_drawn_whole(visit: Open, size: tuple[int, int], *, dark: bool) -> None:
    page = await visit(size=size, dark=dark)
    await command(page, "card")
    card = last(page).locator(".embed")
    await expect(card.locator("strong", has_text="bold")).to_be_visible()
    await expect(card.locator("code")).to_have_text("code")
    await expect(card.locator("img")).to_have_count(2)
    await check(page, narrow=size == PHONE)


async def test_something_is_made_to_go_wrong(visit: Open) -> None:
    page = await visit()
    await page.locator("[data-key=tools]").press("Enter")
    await page.get_by_label("What").select_option("rate_limit")
    await page.get_by_role("spinbutton", name="Times").fill("2")
    await press(page, "Let it go wrong")
    await expect(page.get_by_role("list", name="Still to go wrong")).to_contain_text("2 to come")
    await page.keyboard.press("Escape")
    await command(page, "later")
    await expect(last(page)).to_contain_text("Back")
    await page.locator("[data-key=tools]").press("Enter")
    await expect(page.get_by_role("list", name="Still to go wrong")).to_be_empty()
