"""Answers in one's own words in chat, by whole payloads."""

import pytest

from bot.render import inbox as cards
from bot.render import words
from bot.rules.heard import Ear, Status
from tests.chat.payloads import ADMIN, BEN, flat
from tests.chat.recorder import Room, Sent
from tests.fake_spoken import FakeGrader, hearing
from tests.samples import OPEN, SINGLE

alone = pytest.mark.parametrize("questions", [(OPEN,)], indirect=True)
UNSURE = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED)
MARK = "Mark 1 point"


async def answered(room: Room, text: str = "I would check the split.") -> Sent:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    held = await room.submit(form, on=asked, words=text)
    assert held.type == 6
    return await room.discord.next()


@alone
async def test_a_form_takes_up_to_4000_characters(room: Room) -> None:
    asked = await room.command("practice")
    assert (asked.private, list(asked.buttons)) == (
        True,
        ["Answer", "Hint (−25%)", "I don't know", "Something wrong?"],
    )
    form = await room.press(asked, words.ANSWER)
    box = next(part for part in flat(form.data["components"]) if part["type"] == 4)
    assert (form.type, box["style"], box["max_length"]) == (9, 2, 4000)


@alone
async def test_the_verdict_takes_the_questions_place(room: Room, grader: FakeGrader) -> None:
    judged = await answered(room)
    assert judged.kind == "original"
    assert judged.text.startswith("### ◆◆◆◆ heard 3 of 3 points")
    assert list(judged.buttons) == ["Next", "Something wrong?"]
    assert [said for _, said in grader.asked] == ["I would check the split."]


@alone
async def test_what_is_unsure_is_marked_in_a_form(room: Room, grader: FakeGrader) -> None:
    grader.heard = UNSURE
    judged = await answered(room)
    assert list(judged.buttons) == [MARK, "Next", "Something wrong?"]
    form = await room.press(judged, MARK)
    box = next(part for part in flat(form.data["components"]) if part["type"] == 3)
    assert (form.type, box["min_values"], box["required"]) == (9, 0, False)
    assert [(one["label"], one["description"]) for one in box["options"]] == [
        ("Asks for the power of the test", "so *I* said")
    ]
    marked = await room.submit(form, on=judged, points="1")
    assert (marked.type, marked.text[:12]) == (7, "### ◆◆◆◇ hea")
    assert "✓ said, by your word: Asks for the power" in marked.text
    assert MARK not in marked.buttons
    late = await room.press(judged, MARK)
    assert (late.type, late.text) == (7, marked.text)


@alone
async def test_none_may_be_marked(room: Room, grader: FakeGrader) -> None:
    grader.heard = hearing(Ear.MISSED, Ear.MISSED, Ear.MISSED, status=Status.ABSTAINED)
    judged = await answered(room)
    form = await room.press(judged, "Mark 3 points")
    marked = await room.submit(form, on=judged)
    assert "You marked 0 of 3 unsure points as said" in marked.text
    assert marked.text.count("✗ not said, by your word") == 3


@alone
async def test_without_the_grader_the_answer_is_kept(room: Room, grader: FakeGrader) -> None:
    grader.away = True
    kept = await answered(room)
    assert "**Your answer is kept.**" in kept.text
    assert list(kept.buttons) == ["Look again", "Something wrong?"]
    assert (await room.press(kept, words.LOOK_AGAIN)).type == 6
    assert "**Your answer is kept.**" in (await room.discord.next()).text
    waiting = await room.command("practice")
    assert "**Your answer is kept.**" in (await room.press(waiting, words.ANSWER)).text
    grader.away = False
    await room.press(kept, words.LOOK_AGAIN)
    assert (await room.discord.next()).text.startswith("### ◆◆◆◆ heard 3 of 3 points")


@alone
async def test_a_second_answer_is_told_that_the_first_counts(room: Room, grader: FakeGrader) -> None:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    await room.submit(form, on=asked, words="one")
    await room.discord.next()
    await room.submit(form, on=asked, words="two")
    assert (await room.discord.next()).text.startswith("### ◆◆◆◆")
    assert (await room.discord.next()).text.startswith("You answered this one with your own words at")
    pressed = await room.press(asked, words.ANSWER)
    assert pressed.text.startswith("### ◆◆◆◆")
    assert len(grader.asked) == 1


@alone
async def test_what_is_empty_is_refused(room: Room, grader: FakeGrader) -> None:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    await room.submit(form, on=asked, words=" … ")
    assert "Nothing is written yet." in (await room.discord.next()).text
    assert grader.asked == []


