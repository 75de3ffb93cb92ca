"""The moves of a quiz, carried out in its rows: each brings quiz, question and public messages along together."""

from dataclasses import replace
from datetime import datetime

from bot.actions import quiz_window
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import QuizSheet
from bot.rules.plan import called_off
from bot.rules.quiz import END, LOBBY, Round, State, opened
from bot.rules.quiz_course import begun, due, ended, gone_on, is_over, opened_too_late, revealed, unvoided, voided


def settle(sheet: QuizSheet) -> None:
    """Keep when the clock has to look at the quiz again."""
    due_at = due(sheet.quiz, sheet.current)
    if due_at != sheet.quiz.due_at:
        sheet.save(replace(sheet.quiz, due_at=due_at))


def begin(sheet: QuizSheet, at: datetime) -> None:
    """Start the quiz, or call it off where nobody is in."""
    sheet.save(begun(sheet.quiz, at, sheet.books.quizzes.joined(sheet.quiz.id)))
    sheet.bump(LOBBY)
    if sheet.quiz.state is State.CANCELLED:
        _call_off(sheet)
    elif sheet.quiz.is_open:
        quiz_window.opens(sheet)
    else:
        _plan(sheet, sheet.quiz.current)


def open_question(sheet: QuizSheet, round_: Round, at: datetime) -> None:
    """Open a question at the time of its message; where the quiz has ended meanwhile, close it with that."""
    if is_over(sheet.quiz):
        sheet.save_round(opened_too_late(round_, at))
        return
    allowances = sheet.books.quizzes.allowances(sheet.quiz.id, round_.number)
    sheet.save_round(opened(round_, at, sheet.quiz.options, allowances))
    sheet.bump(LOBBY, counting=True)
    settle(sheet)


def show_answer(sheet: QuizSheet, at: datetime) -> None:
    """Reveal the question that is on."""
    current = sheet.current
    assert current is not None  # noqa: S101 (a quiz that runs is at a question)
    sheet.save_round(revealed(current, at, sheet.quiz.options))
    sheet.bump(current.number)
    _go_on_or_end(sheet, at)


def go_on(sheet: QuizSheet, at: datetime) -> None:
    """Go on from the question that is on: to the next, or to the end."""
    current = sheet.current
    assert current is not None  # noqa: S101 (a quiz that runs is at a question)
    quiz, passed = gone_on(sheet.quiz, current, sheet.total, at)
    sheet.save_round(passed)
    sheet.bump(current.number)
    sheet.save(quiz)
    if is_over(quiz):
        _close(sheet)
    else:
        _plan(sheet, quiz.current)


def void(sheet: QuizSheet, round_: Round, at: datetime, person_id: int) -> None:
    """Take a question off the boards; one that is open to all closes with it."""
    if sheet.quiz.is_open:
        sheet.save_round(replace(round_, voided_at=at, voided_by=person_id))
        sheet.bump(LOBBY, counting=True)
        return
    sheet.save_round(voided(round_, at, person_id, sheet.quiz.options))
    sheet.bump(round_.number)
    if round_.on:
        _go_on_or_end(sheet, at)


def unvoid(sheet: QuizSheet, round_: Round) -> None:
    """Bring a question back to the boards."""
    sheet.save_round(unvoided(round_))
    sheet.bump(LOBBY if sheet.quiz.is_open else round_.number)


def end(sheet: QuizSheet, at: datetime, state: State = State.ENDED) -> None:
    """End the quiz here: a question that is open closes without a result, one that is not yet there never comes."""
    if is_over(sheet.quiz):
        return
    current = sheet.current
    if sheet.quiz.closes_at is not None:
        quiz_window.closes(sheet, at)
    sheet.save(ended(sheet.quiz, at, state))
    if current is not None and current.opened_at is not None:
        closed = voided(current, at, None, sheet.quiz.options) if current.on else current
        sheet.save_round(replace(closed, next_at=None))
        sheet.bump(current.number)
    _close(sheet)


def someone_left(sheet: QuizSheet, at: datetime) -> None:
    """End a live quiz that nobody is in any more, once no question of it is open."""
    current = sheet.current
    if sheet.quiz.state is not State.RUNNING or current is None or current.on:
        return
    if not sheet.books.quizzes.joined(sheet.quiz.id):
        end(sheet, at)


def _go_on_or_end(sheet: QuizSheet, at: datetime) -> None:
    settle(sheet)
    someone_left(sheet, at)


def _plan(sheet: QuizSheet, number: int) -> None:
    """Have a question posted."""
    sheet.books.quizzes.save_message(PublicMessage(sheet.quiz.id, number))


def _close(sheet: QuizSheet) -> None:
    """Show that the quiz is over: in its first message, and on the end card unless it was called off."""
    sheet.bump(LOBBY)
    if sheet.quiz.state is not State.CANCELLED:
        sheet.books.quizzes.save_message(PublicMessage(sheet.quiz.id, END))
    else:
        _call_off(sheet)


def _call_off(sheet: QuizSheet) -> None:
    """Have what announced the quiz say that it does not come."""
    plan_id = sheet.quiz.plan_id
    plan = sheet.books.plans.get(plan_id) if plan_id is not None else None
    if plan is not None and plan.last_quiz_id == sheet.quiz.id:
        sheet.books.plans.save(called_off(plan))
