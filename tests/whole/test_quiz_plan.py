"""Plans end to end: what hosts press and read, what comes by itself, and what a server is told of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.playground.events import OPEN_LIMIT, Event
from bot.playground.faults import Kind
from bot.playground.permissions import CREATE_EVENTS
from bot.playground.server import Playground
from bot.rules.plan import Plan
from bot.wiring import made_up_token
from tests.people import Message, Person, labels_of, text_of, walk
from tests.whole.apart import bot, rows
from tests.whole.house import House
from tests.whole.quizzes import fill, newest, public, sees, start, told

TOPIC = "python.engineering"


@pytest.fixture
async def eventful(tmp_path: Path) -> AsyncIterator[House]:
    """The house, where the bot may create events."""
    async with House(tmp_path, bot_permissions=CREATE_EVENTS) as open_house:
        yield open_house
        assert open_house.playground.violations == []


async def plan(host: Person, name: str = "Tuesday round", **more: Any) -> Message:
    """Use `/quiz plan`, and give the panel."""
    await host.settled(await host.slash("quiz plan", name=name, **more))
    return await newest(host)


async def press(host: Person, label: str, panel: Message, shows: str = "### Plan · ") -> Message:
    """Press something on a panel and give it as it then is; what has pictures comes a moment later."""
    await host.settled(await host.click(label, panel))
    return await shown(host, panel, shows)


async def shown(host: Person, panel: Message, shows: str) -> Message:
    """Wait until a message says something."""

    def look() -> Message | None:
        now = host.seen[panel["id"]]
        return now if shows in text_of(now) else None

    return await host._until(look, f"that message to say {shows!r}", 10)


def questions(panel: Message) -> list[dict[str, Any]]:
    """Give the rows of the list of questions."""
    found = next(each for each in walk(panel["components"]) if str(each.get("custom_id")).startswith("plan:look"))
    rows: list[dict[str, Any]] = found["options"]
    return rows


async def look(host: Person, panel: Message, place: int) -> Message:
    """Choose a question of the list."""
    custom_id = next(
        str(each["custom_id"])
        for each in walk(panel["components"])
        if str(each.get("custom_id")).startswith("plan:look")
    )
    await host.settled(await host.click(custom_id, panel, [questions(panel)[place]["value"]]))
    return await shown(host, panel, "**Key**")


def now(house: House) -> datetime:
    return house.playground.clock.now()


def in_(house: House, **span: float) -> str:
    """A date and time, by the server's clock, UTC."""
    return f"{now(house) + timedelta(**span):%Y-%m-%d %H:%M}"


async def kept(house: House) -> tuple[Plan, ...]:
    guild_id = int(house.playground.world.guild_id)
    found: tuple[Plan, ...] = await house.app.plans.desk(lambda books: books.plans.of(guild_id))
    return found


def events(house: House) -> list[Any]:
    return [each for each in house.playground.world.events.by_id.values() if each.open]


async def said(house: House, nth: int = 1) -> Plan:
    """Wait until the one plan is at its nth time and said as it is."""
    async with asyncio.timeout(20):
        while True:
            found = await kept(house)
            if len(found) == 1 and found[0].nth == nth and not found[0].behind:
                return found[0]


