"""A model outside on a phone: what it is sent is said before it is let, and who heard an answer is said under it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.render import words
from bot.settings import Settings
from bot.wiring.endpoint import outsider_of
from tests.endpoint.model_server import ModelServer, honest, says
from tests.page.conftest import DESK, PHONE
from tests.page.hand import command, last
from tests.page.test_quiz import fits, to_the_end
from tests.page.test_story import ask, shot, tap, window
from tests.whole.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")
WORDS = "First I would check that serving and training agree. Then I would look at who was shown what and when."


async def answer(page: Page, name: str, expected: str) -> None:
    """Ask for a story, tell it, and see who heard it."""
    message = await ask(page, "soft.communication.failure")
    await expect(message).to_contain_text("Tell one story of your own")
    await tap(message, words.ANSWER)
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox").fill(WORDS)
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(message).to_contain_text(expected, timeout=30_000)
    await message.evaluate("message => message.scrollIntoView()")
    await shot(page, name)
    await fits(page, narrow=True)


@pytest.mark.timeout(120)
async def test_it_is_let_by_both_and_named_in_the_verdict(browser: Browser, tmp_path: Path) -> None:
    async with ModelServer([honest, says("I'd rather not.")]) as model:
        outsider = outsider_of(Settings(model_url=model.url, model_name="mark-1", model_timeout_s=30))
        async with (
            House(tmp_path, outsider=outsider) as house,
            window(browser, house.playground.url, "Ada", DESK) as ada,
            window(browser, house.playground.url, "Cy", PHONE) as cy,
        ):
            await command(ada, "setup")
            await tap(last(ada), words.ALLOW_MODEL)
            await expect(last(ada)).to_contain_text("A model outside: ✓ allowed")
            await shot(ada, "outside-1-setup")
            await command(cy, "me")
            await expect(last(cy)).to_contain_text("A model outside: ✗ does not hear you")
            await to_the_end(cy)
            await shot(cy, "outside-2-me-phone")
            await fits(cy, narrow=True)
            await tap(last(cy), words.LET_MODEL)
            await expect(last(cy)).to_contain_text("A model outside: ✓ hears you")
            await answer(cy, "outside-3-heard-phone", "Heard by mark-1, a model outside")
            await answer(cy, "outside-4-fell-back-phone", "The model would not judge this, so I graded this on my own.")
            assert house.playground.violations == []
