"""Results of a quiz end to end: the end card's picture, one's own results, mistakes that come back, the host's file."""

import csv
import io
import re
from typing import Any

import aiohttp

from bot.render.card import Drawing
from bot.rules.errors import EdgeDown
from tests.people import Message, Person, labels_of, text_of, walk
from tests.whole.house import House
from tests.whole.quizzes import Evening, newest, start, told

DAY_S = 24 * 3600


async def played(house: House, questions: int = 3) -> tuple[Evening, Person, Person]:
    """Ben has all right, Cy, a guest, all wrong and misses the last."""
    ada, ben, cy = await house.person("Ada"), await house.person("Ben"), await house.person("Cy")
    evening = await start(house, ada, questions=questions)
    await told(ben, "Join", evening.lobby)
    await told(cy, "Join as a guest", evening.lobby)
    for number in range(1, questions + 1):
        await (evening.begin() if number == 1 else evening.question(number))
        await evening.answer(ben, number)
        if number < questions:
            await evening.answer(cy, number, right=False)
        await ada.advance(50)
        shown = await evening.revealed(number)
        for person in (ben, cy):
            await told(person, "Ready", person.seen[shown["id"]])
    return evening, ben, cy


def pictures(message: Message) -> list[dict[str, Any]]:
    return [item for part in walk(message["components"]) if part["type"] == 12 for item in part["items"]]


async def pictured(person: Person, message: Message) -> list[dict[str, Any]]:
    """Wait until a message has its picture."""
    return await person._until(lambda: pictures(person.seen[message["id"]]) or None, "a picture", 20)


async def fetched(house: House, url: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(f"{house.playground.url}{url}") as answer:
        assert answer.status == 200
        return await answer.read()


async def used(person: Person, command: str) -> Message:
    await person.settled(await person.slash(command))
    return await newest(person)


async def test_the_end_card_gets_its_picture_with_the_same_words(house: House) -> None:
    evening, ben, _ = await played(house)
    end = await evening.over()
    (picture,) = await pictured(ben, end)
    assert picture["description"] == "Points in % by question. 1: 50, 2: 50, 3: 50."
    assert (await fetched(house, picture["media"]["url"])).startswith(b"\x89PNG")
    assert "**Points by question** **1** 50 % · **2** 50 % · **3** 50 %" in text_of(ben.seen[end["id"]])
    assert labels_of(end) == ["My results", "My mistakes", "Try it"]


async def test_without_a_worker_the_end_card_goes_without_its_picture(house: House) -> None:
    async def down(_: Drawing) -> bytes:
        raise EdgeDown("pictures", "No pictures now.")

    object.__setattr__(house.app, "pictures", down)
    evening, ben, _ = await played(house)
    end = await evening.over()
    assert text_of(await used(ben, "quiz results")).startswith("### Quiz · ")
    assert pictures(ben.seen[end["id"]]) == []


async def test_ones_own_results_are_private_and_mistakes_come_back(house: House) -> None:
    evening, ben, cy = await played(house)
    end = await evening.over()
    said = await told(cy, "My results", end)
    assert "**You** · 0 of 3 right\nMastery: place 2 of 2, 0 %\nSpeed: place 2 of 2, 0 %" in said
    answers = await told(cy, "My answers")
    assert re.search(r"\*\*1 · ✗ Not right\*\* · 0 of 1 · \d+ s\n", answers)
    assert "**3 · ✗ No answer**" in answers
    mistakes = await told(cy, "My mistakes", end)
    assert mistakes.startswith("### Your mistakes · ")
    assert "All 3 come back, the first <t:" in mistakes
    assert "Nothing comes back" in await told(ben, "My mistakes", end)
    cards = (await house.kept(cy))["cards"]
    assert len(cards) == 3
    await house.restart()
    assert await told(cy, "My mistakes", end) == mistakes
    assert (await house.kept(cy))["cards"] == cards
    await cy.advance(2 * DAY_S)
    asked = await used(cy, "practice")
    assert (await house.variant(cy, asked)).question.id in {card["question_id"] for card in cards}


async def test_the_host_exports_all_answers_and_guests_stay_guests(house: House) -> None:
    evening, ben, cy = await played(house)
    end = await evening.over()
    await told(evening.host, "My results", end)
    await evening.host.settled(await evening.host.click("Export (CSV)"))
    sent = await evening.host.sees("Here are all answers")
    (shown,) = [part for part in walk(sent["components"]) if part["type"] == 13]
    data = (await fetched(house, shown["file"]["url"])).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    guest = next(row["member"] for row in rows if row["guest"] == "yes")
    assert {row["member"] for row in rows} == {"Ben", guest}
    assert guest in text_of(end)
    assert [row["verdict"] for row in rows if row["member"] == guest] == ["wrong", "wrong", "no answer"]
    assert not any(secret in data for secret in ("Cy", cy.id, ben.id))
    await told(ben, "My results", end)
    assert "Export (CSV)" not in labels_of(await newest(ben))


async def test_whoever_is_deleted_is_gone_from_results(house: House) -> None:
    evening, ben, cy = await played(house)
    end = await evening.over()
    card = await used(ben, "me")
    await ben.settled(await ben.click("Delete everything", card))
    await ben.settled(await ben.click("Yes, delete everything"))
    await cy._until(lambda: ben.id not in text_of(cy.seen[end["id"]]) or None, "an end card without Ben", 10)
    assert "1 played 3 questions" in text_of(cy.seen[end["id"]])
    shown = text_of(await used(cy, "quiz results"))
    assert ben.id not in shown
    assert "Mastery: place 1 of 1, 0 %" in shown
    assert "did not play in this one." in text_of(await used(ben, "quiz results"))


async def test_what_a_person_answered_in_a_quiz_is_in_their_own_export(house: House) -> None:
    _, _, cy = await played(house)
    kept = await house.kept(cy)
    assert len(kept["quiz_replies"]) == 2
    assert [row["name"] for row in kept["quiz_members"]] == [""]
