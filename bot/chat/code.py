"""`/code` and answers in code: forms, files and messages in; runs and verdicts out."""

import logging
import re
from collections.abc import Iterable
from typing import Any, assert_never

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.records import Run
from bot.actions.views import Asked, Call, Editing, Ended, Failed, Judged
from bot.chat import practice, wording
from bot.chat.app import App
from bot.chat.form import Upload, fault_form, modal
from bot.chat.going import Cancelled, Going
from bot.chat.ident import ident
from bot.chat.press import Handler, button
from bot.chat.screen import Attached, Screen, note
from bot.chat.spot import Answer, Reply, Same, Spot
from bot.chat.turn import Turn, calm
from bot.render import code as cards
from bot.render import words
from bot.render.card import LIMIT, Card
from bot.rules.errors import HoldoutError, RuleBroken
from bot.rules.run import Ran, RunStatus
from bot.rules.source import PYTHON, language_of, text_of

LOG = logging.getLogger(__name__)
ROOM = practice.CODE_ROOM
LONGEST_CODE = 4000
MOST_FILES = 10
SUFFIXES = (".py", ".txt", ".sql", ".yaml", ".yml", "dockerfile")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 60


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/code`."""

    @app_commands.command(name="code", description="Run Python, with NumPy, pandas, SciPy, scikit-learn, matplotlib.")
    @app_commands.describe(file="A .py file; leave it out and a form opens with your last text.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def code(interaction: discord.Interaction, file: discord.Attachment | None = None) -> None:
        turn = Turn(interaction, app)
        if file is None:
            text = await app.code.draft(turn.call)
            await turn.open(_form(wording.RUN_TITLE, ident(ROOM, "run"), text, PYTHON))
        else:
            await turn.hold()
            data = await turn.fetch(Upload(file.filename, file.size, file.url))
            await run(Answer(turn), turn.call, data, app)

    return (code,)


def ran_screen(ended: Ended) -> Screen:
    """Give the message that shows a run, with its pictures and files."""
    row = (
        button(words.EDIT_RUN, ident(ROOM, "edit", ended.run_id), ButtonStyle.primary),
        button(words.RUN_AGAIN, ident(ROOM, "again", ended.run_id)),
        button(words.WRONG, ident(ROOM, "wrong", ended.run_id)),
    )
    return Screen(cards.run(ended), (row,), tuple(_attached(ended.ran))[:MOST_FILES])


def failed_screen(failed: Failed, *, written: bool = False) -> Screen:
    """Give the message that shows a submission which did not pass, and the ways on.

    Args:
        failed: The question and the submission.
        written: Whether it came as a plain message, so that it must be said how it was taken.
    """
    again = (button(words.TRY_AGAIN, ident(ROOM, "submit", failed.asked.attempt_id), ButtonStyle.primary),)
    return Screen(cards.failed(failed, written=written), (again, practice.besides(failed.asked)))


def waiting_screen(what: str, run_id: int, place: int, question: Asked | Judged | None = None) -> Screen:
    """Give the message that stands while a run is not done, below the question where there is one."""
    ids = (run_id,) if question is None else (run_id, question.attempt_id)
    row = (button(words.CANCEL, ident(ROOM, "cancel", *ids)),)
    waiting = cards.waiting(what, place)
    above = practice.screen(question).card if question is not None else Card(())
    fits = above.length + waiting.length <= LIMIT
    return Screen(Card((*above.blocks, *waiting.blocks)) if fits else waiting, (row,))


def kept_screen(sentence: str, run_id: int | None) -> Screen:
    """Give the message that stands where a run came to nothing; its text can be taken up again."""
    if run_id is None:
        return Screen(note(sentence))
    return Screen(note(sentence), ((button(words.EDIT_RUN, ident(ROOM, "edit", run_id), ButtonStyle.primary),),))


async def run(spot: Spot, call: Call, given: str | bytes, app: App, *, written: bool = False) -> None:
    """Run a program and show what came of it; a refusal is told beside what stands there."""
    going = Going(app.going, call.person_id)

    async def show(run_id: int, place: int) -> None:
        await spot.show(waiting_screen("Running", run_id, place))

    try:
        ended = await going.wait(app.code.run(call, given, going, written=written), show)
    except RuleBroken as refusal:
        await _refused(spot, call, refusal, app)
    except Cancelled:
        await spot.show(kept_screen(cards.CANCELLED, going.run_id))
    except HoldoutError as error:
        await spot.show(kept_screen(calm(error, f"call {call.id}"), going.run_id))
    else:
        if ended is not None:
            if ended.ran.status is RunStatus.SETUP_FAILED:
                LOG.error("A run was not started: %s", ended.ran.cause)
            await spot.show(ran_screen(ended))


async def answer(
    spot: Spot, call: Call, attempt_id: int, given: str | bytes, app: App, *, written: bool = False
) -> Failed | Judged | None:
    """Have code judged as an answer and show the verdict; what it was is given back where there is one."""
    going = Going(app.going, call.person_id)
    stood = await app.practice.show(call, attempt_id)

    async def show(run_id: int, place: int) -> None:
        await spot.show(waiting_screen("Judging", run_id, place, stood))

    try:
        outcome = await going.wait(app.code.submit(call, attempt_id, given, going, written=written), show)
    except RuleBroken as refusal:
        await _refused(spot, call, refusal, app)
        return None
    except (Cancelled, HoldoutError) as error:
        await spot.show(practice.screen(stood))
        await spot.tell(cards.CANCELLED if isinstance(error, Cancelled) else calm(error, f"call {call.id}"))
        return None
    if outcome is not None:
        await spot.show(outcome_screen(outcome, written=written))
    if isinstance(outcome, Judged) and outcome.said and outcome.interview_id is None:
        await spot.tell(outcome.said)
    return outcome


async def _refused(spot: Spot, call: Call, refusal: RuleBroken, app: App) -> None:
    """Tell a refusal; a run that stands in the way though nobody waits for it is given up, for the next one to go."""
    waited_for = any(going.person_id == call.person_id for going in app.going.values())
    if refusal.code == "one_at_a_time" and not waited_for:
        await app.code.let_go(call)
    await spot.tell(refusal.sentence)


def outcome_screen(outcome: Failed | Judged, *, written: bool = False) -> Screen:
    """Give the message that shows what came of a submission."""
    asked = outcome.asked if isinstance(outcome, Failed) else outcome
    if asked.interview_id is not None:
        return practice.in_interview(outcome)
    match outcome:
        case Failed():
            return failed_screen(outcome, written=written)
        case Judged():
            return practice.verdict(outcome)
    assert_never(outcome)


async def take_up(client: discord.Client, app: App, left: Iterable[Run]) -> None:
    """Settle what a stop of the bot left open; who wrote in direct messages is told there."""
    for run_left in left:
        new = run_left.new
        going = Going(app.going, new.person_id)
        going.begun(run_left.id)
        try:
            outcome = await app.code.take_up(run_left)
            shown = Screen(note(cards.LOST)) if outcome is None else outcome_screen(outcome, written=True)
        except RuleBroken as refusal:
            LOG.info("Run %d is not settled: %s", run_left.id, refusal)
            continue
        except HoldoutError as error:
            LOG.warning("Run %d is not settled: %s", run_left.id, error)
            shown = Screen(note(cards.AWAY))
        finally:
            del app.going[run_left.id]
        if new.written:
            channel = client.get_partial_messageable(new.channel_id)
            await Reply(channel, new.channel_id, new.call_id, app, "late").show(shown)


def source_file(files: Iterable[discord.Attachment]) -> Upload | None:
    """Give the first attached file that holds code, None where there is none."""
    for file in files:
        if file.filename.lower().endswith(SUFFIXES) or (file.content_type or "").startswith("text/"):
            return Upload(file.filename, file.size, file.url)
    return None


def _attached(ran: Ran) -> Iterable[Attached]:
    """Give the pictures that a run left, what the card had no room for, and the other files, under names of ours."""
    pictures = [file for file in ran.files if file.type.startswith("image/")]
    for place, file in enumerate(pictures, 1):
        suffix = _UNFIT.sub("", file.type.partition("/")[2])
        alt = f"Picture {place} of {len(pictures)} that the code drew"
        yield Attached(f"picture-{place}.{suffix}", file.data, alt)
    for name, data in cards.left_over(ran):
        yield Attached(name, data)
    for place, file in enumerate((file for file in ran.files if file not in pictures), 1):
        yield Attached(f"{place}-{_UNFIT.sub('_', file.name)[-_LONGEST_NAME:].lstrip('.')}", file.data)


def _form(title: str, custom_id: str, text: str, language: str) -> ui.Modal:
    fits = len(text) <= LONGEST_CODE
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="source",
        style=discord.TextStyle.paragraph,
        default=text if fits else "",
        max_length=LONGEST_CODE,
        required=False,
    )
    upload: ui.FileUpload[Any] = ui.FileUpload(custom_id="file", required=False, max_values=1, min_values=0)
    hint = wording.CODE_HINT if fits else wording.CODE_TOO_LONG
    return modal(
        title,
        custom_id,
        ui.Label(text=wording.CODE_FIELDS[language], description=hint, component=box),
        ui.Label(text=wording.CODE_FILE_FIELD, description=wording.CODE_FILE_HINT, component=upload),
    )


def answer_form(editing: Editing, custom_id: str) -> ui.Modal:
    """Make the form that code is submitted by, with the newest draft in it."""
    return _form(wording.ANSWER_TITLE, custom_id, editing.text, language_of(editing.asked.variant.task))


async def given(turn: Turn) -> str | bytes:
    """Give what a form holds: its file, or its text as it was typed."""
    files = turn.form.uploads.get("file", ())
    return await turn.fetch(files[0]) if files else turn.form.raw("source")


async def _spot(turn: Turn) -> Spot:
    """Answer on the message that the button or form belongs to, else in a new one; Discord is told to wait."""
    if turn.interaction.message is not None:
        await turn.hold_edit()
        return Same(turn)
    await turn.hold()
    return Answer(turn)


async def _run(turn: Turn) -> None:
    """Take the form of `/code`, or of Edit and run again."""
    spot = await _spot(turn)
    await run(spot, turn.call, await given(turn), turn.app)


async def _edit(turn: Turn) -> None:
    text = text_of(await turn.app.code.program(turn.call, turn.ident.number(0)))
    await turn.open(_form(wording.RUN_TITLE, ident(ROOM, "run"), text, PYTHON))


async def _again(turn: Turn) -> None:
    program = await turn.app.code.program(turn.call, turn.ident.number(0))
    await turn.hold_edit()
    await run(Same(turn), turn.call, program, turn.app)


async def _cancel(turn: Turn) -> None:
    """Cancel a run; who waits for it shows that. Of one that a restart cut off, what stands now is shown."""
    run_id = turn.ident.number(0)
    going = turn.app.going.get(run_id)
    if going is not None and going.person_id == turn.call.person_id:
        await turn.hold_edit()
        going.stop()
    elif turn.ident.maybe(1):
        await turn.edit(practice.screen(await turn.app.practice.show(turn.call, turn.ident.number(1))))
    else:
        await turn.app.code.program(turn.call, run_id)
        await turn.edit(kept_screen(words.NOTHING_RUNS, run_id))


def report_form(run_id: int) -> ui.Modal:
    """Give the form that says what is wrong with a run."""
    return fault_form(ident(ROOM, "report", run_id), wording.WRONG_RUN_FIELD)


async def _wrong(turn: Turn) -> None:
    run_id = turn.ident.number(0)
    await turn.app.code.program(turn.call, run_id)
    await turn.open(report_form(run_id))


async def _report(turn: Turn) -> None:
    await turn.app.code.report(turn.call, turn.ident.number(0), turn.form.text("words"))
    await turn.tell(words.THANKS_RUN if turn.private else words.THANKS_RUN_DIRECT)


async def _submit(turn: Turn) -> None:
    """Open the form for an answer; a press that comes too late shows what counts."""
    attempt_id = turn.ident.number(0)
    shown = await turn.app.code.editing(turn.call, attempt_id)
    match shown:
        case Judged():
            await turn.edit(outcome_screen(shown))
            if shown.interview_id is None:
                await turn.tell(shown.said)
        case Editing():
            await turn.open(answer_form(shown, ident(ROOM, "answer", attempt_id)))


async def _answer(turn: Turn) -> None:
    spot = await _spot(turn)
    await answer(spot, turn.call, turn.ident.number(0), await given(turn), turn.app)


ROUTES: dict[str, Handler] = {
    "run": _run,
    "edit": _edit,
    "again": _again,
    "cancel": _cancel,
    "wrong": _wrong,
    "report": _report,
    "submit": _submit,
    "answer": _answer,
}
