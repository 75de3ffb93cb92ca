import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.bank import BankDesk
from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.actions.records import Person, VersionKey
from bot.actions.sheet import Sheet
from bot.actions.views import Asked, Judged
from bot.rules.answer import Chosen, GaveUp, Typed
from bot.rules.choosing import Because
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Verdict
from bot.rules.question import Level
from bot.rules.variant import Variant
from tests.fakes import FakeDesk
from tests.samples import NOON, NUMERIC, ORDER, SINGLE, SampleBank, SampleChecker, call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def practice(desk: FakeDesk) -> Practice:
    return Practice(desk, SampleBank())


def right(variant: Variant) -> Chosen:
    return Chosen(frozenset(place for place, option in enumerate(variant.options) if option.right))


def wrong(variant: Variant) -> Chosen:
    return Chosen(frozenset({next(place for place, option in enumerate(variant.options) if not option.right)}))


async def refused(awaited: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        await awaited  # type: ignore[misc]  # any awaitable
    return refusal.value


async def test_a_first_question_greets_and_names_its_place(practice: Practice) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    assert (asked.subarea, asked.topic, asked.greet) == ("Evaluation", "Precision, recall and F1", True)
    assert asked.variant.question == SINGLE
    assert not (await practice.start(call(2), "dl.core")).greet


async def test_a_right_answer_counts_once_and_tells_what_comes(practice: Practice) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    judged = await practice.answer(call(32), asked.attempt_id, right(asked.variant))
    assert (judged.grade.verdict, judged.grade.score) == (Verdict.RIGHT, 1.0)
    assert judged.took == timedelta(seconds=31)
    assert judged.comes_back is None
    assert judged.following is not None
    assert judged.following.because is Because.AGAIN


async def test_the_verdict_names_the_very_question_that_next_brings(practice: Practice) -> None:
    asked = await practice.start(call(1))
    judged = await practice.answer(call(2), asked.attempt_id, GaveUp())
    assert judged.following is not None
    assert judged.following.because is Because.NEW
    coming = await practice.following(call(3), asked.attempt_id)
    assert isinstance(coming, Asked)
    assert coming.topic == judged.following.topic


async def test_a_mistake_comes_back_and_is_asked_first_when_due(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats")
    judged = await practice.answer(call(2), asked.attempt_id, wrong(asked.variant))
    assert judged.grade.verdict in (Verdict.WRONG, Verdict.PARTLY)
    assert judged.comes_back is not None
    later = judged.comes_back - NOON
    second = await practice.start(call(3, at=NOON + later), "stats")
    assert second.variant.question == asked.variant.question
    assert second.variant.seed != asked.variant.seed
    await practice.answer(call(4, at=NOON + later), second.attempt_id, right(second.variant))
    assert (await desk(lambda books: books.cards.due(1, NOON + later))) == ()


async def test_the_second_answer_changes_nothing_and_says_so(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    first = await practice.answer(call(2), asked.attempt_id, right(asked.variant))
    second = await practice.answer(call(3), asked.attempt_id, wrong(asked.variant))
    assert second == replace(first, said=second.said)
    assert second.said.startswith("You answered this one with ")
    assert second.said.endswith("Nothing changed.")
    assert len(desk.kept.attempts) == 1


async def test_who_loses_the_race_is_shown_the_answer_that_counts(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    before = await desk(lambda books: books.attempts.get(asked.attempt_id))
    assert before is not None
    await practice.give_up(call(2), asked.attempt_id)

    def late(books: Books) -> Judged:
        return Sheet(practice.shelves, books, call(3), 9).settle(before, right(asked.variant))

    judged = await desk(late)
    assert judged.answer == GaveUp()
    assert judged.said.startswith("You said you don't know")


async def test_not_knowing_shows_the_answer_for_nothing(practice: Practice) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    judged = await practice.give_up(call(2), asked.attempt_id)
    assert (judged.grade.verdict, judged.grade.score) == (Verdict.GAVE_UP, 0.0)
    assert judged.comes_back is not None


async def test_a_hint_costs_once_however_often_it_is_pressed(practice: Practice) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    for number in (2, 3):
        shown = await practice.hint(call(number), asked.attempt_id, 1)
        assert isinstance(shown, Asked)
        assert shown.hints_shown == 1
    both = await practice.hint(call(4), asked.attempt_id, 9)
    assert isinstance(both, Asked)
    assert both.hints_shown == 2
    fewer = await practice.hint(call(5), asked.attempt_id, 1)
    assert isinstance(fewer, Asked)
    assert fewer.hints_shown == 2
    judged = await practice.answer(call(6), asked.attempt_id, right(asked.variant))
    assert judged.grade.score == pytest.approx(0.5)
    late = await practice.hint(call(7), asked.attempt_id, 1)
    assert isinstance(late, Judged)
    assert late.said


async def test_practice_again_brings_back_the_question_that_waits(practice: Practice, desk: FakeDesk) -> None:
    first = await practice.start(call(1), "stats")
    assert await practice.start(call(2), "stats") == first
    other = await practice.start(call(3), "dl")
    assert other.attempt_id != first.attempt_id
    assert (await practice.start(call(4, channel_id=6), "dl")).attempt_id != other.attempt_id
    assert len(desk.kept.attempts) == 3


async def test_the_same_call_twice_asks_once(practice: Practice, desk: FakeDesk) -> None:
    first, second = await asyncio.gather(practice.start(call(1), "stats"), practice.start(call(1), "stats"))
    assert first.attempt_id == second.attempt_id
    assert len(desk.kept.attempts) == 1


async def test_next_pressed_twice_is_the_same_question_as_it_stands(practice: Practice) -> None:
    asked = await practice.start(call(1), "stats")
    assert await practice.following(call(2), asked.attempt_id) == asked
    await practice.give_up(call(3), asked.attempt_id)
    coming = await practice.following(call(4), asked.attempt_id)
    assert isinstance(coming, Asked)
    assert (await practice.following(call(5), asked.attempt_id)) == coming
    await practice.give_up(call(6), coming.attempt_id)
    assert isinstance(await practice.following(call(7), asked.attempt_id), Judged)


async def test_next_chooses_anew_where_the_planned_question_is_gone(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    judged = await practice.give_up(call(2), asked.attempt_id)
    assert judged.following is not None
    editor = BankDesk(desk, practice.bank, SampleChecker())
    await editor.withdraw(call(3, admin=True), "f1")
    assert (await practice.others(call(4), asked.attempt_id)).following is None
    refusal = await refused(practice.following(call(5), asked.attempt_id))
    assert refusal.code == "nothing_fits"
    await editor.put_back(call(6, admin=True), "f1")
    again = await practice.following(call(7), asked.attempt_id)
    assert isinstance(again, Asked)
    assert again.variant.question.version == 3
    assert (await practice.show(call(8), asked.attempt_id)).variant.question.version == 1


async def test_a_lone_question_may_follow_itself(practice: Practice) -> None:
    asked = await practice.start(call(1), "dl.core")
    await practice.give_up(call(2), asked.attempt_id)
    coming = await practice.following(call(3), asked.attempt_id)
    assert isinstance(coming, Asked)
    assert coming.variant.question == NUMERIC


async def test_nothing_fits_says_what_to_do(practice: Practice) -> None:
    assert (await refused(practice.start(call(1), "cooking"))).code == "unknown_topic"
    refusal = await refused(practice.start(call(1), "dl.core", Level.SENIOR))
    assert refusal.sentence == "There is no question at senior level here yet. Try another topic or level."
    bare = Practice(practice.desk, SampleBank(questions=()))
    assert "on this topic" in (await refused(bare.start(call(1)))).sentence


async def test_next_with_no_question_left_says_so(desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank(questions=(SINGLE,)))
    asked = await practice.start(call(1))
    judged = await practice.give_up(call(2), asked.attempt_id)
    assert judged.following is not None
    emptied = Practice(desk, SampleBank(questions=()))
    assert (await refused(emptied.following(call(3), asked.attempt_id))).code == "nothing_fits"
    second = await practice.start(call(4))
    emptied_judged = await emptied.give_up(call(5), second.attempt_id)
    assert emptied_judged.following is None


async def test_somebody_elses_question_stays_theirs(practice: Practice) -> None:
    asked = await practice.start(call(1))
    for awaited in (
        practice.answer(call(2, person=2), asked.attempt_id, right(asked.variant)),
        practice.hint(call(2, person=2), asked.attempt_id, 1),
        practice.following(call(2, person=2), asked.attempt_id),
        practice.report(call(2, person=2), asked.attempt_id, "mine"),
    ):
        assert (await refused(awaited)).code == "not_yours"
    assert (await refused(practice.show(call(3), 999))).code == "gone"


async def test_an_old_version_without_its_document_is_gone(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats.evaluation.confusion")
    newer = Practice(desk, SampleBank(questions=(replace(SINGLE, version=2),)))
    assert (await newer.show(call(2), asked.attempt_id)).variant.question.version == 1
    desk.kept.versions.clear()
    assert (await practice.show(call(3), asked.attempt_id)).variant.question == SINGLE
    assert (await refused(newer.show(call(4), asked.attempt_id))).code == "gone"


async def test_other_options_wait_for_the_answer(practice: Practice) -> None:
    asked = await practice.start(call(1))
    assert (await refused(practice.others(call(2), asked.attempt_id))).code == "not_answered"
    await practice.give_up(call(3), asked.attempt_id)
    assert (await practice.others(call(4), asked.attempt_id)).answer == GaveUp()
    assert isinstance(await practice.show(call(5), asked.attempt_id), Judged)


async def test_what_is_refused_records_nothing(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "dl.core")
    with pytest.raises(RuleBroken):
        await practice.answer(call(2), asked.attempt_id, Typed("a lot"))
    assert desk.kept.attempts[asked.attempt_id].settled is None


async def test_a_plain_message_answers_what_waits(practice: Practice) -> None:
    assert await practice.typed(call(1, guild_id=None), "A") is None
    asked = await practice.start(call(2, guild_id=None), "dl.core")
    await practice.placed(asked.attempt_id, 777)
    assert asked.variant.number is not None
    judged = await practice.typed(call(3, guild_id=None), str(asked.variant.number.value))
    assert isinstance(judged, Judged)
    assert (judged.grade.verdict, judged.message_id) == (Verdict.RIGHT, 777)
    assert await practice.typed(call(4, guild_id=None), "A") is None


async def test_a_fault_is_reported_once(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1))
    for _ in range(2):
        await practice.report(call(2), asked.attempt_id, " the key is wrong ")
    assert [report.words for report in desk.kept.reports.values()] == ["the key is wrong"]


async def test_topics_with_questions_are_offered_while_typing(practice: Practice) -> None:
    found = dict(await practice.topics(call(1), "eval"))
    assert found["stats.evaluation.confusion"] == "Evaluation › Precision, recall and F1"
    assert "dl" not in found
    assert ("dl", "Deep learning") in await practice.topics(call(1), "")


async def test_the_persons_own_level_and_track_are_asked(practice: Practice, desk: FakeDesk) -> None:
    await desk(lambda books: books.people.save(Person(1, level=Level.JUNIOR, track="jax")))
    assert (await practice.start(call(1))).variant.question == SINGLE
    assert (await refused(practice.start(call(2), "", Level.SENIOR))).code == "nothing_fits"
    assert (await practice.start(call(3), "dl.pytorch")).variant.question.track == "pytorch"


async def test_a_version_is_kept_at_its_first_draw(practice: Practice, desk: FakeDesk) -> None:
    await practice.start(call(1), "stats.evaluation.confusion")
    assert list(desk.kept.versions) == [VersionKey(0, "f1", 1)]
    changed = Practice(desk, SampleBank(questions=(replace(SINGLE, text="Another text?"),)))
    assert (await refused(changed.start(call(2, channel_id=6)))).code == "version_clash"


async def test_without_the_database_nothing_is_made_up(practice: Practice, desk: FakeDesk) -> None:
    desk.down = True
    with pytest.raises(EdgeDown):
        await practice.start(call(1))


async def test_a_clock_that_ran_backwards_gives_no_negative_time(practice: Practice) -> None:
    asked = await practice.start(call(9))
    assert (await practice.give_up(call(2), asked.attempt_id)).took == timedelta()


async def test_items_are_put_in_order_without_a_row_until_the_order_is_whole(desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank(questions=(ORDER,)))
    asked = await practice.start(call(1))
    before = desk.kept.attempts[asked.attempt_id]
    placed = await practice.place(call(2), asked.attempt_id, "CA")
    assert isinstance(placed, Asked)
    assert placed.placed == (2, 0)
    hinted = await practice.hint(call(3), asked.attempt_id, 0, "CA")
    assert isinstance(hinted, Asked)
    assert hinted.placed == (2, 0)
    assert desk.kept.attempts[asked.attempt_id] == before
    assert (await refused(practice.place(call(4), asked.attempt_id, "CC"))).code == "no_such_option"
    await practice.give_up(call(5), asked.attempt_id)
    late = await practice.place(call(6), asked.attempt_id, "C")
    assert isinstance(late, Judged)
    assert late.said.startswith("You said you don't know")


async def test_a_term_is_graded(practice: Practice) -> None:
    asked = await practice.start(call(1), "dl.pytorch")
    judged = await practice.answer(call(2), asked.attempt_id, Typed(" Transform "))
    assert judged.grade.verdict is Verdict.RIGHT
