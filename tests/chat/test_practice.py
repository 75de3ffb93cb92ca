"""`/practice` in chat, by whole payloads."""

from dataclasses import replace

import pytest

from bot.chat.practice import question, verdict
from bot.chat.press import button
from bot.render import words
from bot.rules.question import Question
from tests.chat.payloads import ADA, BEN, DM, PNG, flat
from tests.chat.recorder import Room, Sent
from tests.chat.shown import asked_of, judged_of
from tests.samples import MULTIPLE, NUMERIC, SHORT, SINGLE, call

TALL = replace(SINGLE, text=r"What is $\frac{\sum_{i=1}^{n} x_i}{n \cdot \sqrt{m}}$ here?")
UNDRAWN = replace(TALL, text=TALL.text.replace("here", r"and $\frac{broken + 1 + 2}{x + y + z}$"))
only = pytest.mark.parametrize


def letter_of(sent: Sent, text: str) -> str:
    line = next(line for line in sent.text.splitlines() if line.endswith(f"  {text}"))
    return line.strip("*")[0]


async def test_a_question_is_private_in_a_server_and_has_all_its_buttons(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion", level="junior")
    assert (asked.type, asked.private) == (4, True)
    assert "What happens to F1?" in asked.text
    assert list(asked.buttons) == ["A", "B", "C", "Hint (−25%)", "I don't know", "Something wrong?"]


async def test_the_verdict_takes_the_questions_place(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    judged = await room.press(asked, letter_of(asked, "It rises"))
    assert judged.type == 7
    assert judged.text.startswith("### ✗ Not ")
    assert list(judged.buttons) == ["Next", "Other options", "Something wrong?"]
    others = await room.press(judged, "Other options")
    assert (others.type, others.private, others.text.count("It is no plain mean.")) == (4, True, 1)


async def test_several_are_chosen_in_one_select(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.roc-pr")
    select = next(part for part in flat(asked.data["components"]) if part["type"] == 3)
    assert (select["min_values"], select["max_values"]) == (1, 3)
    right = [option["value"] for option in select["options"] if option["label"][3:] in ("Mean", "Median")]
    assert [option["label"][:3] for option in select["options"]] == ["A  ", "B  ", "C  "]
    judged = await room.press(asked, words.CHOOSE, *right)
    assert (judged.type, judged.text[:5]) == (7, "### ✓")


@only(("topic", "typed", "sign"), [("dl.core.optimisers", "-1", "✗"), ("dl.pytorch.tensors", "transform", "✓")])
async def test_numbers_and_terms_are_typed_into_a_form(room: Room, topic: str, typed: str, sign: str) -> None:
    await room.app.me.change(call(1, ADA), "UTC", None, ["pytorch"])
    asked = await room.command("practice", topic=topic)
    form = await room.press(asked, words.ANSWER)
    assert form.type == 9
    judged = await room.submit(form, on=asked, answer=typed)
    assert (judged.type, judged.text[:5]) == (7, f"### {sign}")


async def test_a_form_says_how_a_number_may_be_written(room: Room) -> None:
    asked = await room.command("practice", topic="dl.core.optimisers")
    form = await room.press(asked, words.ANSWER)
    box = next(part for part in flat(form.data["components"]) if part["type"] == 4)
    assert box["placeholder"] == "0.16, 16 %, or a sum: 9/(9+20)"


async def test_what_is_no_number_is_refused_and_nothing_is_recorded(room: Room) -> None:
    asked = await room.command("practice", topic="dl.core.optimisers")
    form = await room.press(asked, words.ANSWER)
    refused = await room.submit(form, on=asked, answer="twice as many")
    assert (refused.type, refused.private) == (4, True)
    assert all(attempt.settled is None for attempt in room.desk.kept.attempts.values())


async def test_hints_come_one_by_one_and_then_their_button_goes(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    first = await room.press(asked, words.HINT)
    assert (first.type, "Think of the weaker side." in first.text, words.HINT in first.buttons) == (7, True, True)
    again = await room.press(asked, words.HINT)
    assert "Both must be high." not in again.text
    second = await room.press(first, words.HINT)
    assert ("Both must be high." in second.text, words.HINT in second.buttons) == (True, False)


async def test_not_knowing_shows_the_answer(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    judged = await room.press(asked, words.GIVE_UP)
    assert (judged.type, "You said you don't know" in judged.text) == (7, True)


async def test_next_is_a_new_message_and_the_same_one_when_pressed_twice(room: Room) -> None:
    asked = await room.command("practice")
    judged = await room.press(asked, words.GIVE_UP)
    following = await room.press(judged, words.NEXT)
    again = await room.press(judged, words.NEXT)
    assert (following.type, following.private, again.buttons) == (4, True, following.buttons)


async def test_something_wrong_is_kept_with_the_question(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    form = await room.press(asked, words.WRONG)
    assert form.type == 9
    thanks = await room.submit(form, on=asked, words="C is right too")
    assert (thanks.type, thanks.private, thanks.text) == (4, True, words.THANKS)
    assert [report.words for report in room.desk.kept.reports.values()] == ["C is right too"]


async def test_a_second_press_shows_the_verdict_again_and_says_so(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    judged = await room.press(asked, "A")
    again = await room.press(asked, "B")
    said = await room.discord.next()
    assert (again.type, again.text) == (7, judged.text)
    assert (said.kind, said.private) == ("followup", True)
    assert said.text.startswith("You answered this one with A at <t:")


async def test_somebody_elses_button_is_refused_privately(room: Room) -> None:
    asked = await room.command("practice")
    refused = await room.press(asked, words.GIVE_UP, person=BEN)
    assert (refused.type, refused.private) == (4, True)
    assert "somebody else" in refused.text


async def test_everything_works_after_a_restart(room: Room, restarted: Room) -> None:
    asked = await room.command("practice", topic="dl.core.optimisers")
    form = await room.press(asked, words.ANSWER)
    judged = await restarted.submit(form, on=asked, answer="-1")
    assert (judged.type, judged.text[:5]) == (7, "### ✗")
    following = await restarted.press(judged, words.NEXT)
    assert following.type == 4


async def test_discord_py_remembers_neither_messages_nor_forms(room: Room) -> None:
    asked = await room.command("practice", topic="dl.core.optimisers")
    await room.press(asked, words.ANSWER)
    await room.press(asked, words.GIVE_UP)
    store = room.client._connection._view_store
    assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})


async def test_topics_are_offered_while_typing(room: Room) -> None:
    room.wake(4, room.slash("practice", topic="roc", focused="topic"))
    offered = await room.discord.next()
    assert offered.type == 8
    assert offered.data["choices"] == [
        {"name": "Evaluation › ROC AUC and PR curves", "value": "stats.evaluation.roc-pr"}
    ]


async def test_an_unknown_topic_is_refused_in_words(room: Room) -> None:
    refused = await room.command("practice", topic="cooking")
    assert (refused.type, refused.private) == (4, True)
    assert "I don't know that topic" in refused.text


@only("questions", [(TALL,)], indirect=True)
async def test_a_formula_of_two_dimensions_comes_as_a_picture_too(room: Room) -> None:
    waits = await room.command("practice")
    assert (waits.type, waits.data["flags"]) == (5, 64)
    asked = await room.discord.next()
    assert asked.kind == "original"
    item = next(part for part in flat(asked.data["components"]) if part["type"] == 12)["items"][0]
    (name,) = asked.files
    assert item["media"]["url"] == f"attachment://{name}"
    assert item["description"]
    assert asked.files[name].startswith(PNG)
    held = await room.press(asked, words.HINT)
    assert held.type == 6
    edited = await room.discord.next()
    assert (edited.kind, list(edited.files)) == ("original", [name])


@only("questions", [(UNDRAWN,)], indirect=True)
async def test_a_picture_that_cannot_be_drawn_is_left_out(room: Room) -> None:
    await room.command("practice")
    asked = await room.discord.next()
    assert len(asked.files) == 1
    assert words.GIVE_UP in asked.buttons


async def test_in_direct_messages_a_letter_is_an_answer(room: Room) -> None:
    asked = await room.command("practice", dm=True, topic="stats.evaluation.confusion")
    assert (asked.type, asked.private) == (4, False)
    await room.idle()
    number = room.write("b")
    judged = await room.discord.next()
    assert (judged.kind, judged.method) == ("send", "POST")
    assert (judged.body["nonce"], judged.body["enforce_nonce"]) == (f"m{number}", True)
    assert judged.body["message_reference"]["message_id"] == number
    assert judged.text.startswith(("### ✓", "### ✗"))
    closed = await room.discord.next()
    assert (closed.kind, closed.method, closed.buttons) == ("edit", "PATCH", {})
    assert "What happens to F1?" in closed.text


async def test_next_in_direct_messages_waits_for_words_too(room: Room) -> None:
    asked = await room.command("practice", dm=True)
    await room.idle()
    judged = await room.press(asked, words.GIVE_UP, dm=True)
    following = await room.press(judged, words.NEXT, dm=True)
    assert (following.type, following.private) == (4, False)
    room.write("I don't know")
    assert "You said you don't know" in (await room.discord.next()).text


async def test_words_that_answer_nothing_are_answered_in_a_sentence(room: Room) -> None:
    room.write("hello")
    assert (await room.discord.next()).text == words.NOTHING_WAITS
    await room.command("practice", dm=True, topic="stats.evaluation.confusion")
    await room.idle()
    room.write("Z")
    assert "I need letters from A to C" in (await room.discord.next()).text


async def test_other_bots_are_not_answered(room: Room) -> None:
    room.write("hello", bot=True)
    room.write("", kind=6)
    await room.idle()
    assert room.discord.sent.empty()


async def test_a_question_that_was_deleted_meanwhile_needs_no_closing(room: Room) -> None:
    await room.command("practice", dm=True, topic="stats.evaluation.confusion")
    await room.idle()
    room.discord.refuse["edit"] = (404, 10008)
    room.write("a")
    assert (await room.discord.next()).kind == "send"
    assert (await room.discord.next()).kind == "edit"
    room.write("a")
    assert (await room.discord.next()).text == words.NOTHING_WAITS


@only("sample", [SINGLE, MULTIPLE, NUMERIC, SHORT])
def test_labels_hold_on_a_phone(sample: Question) -> None:
    asked, judged = asked_of(sample), judged_of(sample)
    for screen in (question(asked), verdict(judged)):
        labels = [part.get("label", "") for row in screen.rows for part in (item.to_component_dict() for item in row)]
        assert all(len(label) <= 24 for label in labels)
        assert len(screen.rows) <= 3


async def test_who_takes_no_messages_any_more_is_let_go(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.discord.refuse["send"] = (403, 50007)
    room.write("hello")
    assert (await room.discord.next()).kind == "send"
    await room.idle()
    assert room.discord.sent.empty()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_question_whose_message_is_not_known_stays_as_it_is(room: Room) -> None:
    await room.app.practice.start(call(1, ADA, guild_id=None, channel_id=DM))
    room.write("I don't know")
    assert (await room.discord.next()).kind == "send"
    await room.idle()
    assert room.discord.sent.empty()


def test_a_label_too_long_for_a_phone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="over 24"):
        button("x" * 25, "practice:next:1")
