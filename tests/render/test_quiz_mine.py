"""A member's own question of a quiz, word for word."""

from dataclasses import replace
from datetime import timedelta

from bot.actions.quiz_views import MineView
from bot.render.quiz_mine import question
from bot.rules.variants import draw_variant
from tests.render.conftest import Desk
from tests.samples import NOON, ORDER

CLOSES = int(NOON.timestamp()) + 45


def mine(desk: Desk) -> MineView:
    closes = NOON + timedelta(seconds=45)
    return MineView(3, 4, 10, "Model evaluation", "Precision, recall and F1", desk.single, closes)


def test_a_question_says_where_it_belongs_and_when_its_time_is_up(desk: Desk) -> None:
    assert (
        question(mine(desk)).text
        == f"""\
-# 4 of 10 · Model evaluation · precision, recall and F1 · only you see this
A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.
**What happens to F1?**

**A**  It falls from about 0.85 to 0.75
**B**  It falls from about 0.85 to 0.72
**C**  It rises from about 0.72 to 0.85
**D**  It stays at about 0.85

-# Time is up <t:{CLOSES}:R>."""
    )


def test_an_answer_is_shown_with_how_long_it_can_be_changed(desk: Desk) -> None:
    shown = question(replace(mine(desk), said="It falls from **about** $x^2$ @everyone")).text
    assert shown.endswith(
        "\n\n**Your answer:** It falls from about x² \\@everyone\n"
        f"-# You can change it until all have answered or time is up, <t:{CLOSES}:R>."
    )
    assert f"change it until you go on, <t:{CLOSES}:R>." in question(replace(mine(desk), said="B"), "you go on").text


def test_items_that_have_their_place_are_shown_in_order(desk: Desk) -> None:
    shown = question(replace(mine(desk), variant=draw_variant(ORDER, 1), placed=(2, 0))).text
    assert "**Your order so far**\n**1**  C · " in shown
    assert "-# Press the letters one after another, first to last." in shown
