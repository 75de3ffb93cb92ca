"""What those who look after the questions are told of the answers."""

import pytest

from bot.actions.ports import Books
from bot.actions.records import VersionKey
from bot.rules.errors import EdgeDown
from bot.rules.observed import Given
from bot.storage.desk import Desk
from bot.storage.observed import observed
from tests.storage.samples import ADA, BEN, GUILD, KEY, new_attempt, settled, version

OTHER, NEWER, OWN = VersionKey(0, "other", 1), VersionKey(0, "roc-auc", 2), VersionKey(GUILD, "own", 1)


def answer(books: Books, call_id: int, person_id: int, key: VersionKey, score: float | None) -> None:
    new = books.attempts.open(new_attempt(call_id, person_id, key=key, seed=call_id))
    if score is not None:
        books.attempts.settle(new.id, settled(score, answer={"chosen": [call_id]}))


async def test_first_answers_come_with_the_persons_other_scores(url: str) -> None:
    def work(books: Books) -> None:
        for key in (KEY, OTHER, NEWER, OWN):
            books.versions.keep(version(key.question_id, key.version, key.scope))
        answer(books, 1, ADA, KEY, 1.0)
        answer(books, 2, ADA, KEY, 0.0)  # after the key was shown
        answer(books, 3, ADA, NEWER, 0.0)  # the same question in a new version
        answer(books, 4, ADA, OTHER, 0.25)
        answer(books, 5, ADA, OWN, 0.75)
        answer(books, 6, BEN, NEWER, 0.5)
        answer(books, 7, BEN, OTHER, None)  # still open

    async with Desk(url) as desk:
        await desk(work)
    assert observed(url) == {
        ("roc-auc", 1): (Given(1, {"chosen": [1]}, 1.0, 0.5),),
        ("other", 1): (Given(4, {"chosen": [4]}, 0.25, 0.875),),
        ("roc-auc", 2): (Given(6, {"chosen": [6]}, 0.5, None),),
    }


def test_no_answers_are_no_fault(url: str) -> None:
    assert observed(url) == {}


def test_a_database_that_does_not_answer_is_said() -> None:
    with pytest.raises(EdgeDown):
        observed("postgresql://nobody@127.0.0.1:1/none")
