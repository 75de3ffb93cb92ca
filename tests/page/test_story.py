"""The first playable story as two members live it, with the real bot in a process of its own and a restart midway."""

import asyncio
import json
import os
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.page.conftest import DESK, PHONE
from tests.page.hand import command, keys, last, press
from tests.stock import bank_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
"""Kept for a look; not part of the project."""
LINES = """Who reviews a change first?
+ Somebody who did not write it
- Its author alone :: Authors read what they meant.
- Nobody :: Then nobody learns.
? A second pair of eyes sees more."""
ADDED = "soft.communication.teamwork"
CATALOGUE = bank_of()


def one_is_right(variant: Variant) -> bool:
    return [option.right for option in variant.options].count(True) == 1


def several_are_right(variant: Variant) -> bool:
    return [option.right for option in variant.options].count(True) > 1


@asynccontextmanager
async def running(folder: Path, port: int, *, sandbox: bool = False) -> AsyncIterator[str]:
    """`make run` without its installing: the playground and the bot in it; gives the page's address.

    Without a sandbox no code is asked for, and each topic asks what it always did.
    """
    nowhere = {} if sandbox else {"SANDBOX_SOCKET": str(folder / "none")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "play", "--port", str(port)),
        cwd=ROOT,
        env={**os.environ, "HOLDOUT_DATA": str(folder), **nowhere},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("Holdout is online: open http://127.0.0.1:")
        yield line.split()[-1]
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        with suppress(ProcessLookupError):
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def newest_variant(folder: Path) -> Variant:
    """The newest question that was asked, with its key."""
    books = sqlite3.connect(folder / "playground.sqlite3")
    name, seed = books.execute("select question_id, seed from attempts order by id desc limit 1").fetchone()
    books.close()
    return draw_variant(CATALOGUE.entries[name].question, int(seed))


@asynccontextmanager
async def window(
    browser: Browser, url: str, member: str, size: tuple[int, int], *, dark: bool = False
) -> AsyncIterator[Page]:
    """A window of one member; nothing may have gone wrong in it."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        accept_downloads=True,
    )
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    await page.goto(url)
    if member != "Ada":
        if size == PHONE:
            await press(page, "Places and people")
        await page.locator("[data-key=self]").press("Enter")
        await page.get_by_role("button", name=member).press("Enter")
    await expect(page).to_have_title(f"general · {member} · Holdout playground")
    yield page
    assert wrong == []
    assert await page.locator(".violation").count() == 0
    await context.close()


async def go(page: Page, place: str, size: tuple[int, int]) -> None:
    if size == PHONE:
        await press(page, "Places and people")
    await page.get_by_role("button", name=place).first.press("Enter")
    await expect(page.locator("#head h2")).to_have_text(place)


async def ask(page: Page, topic: str) -> Locator:
    """`/practice` with a topic, typed; gives the question's message."""
    await expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    count = await page.locator("#log .message").count()
    await page.locator("#entry").fill(f"/practice {topic}")
    await keys(page, "Enter")
    await expect(page.get_by_role("option").first).to_be_visible()
    await keys(page, "Escape", "Enter")
    await expect(page.locator("#log .message")).to_have_count(count + 1)
    await expect(last(page)).to_contain_text("about ")
    return page.locator("#log .message").nth(count)


async def ask_until(page: Page, folder: Path, topic: str, fits: Callable[[Variant], bool]) -> Locator:
    """Ask until the question is of the kind that is wanted; others are put aside."""
    while not fits((message := await ask(page, topic), newest_variant(folder))[1]):
        await tap(message, "I don't know")
        await expect(message).to_contain_text("0 of 1")
    return message


async def shot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png")


async def tap(message: Locator, name: str) -> None:
    await message.get_by_role("button", name=name, exact=True).press("Enter")


async def fill_in(page: Page, message: Locator, text: str) -> None:
    """Press Answer, type into the form that opens, send it."""
    await tap(message, "Answer")
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type(text)
    await keys(page, "Enter")
    await expect(form).to_have_count(0)


async def choose_right(page: Page, message: Locator, variant: Variant) -> None:
    """Tick the right options of the list and close it."""
    await message.get_by_role("combobox").focus()
    await keys(page, "Enter")
    for place, option in enumerate(variant.options):
        if option.right:
            await page.get_by_role("option").nth(place).click()
    await keys(page, "Enter")


async def single_and_multiple(page: Page, folder: Path, name: str) -> None:
    message = await ask_until(page, folder, "python.engineering.git-basics", one_is_right)
    await shot(page, f"{name}-1-question")
    wrong = next(place for place, option in enumerate(newest_variant(folder).options) if not option.right)
    await tap(message, "ABCD"[wrong])
    await expect(message).to_contain_text("0 of 1")
    await shot(page, f"{name}-2-wrong")
    message = await ask_until(page, folder, "python.numpy.indexing", several_are_right)
    await choose_right(page, message, newest_variant(folder))
    await expect(message).to_contain_text("1 of 1")
    await shot(page, f"{name}-3-multiple")


