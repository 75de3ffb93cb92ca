"""Quizzes in the books: the fake, SQLite and PostgreSQL alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.quiz_ports import PublicMessage
from bot.actions.records import Person, Server
from bot.rules.quiz import END, Numbers, Options, Pace, Quiz, State
from tests.storage.samples import (
    ADA,
    AT,
    BEN,
    GUILD,
    member,
    new_quiz,
    new_round,
    refused,
    reply,
    report,
    version,
)

LATER = AT + timedelta(hours=1)


def added(call_id: int = 1, numbers: int = 2, **more: Any) -> Callable[[Books], Quiz]:
    """Work that keeps a quiz in a channel of its own, with questions of the same name."""

    def work(books: Books) -> Quiz:
        books.versions.keep(version())
        rounds = [new_round(number=number) for number in range(1, numbers + 1)]
        return books.quizzes.add(new_quiz(call_id, **({"channel_id": call_id} | more)), rounds)

    return work


async def test_a_quiz_is_added_once_per_call_with_its_questions(desk: Desk) -> None:
    options = Options(30, Pace.AUTO, Numbers.OWN, 3, 1)
    more: dict[str, Any] = {"options": options, "title": "a\0b", "plan_id": 7, "bank_version": "d" * 64}
    first = await desk(added(**more))
    assert first.id > 0
    kept = await desk(lambda books: books.quizzes.get(first.id))
    assert kept == replace(first, title="a\ufffdb")
    assert await desk(added(**more)) == kept
    assert (await desk(added(2))).id > first.id
    assert await desk(lambda books: books.quizzes.get(999)) is None
    rounds = await desk(lambda books: books.quizzes.rounds(first.id))
    assert rounds == (new_round(first.id, 1), new_round(first.id, 2))
    assert await desk(lambda books: books.quizzes.round(first.id, 2)) == rounds[1]
    assert await desk(lambda books: books.quizzes.round(first.id, 3)) is None


async def test_a_quiz_of_what_is_not_kept_is_refused(desk: Desk) -> None:
    assert await refused(desk, lambda books: books.quizzes.add(new_quiz(1), [new_round()])) == "lost_race"
    assert await desk(lambda books: books.quizzes.live()) == ()


async def test_a_channel_has_one_quiz_that_is_not_over(desk: Desk) -> None:
    first = await desk(added(1, channel_id=5))
    assert await refused(desk, added(2, channel_id=5)) == "lost_race"
    await desk(lambda books: books.quizzes.save(replace(first, state=State.CANCELLED)))
    second = await desk(added(2, channel_id=5))
    assert await refused(desk, lambda books: books.quizzes.save(replace(first, state=State.RUNNING))) == "lost_race"
    assert await desk(lambda books: books.quizzes.live()) == (second,)


async def test_a_quiz_is_replaced_whole(desk: Desk) -> None:
    first = await desk(added())
    changed = replace(
        first,
        host_id=BEN,
        options=Options(300, teams=6, open_days=3),
        state=State.STOPPED,
        started_at=AT,
        closes_at=LATER,
        ended_at=LATER,
        threaded=True,
        current=2,
        due_at=LATER,
    )
    await desk(lambda books: books.quizzes.save(changed))
    assert await desk(lambda books: books.quizzes.get(first.id)) == changed
    await desk(lambda books: books.quizzes.save(replace(changed, id=999, call_id=5)))
    assert await desk(lambda books: books.quizzes.get(999)) is None


async def test_what_is_due_comes_the_longest_due_first(desk: Desk) -> None:
    assert await desk(lambda books: books.quizzes.next_due()) is None
    moments = (LATER, None, AT, AT + timedelta(seconds=1), AT)
    quizzes = [await desk(added(number, due_at=moment)) for number, moment in enumerate(moments, start=1)]
    due = await desk(lambda books: books.quizzes.due(AT + timedelta(seconds=1)))
    assert due == (quizzes[2], quizzes[4], quizzes[3])
    assert await desk(lambda books: books.quizzes.next_due()) == AT


async def test_live_and_recent_quizzes_are_told_by_server(desk: Desk) -> None:
    states = (State.LOBBY, State.RUNNING, State.ENDED, State.STOPPED, State.CANCELLED)
    quizzes = [
        await desk(added(number, state=state, guild_id=GUILD + number % 2, ended_at=AT + timedelta(number)))
        for number, state in enumerate((*states, *states))
    ]
    assert await desk(lambda books: books.quizzes.live()) == (*quizzes[:2], *quizzes[5:7])
    assert await desk(lambda books: books.quizzes.live(GUILD)) == (quizzes[0], quizzes[6])
    for person_id in (ADA, BEN):
        await desk(lambda books, who=person_id: books.quizzes.save_member(member(quizzes[8].id, who)))  # type: ignore[misc]  # default
    assert await desk(lambda books: books.quizzes.recent(GUILD, 9)) == ((quizzes[8], 2), (quizzes[2], 0))
    assert await desk(lambda books: books.quizzes.recent(GUILD, 1)) == ((quizzes[8], 2),)


async def test_a_question_is_replaced_whole(desk: Desk) -> None:
    quiz = await desk(added())
    changed = new_round(
        quiz.id,
        2,
        seed=2**63 - 1,
        opened_at=AT,
        closes_at=LATER,
        expected=3,
        answered=2,
        changed_at=AT,
        paused_at=AT,
        paused=timedelta(days=1, microseconds=3),
        revealed_at=LATER,
        next_at=LATER,
        voided_at=LATER,
        voided_by=ADA,
    )
    await desk(lambda books: books.quizzes.save_round(changed))
    nobody = replace(changed, number=1, voided_by=None)
    await desk(lambda books: books.quizzes.save_round(nobody))
    assert await desk(lambda books: books.quizzes.rounds(quiz.id)) == (nobody, changed)
    assert await refused(desk, lambda books: books.quizzes.save_round(new_round(999))) == "lost_race"


async def test_what_was_asked_is_known_with_when_it_was_last(desk: Desk) -> None:
    def work(books: Books) -> None:
        for question_id in ("a", "b", "c"):
            books.versions.keep(version(question_id))
        asked = (("a", AT), ("a", LATER), ("b", AT - timedelta(microseconds=1)), ("c", None))
        for number, (question_id, at) in enumerate(asked, start=1):
            quiz = books.quizzes.add(new_quiz(number, channel_id=number), [])
            books.quizzes.save_round(new_round(quiz.id, question_id=question_id, opened_at=at, closes_at=at))
        other = books.quizzes.add(new_quiz(9, guild_id=5), [])
        books.quizzes.save_round(new_round(other.id, question_id="c", opened_at=AT, closes_at=AT))

    await desk(work)
    assert await desk(lambda books: books.quizzes.asked_since(GUILD, AT)) == {(0, "a"): LATER}
    assert await desk(lambda books: books.quizzes.asked_since(1, AT)) == {}


@pytest.mark.parametrize(
    ("state", "current", "times", "sealed"),
    [
        (State.LOBBY, 0, {}, 0),
        (State.RUNNING, 0, {}, 0),
        (State.RUNNING, 1, {}, 1),
        (State.RUNNING, 1, {"opened_at": AT, "closes_at": AT}, 1),
        (State.RUNNING, 2, {"opened_at": AT, "closes_at": AT}, 1),
        (State.RUNNING, 1, {"opened_at": AT, "closes_at": AT, "revealed_at": AT}, 0),
        (State.STOPPED, 1, {"opened_at": AT, "closes_at": AT}, 0),
    ],
)
async def test_a_posted_question_is_sealed_for_members_until_its_reveal(
    desk: Desk, state: State, current: int, times: dict[str, Any], sealed: int
) -> None:
    quiz = await desk(added(numbers=1, state=state, current=current))
    on = new_round(quiz.id, **times)

    def work(books: Books) -> None:
        books.quizzes.save_round(on)
        books.quizzes.save_member(member(quiz.id))
        books.quizzes.save_member(member(quiz.id, BEN, left_at=AT))

    await desk(work)
    assert await desk(lambda books: books.quizzes.under_seal(ADA)) == frozenset([on.key][:sealed])
    assert await desk(lambda books: books.quizzes.under_seal(BEN)) == frozenset()


async def test_members_come_in_the_order_of_joining(desk: Desk) -> None:
    quiz = await desk(added())
    ada = member(quiz.id, ADA, joined_at=LATER, alias="Quiet Otter", team=6, allowance=1.25, off_board=True, ready=2)
    ben = member(quiz.id, BEN, allowance=2.0, first_round=2)
    gone = member(quiz.id, 3, left_at=LATER)

    def work(books: Books) -> None:
        for one in (ada, ben, gone):
            books.quizzes.save_member(replace(one, left_at=None))
            books.quizzes.save_member(one)

    await desk(work)
    assert await desk(lambda books: books.people.get(ADA)) == Person(ADA)
    assert await desk(lambda books: books.quizzes.members(quiz.id)) == (gone, ben, ada)
    assert await desk(lambda books: books.quizzes.member(quiz.id, ADA)) == ada
    assert await desk(lambda books: books.quizzes.member(quiz.id, 4)) is None
    assert await desk(lambda books: books.quizzes.members_of(quiz.id, [ADA, 3, 4])) == {ADA: ada, 3: gone}
    assert await desk(lambda books: books.quizzes.joined(quiz.id)) == 2
    assert await desk(lambda books: books.quizzes.allowances(quiz.id, 1)) == (1.25,)
    assert sorted(await desk(lambda books: books.quizzes.allowances(quiz.id, 2))) == [1.25, 2.0]
    assert await desk(lambda books: books.quizzes.aliases(quiz.id)) == {"Quiet Otter"}
    assert await desk(lambda books: books.quizzes.team_sizes(quiz.id)) == {6: 1, 0: 1}
    assert await desk(lambda books: books.quizzes.ready(quiz.id, 1)) == (1, 1)
    assert await desk(lambda books: books.quizzes.ready(quiz.id, 2)) == (1, 2)
    assert await desk(lambda books: books.quizzes.ready(quiz.id, 3)) == (0, 2)
    assert await desk(lambda books: books.quizzes.ready(999, 1)) == (0, 0)
    assert await refused(desk, lambda books: books.quizzes.save_member(member(999))) == "lost_race"


async def test_the_last_call_is_the_answer_that_stays(desk: Desk) -> None:
    quiz = await desk(added())

    def work(books: Books) -> None:
        for person_id in (ADA, BEN):
            books.quizzes.save_member(member(quiz.id, person_id))
        books.quizzes.put_replies([])
        books.quizzes.put_replies([reply(quiz.id, ADA, 8), reply(quiz.id, BEN, 5), reply(quiz.id, ADA, 7, score=0.0)])
        books.quizzes.put_replies([reply(quiz.id, BEN, 6, answer={"chosen": [1]}), reply(quiz.id, ADA, 8, score=0.1)])
        books.quizzes.put_replies([reply(quiz.id, ADA, 4, number=2, reason="a\0", read_as="\ud800")])

    await desk(work)
    ben, ada = reply(quiz.id, BEN, 6, answer={"chosen": [1]}), reply(quiz.id, ADA, 8)
    second = reply(quiz.id, ADA, 4, number=2, reason="a\ufffd", read_as="\ufffd")
    assert await desk(lambda books: books.quizzes.replies(quiz.id)) == (ben, ada, second)
    assert await desk(lambda books: books.quizzes.replies(quiz.id, 1)) == (ben, ada)
    assert await desk(lambda books: books.quizzes.replies_of(quiz.id, 1, (ADA, 3))) == {ADA: ada}
    assert await desk(lambda books: books.quizzes.replies_of(quiz.id, 3, (ADA,))) == {}
    assert await desk(lambda books: books.quizzes.replies_by(quiz.id, ADA)) == (ada, second)


async def test_an_answer_of_nobody_or_to_nothing_is_refused(desk: Desk) -> None:
    quiz = await desk(added())
    assert await refused(desk, lambda books: books.quizzes.put_replies([reply(quiz.id)])) == "lost_race"
    await desk(lambda books: books.quizzes.save_member(member(quiz.id)))
    assert await refused(desk, lambda books: books.quizzes.put_replies([reply(quiz.id, number=3)])) == "lost_race"


async def test_messages_that_are_behind_are_found(desk: Desk) -> None:
    quiz, other = await desk(added(1)), await desk(added(2))
    lobby, first, lost = (PublicMessage(quiz.id, place) for place in (0, 1, 2))

    def work(books: Books) -> None:
        for message in (lost, first, lobby, PublicMessage(other.id, 0)):
            books.quizzes.save_message(message)
        books.quizzes.save_message(replace(lobby, message_id=2**63 - 1, drawn=1))
        books.quizzes.save_message(replace(first, message_id=4, revision=3, drawn=2, counts=True))
        books.quizzes.save_message(replace(lost, lost=True))

    await desk(work)
    drawn, counted = replace(lobby, message_id=2**63 - 1, drawn=1), replace(first, message_id=4, revision=3, drawn=2)
    all_of_it = (drawn, replace(counted, counts=True), replace(lost, lost=True))
    assert await desk(lambda books: books.quizzes.messages(quiz.id)) == all_of_it
    assert await desk(lambda books: books.quizzes.message(quiz.id, 0)) == drawn
    assert await desk(lambda books: books.quizzes.message(quiz.id, 100)) is None
    assert await desk(lambda books: books.quizzes.behind()) == (all_of_it[1], PublicMessage(other.id, 0))
    assert await refused(desk, lambda books: books.quizzes.save_message(PublicMessage(999, 0))) == "lost_race"


async def test_the_end_cards_of_somebodys_quizzes_are_shown_again(desk: Desk) -> None:
    quiz, other, coming = await desk(added(1)), await desk(added(2)), await desk(added(3))
    ends = [
        PublicMessage(quiz.id, END, message_id=7, revision=2, drawn=2, counts=True),
        PublicMessage(other.id, END, message_id=8, drawn=1),
        PublicMessage(coming.id, END),
    ]

    def work(books: Books) -> None:
        for message in (*ends, PublicMessage(quiz.id, 0, message_id=6, drawn=1)):
            books.quizzes.save_message(message)
        for played, person in ((quiz, ADA), (coming, ADA), (other, BEN)):
            books.quizzes.save_member(member(played.id, person))
        books.quizzes.show_ends_again(ADA)

    await desk(work)
    shown_again = replace(ends[0], revision=3, counts=False)
    assert await desk(lambda books: books.quizzes.behind()) == (shown_again, ends[2])


async def test_the_last_sign_of_life_is_kept(desk: Desk) -> None:
    assert await desk(lambda books: books.quizzes.alive_at()) is None
    for at in (AT, LATER):
        await desk(lambda books, at=at: books.quizzes.set_alive(at))  # type: ignore[misc]  # default
    assert await desk(lambda books: books.quizzes.alive_at()) == LATER


async def test_extra_time_and_the_last_options_are_settings(desk: Desk) -> None:
    ada, server = Person(ADA, extra_time=1.25), Server(GUILD, quiz_options={"seconds": 30, "pace": "auto"})
    await desk(lambda books: books.people.save(ada))
    await desk(lambda books: books.servers.save(server))
    assert await desk(lambda books: (books.people.get(ADA), books.servers.get(GUILD))) == (ada, server)


async def test_a_report_may_be_about_a_question_of_a_quiz(desk: Desk) -> None:
    quiz = await desk(added())
    about = replace(report(7, None), quiz_id=quiz.id, number=2)
    await desk(lambda books: books.reports.add(about))
    [kept] = (await desk(lambda books: books.people.export(ADA)))["reports"]
    assert (kept["quiz_id"], kept["number"]) == (quiz.id, 2)
    wrong = replace(about, call_id=8, number=3)
    assert await refused(desk, lambda books: books.reports.add(wrong)) == "lost_race"


async def test_a_time_without_its_zone_is_refused(desk: Desk) -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 (what is refused)
    quiz = await desk(added())
    works: tuple[Callable[[Books], object], ...] = (
        added(2, due_at=naive),
        lambda books: books.quizzes.save(replace(quiz, ended_at=naive)),
        lambda books: books.quizzes.due(naive),
        lambda books: books.quizzes.save_round(new_round(quiz.id, opened_at=naive, closes_at=naive)),
        lambda books: books.quizzes.asked_since(GUILD, naive),
        lambda books: books.quizzes.save_member(member(quiz.id, joined_at=naive)),
        lambda books: books.quizzes.put_replies([reply(quiz.id, at=naive)]),
        lambda books: books.quizzes.set_alive(naive),
    )
    for work in works:
        with pytest.raises(ValueError, match="zone"):
            await desk(work)
