"""Orders, matches, units and code as people live them: the real bot, a server, direct messages, restarts."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.actions.views import Asked, Judged
from bot.render import words
from bot.rules.variant import MatchKey, OrderKey
from tests.people import Message, NotAllowed, Person, labels_of, text_of
from tests.whole.house import FEW, House
from tests.whole.test_direct import answered
from tests.whole.test_practice import ask, newest, press, type_in

ORDER = ("dl.llm.transformer-block", "where-parameters-sit")
LINES = ("python.numpy.numerical-stability", "softmax-lines")
FREE = ("python.sklearn.pipelines-columns", "scale-by-hand")
MATCH = ("stats.probability.discrete", "distribution-match")
BYTES = ("dl.llm.llm-serving", "cache-size")
TIME = ("python.performance.time-complexity", "all-pairs-time")
CODE = ("python.language.iterators-generators", "generator-spent")


@pytest.fixture
def bank() -> Path:
    """A topic has questions of one kind here."""
    return FEW


async def meet(house: House, person: Person, wanted: tuple[str, str]) -> Message:
    """Ask within a topic until a question comes."""
    for _ in range(12):
        message = await ask(person, wanted[0])
        if (await house.variant(person, message)).question.id == wanted[1]:
            return message
        await person.settled(await person.click(words.GIVE_UP, message))
    raise AssertionError(f"{wanted[1]} does not come")


async def order_of(house: House, person: Person, message: Message) -> tuple[OrderKey, str]:
    key = (await house.variant(person, message)).order
    assert key is not None
    return key, "".join(map(words.letter, key.right))


async def rows_of(house: House, person: Person, message: Message) -> tuple[MatchKey, str]:
    key = (await house.variant(person, message)).matching
    assert key is not None
    return key, "".join(map(words.letter, key.right))


async def place(person: Person, message: Message, letters: str) -> Message:
    """Press letters one after another on one message."""
    for letter in letters:
        await person.settled(await person.click(letter, message))
    return person.seen[message["id"]]


async def done(person: Person, message: Message) -> str:
    await person.settled(await person.click("Done", message))
    return text_of(person.seen[message["id"]])


async def fill(person: Person, message: Message, letters: str) -> str:
    """Open the form of a match, choose, send it; gives what the message then says."""
    await person.click("Answer", message)
    modal = await person.modal()
    fields = {f"row{row}": [letter] for row, letter in enumerate(letters)}
    await person.settled(await person.submit(modal, **fields))
    return text_of(person.seen[message["id"]])


def turned(right: str) -> str:
    """An order with its first two letters exchanged."""
    return right[1] + right[0] + right[2:]


async def test_an_order_put_right_counts_in_full(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    said = await done(ben, await place(ben, message, right))
    assert "### ✓ " in said
    assert "-# 1 of 1 · " in said
    assert labels_of(ben.seen[message["id"]])[0] == "Next"


async def test_an_order_put_half_right_counts_in_part_and_shows_where(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    said = await done(ben, await place(ben, message, turned(right)))
    assert "### ◐ Partly: 5 of 6 pairs in order" in said
    assert said.count("✓ **") == 2
    assert "you had it at 2" in said
    assert "-# 0.67 of 1 · " in said
    assert "this topic comes back" in said


async def test_the_order_so_far_is_shown_and_undone(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    shown = await place(ben, message, "CA")
    assert re.search(r"so far\*\*\n\*\*1\*\*  C · .+\n\*\*2\*\*  A · ", text_of(shown))
    shown = await press(ben, "Undo", message)
    assert "**2**" not in text_of(shown)
    shown = await press(ben, "Undo", message)
    assert "so far" not in text_of(shown)
    assert "Undo" not in labels_of(shown)


async def test_a_letter_that_has_its_place_cannot_be_pressed(house: House) -> None:
    ben = await house.person()
    message = await place(ben, await meet(house, ben, ORDER), "B")
    with pytest.raises(NotAllowed, match="disabled"):
        await ben.click("B", message)


async def test_an_order_goes_on_after_a_restart(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    await place(ben, message, right[:2])
    await house.restart()
    await place(ben, message, right[2:])
    await house.restart()
    assert "-# 1 of 1 · " in await done(ben, message)


async def test_done_pressed_ten_times_at_once_counts_once(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    message = await place(ben, message, right)
    pressed = await asyncio.gather(*(ben.click("Done", message) for _ in range(10)))
    await asyncio.gather(*(ben.settled(interaction) for interaction in pressed))

    def told() -> list[str] | None:
        said = [text_of(each) for each in ben.seen.values() if "Nothing changed." in text_of(each)]
        return said if len(said) == 9 else None

    assert len(set(await ben._until(told, "nine sentences", 10))) == 1
    assert len((await house.kept(ben))["attempts"]) == 1


async def test_nothing_is_written_while_letters_are_pressed(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    before = await house.kept(ben)
    await place(ben, message, "CA")
    assert await house.kept(ben) == before
    assert isinstance(await house.attempt(ben, message), Asked)


async def test_a_hint_in_between_keeps_the_order(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    await place(ben, message, right[:2])
    await press(ben, "Hint (−25%)", message)
    assert "-# 0.75 of 1 · one hint" in await done(ben, await place(ben, message, right[2:]))


async def test_lines_of_code_become_a_program(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, LINES)
    assert "```python\nA│ " in text_of(message)
    key, right = await order_of(house, ben, message)
    shown = text_of(await place(ben, message, right))
    program = "\n".join(key.items[place] for place in key.right)
    assert f"**Your order so far**\n```python\n{program}\n```" in shown
    assert f"```python\n{program}\n```" in await done(ben, message)


async def test_lines_in_a_wrong_order_are_shown_beside_the_right_one(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, LINES)
    _, right = await order_of(house, ben, message)
    said = await done(ben, await place(ben, message, right[::-1]))
    assert "### ✗ Not yet: 0 of 10 pairs in order" in said
    assert "**Your order**\n```python\n✗│ " in said
    assert "**The right order**\n```python\n" in said


@pytest.mark.parametrize("lines", [(2, 3), (3, 2)])
async def test_of_two_lines_that_may_change_places_either_may_come_first(house: House, lines: tuple[int, int]) -> None:
    ben = await house.person()
    message = await meet(house, ben, FREE)
    assert "More than one order is right." in text_of(message)
    _, right = await order_of(house, ben, message)
    order = right[:2] + right[lines[0]] + right[lines[1]] + right[4:]
    assert "-# 1 of 1 · " in await done(ben, await place(ben, message, order))


async def test_an_order_is_written_in_a_direct_message(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    assert "each letter from A to D once" in text_of(await answered(ben, "A then B"))
    assert "-# 1 of 1" in text_of(await answered(ben, ", ".join(right).lower()))


async def test_letters_and_words_meet_in_a_direct_message(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await meet(house, ben, ORDER)
    _, right = await order_of(house, ben, message)
    await place(ben, message, "CA")
    assert "-# 1 of 1" in text_of(await answered(ben, right))


async def test_a_match_put_right_counts_in_full(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, MATCH)
    _, right = await rows_of(house, ben, message)
    said = await fill(ben, message, right)
    assert "### ✓ All 4 rows right" in said
    assert "-# 1 of 1 · " in said


async def test_a_match_put_partly_right_says_how_many_rows_and_why(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, MATCH)
    key, right = await rows_of(house, ben, message)
    extra = next(place for place, option in enumerate(key.options) if not option.right)
    said = await fill(ben, message, words.letter(extra) + right[1:])
    assert "### ◐ Partly: 3 of 4 rows right" in said
    assert "You chose Beta: It describes an unknown rate or share itself." in said
    assert "-# 0.75 of 1 · " in said


async def test_a_match_with_a_gap_is_refused_and_the_form_stays(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, MATCH)
    _, right = await rows_of(house, ben, message)
    await ben.click("Answer", message)
    modal = await ben.modal()
    with pytest.raises(NotAllowed, match="too few"):
        await ben.submit(modal, row0=[right[0]], row1=[right[1]])
    assert isinstance(await house.attempt(ben, message), Asked)
    await ben.settled(await ben.submit(modal, **{f"row{row}": [letter] for row, letter in enumerate(right)}))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])


async def test_a_match_opened_before_a_restart_is_taken_after_it(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, MATCH)
    _, right = await rows_of(house, ben, message)
    await ben.click("Answer", message)
    modal = await ben.modal()
    await house.restart()
    await ben.settled(await ben.submit(modal, **{f"row{row}": [letter] for row, letter in enumerate(right)}))
    assert "-# 1 of 1" in text_of(ben.seen[message["id"]])


async def test_extras_are_explained_privately(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, MATCH)
    _, right = await rows_of(house, ben, message)
    await fill(ben, message, right)
    said = await press(ben, "Other options", message)
    assert (said["ephemeral"], text_of(said)) == (True, "Beta: It describes an unknown rate or share itself.")


@pytest.mark.parametrize("numbered", [True, False])
async def test_a_match_is_written_in_a_direct_message(house: House, *, numbered: bool) -> None:
    ben = await house.person(channel="dm")
    message = await meet(house, ben, MATCH)
    _, right = await rows_of(house, ben, message)
    assert "for each row, such as “1A 2B 3A 4B”" in text_of(await answered(ben, "1a 2b"))
    pairs = [f"{row}{letter.lower()}" for row, letter in enumerate(right, 1)]
    assert "-# 1 of 1" in text_of(await answered(ben, " ".join(pairs[::-1] if numbered else right)))


async def key_of(house: House, person: Person, message: Message) -> float:
    number = (await house.variant(person, message)).number
    assert number is not None
    return number.value


async def test_another_unit_of_the_kind_is_converted_and_shown(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, BYTES)
    value = await key_of(house, ben, message)
    said = text_of(await type_in(ben, message, f"{value * 1000:g} MB"))
    assert f"I read {value * 1000:g} MB as {value:g} GB." in said
    assert "-# 1 of 1" in said


async def test_a_unit_of_another_kind_is_refused_and_nothing_is_recorded(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, BYTES)
    await type_in(ben, message, "5 ms")
    refusal = await newest(ben)
    assert refusal["ephemeral"]
    assert text_of(refusal).startswith("I need this in GB, and ms measures something else. Nothing is recorded yet")
    assert isinstance(await house.attempt(ben, message), Asked)
    value = await key_of(house, ben, message)
    assert "-# 1 of 1" in text_of(await type_in(ben, message, f"{value:g} GB"))


async def test_units_are_written_in_direct_messages(house: House) -> None:
    ben = await house.person(channel="dm")
    message = await meet(house, ben, TIME)
    value = await key_of(house, ben, message)
    assert "I need this in s, and GB measures something else." in text_of(await answered(ben, "5 GB"))
    assert "-# 1 of 1" in text_of(await answered(ben, f"{value / 60!r} min"))


async def test_code_to_read_stays_in_sight_with_the_verdict(house: House) -> None:
    ben = await house.person()
    message = await meet(house, ben, CODE)
    code = (await house.variant(ben, message)).code
    assert f"```python\n{code}\n```" in text_of(message)
    said = text_of(await press(ben, "I don't know", message))
    assert f"```python\n{code}\n```" in said
    assert isinstance(await house.attempt(ben, message), Judged)


LINES_OF_AN_ORDER = """Put these in order.
1. `for x in rows:`
2. `    total += x`
3. `print(total)`
? Indented lines belong to the loop."""
LINES_OF_A_MATCH = """Which curve?
ranks of pairs => ROC
precision and recall => PR
=> Lift :: It compares with chance.
? Each names its axes."""


@pytest.mark.parametrize(("lines", "kind"), [(LINES_OF_AN_ORDER, "order"), (LINES_OF_A_MATCH, "match")])
async def test_an_editor_adds_one_in_lines_and_a_member_meets_it(house: House, lines: str, kind: str) -> None:
    ada, ben = await house.person("Ada"), await house.person("Ben")
    await ada.slash("bank add", topic="soft.communication.teamwork")
    modal = await ada.modal()
    await ada.settled(await ada.submit(modal, lines=lines))
    draft = await ada.sees("the other side")
    await ada.settled(await ada.click("Publish", draft))
    assert f"· {kind} ·" in text_of(await ada.sees("Withdraw"))
    for _ in range(12):
        message = await ask(ben, "soft.communication.teamwork")
        if (await house.variant(ben, message)).question.guild_id is not None:
            break
        await ben.settled(await ben.click(words.GIVE_UP, message))
    if kind == "order":
        assert "    total += x" in text_of(message)
        _, right = await order_of(house, ben, message)
        said = await done(ben, await place(ben, message, right))
    else:
        _, right = await rows_of(house, ben, message)
        said = await fill(ben, message, right)
    assert "-# 1 of 1" in said
