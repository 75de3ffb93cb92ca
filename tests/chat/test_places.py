"""Orders and matches in chat, by whole payloads: what is placed stands in the buttons alone."""

from dataclasses import replace

import pytest

from bot.chat.practice import question, verdict
from bot.render import words
from bot.rules.question import Order, Question
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.chat.payloads import ADA, BEN, flat
from tests.chat.recorder import Room, Sent
from tests.chat.shown import asked_of, judged_of
from tests.samples import LINES, MATCH, ORDER, call

an_order = pytest.mark.parametrize("questions", [(ORDER,)], indirect=True)
a_match = pytest.mark.parametrize("questions", [(MATCH,)], indirect=True)


async def variant(room: Room) -> Variant:
    return (await room.app.practice.show(call(1, ADA), 1)).variant


async def right_order(room: Room) -> str:
    key = (await variant(room)).order
    assert key is not None
    return "".join(map(words.letter, key.right))


async def right_rows(room: Room) -> dict[str, str]:
    key = (await variant(room)).matching
    assert key is not None
    return {f"row{row}": words.letter(place) for row, place in enumerate(key.right)}


async def press_all(room: Room, message: Sent, letters: str) -> Sent:
    for letter in letters:
        message = await room.press(message, letter)
    return message


def off(message: Sent) -> list[str]:
    return [part["label"] for part in flat(message.data["components"]) if part["type"] == 2 and part.get("disabled")]


@an_order
async def test_letters_are_pressed_one_after_another(room: Room) -> None:
    asked = await room.command("practice")
    besides = [words.HINT, words.GIVE_UP, words.WRONG]
    assert list(asked.buttons) == ["A", "B", "C", "D", *besides]
    first = await room.press(asked, "C")
    assert (first.type, off(first), list(first.buttons)) == (7, ["C"], ["A", "B", "C", "D", words.UNDO, *besides])
    assert first.buttons["A"] == "practice:put:1:CA"
    done = await press_all(room, first, "ABD")
    assert list(done.buttons) == [words.DONE, words.UNDO, *besides]
    assert done.buttons[words.DONE] == "practice:done:1:CABD"
    assert all(attempt.settled is None for attempt in room.desk.kept.attempts.values())


@an_order
async def test_undo_takes_back_and_done_grades_after_a_restart_too(room: Room, restarted: Room) -> None:
    asked = await room.command("practice")
    right = await right_order(room)
    shown = await press_all(room, asked, right[::-1])
    for left in (3, 2, 1, 0):
        shown = await room.press(shown, words.UNDO)
        assert off(shown) == sorted(right[::-1][:left])
    assert words.UNDO not in shown.buttons
    judged = await restarted.press(await press_all(restarted, shown, right), words.DONE)
    assert judged.text.startswith("### ✓ In order")


@an_order
async def test_an_old_button_leads_where_it_always_led(room: Room) -> None:
    asked = await room.command("practice")
    first = await room.press(asked, "C")
    again = await room.press(asked, "C")
    assert (again.text, again.buttons) == (first.text, first.buttons)
    assert off(await room.press(asked, "B")) == ["B"]


@an_order
async def test_a_hint_keeps_what_is_placed(room: Room) -> None:
    first = await room.press(await room.command("practice"), "C")
    hinted = await room.press(first, words.HINT)
    assert ("Think of the weaker side." in hinted.text, off(hinted)) == (True, ["C"])
    assert "Your order so far" in hinted.text


@an_order
async def test_late_presses_show_what_counts_and_say_so(room: Room) -> None:
    asked = await room.command("practice")
    right = await right_order(room)
    done = await press_all(room, asked, right)
    judged = await room.press(done, words.DONE)
    for old, label in ((done, words.DONE), (asked, right[-1]), (asked, words.HINT)):
        again = await room.press(old, label)
        said = await room.discord.next()
        assert (again.text, said.private) == (judged.text, True)
        assert said.text.startswith(f"You answered this one with {' '.join(right)} at <t:")


@an_order
@pytest.mark.parametrize("letters", ["AA", "E", "ABCDE", "a"])
async def test_forged_letters_are_refused(room: Room, letters: str) -> None:
    await room.command("practice")
    for act in ("put", "done"):
        custom_id = f"practice:{act}:1:{letters}"
        row = {"type": 1, "components": [{"type": 2, "custom_id": custom_id, "label": "x", "style": 1}]}
        refused = await room.press_id(custom_id, on=Sent("send", "POST", {"components": [row]}))
        assert (refused.type, refused.private) == (4, True)
    assert all(attempt.settled is None for attempt in room.desk.kept.attempts.values())


@an_order
async def test_somebody_else_places_nothing(room: Room) -> None:
    asked = await room.command("practice")
    refused = await room.press(asked, "A", person=BEN)
    assert (refused.type, refused.private, "somebody else" in refused.text) == (4, True, True)


