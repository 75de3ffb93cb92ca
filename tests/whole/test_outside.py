"""The real bot while Discord misbehaves: what each person sees is a clear sentence, and nothing is lost or doubled."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.people import Failed, Message, Person, text_of
from tests.whole.house import FEW, House, right_letters

SINGLE = "python.engineering.git-basics"
TYPED = "python.pandas.joins"
CALLBACK, EDIT, FOLLOW_UP, SEND = "/callback", "PATCH /webhooks", "POST /webhooks", "POST /channels"


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], None]:
    """Expect an error in the log: at least one is there, and it is not held against the house."""

    def expected() -> None:
        assert [each for each in caplog.records if each.levelname == "ERROR"]
        caplog.clear()

    return expected


def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def ask(person: Person, topic: str = SINGLE) -> Message:
    await person.settled(await person.slash("practice", topic=topic))
    return newest(person)


async def attempts(house: House, person: Person) -> int:
    return len((await house.kept(person))["attempts"])


async def answered(house: House, person: Person, message: Message) -> None:
    """Answer rightly and see the verdict."""
    await person.settled(await person.click(right_letters(await house.variant(person, message)), message))
    assert "-# 1 of 1" in text_of(person.seen[message["id"]])


# too many requests


@pytest.mark.parametrize("kind", ["rate_limit", "rate_limit_global"])
async def test_a_limit_on_the_answer_only_takes_a_moment(house: House, ben: Person, kind: str) -> None:
    message = await ask(ben)
    await ben.fault(kind, route=CALLBACK)
    await answered(house, ben, message)
    assert await attempts(house, ben) == 1


async def test_a_limit_on_an_edit_only_takes_a_moment(house: House, ben: Person) -> None:
    message = await ask(ben, "stats.probability.conditional-bayes")
    await ben.fault("rate_limit", route=EDIT, times=2)
    await ben.settled(await ben.click("I don't know", message))
    await ben.sees("-# 0 of 1")


async def test_a_limit_on_a_private_reply_only_takes_a_moment(house: House, ben: Person) -> None:
    ben.go("dm")
    await ask(ben)
    await ben.fault("rate_limit", route=SEND)
    await ben.say("I don't know")
    await ben.sees("-# 0 of 1")


async def test_a_limit_while_typing_costs_nothing_but_time(house: House, ben: Person) -> None:
    await ben.fault("rate_limit", route=CALLBACK, after_s=0.05)
    assert await ben.autocomplete("practice", "topic", topic="bayes")


# errors of Discord's


@pytest.mark.parametrize("kind", ["error_500", "error_502"])
async def test_one_error_on_the_answer_is_tried_again(house: House, ben: Person, kind: str) -> None:
    message = await ask(ben)
    await ben.fault(kind, route=CALLBACK)
    await answered(house, ben, message)
    assert await attempts(house, ben) == 1


async def test_an_error_on_a_follow_up_is_tried_again(house: House, ben: Person) -> None:
    message = await ask(ben)
    await answered(house, ben, message)
    await ben.fault("error_500", route=FOLLOW_UP)
    await ben.settled(await ben.click("Something wrong?", message))
    form = await ben.modal()
    await ben.settled(await ben.submit(form, words="the second option is right too"))
    await ben.sees("admins' inbox")
    await ben.post("fault", {})


# the connection


async def test_an_answer_that_arrived_although_the_line_broke_counts_once(
    house: House, ben: Person, logged: Callable[[], None]
) -> None:
    message = await ask(ben)
    letter = right_letters(await house.variant(ben, message))
    await ben.fault("cut", route=CALLBACK)
    await ben.settled(await ben.click(letter, message))
    await ben.sees("-# 1 of 1")
    await ben.settled(await ben.click("Next", message))
    assert await attempts(house, ben) == 2
    logged()


async def test_a_request_that_was_lost_is_said_in_one_sentence_and_the_answer_stands(
    house: House, ben: Person, logged: Callable[[], None]
) -> None:
    message = await ask(ben)
    letter = right_letters(await house.variant(ben, message))
    await ben.fault("lost", route=CALLBACK)
    await ben.settled(await ben.click(letter, message))
    await ben.sees("Please try again")
    await ben.settled(await ben.click(letter, message))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])
    assert await attempts(house, ben) == 1
    logged()


async def test_a_command_that_was_lost_can_be_given_again(
    house: House, ben: Person, logged: Callable[[], None]
) -> None:
    await ben.fault("lost", route=CALLBACK)
    await ben.settled(await ben.slash("practice", topic=SINGLE))
    await ben.sees("Please try again")
    await answered(house, ben, await ask(ben))
    logged()


async def test_a_reply_that_was_lost_is_shown_when_it_is_asked_for(
    house: House, ben: Person, logged: Callable[[], None]
) -> None:
    ben.go("dm")
    question = await ask(ben)
    await ben.fault("lost", route=SEND)
    await ben.say("I don't know")
    await ben.sees("Please try again")
    await ben.settled(await ben.click("Something wrong?", question))
    logged()


async def test_a_slow_answer_fails_and_the_next_press_shows_what_was_recorded(house: House, ben: Person) -> None:
    message = await ask(ben)
    letter = right_letters(await house.variant(ben, message))
    await ben.fault("slow", route=CALLBACK, after_s=5)
    interaction = await ben.click(letter, message)
    await ben.happens("faults", faults=[])
    await ben.advance(5)
    with pytest.raises(Failed, match="did not answer within 3 seconds"):
        await ben.settled(interaction)
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])
    await ben.sees("Nothing changed.")
    assert await attempts(house, ben) == 1


# the gateway


async def test_an_invalid_session_in_the_middle_of_a_form_loses_nothing(house: House, ben: Person) -> None:
    message = await ask(ben, TYPED)
    await ben.settled(await ben.click("Answer", message))
    form = await ben.modal()
    await ben.fault("invalid_session")
    await ben.happens("bot", online=False)
    await ben.happens("bot", online=True, timeout_s=20)
    await ben.settled(await ben.submit(form, answer="5"))
    assert "of 1" in text_of(ben.seen[message["id"]])
    assert await attempts(house, ben) == 1


async def test_what_was_pressed_while_nobody_listened_fails_kindly(house: House, ben: Person) -> None:
    message = await ask(ben)
    await ben.fault("invalid_session")
    interaction = await ben.click("I don't know", message)
    await ben.advance(4)
    with pytest.raises(Failed, match="did not answer within 3 seconds"):
        await ben.settled(interaction)
    await ben.happens("bot", online=True, timeout_s=20)
    await answered(house, ben, message)


@pytest.mark.parametrize("kind", ["invalid_resumable", "disconnect", "reconnect"])
async def test_what_is_pressed_in_a_gap_is_heard_after_it(house: House, ben: Person, kind: str) -> None:
    message = await ask(ben)
    await ben.fault(kind)
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])
    assert await attempts(house, ben) == 1


async def test_a_press_that_discord_sends_twice_counts_once(house: House, ben: Person) -> None:
    message = await ask(ben)
    await answered(house, ben, message)
    await ben.fault("replay")
    await ben.settled(await ben.click("Something wrong?", message))
    await ben.modal()
    assert await attempts(house, ben) == 1
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])


async def test_a_command_that_discord_sends_twice_asks_once(house: House, ben: Person) -> None:
    await ask(ben)
    await ben.fault("replay")
    message = await ask(ben)
    asked = [each for each in ben.seen.values() if "Something wrong?" in text_of(each)]
    assert len(asked) == 2
    await answered(house, ben, message)


async def test_a_typed_answer_that_discord_sends_twice_is_answered_once(house: House, ben: Person) -> None:
    ben.go("dm")
    await ask(ben)
    await ben.say("I don't know")
    await ben.sees("-# 0 of 1")
    before = len(ben.seen)
    await ben.fault("replay", times=2)
    await ask(ben)
    assert len(ben.seen) == before + 1


# what the bot may not do


async def test_the_offer_goes_where_the_bot_may_write(house: House) -> None:
    ada = await house.person("Ada")
    await ada.deny("general", "send_messages")
    await ada.post("join", {})
    offer = await ada.sees("Set up")
    assert offer["channel"] == next(each["id"] for each in ada.world["channels"] if each["name"] == "practice")


async def test_where_the_bot_may_write_nowhere_it_waits_for_the_command(house: House) -> None:
    ada = await house.person("Ada")
    for place in ("general", "practice"):
        await ada.deny(place, "view_channel")
    await ada.post("join", {})
    await ada.settled(await ada.slash("setup"))
    assert "Time zone" in text_of(newest(ada))


async def test_a_permission_that_went_while_the_offer_was_written_is_no_fault(house: House) -> None:
    ada = await house.person("Ada")
    await ada.fault("slow", route="audit-logs", after_s=1)
    await ada.post("join", {})
    await ada.happens("faults", faults=[])
    await ada.deny("general", "send_messages")
    await ada.deny("practice", "send_messages")
    await ada.advance(2)
    await ada.settled(await ada.slash("help"))
    assert not [each for each in ada.seen.values() if "Set up" in text_of(each)]


async def test_commands_work_where_the_bot_may_not_write(house: House, ben: Person) -> None:
    ada = await house.person("Ada")
    await ada.deny("general", "send_messages", "view_channel")
    await answered(house, ben, await ask(ben))


async def test_closed_direct_messages_do_not_keep_the_bot_from_answering_presses(house: House, ben: Person) -> None:
    ben.go("dm")
    message = await ask(ben)
    await ben.post("closed", {"member": ben.id, "closed": True})
    await answered(house, ben, message)


async def test_a_reply_to_somebody_who_closed_their_door_is_let_go(house: House, ben: Person) -> None:
    ben.go("dm")
    message = await ask(ben)
    await ben.post("closed", {"member": ben.id, "closed": True})
    await ben.say("I don't know")
    await ben.settled(await ben.click("I don't know", message))
    assert "-# 0 of 1" in text_of(ben.seen[message["id"]])
    assert await attempts(house, ben) == 1


# many at once


async def test_ten_people_under_limits_and_errors_lose_nothing(house: House) -> None:
    ada = await house.person("Ada")
    names = [f"P{each}" for each in range(10)]
    for name in names:
        await ada.post("members", {"name": name})
    people = [await house.person(name) for name in names]
    asked = await asyncio.gather(*(ask(each) for each in people))
    await ada.fault("rate_limit", route=CALLBACK, times=5, after_s=0.1)
    work: list[Awaitable[None]] = [answered(house, each, message) for each, message in zip(people, asked, strict=True)]
    await asyncio.gather(*work)
    assert [await attempts(house, each) for each in people] == [1] * 10
