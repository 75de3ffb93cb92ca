"""What chat has to carry out now: the steps that the rows call for, in order."""

from datetime import datetime

from bot.actions.ports import Books
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import QuizSheet
from bot.actions.quiz_show import called_role, public
from bot.actions.quiz_views import Draw, OpenThread, Post, Step
from bot.rules.quiz import END, LOBBY, Quiz, State
from bot.rules.quiz_course import is_over

_EPOCH_MS = 1_420_070_400_000
_LONGEST_NAME = 90


def waiting(books: Books) -> tuple[int, ...]:
    """Give the quizzes of which something is to be carried out."""
    behind = {message.quiz_id for message in books.quizzes.behind()}
    return tuple(sorted(behind | {quiz.id for quiz in books.quizzes.live() if _lacks_thread(quiz)}))


def steps(sheet: QuizSheet) -> tuple[Step, ...]:
    """Give one quiz's steps in the order in which they are to be carried out.

    Its thread is opened under its first message before anything is posted there.
    """
    quiz, message = sheet.quiz, sheet.lobby_message
    behind = [one for one in sheet.books.quizzes.messages(quiz.id) if one.behind]
    found = [_step(sheet, one) for one in behind if one.place in (LOBBY, END) or quiz.threaded or is_over(quiz)]
    if _lacks_thread(quiz) and message.message_id is not None and not message.lost:
        found.append(OpenThread(quiz.id, quiz.channel_id, message.message_id, _name(quiz)))
    return tuple(found)


def _lacks_thread(quiz: Quiz) -> bool:
    return quiz.state in (State.LOBBY, State.RUNNING) and not quiz.threaded and not quiz.is_open


def _step(sheet: QuizSheet, message: PublicMessage) -> Step:
    quiz, place, view = sheet.quiz, message.place, public(sheet, message.place)
    channel_id = quiz.channel_id if place in (LOBBY, END) else sheet.thread_id or quiz.channel_id
    if message.message_id is not None:
        return Draw(quiz.id, place, channel_id, message.message_id, message.revision, view, counts=message.counts)
    return Post(
        quiz_id=quiz.id,
        place=place,
        channel_id=channel_id,
        nonce=f"quiz{quiz.id}p{place}",
        view=view,
        after_id=_newest_before(sheet, place),
        role_id=called_role(sheet) if place == LOBBY else None,
        wanted=place == END or not is_over(quiz),
    )


def _newest_before(sheet: QuizSheet, place: int) -> int:
    """Give the quiz's newest message in the channel of a place, or the moment it was asked for."""
    if place == LOBBY:
        return snowflake(sheet.quiz.created_at)
    first = sheet.lobby_message.message_id or snowflake(sheet.quiz.created_at)
    if place == END:
        return first
    there = sheet.books.quizzes.messages(sheet.quiz.id)
    return max((one.message_id for one in there if one.message_id and one.place < place), default=first)


def snowflake(at: datetime) -> int:
    """Give the smallest id that Discord could give at a moment."""
    return max(0, int(at.timestamp() * 1000) - _EPOCH_MS) << 22


def _name(quiz: Quiz) -> str:
    return f"Quiz · {quiz.title}"[:_LONGEST_NAME]
