"""Several windows and members, a lost connection, a restart, and text that tries to be more than text."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.playground.server import Playground
from tests.page.conftest import PHONE, Open
from tests.page.hand import command, keys, last, press
from tests.page.showcase import HOSTILE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_private_answer_is_seen_by_one_member_and_can_be_dismissed(visit: Open) -> None:
    ada, ben = await visit("Ada"), await visit("Ben")
    await ada.locator("#entry").fill("/draw recall")
    await keys(ada, "Enter")
    await expect(ada.get_by_role("option", name="Recall")).to_be_visible()
    await keys(ada, "Escape", "Enter")
    await expect(last(ada)).to_contain_text("Only you can see this")
    await ben.locator("#entry").fill("hello")
    await keys(ben, "Enter")
    await expect(last(ada)).to_contain_text("hello")
    await expect(ben.get_by_text("drawn recall")).to_have_count(0)
    await press(ada, "Dismiss")
    await expect(ada.get_by_text("drawn recall")).to_have_count(0)
    await expect(ada.locator("#entry")).to_be_focused()


async def test_a_form_opens_only_in_the_window_that_asked(visit: Open) -> None:
    one, other = await visit("Ada"), await visit("Ada")
    await command(one, "ticks")
    await expect(one.get_by_role("dialog", name="Ticks")).to_be_visible()
    await expect(other.get_by_role("dialog")).to_have_count(0)


async def test_members_are_added_and_switched(visit: Open) -> None:
    page = await visit(size=PHONE)
    await press(page, "Places and people")
    await page.locator("[data-key=self]").press("Enter")
    await page.get_by_label("Name").fill("Eve")
    await keys(page, "Enter")
    await page.get_by_role("button", name="Eve").press("Enter")
    await expect(page).to_have_title("general · Eve · Holdout playground")
    assert await page.evaluate("new URLSearchParams(location.search).get('member') > '0'")
    await page.go_back()
    await expect(page).to_have_title("general · Ada · Holdout playground")
    await page.goto(page.url.split("?")[0] + "?member=12")
    await expect(page).to_have_title("general · Ada · Holdout playground")


async def test_the_drawer_of_a_phone_takes_and_gives_back_the_focus(visit: Open) -> None:
    page = await visit(size=PHONE)
    menu = await press(page, "Places and people")
    await expect(page.get_by_role("button", name="general")).to_be_focused()
    await keys(page, "Escape")
    await expect(menu).to_be_focused()
    await expect(page.get_by_role("button", name="practice")).to_be_hidden()
    await press(page, "Places and people")
    await page.get_by_role("button", name="practice").press("Enter")
    await expect(page.locator("#head h2")).to_have_text("practice")
    await expect(page.get_by_role("button", name="practice")).to_be_hidden()


async def test_a_lost_connection_mends_itself(visit: Open, playground: Playground) -> None:
    page = await visit()
    other = await visit("Ben")
    await other.locator("#entry").fill("before")
    await keys(other, "Enter")
    await expect(last(page)).to_contain_text("before")
    playground._stage.live.close()
    await expect(page.locator("#notices")).to_contain_text("The connection is lost")
    await expect(page.locator("#notices")).to_have_text("")
    await other.locator("#entry").fill("after")
    await keys(other, "Enter")
    await expect(last(page)).to_contain_text("after")


async def test_a_restart_reloads_the_page_and_keeps_what_was_typed(browser: Browser, tmp_path: Path) -> None:
    page = await browser.new_page()
    try:
        async with Playground(folder=tmp_path) as first:
            await page.goto(first.url)
            await page.locator("#entry").fill("half a thought")
        await expect(page.locator("#notices")).to_contain_text("The connection is lost")
        async with Playground(int(first.url.rsplit(":", 1)[1]), tmp_path) as second:
            await expect(page.locator(f"meta[content='{second.secret}']")).to_have_count(1)
            await expect(page.locator("#entry")).to_have_value("half a thought")
    finally:
        await page.close()


async def test_what_happens_elsewhere_is_counted(visit: Open) -> None:
    ada, ben = await visit("Ada"), await visit("Ben", size=PHONE)
    await ben.locator("#menu").press("Enter")
    await ben.get_by_role("button", name="practice").press("Enter")
    for text in ("one", "two"):
        await ben.locator("#entry").fill(text)
        await keys(ben, "Enter")
    await expect(ada.get_by_role("button", name="practice, 2 new")).to_be_visible()
    await expect(ada).to_have_title("(2) general · Ada · Holdout playground")
    await ada.get_by_role("button", name="practice").press("Enter")
    await expect(last(ada)).to_contain_text("two")
    await expect(ada).to_have_title("practice · Ada · Holdout playground")


async def test_older_messages_are_shown_on_demand(visit: Open, playground: Playground) -> None:
    page = await visit()
    place = next(each.id for each in playground.world.channels.values() if each.name == "general")
    body = {"member": playground.world.owner_id, "channel": place}
    headers = {"X-Playground-Secret": playground.secret}
    for count in range(60):
        written = {**body, "content": f"number {count}."}
        await page.request.post(f"{playground.url}/people/say", data=written, headers=headers)
    await expect(last(page)).to_contain_text("number 59.")
    await page.reload()
    await expect(last(page)).to_be_in_viewport()
    await expect(page.locator(".message")).to_have_count(50)
    await press(page, "Show older messages")
    await expect(page.locator(".message")).to_have_count(60)
    await expect(last(page)).not_to_be_in_viewport()
    await expect(page.get_by_role("button", name="Show older messages")).to_have_count(0)


async def test_violations_stand_in_a_red_bar(visit: Open, playground: Playground) -> None:
    page = await visit()
    playground._stage.violation("POST /somewhere", "label: longer than 80 characters")
    bar = page.locator(".violation")
    await expect(bar).to_contain_text("1 broken rule of Discord")
    await press(page, "All")
    await expect(page.get_by_role("dialog", name="Tools")).to_contain_text("longer than 80 characters")
    playground.violations.clear()


async def test_hostile_text_stays_text(visit: Open, playground: Playground) -> None:
    page = await visit()
    playground.world.add_member("<img src=x onerror=hacked=9>", admin=False)
    await command(page, "hostile")
    await expect(last(page).locator(".md").first).to_contain_text(HOSTILE.split(">")[0])
    await page.locator("#entry").fill(f"{HOSTILE} ||{HOSTILE}|| [a](javascript:hacked=4)")
    await keys(page, "Enter")
    await expect(last(page)).to_contain_text("<script>window.hacked=2</script>")
    assert await page.locator("#log img, #log script, #log [onerror]").count() == 0
    assert await page.locator("a[href^='javascript' i]").count() == 0
    other = await visit("<img src=x onerror=hacked=9>")
    await other.locator("#entry").fill("me")
    await keys(other, "Enter")
    await expect(last(page).locator(".name")).to_have_text("<img src=x onerror=hacked=9>")
    assert await page.evaluate("window.hacked") is None
    assert await other.evaluate("window.hacked") is None


async def test_a_spoiler_is_shown_on_demand(visit: Open) -> None:
    page = await visit()
    await page.locator("#entry").fill("||the answer||")
    await keys(page, "Enter")
    await press(page, "Spoiler, hidden")
    await expect(page.get_by_role("button", name="Spoiler, hidden")).to_have_count(0)
    await expect(page.locator(".spoiler.shown")).to_have_text("the answer")
