"""Open quizzes in the playground: a window, members who are never online together, stops in between, the end card."""

import re

from bot.actions.quiz_open_views import Way
from bot.actions.views import Call
from bot.rules.quiz import State
from tests.people import Message, Person, labels_of, text_of
from tests.whole.house import House
from tests.whole.quizzes import Evening, fill, give, newest, public, sees, start, told

DAY_S = 24 * 3600 + 2
"""A day, and the time that presses in flight are given."""
EVERYTHING = "python"


async def window(house: House, host: Person, questions: int = 2, topic: str = EVERYTHING) -> Evening:
    """Open a quiz for a day."""
    evening = await start(house, host, topic, questions, window=["1"])
    await host.settled(await host.click("Start now", evening.panel))
    await sees(host, r"\*\*Open until <t:\d+:F>\*\*")
    return evening


async def press(person: Person, label: str, message: Message) -> Message:
    """Press a button of one's own message and give it as it then is."""
    await person.settled(await person.click(label, message))
    return person.seen[message["id"]]


async def begins(person: Person, evening: Evening) -> Message:
    await person.settled(await person.click("Begin", evening.lobby))
    return await newest(person)


async def where(person: Person, evening: Evening) -> Way:
    """Look up where a member is, with the key of what is open for them."""
    at = evening.house.playground.clock.now()
    guild_id = int(evening.house.playground.world.guild_id)
    return await evening.house.app.quiz_open.show(Call(1, at, int(person.id), guild_id, 1), evening.id)


async def answer(person: Person, evening: Evening, message: Message, *, right: bool = True) -> Message:
    way = await where(person, evening)
    assert way.mine is not None
    await give(person, message, way.mine.variant, right=right)
    return person.seen[message["id"]]


async def goes_on(person: Person, message: Message) -> Message:
    labels = labels_of(person.seen[message["id"]])
    [label] = [one for one in labels if one.startswith(("Show question", "Next", "Skip", "Finish"))]
    return await press(person, label, message)


async def walks_through(person: Person, evening: Evening, *, right: bool = True) -> Message:
    message = await goes_on(person, await begins(person, evening))
    while not text_of(message).startswith("**You are through.**"):
        await answer(person, evening, message, right=right)
        message = await goes_on(person, message)
    return message


async def test_a_group_that_is_never_online_together_plays_a_quiz(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada)
    assert labels_of(evening.now(ada, evening.lobby)) == ["Begin", "Begin as a guest", "Host…"]
    intro = await begins(ben, evening)
    assert "The time for a question runs from when you see it." in text_of(intro)
    assert labels_of(intro) == ["Show question 1"]
    await ada.advance(3600)
    first = await goes_on(ben, intro)
    assert first["id"] == intro["id"]
    assert text_of(first).startswith("-# 1 of 2 · ")
    assert labels_of(first)[-2:] == ["Skip it", "Something wrong?"]
    said = await answer(ben, evening, first, right=False)
    changeable = r"You can change it until you go on or time is up, <t:\d+:R>\."
    assert re.search(rf"\*\*Your answer:\*\* .+\n-# {changeable}", text_of(said))
    assert not re.search("[✓✗◐]", text_of(said))
    assert labels_of(said)[-2:] == ["Next question", "Something wrong?"]
    await answer(ben, evening, said)
    last = await goes_on(ben, said)
    assert text_of(last).startswith("-# 2 of 2 · ")
    assert "Skip it and finish" in labels_of(last)
    await answer(ben, evening, last)
    over = await press(ben, "Finish", last)
    assert text_of(over).startswith("**You are through.** You answered 2 of 2.")
    await ada.advance(1)
    await sees(ada, r"\*\*1 has begun, 1 is through\.\*\*")
    await ada.advance(6 * 3600)
    await walks_through(ada, evening, right=False)
    await ada.advance(1)
    await sees(ada, r"\*\*2 have begun, 2 are through\.\*\*")
    await ada.advance(DAY_S)
    end = await evening.over()
    assert end["channel"] == evening.lobby["channel"]
    assert len(public(ada)) == 2
    results = await told(ben, "My results", end)
    assert "1 of 2" in results or "Place 1 of 2" in results
    closed = evening.now(ada, evening.lobby)
    assert "**It has closed.**" in text_of(closed)
    assert labels_of(closed) == []


