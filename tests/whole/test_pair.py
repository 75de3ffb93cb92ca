"""Two members interview each other in the playground, with the real bot, in advanced time."""

import asyncio
import re

import pytest

from tests.people import Person, labels_of, text_of
from tests.whole.house import House
from tests.whole.pairs import Meeting, invite, tap
from tests.whole.quizzes import newest, public, sees
from tests.whole.test_quiz_restart import _delete, _path


@pytest.fixture
async def cy(house: House) -> Person:
    return await house.person("Cy")


@pytest.fixture
async def meeting(house: House, ada: Person, ben: Person) -> Meeting:
    return await invite(house, ada, ben)


async def test_two_interview_each_other_from_invitation_to_both_reports(meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    assert meeting.message["mentions"] == [ben.id]
    await meeting.begin()
    asks = await meeting.card(ada)
    assert all(part in text_of(asks) for part in ("Question 1 of 2", "Points to listen for", "A strong answer"))
    waits = await meeting.card(ben)
    assert "has not asked it yet" in text_of(waits)
    await tap(ada, asks, "Asked aloud")
    await tap(ben, waits, "Look again")
    question = text_of(ben.seen[waits["id"]])
    assert "Points to listen for" not in question
    assert "A strong answer" not in question
    asked = text_of(ada.seen[asks["id"]])
    assert question.split("\n\n")[1].split("\n")[0] in asked
    await meeting.says("time for it until", ben)
    await tap(ada, asks, "Next question")
    await meeting.says(r"Question 2 of 2\*\* · not asked yet")
    await tap(ada, asks, "Asked aloud")
    await ada.advance(60)
    await tap(ada, asks, "To the forms")
    await meeting.says("Forms:", ben)
    await meeting.hand_in(ada, [[0, 1], [0]], "You split the problem.", "Give a number.")
    await meeting.says("✓ <@\\d+> handed in\n◐ <@\\d+> still writing", ben)
    await meeting.hand_in(ben, [[0], [0]], "I kept calm.", "Ask first.")
    await meeting.says(r"Swap\.", ben)
    told = await meeting.card(ben, "Both forms")
    report = text_of(told)
    assert "Marked by the interviewer:** ✓ 3 heard" in report
    assert "Marked by the candidate:** ✓ 2 heard" in report
    found = re.search(r"Alike on (\d+) of (\d+) points", report)
    assert found is not None
    assert int(found[1]) == int(found[2]) - 1
    assert "You split the problem." in report
    await meeting.press(ben, "Start second half")
    await meeting.says("Second half:")
    await meeting.ask_all(ben)
    await meeting.hand_in(ben, [[], []])
    await meeting.hand_in(ada, [[], []])
    end = await meeting.says(r"\*\*Done:\*\*")
    assert labels_of(end) == ["Both forms"]
    both = await meeting.card(ada, "Both forms")
    assert "Second half · Quick" in text_of(both)
    await tap(ada, both, "First half")
    assert "You split the problem." in text_of(ada.seen[both["id"]])
    assert len(public(ada)) == 1


async def test_a_cases_facts_are_the_interviewers_alone(house: House, ada: Person, ben: Person) -> None:
    meeting = await invite(house, ada, ben, "design")
    await meeting.begin()
    card = await meeting.card(ada)
    await tap(ada, card, "Asked aloud")
    asks = text_of(ada.seen[card["id"]])
    assert all(part in asks for part in ("Facts, told only when asked for", "Points to listen for", "A strong answer"))
    assert re.search(r", about \d+ minutes?\n1\. ", asks)
    answers = text_of(await meeting.card(ben))
    assert "Question 1 of 1" in answers
    assert not any(part in answers for part in ("Facts", "Points", "strong answer"))
    fact = asks.partition("Facts, told only when asked for")[2].split("· ")[1].split("\n")[0]
    assert fact.partition(": ")[2] not in answers
    await ada.advance(46 * 60)
    await meeting.says("Forms:")


async def test_by_the_clock_alone_it_comes_to_its_end(meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    await meeting.begin()
    card = await meeting.card(ada)
    await tap(ada, card, "Asked aloud")
    await ada.advance(7 * 60 + 5)
    await meeting.says("its time is up: finish the sentence, then Next")
    await ada.advance(8 * 60)
    await meeting.says("Forms:")
    await ada.advance(6 * 60)
    await meeting.says("Swap")
    await ada.advance(2 * 60)
    await meeting.says("Second half:")
    await ada.advance(15 * 60)
    await meeting.says("Forms:")
    await ada.advance(6 * 60)
    await meeting.says("A form is still missing")
    await meeting.hand_in(ben, [[0]])
    await meeting.hand_in(ben, [])
    await meeting.hand_in(ada, [[0]])
    await meeting.hand_in(ada, [])
    await meeting.says("All forms are in")


async def test_of_two_who_look_for_a_partner_one_is_in_and_the_other_is_told(
    house: House, ada: Person, ben: Person, cy: Person
) -> None:
    await ada.settled(await ada.slash("interview pair", round="quick"))
    message = await sees(ben, r"is looking for a partner[\s\S]*\nLooking for a partner\n")
    assert message["mentions"] == []
    await ada._until(lambda: ada.seen.get(message["id"]), "the search", 10)
    await ada.settled(await ada.click("Looking for a partner", message))
    assert "This is your own invitation" in text_of(await newest(ada))
    presses = await asyncio.gather(*(each.click("Looking for a partner", message) for each in (ben, cy)))
    for person, press in zip((ben, cy), presses, strict=True):
        await person.settled(press)
    said = sorted([text_of(await newest(person))[:18] for person in (ben, cy)])
    assert said == ["Somebody was faste", "You are in. Go to "]
    await sees(ada, "asks first")
    assert len(public(ada)) == 1


async def test_invitations_are_declined_taken_back_and_lapse(
    house: House, ada: Person, ben: Person, cy: Person
) -> None:
    first = await invite(house, ada, ben)
    await cy.settled(await cy.click("Accept", first.message))
    assert "for somebody else" in text_of(await newest(cy))
    await first.press(ben, "Decline")
    await first.says("declined the invitation")
    second = await invite(house, ada, ben)
    await second.press(ada, "Decline")
    await second.says("took it back")
    third = await invite(house, ada, ben)
    await ada.advance(15 * 60 + 5)
    lapsed = await third.says("Nobody came in time")
    assert labels_of(lapsed) == []


async def test_others_and_bots_are_kept_out(house: House, ada: Person, ben: Person, cy: Person) -> None:
    meeting = await invite(house, ada, ben)
    await meeting.begin()
    for label in ("My card", "Next", "Pause"):
        await cy.settled(await cy.click(label, cy.seen[meeting.message["id"]]))
        assert "for the two who hold this interview" in text_of(await newest(cy))
    await ben.settled(await ben.slash("interview pair", member=cy.id))
    assert "One at a time" in text_of(await newest(ben))
    await cy.settled(await cy.slash("interview pair", member=cy.id))
    assert "Nobody can interview themselves" in text_of(await newest(cy))
    cy.go("dm")
    await cy.settled(await cy.slash("interview pair"))
    assert "in a server only" in text_of(await cy.sees("in a server only"))


async def test_a_pause_and_a_stop(meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    await meeting.begin()
    await meeting.press(ben, "Pause")
    await meeting.says(r"Paused\.\*\* 1[45] min")
    await ada.advance(3 * 3600)
    await meeting.press(ada, "Go on")
    await meeting.says("This half ends")
    await meeting.press(ben, "Stop")
    ask = await newest(ben)
    await tap(ben, ask, "Back")
    assert "Nothing was stopped" in text_of(ben.seen[ask["id"]])
    await meeting.press(ben, "Stop")
    await tap(ben, await newest(ben), "Yes, stop for both")
    await meeting.says(r"\*\*Stopped:\*\* no of two halves held")


async def test_it_goes_on_after_a_restart_in_every_phase(house: House, meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    await house.restart()
    await meeting.press(ben, "Accept")
    await meeting.says("asks first")
    await house.restart()
    await meeting.press(ada, "Start")
    await meeting.says("First half:")
    card = await meeting.card(ada)
    await house.restart()
    await tap(ada, card, "Asked aloud")
    ends = re.search(r"This half ends <t:(\d+):R>", text_of(await meeting.says("time for it until")))
    assert ends is not None
    await house.restart()
    await tap(ada, card, "Next question")
    await tap(ada, card, "To the forms")
    await meeting.says("Forms:")
    await house.restart()
    await meeting.hand_in(ada, [[0]])
    await house.restart()
    await meeting.hand_in(ben, [[0]])
    await meeting.says("Swap")
    await house.restart()
    await meeting.press(ben, "Start second half")
    await meeting.says("Second half:")
    await house.restart()
    assert "Points to listen for" in text_of(await meeting.card(ben))
    assert len(public(ada)) == 1


async def test_the_time_of_a_long_stop_is_given_back(house: House, meeting: Meeting) -> None:
    ada = meeting.asker
    await meeting.begin()
    before = ends_of(meeting)
    await ada.advance(20)
    await house.stop()
    await ada.advance(3600)
    await house.start()
    await meeting.says(rf"This half ends <t:(?!{before})\d+:R>")
    assert 3600 <= ends_of(meeting) - before <= 3625  # what lies between the last look and the stop counts too


def ends_of(meeting: Meeting) -> int:
    found = re.search(r"This half ends <t:(\d+):R>", meeting.now())
    assert found is not None
    return int(found[1])


async def test_a_stop_while_the_invitation_was_sent_doubles_nothing(house: House, ada: Person, ben: Person) -> None:
    await ada.fault("cut", route="POST /channels/{channel_id}/messages")
    await ada.slash("interview pair", member=ben.id, round="quick")
    message = await sees(ben, "## Pair interview")
    await house.stop()
    await ada.advance(1200)
    await house.start()
    await ada._until(lambda: ada.seen.get(message["id"]), "the invitation", 10)
    meeting = Meeting(house, ada, ben, message)
    await meeting.begin()
    assert len(public(ada)) == 1


async def test_a_deleted_message_comes_back(house: House, meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    await meeting.begin()
    card = await meeting.card(ada)
    await _delete(house, _path(meeting.message))
    await tap(ada, card, "Asked aloud")
    again = await sees(ben, r"Question 1 of 2\*\* · time for it", int(meeting.message["id"]))
    await ada._until(lambda: ada.seen.get(again["id"]), "the message again", 10)
    meeting.message = again
    await meeting.press(ben, "My card")
    assert len(public(ada)) == 1


async def test_where_the_bot_may_not_write_it_says_so(house: House, ada: Person, ben: Person) -> None:
    await ada.deny("general", "read_message_history")
    await ada.settled(await ada.slash("interview pair", member=ben.id, round="quick"))
    assert "I lack **Read Message History**" in text_of(await newest(ada))


async def test_who_deletes_everything_ends_it(house: House, meeting: Meeting) -> None:
    ada, ben = meeting.asker, meeting.answerer
    await meeting.begin()
    kept = await house.kept(ada)
    assert len(kept["pair_people"]) == 1
    await ada.settled(await ada.slash("me"))
    await tap(ada, await newest(ada), "Delete everything")
    await tap(ada, await newest(ada), "Yes, delete everything")
    await meeting.says("Stopped", ben)
    assert (await house.kept(ada))["pair_people"] == []
    assert ada.id not in meeting.now(ben)
