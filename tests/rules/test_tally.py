from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Typed
from bot.rules.grading import Verdict, grade
from bot.rules.question import Between, Numeric, Question, ShortText, Template, Tolerance, Trap
from bot.rules.tally import Tally, Vote, said, talk, tallies
from bot.rules.variants import draw_variant, option_order
from tests.samples import LINES, MATCH, MULTIPLE, NUMERIC, ORDER, SHORT, SINGLE


def vote(question: Question, answer: Answer, seed: int = 1) -> Vote:
    graded = grade(draw_variant(question, seed), answer, 0)
    return Vote(seed, answer, graded.verdict, graded.reason)


def talked(question: Question, votes: list[Vote]) -> str:
    variant = draw_variant(question, 9)
    return talk(variant, tallies(variant, votes), votes, lambda seed: draw_variant(question, seed))


def chosen(question: Question, *texts: str, seed: int = 1) -> Vote:
    options = draw_variant(question, seed).options
    return vote(question, Chosen(frozenset(k for k, option in enumerate(options) if option.text in texts)), seed)


def test_options_are_named_by_what_they_say_right_ones_first_then_by_votes() -> None:
    votes = [
        chosen(SINGLE, text, seed=seed) for seed, text in enumerate(("It stays", "It stays", "It falls", "It rises"))
    ]
    lines = tallies(draw_variant(SINGLE, 1), votes)
    assert lines == (
        Tally("It falls", 1, right=True),
        Tally("It stays", 2, right=False, reason="It is no plain mean."),
        Tally("It rises", 1, right=False, reason="The direction is reversed."),
    )
    assert talked(SINGLE, votes) == "2 of 4 chose “It stays”. What speaks for it, and what against?"


def test_of_several_right_options_each_is_counted() -> None:
    votes = [chosen(MULTIPLE, "Mean", "Median"), chosen(MULTIPLE, "Mean", seed=2)]
    lines = tallies(draw_variant(MULTIPLE, 3), votes)
    assert [(line.text, line.votes) for line in lines] == [("Mean", 2), ("Median", 1), ("Log", 0)]
    assert talked(MULTIPLE, votes) == "1 of 2 chose “Median”. Why does it belong to the answer?"


def test_numbers_are_right_a_trap_or_other() -> None:
    variant = draw_variant(NUMERIC, 1)
    assert variant.number is not None
    right, once = variant.number.value, variant.number.traps[0][0]
    votes = [vote(NUMERIC, Typed(str(value))) for value in (right, once, once, 1)]
    lines = tallies(variant, votes)
    assert lines == (
        Tally("right", 1, right=True),
        Tally("That is once.", 2, right=False),
        Tally("other", 1, right=False),
    )
    assert talked(NUMERIC, votes) == "2 of 4 took the same wrong turn. How would you notice it in time?"
    assert tallies(variant, votes[:1]) == (Tally("right", 1, right=True),)


def test_a_trap_is_the_same_whatever_numbers_each_had() -> None:
    own = replace(
        NUMERIC,
        body=Numeric("2 * n", Tolerance(abs=0.1), "", (Trap("n", "{n} is once."), Trap("3 * n", "Three times {n}."))),
        template=Template(MappingProxyType({"n": Between(10, 99)}), MappingProxyType({}), ()),
    )
    votes = []
    for seed in range(4):
        number = draw_variant(own, seed).number
        assert number is not None
        votes.append(vote(own, Typed(str(number.traps[1][0])), seed))
    public = draw_variant(own, 9)
    assert public.number is not None
    assert tallies(public, votes) == (Tally("right", 0, right=True), Tally(public.number.traps[1][1], 4, right=False))
    strange = Vote(3, Typed("1"), Verdict.WRONG, "A trap of another version.")
    assert tallies(public, [strange])[1] == Tally("other", 1, right=False)


def test_terms_are_right_nearly_right_or_other() -> None:
    short = replace(SHORT, body=ShortText(("transform",), ("mapping",), ("apply",)))
    votes = [vote(short, Typed(word)) for word in ("transform", "mapping", "apply", "x")]
    lines = tallies(draw_variant(short, 1), votes)
    assert [(line.text, line.votes) for line in lines] == [("right", 1), ("other", 2), ("nearly right", 1)]
    assert talked(short, votes) == "2 of 4 answered something else. Which thought leads there?"
    assert talked(short, votes[:2]) == "1 of 2 were close. What is the difference, in one sentence?"


