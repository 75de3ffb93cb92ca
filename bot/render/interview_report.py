"""The report of an interview as cards: the scorecard, a loop's page, two side by side, and what others see of one."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.actions.interview_report_views import CompareRow, CompareView, LoopReport, ReportLine, ReportView, SharedView
from bot.render import words
from bot.render.author import authored
from bot.render.card import Card, Part, assemble
from bot.render.output import inline
from bot.rules.code import CaseOutcome
from bot.rules.interview import ROUNDS, Choice, Sort
from bot.rules.interview_report import CODING, STORY, Came, Fate, PointFate
from bot.rules.interview_scores import Competency, Overall, Step

NO_VERDICT = "Not enough for a verdict. Here is what I heard."
HOW_SHARED = "-# Heard = found in the answers without help; after a nudge counts half. ◆ of 4 by share of points."
HOW = "-# Heard = found in your words without help; after a nudge counts half. ◆ of 4 by share of points."
WIPED = "-# Your words are no longer stored, so there are no quotes; what came of them stays."
NONE_YET = "You have no report yet. `/interview start` opens a mock interview; its report comes at the end."
DELETED = "**Deleted:** what you wrote, what came of it, and this report."
DELETE_SURE = (
    "**Delete this report?** What you wrote in this interview, what was heard of it and the report go for good, also "
    "where you shared it. Nothing brings it back."
)
KEPT = "Nothing was changed."
SHARED = "**Shared.** Everybody in this channel sees it below. Delete the report, and it goes from here too."
NOBODY_HERE = (
    "Nobody else would see it here. Use `/interview reports` in the channel where you want to show it, open the "
    "report there, and press Share."
)
NOTHING_REACHED = "No question was reached, so there is nothing to show."
PDF_MADE = "Here is the report as a file, question by question. Only you see this message."
MARKED = "Thank you. A peer's word counts until whose report it is gives their own."
_ONE_ROUND = "From this one round: "
_DIAMONDS = 4
_QUOTE, _SAY, _WHY, _NAME = 110, 110, 200, 80
_MINUTE = timedelta(minutes=1)
_SKIPPED = {
    Came.NOT_REACHED: "Not reached",
    Came.UNFINISHED: "Not finished",
    Came.UNHEARD: "Not heard, for the grader was away",
}
_SORTS = {
    Sort.OPEN: "",
    Sort.STORY: "story",
    Sort.CODE: "coding",
    Sort.CASE: "case",
    Sort.DATA: "data",
    Sort.TRIAL: "experiments",
}
_CHOICES = {Choice.PLANNED: "as planned", Choice.EASIER: "easier", Choice.HARDER: "harder"}


def report(view: ReportView) -> Card:
    """Draw the scorecard; what gets too long is shortened from its end, each competency down to its first line."""
    return assemble([Part(f"## {headline(view)}", tight=True), *_body(view)])


def shared(view: SharedView) -> Card:
    """Draw what others see of a report; without quotes unless its owner wants them seen."""
    title = Part(f"## {headline(view.report)}", tight=True)
    return assemble(
        [title, Part(f"Shared by {words.member(view.owner_id)}.", tight=True), *_body(view.report, own=False)]
    )


def headline(view: ReportView) -> str:
    """Name the report: `Report · ML breadth, mid · 28 of 30 minutes`."""
    return f"Report · {named(view)} · {round(view.spent / _MINUTE)} of {view.minutes} minutes"


def named(view: ReportView | ReportLine) -> str:
    """Name a round: `ML breadth, mid`."""
    return f"{ROUNDS[view.kind].name}, {view.level.value}"


def _body(view: ReportView, *, own: bool = True) -> Iterator[Part | None]:
    yield _whole(verdict(view.overall))
    for competency in view.competencies:
        first, *rest = competency_lines(competency)
        yield Part("\n".join([first, *rest]), len(first))
    yield from (_whole(line) for line in open_lines(view, own=own))
    yield _whole(next_steps(view.steps))
    yield _whole("\n".join(small_lines(view, own=own)))


def _whole(text: str) -> Part | None:
    return Part(text, len(text)) if text else None


def verdict(told: Overall | None, rounds: int = 1) -> str:
    """Write the overall sentence, or that there is not enough for one."""
    if told is None:
        return NO_VERDICT
    count = words.in_words(told.answers).capitalize()
    if rounds == 1:
        thin = f"{count} answers are thin evidence; three rounds make it steadier."
        return f"**{_ONE_ROUND}{told.band.value}.** {thin}"
    return f"**From {words.in_words(rounds)} rounds: {told.band.value}.** It rests on {told.answers} answers."


def competency_lines(competency: Competency, quote: int = _QUOTE, say: int = _SAY) -> list[str]:
    """Write one competency: its rating and figures, words that show it, a mistake, and one gap.

    Args:
        competency: What it came to.
        quote: Characters of the person's own words.
        say: Characters of a point.
    """
    lines = [f"{diamonds(competency.rating)} **{authored(competency.name, _NAME)}** · {figures(competency)}"]
    best = competency.best
    if best is not None and best.evidence.strip():
        lines.append(f'"{words.quote(best.evidence, quote)}" → {point(best, say)}')
    elif best is not None:
        lines.append(f"{words.RIGHT_SIGN} {point(best, say)}")
    for false, own in competency.mistakes[:1]:
        said = f'"{words.quote(own, quote)}"' if own.strip() else "a mistake"
        lines.append(
            f"{words.WRONG_SIGN} {said} → heard as “{authored(false, say).rstrip('.')}”: not so; it costs points"
        )
    if competency.gap is not None:
        late = " (came after a nudge)" if competency.gap.fate is Fate.NUDGED else ""
        where = f" in question {competency.gap.slot}" if competency.answers > 1 else ""
        lines.append(f"Missing{where}: {point(competency.gap, say)}{late}")
    if competency.failed is not None:
        lines.append(f"Not passed: {case(competency.failed, say)}")
    return lines


def case(each: CaseOutcome, limit: int) -> str:
    """Name a check that did not pass, and why; a hidden one tells of itself no more than that."""
    name = words.safe(each.name, limit) if each.hidden else inline(each.name, limit)
    return f"{name}: {words.safe(each.reason, limit) or 'another result was wanted'}"


def diamonds(rating: int) -> str:
    """Write a rating of 1 to 4; 0 is none yet."""
    return f"{'◆' * rating}{'◇' * (_DIAMONDS - rating)}" if rating else words.PARTLY_SIGN


def figures(competency: Competency) -> str:
    """Say what was heard, out of how many, and what it cost."""
    told = [_heard(competency)]
    if competency.nudged:
        told.append(f"{competency.nudged} more after a nudge")
    if competency.unmarked:
        told.append(f"{competency.unmarked} to mark")
    if competency.hints:
        told.append(f"{words.plural(competency.hints, 'hint')}: −{25 * competency.hints} %")
    return " · ".join(told)


def _heard(competency: Competency) -> str:
    if competency.name == CODING:
        nothing = f"nothing was submitted to {competency.empty} of {words.plural(competency.answers, 'problem')}"
        passed = f"passed {competency.heard} of {words.plural(competency.of, 'check')}"
        return " · ".join((*([passed] if competency.of else ()), *([nothing] if competency.empty else ())))
    if competency.rating == 0:
        return "not rated before somebody has looked"
    unit = "part" if competency.name == STORY else "point"
    return f"heard {competency.heard} of {words.plural(competency.of, unit)}"


def point(each: PointFate, limit: int) -> str:
    """Write a point in the middle of a line: `asks for the power`, of a story with its part."""
    said = authored(" ".join(each.point.say.split()), limit).rstrip(".")
    part = f"{each.point.part}: " if each.point.part else ""
    return f"{part}{words.topic(said[:1].lower() + said[1:] if said.startswith('A ') else said)}"


def open_lines(view: ReportView, *, own: bool = True) -> Iterator[str]:
    """Say what is left to mark, what somebody has to look at, and what counts neither for nor against."""
    if view.to_mark and own:
        on, them = words.plural(view.to_mark, "point"), "it" if view.to_mark == 1 else "them"
        yield f"{words.PARTLY_SIGN} **Your mark needed:** on {on} I could not tell whether you said {them}."
    elif view.to_mark:
        yield f"{words.PARTLY_SIGN} On {words.plural(view.to_mark, 'point')} I could not tell whether it was said."
    for slot, why in view.looks:
        looked = f"{words.PARTLY_SIGN} Question {slot} counts once a peer has looked"
        yield f"{looked}: share the report for that. {finding(why)}" if own else f"{looked}."
    if view.by_peers:
        yield f"{words.PARTLY_SIGN} On {words.plural(view.by_peers, 'point')} a peer's word decides."
    for came, title in _SKIPPED.items():
        places = [_place(each.slot, each.sort, each.name) for each in view.skipped if each.why is came]
        if places:
            yield f"{title}: {', '.join(places)}. That counts neither for nor against."


def finding(why: str) -> str:
    """Give why somebody has to look; how to write it anew, which follows a colon, comes too late in a report."""
    return f"{words.safe(why, _WHY).partition(': ')[0].rstrip('.')}."


def _place(slot: int, sort: Sort, stage: str) -> str:
    about = authored(stage, _NAME) if stage else _SORTS[sort]
    return f"question {slot} ({about})" if about else f"question {slot}"


def next_steps(steps: Iterable[Step]) -> str:
    """Write what to do next, with the minutes it is worth; empty where nothing is."""
    told = [f"{nth}. {_step(step)} ({step.minutes} min)" for nth, step in enumerate(steps, 1)]
    return f"**Do next** {' · '.join(told)}" if told else ""


def _step(step: Step) -> str:
    """Name what to do; a topic of one word says little without what it is part of."""
    if step.name == STORY:
        part = step.gap.point.part if step.gap is not None else ""
        return f"tell the story again with its {part}" if part else "tell the story again"
    if step.name == CODING:
        return f"code: {words.topic(authored(step.topic, _NAME))}"
    topic = words.topic(authored(step.topic, _NAME))
    if " " in topic or step.topic == step.name:
        return topic
    return f"{words.topic(authored(step.name, _NAME))}: {topic}"


def small_lines(view: ReportView, *, own: bool = True) -> Iterator[str]:
    """Write what stands small below: how to read it, which questions were asked, and what it compares with."""
    yield HOW if own else HOW_SHARED
    if view.wiped and own:
        yield WIPED
    counted = {choice: view.choices.count(choice) for choice in _CHOICES}
    asked = ", ".join(f"{count} {_CHOICES[choice]}" for choice, count in counted.items() if count)
    if asked:
        yield f"-# Questions asked: {asked}."
    yield f"-# Compares with {named(view)}, number {view.seed}, bank {view.bank_version[:8]}."


def chosen(choice: Choice) -> str:
    """Say which of a slot's three questions was asked."""
    return {
        Choice.PLANNED: "asked as planned",
        Choice.EASIER: "the easier one was asked",
        Choice.HARDER: "the harder one was asked",
    }[choice]


