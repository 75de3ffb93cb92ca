"""`/quiz results` in chat, by whole payloads."""

import csv
import io
from dataclasses import replace

import pytest

from bot.actions.ports import Books
from bot.chat.quiz_public import screen
from bot.chat.screen import compose
from bot.render import quiz_results as cards
from bot.render import words
from bot.rules.quiz import Quiz
from tests.actions.ended import QUIZ, ROUNDS, chosen, keep, member, reply, variant
from tests.chat.payloads import ADA, ADMIN, BEN, GUILD, PNG, flat
from tests.chat.recorder import Room, Sent, draw
from tests.render.results import END

CY = 13


@pytest.fixture(autouse=True)
async def quiz(room: Room) -> Quiz:
    """Ada hosted and had the first right, Ben had two wrong as a guest; each missed the rest."""

    def work(books: Books) -> Quiz:
        kept = keep(books, replace(QUIZ, guild_id=GUILD, host_id=ADA))
        one, two, *_ = ROUNDS
        books.quizzes.save_member(member(kept, ADA, name="Ada"))
        books.quizzes.save_member(member(kept, BEN, alias="Quiet Otter"))
        books.quizzes.put_replies(
            [
                reply(kept, one, ADA, chosen(variant(one, ADA), right=True)),
                reply(kept, one, BEN, chosen(variant(one, BEN), right=False)),
                reply(kept, two, BEN, chosen(variant(two, BEN), right=False)),
            ]
        )
        return kept

    return await room.desk(work)


async def end_card() -> Sent:
    """The message that stands in the channel after a quiz."""
    view, files = await compose(screen(replace(END, quiz_id=1)), draw)
    drawn = {file.filename: file.fp.read() for file in files}
    return Sent("send", "POST", {"components": [child.to_component_dict() for child in view.children]}, drawn)


async def test_the_end_card_has_a_picture_with_its_description() -> None:
    card = await end_card()
    ((name, data),) = card.files.items()
    (gallery,) = [part for part in card.data["components"] if part["type"] == 12]
    (shown,) = gallery["items"]
    assert shown["media"]["url"] == f"attachment://{name}"
    assert shown["description"] == "Points in % by question. 1: 100, 2: 38, 3: 50. Hardest: 2."
    assert data.startswith(PNG)
    assert list(card.buttons)[:3] == [words.MY_RESULTS, words.MY_MISTAKES, words.TRY_IT]


async def test_the_results_of_the_last_quiz_come_privately(room: Room) -> None:
    shown = await room.command("quiz results", BEN)
    assert (shown.type, shown.private, shown.files) == (4, True, {})
    assert "**You** · 0 of 3 right\nMastery: place 2 of 2, 0 %" in shown.text
    assert "Quiet Otter (guest)" in shown.text
    assert str(BEN) not in shown.text
    assert list(shown.buttons) == [words.MY_ANSWERS, words.MY_MISTAKES]


async def test_a_server_without_a_quiz_says_so(room: Room) -> None:
    room.desk.kept.quizzes.clear()
    refused = await room.command("quiz results")
    assert (refused.private, "No quiz has ended" in refused.text) == (True, True)


async def test_a_stranger_sees_the_boards_alone(room: Room) -> None:
    shown = await room.command("quiz results", CY)
    assert cards.NOT_PLAYED in shown.text
    assert shown.buttons == {}
    refused = await room.press(await end_card(), words.MY_MISTAKES, person=CY)
    assert (refused.type, refused.private, refused.text.startswith("You did not play")) == (4, True, True)


async def test_the_end_cards_buttons_answer_privately_and_leave_it_alone(room: Room) -> None:
    card = await end_card()
    shown = await room.press(card, words.MY_RESULTS, person=BEN)
    assert (shown.type, shown.private, "**You**" in shown.text) == (4, True, True)
    wrong = await room.press(card, words.MY_MISTAKES, person=BEN)
    assert (wrong.type, wrong.private) == (4, True)
    assert wrong.text.startswith("### Your mistakes · Statistics\nAll 3 come back, the first <t:")
    assert len(room.desk.kept.cards) == 3