def matched(*options: str, seed: int) -> Vote:
    key = draw_variant(MATCH, seed).matching
    assert key is not None
    texts = [option.text for option in key.options]
    return vote(MATCH, Matched(tuple(texts.index(option) for option in options)), seed)


def test_of_rows_the_one_that_most_had_wrong_is_talked_about() -> None:
    votes = [
        matched("Geometric", "Poisson", "Binomial", seed=1),
        matched("Geometric", "Binomial", "Poisson", seed=2),
        matched("Beta", "Binomial", "Binomial", seed=3),
        vote(MATCH, GaveUp()),
    ]
    lines = tallies(draw_variant(MATCH, 1), votes[:3])
    assert [(line.text, line.votes) for line in lines] == [("right", 1), ("partly right", 2)]
    assert talked(MATCH, votes) == "2 of 4 gave “tickets in an hour” something else. What tells it apart?"
    assert talked(MATCH, votes[3:]) == "1 of 1 answered something else. Which thought leads there?"
    assert talked(MATCH, votes[:1]).startswith("Everybody who answered had it right.")


def arranged(question: Question, *items: str, seed: int) -> Vote:
    key = draw_variant(question, seed).order
    assert key is not None
    return vote(question, Arranged(tuple(key.items.index(item) for item in items)), seed)


def test_of_an_order_the_two_that_most_had_the_wrong_way_round_are_talked_about() -> None:
    votes = [
        arranged(ORDER, "none", "one", "two", "three", seed=1),
        arranged(ORDER, "none", "two", "one", "three", seed=2),
        arranged(ORDER, "two", "one", "none", "three", seed=3),
    ]
    assert talked(ORDER, votes) == "2 of 3 put “two” before “one”. What decides which comes first?"
    free = arranged(LINES, "if ready:", "    back()", "clear()", "step()", seed=1)
    assert talked(LINES, [free]) == "1 of 1 had a part of it right. Which part was hardest to place?"
    assert talked(LINES, [arranged(LINES, "step()", "    back()", "clear()", "if ready:", seed=4)]) == (
        "1 of 1 put “back()” before “if ready:”. What decides which comes first?"
    )
    assert talked(ORDER, [vote(ORDER, GaveUp())]) == "1 of 1 answered something else. Which thought leads there?"


def test_nobody_answered() -> None:
    assert [line.votes for line in tallies(draw_variant(SINGLE, 1), [])] == [0, 0, 0]
    assert talked(SINGLE, []).startswith("Nobody answered")


@pytest.mark.parametrize("question", [SINGLE, MULTIPLE], ids=lambda question: question.id)
@pytest.mark.parametrize("seed", range(5))
def test_places_are_known_again_in_the_bank(question: Question, seed: int) -> None:
    order, shown = option_order(question, seed), draw_variant(question, seed).options
    listed = draw_variant(question, 99).options
    named = dict(zip(option_order(question, 99), listed, strict=True))
    assert [named[place] for place in order] == list(shown)
    assert option_order(NUMERIC, 1) == ()


def test_an_answer_is_said_in_the_words_of_the_question() -> None:
    variant = draw_variant(MULTIPLE, 1)
    both = said(variant, Chosen(frozenset({0, 2})))
    assert both == f"{variant.options[0].text}; {variant.options[2].text}"
    assert said(draw_variant(NUMERIC, 1), Typed("4/2"), "2") == "2"
    assert said(draw_variant(SHORT, 1), Typed("trasform"), "transform") == "trasform"
    order = draw_variant(LINES, 1).order
    assert order is not None
    assert said(draw_variant(LINES, 1), Arranged(order.right)) in (
        "clear() → if ready: → back() → step()",
        "if ready: → clear() → back() → step()",
    )
    key = draw_variant(MATCH, 1).matching
    assert key is not None
    assert said(draw_variant(MATCH, 1), Matched(key.right)).startswith("clicks until the first → Geometric; tickets")
    assert said(variant, GaveUp()) == "I don't know"
