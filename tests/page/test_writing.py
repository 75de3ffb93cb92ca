"""Writing: the list of commands, their options, the bot's forms, files, and what happens to what was typed."""

import pytest
from playwright.async_api import FilePayload, expect

from bot.playground.server import Playground
from tests.page.conftest import PHONE, Open
from tests.page.hand import command, keys, last, press
from tests.page.showcase import Showcase

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_command_is_found_filled_in_and_sent_by_keyboard(visit: Open) -> None:
    page = await visit(size=PHONE)
    await page.locator("#entry").focus()
    await page.keyboard.type("/")
    commands = page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(commands.filter(has_text="/draw")).to_contain_text("Draw from a topic")
    await page.keyboard.type("dr")
    await expect(commands).to_have_count(1)
    await keys(page, "Enter")
    topic = page.get_by_role("combobox", name="topic")
    await expect(topic).to_be_focused()
    await page.keyboard.type("ad")
    await expect(page.get_by_role("option", name="Gradient")).to_be_visible()
    await expect(page.get_by_role("button", name="Send")).to_be_in_viewport()
    await keys(page, "Enter", "Tab")
    await expect(topic).to_have_value("Gradient")
    await expect(page.get_by_role("combobox", name="level")).to_be_focused()
    await page.keyboard.type("sen")
    await expect(page.get_by_role("option", name="senior")).to_be_visible()
    await keys(page, "ArrowDown", "Enter", "Tab")
    await page.keyboard.type("2")
    await keys(page, "Enter")
    await expect(last(page)).to_contain_text("drawn gradient|senior|2|False")
    await expect(page.locator("#entry")).to_be_focused()


async def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(visit: Open) -> None:
    page = await visit()
    await page.locator("#entry").focus()
    await page.keyboard.type("/draw")
    await keys(page, "Enter", "Escape", "Enter")
    await expect(page.get_by_role("alert").filter(has_text="topic is needed.")).to_be_visible()
    await expect(page.get_by_role("combobox", name="topic")).to_be_focused()
    await page.keyboard.type("nothing like it")
    await expect(page.get_by_text("Nothing found").first).to_be_visible()
    await page.get_by_label("count").fill("7")
    await keys(page, "Enter")
    await expect(page.get_by_role("alert").filter(has_text="count: at most 3.")).to_be_visible()
    await page.get_by_label("count").fill("1")
    await keys(page, "Enter")
    await expect(last(page)).to_contain_text("drawn nothing like it|None|1|False")


async def test_escape_closes_the_list_then_the_command(visit: Open) -> None:
    page = await visit()
    await page.keyboard.press("/")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    await keys(page, "Escape")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()
    await page.locator("#entry").fill("/draw va")
    await keys(page, "Enter")
    await expect(page.get_by_role("combobox", name="topic")).to_have_value("va")
    await expect(page.get_by_role("option", name="Variance")).to_be_visible()
    await keys(page, "Escape", "Escape")
    await expect(page.locator("form.command")).to_have_count(0)
    await expect(page.locator("#entry")).to_be_focused()


async def test_a_file_goes_with_a_command_and_with_a_message(visit: Open) -> None:
    page = await visit()
    await page.locator("#entry").fill("/read")
    await keys(page, "Enter")
    given = FilePayload(name="a.csv", mimeType="text/csv", buffer=b"a,b")
    await page.locator("form.command input[type=file]").set_input_files([given])
    await press(page, "Send")
    await expect(last(page)).to_contain_text("read a,b")
    await page.get_by_label("Files to send").set_input_files([given])
    await page.locator("#entry").fill("take this")
    await keys(page, "Enter")
    await expect(last(page).get_by_role("link", name="a.csv")).to_be_visible()


async def test_a_form_is_filled_in_by_keyboard_and_gives_the_focus_back(visit: Open) -> None:
    page = await visit(size=PHONE)
    await command(page, "everything")
    opener = await press(page, "Open the form")
    form = page.get_by_role("dialog", name="All fields")
    name = form.get_by_label("Name")
    await expect(name).to_be_focused()
    await page.keyboard.type("A")
    await expect(form.get_by_text("1 of at least 2")).to_be_visible()
    await keys(page, "Enter")
    await expect(form.get_by_role("alert").filter(has_text="at least 2 characters")).to_be_visible()
    await page.keyboard.type("da")
    await keys(page, "Tab")
    await page.keyboard.type("line one\nline two")
    await keys(page, "Tab", "ArrowDown", "Tab", "Enter", "ArrowDown", "Enter")
    await expect(form.get_by_role("radio", name="Senior")).to_be_checked()
    await form.get_by_label("File").set_input_files([FilePayload(name="n", mimeType="text/plain", buffer=b"inside")])
    await press(page, "Submit")
    await expect(form).to_have_count(0)
    await expect(last(page)).to_contain_text("form Ada|line one")
    await expect(last(page)).to_contain_text("line two|senior|nets|inside")
    await expect(opener).to_be_focused()


async def test_the_focus_stays_in_a_form_and_what_was_typed_stays_with_it(visit: Open) -> None:
    page = await visit()
    await command(page, "everything")
    opener = await press(page, "Open the form")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.keyboard.type("Grace")
    for _ in range(12):
        await keys(page, "Tab")
        assert await page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    await keys(page, "Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()
    await keys(page, "Enter")
    await expect(page.get_by_label("Name")).to_have_value("Grace")


async def test_a_form_that_is_not_answered_keeps_everything(visit: Open, playground: Playground, bot: Showcase) -> None:
    page = await visit()
    await command(page, "ticks")
    form = page.get_by_role("dialog", name="Ticks")
    await expect(form).to_contain_text("Tick what you like.")
    await form.get_by_role("checkbox", name="Two").check()
    bot.deaf = True
    await press(page, "Submit")
    playground.advance(4)
    await expect(form.get_by_role("alert").filter(has_text="What you wrote is kept")).to_be_visible()
    await expect(form.get_by_role("checkbox", name="Two")).to_be_checked()


async def test_ticks_arrive(visit: Open) -> None:
    page = await visit()
    await command(page, "ticks")
    form = page.get_by_role("dialog", name="Ticks")
    await form.get_by_role("checkbox", name="Two").focus()
    await keys(page, "Space", "Tab", "Space")
    await press(page, "Submit")
    await expect(last(page)).to_contain_text("ticks two|True")


async def test_a_refused_message_stays_in_the_field(visit: Open) -> None:
    page = await visit(excuse="400 (Bad Request)")
    await page.locator("#entry").fill("x" * 4001)
    await keys(page, "Enter")
    await expect(page.locator("#composer").get_by_role("alert")).to_contain_text("at most 4000 characters.")
    await expect(page.locator("#entry")).to_have_value("x" * 4001)
    await page.reload()
    await expect(page.locator("#entry")).to_have_value("x" * 4001)
