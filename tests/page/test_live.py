"""What goes on under one's hands: messages that are edited in use, places that are named, pings, events, times."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import ui
from playwright.async_api import expect

from bot.playground.server import Playground
from tests.page.conftest import DESK, PHONE, Open
from tests.page.hand import last, press
from tests.page.showcase import Count, Pick, Showcase, options
from tests.page.test_reach import check
from tests.people import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


def board(answered: int, *, closed: bool = False) -> ui.LayoutView:
    """A question that says how many have answered."""
    view = ui.LayoutView(timeout=None)
    count: ui.Button[Any] = Count(label="Other", custom_id="count:0", disabled=closed)
    pick = Pick(custom_id="some", placeholder="Areas", max_values=2, options=options("Trees", "Nets", "Data"))
    view.add_item(ui.Container(ui.TextDisplay(f"1 of 2\n-# {answered} of 9 answered"), ui.ActionRow(count)))
    if closed:
        view.add_item(ui.TextDisplay("The time is up. It was **B**."))
    view.add_item(ui.ActionRow(pick))
    view.add_item(ui.ActionRow(ui.Button(label="My answer", custom_id="good")))
    return view


async def general(bot: Showcase) -> discord.TextChannel:
    found = discord.utils.get(bot.guilds[0].text_channels, name="general")
    assert found is not None
    return found


async def test_an_edit_leaves_the_focus_and_an_open_list_alone(visit: Open, bot: Showcase) -> None:
    page = await visit()
    message = await (await general(bot)).send(view=board(0))
    await page.locator("[data-custom-id=some]").press("Enter")
    nets = page.get_by_role("option", name="Nets")
    await nets.click()
    await message.edit(view=board(1))
    await expect(last(page)).to_contain_text("1 of 9 answered")
    await expect(nets).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("option", name="Trees")).to_be_visible()
    await page.keyboard.press("Home")
    await page.keyboard.press("Space")
    await message.edit(view=board(2))
    await expect(last(page)).to_contain_text("2 of 9 answered")
    await press(page, "Done")
    await expect(last(page)).to_contain_text("chose nets, trees")
    other = page.locator("[data-custom-id='count:0']")
    await other.focus()
    await message.edit(view=board(3))
    await expect(page.locator(".message", has_text="3 of 9 answered")).to_be_visible()
    await expect(other).to_be_focused()
    heard = page.locator("#said")
    await expect(heard).not_to_contain_text("answered")
    await message.edit(view=board(9, closed=True))
    await expect(page.locator(".message", has_text="9 of 9 answered")).to_be_visible()
    await expect(page.locator("[data-custom-id=some]")).to_be_focused()
    await expect(heard).to_have_text("Holdout: The time is up. It was B.")


async def test_what_failed_stays_said_while_others_go_on(visit: Open, bot: Showcase, playground: Playground) -> None:
    page = await visit()
    message = await (await general(bot)).send(view=board(0))
    await expect(last(page)).to_contain_text("0 of 9 answered")
    await page.get_by_role("button", name="My answer").press("Enter")
    await expect(page.get_by_role("button", name="My answer")).to_have_attribute("aria-busy", "true")
    await message.edit(view=board(1))
    await expect(page.get_by_role("button", name="My answer")).to_have_attribute("aria-busy", "true")
    playground.advance(4)
    await expect(last(page)).to_contain_text("This interaction failed")
    await message.edit(view=board(2))
    await expect(last(page)).to_contain_text("2 of 9 answered")
    await expect(last(page)).to_contain_text("This interaction failed")


@pytest.mark.parametrize("size", [PHONE, DESK])
async def test_a_named_place_is_gone_to_and_its_head_leads_back(
    visit: Open, bot: Showcase, size: tuple[int, int]
) -> None:
    page = await visit(size=size)
    channel = await general(bot)
    lobby = await channel.send("Quiz tonight")
    thread = await lobby.create_thread(name="Quiz · Trees")
    await channel.send(f"The thread opens here: {thread.mention}")
    named = last(page).get_by_role("link", name="#Quiz · Trees")
    await named.focus()
    await check(page, narrow=size == PHONE)
    await page.keyboard.press("Enter")
    await expect(page.locator("#head h2")).to_have_text("Quiz · Trees")
    await expect(last(page)).to_contain_text("started this thread")
    await last(page).get_by_role("button", name="Quiz tonight").press("Enter")
    await expect(page.locator("#head h2")).to_have_text("general")


async def test_a_ping_is_marked_for_those_it_means(visit: Open, bot: Showcase, playground: Playground) -> None:
    role = next(each for each in playground.world.roles.values() if each.name == "Quiz")
    async with Person(playground.url, playground.secret) as owner:
        ben_id = next(each["id"] for each in owner.world["members"] if each["name"] == "Ben")
        await owner.post("role", {"member": ben_id, "role": role.id})
        ada, ben = await visit(), await visit("Ben", size=PHONE, dark=True)
        allowed = discord.AllowedMentions(roles=True, users=False, everyone=False)
        await (await general(bot)).send(f"Quiz in five minutes, <@&{role.id}>", allowed_mentions=allowed)
        await expect(last(ben)).to_contain_text("mentions you")
        await check(ben, narrow=True)
        await expect(last(ada)).to_contain_text("@Quiz")
        await expect(last(ada)).not_to_contain_text("mentions you")
        await owner.post("role", {"member": ben_id, "role": role.id, "has": False})


async def test_scheduled_events_stand_at_the_side(visit: Open, bot: Showcase, playground: Playground) -> None:
    page = await visit(dark=True)
    starts = playground.clock.now() + timedelta(minutes=10)
    async with Person(playground.url, playground.secret) as owner:
        await owner.post("permit", {"permissions": ["create_events"]})
        event = await bot.guilds[0].create_scheduled_event(
            name="Tuesday quiz",
            description="Ten **questions** on trees",
            start_time=starts,
            end_time=starts + timedelta(minutes=30),
            location="#general",
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
        )
        shown = page.locator(".happening")
        await expect(shown).to_contain_text("Tuesday quiz")
        await expect(shown).to_contain_text("in 10 minutes")
        await check(page, narrow=False)
        playground.advance(600)
        await expect(shown).to_contain_text("Now, until")
        await event.delete()
        await expect(shown).to_have_count(0)
        await owner.post("permit", {"permissions": []})