async def test_a_set_is_looked_through_swapped_and_renamed(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada, topic="stats", questions=3)
    assert "### Plan · Tuesday round\n3 questions on **statistics and probability**, 45 seconds each, in" in text_of(
        panel
    )
    assert labels_of(panel) == [
        "Open lobby",
        "Dry run",
        "Name and time",
        "Settings",
        "Draw again",
        "All plans",
        "Delete",
    ]
    before = questions(panel)
    first = await look(ada, panel, 0)
    assert text_of(first).startswith("-# Plan · Tuesday round · 1 of 3 · ")
    panel = await press(ada, "Swap", first)
    assert questions(panel)[1:] == before[1:]
    assert questions(panel)[0]["value"] not in [row["value"] for row in before]
    panel = await press(ada, "Take out", await look(ada, panel, 0))
    assert [row["value"] for row in questions(panel)] == [row["value"] for row in before[1:]]
    panel = await press(ada, "Back to the plan", await look(ada, panel, 0))
    assert len(questions(await press(ada, "Draw again", panel))) == 3
    panel = await fill(ada, panel, "Name and time", name="Exam", when="")
    assert text_of(panel).startswith("### Plan · Exam\n")
    panel = await fill(ada, panel, "Settings", seconds="30", teams=["2"])
    assert "30 seconds each, 2 teams" in text_of(panel)
    assert text_of(await plan(ada, "exam")) == text_of(panel)
    listed = await press(ada, "All plans", panel, "### Plans")
    assert "**Exam** · 3 questions · by hand" in text_of(listed)
    reopened = await press_open(ada, listed)
    assert text_of(reopened) == text_of(panel)
    asked = await press(ada, "Delete", reopened, "Delete **")
    assert labels_of(await press(ada, "Keep it", asked))[0] == "Open lobby"
    gone = await press(ada, "Yes, delete it", await press(ada, "Delete", reopened, "Delete **"), "### Plans")
    assert "There is none yet." in text_of(gone)


async def press_open(host: Person, listed: Message) -> Message:
    option = next(each for each in walk(listed["components"]) if each.get("options"))["options"][0]
    await host.settled(await host.click("plan:open", listed, [option["value"]]))
    return await shown(host, listed, "### Plan · ")


async def test_only_hosts_plan(house: House) -> None:
    ben = await house.person("Ben")
    await ben.settled(await ben.slash("quiz plan"))
    assert "open quizzes" in text_of(await newest(ben))


async def test_a_time_that_is_not_understood_is_told_and_changes_nothing(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada)
    refused = await fill(ada, panel, "Name and time", name="Tuesday round", when="soonish")
    assert "I don't understand `soonish` as a time." in text_of(refused)
    assert "No time is set" in text_of(ada.seen[panel["id"]])


async def test_a_dry_run_is_practice_with_an_end(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada, topic=TOPIC, questions=2)
    await ada.settled(await ada.click("Dry run", panel))
    await through(ada, 2)
    assert public(ada) == []


async def through(person: Person, count: int) -> None:
    """Go through a set alone, and see its end."""
    for number in range(1, count + 1):
        asked = await person.sees(f"-# {number} of {count} · ")
        await person.settled(await person.click("I don't know", asked))
        await person.settled(await person.click("Next", await shown(person, asked, "Next")))
    done = text_of(await person.sees("### That was the set · "))
    assert f"**0 of {count} point" in done
    assert f" ✗ {count} not" in done


async def test_whoever_likes_tries_a_quiz_that_is_over(house: House) -> None:
    ada, ben, cy = await house.person("Ada"), await house.person("Ben"), await house.person("Cy")
    evening = await start(house, ada, questions=1)
    await told(ben, "Join", evening.lobby)
    await evening.begin()
    await evening.answer(ben, 1)
    await ada.advance(60)
    await evening.revealed(1)
    await ada.advance(100)
    end = await evening.over()
    await cy.settled(await cy.click("Try it", cy.seen[end["id"]]))
    assert (await newest(cy))["ephemeral"]
    await through(cy, 1)


async def test_a_plan_is_begun_by_hand_and_its_host_plays_outside_the_boards(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada, topic=TOPIC, questions=2)
    await ada.settled(await ada.click("Open lobby", panel))
    lobby = await sees(ada, r"## Quiz · Tuesday round\n2 questions")
    assert "has seen the questions and plays outside the boards" in text_of(lobby)


async def test_a_planned_quiz_comes_by_itself(eventful: House) -> None:
    house = eventful
    ada, ben = await house.person("Ada"), await house.person("Ben")
    panel = await plan(ada, topic=TOPIC, questions=2, when=f"{in_(house, hours=1)[11:]} weekly"[:20])
    assert "**Each time has a fresh draw**" in text_of(panel)
    (first,) = await kept(house)
    assert first.next_at is not None
    await said(house)
    (event,) = events(house)
    assert (event.name, event.location, event.start_ms) == (
        "Quiz · Tuesday round",
        "#general",
        int(first.next_at.timestamp() * 1000),
    )
    assert public(ada) == []
    await ada.advance((first.next_at - now(house)).total_seconds() - 300)
    lobby = await sees(ada, r"## Quiz · Tuesday round\n2 questions[\s\S]*Nobody is in yet")
    assert f"Starts <t:{int(first.next_at.timestamp())}:R>" in text_of(lobby)
    assert "plays outside" not in text_of(lobby)
    after = await said(house, 2)
    assert after.next_at == first.next_at + timedelta(days=7)
    assert [each.start_ms for each in events(house)] == [event.start_ms, int(after.next_at.timestamp() * 1000)]
    await ben.settled(await ben.click("Join", lobby))
    await ben.sees("You are in.")
    await ada.advance(300)
    question = await sees(ada, r"^### 1 of 2\n[\s\S]*answers close")
    assert question["channel"] == lobby["id"]


