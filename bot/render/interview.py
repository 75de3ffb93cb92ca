"""A mock interview as people meet it: opening, questions, follow-ups, facts, pause and the end; never a verdict."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from bot.actions.interview_views import AskView, Facts, Opening, PausedView, Running
from bot.actions.views import Asked, Failed, Judged, Submission
from bot.render import code, practice, words
from bot.render.author import authored
from bot.render.card import Card, Part, Picture, assemble, clip
from bot.rules.interview import ROUNDS, Sort, State

MODERATORS = (
    "Moderators of this server can read this thread, no other member can. "
    "This bot stores your words for 30 days, or until you press Delete on the report."
)
NOT_NOW = "Nothing was begun. `/interview start` opens it whenever you like."
THREAD_OPENS = (
    "**It begins in a private thread of this channel.** You are put into it in a moment; "
    "`/interview resume` finds it again."
)
BEGINS_HERE = "**It begins in a moment, here.**"
NO_THREADS = (
    "I cannot open a private thread in this channel. **Start in direct message** works anywhere; an admin can give me "
    "**Create Private Threads** and **Send Messages in Threads** here."
)
NO_DIRECT = "I cannot write to you: your direct messages from this server are off. Nothing was changed."
GOES_ON_HERE = (
    "**Your mock interview goes on here.** Plain messages are the answer, as many as you like; **Done** ends it. "
    "No other member can read this."
)
CODE_WANTED = (
    "This question is answered by code: send it between two lines of three backticks or as a .py file, or press "
    "**Submit** above. **Done** goes on with what you submitted last."
)
SEED_WANTED = "The number must be one that I showed on an opening: digits alone, such as 7."
KEPT = "Nothing was ended."
IN_DIRECT = "**It is in our direct messages now.** `/interview resume` finds it again."
NO_FACT = "I have no figure for that. Assume one, and say so."
NOTHING_RUNS = "No interview of yours is under way. `/interview start` opens one."
_LEAVE_SURE = (
    "**End it now?** What you said is heard and stands in the report; questions that were not reached are "
    "“not reached”, never 0. It cannot be gone on with afterwards."
)
LEFT = "It is ended. The report comes where the interview was."

_IN_DIRECT = (
    "No other member can read this. This bot stores your words for 30 days, or until you press Delete on the report."
)
_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_NAMED = {
    Sort.OPEN: ("question", "questions"),
    Sort.STORY: ("story", "stories"),
    Sort.CODE: ("coding problem", "coding problems"),
    Sort.CASE: ("case", "cases"),
    Sort.DATA: ("question about data", "questions about data"),
    Sort.TRIAL: ("question about experiments", "questions about experiments"),
}
_STATES = {
    State.RUNNING: "under way",
    State.HEARING: "under way",
    State.PAUSED: "paused",
    State.ENDED: "ended",
}
_STAGE = "**What would you do here, and why?**"
_QUOTES = 3
_QUOTE = 160
_HINT = 500
_CASE = 160
_DRAFT = 1500
_LEAST = 120
_VALUE = 300
_MINUTE = timedelta(minutes=1)


def opening(view: Opening, *, begun: bool = False) -> Card:
    """Draw what stands before a round begins, or has just begun."""
    round_ = ROUNDS[view.kind]
    title = f"## Mock interview · {round_.name} · {view.level.value} · {view.minutes} minutes"
    code_comes = any(sort is Sort.CODE for sort, _ in view.slots)
    no_code = "" if code_comes else " No code in this round."
    loop = f"Round {view.loop} of {view.rounds} of your loop.\n" if view.loop is not None else ""
    bullets = "\n".join(f"· {line}" for line in _bullets(view, code_comes=code_comes))
    stored = MODERATORS.replace("this thread", "the thread") if view.in_server else _IN_DIRECT
    readers = f"{stored}\n{_heard_by(view)}" if view.heard_by else stored
    return assemble(
        [
            Part(title, len(title), tight=True),
            Part(f"{loop}{_slots(view)}{no_code}"),
            Part(_under_way(view.running)) if view.running is not None else None,
            Part(bullets),
            Part(readers),
            Part(
                _begun(view)
                if begun
                else f"-# Number {view.seed}: whoever starts this round with it is asked the same."
            ),
        ]
    )


def _heard_by(view: Opening) -> str:
    """Say which model outside hears the answers, and who let it."""
    who = "you and this server" if view.in_server else "you"
    return (
        f"**{words.safe(view.heard_by)}** hears your answers too, as {who} let it: each is sent there with its "
        "question, without your name. `/me` ends that."
    )


def _begun(view: Opening) -> str:
    return THREAD_OPENS if view.in_server else BEGINS_HERE


def _slots(view: Opening) -> str:
    """Say what is asked, such as four questions of about 6 minutes, then one story of 6."""
    groups = [(sort, minutes, len(list(same))) for (sort, minutes), same in groupby(view.slots)]
    said = []
    for place, (sort, minutes, count) in enumerate(groups):
        one, many = _NAMED[sort]
        number = _COUNTS.get(count, str(count)) if count > 1 else "One"
        time = f"about {_minutes(minutes)} minutes" if place == 0 else _minutes(minutes)
        each = " each" if count > 1 and place else ""
        said.append(f"{number if place == 0 else number.lower()} {one if count == 1 else many} of {time}{each}")
    return f"{', then '.join(said)}."


def _minutes(minutes: float) -> str:
    whole = int(minutes)
    return f"{whole}½" if minutes != whole else str(whole)


def _bullets(view: Opening, *, code_comes: bool) -> Iterator[str]:
    if code_comes:
        yield (
            f"**{words.SUBMIT}** your code as often as you like; I say how many of the shown examples pass. "
            f"**{words.DONE}** takes what you submitted last."
        )
        yield "What the hidden cases say stands in the report, not before."
    else:
        yield _answering(view)
        yield f'{_asking(view)}"I don\'t know" is an answer.'
        yield "I will not say right or wrong before the end, and I will ask further where something is missing."
    yield (
        f"If you are called away: **{words.PAUSE}**. The clock stops, days if need be. After 5 silent minutes past a "
        "question's time I pause by myself."
    )


def _answering(view: Opening) -> str:
    if view.in_server:
        return (
            f"Press **{words.ANSWER}** and write as you would speak. Sending the form ends the answer. "
            "What is typed into the thread I cannot read."
        )
    return (
        f"Just write here, as you would speak. Several short messages are fine; press **{words.DONE}** when you "
        "have finished."
    )


def _asking(view: Opening) -> str:
    if not view.in_server:
        return "Ask me what you would ask an interviewer. "
    case = any(sort is Sort.CASE for sort, _ in view.slots)
    return f"Press **{words.ASK}** for what you would ask an interviewer. " if case else ""


def _under_way(running: Running) -> str:
    return (
        f"{words.PARTLY_SIGN} Another interview of yours has not ended: {_named(running)}. "
        "Go on with it or end it; then this one can begin."
    )


def _named(running: Running) -> str:
    where = f"question {running.slot} of {running.of}" if running.slot else "not begun"
    return f"{ROUNDS[running.kind].name}, {running.level.value}, {where}, {_STATES[running.state]}"


def resumed(running: Running, *, here: bool) -> Card:
    """Draw where a person's interview stands, for `/interview resume`.

    Args:
        running: The interview.
        here: Whether it is held where this is shown.
    """
    place = "" if here or running.channel_id is None else f"\nIt is held in <#{running.channel_id}>."
    stands = "\nThe clock stands until you go on." if running.state is State.PAUSED else ""
    return assemble([Part(f"**Your mock interview:** {_named(running)}.{place}{stands}")])


def ask(view: AskView) -> Card:
    """Draw a question, a stage of a case or a follow-up; the question itself is never shortened."""
    said = _asked(view) if view.ask else _question(view)
    draft = _draft(view.draft)
    return assemble(
        [
            Part(_in_thread(view)) if view.opens and not view.direct and view.open else None,
            *_noted(view),
            *said,
            *(Part(f"**Hint** {authored(hint, _HINT)}", _LEAST) for hint in view.hints),
            Part(draft, min(len(draft), _LEAST)) if draft and view.open else None,
        ]
    )


def _in_thread(view: AskView) -> str:
    """Say who reads a thread, and how it is answered there: what is typed into it does not reach the bot."""
    label = words.SUBMIT if view.code_attempt_id is not None else words.ANSWER
    return f"-# {MODERATORS}\n-# I cannot read what is typed into the thread: press **{label}**."


def _noted(view: AskView) -> Iterator[Part]:
    """Quote the person's own words, or say plainly that nothing could be made of them; never a verdict."""
    quotes = " · ".join(f'"{words.quote(quote, _QUOTE)}"' for quote in view.noted[:_QUOTES] if quote.strip())
    if quotes:
        yield Part(f"Thank you. I noted: {quotes}.", tight=bool(view.ask))
    elif view.nothing_heard:
        yield Part(
            "Thank you. I could not make out an answer in that; it is kept as you wrote it. I read only English.",
            tight=bool(view.ask),
        )
    elif view.nothing_said:
        yield Part("You wrote nothing to that, so I go on.")
    elif view.turn > 1:
        yield Part("Thank you.", tight=bool(view.ask))


