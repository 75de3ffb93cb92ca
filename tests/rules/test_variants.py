"""A seed always gives the same presentation, filled in as written and no further."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.numbers import within
from bot.rules.question import (
    Between,
    Distractor,
    NotOffered,
    Numeric,
    Pick,
    QuestionType,
    ShortText,
    SingleChoice,
    Template,
    Tolerance,
    Trap,
)
from bot.rules.variant import NumberKey
from bot.rules.variants import DEAR, MAX_PARTS, QuestionFault, dear, distinct, draw_variant, template_faults
from tests.rules.made import MULTIPLE, SHORT, SINGLE, TEMPLATE, numeric, question
from tests.samples import CODE, MATCH, ORDER

seeds = st.integers(0, 2**64 - 1)
DICE = Template(vars={"n": Between(1, 30)}, derive={}, require=())


def test_golden_vector() -> None:
    variant = draw_variant(TEMPLATE, 7)
    assert variant.text == (r"Of 100 sellers 30 cheat; Ann sees $\frac{a}{b}$, $0.8^{30}$, {other}, {base!r} and 0.3.")
    assert variant.number is not None
    assert variant.number.value == pytest.approx(0.3 * 0.8 / (0.3 * 0.8 + 0.7 * 0.2))
    assert variant.number.traps == (
        (0.8, "This is the chance of an alarm given fraud (0.8)."),
        (0.3, "This forgets the alarm."),
    )
    assert [option.text for option in draw_variant(SINGLE, 7).options] == ["one", "three", "right", "two"]


@given(seeds)
def test_equal_seeds_are_equal(seed: int) -> None:
    for made in (TEMPLATE, SINGLE, MULTIPLE, SHORT):
        assert draw_variant(made, seed) == draw_variant(made, seed)


@given(seeds)
def test_every_draw_meets_the_conditions(seed: int) -> None:
    number = draw_variant(TEMPLATE, seed).number
    assert number is not None
    assert all(not within(value, number.value, Tolerance(abs=0.015)) for value, _ in number.traps)


@given(seeds)
def test_options_are_all_there_in_an_order_of_the_seed(seed: int) -> None:
    options = draw_variant(MULTIPLE, seed).options
    assert sorted((option.text, option.right, option.reason) for option in options) == [
        ("a", True, ""),
        ("b", True, ""),
        ("c", True, ""),
        ("x", False, "not x"),
        ("y", False, "not y"),
    ]


def test_orders_differ_between_seeds_and_versions() -> None:
    assert len({draw_variant(SINGLE, seed).options for seed in range(200)}) == 24
    assert any(
        draw_variant(SINGLE, seed).options != draw_variant(replace(SINGLE, version=2), seed).options
        for seed in range(9)
    )


def test_every_text_is_filled_in() -> None:
    made = replace(
        question(
            SingleChoice("{n}", (Distractor("-{n}", "minus {n}"),)), replace(DICE, vars={"n": Between(5, 5)}), "q {n}"
        ),
        code="print({n})",
        short="s {n}",
        why="w {n}",
        aloud="a {n}",
        hints=("h {n}", "{m}"),
    )
    variant = draw_variant(made, 0)
    assert (variant.text, variant.code, variant.short) == ("q 5", "print(5)", "s 5")
    assert (variant.why, variant.aloud, variant.hints) == ("w 5", "a 5", ("h 5", "{m}"))
    assert {(option.text, option.reason) for option in variant.options} == {("5", ""), ("-5", "minus 5")}
    terms = question(ShortText(("t{n}",), ("u{n}",), ("v{n}",)), made.template)
    variant = draw_variant(terms, 0)
    assert (variant.accepted, variant.near, variant.reject) == (("t5",), ("u5",), ("v5",))


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{n}", "5"),
        ("{{n}}", "{5}"),
        ("{ n }", "{ n }"),
        ("{n!r} {n:>9} {n.real} {n[0]} {0} {}", "{n!r} {n:>9} {n.real} {n[0]} {0} {}"),
        (r"$2^{n}$ $\frac{a}{b}$", r"$2^{5}$ $\frac{a}{b}$"),
        (r"$\frac{n}{n} + x_{n} - {n}$", r"$\frac{5}{5} + x_{5} - 5$"),
        (r"x_{n} \$ 2^{n} $\$ 2^{n}$ 2^{n}", r"x_5 \$ 2^5 $\$ 2^{5}$ 2^5"),
        ("${n} and ${n}", "$5 and $5"),
        ("%(n)s $n ${n}", "%(n)s $n $5"),
        ("{half}", "2.5"),
        ("{word}", "{n}"),
        ("{n", "{n"),
    ],
)
def test_only_whole_names_are_replaced_and_only_once(text: str, filled: str) -> None:
    template = Template({"n": Between(5, 5), "word": Pick(("{n}",))}, {"half": "n / 2"}, ())
    assert draw_variant(question(Numeric("n", Tolerance(), "", ()), template, text), 0).text == filled


@given(st.text(max_size=300))
def test_without_a_template_every_text_stays_as_written(text: str) -> None:
    assert draw_variant(replace(SINGLE, text=text), 3).text == text


def test_a_number_needs_no_template() -> None:
    made = numeric("4 / 3", 0.01, unit="ms", _0="That is what was expected.", _12="That is the sum.")
    assert draw_variant(made, 1).number == NumberKey(
        4 / 3, Tolerance(abs=0.01), "ms", ((0.0, "That is what was expected."), (12.0, "That is the sum."))
    )


def test_a_type_not_offered_yet_still_shows_its_texts() -> None:
    variant = draw_variant(question(NotOffered(QuestionType.OPEN), text="Write it."), 1)
    assert variant.text == "Write it."
    assert (variant.options, variant.number, variant.accepted) == ((), None, ())


def test_a_task_is_the_same_for_all() -> None:
    assert draw_variant(CODE, 1).task is CODE.body
    assert draw_variant(SINGLE, 1).task is None


def test_draws_are_repeated_until_the_conditions_hold() -> None:
    rare = question(Numeric("n", Tolerance(), "", ()), Template({"n": Between(1, 50)}, {"m": "n * 2"}, ("m == 84",)))
    for seed in range(20):
        number = draw_variant(rare, seed).number
        assert number is not None
        assert number.value == 42


@pytest.mark.parametrize(
    ("answer", "template", "fault"),
    [
        ("n", replace(DICE, require=("n > 30",)), "no draw of 1,000 meets every condition of `require`"),
        ("n", replace(DICE, require=("m > 30",)), "require: `m > 30`: there is no name 'm' here"),
        ("n", replace(DICE, derive={"m": "n / 0"}), "derive m: `n / 0`: it divides by zero"),
        ("n", replace(DICE, derive={"m": "k", "k": "n"}), "derive m: `k`: there is no name 'k' here"),
        ("n +", DICE, "answer: `n +`: it is not a whole expression: look for a missing sign or bracket"),
        ("n > 3", DICE, "answer: `n > 3`: it is not a number"),
        ("w", Template({"w": Pick(("relu",))}, {}, ()), "answer: `w`: it is not a number"),
        ("x", None, "answer: `x`: there is no name 'x' here"),
    ],
)
def test_a_question_that_cannot_be_presented(answer: str, template: Template | None, fault: str) -> None:
    made = question(Numeric(answer, Tolerance(), "", ()), template)
    with pytest.raises(QuestionFault) as raised:
        draw_variant(made, 1)
    assert str(raised.value) == fault
    assert template_faults(made) == (fault,)


def test_a_trap_without_a_value() -> None:
    made = question(Numeric("1", Tolerance(), "", (Trap("1 / 0", "no"),)))
    with pytest.raises(QuestionFault, match=r"trap: `1 / 0`: it divides by zero"):
        draw_variant(made, 1)


def test_distinct_presentations() -> None:
    assert distinct(SINGLE, 20) == 1
    assert distinct(SINGLE, 0) == 0
    assert distinct(TEMPLATE, 20) == 20
    assert distinct(TEMPLATE, 100) == 100
    seven = question(Numeric("n", Tolerance(), "", ()), replace(DICE, vars={"n": Between(1, 7)}), "{n}?")
    assert distinct(seven, 20) == 7
    choice = question(SingleChoice("{n}", (Distractor("0", "no"),)), replace(DICE, vars={"n": Pick((1, 2))}))
    assert distinct(choice, 20) == 2


@pytest.mark.parametrize(
    ("answer", "traps", "template", "faults"),
    [
        ("n", (), DICE, ()),
        ("1", (), None, ()),
        ("n", (), replace(DICE, vars={"n": Between(1, 7)}), ("only 7 distinct variants where at least 20 are needed",)),
        ("1", ("2 / 2",), None, ("the trap `2 / 2` equals the answer within the tolerance (seed 0)",)),
        ("1", ("1.01",), None, ("the trap `1.01` equals the answer within the tolerance (seed 0)",)),
        ("n", ("0 * n",), DICE, ()),
        ("e", (), replace(DICE, vars={"e": Between(1, 30)}), ("the name `e` is reserved",)),
        ("n", (), replace(DICE, derive={"max": "n"}), ("the name `max` is reserved",)),
        ("n", (), replace(DICE, derive={"n": "n + 1"}), ("the name `n` is both drawn and derived",)),
    ],
)
def test_faults(answer: str, traps: tuple[str, ...], template: Template | None, faults: tuple[str, ...]) -> None:
    body = Numeric(answer, Tolerance(abs=0.01), "", tuple(Trap(trap, "no") for trap in traps))
    assert template_faults(question(body, template, "{n}?")) == faults


def test_a_trap_that_meets_the_answer_in_a_few_variants_only_is_found() -> None:
    body = Numeric("n + n", Tolerance(), "", (Trap("n * n", "That is the square."),))
    (fault, *_) = template_faults(question(body, replace(DICE, vars={"n": Between(1, 25)}), "{n}?"))
    assert fault.startswith("the trap `n * n` equals the answer within the tolerance (seed ")


def test_questions_of_other_types_have_no_such_faults() -> None:
    assert template_faults(SINGLE) == template_faults(MULTIPLE) == template_faults(SHORT) == ()
    assert template_faults(TEMPLATE) == ()


LONG = "+".join("n" * 99)
"""An expression of 197 parts."""


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        (None, ""),
        (DICE, ""),
        (replace(DICE, derive={"m": "1 / (n - n)"}), ""),
        (replace(DICE, require=("n > 30",)), "no draw of 1,000 meets every condition of `require`"),
        (replace(DICE, require=(f"{LONG} < 0",)), "no draw of 100 meets every condition of `require`"),
        (
            replace(DICE, derive={f"m{k}": LONG for k in range(3)}),
            f"ten draws evaluate over {DEAR:,} parts of expressions",
        ),
    ],
    ids=["no template", "cheap", "without a value", "never", "never, and dear", "dear"],
)
def test_a_template_must_be_cheap_to_draw(template: Template | None, fault: str) -> None:
    assert dear(replace(numeric("4"), template=template)) == fault


def test_one_draw_evaluates_only_so_many_parts() -> None:
    template = replace(DICE, derive={}, require=(f"{LONG} < 0",))
    with pytest.raises(QuestionFault, match=f"no draw of {MAX_PARTS // 199:,} meets"):
        draw_variant(replace(numeric("4"), template=template), 0)


def test_what_another_seed_would_show_otherwise() -> None:
    for made, varies in (
        (SHORT, False),
        (SINGLE, True),
        (MULTIPLE, True),
        (TEMPLATE, True),
        (ORDER, True),
        (MATCH, True),
    ):
        assert draw_variant(made, 7).is_one_of_many is varies
