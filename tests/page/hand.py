"""What a person's hands do on the page, by keyboard alone."""

from playwright.async_api import Locator, Page, expect


async def command(page: Page, name: str) -> None:
    """Type a slash command that needs no options, and send it."""
    await page.locator("#entry").focus()
    await page.keyboard.type(f"/{name}")
    await page.keyboard.press("Enter")
    await expect(page.locator("form.command")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("form.command")).to_have_count(0)


async def press(page: Page, name: str) -> Locator:
    """Focus a button and press Enter; it is given back."""
    button = page.get_by_role("button", name=name, exact=True)
    await button.focus()
    await page.keyboard.press("Enter")
    return button


async def keys(page: Page, *names: str) -> None:
    """Press keys one after another."""
    for name in names:
        await page.keyboard.press(name)


def last(page: Page) -> Locator:
    """The newest message."""
    return page.locator("#log .message").last
