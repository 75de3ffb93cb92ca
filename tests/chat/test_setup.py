"""`/setup` in chat, by whole payloads, and the one message on joining."""

import logging

import pytest

from bot.actions.views import Call
from bot.render import words
from tests.chat.payloads import ADA, ADMIN, BOT, GUILD, MEMBER, ROLE, flat
from tests.chat.recorder import Room
from tests.samples import NOON

VIEW, AUDIT = 1 << 10, 1 << 7
INVITED = {"id": "1", "action_type": 28, "target_id": str(BOT), "user_id": str(ADA), "changes": [], "options": None}


async def test_members_are_refused(room: Room) -> None:
    refused = await room.command("setup")
    assert (refused.type, refused.private) == (4, True)
    assert "may manage this server" in refused.text


async def test_roles_are_chosen_and_taken_back(room: Room) -> None:
    card = await room.command("setup", permissions=ADMIN)
    assert (card.type, card.private) == (4, True)
    chosen = await room.press(card, "May edit questions", str(ROLE), permissions=ADMIN)
    assert (chosen.type, f"<@&{ROLE}>" in chosen.text) == (7, True)
    select = next(p for p in flat(chosen.data["components"]) if p.get("placeholder") == "May edit questions")
    assert select["default_values"] == [{"id": ROLE, "type": "role"}]
    assert room.desk.kept.servers[GUILD].editor_role_id == ROLE
    await room.press(chosen, "May edit questions", permissions=ADMIN)
    assert room.desk.kept.servers[GUILD].editor_role_id is None


async def test_the_time_zone_is_typed(room: Room) -> None:
    card = await room.command("setup", permissions=ADMIN)
    form = await room.press(card, words.TIME_ZONE, permissions=ADMIN)
    saved = await room.submit(form, on=card, permissions=ADMIN, zone="Asia/Kolkata")
    assert (saved.type, "Asia/Kolkata" in saved.text) == (7, True)


async def test_a_member_cannot_press_what_an_admin_left_open(room: Room) -> None:
    card = await room.command("setup", permissions=ADMIN)
    for label, values in (("Quiz role", (str(ROLE),)), (words.TIME_ZONE, ())):
        refused = await room.press(card, label, *values)
        assert (refused.type, refused.private) == (4, True)
    assert GUILD not in room.desk.kept.servers


async def test_whoever_invited_is_offered_the_settings_once(room: Room) -> None:
    room.discord.audit = [INVITED | {"target_id": "5", "user_id": "6"}, INVITED]
    room.join(may=MEMBER | VIEW | AUDIT)
    offer = await room.discord.next()
    assert (offer.kind, f"<@{ADA}>" in offer.text) == ("send", True)
    assert offer.body["allowed_mentions"]["users"] == [ADA]
    assert "roles" not in offer.body["allowed_mentions"]["parse"]
    card = await room.press(offer, "Set up", permissions=ADMIN)
    assert (card.type, card.private) == (4, True)
    room.join(may=MEMBER | VIEW | AUDIT)
    await room.idle()
    assert room.discord.sent.empty()


async def test_an_audit_log_that_does_not_know_names_nobody(room: Room) -> None:
    room.discord.audit = [INVITED | {"target_id": "5"}]
    room.join(may=MEMBER | VIEW | AUDIT)
    assert "<@" not in (await room.discord.next()).text


@pytest.mark.parametrize("system", [True, False])
async def test_without_the_audit_log_nobody_is_named(room: Room, *, system: bool) -> None:
    room.join(may=MEMBER | VIEW, system=system)
    offer = await room.discord.next()
    assert "<@" not in offer.text
    assert offer.body["allowed_mentions"] == {"parse": [], "users": []}


async def test_an_audit_log_that_fails_is_noted(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.discord.refuse["audit"] = (403, 50013)
    with caplog.at_level(logging.INFO):
        room.join(may=MEMBER | VIEW | AUDIT)
        assert "<@" not in (await room.discord.next()).text
    assert "audit log" in caplog.text


async def test_nowhere_to_write_keeps_the_offer_for_later(room: Room) -> None:
    room.join(may=VIEW)
    await room.idle()
    assert room.discord.sent.empty()
    assert await room.app.setup.offer(GUILD)


async def test_roles_of_a_member_are_told_to_the_actions(room: Room) -> None:
    room.join()
    await room.discord.next()
    await room.app.setup.set_role(Call(1, NOON, ADA, GUILD, 1, admin=True), "editor", ROLE)
    form = await room.command("bank add", person=12)
    assert form.type == 9
    draft = await room.submit(form, person=12, lines="Why?")
    assert draft.type == 5
    assert "ready" in (await room.discord.next()).text
