from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fairness import PERSON, SERVER, Bucket, free_at
from tests.samples import NOON

SMALL = Bucket(3, timedelta(seconds=10))


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_a_full_bucket_gives_at_once_and_an_empty_one_when_the_next_token_comes() -> None:
    assert free_at(SMALL, [], NOON) == NOON
    assert free_at(SMALL, [NOON, NOON], NOON) == NOON
    assert free_at(SMALL, [NOON, NOON, NOON], NOON) == NOON + s(10)
    assert free_at(SMALL, [NOON, NOON, NOON], NOON + s(4)) == NOON + s(10)
    assert free_at(SMALL, [NOON, NOON, NOON], NOON + s(10)) == NOON + s(10)
    assert free_at(SMALL, [NOON, NOON, NOON, NOON + s(10)], NOON + s(10)) == NOON + s(20)


def test_an_old_run_takes_nothing() -> None:
    assert free_at(SMALL, [NOON - s(100)] * 3, NOON) == NOON


def test_servers_may_more_than_people() -> None:
    assert SERVER.size > PERSON.size
    assert SERVER.every < PERSON.every
    assert PERSON.horizon == s(800)


@given(st.lists(st.integers(0, 200), max_size=60))
def test_no_stretch_of_time_gives_more_than_its_share(asked: list[int]) -> None:
    taken: list[datetime] = []
    for second in sorted(asked):
        at = NOON + s(second)
        if free_at(SMALL, taken, at) == at:
            taken.append(at)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            most = SMALL.size + (taken[last] - taken[first]) / SMALL.every
            assert last - first + 1 <= most
