"""What a host and a moderator do with a quiz, and what they may not."""

import re

import pytest

from tests.people import Message, NotAllowed, Person, labels_of, text_of
from tests.whole.house import House
from tests.whole.quizzes import fill, joined, newest, public, sees, start, told

TALK_S = 90


async def _panel(person: Person, message: Message) -> Message:
    await person.settled(await person.click("Host…", message))
    return await newest(person)


async def _press(person: Person, label: str, message: Message) -> Message:
    await person.settled(await person.click(label, message))
    return person.seen[message["id"]]


async def test_only_hosts_open_quizzes_and_press_the_panels_buttons(house: House, ada: Person, ben: Person) -> None:
    await ben.settled(await ben.slash("quiz start"))
    assert text_of(await newest(ben)).startswith("Only those with this server's host role, and those who manage it")
    evening = await start(house, ada)
    assert await told(ben, "Host…", evening.lobby) == (
        "That is for the host of this quiz and for those who manage this server."
    )
    assert public(ben) == [evening.now(ben, evening.lobby)]


async def test_the_role_is_called_once_and_never_again(house: House, ada: Person, ben: Person) -> None:
    await ada.settled(await ada.slash("setup"))
    role = next(each for each in ada.world["roles"])
    await ada.settled(await ada.click("Quiz role", await newest(ada), [role["id"]]))
    evening = await start(house, ada, questions=1)
    assert f"**Nobody is in yet.** · <@&{role['id']}>" in text_of(evening.lobby)
    await told(ben, "Join", evening.lobby)
    await evening.begin()
    await ada.advance(47)
    await evening.revealed(1)
    await ada.advance(TALK_S)
    await evening.over()
    posted = [each["message"] for each in ada.events if each["t"] == "message.created"]
    assert [(each["id"], each["mentions"]) for each in posted if each["mentions"]] == [
        (evening.lobby["id"], [role["id"]])
    ]
    assert [each["id"] for each in public(ada) if each["mentions"]] == []


async def test_settings_are_kept_for_the_next_quiz(house: House, ada: Person) -> None:
    evening = await start(house, ada, seconds="20", pace=["auto"], numbers=["own"], teams=["2"])
    said = "20 seconds each · it moves on by itself · own numbers for everybody · 2 teams"
    assert said in text_of(evening.panel)
    await sees(ada, r"\n2 questions, 20 seconds each, [\s\S]*· 2 teams; whoever joins")
    await _press(ada, "Cancel", evening.panel)
    await sees(ada, r"\*\*It was called off\*\* before it began\.")
    again = await start(house, ada)
    assert said in text_of(again.panel)
    refused = await fill(ada, again.panel, "Settings", seconds="ten")
    assert text_of(refused) == "Write the seconds as a number, such as 45."
    refused = await fill(ada, again.panel, "Settings", seconds="5")
    assert text_of(refused) == "Give each question 10 to 300 seconds."


async def test_auto_goes_on_by_itself(house: House, ada: Person, ben: Person) -> None:
    evening = await start(house, ada, questions=2, seconds="20", pace=["auto"])
    await told(ben, "Join", evening.lobby)
    await ada.advance(5 * 60)
    for number in (1, 2):
        await evening.question(number)
        await ada.advance(22)
        assert re.search(r"(next|the boards) <t:\d+:R>", text_of(await evening.revealed(number)))
        await ada.advance(20)
    await evening.over()


async def test_a_lobby_that_nobody_joins_is_called_off(house: House, ada: Person) -> None:
    evening = await start(house, ada)
    assert await told(ada, "Start now", evening.panel)
    assert text_of(await newest(ada)) == "Nobody is in yet. Wait until somebody has pressed Join."
    before = text_of(evening.lobby)
    await _press(ada, "Add 5 minutes", evening.panel)
    await ada._until(lambda: text_of(evening.now(ada, evening.lobby)) != before or None, "a later start", 10)
    await ada.advance(5 * 60)
    assert "Starts <t:" in text_of(evening.now(ada, evening.lobby))
    await ada.advance(5 * 60)
    await sees(ada, r"\*\*It was called off\*\*")
    assert len(public(ada)) == 1


