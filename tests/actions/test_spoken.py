"""Answers in one's own words: kept first, graded once, marked once, and never lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.practice import Practice
from bot.actions.spoken import Speaking
from bot.actions.views import Asked, Judged, Kept, WordsWanted
from bot.rules.answer import GaveUp, Said
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Verdict
from bot.rules.heard import Ear, Status
from tests.fake_spoken import FakeGrader, hearing
from tests.fakes import FakeDesk
from tests.samples import NOON, OPEN, SINGLE, SampleBank, call

UNSURE = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED)
TOPIC = OPEN.topic


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def grader() -> FakeGrader:
    return FakeGrader()


@pytest.fixture
def speaking(desk: FakeDesk, grader: FakeGrader) -> Speaking:
    return Speaking(desk, SampleBank((OPEN,)), grader)


@pytest.fixture
def practice(desk: FakeDesk) -> Practice:
    return Practice(desk, SampleBank((OPEN,)))


async def refused(awaited: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        await awaited  # type: ignore[misc]  # any awaitable
    assert refusal.value.sentence.endswith(".")
    return refusal.value.code


async def judged(awaited: object) -> Judged:
    outcome = await awaited  # type: ignore[misc]  # any awaitable
    assert isinstance(outcome, Judged)
    return outcome


async def test_an_answer_is_kept_graded_and_shown_with_what_was_heard(
    practice: Practice, speaking: Speaking, desk: FakeDesk, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    assert await speaking.asking(call(2), asked.attempt_id) == asked
    shown = await judged(speaking.answer(call(3), asked.attempt_id, " I would check the split. "))
    assert (shown.answer, shown.grade.verdict, shown.grade.score) == (Said(1), Verdict.RIGHT, 1.0)
    assert shown.told is not None
    assert (shown.told.words, shown.told.unsure) == ("I would check the split.", ())
    [(handed, words)] = grader.asked
    assert (handed.text, words) == (OPEN.text, "I would check the split.")
    assert await practice.show(call(4), asked.attempt_id) == shown
    assert desk.kept.cards == {}
    following = await practice.following(call(5), asked.attempt_id)
    assert isinstance(following, Asked)


async def test_the_first_answer_counts_and_the_same_call_grades_once(
    practice: Practice, speaking: Speaking, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    await speaking.answer(call(2), asked.attempt_id, "one")
    again = await judged(speaking.answer(call(2), asked.attempt_id, "one"))
    late = await judged(speaking.answer(call(3), asked.attempt_id, "two"))
    shown = await judged(speaking.asking(call(4), asked.attempt_id))
    assert {one.said[:45] for one in (again, late, shown)} == {"You answered this one with your own words at "}
    assert len(grader.asked) == 1
    assert late.told is not None
    assert late.told.words == "one"


async def test_two_at_once_are_one_answer(practice: Practice, speaking: Speaking, desk: FakeDesk) -> None:
    asked = await practice.start(call(1))
    both = await asyncio.gather(*(speaking.answer(call(n), asked.attempt_id, f"answer {n}") for n in (2, 3)))
    first, second = (one.told for one in both if isinstance(one, Judged))
    assert first == second
    assert len(desk.kept.spoken) == 1


async def test_without_the_grader_it_is_kept_and_graded_later(
    practice: Practice, speaking: Speaking, desk: FakeDesk, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    assert await refused(speaking.again(call(2), asked.attempt_id)) == "not_answered"
    grader.away = True
    assert await speaking.answer(call(3), asked.attempt_id, "I would look.") == Kept(asked)
    assert await speaking.asking(call(4), asked.attempt_id) == Kept(asked)
    assert await speaking.again(call(5), asked.attempt_id) == Kept(asked)
    [left] = await speaking.unsettled()
    assert await speaking.take_up(left) == Kept(asked)
    grader.away = False
    shown = await judged(speaking.again(call(900), asked.attempt_id))
    assert shown.took == timedelta(seconds=2)
    assert await speaking.unsettled() == ()
    assert await speaking.again(call(901), asked.attempt_id) == shown
    assert [words for _, words in grader.asked] == ["I would look."]
    assert desk.kept.attempts[asked.attempt_id].settled is not None


async def test_while_an_answer_is_kept_it_is_the_one_that_counts(
    practice: Practice, speaking: Speaking, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    grader.away = True
    await speaking.answer(call(2), asked.attempt_id, "one")
    assert await speaking.answer(call(3), asked.attempt_id, "two") == Kept(asked)
    grader.away = False
    shown = await judged(speaking.answer(call(4), asked.attempt_id, "three"))
    assert shown.said.startswith("You answered this one with your own words at ")
    assert shown.told is not None
    assert shown.told.words == "one"


async def test_what_a_stop_left_open_is_taken_up(practice: Practice, speaking: Speaking, grader: FakeGrader) -> None:
    asked = await practice.start(call(1))
    grader.away = True
    await speaking.answer(call(2), asked.attempt_id, "I would look.", written=True)
    grader.away = False
    [left] = await speaking.unsettled()
    assert left.new.written
    first, second = await asyncio.gather(speaking.take_up(left), speaking.take_up(left))
    assert isinstance(first, Judged)
    assert isinstance(second, Judged)
    assert first.told == second.told


async def test_who_gave_up_meanwhile_is_shown_that_and_the_row_is_closed(
    practice: Practice, speaking: Speaking, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    grader.away = True
    await speaking.answer(call(2), asked.attempt_id, "I would look.")
    await practice.give_up(call(3), asked.attempt_id)
    grader.away = False
    [left] = await speaking.unsettled()
    shown = await judged(speaking.take_up(left))
    assert (shown.answer, shown.told) == (GaveUp(), None)
    assert await speaking.unsettled() == ()
    assert await judged(speaking.mark(call(4), asked.attempt_id, {0})) == replace(shown, said="")


async def test_what_was_unsure_is_marked_once_and_the_score_follows(
    practice: Practice, speaking: Speaking, desk: FakeDesk, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    grader.heard = UNSURE
    assert await refused(speaking.marking(call(2), asked.attempt_id)) == "not_answered"
    shown = await judged(speaking.answer(call(2), asked.attempt_id, "hm"))
    assert shown.told is not None
    assert (shown.grade.verdict, shown.told.unsure) == (Verdict.PARTLY, (1,))
    assert await speaking.marking(call(3), asked.attempt_id) == shown
    before = dict(desk.kept.cards)
    marked = await judged(speaking.mark(call(4), asked.attempt_id, {0, 1, 2}))
    assert marked.answer == Said(1, (1,))
    assert marked.grade.score == pytest.approx(UNSURE.score + 0.5 / 4)
    assert marked.told is not None
    assert marked.told.unsure == ()
    assert await judged(speaking.mark(call(5), asked.attempt_id, ())) == marked
    assert await practice.show(call(6), asked.attempt_id) == marked
    assert set(desk.kept.cards) == set(before)


@pytest.mark.parametrize("days", [0, 1])
async def test_marks_move_the_review_from_where_it_stood(
    practice: Practice, speaking: Speaking, desk: FakeDesk, grader: FakeGrader, days: int
) -> None:
    number = 1
    if days:
        asked = await practice.start(call(number))
        await practice.give_up(call(2), asked.attempt_id)
        number = 90_000
    asked = await practice.start(call(number, at=NOON + timedelta(days=days)))
    grader.heard = hearing(Ear.UNSURE, Ear.UNSURE, Ear.UNSURE, status=Status.ABSTAINED)
    at = NOON + timedelta(days=days, seconds=30)
    shown = await judged(speaking.answer(call(number + 1, at=at), asked.attempt_id, "hm"))
    marked = await judged(speaking.mark(call(number + 2, at=at), asked.attempt_id, {0, 1, 2}))
    assert shown.comes_back is not None
    assert marked.comes_back is not None
    assert marked.grade.verdict is Verdict.RIGHT
    assert marked.comes_back > shown.comes_back
    [(_, card)] = desk.kept.cards.values()
    assert card.due == marked.comes_back


async def test_what_was_right_before_marks_and_after_needs_no_card(
    practice: Practice, speaking: Speaking, desk: FakeDesk, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    grader.heard = hearing(Ear.HEARD, Ear.HEARD, Ear.UNSURE)
    shown = await judged(speaking.answer(call(2), asked.attempt_id, "hm"))
    marked = await judged(speaking.mark(call(3), asked.attempt_id, {2}))
    assert (shown.grade.verdict, marked.grade.verdict) == (Verdict.RIGHT, Verdict.RIGHT)
    assert marked.comes_back is None
    assert desk.kept.cards == {}


async def test_hints_take_off_before_and_after_marks(
    practice: Practice, speaking: Speaking, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    await practice.hint(call(2), asked.attempt_id, 1)
    grader.heard = UNSURE
    shown = await judged(speaking.answer(call(3), asked.attempt_id, "hm"))
    marked = await judged(speaking.mark(call(4), asked.attempt_id, {1}))
    assert shown.grade.score == pytest.approx(0.75 * UNSURE.score)
    assert marked.grade.score == pytest.approx(0.75 * (UNSURE.score + 0.5 / 4))


async def test_what_somebody_has_to_look_at_is_not_left_to_marks(
    practice: Practice, speaking: Speaking, grader: FakeGrader
) -> None:
    asked = await practice.start(call(1))
    grader.heard = hearing(Ear.UNSURE, Ear.UNSURE, Ear.UNSURE, status=Status.NEEDS_REVIEW, why="It is the question.")
    shown = await judged(speaking.answer(call(2), asked.attempt_id, "hm"))
    assert shown.grade.verdict is Verdict.PARTLY
    assert await judged(speaking.mark(call(3), asked.attempt_id, {0, 1, 2})) == shown


async def test_only_the_persons_own_and_only_words(practice: Practice, speaking: Speaking, desk: FakeDesk) -> None:
    asked = await practice.start(call(1))
    assert await refused(speaking.answer(call(2, person=2), asked.attempt_id, "x")) == "not_yours"
    assert await refused(speaking.answer(call(2), 99, "x")) == "gone"
    assert await refused(speaking.answer(call(2), asked.attempt_id, " ")) == "empty"
    assert await refused(speaking.answer(call(2), asked.attempt_id, "x" * 4001)) == "too_long"
    other = await Practice(desk, SampleBank((SINGLE,))).start(call(3, channel_id=6))
    assert await refused(Speaking(desk, SampleBank((SINGLE,)), FakeGrader()).asking(call(4), other.attempt_id)) == (
        "wrong_kind"
    )
    assert desk.kept.spoken == {}


async def test_a_plain_message_is_left_to_be_graded_unless_it_gives_up(practice: Practice, speaking: Speaking) -> None:
    assert not await speaking.waits(call(1))
    asked = await practice.start(call(1))
    assert await speaking.waits(call(2))
    assert not await speaking.waits(call(2, channel_id=77))
    assert await practice.typed(call(3), "I would look.") == WordsWanted(asked.attempt_id)
    shown = await practice.typed(call(4), "no idea")
    assert isinstance(shown, Judged)
    assert shown.answer == GaveUp()


async def test_without_the_database_it_says_so(practice: Practice, speaking: Speaking, desk: FakeDesk) -> None:
    asked = await practice.start(call(1))
    desk.down = True
    with pytest.raises(EdgeDown):
        await speaking.answer(call(2), asked.attempt_id, "x")


async def test_a_row_that_is_gone_leaves_the_verdict(practice: Practice, speaking: Speaking, desk: FakeDesk) -> None:
    asked = await practice.start(call(1))
    await speaking.answer(call(2), asked.attempt_id, "x")
    desk.kept.spoken.clear()
    shown = await practice.show(call(3), asked.attempt_id)
    assert isinstance(shown, Judged)
    assert (shown.told, shown.grade.score) == (None, 1.0)
