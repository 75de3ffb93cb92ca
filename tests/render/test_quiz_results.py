"""A quiz's results as one member sees them."""

from dataclasses import replace

import pytest

from bot.actions.quiz_results_views import Mistakes, Places, QuizLine
from bot.render.card import LIMIT
from bot.render.quiz_results import (
    A_PAGE,
    NO_BOARD,
    NOT_PLAYED,
    NOTHING_WRONG,
    SEALED,
    answers,
    line,
    mistakes,
    named,
    pages,
    results,
    right,
)
from bot.rules.answer import Chosen, GaveUp, Typed
from bot.rules.quiz import State
from bot.rules.standings import Standing
from bot.rules.variants import draw_variant
from tests.render.results import BEN, EVERY, RESULTS, own
from tests.samples import MATCH, MULTIPLE, NOON, ORDER, SHORT, SINGLE

WRONG = Mistakes(7, "Model evaluation", EVERY[1:4], NOON)


def test_ones_own_places_come_first_then_the_boards() -> None:
    assert results(RESULTS).text.startswith(
        "### Quiz · Model evaluation\n"
        "-# <t:1772452800:f> · 9 played 7 questions\n"
        "\n"
        "**You** · 1 of 6 right\n"
        "Mastery: place 2 to 4 of 9, 71 %\n"
        "Speed: place 5 of 9, 48 %\n"
        "\n"
        "**Mastery** · "
    )
    assert results(RESULTS).pictures == ()


def test_only_those_on_the_boards_are_named() -> None:
    said = results(RESULTS).text
    assert said.count("<@") == 6
    assert "Team" not in said


def test_a_team_has_its_place() -> None:
    team = Standing(2, 0.66, 1, 1, 3)
    assert "Team 2: place 1 of 3, 66 %" in results(replace(RESULTS, places=Places(team=team))).text


def test_whoever_stands_nowhere_is_told_why() -> None:
    assert f"\n{NOT_PLAYED}\n" in results(replace(RESULTS, own=())).text
    assert f"**You** · 1 of 6 right\n{NO_BOARD}" in results(replace(RESULTS, places=Places())).text


def test_each_answer_says_what_was_asked_said_and_right_and_why() -> None:
    assert answers(RESULTS, 0).text == (
        "### Your answers · Model evaluation\n"
        "\n"
        "**1 · ✓ Right** · 1 of 1 · 12 s\n"
        "What happens to F1?\n"
        "You: It falls\n"
        "**Why** It is a harmonic mean.\n"
        "\n"
        "**2 · ✗ Not right** · 0 of 1 · 12 s\n"
        "What happens to F1?\n"
        "You: It rises. The direction is reversed.\n"
        "✓ It falls\n"
        "**Why** It is a harmonic mean.\n"
        "\n"
        "**3 · ◐ Partly** · 0.5 of 1 · 12 s\n"
        "Which steps learn?\n"
        "You: Mean\n"
        "✓ Mean; Median\n"
        "**Why** They read rows.\n"
        "\n"
        "**4 · ✗ Not right** · 0 of 1 · 12 s\n"
        "What is twice 84?\n"
        "You: =1+1\n"
        "✓ 168.0\n"
        "**Why** Add it to itself.\n"
        "\n"
        "-# Page 1 of 2"
    )


def test_a_missed_question_and_a_voided_one_say_so() -> None:
    said = answers(RESULTS, 1).text
    assert "**5 · ✗ No answer**\nWhich method?\n✓ transform\n" in said
    assert "-# Voided: nobody gains or loses by it." in said
    assert said.endswith("-# Page 2 of 2")
    assert answers(RESULTS, 99) == answers(RESULTS, 1)


def test_what_is_open_elsewhere_is_neither_shown_nor_explained() -> None:
    sealed = replace(RESULTS, own=(replace(EVERY[0], sealed=True), own(2, SINGLE, GaveUp())))
    said = answers(sealed, 0).text
    assert f"**1** · {SEALED}\n" in said
    assert said.count("It falls") == 1
    assert "**2 · ✗ Not known**" in said


def test_a_question_is_named_in_a_list_and_says_nothing_while_it_is_open_elsewhere() -> None:
    assert named(EVERY[1]) == ("Question 2", "What happens to F1?")
    assert named(replace(EVERY[1], sealed=True)) == ("Question 2", "")


def test_somebody_elses_words_stay_words() -> None:
    shouted = replace(RESULTS, own=(own(1, SHORT, Typed("**@everyone** <@1>")),))
    assert "You: \\*\\*\\@everyone\\*\\* \\<\\@1\\>" in answers(shouted, 0).text


def test_mistakes_say_when_they_come_back() -> None:
    several, one = mistakes(WRONG, 0).text, mistakes(replace(WRONG, own=EVERY[1:2]), 0).text
    assert several.startswith("### Your mistakes · Model evaluation\nAll 3 come back, the first <t:1772452800:R>: ")
    assert one.startswith("### Your mistakes · Model evaluation\nIt comes back <t:1772452800:R>: ")
    assert "Page" not in several
    assert mistakes(Mistakes(7, "x", (), None), 0).text == f"### Your mistakes · x\n\n{NOTHING_WRONG}"


@pytest.mark.parametrize(("count", "of"), [(0, 1), (A_PAGE, 1), (A_PAGE + 1, 2), (25, 7)])
def test_answers_are_paged(count: int, of: int) -> None:
    assert pages(EVERY[:1] * count) == of


def test_what_is_right_is_said_in_full() -> None:
    assert right(draw_variant(MULTIPLE, 3)) == "Mean; Median"
    assert right(draw_variant(ORDER, 6)) == "none → one → two → three"
    assert right(draw_variant(SHORT, 6)) == "transform"
    assert right(draw_variant(MATCH, 7)).startswith("clicks until the first → Geometric; ")


def test_code_in_a_question_is_left_out_and_in_its_explanation_kept() -> None:
    shown = replace(
        SINGLE, text="Look:\n```sql\nSELECT 1\n```\n**What comes?**", why="So:\n```sql\nSELECT 2\n```\nDone."
    )
    said = answers(replace(RESULTS, own=(own(1, shown),)), 0).text
    assert "\nLook: … **What comes?**\n" in said
    assert said.endswith("**Why** So:\n```sql\nSELECT 2\n```\nDone.")


def test_a_page_of_the_longest_answers_fits() -> None:
    long = replace(SINGLE, text="word " * 500, why="because " * 500)
    many = replace(RESULTS, own=tuple(own(at, long, Chosen(frozenset({1}))) for at in range(1, 26)))
    for page in range(pages(many.own)):
        card = answers(many, page)
        assert card.length <= LIMIT
        assert f"Page {page + 1} of 7" in card.text
        assert all(f"**{at} · " in card.text for at in range(page * A_PAGE + 1, min(26, (page + 1) * A_PAGE + 1)))


def test_a_quiz_of_a_list_says_when_it_was() -> None:
    assert line(QuizLine(7, "Python", NOON, 4, State.ENDED)) == ("Python", "Mon 02 Mar 2026, 12:00 · 4 joined")


def test_places_belong_to_whoever_looks() -> None:
    assert RESULTS.places.mastery is not None
    assert RESULTS.places.mastery.who == BEN
