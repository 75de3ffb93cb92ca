"""What members press on a quiz's questions: answers, their own question, their own result, and what is wrong."""

from discord import ui

from bot.chat import quiz_mine
from bot.chat.answering import Whose, arranged, chosen, matched, row_letters, rows_form, text_form
from bot.chat.form import fault_form
from bot.chat.ident import stale
from bot.chat.press import Handler
from bot.chat.quiz_mine import ROOM
from bot.chat.screen import Screen
from bot.chat.turn import Turn
from bot.render import quiz_told as cards
from bot.render import words
from bot.rules.answer import Answer, Chosen, Typed
from bot.rules.errors import RuleBroken


def _whose(turn: Turn) -> tuple[int, int]:
    """Give the quiz and the question that a button is about."""
    read = turn.ident
    return read.number(0), read.number(1)


async def _take(turn: Turn, answer: Answer) -> None:
    """Record an answer and confirm it: on a member's own message there, else in a new one."""
    quiz_id, number = _whose(turn)
    recorded = await turn.app.quiz.answer(turn.call, quiz_id, number, answer)
    turn.app.bell.hint()
    if _own(turn):
        await turn.edit(quiz_mine.screen(await turn.app.quiz.mine(turn.call, quiz_id, number)))
    else:
        await turn.tell(cards.recorded(recorded))


def _own(turn: Turn) -> bool:
    """Tell whether a press or a form belongs to a message that its member alone sees."""
    message = turn.interaction.message
    return message is not None and message.flags.ephemeral


async def _pick(turn: Turn) -> None:
    await _take(turn, Chosen(frozenset({turn.ident.number(2)})))


async def _picks(turn: Turn) -> None:
    await _take(turn, chosen(turn.form))


async def _type(turn: Turn) -> None:
    """Open the form for a number or a term; whoever may not answer is told so before they write."""
    await turn.app.quiz.mine(turn.call, *_whose(turn))
    await turn.open(text_form(Whose(ROOM, _whose(turn)), turn.ident.word(2)))


async def _typed(turn: Turn) -> None:
    await _take(turn, Typed(turn.form.text("answer")))


async def _show(turn: Turn) -> None:
    """Show a member's own question, or the items that are to be put in order."""
    await turn.say(quiz_mine.screen(await turn.app.quiz.mine(turn.call, *_whose(turn))))


async def _put(turn: Turn) -> None:
    """Show the order that a letter or Undo leads to."""
    await turn.edit(quiz_mine.screen(await turn.app.quiz.mine(turn.call, *_whose(turn), turn.ident.maybe(2))))


async def _done(turn: Turn) -> None:
    await _take(turn, arranged(turn.ident.word(2)))


async def _rows(turn: Turn) -> None:
    whose = _whose(turn)
    mine = await turn.app.quiz.mine(turn.call, *whose)
    if mine.variant.matching is None:
        raise stale()
    await turn.open(rows_form(Whose(ROOM, whose), mine.variant.matching, turn.ident.maybe(2)))


async def _matched(turn: Turn) -> None:
    """Record the rows; where one has no option, a message of their own keeps what the others had."""
    letters = row_letters(turn.form)
    try:
        await _take(turn, matched(letters))
    except RuleBroken as refusal:
        if refusal.code != "incomplete":
            raise
        kept = quiz_mine.screen(await turn.app.quiz.mine(turn.call, *_whose(turn)), letters)
        await (turn.edit(kept) if _own(turn) else turn.say(kept))
        await turn.tell(refusal.sentence)


async def _mine(turn: Turn) -> None:
    await turn.say(Screen(cards.my_answer(await turn.app.quiz.my_answer(turn.call, *_whose(turn)))))


async def _ready(turn: Turn) -> None:
    count = await turn.app.quiz.ready(turn.call, *_whose(turn))
    turn.app.bell.ring()
    await turn.tell(cards.ready(count))


async def _wrong(turn: Turn) -> None:
    await turn.open(report_form(*_whose(turn)))


def report_form(quiz_id: int, number: int) -> ui.Modal:
    """Give the form that says what is wrong with a quiz's question."""
    return fault_form(Whose(ROOM, (quiz_id, number)).ident("report"))


async def _report(turn: Turn) -> None:
    await turn.app.quiz.report(turn.call, *_whose(turn), turn.form.text("words"))
    await turn.tell(words.THANKS)


ROUTES: dict[str, Handler] = {
    "pick": _pick,
    "picks": _picks,
    "type": _type,
    "typed": _typed,
    "show": _show,
    "put": _put,
    "done": _done,
    "rows": _rows,
    "matched": _matched,
    "mine": _mine,
    "ready": _ready,
    "wrong": _wrong,
    "report": _report,
}
