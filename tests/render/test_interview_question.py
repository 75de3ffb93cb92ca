"""One question of a report: what was written, each point in a word and a sign, mistakes, a strong answer."""

from dataclasses import replace

import pytest

from bot.render import interview_question as cards
from bot.render.card import LIMIT
from bot.rules.heard import Status
from bot.rules.interview import Choice, Sort
from bot.rules.interview_report import Sat, Word
from tests.interviewed import breadth, coding, design, question_of
from tests.reported import DESIGN, H, M, U, coded, heard, sat, turn
from tests.samples import CODE


def text_of(each: Sat, part: int = 0) -> str:
    return cards.question(question_of(each), part).text


def test_a_question_word_for_word() -> None:
    assert text_of(breadth()[0]) == (
        "### Question 1 · ROC AUC and PR curves · asked as planned\n"
        "A model wins offline and the test is flat. Why?\n\n"
        "**You wrote**\n> I would log live requests and replay them offline.\n"
        "**Then I asked:** How sure are you that this test could have seen it?\n> I am fairly sure.\n\n"
        "Counts as 64 % of its points by weight.\n\n"
        "✓ heard: Looks for training-serving skew “replay them offline”\n"
        "◐ after a nudge, counts half: Asks whether the test had the power to see the effect “my words 1”\n"
        "✓ heard: Doubts that AUC is the right metric “my words 2”\n"
        "✗ not heard: Says what to recommend\n\n"
        "**A strong answer** I would replay live requests offline, ask for the power, doubt AUC and recommend a "
        "longer test."
    )


def test_mistakes_and_hints_say_what_they_cost() -> None:
    text = text_of(breadth()[1])
    assert "1 hint shown: −25 %." in text
    assert "◐ unsure: Asks whether" in text
    assert "✗ mistake: “forests never overfit” heard as “Random forests don't overfit”; a tenth off." in text


def test_not_knowing_is_said_plainly() -> None:
    text = text_of(breadth()[2])
    assert "> I don't know" in text
    assert cards.EMPTY in text
    assert "Counts as 0 %" in text
    assert "> (nothing)" in text_of(sat(turn(words="")))


def test_marks_say_whose_word_it_is() -> None:
    marks = {0: Word(said=True), 1: Word(said=False), 2: Word(said=True, peer=True)}
    turns = (turn(1, heard(U, U, M, M)), turn(2, heard(U, U, U, M), followup=0))
    text = text_of(sat(*turns, marks=marks))
    assert "✓ said, by your word: Looks for" in text
    assert "✗ not said, by your word: Asks whether" in text
    assert "✓ said, by a peer's word, after a nudge, counts half: Doubts" in text


@pytest.mark.parametrize(
    ("each", "says"),
    [
        (sat(turn()), "The grader was away"),
        (sat(turn(done=False)), "ended before you had finished"),
        (
            sat(turn(1, heard(H, H, H, H, status=Status.NEEDS_REVIEW, why="Pasted: add more."))),
            "◐ Pasted. It counts once a peer",
        ),
    ],
)
def test_what_does_not_count_is_explained(each: Sat, says: str) -> None:
    assert says in text_of(each)


def test_a_case_is_shown_stage_by_stage() -> None:
    (case,) = design()
    first, last = text_of(case), text_of(case, 9)
    assert first.startswith("### Question 1 · part 1 of 2: Framing · asked as planned\nDesign a delivery estimate.")
    assert "A strong answer" not in first
    assert last.startswith("### Question 1 · part 2 of 2: Serving · asked as planned\n**You wrote**")
    assert "**A strong answer** I would ask who sees it" in last
    never = sat(turn(1, heard(H, M)), question=DESIGN, sort=Sort.CASE)
    assert "Not reached. It counts neither for nor against." in text_of(never, 1)


def test_a_story_names_its_parts() -> None:
    text = text_of(breadth()[3])
    assert text.startswith("### Question 4 · story · asked as planned")
    assert "✓ heard: Situation. Where it was" in text
    assert "A strong answer" not in text


def test_code_shows_what_was_submitted_its_checks_and_a_solution() -> None:
    text = text_of(coding()[0])
    assert "**You submitted**\n```python\ndef total(xs):" in text
    assert (
        "✓ passed: `case 1`\n✓ passed: `case 2`\n✓ passed: 1 hidden case\n✗ not passed: 1 hidden case: a wrong value"
        in text
    )
    assert "Counts as 75 %.\n" in text
    empty = text_of(coding()[1])
    assert "Nothing was submitted.\nCounts as 0 %." in empty
    assert "You wrote" not in empty
    many = sat(turn(words=""), question=CODE, sort=Sort.CODE, coded=coded(1, 30))
    assert "✗ not passed: `case 2`: a wrong value\n✗ not passed: 28 hidden cases: a wrong value" in text_of(many)
    quiet = question_of(many)
    judged = quiet.answers[0].outlook.coded
    assert judged is not None
    bare = replace(judged.judgement, cases=tuple(replace(one, reason="") for one in judged.judgement.cases))
    outlook = replace(quiet.answers[0].outlook, coded=replace(judged, judgement=bare))
    shown = replace(quiet, answers=(replace(quiet.answers[0], outlook=outlook),))
    assert "`case 2`: another result was wanted\n✗ not passed: 28 hidden cases\n" in cards.question(shown).text


def test_wiped_words_are_said_to_be_gone() -> None:
    wiped = replace(question_of(breadth()[0]), wiped=True)
    text = cards.question(wiped).text
    assert cards.WIPED in text
    assert "You wrote" not in text
    code = replace(question_of(coding()[0]), wiped=True)
    assert "You submitted" not in cards.question(code).text


def test_who_heard_it_is_said_where_it_was_a_model_outside() -> None:
    heard_by = replace(heard(H, M, M, M), heard_by="tiny-1", remark="The second try.")
    text = text_of(sat(turn(1, heard_by)))
    assert "-# Heard by **tiny-1**, a model outside" in text
    assert "-# The second try." in text


def test_which_of_three_was_asked_is_said() -> None:
    view = replace(question_of(breadth()[0]), choice=Choice.HARDER)
    assert "the harder one was asked" in cards.question(view).text


@pytest.mark.parametrize("words", ["x" * 4000, "line\n" * 800, "@everyone **x** `y` ```z``` " * 140, "\u202e" * 4000])
def test_the_longest_answer_fits_and_its_points_stay(words: str) -> None:
    card = cards.question(
        question_of(sat(turn(1, heard(H, U, M, H), words), turn(2, heard(H, U, M, H), words, followup=0)))
    )
    assert card.length <= LIMIT
    assert "✗ not heard: Doubts that AUC" in card.text
    assert "**A strong answer**" in card.text
    assert "\u202e" not in card.text
    assert " @everyone" not in card.text.replace("\\@", "")


def test_very_short_lines_are_joined() -> None:
    text = text_of(sat(turn(1, heard(H, M, M, M), "a\n" * 500)))
    assert text.count("> a") == 12
    assert text.count("a a a") >= 1
