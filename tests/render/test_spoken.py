"""What was heard of an answer, word for word as people read it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.spoken_views import Told
from bot.actions.views import Judged
from bot.render import practice
from bot.render.card import LIMIT, Text
from bot.rules.answer import GaveUp, Said
from bot.rules.grading import Grade, Verdict
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.rubric import OpenAnswer, Point
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.fake_spoken import hearing
from tests.render.conftest import Desk
from tests.samples import LATER, OPEN, RUBRIC, STORY

ASKED = draw_variant(OPEN, 1)
MIXED = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED)
PARTLY = Grade(Verdict.PARTLY, 0.5)


def shown(desk: Desk, told: Told | None, variant: Variant = ASKED, grade: Grade = PARTLY) -> str:
    judged = desk.judged(variant, Said(1), grade, told=told, following=None)
    (block,) = practice.verdict(judged).blocks
    assert isinstance(block, Text)
    return block.markdown


def test_the_question_says_how_it_is_answered_and_how_long_writing_takes(desk: Desk) -> None:
    assert practice.question(desk.asked(ASKED)).text == (
        "-# Model evaluation · precision, recall, F1 · junior · about 2 minutes\n"
        "A model wins offline and the test is flat. Why?\n\n"
        "-# Write as you would say it to an interviewer. What counts is what you say, not how long or how well."
    )
    assert "-# Tell one story of your own" in practice.question(desk.asked(draw_variant(STORY, 1))).text


def test_each_point_is_shown_with_what_became_of_it_and_the_persons_own_words(desk: Desk) -> None:
    told = replace(MIXED, mistakes=((0, "run it for _longer_"), (7, "nothing of ours")))
    assert (
        shown(desk, Told("hm", told))
        == """\
### ◆◇◇◇ heard 1 of 3 points
I am not sure about 1 point. Mark what you said, and the score follows your word.

✗ One thing to look at again: “run it for \\_longer\\_”. Says to run longer until it is significant

✓ heard: Checks that the split was even. “so \\*I\\* said”
◐ unsure: Asks for the power of the test. Closest: “so \\*I\\* said”
✗ not heard: Doubts the offline metric.

**A strong answer** I would check the split, ask for the power and doubt the metric.

-# How sure I am: 90 %. Heard = found in your words.
-# 0.5 of 1 · 48 s · this topic comes back <t:1795600800:R>"""
    )


@pytest.mark.parametrize(
    ("marked", "headline", "remark", "line"),
    [
        ((1,), "### ◆◆◆◇ heard 2 of 3 points", "You marked 1 of 1 unsure point", "✓ said, by your word: Asks for"),
        ((), "### ◆◇◇◇ heard 1 of 3 points", "You marked 0 of 1 unsure point", "✗ not said, by your word: Asks for"),
    ],
)
def test_marks_are_told_from_what_was_heard(
    desk: Desk, marked: tuple[int, ...], headline: str, remark: str, line: str
) -> None:
    lines = shown(desk, Told("hm", MIXED, marked)).splitlines()
    assert lines[0] == headline
    assert any(each.startswith(remark) for each in lines)
    assert any(each.startswith(line) for each in lines)


def test_what_somebody_has_to_look_at_says_why(desk: Desk) -> None:
    odd = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED, status=Status.NEEDS_REVIEW, why="It repeats the question.")
    lines = shown(desk, Told("hm", odd)).splitlines()
    assert lines[0] == "### ◐ Not sure what to make of this: heard 1 of 3 points"
    assert lines[1] == "It repeats the question. The score is only my best guess."


def test_who_heard_it_and_what_failed_stand_under_the_verdict(desk: Desk) -> None:
    lines = shown(desk, Told("hm", replace(MIXED, heard_by="mark_1", remark="Too *slow*, so I did it."))).splitlines()
    assert lines[1] == "-# Heard by **mark\\_1**, a model outside; it had to quote you for each point."
    assert lines[-2] == "-# How sure mark\\_1 is: 90 %. Heard = found in your words."
    assert lines[2] == "-# Too \\*slow\\*, so I did it."
    assert "model" not in shown(desk, Told("hm", MIXED))


def test_nothing_close_is_said_so_and_a_storys_parts_are_named(desk: Desk) -> None:
    heard = Hearing(0.5, Status.ABSTAINED, 0.2, (HeardPoint(0.5, Ear.UNSURE), HeardPoint(0.5, Ear.UNSURE)))
    text = shown(desk, Told("hm", heard), draw_variant(STORY, 1))
    assert "◐ unsure: Situation. What was at stake. Closest: nothing you wrote comes close" in text
    assert "**A strong answer**" not in text


def test_who_gave_up_is_told_what_counts(desk: Desk) -> None:
    judged = desk.judged(ASKED, GaveUp(), Grade(Verdict.GAVE_UP, 0.0))
    text = practice.verdict(judged).text
    assert text.startswith("### This is what a strong answer says\nYou said you don't know.")
    assert "· Checks that the split was even.\n· Asks for" in text


def test_a_hearing_that_is_gone_leaves_the_rubric(desk: Desk) -> None:
    text = shown(desk, None)
    assert text.startswith("### ◐ What was heard of it is no longer stored.")
    assert "· Doubts the offline metric." in text


def test_authors_see_the_rubric(desk: Desk) -> None:
    texts = [part.markdown for part in practice.key_of(ASKED) if not hasattr(part, "drawing")]
    assert "✓ Checks that the split was even. · weight 2\n" in texts[0]
    assert "\n✗ Says to run longer until it is significant\n" in texts[0]
    assert "**A strong answer** I would" in texts[0]
    assert "✓ Asks who it is for. · weight 1" in "".join(
        part.markdown for part in practice.key_of(draw_variant(LATER, 1)) if not hasattr(part, "drawing")
    )
    del desk


words = st.text(max_size=4000)


@settings(max_examples=60)
@given(st.integers(1, 10), words, st.sampled_from(Ear), st.sampled_from(Status), st.sampled_from([None, ()]))
def test_however_long_it_is_it_fits_and_every_point_is_there(
    count: int, said: str, ear: Ear, status: Status, marked: tuple[int, ...] | None
) -> None:
    body = OpenAnswer(tuple(Point("p" * 200) for _ in range(count)), ("m" * 20,), better="b " * 750)
    heard = Hearing(0.5, status, 0.5, (HeardPoint(0.5, ear, said),) * count, ((0, said),), said)
    variant = replace(ASKED, spoken=body)
    judged: Judged = Desk().judged(variant, Said(1), PARTLY, told=Told(said, heard, marked))
    card = practice.verdict(judged)
    assert card.length <= LIMIT
    assert sum("ppp" in line for line in card.text.splitlines()) == count
    assert "@everyone" not in card.text.replace("\\@", "")


def test_pings_and_markup_in_what_was_said_are_only_text(desk: Desk) -> None:
    bad = "<@1> @everyone ```x``` [a](http://b) \u202e"
    heard = replace(MIXED, points=(HeardPoint(1, Ear.HEARD, bad), *MIXED.points[1:]), mistakes=((0, bad),))
    text = shown(desk, Told(bad, heard))
    assert "<@1>" not in text
    assert "```" not in text
    assert "\u202e" not in text
    assert RUBRIC.points[0].say in text
