"""Code in the browser, with the real bot and its sandbox: a plot, an error, a wrong submission and a right one."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.rules.code import CodeTask
from tests.page.conftest import DESK, PHONE
from tests.page.hand import command, keys, last
from tests.page.test_story import CATALOGUE, ask, free_port, go, newest_variant, running, shot, tap, window

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLOT = """import matplotlib.pyplot as plt
plt.plot([1, 3, 2, 5])
print("drawn")"""
HOSTILE = """print("```", "\\x1b[31m@everyone", "\\u202eabc")
for n in range(2000):
    print(n, "x" * 60)"""


def topic() -> str:
    """A topic whose questions are all answered by code that only its arguments and examples are about."""
    by_topic: dict[str, list[bool]] = {}
    for entry in CATALOGUE.entries.values():
        fits = isinstance(entry.question.body, CodeTask) and not entry.question.requires
        by_topic.setdefault(entry.question.topic, []).append(fits)
    return next(name for name, fits in sorted(by_topic.items()) if all(fits))


async def run(page: Page, source: str) -> Locator:
    """`/code`, the form that opens, and its answer."""
    count = await page.locator("#log .message").count()
    await command(page, "code")
    form = page.get_by_role("dialog")
    await form.get_by_label("Python").fill(source)
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)
    await expect(page.locator("#log .message")).to_have_count(count + 1)
    return page.locator("#log .message").nth(count)


async def submit(page: Page, message: Locator, source: str | None = None, label: str = "Submit") -> None:
    await tap(message, label)
    form = page.get_by_role("dialog", name="Your answer")
    await expect(form.get_by_role("textbox")).not_to_be_empty()
    if source is not None:
        await form.get_by_role("textbox").fill(source)
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)


async def plot_and_error(page: Page, name: str) -> None:
    shown = await run(page, PLOT)
    await expect(shown.get_by_text("Ran")).to_be_visible(timeout=30_000)
    picture = shown.get_by_role("img", name="Picture 1 of 1 that the code drew")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    await shot(page, f"{name}-code-1-plot")
    await tap(shown, "Edit and run again")
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("textbox")).to_have_value(PLOT)
    await shot(page, f"{name}-code-2-form")
    await form.get_by_role("textbox").fill("print(“1”\n1 / 0")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(shown).to_contain_text("SyntaxError")
    await expect(shown).to_contain_text("2 curly quotes")
    await expect(picture).to_have_count(0)
    await shot(page, f"{name}-code-3-error")
    shown = await run(page, HOSTILE)
    await expect(shown).to_contain_text("lines left out")
    await expect(shown.get_by_role("link", name="output.txt")).to_be_visible()
    await shot(page, f"{name}-code-4-hostile")


async def wrong_then_right(page: Page, folder: Path, name: str) -> None:
    message = await ask(page, topic())
    task = newest_variant(folder).task
    assert isinstance(task, CodeTask)
    await shot(page, f"{name}-code-5-question")
    await submit(page, message)
    await expect(message).to_contain_text("1st submission", timeout=30_000)
    await expect(message).to_contain_text("Not yet: ")
    await shot(page, f"{name}-code-6-wrong")
    await submit(page, message, task.solution, "Try again")
    await expect(message).to_contain_text("2nd submission", timeout=30_000)
    await expect(message).to_contain_text("1 of 1")
    await shot(page, f"{name}-code-7-right")


@pytest.mark.timeout(240)
async def test_code_is_run_and_judged_before_ones_eyes(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, free_port(), sandbox=True) as url:
        async with window(browser, url, "Ben", PHONE) as ben:
            await plot_and_error(ben, "phone")
            await wrong_then_right(ben, tmp_path, "phone")
        async with window(browser, url, "Ada", DESK) as ada:
            await wrong_then_right(ada, tmp_path, "desk")
            await go(ada, "Holdout", DESK)
            await ada.locator("#entry").fill("```python\nsum(range(5))\n```")
            await keys(ada, "Enter")
            await expect(last(ada)).to_contain_text("Result")
            await shot(ada, "desk-code-8-direct")
