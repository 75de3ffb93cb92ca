"""Scheduled events: as the bot makes them, as time turns them, as people see them; also with the real client."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.playground.permissions import CREATE_EVENTS, MANAGE_EVENTS
from bot.playground.server import Playground
from tests.people import Person
from tests.playground.echo import redirect, running
from tests.playground.raw import ALL, RawBot

INTENTS = ALL | 1 << 16


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A world in which the bot may create events."""
    async with Playground(frozen=True, bot_permissions=CREATE_EVENTS) as place:
        yield place
        assert place.violations == []


@pytest.fixture
async def raw(playground: Playground) -> AsyncIterator[RawBot]:
    async with RawBot(playground) as bot:
        await bot.identify(INTENTS)
        yield bot


def routes(playground: Playground) -> str:
    return f"/guilds/{playground.world.guild_id}/scheduled-events"


def body(playground: Playground, **more: Any) -> dict[str, Any]:
    """An event in an hour, for an hour."""
    now = playground.clock.now()
    return {
        "name": "Quiz",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "#general"},
        "scheduled_start_time": (now + timedelta(hours=1)).isoformat(),
        "scheduled_end_time": (now + timedelta(hours=2)).isoformat(),
        **more,
    }


async def test_an_event_is_made_changed_and_taken_away(raw: RawBot, ada: Person) -> None:
    path, now = routes(raw.playground), raw.playground.clock.now()
    status, made = await raw.request("POST", path, body(raw.playground, description="Ten **questions**"))
    assert (status, made["status"], made["creator_id"]) == (200, 1, raw.playground.world.bot_id)
    assert datetime.fromisoformat(made["scheduled_start_time"]) == now + timedelta(hours=1)
    assert (await raw.event("GUILD_SCHEDULED_EVENT_CREATE"))["id"] == made["id"]
    shown = (await ada.happens("events"))["events"]
    assert [(each["name"], each["location"], each["active"]) for each in shown] == [("Quiz", "#general", False)]
    assert "<strong>questions</strong>" in shown[0]["html"]
    assert (await raw.request("GET", path))[1] == [made]
    own = f"{path}/{made['id']}"
    assert (await raw.request("GET", own))[1] == made
    changes = {"name": "Later", "scheduled_end_time": (now + timedelta(hours=3)).isoformat(), "description": None}
    _, changed = await raw.request("PATCH", own, changes)
    assert (changed["name"], changed["description"], changed["scheduled_start_time"]) == (
        "Later",
        None,
        made["scheduled_start_time"],
    )
    assert (await raw.event("GUILD_SCHEDULED_EVENT_UPDATE"))["name"] == "Later"
    assert (await raw.request("DELETE", own))[0] == 204
    assert (await raw.event("GUILD_SCHEDULED_EVENT_DELETE"))["id"] == made["id"]
    assert (await raw.request("GET", own))[1]["code"] == 10070
    assert (await ada.get("world"))["events"] == []


async def test_time_begins_and_ends_it(raw: RawBot, ada: Person) -> None:
    _, made = await raw.request("POST", routes(raw.playground), body(raw.playground))
    await ada.advance(3600)
    assert (await raw.event("GUILD_SCHEDULED_EVENT_UPDATE"))["status"] == 2
    assert (await ada.get("world"))["events"][0]["active"]
    await ada.advance(3600)
    assert (await raw.event("GUILD_SCHEDULED_EVENT_UPDATE"))["status"] == 3
    own = f"{routes(raw.playground)}/{made['id']}"
    assert (await raw.request("PATCH", own, {"name": "Again"}))[1]["code"] == 180000
    assert (await raw.request("GET", routes(raw.playground)))[1] == []


