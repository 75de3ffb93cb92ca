"""Everybody can use the page: names, targets, contrast and order, in light and dark, wide and narrow."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import DESK, PHONE, Open
from tests.page.hand import command, press

pytestmark = pytest.mark.asyncio(loop_scope="session")

USABLE = {
    "button", "link", "textbox", "combobox", "checkbox", "radio", "option", "listbox", "dialog", "img", "image",
    "radiogroup", "group", "navigation", "complementary", "log",
}  # fmt: skip

DOUBLE_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""

DANGLING = """() => [...document.querySelectorAll("[aria-controls],[aria-labelledby],[aria-describedby],label[for]")]
  .flatMap((e) => ["aria-controls", "aria-labelledby", "aria-describedby", "for"]
    .flatMap((name) => (e.getAttribute(name) || "").split(" ").filter(Boolean)))
  .filter((id) => !document.getElementById(id))"""

SMALL = """() => [...document.querySelectorAll("button, a[href], input, textarea, [role=option]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".md, .skip, [inert]"))
  .map((e) => [e.closest("label")?.getBoundingClientRect() || e.getBoundingClientRect(), e])
  .filter(([box]) => box.height < 39.5 || box.width < 37)
  .map(([box, e]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 90)}`)"""

FAINT = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colour, under) => {
    paint.fillStyle = `rgb(${under})`; paint.fillRect(0, 0, 1, 1);
    paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((v) => (v / 255 <= 0.03928 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (e) => (e ? over(getComputedStyle(e).backgroundColor, behind(e.parentElement)) : [255, 255, 255]);
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!says || !e.checkVisibility({ visibilityProperty: true })) continue;
    if (e.closest(":disabled, [aria-busy], .avatar, .unseen, [inert], noscript")) continue;
    const [back, style] = [behind(e), getComputedStyle(e)];
    const [a, b] = [light(over(style.color, back)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const needed = parseFloat(style.fontSize) >= 18.6 ? 3 : 4.5;
    if (ratio < needed) faint.push(`${ratio.toFixed(2)} ${e.outerHTML.slice(0, 90)}`);
  }
  return faint;
}"""


async def nameless(page: Page) -> list[str]:
    """What the browser's own accessibility tree has without a name."""
    session = await page.context.new_cdp_session(page)
    tree: dict[str, Any] = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    return [
        f"{node['role']['value']} {node.get('backendDOMNodeId')}"
        for node in tree["nodes"]
        if not node.get("ignored")
        and node.get("role", {}).get("value") in USABLE
        and not str(node.get("name", {}).get("value", "")).strip()
    ]


async def check(page: Page, *, narrow: bool) -> None:
    assert await nameless(page) == []
    assert await page.evaluate(DOUBLE_IDS) == []
    assert await page.evaluate(DANGLING) == []
    assert await page.evaluate(FAINT) == []
    if narrow:
        assert await page.evaluate(SMALL) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)])
async def test_everything_on_the_page_has_a_name_a_size_and_contrast(
    visit: Open, size: tuple[int, int], *, dark: bool
) -> None:
    page = await visit(size=size, dark=dark)
    narrow = size == PHONE
    await command(page, "everything")
    await command(page, "later")
    await expect(page.locator(".message")).to_have_count(2)
    await page.get_by_role("combobox", name="Areas").press("Enter")
    await check(page, narrow=narrow)
    await page.keyboard.press("Escape")
    await press(page, "Open the form")
    await expect(page.get_by_role("dialog", name="All fields")).to_be_visible()
    await press(page, "Submit")
    await check(page, narrow=narrow)
    await page.keyboard.press("Escape")
    if narrow:
        await press(page, "Places and people")
    await check(page, narrow=narrow)
    for key in ("self", "tools"):
        await page.locator(f"[data-key={key}]").press("Enter")
        await check(page, narrow=narrow)
        await page.keyboard.press("Escape")
    if narrow:
        await page.keyboard.press("Escape")
    await page.locator("#entry").focus()
    await page.keyboard.type("/")
    await check(page, narrow=narrow)
    await page.keyboard.type("draw")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option", name="Recall")).to_be_visible()
    await check(page, narrow=narrow)


async def test_the_order_of_tabs_follows_the_page(visit: Open) -> None:
    page = await visit()
    await command(page, "everything")
    await expect(page.locator(".container")).to_be_visible()
    await page.locator(".skip").focus()
    seen: list[str] = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        seen.append(str(await page.evaluate("document.activeElement.closest('[id]')?.id || ''")))
        assert await page.evaluate("document.activeElement.matches(':focus-visible')")
        if seen[-1] == "entry":
            break
    places = [each for at, each in enumerate(seen) if at == 0 or seen[at - 1] != each]
    assert places[:3] == ["sidebar", "head", "log"]
    assert places[-1] == "entry"


async def test_the_colours_follow_the_system_and_the_toggle(visit: Open) -> None:
    page = await visit(dark=True)
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(colour)
    await press(page, "Light or dark")
    light = await page.evaluate(colour)
    assert dark != light
    await page.reload()
    await expect(page.locator("#head h2")).to_have_text("general")
    assert await page.evaluate(colour) == light


async def test_nothing_moves_for_those_who_asked_for_that(visit: Open) -> None:
    page = await visit()
    await command(page, "slow")
    await expect(page.locator(".dots").first).to_be_visible()
    assert await page.evaluate("document.getAnimations().length") == 0
