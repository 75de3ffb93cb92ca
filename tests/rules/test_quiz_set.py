from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.choosing import Wish, key_of, shelf_of
from bot.rules.question import Question
from bot.rules.quiz_set import draw_set
from tests.samples import CODE, NOON, SINGLE

MANY = tuple(
    replace(SINGLE, id=f"q{topic}-{nth}", topic=f"stats.evaluation.t{topic}", difficulty=1 + (topic + nth) % 5)
    for topic in range(6)
    for nth in range(topic + 1)
)


def drawn(
    count: int, seed: int = 1, avoid: tuple[Question, ...] = (), among: tuple[Question, ...] = MANY, seconds: int = 45
) -> list[str]:
    fits = shelf_of(among).fits(Wish(profiles=frozenset({"base"})))
    met = {key_of(question): NOON + timedelta(days=place) for place, question in enumerate(avoid)}
    return [question.id for question in draw_set(fits, count, seed, met, seconds=seconds)]


def test_the_same_seed_gives_the_same_set() -> None:
    assert drawn(5) == drawn(5)
    assert len({tuple(drawn(5, seed)) for seed in range(20)}) > 15


@given(st.integers(0, 2**64 - 1), st.integers(1, 25))
def test_topics_take_turns_and_the_easier_come_first(seed: int, count: int) -> None:
    ids = drawn(count, seed)
    assert len(set(ids)) == len(ids) == min(count, len(MANY))
    by_topic = Counter(one.partition("-")[0] for one in ids)
    for topic, asked in by_topic.items():
        others = [min(asked - 1, int(other[1:]) + 1) for other in (f"q{k}" for k in range(6)) if other != topic]
        assert all(
            by_topic[f"q{k}"] >= least
            for k, least in zip((k for k in range(6) if f"q{k}" != topic), others, strict=True)
        )
    difficulties = [next(one.difficulty for one in MANY if one.id == each) for each in ids]
    assert difficulties == sorted(difficulties)


def test_what_was_asked_lately_comes_only_where_too_few_others_fit() -> None:
    avoid = MANY[:12]
    assert not {question.id for question in avoid} & set(drawn(9, avoid=avoid))
    ids = set(drawn(11, avoid=avoid))
    assert {question.id for question in MANY[12:]} < ids
    assert ids & {question.id for question in avoid} == {"q0-0", "q1-0"}


def test_what_takes_far_longer_than_a_quiz_has_comes_only_where_too_few_others_fit() -> None:
    times = {question.id: 40 + 10 * nth for nth, question in enumerate(MANY)}
    timed = tuple(replace(question, seconds=times[question.id]) for question in MANY)
    quick = {name for name, seconds in times.items() if seconds <= 90}
    for seed in range(5):
        assert set(drawn(6, seed, among=timed)) == quick
        assert set(drawn(8, seed, among=timed)) == {name for name, seconds in times.items() if seconds <= 110}
    assert len({tuple(drawn(6, seed, among=timed, seconds=300)) for seed in range(5)}) == 5
    assert set(drawn(7, avoid=timed[:1], among=timed)) == {question.id for question in timed[1:8]}


def test_what_must_not_come_does_not() -> None:
    fits = shelf_of(MANY).fits(Wish())
    without = {key_of(question) for question in MANY[3:]}
    assert len(draw_set(fits, 9, 1, {key_of(MANY[5]): NOON}, without, seconds=45)) == 3


def test_code_is_not_asked() -> None:
    assert drawn(5, among=(CODE, SINGLE)) == ["f1"]
    assert drawn(5, avoid=(CODE,), among=(CODE,)) == []