async def test_an_event_follows_its_plan(eventful: House) -> None:
    house = eventful
    ada = await house.person("Ada")
    panel = await plan(ada, when=in_(house, hours=1))
    at = (await said(house)).next_at
    assert at is not None
    panel = await fill(ada, panel, "Name and time", name="Exam", when=in_(house, hours=2))
    await said(house)
    (event,) = events(house)
    assert (event.name, event.start_ms) == ("Quiz · Exam", int((at + timedelta(hours=1)).timestamp() * 1000))
    panel = await fill(ada, panel, "Name and time", name="Exam", when="")
    await said(house)
    assert events(house) == []
    panel = await fill(ada, panel, "Name and time", name="Exam", when=in_(house, hours=3))
    await said(house)
    assert len(events(house)) == 1
    await press(ada, "Yes, delete it", await press(ada, "Delete", panel, "Delete **"), "### Plans")
    async with asyncio.timeout(20):
        while await house.app.plans.desk(lambda books: books.plans.get(1)) is not None:
            pass
    assert events(house) == []


async def test_a_time_brought_forward_to_now_leaves_no_event_of_the_old_one(eventful: House) -> None:
    house = eventful
    ada = await house.person("Ada")
    panel = await plan(ada, when=in_(house, hours=30))
    (old,) = (await said(house), events(house))[1]
    await fill(ada, panel, "Name and time", name="Exam", when=f"daily {in_(house, minutes=2)[11:]}")
    await sees(ada, r"## Quiz · Exam")
    found = await said(house, 2)
    assert found.next_at is not None
    starts = {event.start_ms for event in events(house)}
    tomorrow = int(found.next_at.timestamp() * 1000)
    assert tomorrow in starts
    assert starts <= {tomorrow, tomorrow - 86_400_000}, old  # today's is there where it was said before it began


@pytest.mark.parametrize("after_s", [0, 300])
async def test_the_event_of_a_quiz_that_is_called_off_is_called_off_too(eventful: House, after_s: int) -> None:
    """A host calls it off in its lobby, or nobody has come when it is to begin and the event has begun."""
    house = eventful
    ada = await house.person("Ada")
    await plan(ada, when="daily " + in_(house, hours=1)[11:])
    first = await said(house)
    assert first.next_at is not None
    await ada.advance((first.next_at - now(house)).total_seconds() - 300)
    lobby = await sees(ada, r"## Quiz · Tuesday round\n[\s\S]*Nobody is in yet")
    after = await said(house, 2)
    assert len(events(house)) == 2
    if after_s:
        await ada.advance(after_s)
    else:
        await ada.settled(await ada.click("Host…", lobby))
        await ada.settled(await ada.click("Cancel", await newest(ada)))
    await sees(ada, r"\*\*It was called off\*\*")
    async with asyncio.timeout(20):
        while len(events(house)) > 1:
            await kept(house)
    assert events(house)[0].start_ms == int(after.next_at.timestamp() * 1000)  # type: ignore[union-attr]
    assert "✗ called off" in text_of(await plan(ada))


async def test_a_stop_between_the_event_and_its_report_makes_no_other(eventful: House) -> None:
    house = eventful
    ada = await house.person("Ada")
    await plan(ada, when=in_(house, hours=1))
    told_of = await said(house)
    await house.app.plans.desk(lambda books: books.plans.save(replace(told_of, shown=0, event_id=None)))
    await house.restart()
    assert await said(house) == told_of
    assert len(events(house)) == 1


