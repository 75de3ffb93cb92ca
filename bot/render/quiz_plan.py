"""Plans as their hosts see them, and what is said of them in public."""

import re
from datetime import datetime, timedelta

from bot.actions.quiz_plan_views import Announce, PlanLine, PlanList, PlannedQuestion, PlanQuestion, PlanView
from bot.render import words
from bot.render.author import authored, one_line
from bot.render.card import Card, Part, assemble, clip
from bot.render.formulas import flat
from bot.render.practice import how, key_of, material
from bot.rules.plan import LATEST, Missed
from bot.rules.question import QuestionType
from bot.rules.quiz import Numbers, Options, Pace, State
from bot.rules.schedule import DAYS, WEEK, Schedule

WHEN = "Name and time"
SWAP = "Swap"
TAKE_OUT = "Take out"
BACK = "Back to the plan"
DRAW_AGAIN = "Draw again"
DRY_RUN = "Dry run"
OPEN_LOBBY = "Open lobby"
DELETE_PLAN = "Delete"
DELETE_PLAN_SURE = "Yes, delete it"
ALL_PLANS = "All plans"
LOOK = "Look at a question"
OPEN_PLAN = "Open a plan"
CHANNEL = "Channel of its quizzes"

_QUESTION, _SHORT_QUESTION, _FEW = 60, 44, 15
"""How much of a question stands in a list, in a long one, and how long a short list is at most."""
_TOPIC = 36
_NAME = 80
_TYPES = {
    QuestionType.SINGLE: "one choice",
    QuestionType.MULTIPLE: "several choices",
    QuestionType.NUMERIC: "a number",
    QuestionType.SHORT: "a term",
    QuestionType.ORDER: "an order",
    QuestionType.MATCH: "a match",
}
_BECAME = {
    State.LOBBY: "its lobby is open",
    State.RUNNING: "it is on",
    State.ENDED: f"{words.RIGHT_SIGN} played to its end",
    State.STOPPED: f"{words.PARTLY_SIGN} stopped early",
    State.CANCELLED: f"{words.WRONG_SIGN} called off: nobody was in, a host did, or I may not write there",
}
_MISSED = {
    Missed.AWAY: f"I was away for more than {LATEST // timedelta(minutes=1)} minutes",
    Missed.BUSY: "another quiz was on in that channel",
    Missed.EMPTY: "no question fits its topic any more",
}


def plan(view: PlanView) -> Card:
    """Draw a plan for its host: when, how, and which questions."""
    head = f"### {_title(view.name)}\n{_measure(view)}\n{_when(view)}"
    missed = _last(*view.last) if view.last is not None else ""
    if view.missed_at is not None and view.missed is not None:
        missed = f"{words.WRONG_SIGN} {words.stamp(view.missed_at, 'f')} was left out: {_MISSED[view.missed]}."
    limit = _QUESTION if len(view.questions) <= _FEW else _SHORT_QUESTION
    lines = [
        f"{nth}. {one_line(question.text, limit)}\n-# {detail(question)}{_asked(question)}"
        for nth, question in enumerate(view.questions, 1)
    ]
    return assemble([Part(head, len(head)), Part(missed, len(missed)), Part(_set(view)), Part("\n".join(lines))])


def label(question: PlannedQuestion, place: int) -> str:
    """Write a question for a list's row, at most 100 characters: `3  What happens to F1?`."""
    bare = flat(words.visible(" ".join(question.text.split())))
    shown = f"{place}  {bare}"
    return shown if len(shown) <= 100 else f"{shown[:99].rstrip()}…"  # noqa: PLR2004 (as much as Discord takes)


def detail(question: PlannedQuestion) -> str:
    """Write what kind of question it is, for the small line of a list's row."""
    return f"{clip(words.topic(question.topic), _TOPIC)} · {question.level.value} · {_TYPES[question.type]}"


def _asked(question: PlannedQuestion) -> str:
    return f" · asked here {words.stamp(question.asked_at)}" if question.asked_at is not None else ""


def question(view: PlanQuestion) -> Card:
    """Draw a question of a plan with its key, for its host."""
    small = f"-# {_title(view.name)} · {view.place} of {view.total} · {view.subarea} · {words.topic(view.topic)}"
    text = authored(view.variant.text)
    return assemble(
        [
            Part(f"{small}\n{text}", len(small) + len(text) + 1),
            *material(view.variant),
            how(view.variant),
            Part("-# the other side"),
            *key_of(view.variant),
        ]
    )


def plans(view: PlanList) -> Card:
    """Draw the list of a server's plans."""
    if not view.plans:
        return assemble(
            [
                Part(
                    "### Plans\nThere is none yet. `/quiz plan name:` draws a set of questions under that name; "
                    "start it whenever you like, or say when: `tue 18:00 weekly`."
                )
            ]
        )
    return assemble([Part("### Plans"), Part("\n".join(map(_listed, view.plans)))])


