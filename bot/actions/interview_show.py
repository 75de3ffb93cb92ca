"""What chat has to carry out for an interview, in order, and what each of its messages says now."""

from datetime import timedelta

from bot.actions.interview_ports import InterviewMessage
from bot.actions.interview_sheet import ASK, InterviewSheet, has_word, said
from bot.actions.interview_views import (
    AskView,
    Hear,
    InterviewStep,
    Notice,
    OpenRoom,
    PausedView,
    ReportNotice,
    Retell,
    Tell,
)
from bot.actions.quiz_steps import snowflake
from bot.rules.heard import Status
from bot.rules.interview import ROUNDS, Sort, State, Turn
from bot.rules.interview_course import deadline, noted
from bot.rules.rubric import Case


def steps(sheet: InterviewSheet) -> tuple[InterviewStep, ...]:
    """Give one interview's steps in the order in which they are to be carried out.

    What is to be said stands before what is to be heard, so that a question's clock is right before it is left. One
    message is told at a time: the next is looked for behind it.
    """
    interview, found = sheet.interview, list[InterviewStep]()
    roomless = interview.channel_id is None and interview.state in (State.RUNNING, State.HEARING)
    if roomless and interview.parent_id is not None:
        name = f"Interview {interview.id} · {ROUNDS[interview.kind].name}"
        found.append(OpenRoom(interview.id, interview.parent_id, interview.person_id, name))
    behind = [message for _, message in sorted(sheet.messages.items()) if message.behind]
    found += [_step(sheet, message) for message in behind if message.message_id is not None]
    found += [_step(sheet, message) for message in behind if message.message_id is None][:1]
    if interview.state is State.HEARING:
        found.append(Hear(interview.id))
    return tuple(found)


def _step(sheet: InterviewSheet, message: InterviewMessage) -> InterviewStep:
    at = (message.interview_id, message.place, message.channel_id)
    if message.message_id is not None:
        return Retell(*at, message.message_id, message.revision, notice(sheet, message))
    return Tell(
        *at, f"iv{message.interview_id}p{message.place}", notice(sheet, message), _newest_before(sheet, message)
    )


def _newest_before(sheet: InterviewSheet, message: InterviewMessage) -> int:
    """Give the newest message of the interview in that channel, or the moment at which it was started."""
    there = (one for one in sheet.messages.values() if one.channel_id == message.channel_id)
    ids = (one.message_id for one in there if one.message_id is not None and one.place < message.place)
    return max(ids, default=snowflake(sheet.interview.started_at))


def notice(sheet: InterviewSheet, message: InterviewMessage) -> Notice:
    """Say what a message shows now."""
    match message.shows:
        case "ask":
            return ask_view(sheet, sheet.turns[message.turn], message)
        case "paused":
            return _paused_view(sheet, message)
        case _:
            return ReportNotice(message.interview_id, sheet.interview.person_id)


def ask_view(sheet: InterviewSheet, turn: Turn, message: InterviewMessage | None) -> AskView:
    """Show what a turn asks.

    Args:
        sheet: The interview.
        turn: Which turn.
        message: Where it stands; only where the newest turn was asked last it can be answered. None for a form.
    """
    slot = sheet.slots[turn.slot]
    variant, parts, body = sheet.variant(slot), sheet.parts(slot), sheet.variant(slot).spoken
    staged = isinstance(body, Case)
    followup = body.followups[turn.followup].ask if body is not None and turn.followup is not None else ""
    is_open = has_word(sheet) and turn.number == sheet.interview.turn and message in (None, sheet.asked)
    again = message is None or any(
        one.shows == ASK and one.turn == turn.number and one.place < message.place for one in sheet.messages.values()
    )
    return AskView(
        interview_id=sheet.interview.id,
        turn=turn.number,
        slot=slot.number,
        of=len(sheet.slots),
        sort=slot.sort,
        variant=variant,
        stage=turn.part + 1 if staged else 0,
        stages=len(parts) if staged else 0,
        stage_name=parts[turn.part].name,
        ask=followup,
        noted=_noted(sheet, turn),
        nothing_said=_nothing_said(sheet, turn),
        nothing_heard=_nothing_heard(sheet, turn),
        code_attempt_id=slot.attempt_id,
        hints=variant.hints[: slot.hints],
        hints_left=len(variant.hints) - slot.hints,
        ends_at=deadline(sheet.interview, parts[turn.part]) if is_open else None,
        open=is_open,
        direct=sheet.interview.parent_id is None,
        draft=turn.words if again and is_open else "",
        facts=isinstance(body, Case) and bool(body.facts),
        opens=message is not None and message.place == _first_in(sheet, message.channel_id),
    )


def _first_in(sheet: InterviewSheet, channel_id: int) -> int:
    """Give the place of the interview's first message in a channel where it has one."""
    return min(one.place for one in sheet.messages.values() if one.channel_id == channel_id)


def _noted(sheet: InterviewSheet, turn: Turn) -> tuple[str, ...]:
    """Give the person's own words from the turn before."""
    before = sheet.turns.get(turn.number - 1)
    if before is None:
        return ()
    return noted([one for one in sheet.turns_of(before.slot, before.part) if one.number <= before.number])


def _nothing_said(sheet: InterviewSheet, turn: Turn) -> bool:
    """Tell whether nothing was written to the question or stage before; code is submitted, not written."""
    before = sheet.turns.get(turn.number - 1)
    if before is None or sheet.slots[before.slot].sort is Sort.CODE:
        return False
    return not any(one.words for one in sheet.turns_of(before.slot, before.part))


def _nothing_heard(sheet: InterviewSheet, turn: Turn) -> bool:
    """Tell whether the answer before could not be made out; said once of it, however often it is asked further."""
    before = sheet.turns.get(turn.number - 1)
    if before is None or not said(before):
        return False
    heard = [one.hearing for one in sheet.turns_of(before.slot, before.part) if one.number <= before.number]
    odd = [each is not None and each.status is Status.NEEDS_REVIEW for each in heard]
    return odd[-1] and not any(odd[:-1])


def _paused_view(sheet: InterviewSheet, message: InterviewMessage) -> PausedView:
    interview = sheet.interview
    gone_on = interview.state is not State.PAUSED or message.place != max(sheet.messages)
    left = timedelta() if gone_on or sheet.slot is None else max(sheet.part.allowed - interview.used, timedelta())
    return PausedView(
        interview_id=interview.id,
        slot=interview.slot,
        of=len(sheet.slots),
        left=left,
        turn=interview.turn,
        by_itself=message.note == "silent",
        grader_away=message.note == "grader",
        gone_on=gone_on,
    )