async def test_without_the_permission_one_message_says_when_and_is_kept_true(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada, when=in_(house, hours=1))
    told_of = await said(house)
    assert told_of.next_at is not None
    (message,) = public(ada)
    assert f"**Quiz · Tuesday round**\n<t:{int(told_of.next_at.timestamp())}:F>" in text_of(message)
    # Killed after the message was sent and before that was kept:
    await house.app.plans.desk(lambda books: books.plans.save(replace(told_of, shown=0, message_id=None)))
    await house.restart()
    assert await said(house) == told_of
    panel = await fill(ada, panel, "Name and time", name="Exam", when="")
    await ada.sees("No time is set for the next one.")
    assert [each["id"] for each in public(ada)] == [message["id"]]


async def test_after_a_long_stop_the_plan_says_what_was_left_out(house: House) -> None:
    ada = await house.person("Ada")
    await plan(ada, when="daily " + in_(house, hours=1)[11:])
    first = await said(house)
    assert first.next_at is not None
    await house.stop()
    await ada.advance(3 * 3600)
    await house.start()
    after = await said(house, 2)
    assert after.next_at == first.next_at + timedelta(days=1)
    panel = await plan(ada)
    missed = f"✗ <t:{int(first.next_at.timestamp())}:f> was left out: I was away for more than 30 minutes."
    assert missed in text_of(panel)


async def test_its_quizzes_are_in_the_channel_that_is_chosen(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada)
    other = next(each for each in ada.world["channels"] if each["kind"] == "text" and each["id"] != ada.channel)
    await ada.settled(await ada.click("Channel of its quizzes", panel, [other["id"]]))
    assert f"in <#{other['id']}>." in text_of(ada.seen[panel["id"]])
    await ada.deny(other["name"], "send_messages")
    await ada.settled(await ada.click("Channel of its quizzes", panel, [other["id"]]))
    assert "Send Messages" in text_of(await newest(ada))


@pytest.mark.parametrize("may", [CREATE_EVENTS, 0])
async def test_killed_before_it_hears_that_it_was_said_it_says_it_once(tmp_path: Path, may: int) -> None:
    route = "POST /guilds/{guild_id}/scheduled-events" if may else "POST /channels/{channel_id}/messages"
    told_of = "select event_id is not null, message_id is not null from quiz_plans where shown = revision"
    async with (
        Playground(token=made_up_token(), frozen=True, bot_permissions=may) as playground,
        Person(playground.url, playground.secret, "Ada") as ada,
    ):
        async with bot(playground, tmp_path) as process:
            await playground.fault(Kind.CUT, route=route)
            await ada.settled(await ada.slash("quiz plan", name="Round", when="daily 8:00"), timeout_s=30)
            await ada.happens("faults", faults=[])
            process.kill()
            await process.wait()
        assert rows(tmp_path, told_of) == []
        async with bot(playground, tmp_path), asyncio.timeout(30):
            while rows(tmp_path, told_of) != [(bool(may), not may)]:
                await ada.advance(1)
        assert len(playground.world.events.by_id) == bool(may)
        assert len(public(ada)) == (not may)
        assert playground.violations == []


async def test_where_no_event_is_taken_any_more_a_message_says_it(eventful: House) -> None:
    house, world = eventful, eventful.playground.world
    ada = await house.person("Ada")
    start_ms = world.clock.now_ms + 1_000_000
    for nth in range(OPEN_LIMIT):
        world.events.put(Event(str(nth + 1), "Other", "elsewhere", world.owner_id, start_ms, start_ms + 1))
    await plan(ada, when=in_(house, hours=1))
    found = await said(house)
    assert (found.event_id, found.message_id) == (None, int(public(ada)[0]["id"]))


async def test_what_can_be_said_nowhere_is_not_tried_for_ever(house: House) -> None:
    ada = await house.person("Ada")
    panel = await plan(ada, when=in_(house, hours=1))
    before = await said(house)
    await ada.deny("general", "view_channel")
    await fill(ada, panel, "Name and time", name="Exam", when=in_(house, hours=2))
    after = await said(house)
    assert (after.message_id, after.revision) == (before.message_id, before.revision + 2)
