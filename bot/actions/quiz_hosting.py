"""What a host, or who manages the server, does with a quiz, in its rows."""

from dataclasses import replace

from bot.actions import quiz_moves
from bot.actions.quiz_opening import plain_options
from bot.actions.quiz_sheet import QuizSheet
from bot.actions.quiz_show import question
from bot.actions.quiz_views import QuestionView
from bot.actions.records import Report, Server
from bot.actions.seal import sealed_for, unsealed
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.quiz import LOBBY, LOBBY_WAIT, Options, Round, State
from bot.rules.quiz_course import is_over, is_talked_about, waited
from bot.rules.quiz_people import dealt


def check_host(sheet: QuizSheet, call: Call) -> None:
    """See that somebody may host this quiz.

    Raises:
        RuleBroken: `not_host`.
    """
    if call.person_id != sheet.quiz.host_id and not call.admin:
        raise RuleBroken("not_host", "That is for the host of this quiz and for those who manage this server.")


def set_options(sheet: QuizSheet, options: Options) -> None:
    """Change the options in the lobby and remember them; other teams are dealt anew."""
    _in_lobby(sheet)
    teams = sheet.quiz.options.teams
    sheet.save(replace(sheet.quiz, options=options))
    if options.teams != teams:
        for member in dealt(sheet.members, options.teams):
            sheet.books.quizzes.save_member(member)
    servers = sheet.books.servers
    server = servers.get(sheet.quiz.guild_id) or Server(sheet.quiz.guild_id)
    servers.save(replace(server, quiz_options=plain_options(options)))
    sheet.bump(LOBBY)


def start_later(sheet: QuizSheet, call: Call) -> None:
    """Start five minutes later."""
    _in_lobby(sheet)
    sheet.save(replace(sheet.quiz, starts_at=max(sheet.quiz.starts_at, call.at) + LOBBY_WAIT))
    quiz_moves.settle(sheet)
    sheet.bump(LOBBY)


def start_now(sheet: QuizSheet, call: Call) -> None:
    """Start a quiz that waits in its lobby."""
    if is_over(sheet.quiz):
        raise RuleBroken("over", "This quiz is over. /quiz start opens a new one.")
    if sheet.quiz.state is State.RUNNING:
        return
    if not sheet.quiz.is_open and not sheet.books.quizzes.joined(sheet.quiz.id):
        raise RuleBroken("nobody_in", "Nobody is in yet. Wait until somebody has pressed Join.")
    quiz_moves.begin(sheet, call.at)


def call_off(sheet: QuizSheet, call: Call) -> None:
    """Call a quiz off in its lobby."""
    if sheet.quiz.state is State.CANCELLED:
        return
    _in_lobby(sheet)
    quiz_moves.end(sheet, call.at, State.CANCELLED)
    _note(sheet, call, "quiz.cancel")


def stop(sheet: QuizSheet, call: Call) -> None:
    """End a quiz here."""
    if is_over(sheet.quiz):
        return
    if sheet.quiz.state is State.LOBBY:
        call_off(sheet, call)
        return
    quiz_moves.end(sheet, call.at, State.STOPPED)
    _note(sheet, call, "quiz.stop")


def preview(sheet: QuizSheet, call: Call) -> tuple[QuestionView, ...]:
    """Show the questions; who has seen them plays outside the boards, also if they join later."""
    check_host(sheet, call)
    _in_lobby(sheet)
    unsealed(sealed_for(sheet.books, call.person_id), *(round_.question_id for round_ in sheet.rounds.values()))
    sheet.has_seen(call.person_id, call.at)
    return tuple(question(sheet, round_) for round_ in sheet.rounds.values())


def go_on(sheet: QuizSheet, call: Call, number: int) -> None:
    """Go on from a question, once."""
    round_ = sheet.round(number)
    if is_over(sheet.quiz) or number < sheet.quiz.current:
        return
    if not is_talked_about(sheet.quiz, round_):
        raise RuleBroken("not_revealed", "This question is still open. The next one can come after its reveal.")
    quiz_moves.go_on(sheet, call.at)


def wait(sheet: QuizSheet, call: Call, number: int) -> None:
    """Give the talk more time."""
    sheet.save_round(waited(talked_about(sheet, number), call.at))
    quiz_moves.settle(sheet)
    sheet.bump(number)


def talked_about(sheet: QuizSheet, number: int) -> Round:
    """Give the question that is revealed while the next one has not come.

    Raises:
        RuleBroken: `went_on`.
    """
    round_ = sheet.round(number)
    if number != sheet.quiz.current or not is_talked_about(sheet.quiz, round_):
        raise RuleBroken("went_on", "The quiz is not at this point, or has gone on from it. Nothing changed.")
    return round_


def void(sheet: QuizSheet, call: Call, number: int, words: str) -> None:
    """Take a question off the boards, and put the reason into the inbox."""
    round_ = _asked(sheet, number)
    if round_.voided_at is None:
        quiz_moves.void(sheet, round_, call.at, call.person_id)
        report(sheet, call, number, words)
        _note(sheet, call, "quiz.void", number)


def unvoid(sheet: QuizSheet, call: Call, number: int) -> None:
    """Bring a question back to the boards."""
    round_ = _asked(sheet, number)
    if round_.voided_at is None:
        raise RuleBroken("not_voided", "This question counts already. Nothing changed.")
    quiz_moves.unvoid(sheet, round_)
    _note(sheet, call, "quiz.unvoid", number)


def report(sheet: QuizSheet, call: Call, number: int, words: str) -> None:
    """Keep what somebody says is wrong with a question."""
    quiz, round_ = sheet.quiz, sheet.round(number)
    sheet.books.reports.add(
        Report(call.id, call.person_id, quiz.guild_id, None, call.at, words, quiz_id=quiz.id, number=round_.number)
    )


def _asked(sheet: QuizSheet, number: int) -> Round:
    round_ = sheet.round(number)
    if is_over(sheet.quiz):
        raise RuleBroken("over", "This quiz is over, so its boards stay as they are. Something wrong? reports it.")
    if round_.opened_at is None:
        raise RuleBroken("not_open", "That question has not been asked yet. Nothing changed.")
    return round_


def _in_lobby(sheet: QuizSheet) -> None:
    if sheet.quiz.state is not State.LOBBY:
        raise RuleBroken("begun", "This quiz has left its lobby. Nothing changed.")


def _note(sheet: QuizSheet, call: Call, act: str, number: int | None = None) -> None:
    subject = f"{sheet.quiz.id}" if number is None else f"{sheet.quiz.id}/{number}"
    sheet.books.audit.note(call.at, call.person_id, sheet.quiz.guild_id, act, subject)
