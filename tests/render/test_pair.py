"""A pair interview's cards: what stands in the channel for all, and what only one of the two reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

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
from bot.render import pair, pair_cards
from bot.render.card import LIMIT
from bot.rules.interview import Kind
from bot.rules.pair import ORDER, OVER, Mark, Phase, Seat
from bot.rules.pair_forms import Count
from bot.rules.question import Level
from bot.rules.rubric import Case, FollowUp, OpenAnswer, Point, Spoken, Stage
from bot.rules.variants import draw_variant
from tests.samples import NOON, OPEN, SINGLE, STORY
from tests.stock import bank_of

MINUTE = timedelta(minutes=1)
VIEW = PairView(3, 5, 7, Kind.BREADTH, Level.MID, 30, Phase.INVITED, 11, 12, Seat.INVITER, ends_at=NOON)
HALF = replace(VIEW, phase=Phase.FIRST, half=1, number=2, of=5)
FORMS = replace(VIEW, phase=Phase.FIRST_FORMS, half=1, through=1, lacking=True)
BODY = OpenAnswer(
    (Point("Checks the split", 2), Point("Asks for the power")),
    ("Says to run longer",),
    (FollowUp("What else?"), FollowUp("How large was it?", 2)),
    "I would check the split.",
)
VARIANT = draw_variant(replace(OPEN, body=BODY, hints=("Think of the split.",)), 1)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_says_who_and_what_comes(phase: Phase) -> None:
    half = 2 if phase in (Phase.SECOND, Phase.SECOND_FORMS) else 1
    view = replace(VIEW, phase=phase, half=half, ended_phase=Phase.SWAP if phase in OVER else None)
    text = pair.public(view).text
    assert text.startswith("## Pair interview · ML breadth · mid\n")
    assert phase is Phase.LAPSED or phase is Phase.STOPPED or "<@11>" in text
    if phase not in OVER:
        assert "<t:1772452800:R>" in text
        paused = replace(view, paused=True, ends_at=None, left=3 * MINUTE)
        shown = pair.public(paused).text
        assert phase in ORDER[:2] or "**Paused.** 3 min of this part are left." in shown
        assert "paused" in pair.where(paused)
    assert len(text) < 700


def test_an_invitation_names_who_is_asked_and_a_search_nobody() -> None:
    invited = pair.public(VIEW).text
    assert "<@11> invites <@12> to two halves of 30 minutes" in invited
    assert "<@12>, **Accept** or **Decline**?" in invited
    search = pair.public(replace(VIEW, searching=True, partner_id=None)).text
    assert "<@11> is looking for a partner" in search
    assert "<@12>" not in search


def test_where_a_question_stands() -> None:
    assert "not asked yet: <@11> presses Asked aloud on their card" in pair.public(HALF).text
    asked = replace(HALF, asked=True, question_ends_at=NOON)
    assert "time for it until <t:1772452800:t>, <t:1772452800:R>" in pair.public(asked).text
    assert "its time is up: finish the sentence" in pair.public(replace(asked, time_up=True)).text
    assert "asked; its clock stands" in pair.public(replace(HALF, asked=True, paused=True)).text
    second = replace(HALF, phase=Phase.SECOND, half=2)
    assert "**Second half:** <@12> asks <@11>." in pair.public(second).text


def test_forms_say_who_is_through() -> None:
    text = pair.public(replace(FORMS, handed_in=(Seat.PARTNER,))).text
    assert "◐ <@11> still writing\n✓ <@12> handed in" in text
    assert "A form is still missing" in pair.public(replace(VIEW, phase=Phase.ENDED, lacking=True)).text
    assert "All forms are in" in pair.public(replace(VIEW, phase=Phase.ENDED)).text


def test_what_ended_early_says_how() -> None:
    def said(phase: Phase, ended: Phase, through: int = 0) -> str:
        return pair.public(replace(VIEW, phase=phase, ended_phase=ended, through=through)).text

    assert "<@12> declined the invitation of <@11>." in said(Phase.DECLINED, Phase.INVITED)
    assert "Nobody came in time" in said(Phase.LAPSED, Phase.INVITED)
    assert "Nobody pressed Start in time" in said(Phase.LAPSED, Phase.READY)
    assert "<@11> took it back." in said(Phase.STOPPED, Phase.INVITED)
    assert "**Stopped:** no of two halves held." in said(Phase.STOPPED, Phase.FIRST)
    assert "**Stopped:** one of two halves held.\n✓ All forms are in." in said(Phase.STOPPED, Phase.SWAP, 1)


def test_who_is_no_longer_stored_is_not_named() -> None:
    assert "somebody who left" in pair.public(replace(HALF, inviter_id=None)).text
    assert "later" in pair.public(replace(VIEW, ends_at=None)).text


def test_the_interviewers_card_has_all_that_it_is_heard_against() -> None:
    text = pair_cards.asker(AskerCard(HALF, "Precision, recall and F1", VARIANT)).text
    for part in (
        "### Question 2 of 5 · precision, recall and F1 · junior",
        "Ask it aloud, then press Asked aloud",
        "1. Checks the split · counts 2\n2. Asks for the power",
        "· What else?\n· if 2 stays out: How large was it?",
        "✗ Says to run longer",
        "1. Think of the split.",
        "**A strong answer** I would check the split.",
    ):
        assert part in text
    bare = draw_variant(replace(OPEN, body=OpenAnswer((Point("Says it"),)), hints=()), 1)
    text = pair_cards.asker(AskerCard(HALF, "X", bare)).text
    assert all(part not in text for part in ("Hints", "Red flags", "Ask further", "strong answer"))


def test_a_question_without_a_rubric_is_a_card_all_the_same() -> None:
    text = pair_cards.asker(AskerCard(HALF, "X", draw_variant(SINGLE, 1))).text
    assert text.endswith("What happens to F1?")


def test_a_case_has_its_stages_and_facts() -> None:
    body = Case(
        (Stage("Framing", 6, (Point("Asks who it is for"),)), Stage("Serving", 1, (Point("Splits the budget"),))),
        (("orders per day", "2 million"),),
    )
    text = pair_cards.asker(AskerCard(HALF, "Framing", draw_variant(replace(OPEN, body=body), 1))).text
    assert (
        "-# Framing, about 6 minutes\n1. Asks who it is for\n-# Serving, about 1 minute\n2. Splits the budget" in text
    )
    assert "**Facts, told only when asked for**\n· orders per day: 2 million" in text


def test_a_storys_points_name_their_part() -> None:
    text = pair_cards.asker(AskerCard(HALF, "Failure", draw_variant(STORY, 1))).text
    assert "1. Situation: What was at stake" in text


def test_the_candidate_reads_the_question_alone_once_it_was_asked() -> None:
    before = pair_cards.answerer(AnswererCard(HALF, None)).text
    assert "<@11> has not asked it yet" in before
    asked = replace(HALF, asked=True, question_ends_at=NOON)
    text = pair_cards.answerer(AnswererCard(asked, VARIANT)).text
    assert text.endswith("A model wins offline and the test is flat. Why?")
    assert "Checks the split" not in text
    assert "Time for it until <t:1772452800:t>" in text
    assert "Its time is up." in pair_cards.answerer(AnswererCard(replace(asked, time_up=True), VARIANT)).text
    stands = replace(HALF, asked=True, paused=True, ends_at=None)
    assert "The clock stands." in pair_cards.answerer(AnswererCard(stands, VARIANT)).text


@pytest.mark.parametrize("phase", [Phase.FIRST_FORMS, Phase.SWAP, Phase.ENDED, Phase.LAPSED])
def test_who_has_nothing_to_do_is_told_where_it_is(phase: Phase) -> None:
    assert "**" in pair_cards.standing(replace(VIEW, phase=phase))


def test_a_form_says_each_mark_in_a_word_and_a_sign() -> None:
    page = FormPage(FORMS, 1, False, 1, 2, 1, VARIANT, (Mark.HEARD, Mark.PARTLY))
    text = pair_cards.form(page).text
    assert "### My form · first half · question 1 of 2" in text
    assert "Mark what <@12> said" in text
    assert "✓ 1. heard: Checks the split\n◐ 2. partly: Asks for the power" in text
    own = pair_cards.form(replace(page, own=True, half=2, marks=(Mark.NOT, Mark.NOT))).text
    assert "Mark what you said" in own
    assert "✗ 1. not heard: Checks the split" in own
    assert "No question was asked aloud" in pair_cards.form(replace(page, variant=None, page=0, pages=0, marks=())).text


REPORT = HalfReport(
    3,
    1,
    Kind.BREADTH,
    Level.MID,
    12,
    11,
    5,
    (QuestionMarks(1, VARIANT, (Mark.HEARD, Mark.PARTLY), (Mark.HEARD, Mark.NOT)),),
    Count(1, 1, 0),
    Count(1, 0, 1),
    1,
    Lines("You *split* it. @everyone", "Give a number."),
    Lines("Calm.", "Ask first."),
)


def test_both_forms_say_where_they_agree() -> None:
    text = pair_cards.report(REPORT).text
    for part in (
        "### First half · ML breadth · mid\n<@11> asked <@12> · 1 of 5 questions asked",
        "**Marked by the interviewer:** ✓ 1 heard · ◐ 1 partly · ✗ 0 not heard, of 2 points",
        "**Alike on 1 of 2 points.**",
        r"The interviewer: went well “You \*split\* it. \@everyone” · to try “Give a number.”",
        "✓ both heard: Checks the split\n◐ partly, candidate ✗ not heard: Asks for the power",
    ):
        assert part in text
    waits = pair_cards.report(replace(REPORT, half=2, partners=None, own=None, of_partner=None, of_self=None)).text
    assert "Not both forms are in yet" in waits
    assert "Checks the split" not in waits
    assert "The candidate: " not in pair_cards.report(replace(REPORT, of_self=None)).text


def test_a_line_of_reports_says_who_marked() -> None:
    one = PairLine(3, 1, Kind.BREADTH, Level.MID, NOON, 11, Count(14, 3, 4))
    assert pair_cards.halves([one, replace(one, marked=None)]).text == (
        "## With a partner\n"
        "· **ML breadth, mid** · <t:1772452800:D> · with <@11>: heard 14 and partly 3 of 21 points, "
        "marked by your partner\n· **ML breadth, mid** · <t:1772452800:D> · with <@11>: not marked by your partner"
    )


def test_what_lacks_is_named() -> None:
    assert "I lack **Send Messages** and **View Channel**" in pair.missing(["Send Messages", "View Channel"])


SPOKEN = [entry.question for entry in bank_of().entries.values() if isinstance(entry.question.body, Spoken)]


def test_every_question_of_the_bank_fits_on_its_cards_and_lists() -> None:
    assert len(SPOKEN) > 50
    for question in SPOKEN:
        variant = draw_variant(question, 3)
        assert variant.spoken is not None
        points = variant.spoken.points
        assert len(points) <= 25, question.id
        asker = pair_cards.asker(AskerCard(HALF, "Topic", variant))
        assert asker.length <= LIMIT
        assert "…" not in asker.text.partition("Points to listen for")[2].partition("**Ask further")[0], question.id
        assert all(f"{number}. " in asker.text for number in range(1, len(points) + 1)), question.id
        page = FormPage(FORMS, 1, False, 1, 2, 1, variant, (Mark.NOT,) * len(points))
        assert pair_cards.form(page).text.count("not heard: ") == len(points), question.id


def test_the_longest_half_fits_with_all_its_points() -> None:
    most = sorted(SPOKEN, key=lambda question: -len(getattr(question.body, "points", ())))
    questions = [draw_variant(question, 3) for question in most if not isinstance(question.body, Case)][:5]
    told = []
    for number, variant in enumerate(questions, 1):
        points = len(variant.spoken.points) if variant.spoken is not None else 0
        told.append(QuestionMarks(number, variant, (Mark.PARTLY,) * points, (Mark.HEARD,) * points))
    lines = Lines("x" * 200, "y" * 200)
    count = Count(0, sum(len(one.own) for one in told), 0)
    long = replace(REPORT, questions=tuple(told), partners=count, own=count, of_partner=lines, of_self=lines)
    text = pair_cards.report(long).text
    assert len(text) <= LIMIT
    assert text.count("candidate ✓ heard") == count.of
