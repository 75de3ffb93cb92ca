from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.rules.choosing import REMEMBERED, Because, Fits, Wish, choose, fitting, key_of, longest_due, shelf_of
from bot.rules.question import Level, Question
from tests.samples import ALL, CODE, MULTIPLE, NOON, NUMERIC, SHORT, SINGLE


def fits_of(*questions: Question) -> Fits:
    return shelf_of(questions).fits(Wish(tracks=frozenset({"pytorch"})))


TORCH = frozenset({"pytorch"})


def test_only_live_questions_of_offered_types_fit() -> None:
    assert fitting(ALL, Wish(tracks=TORCH)) == (SINGLE, MULTIPLE, NUMERIC, SHORT)


def test_within_means_the_node_and_what_stands_below_it() -> None:
    assert fitting(ALL, Wish(within="stats")) == (SINGLE, MULTIPLE)
    assert fitting(ALL, Wish(within="dl.core")) == (NUMERIC,)
    assert fitting(ALL, Wish(within="stats.evaluation.roc-pr")) == (MULTIPLE,)
    assert fitting(ALL, Wish(within="stats.eval")) == ()


def test_a_level_asked_for_is_kept_and_the_usual_one_is_preferred() -> None:
    assert fitting(ALL, Wish(level=Level.SENIOR, tracks=TORCH)) == (SHORT,)
    assert fitting(ALL, Wish(within="stats", level=Level.SENIOR)) == ()
    assert fitting(ALL, Wish(usual_level=Level.JUNIOR)) == (SINGLE,)
    assert fitting(ALL, Wish(within="dl", usual_level=Level.JUNIOR)) == (NUMERIC,)
    assert fitting(ALL, Wish(level=Level.MID, usual_level=Level.JUNIOR)) == (MULTIPLE, NUMERIC)


def test_nobody_is_asked_another_track() -> None:
    assert SHORT not in fitting(ALL, Wish(tracks=frozenset({"jax", "aws"})))
    assert SHORT in fitting(ALL, Wish(tracks=frozenset({"pytorch", "aws"})))
    assert SHORT not in fitting(ALL, Wish())


def test_who_asks_for_a_topic_of_one_track_asks_for_the_track() -> None:
    assert fitting(ALL, Wish(within="dl.pytorch")) == (SHORT,)
    other = replace(SHORT, id="other", track="jax")
    assert fitting((SHORT, other), Wish(within="dl.pytorch")) == ()
    assert fitting((SHORT, other), Wish(within="dl.pytorch", tracks=frozenset({"jax"}))) == (other,)


def test_code_is_asked_where_its_profile_is_there() -> None:
    torch = replace(CODE, id="torch", requires="torch")
    assert fitting((SINGLE, CODE, torch), Wish()) == (SINGLE,)
    assert fitting((SINGLE, CODE, torch), Wish(profiles=frozenset({"base"}))) == (SINGLE, CODE)
    assert fitting((SINGLE, CODE, torch), Wish(profiles=frozenset({"base", "torch"}))) == (SINGLE, CODE, torch)


def test_nothing_fits_nothing() -> None:
    assert choose(fits_of(), {}, (), 1) is None
    assert longest_due(fits_of(), [key_of(SINGLE)]) is None


def test_what_is_due_comes_first_the_longest_due_before_others() -> None:
    due = [(9, "f1"), key_of(NUMERIC), key_of(SINGLE)]
    fits = fits_of(SINGLE, MULTIPLE, NUMERIC)
    assert longest_due(fits, due) == NUMERIC
    assert longest_due(fits, due, just=key_of(NUMERIC)) == SINGLE
    assert longest_due(fits_of(MULTIPLE), due) is None


def test_new_topics_come_before_new_questions_of_a_topic() -> None:
    other = replace(SINGLE, id="f1-too")
    met = {key_of(SINGLE): NOON}
    topics = {SINGLE.topic}
    drawn = {choose(fits_of(SINGLE, other, MULTIPLE), met, topics, seed) for seed in range(20)}
    assert drawn == {(MULTIPLE, Because.NEW)}
    assert choose(fits_of(SINGLE, other), met, topics, 3) == (other, Because.AGAIN)


def test_when_all_is_met_the_longest_ago_comes_again() -> None:
    met = {key_of(SINGLE): NOON, key_of(MULTIPLE): NOON - timedelta(days=1)}
    assert choose(fits_of(SINGLE, MULTIPLE), met, {SINGLE.topic, MULTIPLE.topic}, 1) == (MULTIPLE, Because.AGAIN)


def test_topics_are_drawn_evenly_whatever_they_hold() -> None:
    many = [replace(SINGLE, id=f"many-{k}") for k in range(30)]
    fits = fits_of(*many, MULTIPLE)
    drawn = Counter(choice[0].topic for seed in range(400) if (choice := choose(fits, {}, (), seed)))
    assert 150 < drawn[MULTIPLE.topic] < 250


def test_the_same_seed_chooses_the_same() -> None:
    fits = fits_of(SINGLE, MULTIPLE, NUMERIC, SHORT)
    drawn = [choose(fits, {}, (), seed % 40) for seed in range(80)]
    assert drawn[:40] == drawn[40:]
    assert len({choice[0].id for choice in drawn if choice}) == 4


def test_what_was_just_answered_comes_again_only_where_nothing_else_fits() -> None:
    just, topics = key_of(SINGLE), {SINGLE.topic, MULTIPLE.topic}
    met = {just: NOON - timedelta(days=1), key_of(MULTIPLE): NOON}
    assert choose(fits_of(SINGLE, MULTIPLE), met, topics, 1, just) == (MULTIPLE, Because.AGAIN)
    assert choose(fits_of(SINGLE), met, topics, 1, just) == (SINGLE, Because.AGAIN)
    assert choose(fits_of(NUMERIC), met, topics, 1, just) == (NUMERIC, Because.NEW)
    assert choose(fits_of(), met, topics, 1, just) is None


def test_a_shelf_remembers_wishes_but_not_all_of_them() -> None:
    shelf = shelf_of(ALL)
    first = shelf.fits(Wish())
    assert shelf.fits(Wish()) is first
    for number in range(REMEMBERED):
        assert not shelf.fits(Wish(within=f"nowhere.{number}")).by_key
    assert shelf.fits(Wish()) is not first
    assert shelf.fits(Wish()) == first
