"""Reports of made-up interviews, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.actions.interview_report_views import AnswerReport, QuestionReport, ReportLine, ReportView, Said, Skipped
from bot.rules.interview import ROUNDS, Kind, Sort
from bot.rules.interview_report import Came, Outlook, Sat, outlooks
from bot.rules.interview_scores import competencies, overall, steps
from bot.rules.question import Level
from bot.rules.rubric import Case
from tests.reported import DESIGN, TALE, H, M, U, coded, heard, sat, turn
from tests.samples import CODE, NOON

BANK = "3f2a9c1b" * 8


def view_of(sats: Sequence[Sat], kind: Kind = Kind.BREADTH, skipped: Sequence[Skipped] = ()) -> ReportView:
    made = [(outlook, each) for each in sats for outlook in outlooks(each)]
    answers = [outlook for outlook, _ in made]
    return ReportView(
        interview_id=17,
        kind=kind,
        level=Level.MID,
        seed=7,
        bank_version=BANK,
        started_at=NOON,
        ended_at=NOON + timedelta(days=1),
        spent=timedelta(minutes=28),
        minutes=ROUNDS[kind].minutes,
        competencies=competencies(answers),
        overall=overall(answers),
        steps=steps((outlook, _topic(outlook, each)) for outlook, each in made),
        choices=tuple(each.slot.chosen for each in sats if each.slot.chosen is not None),
        skipped=tuple(skipped),
        looks=tuple((each.slot, each.why) for each in answers if each.came is Came.LOOK),
        to_mark=sum(each.unmarked for each in answers if each.came is Came.GRADED),
        by_peers=sum(point.peer for each in answers for point in each.points),
        practisable=3,
    )


def _topic(outlook: Outlook, each: Sat) -> str:
    return outlook.name if isinstance(each.variant.spoken, Case) else each.topic


def question_of(each: Sat, slots: Sequence[int] = (1, 2, 3, 4)) -> QuestionReport:
    body = each.variant.spoken
    asked = body.followups if body is not None else ()
    answers = tuple(
        AnswerReport(
            outlook,
            tuple(
                Said(asked[one.followup].ask if one.followup is not None else "", one.words)
                for one in each.turns
                if one.part == outlook.part
            ),
            "def total(xs):\n    return sum(xs)" if each.coded is not None else "",
        )
        for outlook in outlooks(each)
    )
    assert each.slot.chosen is not None
    return QuestionReport(
        interview_id=17,
        turn=each.turns[0].number,
        slot=each.slot.number,
        slots=tuple(slots),
        sort=each.slot.sort,
        choice=each.slot.chosen,
        subarea=each.subarea,
        topic=each.topic,
        variant=each.variant,
        answers=answers,
        better=body.better if body is not None else "",
    )


def breadth(words: str = "I would log live requests and replay them offline.") -> list[Sat]:
    """A round of which one question was not reached."""
    first = heard(H, M, H, M)
    shown = replace(first, points=(replace(first.points[0], evidence="replay them offline"), *first.points[1:]))
    false = heard(H, U, M, H, mistakes=[(0, "forests never overfit")])
    return [
        sat(turn(1, shown, words), turn(2, heard(H, H, H, M), "I am fairly sure.", followup=0)),
        sat(turn(3, false, words, slot=2), number=2, subarea="Classical ML", topic="Bagging", hints=1),
        sat(turn(4, words="I don't know", slot=3), number=3, subarea="Core", topic="Optimisers"),
        sat(turn(5, heard(H, H, H, M), words, slot=4), question=TALE, sort=Sort.STORY, number=4),
    ]


def design(words: str = "Who sees it, and what does late cost?") -> list[Sat]:
    turns = (turn(1, heard(H, U), words), turn(2, heard(M, H), words, part=1))
    return [sat(*turns, question=DESIGN, sort=Sort.CASE, topic="Framing a case", subarea="Design")]


def coding() -> list[Sat]:
    return [
        sat(turn(1, words=""), question=CODE, sort=Sort.CODE, coded=coded(3, 4, nth=2), topic="Loops"),
        sat(turn(2, words="", slot=2), question=CODE, sort=Sort.CODE, number=2, topic="Sums"),
    ]


def line_of(view: ReportView) -> ReportLine:
    heard_, of = sum(each.heard for each in view.competencies), sum(each.of for each in view.competencies)
    return ReportLine(view.interview_id, view.kind, view.level, view.started_at, view.ended_at, heard_, of)
