"""The end card, word for word."""

from dataclasses import replace

from bot.actions.quiz_views import EndView, Hardest, Named
from bot.render.card import LIMIT
from bot.render.quiz_end import end, place
from bot.rules.quiz import State
from bot.rules.standings import Standing


def _named(value: float, first: int, last: int = 0, **who: object) -> Named:
    return Named(Standing(1, value, first, last or first, 9), **who)  # type: ignore[arg-type]  # a test's own keywords


VIEW = EndView(
    quiz_id=3,
    title="Model evaluation",
    state=State.ENDED,
    count=3,
    players=9,
    mastery=(_named(0.914, 1, person_id=11), _named(0.8, 2, 3, alias="Quiet Otter"), _named(0.8, 2, 3, person_id=12)),
    speed=(_named(0.7, 1, person_id=12), _named(0.5, 2), _named(0.25, 3, person_id=11)),
    teams=(),
    hardest=Hardest(2, "F1 falls to 0.72", 2, 9),
    shares=((1, 0.889), (2, 0.25)),
    voided=1,
)


def test_the_end_card() -> None:
    assert (
        end(VIEW).text
        == """\
## Quiz · Model evaluation
**The end.** 9 played 2 questions that count.

**Mastery** · share of points; harder questions weigh more
**1**  <@11> · 91 %
**2**  Quiet Otter (guest) · 80 % · shared by 2
**2**  <@12> · 80 % · shared by 2

**Speed** · right first, then quick; right at the last second is worth half
**1**  <@12> · 70 %
**2**  somebody who left · 50 %
**3**  <@11> · 25 %

**Hardest** question 2, F1 falls to 0.72 (2 of 9 had it right)
**Points by question** **1** 89 % · **2** 25 %
-# 1 question voided: nobody gained or lost by that.

-# Only the top three are named. My results shows your own place, to you alone."""
    )


def test_a_quiz_that_was_stopped_and_that_nobody_played() -> None:
    bare = replace(VIEW, state=State.STOPPED, players=0, mastery=(), speed=(), hardest=None, shares=(), voided=0)
    assert (
        end(bare).text
        == """\
## Quiz · Model evaluation
**Stopped early.** No answer counts, so the boards are empty.

**Mastery** · share of points; harder questions weigh more
Nobody stands on it.

**Speed** · right first, then quick; right at the last second is worth half
Nobody stands on it."""
    )


def test_teams_stand_by_their_mean() -> None:
    card = end(replace(VIEW, shares=((1, 1.0),), teams=(_named(0.9, 1, team=2), _named(0.4, 2, team=1)))).text
    assert "**Teams** · by the mean of their members\n**1**  Team 2 · 90 %\n**2**  Team 1 · 40 %" in card
    assert "9 played 1 question that counts." in card


def test_many_who_share_a_place_are_counted_and_not_named() -> None:
    crowd = tuple(_named(1.0, 1, 1000, person_id=person_id) for person_id in range(1, 1001))
    card = end(replace(VIEW, mastery=crowd, speed=crowd[:6]))
    assert "**1**  1000 share this place · 100 %\n\n**Speed**" in card.text
    assert card.text.count("<@") == 6
    assert len(card.text) <= LIMIT


def test_a_guests_name_is_only_words() -> None:
    assert "\\*\\*Otter\\*\\* (guest)" in end(replace(VIEW, mastery=(_named(1.0, 1, alias="**Otter**"),))).text


def test_places() -> None:
    assert place(Standing(1, 0.5, 2, 2, 9)) == "Place 2 of 9"
    assert place(Standing(1, 0.5, 2, 4, 9)) == "Place 2 to 4 of 9"


def test_the_longest_end_fits() -> None:
    crowd = tuple(_named(0.5, 1, 40, alias="Extraordinarily Quiet Otter") for _ in range(40))
    long = replace(VIEW, mastery=crowd, speed=crowd, shares=tuple((number, 0.5) for number in range(1, 26)))
    assert end(long).length <= LIMIT