def sharing(view: SharedView) -> Card:
    """Ask again before a report is shared, with exactly what others will see."""
    what = "figures, points **and your own words**" if view.quotes else "figures and points, **none of your words**"
    peer = (
        f"\nWhoever marks as a peer sees, for {words.plural(view.to_mark, 'unmarked point')}, your sentence that came "
        "closest."
        if view.to_mark
        else ""
    )
    ask = f"**Share this here?** Everybody in this channel sees {what}.{peer}\n-# Below is what they will see."
    return assemble([Part(ask, len(ask)), *shared_parts(view)])


def shared_parts(view: SharedView) -> Iterator[Part | None]:
    """Give the parts of a shared report for a card that has more on it."""
    yield Part(f"### {headline(view.report)}", tight=True)
    yield from _body(view.report, own=False)


def line(each: ReportLine) -> tuple[str, str]:
    """Name a report in a list: what it was, and when with what came of it."""
    unit = "check" if each.kind.value == "coding" else "point"
    return named(each), f"{each.ended_at:%Y-%m-%d} · {each.heard} of {words.plural(each.of, unit)}"


def listed(lines: Iterable[ReportLine]) -> Card:
    """Draw the list of somebody's reports."""
    told = [
        f"· **{named(each)}** · {words.stamp(each.ended_at, 'f')} · {line(each)[1].partition(' · ')[2]}"
        for each in lines
    ]
    if not told:
        return assemble([Part(NONE_YET)])
    return assemble(
        [Part("## Your reports", tight=True), Part("\n".join(told)), Part("-# The newest first, at most 25.")]
    )


