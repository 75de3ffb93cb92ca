"""The window of an open quiz: how it opens, what the clock does in between, and how it closes."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import QuizSheet
from bot.rules.quiz import END, GRACE, LOBBY, State
from bot.rules.quiz_course import ended
from bot.rules.quiz_open import closed, due, given_back, opened, run_out, showing_given_back


def opens(sheet: QuizSheet) -> None:
    """Open the questions of a quiz whose window has just opened; each member sees them by and by."""
    for round_ in opened(sheet.quiz, sheet.rounds.values()):
        sheet.save_round(round_)
    sheet.save(replace(sheet.quiz, due_at=due(sheet.quiz, ())))


def looks(sheet: QuizSheet, now: datetime) -> None:
    """Close the questions whose time is up for their member, and the window once its own is."""
    quiz, showings = sheet.quiz, sheet.books.showings
    assert quiz.closes_at is not None  # noqa: S101 (the clock looks at a window that was opened)
    if quiz.closes_at + GRACE <= now:
        closes(sheet, quiz.closes_at, State.ENDED)
        return
    running = showings.running(quiz.id)
    over = run_out(running, now)
    for showing in over:
        showings.save(showing)
    if any(showing.number >= last_of(sheet) for showing in over):
        sheet.bump(LOBBY, counting=True)
    sheet.save(replace(quiz, due_at=due(quiz, running[len(over) :])))


def closes(sheet: QuizSheet, at: datetime, state: State) -> None:
    """Close the window: every question is revealed, what was not answered is missed, and the end card is to be posted."""
    showings = sheet.books.showings
    showings.close(sheet.quiz.id)  # every one, so that an answer on its way meets this in the database
    sheet.save(ended(sheet.quiz, at, state))
    answered = Counter(reply.number for reply in sheet.replies)
    for round_ in closed(sheet.quiz, sheet.rounds.values(), showings.begun(sheet.quiz.id), answered):
        sheet.save_round(round_)
    sheet.bump(LOBBY)
    sheet.books.quizzes.save_message(PublicMessage(sheet.quiz.id, END))


def gives_back(sheet: QuizSheet, alive_at: datetime, now: datetime) -> None:
    """Give the time of an outage back to the window and to whoever had a question open."""
    kept = given_back(sheet.quiz, alive_at, now)
    running = sheet.books.showings.running(kept.id)
    later = [showing_given_back(kept, showing, alive_at, now) for showing in running]
    for showing in later:
        sheet.books.showings.save(showing)
    if kept != sheet.quiz:
        sheet.bump(LOBBY)
    sheet.save(replace(kept, due_at=due(kept, later)))


def last_of(sheet: QuizSheet) -> int:
    """Give the number of the last question that is not voided; 0 where none is left."""
    return max((number for number, round_ in sheet.rounds.items() if round_.voided_at is None), default=0)


def counts(sheet: QuizSheet) -> tuple[int, int]:
    """Count who has begun, and who is through."""
    showings = sheet.books.showings
    return showings.begun(sheet.quiz.id), showings.through(sheet.quiz.id, last_of(sheet))
