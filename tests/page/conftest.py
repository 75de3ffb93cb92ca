"""A real browser before a real playground with a tiny bot in it."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import discord
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from bot.playground.server import Playground
from tests.page.showcase import Showcase, showing

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (360, 740)
DESK = (1280, 860)
expect.set_options(timeout=8_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A browser for all tests of the page; where there is none they skip, in CI they fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[tuple[Playground, Showcase]]:
    """One playground with the tiny bot in it for all tests; each finds it empty."""
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE
    async with Playground() as started, showing(started) as client:
        yield started, client
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE = before


@pytest.fixture
def playground(stage: tuple[Playground, Showcase]) -> Iterator[Playground]:
    """The playground; a test that ends with a broken rule fails, and what it wrote is taken away."""
    started, _ = stage
    yield started
    broken = list(started.violations)
    started.violations.clear()
    for channel in list(started.world.channels):
        for message in list(started.world.messages(channel)):
            started.world.remove(message)
    for thread in [each for each in started.world.channels.values() if each.kind == "thread"]:
        started.world.remove_thread(thread)
    assert broken == []


@pytest.fixture
def bot(stage: tuple[Playground, Showcase]) -> Showcase:
    """The tiny bot, online."""
    _, client = stage
    client.renew()
    return client


Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, playground: Playground, bot: Showcase) -> AsyncIterator[Open]:
    """Open windows: `await visit("Ben", size=PHONE, dark=True)`; afterwards nothing may have gone wrong in any."""
    wrong: list[str] = []
    expected: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_window(
            member: str = "Ada", size: tuple[int, int] = DESK, *, dark: bool = False, excuse: str = ""
        ) -> Page:
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                has_touch=size == PHONE,
                locale="en-GB",
                timezone_id="UTC",
            )
            stack.push_async_callback(context.close)
            if excuse:
                expected.append(excuse)
            page = await context.new_page()

            def heard(message: ConsoleMessage) -> None:
                if message.type in ("error", "warning"):
                    wrong.append(f"{message.type}: {message.text}")

            def asked(request: Request) -> None:
                if not request.url.startswith(playground.url):
                    wrong.append(f"asked {request.url}")

            page.on("console", heard)
            page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
            page.on("request", asked)
            ids = {each.name: each.id for each in playground.world.members.values()}
            await page.goto(f"{playground.url}/?member={ids[member]}")
            await expect(page.locator("#head h2")).to_have_text("general")
            return page

        yield open_window
    assert [each for each in wrong if not any(excuse in each for excuse in expected)] == []
