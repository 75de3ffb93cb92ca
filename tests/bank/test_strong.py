"""Strong answers that are not heard as such."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bank.folder import read_folder
from bot.bank.strong import better_faults
from bot.rules.heard import Asked, Ear, Hearing, Status
from tests.bank.written import GOOD, OPEN, STORY
from tests.fake_spoken import hearing

WHERE = "questions/stats/evaluation/confusion.yaml"
MEND = "say every point, or let `accept` hold how it is said"


@pytest.mark.parametrize(
    ("heard", "what"),
    [
        (hearing(Ear.HEARD, Ear.HEARD), ""),
        (hearing(Ear.HEARD, Ear.HEARD, score=0.9), ""),
        (hearing(Ear.HEARD, Ear.HEARD, score=0.89), "`better` grades 0.89, under 0.9"),
        (hearing(Ear.HEARD, Ear.UNSURE), "`better` grades 0.75, and point 2 is not heard in it"),
        (hearing(Ear.MISSED, Ear.UNSURE), "`better` grades 0.25, and points 1, 2 are not heard in it"),
        (
            hearing(Ear.HEARD, Ear.HEARD, status=Status.NEEDS_REVIEW, why="It repeats the question."),
            "`better` would have to be looked at: It repeats the question",
        ),
    ],
)
def test_a_strong_answer_is_heard_in_full(folder: Path, write: Callable[..., Path], heard: Hearing, what: str) -> None:
    write(GOOD + OPEN)
    told = [str(fault) for fault in better_faults(read_folder(folder).items, lambda asked, words: heard)]
    assert told == ([f"{WHERE}:19: E20 {what}: {MEND}"] if what else [])


def test_names_are_filled_in_before_it_is_heard(folder: Path, write: Callable[..., Path]) -> None:
    asked: list[tuple[str, str]] = []

    def hear(question: Asked, words: str) -> Hearing:
        asked.append((question.points[0].say, words))
        return hearing(Ear.HEARD, Ear.HEARD)

    drawn = OPEN.replace("  q: Why", "  vars: {n: {pick: [7]}}\n  q: Why").replace("Small samples", "'{n} samples'")
    undrawn = STORY.replace("  q: Tell", "  vars: {n: {pick: [7]}}\n  require: [n > 9]\n  q: Tell")
    write(drawn.replace("It varies", "Of {n} rows it varies") + undrawn)
    assert list(better_faults(read_folder(folder).items, hear)) == []
    assert asked == [("7 samples", "Of 7 rows it varies. It also sees bad data.")]


def test_without_a_strong_answer_there_is_nothing_to_hear(folder: Path, write: Callable[..., Path]) -> None:
    write(OPEN.partition("  better:")[0])
    assert list(better_faults(read_folder(folder).items, lambda asked, words: hearing(Ear.MISSED, Ear.MISSED))) == []