async def test_who_looks_at_the_questions_plays_outside_the_boards(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    asked = await _press(ada, "Preview questions", evening.panel)
    assert labels_of(asked) == ["Show me the questions", "Back"]
    shown = await _press(ada, "Show me the questions", asked)
    assert "### 1 of 2" in text_of(shown)
    assert "**Key** " in text_of(shown)
    shown = await _press(ada, "Next", shown)
    assert "### 2 of 2" in text_of(shown)
    await _press(ada, "Back", shown)
    await ada.sees(f"· <@{ada.id}> has seen the questions and plays outside the boards.")
    await told(ada, "Join", evening.lobby)
    await evening.begin()
    await evening.answer(ada, 1)
    await evening.answer(ben, 1)
    await ada.advance(2)
    own = await told(ada, "My answer", await evening.revealed(1))
    assert own.startswith("✓ You ")
    assert "Place" not in own


async def test_the_host_waits_and_goes_on(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    await evening.begin()
    await ada.advance(47)
    shown = await evening.revealed(1)
    panel = await _panel(ada, shown)
    assert labels_of(panel) == ["Next", "Wait", "Void this question", "Stop"]
    await ada.advance(80)
    await _press(ada, "Wait", panel)
    await ada.advance(80)
    assert "at the latest" in text_of(await evening.revealed(1))
    await _press(ada, "Next", panel)
    await evening.question(2)
    assert "Next" not in labels_of(evening.now(ada, panel))


async def test_a_question_is_voided_and_counts_again(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben, questions=1)
    await evening.begin()
    await evening.answer(ben, 1)
    await ada.advance(2)
    shown = await evening.revealed(1)
    await ada.advance(1)
    panel = await fill(ada, await _panel(ada, shown), "Void this question", words="The key is in doubt.")
    assert "Count it again" in labels_of(panel)
    await sees(ada, rf"^### 1 of 1 · Voided by <@{ada.id}>: The key is in doubt\.")
    assert "It was voided" in await told(ben, "My answer", shown)
    assert "Void this question" in labels_of(await _press(ada, "Count it again", panel))
    await sees(ada, r"^### 1 of 1 · ✓ ")
    panel = await fill(ada, panel, "Void this question", words="No, it is.")
    await ada.advance(TALK_S)
    end = text_of(await evening.over())
    assert "1 question voided: nobody gained or lost by that." in end
    assert "Nobody stands on it." in end


async def test_a_question_that_is_voided_while_open_closes(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    question = await evening.begin()
    await fill(ada, await _panel(ada, question), "Void this question", words="A picture is missing.")
    shown = await sees(ada, rf"^### 1 of 2 · Voided by <@{ada.id}>")
    assert labels_of(shown) == ["My answer", "Ready", "Something wrong?", "Host…"]
    await ada.advance(TALK_S)
    await evening.question(2)


async def test_a_member_cannot_press_what_a_host_left_open(house: House, ada: Person, ben: Person) -> None:
    evening = await joined(house, ada, ben)
    with pytest.raises(NotAllowed):
        await ben.click("Start now", evening.panel)


async def test_the_host_may_leave_and_a_moderator_stop(house: House, ada: Person, ben: Person) -> None:
    role = next(each for each in ada.world["roles"] if each["given"])
    await ada.settled(await ada.slash("setup"))
    await ada.settled(await ada.click("May host quizzes", await newest(ada), [role["id"]]))
    await ada.post("role", {"member": ben.id, "role": role["id"], "by": ada.id})
    cy = await house.person("Cy")
    evening = await start(house, ben)
    await told(ben, "Join", evening.lobby)
    await told(cy, "Join", evening.lobby)
    question = await evening.begin()
    assert (await told(ben, "Leave", evening.lobby)).startswith("You are out.")
    await evening.answer(cy, 1)
    await ada.advance(2)
    await evening.revealed(1)
    panel = await _press(ada, "Stop", await _panel(ada, question))
    assert text_of(panel).startswith("### Stop this quiz?")
    panel = await _press(ada, "Back", panel)
    panel = await _press(ada, "Yes, stop the quiz", await _press(ada, "Stop", panel))
    assert text_of(panel).endswith("This quiz is over.")
    assert "**Stopped early.** 1 played 1 question" in text_of(await evening.over())
    await sees(ada, r"\*\*It was stopped early\.\*\*")


async def test_ten_questions_make_twelve_messages(house: House, ada: Person, ben: Person) -> None:
    evening = await start(house, ada, topic="python", questions=10, seconds="10", pace=["auto"])
    await told(ben, "Join", evening.lobby)
    await evening.begin()
    for number in range(1, 11):
        await evening.question(number)
        await ada.advance(12)
        await evening.revealed(number)
        await ada.advance(20)
    await evening.over()
    assert len(public(ada)) == 12
    channel = evening.lobby["channel"]
    assert [text_of(each).split("\n")[0] for each in public(ada) if each["channel"] == channel] == [
        text_of(evening.lobby).split("\n")[0]
    ] * 2


async def test_two_quizzes_at_once_and_one_in_each_channel(house: House, ada: Person, ben: Person) -> None:
    here = await joined(house, ada, ben)
    await ada.settled(await ada.slash("quiz start"))
    assert text_of(await newest(ada)).startswith("A quiz is on in this channel already.")
    ada.go("practice")
    there = await start(house, ada, topic="python.pandas", questions=1)
    await told(ben, "Join", there.lobby)
    await here.begin()
    await ada.settled(await ada.click("Start now", there.panel))
    await sees(ada, r"^### 1 of 1\n[\s\S]*answers close")
    assert here.id != there.id
    await ada.advance(47)
    await ada._until(
        lambda: len([each for each in public(ada) if re.match(r"### 1 of \d · ", text_of(each))]) == 2 or None,
        "both",
        10,
    )


LACKS = {
    "create_public_threads": "Create Public Threads",
    "send_in_threads": "Send Messages in Threads",
    "send_messages": "Send Messages",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


async def test_what_the_bot_lacks_is_named_before_anything_is_opened(house: House, ada: Person) -> None:
    for bit, name in LACKS.items():
        await ada.deny("general", bit)
        await ada.settled(await ada.slash("quiz start"))
        assert f"here I lack **{name}**." in text_of(await newest(ada))
    await ada.deny("general", *LACKS)
    await ada.settled(await ada.slash("quiz start"))
    said = text_of(await newest(ada))
    assert all(f"**{name}**" in said for name in LACKS.values())
    await ada.advance(5)
    assert public(ada) == []