@alone
async def test_a_plain_message_is_the_answer_with_code_in_it_or_not(room: Room, grader: FakeGrader) -> None:
    await room.command("practice", dm=True)
    text = "I would run\n```python\nchisquare(split)\n```\nand look."
    number = room.write(text)
    shown = await room.discord.next()
    assert (shown.kind, shown.body["nonce"]) == ("send", f"m{number}")
    assert shown.text.startswith("### ◆◆◆◆ heard 3 of 3 points")
    assert [said for _, said in grader.asked] == [text]


@alone
async def test_a_second_message_is_told_that_the_first_counts(room: Room, grader: FakeGrader) -> None:
    grader.away = True
    await room.command("practice", dm=True)
    room.write("one")
    await room.discord.next()
    grader.away = False
    number = room.write("two")
    assert (await room.discord.next()).text.startswith("### ◆◆◆◆")
    told = await room.discord.next()
    assert (told.text[:45], told.body["nonce"]) == ("You answered this one with your own words at ", f"mt{number}")
    assert [said for _, said in grader.asked] == ["one"]


@alone
async def test_what_a_stop_left_open_is_graded_at_the_next_start(
    room: Room, grader: FakeGrader, redirected: str
) -> None:
    grader.away = True
    await room.command("practice", dm=True)
    number = room.write("I would look.")
    assert "**Your answer is kept.**" in (await room.discord.next()).text
    for away in (True, False):
        async with type(room.client)(room.app) as restarted:
            await restarted.login(redirected)
            grader.away = away
            await restarted.on_ready()
    late = await room.discord.next()
    assert (late.kind, late.body["nonce"]) == ("send", f"late{number}")
    assert late.text.startswith("### ◆◆◆◆ heard 3 of 3 points")


@alone
async def test_what_cannot_be_taken_up_is_left_and_logged(
    room: Room, grader: FakeGrader, redirected: str, caplog: pytest.LogCaptureFixture
) -> None:
    grader.away = True
    await answered(room)
    room.desk.kept.attempts.clear()
    with caplog.at_level("INFO"):
        async with type(room.client)(room.app) as restarted:
            await restarted.login(redirected)
            await restarted.on_ready()
    assert "Answer 1 is not graded: That question is no longer stored." in caplog.text


@pytest.mark.parametrize("questions", [(OPEN, SINGLE)], indirect=True)
async def test_a_forged_press_is_refused(room: Room) -> None:
    await room.command("practice")
    for act in ("write", "mark", "marked", "again"):
        room.wake(3, {"custom_id": f"spoken:{act}:99", "component_type": 2})
        told = await room.discord.next()
        assert "no longer stored" in (told if act != "again" else await room.discord.next()).text


@alone
async def test_an_editor_is_asked_and_marks_it(room: Room, grader: FakeGrader) -> None:
    grader.heard = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED, status=Status.NEEDS_REVIEW, why="It is a list.")
    judged = await answered(room)
    assert list(judged.buttons) == ["Next", words.ASK_EDITOR, "Something wrong?"]
    asked = await room.press(judged, words.ASK_EDITOR)
    assert "The editors of this server have your answer to mark, without your name." in asked.text
    assert list(asked.buttons) == ["Next", words.LOOK_AGAIN, "Something wrong?"]
    inbox = await room.command("bank inbox", BEN, permissions=ADMIN)
    assert list(inbox.buttons)[:3] == [words.MARK_IT, words.DONE, words.ITS_QUESTION]
    assert "> I would check the split.\n" in inbox.text
    assert "✓ heard: " in inbox.text
    form = await room.press(inbox, words.MARK_IT, person=BEN, permissions=ADMIN)
    box = next(part for part in flat(form.data["components"]) if part["type"] == 3)
    assert [one.get("default", False) for one in box["options"]] == [True, False, False]
    marked = await room.submit(form, on=inbox, person=BEN, permissions=ADMIN, points="0 1")
    assert marked.text == cards.NOTHING_WAITS
    late = await room.press(inbox, words.MARK_IT, person=BEN, permissions=ADMIN)
    assert (late.type, late.text) == (7, cards.NOTHING_WAITS)
    held = await room.press(asked, words.LOOK_AGAIN)
    assert held.type == 6
    shown = await room.discord.next()
    assert shown.text.startswith("### ◆◆◆◇ heard 2 of 3 points\n")
    assert "An editor has read this and marked every point: their word counts." in shown.text
    assert shown.text.count("✓ made: ") == 2
    done = await room.press(marked, words.SHOW_HANDLED, person=BEN, permissions=ADMIN)
    assert "✗ not made: " in done.text
