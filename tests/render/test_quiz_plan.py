"""Plans and sets, word for word as people read them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.actions.quiz_plan_views import Announce, PlanLine, PlanList, PlannedQuestion, PlanQuestion, PlanView
from bot.actions.views import SetDone, SetLine
from bot.render import quiz_plan as cards
from bot.render import sets
from bot.render.card import LIMIT
from bot.rules.plan import LONGEST_NAME, Missed
from bot.rules.question import Level, QuestionType
from bot.rules.quiz import MOST_QUESTIONS, Numbers, Options, Pace, State
from bot.rules.schedule import Schedule
from bot.rules.variants import draw_variant
from tests.samples import NUMERIC

AT = datetime.fromtimestamp(1795460400, UTC)
TUESDAYS = Schedule(date(2026, 12, 1), time(18, 0), "Europe/Berlin", 7)
QUESTION = PlannedQuestion(
    (0, "f1"), "Precision, recall and F1", Level.JUNIOR, QuestionType.SINGLE, "What happens\nto $F_1$?"
)
PLAN = PlanView(
    plan_id=3,
    name="Tuesday *round*",
    topic="",
    count=2,
    options=Options(),
    channel_id=5,
    host_id=1,
    schedule=None,
    typed="",
    next_at=None,
    fresh=False,
    by_hand=False,
    questions=(QUESTION, replace(QUESTION, key=(9, "own"), type=QuestionType.ORDER)),
)
WEEKLY = replace(PLAN, schedule=TUESDAYS, next_at=AT, typed="tue 18:00 weekly", fresh=True)
NOTICE = Announce(
    plan_id=3,
    nth=2,
    revision=4,
    guild_id=9,
    channel_id=5,
    notice_channel_id=6,
    name="Tuesday *round*",
    count=10,
    options=Options(),
    starts_at=AT,
    ends_at=AT + timedelta(minutes=15),
    schedule=TUESDAYS,
    mark="Plan 3",
    nonce="plan3",
    after_id=1,
)


def test_a_plan_without_a_time_says_how_it_begins() -> None:
    assert cards.plan(PLAN).text == (
        "### Plan · Tuesday \\*round\\*\n"
        "2 questions from all topics, 45 seconds each, in <#5>.\n"
        "No time is set: `Open lobby` begins it, `Name and time` says when it comes.\n\n"
        "**These questions**, in this order. Whoever has seen them here plays outside the boards.\n\n"
        "1. What happens to F₁?\n"
        "-# precision, recall and F1 · junior · one choice\n"
        "2. What happens to F₁?\n"
        "-# precision, recall and F1 · junior · an order"
    )


def test_a_plan_that_repeats_says_when_and_what_comes() -> None:
    text = cards.plan(WEEKLY).text
    assert (
        "**Tuesdays at 18:00 (Europe/Berlin).** Next: <t:1795460400:F> (<t:1795460400:R>). "
        "Its lobby opens five minutes before." in text
    )
    assert "**Each time has a fresh draw**" in text
    by_hand = cards.plan(replace(WEEKLY, fresh=False, by_hand=True)).text
    assert "**You chose these by hand: they come every time.** `Draw again` gives a fresh set" in by_hand
    assert "plays outside the boards" in by_hand


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.LOBBY, "its lobby is open"),
        (State.RUNNING, "it is on"),
        (State.ENDED, "✓ played to its end"),
        (State.STOPPED, "◐ stopped early"),
        (State.CANCELLED, "✗ called off: nobody was in, a host did, or I may not write there"),
    ],
)
def test_what_became_of_the_last_time_is_told(state: State, said: str) -> None:
    assert f"\n\nLast: <t:1795460400:f>, {said}.\n\n" in cards.plan(replace(WEEKLY, last=(AT, state))).text


def test_a_plan_for_once_shows_its_one_time() -> None:
    once = replace(WEEKLY, schedule=replace(TUESDAYS, days=0), fresh=False)
    assert "**Once:** <t:1795460400:F> (<t:1795460400:R>)." in cards.plan(once).text
    assert "**These questions**" in cards.plan(replace(once, by_hand=True)).text


def test_options_are_said_in_words() -> None:
    options = Options(30, Pace.AUTO, Numbers.OWN, 3)
    text = cards.plan(replace(PLAN, options=options, topic="Statistics")).text
    assert "2 questions on **statistics**, 30 seconds each, own numbers for everybody, " in text
    assert ", goes on by itself, 3 teams, in <#5>." in text
    window = cards.plan(replace(PLAN, options=Options(30, Pace.AUTO, Numbers.OWN, open_days=3))).text
    assert "30 seconds each, open for 3 days, in <#5>." in window


@pytest.mark.parametrize(
    ("missed", "why"),
    [
        (Missed.AWAY, "I was away for more than 30 minutes"),
        (Missed.BUSY, "another quiz was on in that channel"),
        (Missed.EMPTY, "no question fits its topic any more"),
    ],
)
def test_a_time_that_was_left_out_is_told_with_its_reason(missed: Missed, why: str) -> None:
    text = cards.plan(replace(WEEKLY, missed=missed, missed_at=AT)).text
    assert f"✗ <t:1795460400:f> was left out: {why}." in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Once, at 18:00 (Europe/Berlin)"),
        (1, "Every day at 18:00 (Europe/Berlin)"),
        (7, "Tuesdays at 18:00 (Europe/Berlin)"),
        (14, "Every 2 weeks on Tuesday at 18:00 (Europe/Berlin)"),
        (3, "Every 3 days at 18:00 (Europe/Berlin)"),
    ],
)
def test_how_often_is_said_in_words(days: int, said: str) -> None:
    assert cards.rhythm(replace(TUESDAYS, days=days)) == said


def test_the_largest_plan_fits_with_every_question_in_it() -> None:
    long = replace(QUESTION, text="Which **" + "very " * 80 + "long** question?", topic="T" * 60, asked_at=AT)
    view = replace(WEEKLY, name="*" * LONGEST_NAME, topic="T" * 60, questions=(long,) * MOST_QUESTIONS)
    card = cards.plan(replace(view, fresh=False, by_hand=True, missed=Missed.AWAY, missed_at=AT))
    assert card.length <= LIMIT
    assert f"\n{MOST_QUESTIONS}. Which" in card.text


def test_a_lists_rows_have_no_markup_and_fit() -> None:
    assert cards.label(QUESTION, 3) == "3  What happens to F₁?"
    assert cards.detail(QUESTION) == "precision, recall and F1 · junior · one choice"
    long = replace(QUESTION, text="word " * 60, topic="T" * 200)
    assert len(cards.label(long, 25)) <= 100
    assert cards.label(long, 25).endswith("…")
    assert len(cards.detail(long)) <= 100


def test_what_the_server_had_lately_is_told() -> None:
    text = cards.plan(replace(PLAN, questions=(replace(QUESTION, asked_at=AT),))).text
    assert "-# precision, recall and F1 · junior · one choice · asked here <t:1795460400:R>" in text


def test_a_question_is_shown_with_its_key() -> None:
    variant = draw_variant(NUMERIC, 5)
    view = PlanQuestion(3, "Tuesday", (0, "double"), 2, 10, "Core", "Optimisers", variant)
    text = cards.question(view).text
    assert text.startswith(f"-# Plan · Tuesday · 2 of 10 · Core · optimisers\n{variant.text}")
    assert "-# the other side" in text
    assert "**Key**" in text


def test_the_list_says_when_each_comes() -> None:
    lines = (PlanLine(3, "Tuesday *round*", 10, TUESDAYS, AT), PlanLine(4, "Exam", 1, None, None))
    assert cards.plans(PlanList(lines)).text == (
        "### Plans\n\n"
        "**Tuesday \\*round\\*** · 10 questions · <t:1795460400:f>, <t:1795460400:R>\n"
        "**Exam** · 1 question · by hand"
    )
    assert "`/quiz plan name:`" in cards.plans(PlanList(())).text


def test_deleting_is_asked_for() -> None:
    assert cards.sure(PLAN).text == "Delete **Tuesday \\*round\\***? Its past quizzes and their results stay."
    assert cards.sure(WEEKLY).text.endswith("What I said of it in public is taken back.")


def test_what_is_said_in_public_says_when_where_and_how_big() -> None:
    assert cards.notice(NOTICE).text == (
        "**Quiz · Tuesday \\*round\\***\n"
        "<t:1795460400:F> (<t:1795460400:R>) in <#5>\n"
        "10 questions, 45 seconds each. Join from five minutes before. Tuesdays at 18:00 (Europe/Berlin).\n"
        "-# Plan 3"
    )
    assert cards.event_name(NOTICE) == "Quiz · Tuesday *round*"
    assert cards.event_text(NOTICE) == (
        "10 questions, 45 seconds each. Join from five minutes before. Tuesdays at 18:00 (Europe/Berlin). "
        "Come to <#5>.\nPlan 3, quiz 2"
    )
    window = replace(NOTICE, options=Options(open_days=3))
    assert cards.about(window).startswith(
        "10 questions, 45 seconds each, open for 3 days. Begin when it suits you. Tue"
    )
    assert cards.marked(NOTICE, cards.event_text(NOTICE)) == 2
    for other in ("", "Plan 3, quiz 2 or so", "Plan 31, quiz 2", "Plan 3, quiz 2\nmore"):
        assert cards.marked(NOTICE, other) is None
    once = replace(NOTICE, schedule=replace(TUESDAYS, days=0))
    assert cards.about(once) == "10 questions, 45 seconds each. Join from five minutes before."
    none = cards.notice(replace(NOTICE, starts_at=None, ends_at=None))
    assert none.text == "**Quiz · Tuesday \\*round\\***\nNo time is set for the next one.\n-# Plan 3"


def test_the_end_of_a_set_counts_and_lists() -> None:
    lines = (
        SetLine("What happens to $F_1$?", "right", 1),
        SetLine("Which steps learn?", "partly", 0.5),
        SetLine("What is twice 12?", "gave up", 0),
    )
    assert sets.done(SetDone("Tuesday *round*", lines)).text == (
        "### That was the set · Tuesday \\*round\\*\n"
        "**1.5 of 3 points.** ✓ 1 right · ◐ 1 in part · ✗ 1 not\n\n"
        "✓ 1. What happens to F₁?\n"
        "◐ 2. Which steps learn?\n"
        "✗ 3. What is twice 12?\n\n"
        "-# Only you see this; it is on no board. What was not right comes back in `/practice`."
    )
    assert sets.done(SetDone("", lines[:1])).text.startswith("### That was the set\n**1 of 1 point.** ✓ 1 right\n")
