from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.rules.choosing import Because, Wish, choose, fitting, key_of
from bot.rules.question import Level
from tests.samples import ALL, MULTIPLE, NOON, NUMERIC, SHORT, SINGLE


def test_only_live_questions_of_offered_types_fit() -> None:
    assert fitting(ALL, Wish()) == (SINGLE, MULTIPLE, NUMERIC, SHORT)


def test_within_means_the_node_and_what_stands_below_it() -> None:
    assert fitting(ALL, Wish(within="stats")) == (SINGLE, MULTIPLE)
    assert fitting(ALL, Wish(within="dl.core")) == (NUMERIC,)
    assert fitting(ALL, Wish(within="stats.evaluation.roc-pr")) == (MULTIPLE,)
    assert fitting(ALL, Wish(within="stats.eval")) == ()


def test_a_level_asked_for_is_kept_and_the_usual_one_is_preferred() -> None:
    assert fitting(ALL, Wish(level=Level.SENIOR)) == (SHORT,)
    assert fitting(ALL, Wish(within="stats", level=Level.SENIOR)) == ()
    assert fitting(ALL, Wish(usual_level=Level.JUNIOR)) == (SINGLE,)
    assert fitting(ALL, Wish(within="dl", usual_level=Level.JUNIOR)) == (NUMERIC, SHORT)
    assert fitting(ALL, Wish(level=Level.MID, usual_level=Level.JUNIOR)) == (MULTIPLE, NUMERIC)


def test_nobody_is_asked_another_track() -> None:
    assert SHORT not in fitting(ALL, Wish(track="jax"))
    assert SHORT in fitting(ALL, Wish(track="pytorch"))
    assert SHORT in fitting(ALL, Wish())


def test_nothing_fits_nothing() -> None:
    assert choose((), {}, (), (), 1) is None


def test_what_is_due_comes_first_the_longest_due_before_others() -> None:
    fits = (SINGLE, MULTIPLE, NUMERIC)
    due = [(9, "f1"), key_of(NUMERIC), key_of(SINGLE)]
    assert choose(fits, {}, (), due, 1) == (NUMERIC, Because.DUE)


def test_new_topics_come_before_new_questions_of_a_topic() -> None:
    other = replace(SINGLE, id="f1-too")
    met = {key_of(SINGLE): NOON}
    topics = {SINGLE.topic}
    drawn = {choose((SINGLE, other, MULTIPLE), met, topics, (), seed) for seed in range(20)}
    assert drawn == {(MULTIPLE, Because.NEW)}
    assert choose((SINGLE, other), met, topics, (), 3) == (other, Because.AGAIN)


def test_when_all_is_met_the_longest_ago_comes_again() -> None:
    met = {key_of(SINGLE): NOON, key_of(MULTIPLE): NOON - timedelta(days=1)}
    assert choose((SINGLE, MULTIPLE), met, {SINGLE.topic, MULTIPLE.topic}, (), 1) == (MULTIPLE, Because.AGAIN)


def test_topics_are_drawn_evenly_whatever_they_hold() -> None:
    many = [replace(SINGLE, id=f"many-{k}") for k in range(30)]
    drawn = Counter(choice[0].topic for seed in range(400) if (choice := choose([*many, MULTIPLE], {}, (), (), seed)))
    assert 150 < drawn[MULTIPLE.topic] < 250


def test_the_same_seed_chooses_the_same() -> None:
    fits = (SINGLE, MULTIPLE, NUMERIC, SHORT)
    drawn = [choose(fits, {}, (), (), seed % 40) for seed in range(80)]
    assert drawn[:40] == drawn[40:]
    assert len({choice[0].id for choice in drawn if choice}) == 4
