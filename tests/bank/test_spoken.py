"""Rubrics as authors write them: what is refused, by line."""

from collections.abc import Callable

import pytest

from bot.bank.document import entry_of
from tests.bank.written import OPEN, STORY

Told = Callable[..., list[str]]


def test_sound_rubrics_are_taken(told: Told) -> None:
    assert told(OPEN) == []
    assert told(STORY) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "if_missing: 1, ask",
            "if_missing: 3, ask",
            "9: E01 there is no point 3, there are 2: count the points from 1",
        ),
        (
            "if_missing: 1, ask",
            "ask",
            "9: E01 `followups[1]` needs one of `if_missing` and `always`: write `if_missing: 2` or `always: true`",
        ),
        (
            "always: true",
            "always: true, if_missing: 1",
            "10: E01 `followups[2]` needs one of `if_missing` and `always`: write `if_missing: 2` or `always: true`",
        ),
        (
            "accept: [bad data]",
            "accept: [Small samples.]",
            "6: E04 'small samples' stands in another point too: keep it in one of them",
        ),
        ("[It is magic]", "[small samples]", "7: E04 'small samples' is a point too: keep it in one list"),
        ("accept: [bad data]", "part: nowhere", "6: E01 `points[2].part` is `nowhere`: write"),
        ("bad data", "b" * 101, "6: E09 a wording has 101 characters: keep it to 100"),
        ("It is magic", "m" * 201, "7: E09 a mistake has 201 characters: keep it to 200"),
        ("It varies.", "$", "11: E08"),
        ("  better: It varies. It also sees bad data.\n", "", "1: E05 there is no strong answer: add `better: …`"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(told: Told, old: str, new: str, fault: str) -> None:
    assert old in OPEN
    assert any(line.startswith(fault) for line in told(OPEN.replace(old, new))), told(OPEN.replace(old, new))


def test_a_rubric_has_only_so_many_points(told: Told) -> None:
    more = "".join(f"  - say: It is number {number}\n" for number in range(9))
    assert told(OPEN.replace("  mistakes:", f"{more}  mistakes:")) == ["4: E09 there are 11 points: give at most 10"]


def test_a_case_holds_facts_and_stages(told: Told) -> None:
    case = OPEN.replace("  points:", "  facts: {load: high}\n  stages:\n  - name: All\n    minutes: 5\n    points:")
    case = case.replace("  - say:", "    - say:").replace("  - {say:", "    - {say:")
    assert told(case) == []
    assert told(case.replace("load: high", f"load: {'h' * 200}")) == [
        "4: E09 a fact has 204 characters: keep it to 200"
    ]


def test_a_stored_rubric_reads_back(told: Told) -> None:
    del told
    assert entry_of('{"id":"a","level":"mid","points":[{"say":"x"}],"q":"Q?","topic":"x.y.z"}').question.seconds == 180
