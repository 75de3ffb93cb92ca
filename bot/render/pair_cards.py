"""The private cards of a pair interview: the interviewer's, the candidate's, the form, and what both forms say."""

from collections.abc import Iterator, Sequence

from bot.actions.pair_views import (
    AnswererCard,
    AskerCard,
    FormPage,
    HalfReport,
    Lines,
    PairLine,
    PairView,
    QuestionMarks,
)
from bot.render import words
from bot.render.author import authored, one_line
from bot.render.card import Card, Part, Picture, assemble
from bot.render.formulas import pictures_of
from bot.render.pair import ASKED_ALOUD, BOTH_FORMS, MY_CARD, MY_FORM
from bot.rules.interview import ROUNDS
from bot.rules.pair import FORMS, Mark, Phase
from bot.rules.pair_forms import Count
from bot.rules.rubric import Case, FollowUp, Point, Spoken

NEXT = "Next question"
TO_FORMS = "To the forms"
MARK_POINTS = "Mark points"
LAST_WORDS = "Two lines, then done"
HEARD_LIST = "Heard: all that were said"
PARTLY_LIST = "Partly: all half said"
LINES_TITLE = "Two lines on this half"
WELL_FIELD = "What went well"
NEXT_FIELD = "What to try next time"
WELL_HINT = "Asked for the metric first, then compared two designs"
NEXT_HINT = "Name a number for the result"
SIGNS = {Mark.HEARD: words.RIGHT_SIGN, Mark.PARTLY: words.PARTLY_SIGN, Mark.NOT: words.WRONG_SIGN}
_WORDS = {Mark.HEARD: "heard", Mark.PARTLY: "partly", Mark.NOT: "not heard"}
_SAY, _SAY_SHORT, _MANY = 200, 90, 9
_BETTER, _LEAST = 1500, 200
_ROOM, _SHORTEST, _TITLE = 2300, 30, 60
"""Characters for all points of a half together, the fewest for one, and those of a question."""
_ASK, _HINT, _MISTAKE, _FACT, _HEAD = 240, 240, 160, 160, 160


def asker(card: AskerCard) -> Card:
    """Draw the interviewer's card: the question, and all that it is heard against."""
    view, variant = card.view, card.variant
    head = (
        f"### Question {view.number} of {view.of} · {words.topic(card.topic)} · {variant.question.level.value}\n"
        f"-# Only you see this. {_clock(view, asks=True)}"
    )
    text = authored(variant.text)
    body = variant.spoken
    parts: list[Part | Picture | None] = [Part(head, len(head)), Part(text, len(text)), *pictures_of(variant.text)]
    if body is not None:
        parts += [Part(each, len(each)) for each in _rubric(body, variant.hints)]
        better = f"**A strong answer** {authored(body.better, _BETTER)}" if body.better.strip() else ""
        parts.append(Part(better, _LEAST) if better else None)
    return assemble(parts)


def _rubric(body: Spoken, hints: Sequence[str]) -> Iterator[str]:
    yield "\n".join(["**Points to listen for**", *_points(body)])
    if isinstance(body, Case) and body.facts:
        told = [f"· {authored(asked, _FACT)}: {authored(value, _FACT)}" for asked, value in body.facts]
        yield "\n".join(["**Facts, told only when asked for**", *told])
    if body.followups:
        yield "\n".join(["**Ask further**", *map(_followup, body.followups)])
    if body.mistakes:
        wrong = [f"{words.WRONG_SIGN} {authored(mistake, _MISTAKE)}" for mistake in body.mistakes]
        yield "\n".join(["**Red flags**", *wrong])
    if hints:
        told = [f"{place}. {authored(hint, _HINT)}" for place, hint in enumerate(hints, 1)]
        yield "\n".join(["**Hints, if they are stuck, in this order**", *told])


def _points(body: Spoken) -> Iterator[str]:
    if not isinstance(body, Case):
        yield from (_point(number, point, _SAY) for number, point in enumerate(body.points, 1))
        return
    number = 1
    for stage in body.stages:
        yield f"-# {authored(stage.name, _FACT)}, about {words.plural(stage.minutes, 'minute')}"
        for point in stage.points:
            yield _point(number, point, _SAY)
            number += 1


def _point(number: int, point: Point, limit: int) -> str:
    part = f"{point.part.capitalize()}: " if point.part else ""
    weight = f" · counts {words.points(point.weight)}" if point.weight != 1 else ""
    return f"{number}. {part}{one_line(point.say, limit)}{weight}"


def _followup(each: FollowUp) -> str:
    when = f"if {each.if_missing} stays out: " if each.if_missing else ""
    return f"· {when}{authored(each.ask, _ASK)}"


def answerer(card: AnswererCard) -> Card:
    """Draw the candidate's card: the question once it was asked aloud, and the clock."""
    view = card.view
    head = f"### Question {view.number} of {view.of}\n-# Only you see this. {_clock(view, asks=False)}"
    if card.variant is None:
        who = words.member(view.interviewer(view.half))
        return assemble([Part(head), Part(f"{who} has not asked it yet. It stands here once it was asked aloud.")])
    text = authored(card.variant.text)
    return assemble([Part(head, len(head)), Part(text, len(text)), *pictures_of(card.variant.text)])


