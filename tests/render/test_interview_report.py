"""The scorecard and its kin: every line that people read, what gets too long, and what others see."""

from dataclasses import replace

import pytest

from bot.actions.interview_report_views import CompareRow, CompareView, LoopReport, ReportView, SharedView, Skipped
from bot.render import interview_report as cards
from bot.render.card import LIMIT
from bot.rules.heard import Status
from bot.rules.interview import Choice, Kind, Sort
from bot.rules.interview_report import Came, Fate, PointFate, Word
from bot.rules.interview_scores import Band, Competency, Overall, Step
from bot.rules.question import Level
from bot.rules.rubric import Point
from tests.interviewed import breadth, coding, design, line_of, view_of
from tests.reported import H, M, U, heard, sat, turn

SCORECARD = """## Report · ML breadth, mid · 28 of 30 minutes
**From this one round: more no than yes, and not sure.** Four answers are thin evidence; three rounds make it steadier.

◆◆◆◇ **Evaluation** · heard 2 of 4 points · 1 more after a nudge
"replay them offline" → looks for training-serving skew
Missing: says what to recommend

◆◆◇◇ **Classical ML** · heard 2 of 4 points · 1 to mark · 1 hint: −25 %
"my words 0" → looks for training-serving skew
✗ "forests never overfit" → heard as “Random forests don't overfit”: not so; it costs points
Missing: doubts that AUC is the right metric

◆◇◇◇ **Core** · heard 0 of 4 points
Missing: asks whether the test had the power to see the effect

◆◆◆◇ **Story** · heard 3 of 4 parts
"my words 2" → action: what they did, and when
Missing: result: a number for the result

◐ **Your mark needed:** on 1 point I could not tell whether you said it.

Not reached: question 5 (story). That counts neither for nor against.

**Do next** 1. core: optimisers (10 min) · 2. classical ML: bagging (6 min) · 3. ROC AUC and PR curves (6 min)

-# Heard = found in your words without help; after a nudge counts half. ◆ of 4 by share of points.
-# Questions asked: 4 as planned.
-# Compares with ML breadth, mid, number 7, bank 3f2a9c1b."""


def of_breadth() -> ReportView:
    return view_of(breadth(), skipped=[Skipped(5, Sort.STORY, Came.NOT_REACHED)])


def test_the_scorecard_word_for_word() -> None:
    assert cards.report(of_breadth()).text == SCORECARD


def test_a_case_goes_by_its_stages() -> None:
    text = cards.report(view_of(design(), Kind.DESIGN)).text
    assert cards.NO_VERDICT in text
    assert '◆◆◆◇ **Framing** · heard 1 of 2 points · 1 to mark\n"my words 0" → asks who sees it' in text
    assert "Missing: splits the latency budget" in text
    assert "**Do next** 1. serving (5 min) · 2. framing (5 min)" in text


def test_code_goes_by_its_checks() -> None:
    text = cards.report(view_of(coding()[:1], Kind.CODING)).text
    assert "◆◆◆◇ **Coding** · passed 3 of 4 checks\nNot passed: case 4: a wrong value" in text
    assert "1. code: loops (15 min)" in text
    both = cards.report(view_of(coding(), Kind.CODING)).text
    assert "◆◆◇◇ **Coding** · passed 3 of 4 checks · nothing was submitted to 1 of 2 problems\n" in both
    nothing = cards.report(view_of(coding()[1:], Kind.CODING)).text
    assert "◆◇◇◇ **Coding** · nothing was submitted to 1 of 1 problem\n" in nothing


def test_what_somebody_has_to_look_at_is_not_rated() -> None:
    look = sat(turn(1, heard(H, H, H, H, status=Status.NEEDS_REVIEW, why="It repeats the *question*: answer it.")))
    view = view_of([look])
    text = cards.report(view).text
    assert "◐ **Evaluation** · not rated before somebody has looked · 4 to mark" in text
    assert (
        "◐ Question 1 counts once a peer has looked: share the report for that. It repeats the \\*question\\*." in text
    )
    assert "answer it" not in text
    assert "repeats" not in cards.shared(SharedView(view, 1, quotes=False, to_mark=4)).text


