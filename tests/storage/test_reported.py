"""What whoever runs the bot is told of the reports."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books
from bot.actions.records import AskedAs
from bot.rules.errors import EdgeDown
from bot.storage.desk import Desk
from bot.storage.reported import reported
from tests.quizzed import quiz_with
from tests.samples import SINGLE
from tests.storage.samples import ADA, AT, BEN, GUILD, KEY, new_run, opened, report, run_end


async def test_what_waits_comes_with_what_it_is_about_and_no_name(url: str) -> None:
    async with Desk(url) as desk:
        attempt, quiz = await desk(opened(1, seed=17)), await desk(quiz_with(ADA))

        def work(books: Books) -> None:
            mere = books.runs.add(new_run(2), run_end())
            answer = books.runs.add(new_run(3, attempt_id=attempt.id), run_end())
            assert mere is not None
            assert answer is not None
            books.reports.add(replace(report(10, attempt.id, words="number"), guild_id=None))
            books.reports.add(replace(report(11, None, words="run"), run_id=mere.id))
            books.reports.add(replace(report(12, None, words="code"), run_id=answer.id))
            books.reports.add(replace(report(13, None, words="quiz"), quiz_id=quiz.id, number=1))
            asked_as = AskedAs(KEY, 19)
            books.reports.add(replace(report(16, None, words="interview"), asked_as=asked_as))
            books.reports.add(replace(report(14, attempt.id, words="old"), at=AT - timedelta(days=2)))
            books.reports.add(report(15, attempt.id, words="done"))
            books.reports.handle(15, AT, BEN)

        await desk(work)
    found = reported(url, AT - timedelta(days=1))
    told = [(each["words"], each["server"], each["question"], each["seed"]) for each in found]
    assert told == [
        ("interview", GUILD, KEY.question_id, 19),
        ("quiz", GUILD, SINGLE.id, 5),
        ("code", GUILD, KEY.question_id, 17),
        ("run", GUILD, None, None),
        ("number", None, KEY.question_id, 17),
    ]
    assert [each["run"] is None for each in found] == [True, True, False, False, True]
    assert {each["at"] for each in found} == {AT}
    assert str(ADA) not in str(found)


def test_a_database_that_does_not_answer_is_said() -> None:
    with pytest.raises(EdgeDown):
        reported("postgresql://nobody@127.0.0.1:1/none", AT)