def _asked(view: AskView) -> list[Part | Picture | None]:
    text = f"**{authored(view.ask)}**"
    return [Part(text, len(text))]


def _question(view: AskView) -> list[Part | Picture | None]:
    variant = view.variant
    head = _head(view)
    if view.stage > 1:
        case = f"-# The case: {words.quote(' '.join(variant.text.split()), _CASE)}"
        return [Part(head, len(head), tight=True), Part(case, len(case)), Part(_STAGE, len(_STAGE))]
    text = f"{head}\n{authored(variant.text)}"
    parts: list[Part | Picture | None] = [Part(text, len(text)), *practice.material(variant)]
    if variant.task is not None:
        parts += code.task_parts(variant.task, 0, _how_to_code(view))
    if view.stage:
        name = f"**First: {authored(view.stage_name, 100)}**"
        parts.append(Part(name, len(name)))
    if view.facts:
        parts.append(Part(_how_to_ask(view)))
    return parts


def _head(view: AskView) -> str:
    """Say which question it is and until when: `**Question 1 of 5** · time for it until …`."""
    where = f"**Question {view.slot} of {view.of}**"
    if view.stage:
        part = f"part {view.stage} of {view.stages}"
        where = (
            f"**Question {view.slot} of {view.of} · {part}**"
            if view.stage == 1
            else f"**{part.capitalize()}: {authored(view.stage_name, 100)}**"
        )
    return where if view.ends_at is None else f"{where} · time for it until {words.stamp(view.ends_at, 't')}"