async def number_and_term(page: Page, folder: Path, name: str) -> None:
    message = await ask_until(page, folder, "data.cleaning.imbalance", lambda variant: variant.number is not None)
    await tap(message, "Hint (−25%)")
    await expect(message).to_contain_text("Hint ")
    await shot(page, f"{name}-4-number")
    number = newest_variant(folder).number
    assert number is not None
    await fill_in(page, message, str(number.value))
    await expect(message).to_contain_text("0.75 of 1")
    await shot(page, f"{name}-5-number-verdict")
    message = await ask_until(page, folder, "python.pandas.groupby", lambda variant: "transform" in variant.accepted)
    await fill_in(page, message, "transform")
    await expect(message).to_contain_text("1 of 1")


async def by_writing(page: Page, folder: Path, name: str) -> None:
    """In direct messages a plain message is the answer."""
    await ask_until(page, folder, "stats.inference.p-values", one_is_right)
    right = next(place for place, option in enumerate(newest_variant(folder).options) if option.right)
    await page.locator("#entry").fill("ABCD"[right])
    await keys(page, "Enter")
    await expect(last(page)).to_contain_text("1 of 1")
    await shot(page, f"{name}-6-direct")


async def card(page: Page, name: str, *lines: str) -> Locator:
    await command(page, "me")
    await expect(last(page)).to_contain_text("Your results")
    for line in lines:
        await expect(last(page)).to_contain_text(line)
    await shot(page, f"{name}-7-me")
    return page.locator("#log .message").nth(await page.locator("#log .message").count() - 1)


async def add_a_question(ada: Page) -> None:
    await ada.locator("#entry").fill(f"/bank add {ADDED}")
    await keys(ada, "Enter")
    await expect(ada.get_by_role("option").first).to_be_visible()
    await keys(ada, "Escape", "Enter")
    form = ada.get_by_role("dialog", name="Add a question")
    await form.get_by_label("Question and answers").fill(LINES)
    await shot(ada, "ada-1-form")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(last(ada)).to_contain_text("Who reviews a change first?")
    await shot(ada, "ada-2-preview")
    draft = last(ada)
    await tap(draft, "Publish")
    await expect(draft).to_contain_text("Withdraw")
    await shot(ada, "ada-3-published")


async def export_and_delete(page: Page, message: Locator, name: str) -> None:
    await tap(message, "Export my data")
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="holdout-my-data.json").last.click()
    told = json.loads((await (await waiting.value).path()).read_text(encoding="utf-8"))
    assert told["attempts"]
    await tap(message, "Delete everything")
    await shot(page, f"{name}-8-delete")
    await tap(message, "Yes, delete everything")
    await expect(message).to_contain_text("deleted")
    await command(page, "me")
    await expect(last(page)).to_contain_text("Nothing answered yet")


@pytest.mark.timeout(300)
async def test_two_members_practise_through_a_restart_and_one_adds_a_question(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    async with running(tmp_path, port) as url, window(browser, url, "Ben", PHONE) as ben:
        async with window(browser, url, "Ada", DESK) as ada:
            await single_and_multiple(ben, tmp_path, "phone")
            await single_and_multiple(ada, tmp_path, "desk")
            await go(ada, "Holdout", DESK)
            await number_and_term(ada, tmp_path, "desk-direct")
        waiting = await ask_until(ben, tmp_path, "data.pipelines.idempotence-backfill", one_is_right)
        variant = newest_variant(tmp_path)
    async with running(tmp_path, port) as url, window(browser, url, "Ben", PHONE) as ben:
        waiting = last(ben)
        await tap(waiting, "ABCD"[next(place for place, option in enumerate(variant.options) if option.right)])
        await expect(waiting).to_contain_text("1 of 1")
        await number_and_term(ben, tmp_path, "phone")
        async with window(browser, url, "Ada", DESK) as ada:
            await add_a_question(ada)
            await go(ada, "Holdout", DESK)
            await by_writing(ada, tmp_path, "desk")
            mine = await card(ada, "desk", "Python mastery: ")
            await export_and_delete(ada, mine, "desk")
        while "Who reviews a change first?" not in await (drawn := await ask(ben, ADDED)).inner_text():
            await tap(drawn, "I don't know")
            await expect(drawn).to_contain_text("strong answer")
        await tap(drawn, "I don't know")
        await expect(drawn).to_contain_text("0 of 1")
        await go(ben, "Holdout", PHONE)
        await by_writing(ben, tmp_path, "phone")
        await card(ben, "phone", "Python mastery: ")