def test_peers_words_are_told_apart() -> None:
    marked = sat(turn(1, heard(U, M, M, M)), marks={0: Word(said=True, peer=True)})
    assert "◐ On 1 point a peer's word decides." in cards.report(view_of([marked])).text


def test_what_does_not_count_is_named_never_0() -> None:
    skipped = [
        Skipped(1, Sort.CASE, Came.NOT_REACHED, "Serving"),
        Skipped(2, Sort.OPEN, Came.NOT_REACHED),
        Skipped(3, Sort.CODE, Came.UNFINISHED),
        Skipped(4, Sort.OPEN, Came.UNHEARD),
    ]
    text = cards.report(view_of([], skipped=skipped)).text
    assert "Not reached: question 1 (Serving), question 2. That counts neither for nor against." in text
    assert "Not finished: question 3 (coding)." in text
    assert "Not heard, for the grader was away: question 4." in text
    assert "Do next" not in text
    assert "Questions asked" not in text


def test_wiped_words_are_said_to_be_gone() -> None:
    assert cards.WIPED in cards.report(replace(of_breadth(), wiped=True)).text


def test_which_choices_were_asked_is_said() -> None:
    view = replace(of_breadth(), choices=(Choice.PLANNED, Choice.HARDER, Choice.HARDER, Choice.EASIER))
    assert "-# Questions asked: 1 as planned, 1 easier, 2 harder." in cards.report(view).text


@pytest.mark.parametrize("band", list(Band))
def test_the_overall_sentence_never_speaks_of_hiring(band: Band) -> None:
    one = cards.verdict(Overall(band, 5))
    assert (
        one == f"**From this one round: {band.value}.** Five answers are thin evidence; three rounds make it steadier."
    )
    three = cards.verdict(Overall(band, 12), 3)
    assert three == f"**From three rounds: {band.value}.** It rests on 12 answers."
    assert "hire" not in one + three


def test_a_gap_that_came_after_a_nudge_says_so() -> None:
    turns = (turn(1, heard(H, M, H, H)), turn(2, heard(H, H, H, H), followup=0))
    assert "power to see the effect (came after a nudge)" in cards.report(view_of([sat(*turns)])).text


def test_where_several_answers_show_the_same_the_gap_names_its_question() -> None:
    both = [sat(turn(n, heard(*ears), slot=n), number=n) for n, ears in ((1, (H, H, H, H)), (2, (H, M, H, H)))]
    assert "\nMissing in question 2: asks whether" in cards.report(view_of(both)).text


def test_a_story_is_told_again_with_its_weakest_part() -> None:
    gap = PointFate(0, Point("A number", part="result"), Fate.MISSED, 0.0)
    assert (
        cards.next_steps([Step("Story", "Failure", gap, 5)])
        == "**Do next** 1. tell the story again with its result (5 min)"
    )
    bare = replace(gap, point=Point("A number"))
    for missing in (None, bare):
        assert "tell the story again (5 min)" in cards.next_steps([Step("Story", "Failure", missing, 5)])


def huge(count: int) -> ReportView:
    point = PointFate(0, Point("long words " * 40), Fate.HEARD, 1.0, "quoted words " * 100)
    each = Competency("A name", 9, 9, 9, 9, 9, 0.5, point, point, None, (("false " * 50, "said " * 50),), 2)
    return replace(of_breadth(), competencies=tuple(replace(each, name=f"A name {n}") for n in range(count)))


@pytest.mark.parametrize("count", [1, 5, 12])
def test_whatever_there_is_fits_one_message_with_every_first_line(count: int) -> None:
    card = cards.report(huge(count))
    assert card.length <= LIMIT
    assert all(f"◆◆◇◇ **A name {n}** · heard 9 of 9 points" in card.text for n in range(count))
    assert card.text.endswith("bank 3f2a9c1b.")
    assert cards.sharing(SharedView(huge(count), 1, quotes=True, to_mark=9)).length <= LIMIT


def test_hostile_words_stay_words() -> None:
    point = PointFate(0, Point("Says it"), Fate.HEARD, 1.0, "@everyone **bold** [x](https://x.y) `c` \u202egnp")
    view = replace(of_breadth(), competencies=(Competency("Evaluation", 1, 1, 0, 1, 0, 1.0, point),))
    text = cards.report(view).text
    assert "\\@everyone \\*\\*bold\\*\\* \\[x\\](https\\://x.y) \\`c\\` gnp" in text
    assert "\u202e" not in text


