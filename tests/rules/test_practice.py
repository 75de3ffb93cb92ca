import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answer import Answer, Chosen, GaveUp, Typed, from_plain, to_plain
from bot.rules.errors import RuleBroken
from bot.rules.practice import answered_before, confusables, heard, words_of_report
from bot.rules.variants import draw_variant
from tests.samples import ALL, MULTIPLE, NOON, NUMERIC, SINGLE

ONE, MANY, NUMBER = draw_variant(SINGLE, 1), draw_variant(MULTIPLE, 1), draw_variant(NUMERIC, 1)


@pytest.mark.parametrize("text", ["I don't know", "i don’t know.", "IDK!", " no  idea ", "?"])
def test_not_knowing_is_an_answer_everywhere(text: str) -> None:
    assert heard(ONE, text) == GaveUp() == heard(NUMBER, text)


@pytest.mark.parametrize(("text", "places"), [("B", {1}), ("b)", {1}), (" c. ", {2}), ("A", {0})])
def test_a_letter_chooses(text: str, places: set[int]) -> None:
    assert heard(ONE, text) == Chosen(frozenset(places))


@pytest.mark.parametrize("text", ["A C", "a, c", "A and c", "a+c", "C;A", "a & C"])
def test_letters_choose_several(text: str) -> None:
    assert heard(MANY, text) == Chosen(frozenset({0, 2}))


def test_an_options_words_choose_it() -> None:
    place = next(k for k, option in enumerate(ONE.options) if option.right)
    assert heard(ONE, "it  FALLS") == Chosen(frozenset({place}))


@pytest.mark.parametrize("text", ["D", "it", "AB", ",", "hello there", "and"])
def test_other_words_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(RuleBroken, match="letters from A to C, such as “A”") as refusal:
        heard(ONE, text)
    assert refusal.value.code == "not_an_option"
    with pytest.raises(RuleBroken, match="such as “A and B”"):
        heard(MANY, text)


def test_what_is_typed_for_a_number_is_kept_as_typed() -> None:
    assert heard(NUMBER, " 4,5 ") == Typed(" 4,5 ")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Chosen(frozenset({0})), "You answered this one with A at <t:1772452800:t>. Nothing changed."),
        (Chosen(frozenset({2, 0, 1})), "You answered this one with A, B and C at <t:1772452800:t>. Nothing changed."),
        (Typed("a `b`\nc"), "You answered this one with `a 'b' c` at <t:1772452800:t>. Nothing changed."),
        (GaveUp(), "You said you don't know at <t:1772452800:t>. Nothing changed."),
    ],
)
def test_an_answer_given_before_is_named(answer: Answer, words: str) -> None:
    assert answered_before(ONE, answer, NOON) == words


@given(st.one_of(st.builds(Typed, st.text()), st.builds(Chosen, st.frozensets(st.integers(0, 9))), st.just(GaveUp())))
def test_stored_answers_come_back_as_they_were(answer: Answer) -> None:
    assert from_plain(to_plain(answer)) == answer


@pytest.mark.parametrize("plain", [{}, {"chosen": 3}, {"typed": 3}, {"gave_up": False}])
def test_what_is_no_stored_answer_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a stored answer"):
        from_plain(plain)


def test_a_report_needs_words_and_not_too_many() -> None:
    assert words_of_report("  the key is wrong ") == "the key is wrong"
    with pytest.raises(RuleBroken, match="few words"):
        words_of_report(" \n")
    with pytest.raises(RuleBroken, match="1,001"):
        words_of_report("x" * 1001)


def test_the_keys_of_short_texts_can_be_confused() -> None:
    assert confusables(ALL) == ("transform",)
