"""`/quiz plan` in chat, by whole payloads: what is on a panel, and what is said to stale or made-up presses."""

import pytest

from bot.actions.quiz_plan_views import Announce
from bot.chat.quiz_announce import announce
from bot.render import quiz_plan as cards
from bot.render import words
from bot.rules.errors import EdgeDown
from bot.rules.plan import Plan
from tests.chat.payloads import ADA, ADMIN, GUILD, flat, message, snowflake
from tests.chat.recorder import Room, Sent
from tests.samples import NOON


async def planned(room: Room) -> Sent:
    return await room.command("quiz plan", permissions=ADMIN, name="Tuesday round")


async def test_a_panel_is_private_and_has_all_that_can_be_done(room: Room) -> None:
    panel = await planned(room)
    assert (panel.type, panel.private) == (4, True)
    assert list(panel.buttons) == [
        cards.LOOK,
        cards.OPEN_LOBBY,
        cards.DRY_RUN,
        cards.WHEN,
        words.SETTINGS,
        cards.DRAW_AGAIN,
        cards.ALL_PLANS,
        cards.DELETE_PLAN,
    ]
    channels = next(part for part in flat(panel.data["components"]) if part.get("type") == 8)
    assert channels["channel_types"] == [0]
    rows = next(part for part in flat(panel.data["components"]) if part.get("placeholder") == cards.LOOK)
    assert [option["value"] for option in rows["options"]] == [
        f"0 {question_id}" for question_id in [key[1] for key in room.desk.kept.plans[1].questions]
    ]
    assert all(option["description"] for option in rows["options"])


async def test_a_name_that_is_there_says_that_nothing_changed(room: Room) -> None:
    await planned(room)
    again = await room.command("quiz plan", permissions=ADMIN, name="tuesday ROUND", topic="stats")
    assert "### Plan · Tuesday round" in again.text
    assert "There is a plan of that name already" in (await room.discord.next()).text


async def test_the_form_opens_with_what_there_is(room: Room) -> None:
    panel = await planned(room)
    form = await room.press(panel, cards.WHEN, permissions=ADMIN)
    fields = {part["custom_id"]: part.get("value") for part in flat(form.data["components"]) if "custom_id" in part}
    assert fields == {"name": "Tuesday round", "when": None}
    saved = await room.submit(form, on=panel, permissions=ADMIN, name="Exam", when="tue 18:00 weekly")
    assert (saved.type, "**Tuesdays at 18:00 (UTC).**" in saved.text) == (7, True)
    again = await room.press(saved, cards.WHEN, permissions=ADMIN)
    assert "tue 18:00 weekly" in [part.get("value") for part in flat(again.data["components"])]


async def test_options_are_those_of_the_form(room: Room) -> None:
    panel = await planned(room)
    form = await room.press(panel, words.SETTINGS, permissions=ADMIN)
    saved = await room.submit(
        form, on=panel, permissions=ADMIN, seconds="60", pace="auto", numbers="own", teams="0", window="0"
    )
    assert "60 seconds each, own numbers for everybody, goes on by itself" in saved.text


async def test_an_empty_list_says_how_to_begin(room: Room) -> None:
    listed = await room.command("quiz plan", permissions=ADMIN)
    assert (listed.private, "There is none yet." in listed.text, listed.buttons) == (True, True, {})


async def test_names_and_topics_are_offered(room: Room) -> None:
    await planned(room)
    for focused, typed, offered in (("name", "tues", "Tuesday round"), ("topic", "stat", "stats")):
        room.wake(4, room.slash("quiz plan", focused=focused, **{focused: typed}), permissions=ADMIN)
        assert (await room.discord.next()).data["choices"][0]["value"] == offered
    room.wake(4, room.slash("quiz plan", focused="name", name=""))
    assert (await room.discord.next()).data["choices"] == []


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        ("plan:open", ()),
        ("plan:open", ("x",)),
        ("plan:look:1", ()),
        ("plan:look:1", ("nonsense",)),
        ("plan:swap:1", ()),
        ("plan:where:1", ()),
        ("plan:where:1", ("99",)),
    ],
)
async def test_made_up_presses_are_told_so(room: Room, custom_id: str, values: tuple[str, ...]) -> None:
    await planned(room)
    shown = message(snowflake(), flags=1 << 6)
    data = {"custom_id": custom_id, "component_type": 3, "values": list(values)}
    room.wake(3, data, message=shown, permissions=ADMIN)
    refused = await room.discord.next()
    assert (refused.type, refused.private, refused.text) == (4, True, words.OLD_BUTTON)


async def test_a_member_cannot_press_what_a_host_left_open(room: Room) -> None:
    panel = await planned(room)
    for label in list(panel.buttons)[1:]:
        refused = await room.press(panel, label, person=12)
        assert (refused.type, refused.private) == (4, True)
    assert len(room.desk.kept.plans) == 1
    assert room.desk.kept.plans[1].host_id == ADA


async def test_a_plan_works_after_a_restart(room: Room, restarted: Room) -> None:
    panel = await planned(room)
    asked = await restarted.press(panel, cards.DELETE_PLAN, permissions=ADMIN)
    gone = await restarted.press(asked, cards.DELETE_PLAN_SURE, permissions=ADMIN)
    assert (gone.type, room.desk.kept.plans) == (7, {})
    old = await restarted.press(panel, cards.DRAW_AGAIN, permissions=ADMIN)
    assert "That plan is deleted." in old.text


async def announced(room: Room) -> Plan:
    """Have what is to be said of the one plan said, and give it as it then is."""
    (step,) = [step for step in (await room.app.quiz_clock.tick(NOON)).steps if isinstance(step, Announce)]
    await announce(room.client, room.app, step)
    return room.desk.kept.plans[1]


async def timed(room: Room) -> None:
    form = await room.press(await planned(room), cards.WHEN, permissions=ADMIN)
    await room.submit(form, permissions=ADMIN, name="Exam", when="tue 18:00")


async def test_of_a_plan_in_a_server_that_the_bot_has_left_nothing_is_said(room: Room) -> None:
    await timed(room)
    room.client._connection._guilds.clear()
    assert not (await announced(room)).behind


async def test_a_server_that_is_not_there_yet_is_waited_for(room: Room) -> None:
    await timed(room)
    room.client._connection._guilds.clear()
    room.client._connection._add_guild_from_data({"id": str(GUILD), "unavailable": True})  # type: ignore[typeddict-item]
    with pytest.raises(EdgeDown):
        await announced(room)
    assert room.desk.kept.plans[1].behind
