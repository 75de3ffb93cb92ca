"""Open quizzes, word for word: their first message, and a member's own way through one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.quiz_open_views import Way
from bot.actions.quiz_views import HostView, Joined, LobbyView, MineView, Rejoined
from bot.render.quiz_open import lobby, way
from bot.render.quiz_told import host, joined, rejoined
from bot.rules.quiz import Numbers, Options, State
from tests.render.conftest import Desk
from tests.samples import NOON

T = int(NOON.timestamp())
CLOSES = T + 86_400
LOBBY = LobbyView(3, "Model evaluation", 111, 10, Options(open_days=1), State.LOBBY, NOON, 2)
OPEN = replace(LOBBY, state=State.RUNNING, closes_at=NOON + timedelta(days=1), begun=7, through=4)
WAY = Way(3, "Model evaluation", 10, timedelta(seconds=45), NOON + timedelta(days=1), 1)


def test_the_first_message_says_until_when_it_is_open() -> None:
    assert (
        lobby(OPEN).text
        == f"""\
## Quiz · Model evaluation
10 questions, 45 s each, by your own clock.
**Open until <t:{CLOSES}:F>** (<t:{CLOSES}:R>).

**7 have begun, 4 are through.**

· Begin when it suits you: your time for a question runs from when you see it.
· Your numbers are your own; nobody sees what you chose.
· Right beats fast. A speed board is shown apart.
· What was right, why, and the boards come when it closes. Please keep the questions to yourself until then.
· Only the top three names are shown; the host can export the answers. You may play under a guest name."""
    )


def test_the_lobby_says_when_it_opens_and_calls_the_role_once() -> None:
    shown = lobby(replace(LOBBY, role_id=77)).text
    assert f"Opens <t:{T}:R> for 1 day, or when <@111> presses Start.\n\n**2 are in.** · <@&77>" in shown
    assert "<@&" not in lobby(LOBBY).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"begun": 1, "through": 1}, "**1 has begun, 1 is through.**"),
        ({"begun": 0, "through": 0}, "**Nobody has begun yet.**"),
        ({"host_plays": False}, "· <@111> has seen the questions and plays outside the boards."),
        ({"options": Options(teams=3, open_days=3)}, "· 3 teams; whoever joins comes into the smallest."),
        ({"state": State.ENDED}, "**It has closed.** The boards stand below.\n\n**7 have begun, 4 are through.**"),
        ({"state": State.ENDED, "thread_id": 22}, "The boards stand below. Talk it over in <#22>."),
        ({"state": State.ENDED, "begun": 0}, "Nobody began."),
        ({"state": State.STOPPED}, "**It was closed early.** What was answered by then makes the boards."),
        ({"state": State.CANCELLED, "closes_at": None}, "**It was called off.**"),
    ],
)
def test_the_first_message_says_how_it_stands(change: dict[str, object], said: str) -> None:
    assert said in lobby(replace(OPEN, **change)).text  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.LOBBY, f"It opens <t:{T}:R>; then press **Begin** on the quiz's first message, when it suits you."),
        (State.RUNNING, "Press **Begin** on the quiz's first message, when it suits you."),
    ],
)
def test_who_joins_beforehand_is_told_to_begin(state: State, said: str) -> None:
    assert joined(Joined(3, NOON, state, 222, open_days=1)) == f"You are in. {said}"


def test_who_comes_back_is_told_until_when_it_is_open() -> None:
    view = Rejoined(3, "Trees", State.RUNNING, 222, NOON, None, own=True, closes_at=NOON + timedelta(days=1))
    assert rejoined((view,)).text == f"### Quiz · Trees\nYou are in, and it is open until <t:{CLOSES}:F>."


def test_the_hosts_panel_says_how_it_is_set_and_until_when_it_is_open() -> None:
    view = HostView(3, "Trees", State.LOBBY, Options(numbers=Numbers.OWN, open_days=3), NOON, 7)
    assert "45 seconds each · each plays alone within 3 days · own numbers for everybody" in host(view).text
    running = replace(view, state=State.RUNNING, closes_at=NOON + timedelta(days=1), number=2, can_unvoid=True)
    assert host(running).text == (
        f"### Quiz · Trees · question 2\nOpen until <t:{CLOSES}:F> · 7 are in.\n"
        "This question is voided: it counts for nobody."
    )


def test_what_is_over_needs_no_rules() -> None:
    assert "·" not in lobby(replace(OPEN, state=State.ENDED)).text.replace("Quiz ·", "")


def test_before_the_first_question_it_says_how_it_goes() -> None:
    assert (
        way(WAY).text
        == f"""\
## Quiz · Model evaluation
**10 questions, 45 s each, one after another.** Only you see them.

· The time for a question runs from when you see it.
· You can change an answer until you go on or the time is up.
· Called away? The question you see runs out, the others wait. Press Begin again, or use `/quiz rejoin`.
· What was right comes when the quiz closes, <t:{CLOSES}:R>; so do the boards."""
    )
    assert way(replace(WAY, alias="Quiet Otter")).text.endswith(
        "-# You play as **Quiet Otter**. The boards and the host's export say only that."
    )
    assert way(replace(WAY, off_board=True)).text.endswith(
        "-# You have seen the questions, so you play outside the boards."
    )


def test_an_open_question_is_shown_with_its_own_deadline(desk: Desk) -> None:
    closes = NOON + timedelta(seconds=45)
    mine = MineView(3, 4, 10, "Model evaluation", "Precision, recall and F1", desk.single, closes, said="It rises")
    shown = way(replace(WAY, number=5, last=4, shown=4, answered=4, mine=mine)).text
    assert shown.startswith("-# 4 of 10 · Model evaluation · precision, recall and F1 · only you see this")
    assert shown.endswith(
        f"**Your answer:** It rises\n-# You can change it until you go on or time is up, <t:{T + 45}:R>."
    )


def test_between_questions_it_says_how_many_wait() -> None:
    between = replace(WAY, number=4, last=3, shown=3, answered=2)
    assert (
        way(between).text
        == f"""\
**Question 3 of 10 is over.** You answered 2 of 3.
7 wait for you; the quiz closes <t:{CLOSES}:R>."""
    )
    shown = way(replace(between, number=10, last=9, shown=9, ran_out=True)).text
    assert shown.startswith("**The time for question 9 of 10 is up.** You answered 2 of 9.\nOne waits for you;")


def test_who_is_through_is_told_when_the_rest_comes() -> None:
    assert (
        way(replace(WAY, number=11, last=10, shown=10, answered=9)).text
        == f"""\
**You are through.** You answered 9 of 10.
What was right, why, and the boards come when the quiz closes, <t:{CLOSES}:F> (<t:{CLOSES}:R>): \
here and by `/quiz results`."""
    )
