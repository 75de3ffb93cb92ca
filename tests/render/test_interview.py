"""A mock interview, word for word as people read it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.interview_views import AskView, Facts, Opening, PausedView, Running
from bot.actions.views import Asked, Failed, Submission
from bot.render import interview as cards
from bot.render.card import LIMIT
from bot.rules.code import CaseOutcome, Judgement
from bot.rules.interview import ROUNDS, Kind, Sort, State
from bot.rules.question import Level
from bot.rules.run import RunStatus
from bot.rules.variants import draw_variant
from tests.samples import CODE, LATER, OPEN

UNTIL = datetime.fromtimestamp(1795461000, UTC)
RUNNING = Running(17, Kind.BREADTH, Level.MID, State.PAUSED, 902, 2, 5)


def opening(kind: Kind = Kind.BREADTH, **more: object) -> Opening:
    round_ = ROUNDS[kind]
    told = {"seed": 7, "in_server": False, **more}
    return Opening(kind, Level.MID, minutes=round_.minutes, slots=round_.slots, **told)  # type: ignore[arg-type]


def ask(**more: object) -> AskView:
    told = {"sort": Sort.OPEN, "variant": draw_variant(OPEN, 1), "ends_at": UNTIL, **more}
    return AskView(17, told.pop("turn", 1), 1, 5, **told)  # type: ignore[arg-type]


def test_the_opening_in_direct_messages() -> None:
    assert cards.opening(opening()).text == (
        "## Mock interview · ML breadth · mid · 30 minutes\n"
        "Four questions of about 6 minutes, then one story of 6. No code in this round.\n\n"
        "· Just write here, as you would speak. Several short messages are fine; press **Done** when you have "
        "finished.\n"
        '· Ask me what you would ask an interviewer. "I don\'t know" is an answer.\n'
        "· I will not say right or wrong before the end, and I will ask further where something is missing.\n"
        "· If you are called away: **Pause**. The clock stops, days if need be. After 5 silent minutes past a "
        "question's time I pause by myself.\n\n"
        "No other member can read this. This bot stores your words for 30 days, or until you press Delete on the "
        "report.\n\n"
        "-# Number 7: whoever starts this round with it is asked the same."
    )


def test_the_opening_in_a_server_says_who_can_read_it() -> None:
    text = cards.opening(opening(in_server=True, loop=2, rounds=3)).text
    assert "Round 2 of 3 of your loop.\nFour questions" in text
    assert "· Press **Answer** and write as you would speak." in text
    assert '· "I don\'t know" is an answer.\n' in text
    assert "Moderators of this server can read the thread, no other member can." in text
    assert "Sending the form ends the answer. What is typed into the thread I cannot read." in text
    assert "· Press **Ask** for what you would ask" in cards.opening(opening(Kind.DESIGN, in_server=True)).text


def test_the_opening_says_which_model_hears_the_answers_and_who_let_it() -> None:
    told = cards.opening(opening(heard_by="small_model at localhost")).text
    assert (
        "Delete on the report.\n**small\\_model at localhost** hears your answers too, as you let it: each is sent "
        "there with its question, without your name. `/me` ends that.\n\n-# Number 7"
    ) in told
    told = cards.opening(opening(heard_by="small", in_server=True)).text
    assert "**small** hears your answers too, as you and this server let it: each" in told


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.CODING, "Two coding problems of about 20 minutes.\n"),
        (Kind.DESIGN, "One case of about 45 minutes. No code in this round."),
        (Kind.BEHAVIOURAL, "Four stories of about 7½ minutes. No code"),
        (
            Kind.EXPERIMENTS,
            "Two questions about data of about 6 minutes, then three questions about experiments of 6 each. No code",
        ),
        (Kind.QUICK, "Two questions of about 7 minutes. No code"),
    ],
)
def test_each_round_says_what_it_asks(kind: Kind, said: str) -> None:
    assert said in cards.opening(opening(kind)).text
    text, coding = cards.opening(opening(kind)).text, kind is Kind.CODING
    assert ("how many of the shown examples pass" in text) == ("hidden cases say stands in the" in text) == coding
    assert ("Ask me what you would ask" in text) == ("ask further" in text) == (not coding)


def test_an_interview_that_has_not_ended_stands_in_the_way() -> None:
    assert (
        "◐ Another interview of yours has not ended: ML breadth, mid, question 2 of 5, paused. "
        "Go on with it or end it; then this one can begin."
    ) in cards.opening(opening(running=RUNNING)).text


def test_where_an_interview_stands() -> None:
    assert cards.resumed(RUNNING, here=False).text == (
        "**Your mock interview:** ML breadth, mid, question 2 of 5, paused.\n"
        "It is held in <#902>.\nThe clock stands until you go on."
    )
    begun = replace(RUNNING, state=State.RUNNING, slot=0, channel_id=None)
    assert cards.resumed(begun, here=False).text == "**Your mock interview:** ML breadth, mid, not begun, under way."


def test_a_question_says_until_when() -> None:
    assert cards.ask(ask()).text == (
        "**Question 1 of 5** · time for it until <t:1795461000:t>\nA model wins offline and the test is flat. Why?"
    )
    assert cards.ask(ask(ends_at=None, open=False)).text.startswith("**Question 1 of 5**\nA model")


def test_the_first_question_in_a_thread_says_who_can_read_it() -> None:
    first = ask(turn=1, direct=False, opens=True)
    assert cards.ask(first).text.startswith("-# Moderators of this server can read this thread")
    assert "-# I cannot read what is typed into the thread: press **Answer**.\n" in cards.ask(first).text
    coded = replace(first, sort=Sort.CODE, variant=draw_variant(CODE, 1), code_attempt_id=3)
    assert "the thread: press **Submit**." in cards.ask(coded).text
    for other in (replace(first, open=False), replace(first, direct=True), replace(first, opens=False)):
        assert "Moderators" not in cards.ask(other).text


def test_a_follow_up_quotes_the_persons_own_words() -> None:
    said = ask(ask="How sure are you?", noted=("log live *requests*", "top five", "ship it", "one too many"))
    assert cards.ask(said).text == (
        'Thank you. I noted: "log live \\*requests\\*" · "top five" · "ship it".\n**How sure are you?**'
    )
    assert cards.ask(ask(ask="How sure?", turn=2)).text == "Thank you.\n**How sure?**"


def test_what_was_said_before_is_thanked_for_without_praise() -> None:
    assert cards.ask(ask(turn=4)).text.startswith("Thank you.\n\n**Question 1 of 5**")


def test_a_quote_is_cut_between_words_and_hostile_words_stay_words() -> None:
    long = " ".join(["considerable"] * 30)
    text = cards.ask(ask(ask="Why?", noted=(long, "<@11> @everyone [x](https://e.example)"))).text
    assert 'considerable…"' in text
    assert '"\\<\\@11\\> \\@everyone \\[x\\](https\\://e.example)"' in text


def test_what_was_left_without_a_word_is_not_thanked_for() -> None:
    assert cards.ask(ask(turn=2, nothing_said=True)).text.startswith("You wrote nothing to that, so I go on.\n\n**Q")


def test_what_could_not_be_made_out_is_said_plainly() -> None:
    assert cards.ask(ask(nothing_heard=True)).text.startswith(
        "Thank you. I could not make out an answer in that; it is kept as you wrote it. I read only English."
        "\n\n**Question 1 of 5**"
    )


def test_a_case_goes_stage_by_stage() -> None:
    first = ask(sort=Sort.CASE, variant=draw_variant(LATER, 1), stage=1, stages=3, stage_name="Framing", facts=True)
    assert cards.ask(first).text == (
        "**Question 1 of 5 · part 1 of 3** · time for it until <t:1795461000:t>\nWhat happens to F1?\n\n"
        "**First: Framing**\n\n"
        '-# Ask for what you need to know: a message that ends with "?" is answered from the facts of the case.'
    )
    assert "**Ask** answers from the facts" in cards.ask(replace(first, direct=False)).text
    assert cards.ask(replace(first, stage=2, stage_name="Data", facts=False)).text == (
        "**Part 2 of 3: Data** · time for it until <t:1795461000:t>\n-# The case: What happens to F1?\n\n"
        "**What would you do here, and why?**"
    )


def test_hints_and_what_was_written_before_a_pause_are_shown() -> None:
    text = cards.ask(ask(hints=("Think of power.",), draft="first\n> *second*")).text
    assert "**Hint** Think of power." in text
    assert text.endswith("**You had written**\n> first\n> \\> \\*second\\*")
    assert "You had written" not in cards.ask(ask(draft="first", open=False)).text


@pytest.mark.parametrize(("direct", "how"), [(True, "a code block, a .py file or"), (False, "the form behind")])
def test_a_coding_question_says_how_it_is_answered(direct: bool, how: str) -> None:  # noqa: FBT001 (a case)
    text = cards.ask(ask(sort=Sort.CODE, variant=draw_variant(CODE, 1), code_attempt_id=3, direct=direct)).text
    assert f"-# Submit by {how} **Submit**. **Done** takes what you submitted last." in text
    assert "only passing counts" not in text


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            PausedView(17, 2, 5, timedelta(minutes=4), 3),
            (
                "**Paused.** 4 minutes of this question are left.\n"
                "-# At question 2 of 5. The clock stands, days if need be."
            ),
        ),
        (PausedView(17, 2, 5, timedelta(minutes=1), 3), "**Paused.** 1 minute of this question is left."),
        (PausedView(17, 2, 5, timedelta(seconds=20), 3), "**Paused.** Less than a minute of this question is left."),
        (
            PausedView(17, 2, 5, timedelta(), 3, by_itself=True),
            (
                "**Paused.** You were silent for 5 minutes past the time, so I paused by myself. "
                "The time of this question is over; you may still answer it, and I ask no further there."
            ),
        ),
        (
            PausedView(17, 2, 5, timedelta(), 3, grader_away=True),
            (
                "**Paused.** I cannot hear your answer just now, through no fault of yours. It is kept, "
                "the clock stands, and nothing is scored without it. **Go on** tries again."
            ),
        ),
        (PausedView(17, 2, 5, timedelta(), 3, gone_on=True), "-# Paused at question 2 of 5, and gone on with since."),
    ],
)
def test_a_pause_says_what_is_left(view: PausedView, said: str) -> None:
    assert cards.paused(view).text.startswith(said)


def test_facts_are_told_as_they_stand() -> None:
    assert cards.facts(Facts((("Requests", "2,000 a second"), ("Latency", "100 ms")))) == (
        "**Requests** 2,000 a second\n**Latency** 100 ms"
    )
    assert cards.facts(Facts(())) == "I have no figure for that. Assume one, and say so."


def failed(*cases: CaseOutcome, status: RunStatus = RunStatus.OK, says: str = "") -> Failed:
    judgement = Judgement(passed=False, score=0.5, status=status, cases=cases, says=says)
    return Failed(Asked(3, draw_variant(CODE, 1), "", ""), Submission(9, 2, judgement))


def test_of_code_only_the_shown_examples_are_told() -> None:
    shown = CaseOutcome("total([1, 2])", hidden=False, passed=True)
    wrong = CaseOutcome("total([])", hidden=False, passed=False, expected="0", got="None")
    hidden = CaseOutcome("case 7", hidden=True, passed=False, reason="wrong shape")
    text = cards.submitted(failed(shown, wrong, hidden, says="1 of 2 hidden cases fails")).text
    assert text.startswith("**◐ Taken: 1 of 2 shown examples pass**\n✗ `total([])`\nexpected `0`\ngot `None`\n✓ `total")
    assert "wrong shape" not in text
    assert "hidden cases fails" not in text
    assert text.endswith(
        "-# Hidden cases are judged too; what came of them stands in the report. "
        "**Done** takes what you submitted last."
    )
    assert cards.submitted(failed(shown, hidden)).text.startswith("**✓ Taken: 1 of 1 shown example passes**")
    assert cards.submitted(failed(wrong)).text.startswith("**✗ Taken: 0 of 1 shown example passes**")


def test_code_that_does_not_run_says_why() -> None:
    text = cards.submitted(failed(status=RunStatus.ERROR, says="SyntaxError in line 3")).text
    assert text.startswith("**Taken.**\nSyntaxError in line 3")
    assert "Nothing counted" in cards.submitted(failed(status=RunStatus.SETUP_FAILED)).text


def test_practice_waits_while_an_interview_is_on() -> None:
    assert cards.not_here(replace(RUNNING, state=State.RUNNING)).startswith(
        "Your mock interview is on here: question 2 of 5."
    )
    assert "it is about to begin" in cards.not_here(replace(RUNNING, slot=0))


@settings(max_examples=50)
@given(
    draft=st.text(max_size=4000),
    noted=st.lists(st.text(max_size=4000), max_size=5),
    hints=st.lists(st.text(max_size=900), max_size=3),
)
def test_whatever_was_said_the_card_fits(draft: str, noted: list[str], hints: list[str]) -> None:
    card = cards.ask(ask(draft=draft, noted=tuple(noted), hints=tuple(hints)))
    assert 0 < card.length <= LIMIT
    assert "A model wins offline and the test is flat. Why?" in card.text