async def test_nothing_is_lost_across_stops(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada)
    first = await goes_on(ben, await begins(ben, evening))
    await house.restart()
    await answer(ben, evening, first)
    await house.restart()
    second = await goes_on(ben, first)
    closes_at = int(re.findall(r"<t:(\d+):R>", text_of(second))[-1])
    await house.stop()
    await ada.advance(600)
    await house.start()
    again = await begins(ben, evening)
    assert text_of(again).startswith("-# 2 of 2 · ")
    assert 600 <= int(re.findall(r"<t:(\d+):R>", text_of(again))[-1]) - closes_at <= 660
    await answer(ben, evening, again)
    await house.stop()
    await ada.advance(2 * DAY_S)
    await house.start()
    await ada.advance(DAY_S)
    await evening.over()
    await house.restart()
    assert len(public(ada)) == 2
    replies = (await house.kept(ben))["quiz_replies"]
    assert [(row["number"], row["score"]) for row in replies] == [(1, 1.0), (2, 1.0)]


async def test_what_ran_out_is_told_and_the_rest_waits(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada, topic="python.engineering.oop")
    first = await goes_on(ben, await begins(ben, evening))
    await ada.advance(50)
    letter = "A"
    between = await press(ben, letter, first)
    assert text_of(between).startswith(
        "**The time for question 1 of 2 is up.** You answered 0 of 1.\nOne waits for you;"
    )
    await sees(ben, r"^Time was up <t:\d+:R>\. Nothing changed\.$")
    second = await goes_on(ben, between)
    assert text_of(second).startswith("-# 2 of 2 · ")
    ignored = await press(ben, "Skip it and finish", second)
    assert text_of(ignored).startswith("**You are through.** You answered 0 of 2.")


async def test_two_devices_show_the_same_question(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada)
    phone, laptop = await begins(ben, evening), await begins(ben, evening)
    on_phone = await press(ben, "Show question 1", phone)
    await ada.advance(10)
    on_laptop = await press(ben, "Show question 1", laptop)
    assert text_of(on_phone) == text_of(on_laptop)
    assert (await where(ben, evening)).shown == 1


async def test_a_guest_is_known_by_a_made_up_name_alone(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada)
    await ben.settled(await ben.click("Begin as a guest", evening.lobby))
    found = re.search(r"You play as \*\*(\w+ \w+)\*\*", text_of(await newest(ben)))
    assert found is not None
    await walks_through(ben, evening)
    await ada.advance(DAY_S)
    end = text_of(await evening.over())
    assert found[1] in end
    assert ben.id not in end


async def test_joining_beforehand_says_when_it_opens_and_rejoining_where_one_is(
    house: House, ada: Person, ben: Person
) -> None:
    evening = await start(house, ada, EVERYTHING, 2, window=["1"])
    await sees(ada, r"Opens <t:\d+:R> for 1 day, or when")
    assert re.search(r"It opens <t:\d+:R>; then press \*\*Begin\*\*", await told(ben, "Join", evening.lobby))
    await ada.advance(300)
    await sees(ada, r"\*\*Open until")
    await ben.settled(await ben.slash("quiz rejoin"))
    back = await newest(ben)
    assert re.search(r"You are in, and it is open until <t:\d+:F>\.", text_of(back))
    await ben.settled(await ben.click("Go on", back))
    assert labels_of(await newest(ben)) == ["Show question 1"]


async def test_the_host_voids_a_question_and_closes_early(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada)
    await walks_through(ben, evening)
    await ada.settled(await ada.click("Host…", evening.lobby))
    panel = await newest(ada)
    await ada.settled(await ada.click("Void a question", panel, ["2"]))
    assert "· question 2" in text_of(ada.seen[panel["id"]])
    await fill(ada, panel, "Void this question", words="Its key is wrong.")
    assert "This question is voided" in text_of(ada.seen[panel["id"]])
    await press(ada, "Stop", panel)
    await press(ada, "Yes, stop the quiz", panel)
    end = await evening.over()
    assert "It was closed early" in text_of(evening.now(ada, evening.lobby))
    assert (await evening.stands()).state is State.STOPPED
    assert "oided" in text_of(end)


async def test_every_type_is_answered_in_ones_own_message(house: House, ada: Person, ben: Person) -> None:
    evening = await window(house, ada, questions=25)
    message = await goes_on(ben, await begins(ben, evening))
    kinds = set()
    while not text_of(message).startswith("**You are through.**"):
        way = await where(ben, evening)
        assert way.mine is not None
        kinds.add(way.mine.variant.question.type)
        assert "**Your answer:**" in text_of(await answer(ben, evening, message))
        message = await goes_on(ben, message)
    assert len(kinds) >= 4
    assert len(re.findall(r"You answered 25 of 25", text_of(message))) == 1
