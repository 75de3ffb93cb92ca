"""What every desk keeps to with people's runs: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.records import Run
from tests.storage.samples import ADA, AT, BEN, GUILD, new_run, opened, refused, report, run_end


@pytest.mark.parametrize(
    "source",
    [b"", b"print('hi \xc3\xa9')\r\n", b"\0", b"\xff\xfe", b"base64:aGk=", "\u202e“”".encode(), b"x" * 300_000],
)
async def test_code_comes_back_byte_for_byte(desk: Desk, source: bytes) -> None:
    added = await desk(lambda books: books.runs.add(new_run(1, source=source)))
    assert added is not None
    assert await desk(lambda books: books.runs.get(added.id)) == Run(added.id, new_run(1, source=source))
    assert await desk(lambda books: books.runs.last(ADA, None)) == added


async def test_a_person_has_one_run_at_a_time_and_a_call_one_run(desk: Desk) -> None:
    first = await desk(lambda books: books.runs.add(new_run(1)))
    assert first is not None
    assert await desk(lambda books: books.runs.add(new_run(1))) is None
    assert await refused(desk, lambda books: books.runs.add(new_run(2))) == "lost_race"
    kept = await desk(lambda books: books.runs.add(new_run(3), run_end("refused")))
    other = await desk(lambda books: books.runs.add(new_run(4, BEN)))
    assert kept is not None
    assert other is not None
    assert await desk(lambda books: books.runs.under_way(ADA)) == first
    assert await desk(lambda books: books.runs.unsettled()) == (first, other)
    assert await desk(lambda books: books.runs.end(first.id, run_end("ok", judgement={"a": [1.5, "é"]})))
    assert not await desk(lambda books: books.runs.end(first.id, run_end("lost")))
    assert await desk(lambda books: books.runs.under_way(ADA)) is None
    assert await desk(lambda books: books.runs.get(first.id)) == replace(
        first, end=run_end("ok", judgement={"a": [1.5, "é"]})
    )
    assert await desk(lambda books: books.runs.add(new_run(5))) is not None
    assert await desk(lambda books: books.runs.get(99)) is None
    assert not await desk(lambda books: books.runs.end(99, run_end()))


async def test_runs_take_tokens_of_their_person_and_server_unless_they_never_began(desk: Desk) -> None:
    def work(books: Books) -> None:
        for place, status in enumerate(("ok", "refused", "setup_failed", "cancelled", "lost", "timeout")):
            at = AT + timedelta(seconds=place)
            books.runs.add(new_run(place, at=at, guild_id=GUILD if place < 5 else None), run_end(status))
        books.runs.add(new_run(10, at=AT - timedelta(days=1)))

    await desk(work)
    seconds = [AT + timedelta(seconds=place) for place in (0, 3, 4, 5)]
    assert await desk(lambda books: books.runs.taken(AT, ADA, None)) == tuple(seconds)
    assert await desk(lambda books: books.runs.taken(AT, None, GUILD)) == tuple(seconds[:3])
    assert len(await desk(lambda books: books.runs.taken(AT - timedelta(days=2), ADA, None))) == 5
    assert await desk(lambda books: books.runs.taken(AT, BEN, None)) == ()


async def test_submissions_are_found_by_their_attempt(desk: Desk) -> None:
    attempt = await desk(opened(1))

    def work(books: Books) -> None:
        books.runs.add(new_run(2, attempt_id=attempt.id), run_end("ok", judgement={"passed": False}))
        books.runs.add(new_run(3, attempt_id=attempt.id), run_end("refused"))
        books.runs.add(new_run(4), run_end())

    await desk(work)
    assert await desk(lambda books: books.runs.judged(attempt.id)) == 1
    (submitted,) = await desk(lambda books: books.runs.submitted(attempt.id))
    assert submitted.end is not None
    assert submitted.end.judgement
    last = await desk(lambda books: books.runs.last(ADA, attempt.id))
    mere = await desk(lambda books: books.runs.last(ADA, None))
    assert last is not None
    assert mere is not None
    assert (last.new.call_id, mere.new.call_id) == (3, 4)
    assert await desk(lambda books: books.runs.last(BEN, None)) is None
    assert await refused(desk, lambda books: books.runs.add(new_run(9, attempt_id=99))) == "lost_race"


async def test_old_runs_go_but_those_that_are_reported_or_judged(desk: Desk) -> None:
    attempt = await desk(opened(1))

    def work(books: Books) -> list[int]:
        answer = books.runs.add(new_run(1, attempt_id=attempt.id), run_end(judgement={"passed": True}))
        added = [books.runs.add(new_run(number), run_end()) for number in range(2, 6)]
        refused = books.runs.add(new_run(8, attempt_id=attempt.id), run_end("refused"))
        going = books.runs.add(new_run(9))
        kept = [run.id for run in (answer, *added, refused, going) if run]
        books.reports.add(replace(report(10, 0), attempt_id=None, run_id=kept[1]))
        books.runs.prune(ADA, 2)
        return kept

    numbers = await desk(work)
    found = await desk(lambda books: [books.runs.get(number) for number in numbers])
    assert [run is not None for run in found] == [True, True, False, False, True, True, True]


async def test_a_report_is_about_a_run_that_is_there(desk: Desk) -> None:
    lost = replace(report(1, 0), attempt_id=None, run_id=5)
    assert await refused(desk, lambda books: books.reports.add(lost)) == "lost_race"
