"""Practice in a server: what people type and press, and what they then read."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.actions.views import Asked, Judged
from tests.people import Message, NotAllowed, Person, labels_of, text_of, walk
from tests.whole.house import FEW, House, attempt_of, right_letters, wrong_letter

SINGLE = "python.engineering.git-basics"
MULTIPLE = "python.numpy.indexing"
NUMERIC = "python.pandas.joins"
SHORT = "python.pandas.groupby"
TWO_DIMENSIONAL = "stats.probability.conditional-bayes"


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def ask(person: Person, topic: str = SINGLE, **more: Any) -> Message:
    interaction = await person.slash("practice", topic=topic, **more)
    await person.settled(interaction)
    return await newest(person)


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def press(person: Person, label: str, message: Message | None = None) -> Message:
    """Press a button and give the newest message as it then is."""
    await person.settled(await person.click(label, message))
    return await newest(person)


async def choose(person: Person, message: Message, letters: str) -> Message:
    select = next(part for part in walk(message["components"]) if part["type"] == 3)
    values = [str("ABCDEFGHIJ".index(letter)) for letter in letters]
    await person.settled(await person.click(select["custom_id"], message, values))
    return person.seen[message["id"]]


async def type_in(person: Person, message: Message, text: str) -> Message:
    await person.click("Answer", message)
    modal = await person.modal()
    await person.settled(await person.submit(modal, answer=text))
    return person.seen[message["id"]]


async def test_the_first_question_ever_greets_and_later_ones_do_not(house: House) -> None:
    ben = await house.person()
    first = await ask(ben)
    assert text_of(first).startswith("**Hello. I ask, you answer, I show why.**")
    assert "-# Software engineering · Git history · junior · about 1 minute" in text_of(first)
    assert "Hello." not in text_of(await ask(ben, NUMERIC))


async def test_a_right_answer_edits_the_message_to_its_verdict(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    letter = right_letters(await house.variant(ben, message))
    after = await press(ben, letter, message)
    assert after["id"] == message["id"]
    assert f"### ✓ {letter}" in text_of(after)
    assert "-# 1 of 1 · " in text_of(after)
    assert labels_of(after)[0] == "Next"


async def test_a_wrong_answer_says_why_and_comes_back(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    variant = await house.variant(ben, message)
    letter = wrong_letter(variant)
    said = text_of(await press(ben, letter, message))
    assert f"### ✗ Not {letter}." in said
    assert f"**Your {letter}**: " in said
    assert f"**✓ {right_letters(variant)}  " in said
    assert "-# 0 of 1 · " in said
    assert "this topic comes back <t:" in said
    assert "**Say it in the room:**" in said


async def test_not_knowing_is_no_wrong_guess(house: House) -> None:
    ben = await house.person()
    await press(ben, "I don't know", await ask(ben))
    said = text_of(await ben.sees("-# 0 of 1"))
    assert "kept apart from a wrong guess" in said
    assert "✗" not in said
    assert "this topic comes back" in said


async def test_a_hint_costs_a_quarter(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    hinted = await press(ben, "Hint (−25%)", message)
    assert "**Hint** " in text_of(hinted)
    assert "Hint (−25%)" not in labels_of(hinted)
    said = text_of(await press(ben, right_letters(await house.variant(ben, message)), message))
    assert "-# 0.75 of 1 · one hint · " in said


async def test_several_options_are_chosen_in_one_list(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, MULTIPLE)
    letters = right_letters(await house.variant(ben, message))
    assert "-# 1 of 1" in text_of(await choose(ben, message, letters))


async def test_some_of_several_count_in_part(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, MULTIPLE)
    variant = await house.variant(ben, message)
    said = text_of(await choose(ben, message, right_letters(variant)[0]))
    assert "### ◐ Partly" in said
    assert "right, not chosen" in said


async def test_a_number_may_be_typed_in_many_ways(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, NUMERIC)
    key = (await house.variant(ben, message)).number
    assert key is not None
    said = text_of(await type_in(ben, message, f"({key.value} * 3) / 3"))
    assert "-# 1 of 1" in said
    assert "I read" in said


async def test_a_known_mistake_is_named(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, NUMERIC)
    key = (await house.variant(ben, message)).number
    assert key is not None
    value, reason = key.traps[0]
    said = text_of(await type_in(ben, message, str(value)))
    assert "### ✗ Not " in said
    assert reason.split()[0] in said


async def test_what_is_no_number_is_refused_and_nothing_is_lost(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, NUMERIC)
    await type_in(ben, message, "quite a lot")
    refusal = await newest(ben)
    assert refusal["ephemeral"]
    assert "number" in text_of(refusal)
    assert isinstance(await house.attempt(ben, message), Asked)
    key = (await house.variant(ben, message)).number
    assert key is not None
    assert "-# 1 of 1" in text_of(await type_in(ben, message, str(key.value)))


@pytest.mark.parametrize("text", ["transform", "Transform", ".transform()", "`transform`", "trasnform"])
async def test_a_term_may_be_written_as_people_write(house: House, text: str) -> None:
    ben = await house.person()
    assert "-# 1 of 1" in text_of(await type_in(ben, await ask(ben, SHORT), text))


@pytest.mark.parametrize("text", ["apply", "agg", "not transform"])
async def test_a_term_that_is_confused_is_not_accepted(house: House, text: str) -> None:
    ben = await house.person()
    assert "-# 0 of 1" in text_of(await type_in(ben, await ask(ben, SHORT), text))


async def test_next_brings_what_the_verdict_named_once(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, "python")
    await press(ben, "I don't know", message)
    await ben.sees("-# 0 of 1")  # its picture may have to be drawn first
    judged = await house.attempt(ben, message)
    assert isinstance(judged, Judged)
    assert judged.following is not None
    coming = await press(ben, "Next", message)
    assert coming["id"] != message["id"]
    assert judged.following.topic.lower() in text_of(coming).lower()
    again = await press(ben, "Next", message)
    assert attempt_of(again) == attempt_of(coming)


async def test_other_options_are_explained_privately(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    variant = await house.variant(ben, message)
    await press(ben, right_letters(variant), message)
    said = await press(ben, "Other options", message)
    assert said["ephemeral"]
    assert len(text_of(said).splitlines()) == len(variant.options) - 1


async def test_pressed_ten_times_at_once_it_counts_once(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    letters = "ABCD" * 2 + "AB"
    interactions = await asyncio.gather(*(ben.click(letter, message) for letter in letters))
    await asyncio.gather(*(ben.settled(interaction) for interaction in interactions))

    def told() -> list[str] | None:
        said = [text_of(each) for each in ben.seen.values() if "Nothing changed." in text_of(each)]
        return said if len(said) == 9 else None

    assert len(set(await ben._until(told, "nine sentences", 10))) == 1
    await ben.settled(await ben.slash("me"))
    assert "of 1" in text_of(await newest(ben))


async def test_others_see_nothing_of_it(house: House) -> None:
    ben, cy = await house.person("Ben"), await house.person("Cy")
    message = await ask(ben)
    assert message["ephemeral"]
    assert message["id"] not in {each["id"] for each in await cy.messages()}
    with pytest.raises(NotAllowed):
        await cy.post(
            "click",
            {
                "member": cy.id,
                "channel": message["channel"],
                "message": message["id"],
                "custom_id": f"practice:pick:{attempt_of(message)}:0",
            },
        )


async def test_topics_open_while_typing(house: House) -> None:
    ben = await house.person()
    assert await ben.autocomplete("practice", "topic", topic="cooking") == []
    choices = await ben.autocomplete("practice", "topic", topic="preci reca")
    assert {"name": "Model evaluation › Precision, recall and F1", "value": "stats.evaluation.confusion"} in choices
    assert len(await ben.autocomplete("practice", "topic", topic="")) == 25


async def test_a_topic_that_is_not_known_is_refused_kindly(house: House) -> None:
    ben = await house.person()
    said = await ask(ben, "cooking")
    assert said["ephemeral"]
    assert "Pick one from the list" in text_of(said)


async def test_a_level_without_questions_says_so(house: House) -> None:
    ben = await house.person()
    said = await ask(ben, SINGLE, level="senior")
    assert text_of(said) == "There is no question at senior level here yet. Try another topic or level."


async def test_practice_again_brings_back_what_waits(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    await ben.dismiss(message)
    assert attempt_of(await ask(ben)) == attempt_of(message)


async def test_a_button_works_after_a_restart(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    letter = right_letters(await house.variant(ben, message))
    await house.restart()
    assert "-# 1 of 1" in text_of(await press(ben, letter, message))
    await house.restart()
    assert labels_of(await press(ben, "Next", message))


async def test_a_form_opened_before_a_restart_is_taken_after_it(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, NUMERIC)
    key = (await house.variant(ben, message)).number
    assert key is not None
    await ben.click("Answer", message)
    modal = await ben.modal()
    await house.restart()
    await ben.settled(await ben.submit(modal, answer=str(key.value)))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])


async def test_what_is_wrong_is_kept_in_the_persons_words(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    await ben.click("Something wrong?", message)
    modal = await ben.modal()
    await ben.settled(await ben.submit(modal, words="Option B is right too."))
    assert text_of(await newest(ben)).startswith("Thank you.")
    assert [report["words"] for report in (await house.kept(ben))["reports"]] == ["Option B is right too."]


async def test_a_formula_in_two_dimensions_comes_as_a_picture_with_its_text(house: House) -> None:
    ben = await house.person()
    message = await ask(ben, TWO_DIMENSIONAL)
    await press(ben, "I don't know", message)
    after = await ben.sees("-# 0 of 1")
    media = [part for part in walk(after["components"]) if part["type"] == 12]
    assert "$" not in text_of(after)
    for gallery in media:
        for item in gallery["items"]:
            assert item["description"]
            assert item["media"]["url"].startswith("/cdn/") or "cdn" in item["media"]["url"]


async def test_a_late_press_counts_by_when_it_was_made(house: House) -> None:
    ben = await house.person()
    message = await ask(ben)
    await ben.advance(timedelta(days=2).total_seconds())
    said = text_of(await press(ben, "I don't know", message))
    assert "· 2 days ·" in said
