"""The window of an open quiz, in its rows: how it opens, what the clock sees to in between, and how it closes."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.actions.quiz_sheet import QuizSheet
from bot.rules.quiz import LOBBY
from bot.rules.quiz_open import closed, due, given_back, opened, run_out


def opens(sheet: QuizSheet) -> None:
    """Open every question with the window: it is under seal from now on, and each member sees it by and by."""
    for round_ in opened(sheet.quiz, sheet.rounds.values()):
        sheet.save_round(round_)
    sheet.save(replace(sheet.quiz, due_at=due(sheet.quiz, ())))


def sees_to(sheet: QuizSheet, now: datetime) -> None:
    """Close the questions whose time is up for their member."""
    showings = sheet.books.showings
    running = showings.running(sheet.quiz.id)
    over = run_out(running, now)
    for showing in over:
        showings.save(showing)
    if any(showing.number >= last_of(sheet) for showing in over):
        sheet.bump(LOBBY, counting=True)
    sheet.save(replace(sheet.quiz, due_at=due(sheet.quiz, running[len(over) :])))


def closes(sheet: QuizSheet, at: datetime) -> None:
    """Reveal every question at once: for who has begun, what is not answered by now is missed."""
    quizzes, showings = sheet.books.quizzes, sheet.books.showings
    showings.close(sheet.quiz.id)
    begun = showings.begun(sheet.quiz.id)
    for member in sheet.members:
        if member.person_id not in begun:
            quizzes.save_member(replace(member, first_round=sheet.total + 1))
    answered = Counter(reply.number for reply in sheet.replies)
    for round_ in closed(sheet.rounds.values(), at, len(begun), answered):
        sheet.save_round(round_)


def gives_back(sheet: QuizSheet, alive_at: datetime, now: datetime) -> None:
    """Give the time of an outage back to the window and to whoever had a question open."""
    kept, later = given_back(sheet.quiz, sheet.books.showings.running(sheet.quiz.id), alive_at, now)
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
    return len(showings.begun(sheet.quiz.id)), showings.through(sheet.quiz.id, last_of(sheet))
