"""Coding questions of an interview: practice attempts that belong to it."""

from bot.actions.interview_sheet import InterviewSheet
from bot.actions.sheet import Sheet
from bot.actions.views import Call
from bot.rules.answer import GaveUp, Submitted
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict, grade_submission
from bot.rules.interview import Slot
from bot.rules.judged import from_plain


def settle_code(sheet: InterviewSheet, slot: Slot, call: Call, *, leaving: bool = False) -> None:
    """Take what was submitted last as the answer; nothing counts as given up.

    Args:
        sheet: Which interview.
        slot: Which question.
        call: Who has finished.
        leaving: Whether the interview ends in the middle of it: nothing submitted is nothing, and what is still being
            judged settles itself.

    Raises:
        RuleBroken: `still_judging`.
    """
    books, attempt_id = sheet.books, slot.attempt_id
    attempt = books.attempts.get(attempt_id) if attempt_id is not None else None
    if attempt is None or attempt.settled is not None:
        return
    under_way = books.runs.under_way(call.person_id)
    if under_way is not None and under_way.new.attempt_id == attempt.id:
        if leaving:
            return
        raise RuleBroken("still_judging", "Your last submission is still being tried. Press Done again in a moment.")
    practice = Sheet(sheet.papers.shelves, books, call, sheet.interview.guild_id, plays=False)
    judged = [(run.id, run.end.judgement) for run in books.runs.submitted(attempt.id) if run.end is not None]
    if not judged:
        if not leaving:
            practice.record(attempt, GaveUp(), Grade(Verdict.GAVE_UP, 0.0))
        return
    run_id, judgement = judged[-1]
    practice.record(attempt, Submitted(run_id, len(judged)), grade_submission(from_plain(judgement), attempt.hints))