def _how_to_ask(view: AskView) -> str:
    if view.direct:
        return '-# Ask for what you need to know: a message that ends with "?" is answered from the facts of the case.'
    return f"-# Ask for what you need to know: **{words.ASK}** answers from the facts of the case."


def _how_to_code(view: AskView) -> str:
    ways = "a code block, a .py file or" if view.direct else "the form behind"
    return f"-# Submit by {ways} **{words.SUBMIT}**. **{words.DONE}** takes what you submitted last."


def _draft(draft: str) -> str:
    """Show again what was written before a pause."""
    if not draft.strip():
        return ""
    lines = [words.safe(line, _DRAFT) for line in clip(words.visible(draft).strip(), _DRAFT).split("\n")]
    return "\n".join(["**You had written**", *(f"> {line}" for line in lines)])


def paused(view: PausedView) -> Card:
    """Draw a pause: what is left, and that nothing is lost."""
    where = f"question {view.slot} of {view.of}"
    if view.gone_on:
        return assemble([Part(f"-# Paused at {where}, and gone on with since.")])
    if view.grader_away:
        text = (
            "**Paused.** I cannot hear your answer just now, through no fault of yours. It is kept, the clock stands, "
            f"and nothing is scored without it. **{words.GO_ON}** tries again."
        )
        return assemble([Part(f"{text}\n-# At {where}.")])
    silent = "You were silent for 5 minutes past the time, so I paused by myself. " if view.by_itself else ""
    return assemble(
        [Part(f"**Paused.** {silent}{_left(view.left)}\n-# At {where}. The clock stands, days if need be.")]
    )


