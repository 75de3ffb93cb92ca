"""The moves of an interview, carried out in its rows: each brings interview, question, turn and messages along."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.actions.interview_code import settle_code
from bot.actions.interview_reading import coded
from bot.actions.interview_sheet import ASK, PAUSED, REPORT, InterviewSheet, is_code, said
from bot.actions.pool import version_of
from bot.actions.records import INTERVIEW, NewAttempt
from bot.actions.seal import sealed_for
from bot.actions.views import Call
from bot.rules.choosing import Key
from bot.rules.grading import Grade, Verdict, grade_spoken
from bot.rules.heard import Hearing, Status
from bot.rules.interview import KEPT_FOR, Choice, Slot, Sort, State, Turn
from bot.rules.interview_course import closed, next_followup, paused, stopped
from bot.rules.interview_plan import next_choice, seed_of
from bot.rules.interview_report import Sat, outlooks
from bot.rules.question import Question
from bot.rules.review import after, rating

LITTLE = 0.5
"""A question of which less was said comes back in practice."""
_MOST_SLOTS = 100


def reach_next(sheet: InterviewSheet, at: datetime) -> None:
    """Come to the next question; where there is none, to the end."""
    choice = next_choice(share(sheet, sheet.slot) if sheet.slot is not None else None)
    sealed = sealed_for(sheet.books, sheet.interview.person_id)
    questions = sheet.papers.shelves.of(sheet.books, sheet.interview.guild_id).questions
    there = {key: question for key, question in questions.items() if question.id not in sealed}
    for number in range(sheet.interview.slot + 1, len(sheet.slots) + 1):
        slot = _open_to(sheet.slots[number], choice, there)
        if slot is not None:
            _reach(sheet, slot, there[slot.key], at)
            return
    end(sheet, at)


def _open_to(slot: Slot, choice: Choice, there: Collection[Key]) -> Slot | None:
    """Choose of a slot's questions one that the person may meet, None where all are under seal or gone."""
    tried = (replace(slot, chosen=each) for each in dict.fromkeys((choice, Choice.PLANNED, *Choice)))
    return next((each for each in tried if each.key in there), None)


def _reach(sheet: InterviewSheet, slot: Slot, question: Question, at: datetime) -> None:
    interview = sheet.interview
    version = version_of(sheet.papers.bank, sheet.books, question)
    reached = replace(slot, version=version.key.version)
    if slot.sort is Sort.CODE:
        new = NewAttempt(
            call_id=-(interview.id * _MOST_SLOTS + slot.number),  # no press has such an id
            person_id=interview.person_id,
            guild_id=interview.guild_id,
            channel_id=interview.channel_id or 0,
            key=version.key,
            topic=question.topic,
            seed=seed_of(interview.seed, slot.number),
            asked_at=at,
            within=f"{INTERVIEW}{interview.id}",
        )
        reached = replace(reached, attempt_id=sheet.books.attempts.open(new).id)
    sheet.save_slot(reached)
    sheet.save(replace(interview, slot=slot.number, part=0))
    _open_turn(sheet, None)


def _open_turn(sheet: InterviewSheet, followup: int | None) -> None:
    interview = sheet.interview
    turn = Turn(interview.id, interview.turn + 1, interview.slot, interview.part, followup)
    sheet.save_turn(turn)
    sheet.save(replace(interview, state=State.RUNNING, turn=turn.number))
    sheet.post(ASK)


def finish(sheet: InterviewSheet, call: Call, words: str) -> None:
    """Take what was said as finished: it is heard next, or the interview goes on where there is nothing to hear."""
    told = words if any(map(str.isalnum, words)) else ""  # dots alone are nothing
    turn = replace(sheet.turns[sheet.interview.turn], words=told, done_at=call.at, done_call_id=call.id)
    if is_code(sheet):
        settle_code(sheet, sheet.slots[sheet.interview.slot], call)
    sheet.save_turn(turn)
    stands = stopped(sheet.interview, call.at)
    hearing = said(turn) and not is_code(sheet)
    state = State.HEARING if hearing else stands.state
    sheet.save(replace(stands, state=state, active_at=max(stands.active_at, call.at)))
    sheet.redraw(sheet.asked)
    if not hearing:
        advance(sheet, call.at)


def heard(sheet: InterviewSheet, hearing: Hearing) -> None:
    """Keep what was heard of the newest turn, and go on."""
    turn = sheet.turns[sheet.interview.turn]
    assert turn.done_at is not None  # noqa: S101 (nothing else is heard)
    sheet.save_turn(replace(turn, hearing=hearing))
    advance(sheet, turn.done_at)