def sure(view: PlanView) -> Card:
    """Ask before a plan is deleted."""
    told = " What I said of it in public is taken back." if view.next_at is not None else ""
    return assemble(
        [Part(f"Delete **{words.safe(view.name, _NAME)}**? Its past quizzes and their results stay.{told}")]
    )


def notice(step: Announce) -> Card:
    """Draw the one message that says when the next quiz is, where there can be no event."""
    lines = [f"**Quiz · {words.safe(step.name, _NAME)}**"]
    if step.starts_at is None:
        lines.append("No time is set for the next one.")
    else:
        lines.append(f"{words.stamp(step.starts_at, 'F')} ({words.stamp(step.starts_at)}) in <#{step.channel_id}>")
        lines.append(about(step))
    return assemble([Part("\n".join([*lines, foot(step)]))])


def foot(step: Announce) -> str:
    """Write the last line of that message, by which it is found again."""
    return f"-# {step.mark}"


def about(step: Announce) -> str:
    """Say how big a quiz is and when one can join, in a few sentences."""
    often = f" {rhythm(step.schedule)}." if step.schedule is not None and step.schedule.repeats else ""
    join = "Begin when it suits you." if step.options.open_days else "Join from five minutes before."
    return f"{words.plural(step.count, 'question')}, {_each(step.options)}. {join}{often}"


def event_name(step: Announce) -> str:
    """Name a scheduled event; it shows no markup, so nothing is escaped."""
    return f"Quiz · {words.visible(step.name)}"


def event_text(step: Announce) -> str:
    """Write what a scheduled event says."""
    return f"{about(step)} Come to <#{step.channel_id}>.\n{mark(step)}"


def mark(step: Announce) -> str:
    """Write the last line of an event, by which the one of this time is found again."""
    return f"{step.mark}, quiz {step.nth}"


def marked(step: Announce, text: str) -> int | None:
    """Read from an event the how manieth time of the plan it tells of; None where it is none of the plan's."""
    found = re.fullmatch(rf"{step.mark}, quiz (\d{{1,9}})", text.rpartition("\n")[2])
    return int(found[1]) if found is not None else None


def rhythm(schedule: Schedule) -> str:
    """Say how often something comes: `Tuesdays at 18:00 (Europe/Berlin)`."""
    clock, day = f"{schedule.at:%H:%M} ({schedule.zone})", DAYS[schedule.first.weekday()].capitalize()
    match schedule.days:
        case 0:
            return f"Once, at {clock}"
        case 1:
            return f"Every day at {clock}"
        case 7:
            return f"{day}s at {clock}"
        case days if days % WEEK == 0:
            return f"Every {days // WEEK} weeks on {day} at {clock}"
        case days:
            return f"Every {days} days at {clock}"


def _title(name: str) -> str:
    return f"Plan · {words.safe(name, _NAME)}"


def _measure(view: PlanView) -> str:
    about_what = f"on **{words.topic(view.topic)}**" if view.topic else "from all topics"
    options = view.options
    more = [
        "own numbers for everybody" if options.numbers is Numbers.OWN and not options.open_days else "",
        "goes on by itself" if options.pace is Pace.AUTO and not options.open_days else "",
        f"{options.teams} teams" if options.teams else "",
    ]
    said = ", ".join([_each(options), *filter(None, more)])
    return f"{words.plural(len(view.questions), 'question')} {about_what}, {said}, in <#{view.channel_id}>."


def _each(options: Options) -> str:
    window = f", open for {words.plural(options.open_days, 'day')}" if options.open_days else ""
    return f"{options.seconds} seconds each{window}"


def _when(view: PlanView) -> str:
    if view.schedule is None or view.next_at is None:
        return f"No time is set: `{OPEN_LOBBY}` begins it, `{WHEN}` says when it comes."
    at = view.next_at
    often = f"**{rhythm(view.schedule)}.** Next:" if view.schedule.repeats else "**Once:**"
    return f"{often} {words.stamp(at, 'F')} ({words.stamp(at)}). Its lobby opens five minutes before."


def _set(view: PlanView) -> str:
    if view.fresh:
        return (
            "**Each time has a fresh draw**, nothing that this server had in 60 days while others last. These are only "
            "an example, so you can play along. Swap one or take one out, and this very set comes every time."
        )
    if view.by_hand and view.schedule is not None and view.schedule.repeats:
        how = f"**You chose these by hand: they come every time.** `{DRAW_AGAIN}` gives a fresh set each time again."
    else:
        how = "**These questions**, in this order."
    return f"{how} Whoever has seen them here plays outside the boards."


def _last(at: datetime, state: State) -> str:
    """Say what became of the last time."""
    return f"Last: {words.stamp(at, 'f')}, {_BECAME[state]}."


def _listed(line: PlanLine) -> str:
    size = words.plural(line.count, "question")
    when = f"{words.stamp(line.next_at, 'f')}, {words.stamp(line.next_at)}" if line.next_at is not None else "by hand"
    return f"**{words.safe(line.name, _NAME)}** · {size} · {when}"
