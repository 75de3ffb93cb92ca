"""The forms after a half, in their rows, and what comes of both."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from bot.actions.pair_sheet import PairSheet
from bot.actions.pair_views import FormPage, HalfReport, Lines, PairLine, QuestionMarks
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.pair import FORMS, HALVES, Mark, PairForm, PairQuestion
from bot.rules.pair_course import forms_in
from bot.rules.pair_forms import agreed, counted, line, marked, marks_of

NOT_YET = "This half is not over yet. Its forms come at its end."


def lacking(sheet: PairSheet, person_id: int) -> int | None:
    """Give the first half that was held and of which somebody has not handed their form in."""
    sheet.seat(person_id)
    held = (half for half in (1, 2) if sheet.pair.is_through(half))
    return next((half for half in held if sheet.form(half, person_id).handed_in_at is None), None)


def page(sheet: PairSheet, call: Call, half: int, number: int) -> FormPage:
    """Show one page of one's own form; a page beyond the last is the last."""
    form, own = _writing(sheet, call, half)
    questions = sheet.asked_in(half)
    at = min(max(number, 1), len(questions))
    question = questions[at - 1] if questions else None
    return FormPage(
        view=sheet.view(),
        half=half,
        own=own,
        page=at,
        pages=len(questions),
        number=question.number if question else 0,
        variant=sheet.variant(question) if question else None,
        marks=_marks(sheet, form, question) if question else (),
        well=form.well,
        next_time=form.next_time,
        open=sheet.pair.is_through(half),
    )


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark that points of a question, by their places from 0, are to have."""

    half: int
    number: int
    mark: Mark
    places: Collection[int]


def mark(sheet: PairSheet, call: Call, given: Marking) -> FormPage:
    """Mark points of a question and show its page."""
    form, _ = _writing(sheet, call, given.half)
    questions = sheet.asked_in(given.half)
    at = next((at for at, one in enumerate(questions, 1) if one.number == given.number), None)
    if at is None:
        raise RuleBroken("gone", "That question was not asked aloud in this half, so it has no marks.")
    marks = marked(_marks(sheet, form, questions[at - 1]), given.mark, given.places)
    sheet.books.pairs.save_form(replace(form, marks={**form.marks, given.number: marks}))
    return page(sheet, call, given.half, at)


def hand_in(sheet: PairSheet, call: Call, half: int, well: str, next_time: str) -> None:
    """Hand a form in, once; where both are in and the clock is at the forms, go on."""
    sheet.seat(call.person_id)
    if not sheet.pair.is_through(half):
        raise RuleBroken("not_yet", NOT_YET)
    form = sheet.form(half, call.person_id)
    if form.handed_in_at is not None:
        return
    said = line(well), line(next_time)
    sheet.books.pairs.save_form(replace(form, well=said[0], next_time=said[1], handed_in_at=call.at))
    both = len(sheet.handed_in(half)) == len(sheet.people)
    if both and sheet.pair.half == half and sheet.pair.phase in FORMS:
        sheet.save(forms_in(sheet.pair, call.at))
    else:
        sheet.draw_again()


def report(sheet: PairSheet, call: Call, half: int) -> HalfReport:
    """Show what came of a half, to one of the two."""
    sheet.seat(call.person_id)
    if not sheet.pair.is_through(half):
        raise RuleBroken("not_yet", NOT_YET)
    pair, questions = sheet.pair, sheet.asked_in(half)
    asker, answerer = pair.interviewer(half), pair.interviewer(half).other
    partners, own = (_handed_in(sheet, half, sheet.id_of(seat)) for seat in (asker, answerer))
    both = partners is not None and own is not None
    told = HalfReport(
        pair_id=pair.id,
        half=half,
        kind=pair.kind,
        level=pair.level,
        candidate_id=sheet.id_of(answerer),
        interviewer_id=sheet.id_of(asker),
        planned=len(sheet.of_half(half)),
        questions=tuple(
            QuestionMarks(
                one.number,
                sheet.variant(one),
                _marks(sheet, partners, one) if both and partners else (),
                _marks(sheet, own, one) if both and own else (),
            )
            for one in questions
        ),
    )
    return told if partners is None or own is None else _with_marks(told, partners, own)


def lines(sheet: PairSheet, person_id: int) -> Iterator[PairLine]:
    """Give a line for each half in which somebody was the candidate and that was held."""
    pair, seat = sheet.pair, sheet.seat(person_id)
    for half in (2, 1):
        asker = pair.interviewer(half)
        if seat is asker or not pair.is_through(half):
            continue
        asker_id = sheet.id_of(asker)
        form = _handed_in(sheet, half, asker_id)
        marks = [_marks(sheet, form, one) for one in sheet.asked_in(half)] if form is not None else None
        at = pair.ended_at or (form.handed_in_at if form is not None else None) or pair.created_at
        yield PairLine(
            pair.id, half, pair.kind, pair.level, at, asker_id, counted(marks) if marks is not None else None
        )


def _with_marks(told: HalfReport, partners: PairForm, own: PairForm) -> HalfReport:
    theirs, mine = [one.partners for one in told.questions], [one.own for one in told.questions]
    return replace(
        told,
        partners=counted(theirs),
        own=counted(mine),
        agreed=agreed(theirs, mine),
        of_partner=Lines(partners.well, partners.next_time),
        of_self=Lines(own.well, own.next_time),
    )


def _writing(sheet: PairSheet, call: Call, half: int) -> tuple[PairForm, bool]:
    """Give the form that somebody may write now, and whether it is the candidate's own.

    Raises:
        RuleBroken: `not_yours`, `not_yet` or `handed_in`.
    """
    own = not sheet.asks(call.person_id, half)
    on = half == sheet.pair.half and sheet.pair.phase in HALVES
    if not (sheet.pair.is_through(half) or (on and not own)):
        raise RuleBroken("not_yet", NOT_YET)
    form = sheet.form(half, call.person_id)
    if form.handed_in_at is not None:
        raise RuleBroken("handed_in", "Your form is handed in and stands as it is. **Both forms** shows it.")
    return form, own


def _handed_in(sheet: PairSheet, half: int, person_id: int | None) -> PairForm | None:
    form = sheet.form(half, person_id) if person_id is not None else None
    return form if form is not None and form.handed_in_at is not None else None


def _marks(sheet: PairSheet, form: PairForm, question: PairQuestion) -> tuple[Mark, ...]:
    return marks_of(form.marks, question.number, sheet.points(question))
