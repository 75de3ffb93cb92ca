"""Open quizzes: their first message, and what each member sees on their own way through."""

from datetime import timedelta

from bot.actions.quiz_open_views import Way
from bot.actions.quiz_views import LobbyView
from bot.render import words
from bot.render.card import Card, Part, assemble
from bot.render.quiz import called, is_in, title
from bot.render.quiz_mine import question
from bot.rules.quiz import State

_RULES = (
    "· Begin when it suits you: your time for a question runs from when you see it.\n"
    "· Your numbers are your own; nobody sees what you chose.\n"
    "· Right beats fast. A speed board is shown apart.\n"
    "· What was right, why, and the boards come when it closes. Please keep the questions to yourself until then.\n"
    "· Only the top three names are shown; the host can export the answers. You may play under a guest name."
)
GO_ON = "you go on or time is up"


def lobby(view: LobbyView) -> Card:
    """Draw the first message of an open quiz, before, while and after it can be played."""
    each = timedelta(seconds=view.options.seconds)
    measure = f"{words.plural(view.count, 'question')}, {words.took(each)} each, by your own clock."
    waits = view.state in (State.LOBBY, State.RUNNING)
    rules = [_RULES]
    if view.options.teams:
        rules.append(f"· {view.options.teams} teams; whoever joins comes into the smallest.")
    if not view.host_plays:
        rules.append(f"· {words.member(view.host_id)} has seen the questions and plays outside the boards.")
    return assemble(
        [
            Part(f"## {title(view.title)}\n{measure}\n{_when(view)}"),
            Part(_how_many(view) + (called(view) if waits else "")),
            Part("\n".join(rules)) if waits else None,
        ]
    )


def _when(view: LobbyView) -> str:
    """Say from when to when it can be played."""
    match view.state:
        case State.LOBBY:
            days = words.plural(view.options.open_days, "day")
            return f"Opens {words.stamp(view.starts_at)} for {days}, or when {words.host(view.host_id)} presses Start."
        case State.RUNNING if view.closes_at is not None:
            return f"**Open until {words.stamp(view.closes_at, 'F')}** ({words.stamp(view.closes_at)})."
        case State.ENDED:
            talk = f" Talk it over in <#{view.thread_id}>." if view.thread_id is not None else ""
            return f"**It has closed.** The boards stand below.{talk}"
        case State.STOPPED:
            return "**It was closed early.** What was answered by then makes the boards."
        case _:
            return "**It was called off.**"


def _how_many(view: LobbyView) -> str:
    if view.state is State.LOBBY:
        return f"**{is_in(view.joined)}**"
    if view.state is State.CANCELLED:
        return ""
    if not view.begun:
        return "**Nobody has begun yet.**" if view.state is State.RUNNING else "Nobody began."
    begun = f"{view.begun} {'has' if view.begun == 1 else 'have'} begun"
    return f"**{begun}, {view.through} {'is' if view.through == 1 else 'are'} through.**"


def way(view: Way) -> Card:
    """Draw where a member is: a question that is open for them, or what comes next."""
    if view.mine is not None:
        return question(view.mine, GO_ON)
    if view.is_through:
        return _through(view)
    return _between(view) if view.last else _before(view)


def _before(view: Way) -> Card:
    """Say how it goes, before the first question."""
    count = words.plural(view.total, "question")
    lines = [
        f"**{count}, {words.took(view.each)} each, one after another.** Only you see them.",
        "· The time for a question runs from when you see it.",
        "· You can change an answer until you go on or the time is up.",
        "· Called away? The question you see runs out, the others wait. Press Begin again, or use `/quiz rejoin`.",
        f"· What was right comes when the quiz closes, {words.stamp(view.closes_at)}; so do the boards.",
    ]
    return assemble([Part(f"## {title(view.title)}\n{lines[0]}"), Part("\n".join(lines[1:])), _as(view)])


def _as(view: Way) -> Part | None:
    """Say under which name somebody plays, where it is not their own, and whether for the boards."""
    if view.off_board:
        return Part("-# You have seen the questions, so you play outside the boards.")
    if view.alias:
        return Part(f"-# You play as **{view.alias}**. The boards and the host's export say only that.")
    return None


def _between(view: Way) -> Card:
    """Say that a question is over and others wait."""
    left = view.total - view.number + 1
    head = f"**Question {view.last} of {view.total} is over.**"
    if view.ran_out:
        head = f"**The time for question {view.last} of {view.total} is up.**"
    waits = f"{words.in_words(left).capitalize()} {'waits' if left == 1 else 'wait'} for you"
    return assemble([Part(f"{head} {_answered(view)}\n{waits}; the quiz closes {words.stamp(view.closes_at)}.")])


def _through(view: Way) -> Card:
    closes = f"{words.stamp(view.closes_at, 'F')} ({words.stamp(view.closes_at)})"
    comes = f"What was right, why, and the boards come when the quiz closes, {closes}: here and by `/quiz results`."
    return assemble([Part(f"**You are through.** {_answered(view)}\n{comes}"), _as(view)])


def _answered(view: Way) -> str:
    return f"You answered {view.answered} of {view.shown}."
