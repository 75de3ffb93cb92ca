from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quiz_people import alias, dealt, own_seed, round_seed, smallest
from tests.rules.quizzes import MEMBER, PLANNED
from tests.samples import NOON


def test_a_guest_has_two_words_that_their_call_alone_decides() -> None:
    assert alias(7, ()) == alias(7, ())
    assert len({alias(call, ()) for call in range(200)}) > 150
    assert all(len(alias(call, ()).split()) == 2 for call in range(50))
    assert max(len(alias(call, ())) for call in range(2000)) <= 20


@given(st.lists(st.integers(0, 2**63), max_size=60))
def test_no_two_guests_share_a_name(calls: list[int]) -> None:
    names: set[str] = set()
    for call in calls:
        names.add(alias(call, names))
    assert len(names) == len(calls)


def test_names_go_on_with_a_number_once_all_are_given() -> None:
    everything = {f"{manner} {animal}" for manner in _words(0) for animal in _words(1)}
    assert len(everything) == 4096
    assert alias(5, everything) == f"{alias(5, ())} 2"


def _words(part: int) -> set[str]:
    return {alias(call, ()).split()[part] for call in range(3000)}


def test_own_numbers_come_from_the_question_and_the_person() -> None:
    assert own_seed(PLANNED, 1) == own_seed(replace(PLANNED, expected=9), 1)
    assert len({own_seed(PLANNED, 1), own_seed(PLANNED, 2), own_seed(replace(PLANNED, seed=78), 1), PLANNED.seed}) == 4
    assert own_seed(PLANNED, 1) == 3152267132722590425  # for ever: disputes are settled by it


def test_questions_have_seeds_of_their_own() -> None:
    assert len({round_seed(call, number) for call in (1, 2) for number in (1, 2, 3)}) == 6
    assert 0 <= round_seed(1, 1) < 2**63


def test_the_smallest_team_gets_the_next_member() -> None:
    assert smallest({1: 2, 2: 1, 3: 2}, 3) == 2
    assert smallest({1: 2, 2: 2, 3: 2}, 3) == 1
    assert smallest({1: 1}, 2) == 2
    assert smallest({0: 4}, 0) == 0


def test_members_are_dealt_to_teams_by_who_is_in() -> None:
    members = [replace(MEMBER, person_id=1, left_at=NOON), *(replace(MEMBER, person_id=person) for person in (2, 3, 4))]
    assert [member.team for member in dealt(members, 2)] == [1, 1, 2, 1]
    assert [member.team for member in dealt(dealt(members, 2), 0)] == [0, 0, 0, 0]