async def test_answers_are_turned_page_by_page_and_back(room: Room) -> None:
    boards = await room.command("quiz results", BEN)
    first = await room.press(boards, words.MY_ANSWERS, person=BEN)
    assert (first.type, list(first.buttons)) == (7, [words.WRONG, words.BOARDS])
    assert "**1 · ✗ Not right**" in first.text
    assert "**3 · ✗ No answer**" in first.text
    assert "-# Voided" in first.text
    back = await room.press(first, words.BOARDS, person=BEN)
    assert (back.type, back.text) == (7, boards.text)
    mistakes = await room.press(boards, words.MY_MISTAKES, person=BEN)
    assert (mistakes.type, list(mistakes.buttons)) == (7, [words.WRONG, words.BOARDS])


async def test_what_is_wrong_with_a_question_can_be_said_from_ones_answers(room: Room) -> None:
    boards = await room.command("quiz results", BEN)
    answers = await room.press(boards, words.MY_ANSWERS, person=BEN)
    (chooser,) = [part for part in flat(answers.data["components"]) if part["type"] == 3]
    assert [(one["label"], one["description"]) for one in chooser["options"]][:2] == [
        ("Question 1", "What happens to F1?"),
        ("Question 2", "Which steps learn?"),
    ]
    form = await room.press(answers, words.WRONG, "2", person=BEN)
    assert (form.type, form.data["title"]) == (9, words.WRONG)
    thanked = await room.submit(form, on=answers, person=BEN, words="Log learns too.")
    assert (thanked.private, thanked.text) == (True, words.THANKS)
    (report,) = room.desk.kept.reports.values()
    assert (report.quiz_id, report.number, report.words) == (1, 2, "Log learns too.")


async def test_a_long_quiz_has_pages(room: Room) -> None:
    def longer(books: Books) -> None:
        for number in range(5, 8):
            books.quizzes.save_round(replace(ROUNDS[0], quiz_id=1, number=number))

    await room.desk(longer)
    first = await room.press(await room.command("quiz results", BEN), words.MY_ANSWERS, person=BEN)
    assert _off(first) == {words.PREVIOUS: True, words.NEXT: False, words.BOARDS: False}
    last = await room.press(first, words.NEXT, person=BEN)
    assert "**7 · ✗ No answer**" in last.text
    assert _off(last) == {words.PREVIOUS: False, words.NEXT: True, words.BOARDS: False}
    assert (await room.press(last, words.PREVIOUS, person=BEN)).text == first.text


def _off(sent: Sent) -> dict[str, bool]:
    return {part["label"]: part.get("disabled", False) for part in flat(sent.data["components"]) if part["type"] == 2}


async def test_another_quiz_is_chosen_from_a_list(room: Room) -> None:
    await room.desk(lambda books: keep(books, replace(QUIZ, guild_id=GUILD, call_id=12, title="Earlier")))
    newest = await room.command("quiz results", BEN)
    (chooser,) = [part for part in flat(newest.data["components"]) if part["type"] == 3]
    assert [(one["label"], one["value"], one["default"]) for one in chooser["options"]] == [
        ("Earlier", "2", True),
        ("Statistics", "1", False),
    ]
    other = await room.press(newest, words.ANOTHER_QUIZ, "1", person=BEN)
    assert (other.type, "Quiz · Statistics" in other.text) == (7, True)


async def test_the_host_gets_all_answers_as_a_file(room: Room) -> None:
    boards = await room.command("quiz results", ADA)
    assert list(boards.buttons)[-1] == words.EXPORT_CSV
    held = await room.press(boards, words.EXPORT_CSV)
    assert (held.type, held.data["flags"]) == (5, 64)
    sent = await room.discord.next()
    assert sent.text == cards.EXPORTED
    rows = list(csv.DictReader(io.StringIO(sent.files["quiz-1.csv"].decode("utf-8-sig"), newline="")))
    assert [row["member"] for row in rows] == ["Ada"] * 4 + ["Quiet Otter"] * 4
    assert str(BEN) not in {cell for row in rows for cell in row.values()}


async def test_the_file_is_for_hosts_and_those_who_manage_the_server(room: Room) -> None:
    boards = await room.command("quiz results", ADA)
    held = await room.press(boards, words.EXPORT_CSV, person=BEN)
    assert (held.type, held.data["flags"]) == (5, 64)
    assert (await room.discord.next()).text.startswith("Only the host of that quiz")
    managed = await room.command("quiz results", CY, permissions=ADMIN)
    assert list(managed.buttons) == [words.EXPORT_CSV]


async def test_after_a_restart_the_buttons_work(room: Room, restarted: Room) -> None:
    boards = await room.command("quiz results", BEN)
    assert (await restarted.press(boards, words.MY_ANSWERS, person=BEN)).type == 7
