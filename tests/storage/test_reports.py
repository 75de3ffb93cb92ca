"""What an inbox needs of the books, and what tells practice that somebody is in a quiz; fake and real alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.records import AskedAs
from bot.rules.quiz import Options, State
from tests.quizzed import quiz_with, revealed
from tests.samples import SINGLE
from tests.storage.samples import ADA, AT, BEN, GUILD, KEY, opened, refused, report

LATER = AT + timedelta(hours=1)


async def waiting(desk: Desk) -> tuple[int, ...]:
    return await desk(lambda books: books.reports.of_server(GUILD, handled=False))


async def handled(desk: Desk) -> tuple[int, ...]:
    return await desk(lambda books: books.reports.of_server(GUILD, handled=True))


async def test_a_servers_reports_come_newest_first_until_they_are_handled(desk: Desk) -> None:
    attempt = await desk(opened(1))

    def add(books: Books) -> None:
        for number in (7, 9, 8):
            books.reports.add(report(number, attempt.id))
        books.reports.add(replace(report(10, attempt.id), guild_id=GUILD + 1))
        books.reports.add(replace(report(11, attempt.id), guild_id=None))

    await desk(add)
    assert (await waiting(desk), await handled(desk)) == ((9, 8, 7), ())
    await desk(lambda books: books.reports.handle(8, LATER, BEN))
    await desk(lambda books: books.reports.handle(8, LATER + timedelta(hours=1), ADA))
    assert (await waiting(desk), await handled(desk)) == ((9, 7), (8,))
    kept = await desk(lambda books: books.reports.get(8))
    assert kept == replace(report(8, attempt.id), handled_at=LATER, handled_by=BEN)
    await desk(lambda books: books.reports.reopen(8))
    assert await desk(lambda books: books.reports.get(8)) == report(8, attempt.id)
    assert await waiting(desk) == (9, 8, 7)


async def test_what_was_said_about_a_quizs_question_comes_newest_first(desk: Desk) -> None:
    quiz_id = (await desk(quiz_with(ADA))).id
    about = {number: replace(report(number, 0), attempt_id=None, quiz_id=quiz_id, number=1) for number in (3, 5, 4)}

    def add(books: Books) -> None:
        for one in about.values():
            books.reports.add(one)

    await desk(add)
    assert await desk(lambda books: books.reports.about(quiz_id, 1)) == (about[5], about[4], about[3])
    assert await desk(lambda books: books.reports.about(quiz_id, 2)) == ()


async def test_a_report_that_is_not_there_is_neither_given_nor_handled(desk: Desk) -> None:
    assert await desk(lambda books: books.reports.get(999)) is None
    await desk(lambda books: books.reports.handle(999, LATER, BEN))
    await desk(lambda books: books.reports.reopen(999))
    assert (await waiting(desk), await handled(desk)) == ((), ())


async def test_a_report_keeps_the_question_as_it_was_asked(desk: Desk) -> None:
    await desk(opened(1))
    about = replace(report(7, None), asked_as=AskedAs(KEY, 2**62))
    await desk(lambda books: books.reports.add(about))
    assert await desk(lambda books: books.reports.get(7)) == about
    unknown = replace(about, call_id=8, asked_as=AskedAs(replace(KEY, version=9), 1))
    assert await refused(desk, lambda books: books.reports.add(unknown)) == "lost_race"


async def test_who_handled_a_report_leaves_no_name(desk: Desk) -> None:
    attempt = await desk(opened(1))
    await desk(lambda books: books.reports.add(report(7, attempt.id)))
    await desk(lambda books: books.reports.handle(7, LATER, BEN))
    assert (await desk(lambda books: books.people.export(BEN)))["reports"] == []  # they are the words of somebody else
    await desk(lambda books: books.people.forget(BEN, LATER))
    kept = await desk(lambda books: books.reports.get(7))
    assert kept is not None
    assert kept.handled_at == LATER
    assert kept.handled_by is not None
    assert kept.handled_by < 0
    await desk(lambda books: books.people.forget(ADA, LATER))
    assert await handled(desk) == ()


async def plays(desk: Desk, attempt_id: int) -> bool:
    found = await desk(lambda books: books.attempts.with_person(attempt_id))
    assert found is not None
    return found[2]


async def test_an_attempt_comes_with_whether_its_person_is_in_a_quiz_that_is_on(desk: Desk) -> None:
    ada, ben = await desk(opened(1)), await desk(opened(2, BEN))
    assert not await plays(desk, ada.id)
    quiz = await desk(quiz_with(ADA))
    assert (await plays(desk, ada.id), await plays(desk, ben.id)) == (True, False)
    assert await desk(lambda books: books.quizzes.under_seal(ADA)) == {(0, SINGLE.id)}
    await desk(revealed(quiz))
    assert await plays(desk, ada.id)
    assert await desk(lambda books: books.quizzes.under_seal(ADA)) == frozenset()
    await desk(lambda books: books.quizzes.save(replace(quiz, state=State.LOBBY)))
    assert not await plays(desk, ada.id)
    await desk(lambda books: books.quizzes.save(replace(quiz, state=State.ENDED)))
    assert not await plays(desk, ada.id)


@pytest.mark.parametrize(("days", "sealed"), [(0, frozenset()), (3, frozenset({(0, SINGLE.id)}))])
async def test_who_left_is_looked_at_too_for_an_open_quiz_takes_them_back(
    desk: Desk, days: int, sealed: frozenset[tuple[int, str]]
) -> None:
    ada = await desk(opened(1))
    quiz = await desk(quiz_with(ADA, options=Options(open_days=days)))
    (member,) = await desk(lambda books: books.quizzes.members(quiz.id))
    await desk(lambda books: books.quizzes.save_member(replace(member, left_at=LATER)))
    assert await desk(lambda books: books.quizzes.under_seal(ADA)) == sealed
    assert await plays(desk, ada.id)
