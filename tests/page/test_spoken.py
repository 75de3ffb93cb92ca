"""An answer in one's own words in the browser: the form, what was heard, and a mark of one's own."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.page.conftest import DESK, PHONE
from tests.page.test_story import ask, free_port, newest_variant, running, shot, tap, window

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOPIC = "soft.experimentation.offline-online"
HOSTILE = " <b>Then</b> @everyone should ask ```again```."


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), (DESK, "desk")])
async def test_what_was_said_is_shown_point_by_point(
    browser: Browser, tmp_path: Path, size: tuple[int, int], name: str
) -> None:
    async with running(tmp_path, free_port()) as url, window(browser, url, "Ben", size) as ben:
        message = await ask(ben, TOPIC)
        body = newest_variant(tmp_path).spoken
        assert body is not None
        await shot(ben, f"{name}-spoken-1-question")
        await tap(message, "Answer")
        form = ben.get_by_role("dialog")
        await form.get_by_role("textbox").fill(body.better + HOSTILE)
        await shot(ben, f"{name}-spoken-2-form")
        await form.get_by_role("button", name="Submit").press("Enter")
        await expect(form).to_have_count(0)
        await expect(message).to_contain_text(re.compile(r"heard \d+ of \d+ points"), timeout=30_000)
        await expect(message).to_contain_text("✓ heard: ")
        await expect(message).to_contain_text("A strong answer")
        await shot(ben, f"{name}-spoken-3-verdict")
        await tap(message, "Next")
        await expect(ben.locator("#log .message")).to_have_count(2)
