"""What every desk keeps to with mock interviews: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.actions.interview_ports import InterviewMessage, Mark, Share
from bot.actions.ports import Books, Desk
from bot.rules.interview import Choice, Interview, Loop, Pulse, State, Turn
from bot.rules.question import Level
from bot.rules.spoken import quoteless
from tests.storage.samples import (
    ADA,
    AT,
    BEN,
    HEARING,
    SECRET,
    interview_message,
    new_interview,
    new_slot,
    opened,
    refused,
)

MINUTE = timedelta(minutes=1)


async def begun(desk: Desk, call_id: int = 1, person_id: int = ADA) -> Interview:
    new = new_interview(call_id, person_id)
    return await desk(lambda books: books.interviews.add(new, (new_slot(), new_slot(2))))


async def keep(desk: Desk, record: Interview | Turn | InterviewMessage | Pulse) -> None:
    def work(books: Books) -> None:
        match record:
            case Interview():
                books.interviews.save(record)
            case Turn():
                books.interviews.save_turn(record)
            case InterviewMessage():
                books.interviews.save_message(record)
            case Pulse():
                books.interviews.set_pulse(record)

    await desk(work)


async def test_an_interview_is_kept_with_its_slots_and_a_call_starts_one(desk: Desk) -> None:
    first = await begun(desk)
    assert first == replace(new_interview(1), id=first.id)
    assert await begun(desk) == first
    found = await desk(lambda books: (books.interviews.get(first.id), books.interviews.of_call(1)))
    assert found == (first, first)
    assert await desk(lambda books: (books.interviews.get(99), books.interviews.of_call(99))) == (None, None)
    assert await desk(lambda books: books.interviews.slots(first.id)) == (new_slot(), new_slot(2))
    bare = await desk(lambda books: books.interviews.add(new_interview(7, BEN), ()))
    assert await desk(lambda books: books.interviews.slots(bare.id)) == ()


async def test_a_person_has_one_that_has_not_ended(desk: Desk) -> None:
    first = await begun(desk)
    assert await refused(desk, lambda books: books.interviews.add(new_interview(2), ())) == "lost_race"
    other = await begun(desk, 3, BEN)
    assert await desk(lambda books: books.interviews.running(ADA)) == first
    assert await desk(lambda books: books.interviews.on()) == (first, other)
    over = replace(first, state=State.ENDED, ended_at=AT, slot=2, part=1, turn=5, used=MINUTE, spent=2 * MINUTE)
    await desk(lambda books: books.interviews.save(over))
    assert await desk(lambda books: books.interviews.running(ADA)) is None
    second = await begun(desk, 4)
    later = replace(second, state=State.ENDED, ended_at=AT + MINUTE)
    await desk(lambda books: books.interviews.save(later))
    assert await desk(lambda books: books.interviews.ended(ADA)) == (later, over)
    assert await desk(lambda books: books.interviews.ended(BEN)) == ()
    assert await desk(lambda books: books.interviews.on()) == (other,)


async def test_slots_are_replaced(desk: Desk) -> None:
    first, attempt = await begun(desk), await desk(opened(9))
    reached = replace(new_slot(2), chosen=Choice.HARDER, version=3, hints=2, attempt_id=attempt.id)
    await desk(lambda books: books.interviews.save_slot(first.id, reached))
    await desk(lambda books: books.interviews.save_slot(99, reached))
    assert await desk(lambda books: books.interviews.slots(first.id)) == (new_slot(), reached)
    lost = replace(reached, attempt_id=99)
    assert await refused(desk, lambda books: books.interviews.save_slot(first.id, lost)) == "lost_race"


@pytest.mark.parametrize("words", ["I would ask.", "\u202e“”\n\n`x`", "é" * 4000])
async def test_turns_keep_words_and_hearings(desk: Desk, words: str) -> None:
    first = await begun(desk)
    turn = Turn(first.id, 1, 1, words=words)
    done = Turn(first.id, 2, 1, 2, 0, words, AT, HEARING, 17)
    for each in (done, turn):
        await keep(desk, each)
    assert await desk(lambda books: books.interviews.turns(first.id)) == (turn, done)
    later = replace(turn, done_at=AT)
    await desk(lambda books: books.interviews.save_turn(later))
    assert await desk(lambda books: books.interviews.turns(first.id)) == (later, done)
    assert await refused(desk, lambda books: books.interviews.save_turn(replace(turn, interview_id=99))) == "lost_race"


async def test_a_plain_message_counts_once(desk: Desk) -> None:
    first = await begun(desk)
    await desk(lambda books: books.interviews.save_turn(Turn(first.id, 1, 1)))
    assert await desk(lambda books: books.interviews.says(first.id, 1, 50, "one\0"))
    assert not await desk(lambda books: books.interviews.says(first.id, 1, 50, "one\0"))
    assert await desk(lambda books: books.interviews.says(first.id, 1, 51, "two"))
    assert await desk(lambda books: books.interviews.says(first.id, 2, 52, "to nothing"))
    [turn] = await desk(lambda books: books.interviews.turns(first.id))
    assert turn.words == "one\ufffd\ntwo"
    assert await refused(desk, lambda books: books.interviews.says(99, 1, 53, "x")) == "lost_race"


async def test_chat_finds_what_it_has_to_carry_out(desk: Desk) -> None:
    first, other = await begun(desk), await begun(desk, 2, BEN)
    assert await desk(lambda books: books.interviews.waiting()) == ()
    message = interview_message(first.id)
    await desk(lambda books: books.interviews.save_message(message))
    assert await desk(lambda books: books.interviews.waiting()) == (first.id,)
    posted = replace(message, message_id=4711, revision=2, drawn=2, note="silent")
    await desk(lambda books: books.interviews.save_message(posted))
    assert await desk(lambda books: books.interviews.waiting()) == ()
    assert await desk(lambda books: books.interviews.messages(first.id)) == (posted,)
    await desk(lambda books: books.interviews.save_message(replace(posted, drawn=1, lost=True)))
    await desk(lambda books: books.interviews.save(replace(first, state=State.HEARING)))
    await desk(lambda books: books.interviews.save(replace(other, channel_id=None)))
    assert await desk(lambda books: books.interviews.waiting()) == (first.id, other.id)
    await desk(lambda books: books.interviews.save(replace(other, channel_id=None, state=State.PAUSED)))
    assert await desk(lambda books: books.interviews.waiting()) == (first.id,)
    lost = interview_message(99)
    assert await refused(desk, lambda books: books.interviews.save_message(lost)) == "lost_race"


async def test_the_clock_finds_what_is_due(desk: Desk) -> None:
    first, other = await begun(desk), await begun(desk, 2, BEN)
    assert await desk(lambda books: books.interviews.next_due()) is None
    late, early = replace(first, due_at=AT + MINUTE, since=AT), replace(other, due_at=AT)
    for each in (late, early):
        await keep(desk, each)
    assert await desk(lambda books: books.interviews.next_due()) == AT
    assert await desk(lambda books: books.interviews.due(AT)) == (early,)
    assert await desk(lambda books: books.interviews.due(AT + MINUTE)) == (early, late)


async def test_a_mark_stays_but_ones_own_word_replaces_a_peers(desk: Desk) -> None:
    first = await begun(desk)
    peers = (Mark(1, 0, said=True, by=BEN), Mark(2, 3, said=False, by=BEN))
    await desk(lambda books: books.interviews.mark(first.id, peers))
    await desk(lambda books: books.interviews.mark(first.id, (Mark(1, 0, said=False, by=77),)))
    assert await desk(lambda books: books.interviews.marks(first.id)) == peers
    own = Mark(1, 0, said=False, by=ADA)
    await desk(lambda books: books.interviews.mark(first.id, (own,)))
    await desk(lambda books: books.interviews.mark(first.id, (replace(own, said=True),)))
    await desk(lambda books: books.interviews.mark(first.id, (Mark(1, 0, said=True, by=BEN),)))
    assert await desk(lambda books: books.interviews.marks(first.id)) == (own, peers[1])
    assert await refused(desk, lambda books: books.interviews.mark(99, peers)) == "lost_race"


async def test_a_report_is_shared_once_to_each_channel_and_the_newest_way_counts(desk: Desk) -> None:
    first = await begun(desk)
    bare, other = Share(first.id, 7, quotes=False, at=AT), Share(first.id, 8, quotes=True, at=AT)
    told = replace(bare, quotes=True, at=AT + MINUTE, message_id=99)
    for share in (other, bare, told):
        await desk(partial(_share, share=share))
    assert await desk(lambda books: books.interviews.shares(first.id)) == (told, other)
    await desk(lambda books: books.interviews.remove(first.id))
    assert await desk(lambda books: books.interviews.shares(first.id)) == ()
    assert await refused(desk, partial(_share, share=bare)) == "lost_race"


def _share(books: Books, share: Share) -> None:
    books.interviews.share(share)


async def test_loops_are_begun_once_and_know_their_rounds(desk: Desk) -> None:
    new = Loop(0, 5, ADA, Level.SENIOR, 9, AT)
    assert await desk(lambda books: books.interviews.newest_loop(ADA)) is None
    loop = await desk(lambda books: books.interviews.add_loop(new))
    assert loop == replace(new, id=loop.id)
    assert await desk(lambda books: books.interviews.add_loop(new)) == loop
    second = await desk(lambda books: books.interviews.add_loop(replace(new, call_id=6)))
    found = await desk(lambda books: (books.interviews.loop(loop.id), books.interviews.loop(99)))
    assert found == (loop, None)
    assert await desk(lambda books: books.interviews.newest_loop(ADA)) == second
    held = await desk(lambda books: books.interviews.add(new_interview(1, loop_id=loop.id), ()))
    assert await desk(lambda books: books.interviews.of_loop(loop.id)) == (held,)
    assert await desk(lambda books: books.interviews.of_loop(second.id)) == ()
    astray = new_interview(8, BEN, loop_id=99)
    assert await refused(desk, lambda books: books.interviews.add(astray, ())) == "lost_race"


async def test_after_a_wipe_no_word_is_left_and_what_came_of_it_stays(desk: Desk) -> None:
    first = await begun(desk)
    await desk(lambda books: books.interviews.save_turn(Turn(first.id, 1, 1, words=SECRET, done_at=AT)))
    heard = Turn(first.id, 2, 1, words=SECRET, done_at=AT, hearing=HEARING)
    await desk(lambda books: books.interviews.save_turn(heard))
    over = replace(first, state=State.ENDED, ended_at=AT, due_at=AT)
    await desk(lambda books: books.interviews.save(over))
    await desk(lambda books: books.interviews.wipe(first.id))
    assert await desk(lambda books: books.interviews.get(first.id)) == replace(over, wiped=True, due_at=None)
    bare = (Turn(first.id, 1, 1, words="…", done_at=AT), replace(heard, words="", hearing=quoteless(HEARING)))
    assert await desk(lambda books: books.interviews.turns(first.id)) == bare
    assert SECRET not in str(await desk(lambda books: books.people.export(ADA)))
    await desk(lambda books: books.interviews.wipe(99))


def _said_and_marked(books: Books, interview_id: int) -> None:
    books.interviews.says(interview_id, 1, 50 + interview_id, "x")
    books.interviews.mark(interview_id, (Mark(1, 0, said=True, by=ADA),))


async def test_one_is_deleted_with_all_that_belongs_to_it(desk: Desk) -> None:
    first, other = await begun(desk), await begun(desk, 2, BEN)
    for each in (first, other):
        await keep(desk, Turn(each.id, 1, 1))
        await keep(desk, interview_message(each.id))
        await desk(partial(_said_and_marked, interview_id=each.id))
    await desk(lambda books: books.interviews.remove(first.id))
    await desk(lambda books: books.interviews.remove(99))
    gone = await desk(lambda books: books.people.export(ADA))
    assert all(not rows for name, rows in gone.items() if name.startswith("interview"))
    left = await desk(lambda books: books.people.export(BEN))
    assert [len(rows) for name, rows in sorted(left.items()) if name.startswith("interview")] == [0, 1, 0, 2, 1, 1, 1]
    assert await desk(lambda books: books.interviews.messages(first.id)) == ()


async def test_the_pulse_is_remembered(desk: Desk) -> None:
    assert await desk(lambda books: books.interviews.pulse()) is None
    for pulse in (Pulse(AT), Pulse(AT + 2 * MINUTE, AT + MINUTE)):
        await keep(desk, pulse)
        assert await desk(lambda books: books.interviews.pulse()) == pulse


async def test_an_interviews_attempt_never_waits_as_practice_does(desk: Desk) -> None:
    practice = await desk(opened(1))
    await desk(opened(2, within="interview-7"))
    assert await desk(lambda books: books.attempts.waiting(ADA, practice.new.channel_id)) == practice
