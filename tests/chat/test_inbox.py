"""`/bank inbox` in chat, by whole payloads."""

from bot.chat import inbox
from bot.render import inbox as cards
from bot.render import words
from tests.chat.payloads import ADA, ADMIN, BEN
from tests.chat.recorder import Room, Sent
from tests.quizzed import quiz_with
from tests.samples import SINGLE


async def reported(room: Room, *said: str) -> None:
    """Have Ben say what is wrong with a question of his."""
    asked = await room.command("practice", BEN, topic=SINGLE.topic)
    for what in said:
        form = await room.press(asked, words.WRONG, person=BEN)
        thanks = await room.submit(form, on=asked, person=BEN, words=what)
        assert thanks.private


async def opened(room: Room) -> Sent:
    return await room.command("bank inbox", permissions=ADMIN)


async def test_a_report_is_read_and_put_away(room: Room) -> None:
    await reported(room, "two are right", "the wording")
    first = await opened(room)
    assert (first.type, first.private) == (4, True)
    assert "1 of 2 to look at\n> the wording\n" in first.text
    assert "What happens to F1?" in first.text
    assert list(first.buttons) == [words.DONE, words.ITS_QUESTION, words.PREVIOUS, words.NEXT, words.SHOW_HANDLED]
    second = await room.press(first, words.NEXT, permissions=ADMIN)
    assert (second.type, "2 of 2 to look at\n> two are right\n" in second.text) == (7, True)
    left = await room.press(second, words.DONE, permissions=ADMIN)
    assert "1 of 1 to look at\n> the wording\n" in left.text
    handled = await room.press(left, words.SHOW_HANDLED, permissions=ADMIN)
    assert "1 of 1 done\n> two are right\n" in handled.text
    assert f"done by <@{ADA}>" in handled.text
    assert words.SHOW_WAITING in handled.buttons
    back = await room.press(handled, words.REOPEN, permissions=ADMIN)
    assert "2 of 2 to look at\n> two are right\n" in back.text
    newer = await room.press(back, words.PREVIOUS, permissions=ADMIN)
    assert "1 of 2 to look at" in newer.text


async def test_an_empty_inbox_leads_to_what_is_handled(room: Room) -> None:
    empty = await opened(room)
    assert (empty.text, list(empty.buttons)) == (cards.NOTHING_WAITS, [words.SHOW_HANDLED])
    handled = await room.press(empty, words.SHOW_HANDLED, permissions=ADMIN)
    assert (handled.text, list(handled.buttons)) == (cards.NOTHING_HANDLED, [words.SHOW_WAITING])
    assert (await room.press(handled, words.SHOW_WAITING, permissions=ADMIN)).text == cards.NOTHING_WAITS


async def test_its_question_is_shown_as_editors_see_it(room: Room) -> None:
    await reported(room, "two are right")
    shown = await room.press(await opened(room), words.ITS_QUESTION, permissions=ADMIN)
    assert (shown.type, shown.private) == (4, True)
    assert list(shown.buttons) == [words.EDIT, words.PREVIEW, words.WITHDRAW, words.HISTORY]


async def test_a_run_comes_along_as_a_file(room: Room) -> None:
    form = await room.command("code", BEN)
    await room.submit(form, person=BEN, source="print('hi')", file="")
    ran = await room.discord.next()
    wrong = await room.press(ran, words.WRONG, person=BEN)
    await room.submit(wrong, on=ran, person=BEN, words="no output")
    shown = await opened(room)
    assert "> no output\n" in shown.text
    assert "print('hi')" in shown.text
    assert [data for name, data in shown.files.items() if name.startswith("run-")] == [b"print('hi')"]


async def test_members_are_told_who_may_look(room: Room) -> None:
    refused = await room.command("bank inbox", BEN)
    assert (refused.private, "Only admins may work" in refused.text) == (True, True)


async def test_what_is_open_in_a_quiz_is_read_later(room: Room) -> None:
    await reported(room, "two are right")
    await room.desk(quiz_with(ADA))
    shown = await opened(room)
    assert cards.SEALED in shown.text
    assert "two are right" not in shown.text
    assert list(shown.buttons) == [words.PREVIOUS, words.NEXT, words.SHOW_HANDLED]


def test_its_buttons_are_all_routed() -> None:
    assert set(inbox.ROUTES) == {"open", "look", "done", "reopen", "mark", "marked"}