def _left(left: timedelta) -> str:
    minutes = round(left / _MINUTE)
    if left <= timedelta():
        return "The time of this question is over; you may still answer it, and I ask no further there."
    if minutes < 1:
        return "Less than a minute of this question is left."
    return f"{words.plural(minutes, 'minute')} of this question {'is' if minutes == 1 else 'are'} left."


def facts(told: Facts) -> str:
    """Say what was asked for, as the case has it."""
    if not told.told:
        return NO_FACT
    return "\n".join(f"**{authored(name, 100)}** {authored(value, _VALUE)}" for name, value in told.told)


def asked(question: str, told: Facts) -> Card:
    """Draw a question that a candidate asked in a form, with what is known."""
    said = f'You asked: "{words.quote(question, _HINT)}"'
    return assemble([Part(said, tight=True), Part(facts(told))])


def goes_on(running: Running, *, here: bool, in_server: bool) -> str:
    """Say where an interview goes on.

    Args:
        running: The interview.
        here: Whether it is held where this is said.
        in_server: Whether this is said in a server; where it has no channel any more, that gets a new thread.
    """
    if not here and running.channel_id is not None:
        return (
            f"It goes on in <#{running.channel_id}>, with the question that was on. Where that is gone, "
            "`/interview resume` opens it anew."
        )
    where = "in a new private thread of this channel" if in_server and not here else "below"
    return f"It goes on {where}, with the question that was on."


def leaving() -> Card:
    """Ask once more before an interview ends."""
    return assemble([Part(_LEAVE_SURE)])


def submitted(outcome: Asked | Failed | Judged) -> Card:
    """Draw what came of a submission during an interview: the shown examples alone, hidden cases never."""
    submission = None if isinstance(outcome, Asked) else outcome.submission
    if submission is None:
        return assemble([Part(f"**Your code.**\n{_DONE_TAKES}")])
    return assemble(
        [
            Part(f"**{_taken(submission)}**", tight=True),
            *code.progress(submission),
            Part(_DONE_TAKES, len(_DONE_TAKES)),
        ]
    )


_DONE_TAKES = (
    f"-# Hidden cases are judged too; what came of them stands in the report. **{words.DONE}** takes what you "
    "submitted last."
)


def _taken(submission: Submission) -> str:
    shown = [case for case in submission.judgement.cases if not case.hidden]
    if not shown:
        return "Taken."
    passed = sum(case.passed for case in shown)
    sign = words.RIGHT_SIGN if passed == len(shown) else words.PARTLY_SIGN if passed else words.WRONG_SIGN
    verb = "passes" if len(shown) == 1 else "pass"
    return f"{sign} Taken: {passed} of {words.plural(len(shown), 'shown example')} {verb}"


def not_here(running: Running) -> str:
    """Say why nothing else is asked where an interview is on."""
    where = f"question {running.slot} of {running.of}" if running.slot else "it is about to begin"
    return (
        f"Your mock interview is on here: {where}. Answer it, or press **{words.PAUSE}** there; then I ask you "
        "something else."
    )