def test_others_see_no_quotes_unless_chosen() -> None:
    bare = tuple(
        replace(
            each,
            best=replace(each.best, evidence="") if each.best else None,
            mistakes=tuple((f, "") for f, _ in each.mistakes),
        )
        for each in of_breadth().competencies
    )
    view = SharedView(replace(of_breadth(), competencies=bare), 42, quotes=False, to_mark=1)
    text = cards.shared(view).text
    assert text.startswith("## Report · ML breadth, mid · 28 of 30 minutes\nShared by <@42>.\n")
    assert '"' not in text
    assert "✓ looks for training-serving skew" in text
    assert "✗ a mistake → heard as" in text
    assert " your " not in text
    assert cards.HOW_SHARED in text
    assert "◐ On 1 point I could not tell whether it was said." in text
    asked = cards.sharing(view).text
    assert "figures and points, **none of your words**" in asked
    assert "for 1 unmarked point, your sentence that came closest" in asked
    quoted = cards.sharing(replace(view, quotes=True, to_mark=0)).text
    assert "**and your own words**" in quoted
    assert "closest" not in quoted


def test_the_list_names_each_report() -> None:
    line = line_of(of_breadth())
    assert cards.line(line) == ("ML breadth, mid", "2026-03-03 · 7 of 16 points")
    assert "· **ML breadth, mid** · <t:1772539200:f> · 7 of 16 points" in cards.listed([line]).text
    assert cards.listed([]).text == cards.NONE_YET
    assert cards.line(line_of(view_of(coding(), Kind.CODING)))[1].endswith("3 of 4 checks")


def test_two_reports_side_by_side() -> None:
    line = line_of(of_breadth())
    rows = (CompareRow("Question 1 · Core", 0.5, None), CompareRow("Question 2 · Story", 1.0, 0.25, same=False))
    exact = cards.compared(CompareView(line, line, exact=True, differs=(), rows=rows)).text
    assert "can be compared question by question" in exact
    assert "**Question 1 · Core**\nA 50 % · B –" in exact
    assert "**Question 2 · Story** · another question\nA 100 % · B 25 %" in exact
    rough = cards.compared(CompareView(line, line, exact=False, differs=("level", "seed"), rows=())).text
    assert "Not the same level and seed: compared by competency only, so read it with care." in rough
    assert "Nothing of either counts." in rough


def test_a_loop_on_one_page() -> None:
    view = of_breadth()
    rounds, more = (line_of(view),), (Kind.CODING, Kind.DESIGN)
    loop = LoopReport(3, Level.MID, rounds, more, view.competencies, Overall(Band.YES, 5), view.steps, 2)
    text = cards.loop(loop).text
    assert text.startswith("## Report · loop, mid · 1 of 3 rounds\n**From this one round: clearly more yes than no.**")
    assert "Still to come: Coding, System design." in text
    assert "◐ 2 points of these rounds wait for your mark." in text
    assert "◆◆◆◇ **Evaluation**" in text
    none = cards.loop(LoopReport(3, Level.MID, (), (Kind.CODING,), (), None, ())).text
    assert cards.NO_VERDICT in none
    full = cards.loop(replace(loop, rounds=rounds * 3, missing=(), to_mark=0)).text
    assert "**From three rounds: clearly more yes than no.** It rests on 5 answers." in full
    assert "Still to come" not in full
    assert cards.loop(replace(loop, competencies=huge(12).competencies)).length <= LIMIT


@pytest.mark.parametrize("choice", list(Choice))
def test_each_choice_is_said(choice: Choice) -> None:
    assert choice.value in cards.chosen(choice)


def test_a_list_of_checks_says_when_nothing_more_is_known() -> None:
    view = view_of(coding()[:1], Kind.CODING)
    (each,) = view.competencies
    assert each.failed is not None
    bare = replace(each, failed=replace(each.failed, reason=""))
    assert "Not passed: case 4: another result was wanted" in cards.competency_lines(bare)
    assert M not in (H, U)