def compared(view: CompareView) -> Card:
    """Draw two reports side by side."""
    first, second = view.first, view.second
    how = (
        "Same round, level, number and bank: they can be compared question by question."
        if view.exact
        else f"Not the same {words.listed(list(view.differs))}: compared by competency only, so read it with care."
    )
    head = "\n".join(
        f"**{sign}** {named(each)} · {words.stamp(each.ended_at, 'f')}" for sign, each in (("A", first), ("B", second))
    )
    rows = "\n".join(_row(row) for row in view.rows)
    return assemble(
        [
            Part("## Two reports", tight=True),
            Part(head, len(head)),
            Part(how, len(how)),
            Part(rows or "Nothing of either counts."),
            Part("-# Share of the points by weight, nudges, hints and mistakes taken off. – counts neither way."),
        ]
    )


def _row(row: CompareRow) -> str:
    other = "" if row.same else " · another question"
    return f"**{authored(row.name, _NAME)}**{other}\nA {_share(row.first)} · B {_share(row.second)}"


def _share(share: float | None) -> str:
    return "–" if share is None else words.percent(share)


def loop(view: LoopReport) -> Card:
    """Draw the rounds of a loop on one page."""
    of = len(view.rounds) + len(view.missing)
    title = f"## Report · loop, {view.level.value} · {len(view.rounds)} of {of} rounds"
    rounds = "\n".join(f"· {named(each)} · {line(each)[1].partition(' · ')[2]}" for each in view.rounds)
    missing = f"Still to come: {', '.join(ROUNDS[kind].name for kind in view.missing)}." if view.missing else ""
    parts = [Part("\n".join(lines), len(lines[0])) for lines in map(competency_lines, view.competencies)]
    mark = f"{words.PARTLY_SIGN} {words.plural(view.to_mark, 'point')} of these rounds wait for your mark."
    return assemble(
        [
            Part(title, tight=True),
            _whole(verdict(view.overall, len(view.rounds)) if view.rounds else NO_VERDICT),
            _whole("\n".join(filter(None, (rounds, missing)))),
            *parts,
            _whole(mark if view.to_mark else ""),
            _whole(next_steps(view.steps)),
            _whole(HOW),
        ]
    )