async def test_what_is_moved_begins_at_its_new_time(raw: RawBot, ada: Person) -> None:
    now = raw.playground.clock.now()
    _, made = await raw.request("POST", routes(raw.playground), body(raw.playground))
    own = f"{routes(raw.playground)}/{made['id']}"
    later = [(now + timedelta(hours=each)).isoformat() for each in (5, 6)]
    await raw.request("PATCH", own, {"scheduled_start_time": later[0], "scheduled_end_time": later[1]})
    await ada.advance(3 * 3600)
    assert (await raw.request("GET", own))[1]["status"] == 1
    assert (await raw.request("PATCH", own, {"status": 2}))[1]["status"] == 2
    await ada.advance(3 * 3600)
    assert (await raw.request("GET", own))[1]["status"] == 3


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"frequency": 2}, 7),
        ({"frequency": 2, "interval": 2, "by_weekday": [0]}, 14),
        ({"frequency": 3}, 1),
        ({"frequency": 3, "by_weekday": [0, 1, 2, 3, 4]}, 3),
        ({"frequency": 1, "by_n_weekday": [{"n": 1, "day": 4}]}, 0),
        ({"frequency": 0, "by_month": [3], "by_month_day": [6]}, 0),
    ],
)
async def test_one_that_recurs_waits_for_its_next_time(raw: RawBot, rule: dict[str, Any], days: int) -> None:
    clock, path = raw.playground.clock, routes(raw.playground)
    friday = clock.now() + timedelta(days=7 - (clock.now().weekday() - 4) % 7)
    rule = {"start": friday.isoformat(), **rule}
    times = {"scheduled_start_time": friday.isoformat()}
    times["scheduled_end_time"] = (friday + timedelta(hours=1)).isoformat()
    _, made = await raw.request("POST", path, body(raw.playground, recurrence_rule=rule, **times))
    assert made["recurrence_rule"]["interval"] == rule.get("interval", 1)
    raw.playground.advance((friday - clock.now()).total_seconds() + 3600)
    _, turned = await raw.request("GET", f"{path}/{made['id']}")
    starts = datetime.fromisoformat(turned["scheduled_start_time"])
    assert ((starts - friday).days, turned["status"]) == (days, 1 if days else 3)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"scheduled_end_time": None}, "scheduled_end_time"),
        ({"scheduled_start_time": "2020-01-01T00:00:00"}, "scheduled_start_time"),
        ({"scheduled_start_time": "tomorrow"}, "scheduled_start_time"),
        ({"scheduled_end_time": "2020-01-01T00:00:00Z"}, "scheduled_end_time"),
        ({"entity_metadata": {"location": ""}}, "entity_metadata"),
        ({"recurrence_rule": {"start": "2027-01-01T00:00:00Z", "frequency": 3, "interval": 2}}, "recurrence_rule"),
        ({"recurrence_rule": {"start": "2027-01-01T00:00:00Z", "frequency": 2, "count": 3}}, "recurrence_rule"),
    ],
)
async def test_what_discord_refuses(more: dict[str, Any], field: str) -> None:
    async with Playground(frozen=True, bot_permissions=CREATE_EVENTS) as place, RawBot(place) as bot:
        status, refused = await bot.request("POST", routes(place), body(place, **more))
        assert (status, refused["code"], list(refused["errors"])) == (400, 50035, [field])


async def test_who_may_not_is_refused(raw: RawBot) -> None:
    path = routes(raw.playground)
    _, made = await raw.request("POST", path, body(raw.playground))
    events = raw.playground.world.events
    events.put(replace(events.by_id[made["id"]], creator=raw.playground.world.owner_id))
    assert (await raw.request("PATCH", f"{path}/{made['id']}", {"name": "Mine"}))[1]["code"] == 50013
    assert (await raw.request("DELETE", f"{path}/{made['id']}"))[1]["code"] == 50013
    async with Playground(frozen=True) as place, RawBot(place) as bot:
        assert (await bot.request("POST", routes(place), body(place)))[1]["code"] == 50013
    async with Playground(frozen=True, bot_permissions=MANAGE_EVENTS) as place, RawBot(place) as bot:
        assert (await bot.request("POST", routes(place), body(place)))[1]["code"] == 50013


async def test_what_the_server_has_no_room_for_is_refused(raw: RawBot) -> None:
    path = routes(raw.playground)
    voice = body(raw.playground, entity_type=2, channel_id="1") | {"entity_metadata": None}
    assert (await raw.request("POST", path, voice))[1]["code"] == 50024
    made = [await raw.request("POST", path, body(raw.playground)) for _ in range(100)]
    own = f"{path}/{made[0][1]['id']}"
    assert (await raw.request("PATCH", own, {"channel_id": "1"}))[1]["code"] == 50024
    assert (await raw.request("POST", path, body(raw.playground)))[1]["code"] == 30038
    assert (await raw.request("PATCH", own, {"status": 3}))[1]["errors"].keys() == {"status"}
    assert (await raw.request("PATCH", own, {"status": 4}))[1]["status"] == 4
    assert (await raw.request("POST", path, body(raw.playground)))[0] == 200
    assert (await raw.request("GET", "/guilds/1/scheduled-events"))[1]["code"] == 10004
    raw.playground.violations.clear()


async def test_events_outlive_a_restart(tmp_path: Path) -> None:
    async with Playground(folder=tmp_path, bot_permissions=CREATE_EVENTS) as place, RawBot(place) as bot:
        _, made = await bot.request("POST", routes(place), body(place))
    async with Playground(folder=tmp_path, bot_permissions=CREATE_EVENTS) as place, RawBot(place) as bot:
        place.advance(3600)
        assert (await bot.request("GET", f"{routes(place)}/{made['id']}"))[1]["status"] == 2


async def test_the_real_client_speaks_of_events(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    redirect(playground, monkeypatch)
    starts = playground.clock.now() + timedelta(hours=1)
    async with running(playground) as bot:
        guild = bot.guilds[0]
        made = await guild.create_scheduled_event(
            name="Quiz",
            start_time=starts,
            end_time=starts + timedelta(hours=1),
            location="#general",
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
        )
        assert (made.name, made.location, made.start_time) == ("Quiz", "#general", starts)
        assert [each.id for each in await guild.fetch_scheduled_events()] == [made.id]
        moved = await made.edit(start_time=starts + timedelta(minutes=30), location="#practice")
        assert (moved.location, moved.start_time) == ("#practice", starts + timedelta(minutes=30))
        assert (await moved.cancel()).status is discord.EventStatus.cancelled
        await moved.delete()
        assert await guild.fetch_scheduled_events() == []