def _clock(view: PairView, *, asks: bool) -> str:
    half = f"This half ends {words.stamp(view.ends_at)}." if view.ends_at is not None else "The clock stands."
    if not view.asked:
        return f"Ask it aloud, then press {ASKED_ALOUD}: its clock starts. {half}" if asks else half
    if view.time_up:
        return f"Its time is up. {half}"
    if view.question_ends_at is None:
        return half
    return f"Time for it until {words.stamp(view.question_ends_at, 't')}, {words.stamp(view.question_ends_at)}. {half}"


def standing(view: PairView) -> str:
    """Say where it is, to one of the two who has nothing to do now."""
    match view.phase:
        case phase if phase in FORMS:
            return f"Your form is in. **{BOTH_FORMS}** opens once the other one is."
        case Phase.SWAP:
            return "You swap: the second half begins soon, and **My card** is then your new one."
        case Phase.ENDED:
            return f"Both halves are done. **{BOTH_FORMS}** shows what you both heard."
        case _:
            return f"There is no card now. **{MY_CARD}** opens yours while a half is on."


# Forms


def form(page: FormPage) -> Card:
    """Draw one question of a form, with its points as they are marked."""
    half = "first" if page.half == 1 else "second"
    about = "what you said" if page.own else f"what {words.member(page.view.candidate(page.half))} said"
    head = f"### {MY_FORM} · {half} half"
    if page.variant is None:
        said = (
            f"-# Only you see this.\nNo question was asked aloud in this half. **{LAST_WORDS}** is still open to you."
        )
        return assemble([Part(f"{head}\n{said}")])
    body = page.variant.spoken
    title = (
        f"{head} · question {page.page} of {page.pages}\n"
        f"-# Only you see this, until both forms are in. Mark {about}; what is in neither list counts as not heard."
    )
    text = one_line(page.variant.text, _HEAD)
    limit = _SAY if len(page.marks) <= _MANY else _SAY_SHORT
    lines = [
        f"{SIGNS[mark]} {number}. {_WORDS[mark]}: {one_line(point.say, limit)}"
        for number, (mark, point) in enumerate(
            zip(page.marks, body.points if body is not None else (), strict=False), 1
        )
    ]
    return assemble([Part(title, len(title)), Part(text, min(len(text), 60)), Part("\n".join(lines))])


# What both forms say


def report(told: HalfReport) -> Card:
    """Draw what came of a half: the marks of both, how far they agree, and the lines."""
    asked = f"{len(told.questions)} of {words.plural(told.planned, 'question')} asked"
    head = (
        f"### {'First' if told.half == 1 else 'Second'} half · {ROUNDS[told.kind].name} · {told.level.value}\n"
        f"{words.member(told.interviewer_id)} asked {words.member(told.candidate_id)} · {asked}"
    )
    if told.partners is None or told.own is None:
        return assemble([Part(head), Part(f"{words.PARTLY_SIGN} Not both forms are in yet, so none is shown.")])
    counts = (
        f"**Marked by the interviewer:** {_count(told.partners)}\n"
        f"**Marked by the candidate:** {_count(told.own)}\n"
        f"**Alike on {told.agreed} of {words.plural(told.partners.of, 'point')}.** "
        "Where you differ, say to each other what you heard."
    )
    lines = "\n".join(filter(None, (_said("interviewer", told.of_partner), _said("candidate", told.of_self))))
    limit = max(_SHORTEST, min(_SAY, _ROOM // max(1, told.partners.of) - _SHORTEST))
    questions = [_question(one, limit) for one in told.questions]
    return assemble([Part(head), Part(counts), Part(lines), *(Part(each, 60) for each in questions)])


def _count(count: Count) -> str:
    return (
        f"{words.RIGHT_SIGN} {count.heard} heard · {words.PARTLY_SIGN} {count.partly} partly · "
        f"{words.WRONG_SIGN} {count.missed} not heard, of {words.plural(count.of, 'point')}"
    )


def _said(who: str, lines: Lines | None) -> str:
    if lines is None:
        return ""
    return f"The {who}: went well “{words.safe(lines.well)}” · to try “{words.safe(lines.next_time)}”"


def _question(one: QuestionMarks, limit: int) -> str:
    body = one.variant.spoken
    points = body.points if body is not None else ()
    lines = [f"**{one.number}** {one_line(one.variant.text, _TITLE)}"]
    for point, theirs, own in zip(points, one.partners, one.own, strict=False):
        lines.append(f"{_both(theirs, own)}: {one_line(point.say, limit)}")
    return "\n".join(lines)


def _both(theirs: Mark, own: Mark) -> str:
    if theirs is own:
        return f"{SIGNS[theirs]} both {_WORDS[theirs]}"
    return f"{SIGNS[theirs]} {_WORDS[theirs]}, candidate {SIGNS[own]} {_WORDS[own]}"


def halves(lines: Sequence[PairLine]) -> Card:
    """Draw the halves in which somebody was the candidate, as part of their reports."""
    told = [
        f"· **{name(one)}** · {words.stamp(one.at, 'D')} · with {words.member(one.partner_id)}: {marks(one)}"
        for one in lines
    ]
    return assemble([Part("## With a partner", tight=True), Part("\n".join(told))])


def name(one: PairLine) -> str:
    """Name a half: `ML breadth, mid`."""
    return f"{ROUNDS[one.kind].name}, {one.level.value}"


def marks(one: PairLine) -> str:
    """Say what the partner marked: `heard 14 and partly 3 of 21 points, marked by your partner`."""
    if one.marked is None:
        return "not marked by your partner"
    heard, partly, of = one.marked.heard, one.marked.partly, one.marked.of
    return f"heard {heard} and partly {partly} of {words.plural(of, 'point')}, marked by your partner"