def advance(sheet: InterviewSheet, at: datetime) -> None:
    """Go on after a turn: to a follow-up, the next part, the next question, or the end."""
    interview, slot = sheet.interview, sheet.slots[sheet.interview.slot]
    parts, body = sheet.parts(slot), sheet.variant(slot).spoken
    part, last = parts[interview.part], interview.part == len(parts) - 1
    if body is not None:
        turns, over = sheet.turns_of(slot.number, interview.part), interview.used >= part.allowed
        followup = next_followup(body, part, turns, last=last, over=over)
        if followup is not None:
            _open_turn(sheet, followup)
            return
    sheet.save(closed(interview))
    if last:
        reach_next(sheet, at)
    else:
        sheet.save(replace(sheet.interview, part=interview.part + 1))
        _open_turn(sheet, None)


def pause(sheet: InterviewSheet, at: datetime, note: str) -> None:
    """Let an interview stand still.

    Args:
        sheet: Which.
        at: As of when.
        note: Why: `asked`, `silent` or `grader`.
    """
    stands = paused(sheet.interview, at)
    sheet.save(replace(stands, active_at=max(stands.active_at, at)))
    sheet.redraw(sheet.asked)
    sheet.post(PAUSED, note)


def lose_room(sheet: InterviewSheet, at: datetime) -> None:
    """Let an interview stand still whose channel is gone; it goes on where its person is by then."""
    sheet.save(replace(paused(sheet.interview, at), channel_id=None, parent_id=None))


def wake(sheet: InterviewSheet, call: Call, *, ask: bool = True) -> None:
    """Go on with a paused interview; where its channel is gone, in that of the call or a new thread of it.

    Args:
        sheet: Which.
        call: Who goes on.
        ask: Whether what was on is asked once more.
    """
    interview = sheet.interview
    if interview.channel_id is None:
        channel_id, parent_id = (call.channel_id, None) if call.guild_id is None else (None, call.channel_id)
        interview = replace(interview, channel_id=channel_id, parent_id=parent_id)
    sheet.redraw_newest()
    unheard = sheet.turn is not None and sheet.turn.done_at is not None
    sheet.save(replace(interview, state=State.HEARING if unheard else State.RUNNING, active_at=call.at))
    if ask and not unheard:
        ask_again(sheet, call.at)


def ask_again(sheet: InterviewSheet, at: datetime) -> None:
    """Ask once more what was on, in the channel where the interview is now; or the first question."""
    if sheet.interview.channel_id is None:
        return
    if sheet.turn is None:
        reach_next(sheet, at)
    elif sheet.turn.done_at is None:
        sheet.post(ASK)


def move(sheet: InterviewSheet, call: Call, channel_id: int) -> None:
    """Go on in direct messages."""
    interview = stopped(sheet.interview, call.at)
    for message in tuple(sheet.messages.values()):
        if message.message_id is None:
            sheet.save_message(replace(message, lost=True))
    sheet.redraw(sheet.asked)
    sheet.save(replace(interview, channel_id=channel_id, parent_id=None, active_at=call.at))
    if interview.state is State.PAUSED:
        wake(sheet, call)
    elif interview.state is State.RUNNING:
        ask_again(sheet, call.at)


def end(sheet: InterviewSheet, at: datetime) -> None:
    """End an interview; what was said to little stays for practice."""
    over = closed(stopped(sheet.interview, at))
    sheet.redraw_newest()
    sheet.save(replace(over, state=State.ENDED, ended_at=at, due_at=at + KEPT_FOR))
    call = Call(over.call_id, at, over.person_id, over.guild_id, over.channel_id or 0)
    for slot in sheet.slots.values():
        if slot.chosen is not None:
            _leave_for_practice(sheet, slot, call)
    sheet.post(REPORT)


def _leave_for_practice(sheet: InterviewSheet, slot: Slot, call: Call) -> None:
    """Bring a question back in practice of which little was said."""
    if slot.sort is Sort.CODE:
        settle_code(sheet, slot, call, leaving=True)
        return
    question, worth = sheet.variant(slot).question, share(sheet, slot)
    if worth is None or worth >= LITTLE or not question.offered:
        return
    given = grade_spoken(worth, Status.GRADED, 0) if worth else Grade(Verdict.GAVE_UP, 0.0)
    whose: tuple[int, int, str] = (sheet.interview.person_id, *slot.key)
    took = allowed = sheet.parts(slot)[0].allowed
    rated = rating(given, question.type, slot.hints, took, allowed)
    card = after(sheet.books.cards.get(*whose), given, rated, call.at)
    assert card is not None  # noqa: S101 (what is not right always makes one)
    sheet.books.cards.put(*whose, question.topic, card)


def share(sheet: InterviewSheet, slot: Slot) -> float | None:
    """Give what came of a question that was asked, 0 to 1; None where nothing could be graded."""
    turns = tuple(turn for _, turn in sorted(sheet.turns.items()) if turn.slot == slot.number)
    sat = Sat(slot, sheet.variant(slot), "", "", turns, coded=coded(sheet.books, slot))
    graded = [(each.weight, each.share) for each in outlooks(sat) if each.share is not None]
    whole = sum(weight for weight, _ in graded)
    return sum(weight * part for weight, part in graded) / whole if graded else None
