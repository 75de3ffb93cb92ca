"""Quizzes across stops of the bot and faults of Discord: nothing is lost, doubled or shortened."""

import asyncio
import re

import aiohttp

from bot.rules.quiz import State
from tests.people import Message, Person, text_of
from tests.whole.house import House
from tests.whole.quizzes import joined, public, sees, start, told

TALK_S = 90


async def _delete(house: House, path: str) -> None:
    """Have a message or a thread of the bot's deleted."""
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {house.playground.token}"}) as session,
        session.delete(f"{house.playground.api_base}/{path}") as answer,
    ):
        assert answer.status in (200, 204), await answer.text()


def _path(message: Message) -> str:
    return f"channels/{message['channel']}/messages/{message['id']}"


def closes_at(message: Message) -> int:
    found = re.search(r"answers close <t:(\d+):R>", text_of(message))
    assert found is not None
    return int(found[1])


async def test_a_quiz_goes_on_after_a_stop_in_every_phase(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await house.restart()
    await told(ben, "Join", evening.lobby)
    first = await evening.begin()
    due = closes_at(first)
    await house.restart()
    assert closes_at(await evening.question(1)) == due
    await evening.answer(ben, 1)
    await house.restart()
    await ada.advance(2)
    shown = await evening.revealed(1)
    await house.restart()
    assert (await told(ben, "My answer", shown)).startswith("✓ You ")
    await ada.advance(TALK_S)
    await evening.question(2)
    await house.stop()
    await ada.advance(20)
    await house.start()
    await ada.advance(27)
    await evening.revealed(2)
    await house.restart()
    await ada.advance(TALK_S)
    await evening.over()
    await house.restart()
    assert "**1**  " in text_of(await evening.over())
    assert len(public(ada)) == 4


async def test_time_is_given_back_after_a_long_stop(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    due = closes_at(await evening.begin())
    await ada.advance(10)
    await house.stop()
    await ada.advance(600)
    await house.start()
    await ada._until(
        lambda: closes_at(next(m for m in public(ada) if "answers close" in text_of(m))) > due or None, "more", 10
    )
    later = closes_at(await evening.question(1))
    assert 600 <= later - due <= 610
    await evening.answer(ben, 1)
    await ada.advance(2)
    await evening.revealed(1)


async def test_a_stop_while_a_message_was_sent_doubles_nothing(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await ada.fault("cut", route="POST /channels/{channel_id}/messages")
    await ada.settled(await ada.click("Start now", evening.panel))
    await sees(ada, r"^### 1 of 2\n[\s\S]*Answers open in a moment")
    await house.stop()
    await ada.advance(20)
    await house.start()
    await evening.question(1)
    assert len(public(ada)) == 2


async def test_what_discord_has_forgotten_to_have_is_looked_for(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await ada.fault("cut", route="POST /channels/{channel_id}/messages")
    await ada.settled(await ada.click("Start now", evening.panel))
    await sees(ada, r"^### 1 of 2\n[\s\S]*Answers open in a moment")
    await house.stop()
    await ada.advance(3600)
    await house.start()
    question = await evening.question(1)
    assert len(public(ada)) == 2
    assert closes_at(question) > house.playground.clock.now().timestamp()


async def test_a_lost_request_is_made_again(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await ada.fault("lost", route="POST /channels/{channel_id}/messages", times=2)
    await ada.settled(await ada.click("Start now", evening.panel))
    await sees(ada, r"\*\*It is on:\*\*")
    await ada.happens("faults", faults=[{"kind": "lost", "times": 1, "route": "POST /channels/{channel_id}/messages"}])
    await ada.advance(1)
    await ada.happens("faults", faults=[])
    await ada.advance(2)
    await evening.question(1)
    ada.events.clear()
    await ada.fault("lost", route="PATCH /channels/{channel_id}/messages")
    await evening.answer(ben, 1)
    await ada.advance(1)
    await ada.happens("faults", faults=[])
    await ada.advance(2)
    await evening.revealed(1)
    assert len(public(ada)) == 2


async def test_a_slow_answer_to_one_quiz_holds_up_no_other(house: House, ada: Person, ben: Person) -> None:
    here = await start(house, ada)
    ada.go("practice")
    there = await start(house, ada, topic="python.pandas")
    await told(ben, "Join", here.lobby)
    ada.events.clear()
    await ada.fault("slow", route="PATCH", after_s=10)
    await ada.advance(1)
    await ada.happens("faults", faults=[])
    await told(ben, "Join", there.lobby)
    await ada.advance(1)
    await ada._until(lambda: "**1 is in.**" in text_of(there.now(ada, there.lobby)) or None, "the other lobby", 10)
    assert "**Nobody is in yet.**" in text_of(here.now(ada, here.lobby))
    await ada.advance(10)
    await ada._until(lambda: "**1 is in.**" in text_of(here.now(ada, here.lobby)) or None, "the slow lobby", 10)


async def test_a_deleted_thread_stops_its_quiz_and_the_boards_come_all_the_same(
    house: House, ada: Person, ben: Person
) -> None:
    evening = await joined(house, ada, ben)
    await evening.begin()
    await evening.answer(ben, 1)
    await ada.advance(2)
    await evening.revealed(1)
    await ada.post("permit", {"permissions": ["manage_threads"], "by": ada.id})
    await _delete(house, f"channels/{evening.lobby['id']}")
    await ada.advance(TALK_S)
    assert "**Stopped early.** 1 played 1 question that counts." in text_of(await evening.over())


async def test_a_deleted_lobby_calls_its_quiz_off(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await _delete(house, _path(evening.lobby))
    await ada.settled(await ada.click("Add 5 minutes", evening.panel))
    async with asyncio.timeout(10):
        while (await evening.stands()).state is not State.CANCELLED:
            continue


async def test_a_deleted_question_is_missed_and_the_next_one_comes(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await _delete(house, _path(await evening.begin()))
    await ada.advance(47)
    async with asyncio.timeout(10):
        while not (await evening.stands(1)).can_next:
            continue
    await ada.advance(TALK_S)
    await evening.question(2)


async def test_a_permission_that_went_stops_the_quiz(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await ada.deny("general", "send_in_threads")
    await ada.settled(await ada.click("Start now", evening.panel))
    assert "**Stopped early.**" in text_of(await evening.over())


async def test_a_limit_on_edits_only_slows_a_quiz_down(house: House, ada: Person, ben: Person) -> None:
    await ada.fault("bucket", route="PATCH /channels/{channel_id}/messages", times=1, after_s=0.2)
    evening = await joined(house, ada, ben, questions=1)
    await evening.begin()
    await evening.answer(ben, 1)
    await ada.advance(2)
    await evening.revealed(1)
    await ada.advance(TALK_S)
    await evening.over()
    assert len(public(ada)) == 3