@an_order
async def test_an_order_is_written_in_direct_messages(room: Room) -> None:
    await room.command("practice", dm=True)
    await room.idle()
    right = await right_order(room)
    room.write("A B")
    assert "such as “A B C D”" in (await room.discord.next()).text
    room.write(right.lower())
    assert (await room.discord.next()).text.startswith("### ✓ In order")


@a_match
async def test_a_form_has_a_list_for_each_row(room: Room) -> None:
    asked = await room.command("practice")
    assert list(asked.buttons) == [words.ANSWER, words.HINT, words.GIVE_UP, words.WRONG]
    form = await room.press(asked, words.ANSWER)
    labels = [part for part in form.data["components"] if part["type"] == 18]
    assert [(part["label"], part["description"]) for part in labels] == [
        ("Row 1", "clicks until the first"),
        ("Row 2", "tickets in an hour"),
        ("Row 3", "wrong of fifty"),
    ]
    options = labels[0]["component"]["options"]
    assert sorted(option["label"][3:] for option in options) == ["Beta", "Binomial", "Geometric", "Poisson"]
    assert [option["value"] for option in options] == ["A", "B", "C", "D"]
    rows = await right_rows(room)
    judged = await room.submit(form, on=asked, row0=rows["row0"], row1=rows["row1"], row2=rows["row2"])
    assert (judged.type, judged.text[:24]) == (7, "### ✓ All 3 rows right\n✓")


@a_match
async def test_what_was_chosen_is_kept_where_a_row_is_missing(room: Room, restarted: Room) -> None:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    rows = await right_rows(room)
    again = await restarted.submit(form, on=asked, row0=rows["row0"], row2=rows["row2"])
    said = await restarted.discord.next()
    assert (again.type, said.private, "A row has no option yet." in said.text) == (7, True, True)
    assert again.buttons[words.ANSWER] == f"practice:rows:1:{rows['row0']}-{rows['row2']}"
    form = await restarted.press(again, words.ANSWER)
    lists = [part["component"]["options"] for part in form.data["components"]]
    chosen = [[option["value"] for option in options if option.get("default")] for options in lists]
    assert chosen == [[rows["row0"]], [], [rows["row2"]]]


@a_match
async def test_a_form_that_comes_too_late_shows_what_counts(room: Room) -> None:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    judged = await room.press(asked, words.GIVE_UP)
    late = await room.submit(form, on=asked, row0="A")
    said = await room.discord.next()
    assert (late.text, said.text[:24]) == (judged.text, "You said you don't know ")
    pressed = await room.press(asked, words.ANSWER)
    assert (pressed.type, pressed.text) == (7, judged.text)
    assert (await room.discord.next()).text == said.text


@a_match
async def test_somebody_elses_form_is_refused(room: Room) -> None:
    asked = await room.command("practice")
    form = await room.press(asked, words.ANSWER)
    refused = await room.submit(form, on=asked, person=BEN, row0="A")
    assert (refused.type, refused.private, "somebody else" in refused.text) == (4, True, True)


async def test_a_form_for_rows_on_another_question_is_refused(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    modal = Sent("send", "POST", {"custom_id": "practice:matched:1", "components": []})
    refused = await room.submit(modal, on=asked)
    assert (refused.type, refused.private, "in another way" in refused.text) == (4, True, True)


async def test_a_button_for_rows_on_another_question_leads_nowhere(room: Room) -> None:
    await room.command("practice", topic="stats.evaluation.confusion")
    row = {"type": 1, "components": [{"type": 2, "custom_id": "practice:rows:1", "label": "x", "style": 1}]}
    refused = await room.press_id("practice:rows:1", on=Sent("send", "POST", {"components": [row]}))
    assert (refused.type, refused.private, refused.text) == (4, True, words.OLD_BUTTON)


LONG = replace(ORDER, body=Order(tuple("abcdefgh")))


@pytest.mark.parametrize("sample", [ORDER, LONG, LINES, MATCH])
@pytest.mark.parametrize("count", [0, 1, 7, 8])
def test_rows_and_labels_hold_on_a_phone(sample: Question, count: int) -> None:
    key = draw_variant(sample, 7).order
    placed = tuple(range(min(count, len(key.items)))) if key else ()
    for screen in (question(replace(asked_of(sample), placed=placed)), verdict(judged_of(sample))):
        items = [part for row in screen.rows for part in (item.to_component_dict() for item in row)]
        ids = [part.get("custom_id") for part in items]
        assert all(len(str(part.get("label", ""))) <= 24 for part in items)
        assert len(ids) == len(set(ids))
        assert len(screen.rows) <= 3
        assert all(len(row) <= 5 for row in screen.rows)
