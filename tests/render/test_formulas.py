"""Formulas inside Markdown: what is a formula, what is a price, and what is worth a picture."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import formulas, pictures
from bot.render.card import ALT_LIMIT, Formula
from bot.render.formulas import flat, pictures_of, readable


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("F1 is $2PR/(P+R)$, so", "F1 is 2PR/(P + R), so"),
        ("weight $P(F)\\,P(A\\mid F)$.", "weight P(F) P(A \\| F)."),
        ("$$x^2$$ and **$y_1$**", "x² and **y₁**"),
        ("over\n$a +\nb$ lines", "over\na + b lines"),
        ("$a$$b$", "ab"),
        ("$x^*$ and $y_d$ and $\\#$ and $a ~ b$", "x\\* and y\\_d and \\# and a b"),
        ("$> 5$\n$-3$", "\\> 5\n−3"),
        ("$a > 5$", "a > 5"),
        ("$P[A](x)$", "P[A]\\(x)"),
        ("$x<@y$", "x < @y"),
        # prices and other dollars
        ("from $5 to $10", "from $5 to $10"),
        ("$5-$10 and $1,000", "$5-$10 and $1,000"),
        ("it costs \\$5, or $x$", "it costs $5, or x"),
        ("one $ alone", "one $ alone"),
        ("$ x $ is no formula", "$ x $ is no formula"),
        ("$a\n\nb$ are two paragraphs", "$a\n\nb$ are two paragraphs"),
        ("a \\* stays", "a \\* stays"),
        # code
        ("`$x$` and ``a`$y$``", "`$x$` and ``a`$y$``"),
        ("```bash\necho $HOME $USER\n```\n$x_1$", "```bash\necho $HOME $USER\n```\nx₁"),
        ("```\nopen $x$", "```\nopen $x$"),
    ],
)
def test_what_stands_between_dollars_is_readable(markdown: str, shown: str) -> None:
    assert readable(markdown) == shown


@given(st.text(st.sampled_from("$`\\a1 _^{}\n*"), max_size=40))
def test_no_text_raises(markdown: str) -> None:
    readable(markdown)
    flat(markdown)
    pictures_of(markdown)


@given(st.text(st.sampled_from("ab1+-=_^{}\\ (|*~"), max_size=30))
def test_a_formula_leaves_nothing_raw(tex: str) -> None:
    shown = readable(f"so ${tex}$") if tex.strip() == tex and tex and not tex.endswith("\\") else ""
    assert "$" not in shown
    assert not re.search(r"\\[A-Za-z{}]", shown)


def test_flat_text_has_no_markup() -> None:
    assert flat("**Take** `log` of\n$x_d$, \\$5 \\* 2") == "Take log of x_d, $5 * 2"


TALL = [
    r"\frac{2PR}{P+R} = 0.72",
    r"P(A\mid B) = \frac{P(B\mid A)\,P(A)}{P(B\mid A)\,P(A) + P(B\mid \bar A)\,P(\bar A)} \approx \frac{9}{28}",
    r"\sum_{i=1}^{n} x_i",
    r"\lim_{n \to \infty} a_n",
    r"\binom{n}{k} p^k",
    r"\frac1n \sum_i x_i",
    r"\frac{a}b + \frac x2 + \frac34",
    r"\sqrt{\frac{1}{n}\sum_i e_i^2}",
    r"\int_0^1 x^2\,dx",
    r"\tfrac{a+b}{c+d} + \dbinom{n}{k}",
    r"-\frac{1}{n}\sum\limits_{i} y_i \log \hat y_i",
]
FLAT = [
    "x^2",
    r"\frac{1}{n}",
    r"\frac{\partial L}{\partial w}",
    r"\begin{pmatrix} \frac{1}{2} & 2 \end{pmatrix}",
    r"\frac{abc}{def} \unknown",
    r"\frac{abc}{def} {",
    r"\frac{abc}{def} + " + "x + " * 80,
]


def test_only_what_needs_two_dimensions_and_can_be_drawn_is_a_picture() -> None:
    for tex in TALL:
        (picture,) = pictures_of(f"so ${tex}$ and ${tex}$")
        assert picture.drawing == Formula(tex)
        assert picture.name.endswith(".png")
        assert 0 < len(picture.alt) <= ALT_LIMIT
        assert "\\" not in picture.alt
    for tex in FLAT:
        assert pictures_of(f"so ${tex}$") == ()
    assert pictures_of("`$\\frac{2PR}{P+R}$`") == ()


@pytest.mark.parametrize("tex", TALL)
def test_what_is_worth_a_picture_is_drawn(tex: str) -> None:
    png = pictures.formula(tex)
    assert png.startswith(b"\x89PNG")
    assert len(png) < 40_000


def test_every_macro_that_may_be_drawn_can_be() -> None:
    needs = {"frac": "{a}{b}", "dfrac": "{a}{b}", "tfrac": "{a}{b}", "binom": "{a}{b}", "left": "( x"}
    needs |= {"dbinom": "{a}{b}", "tbinom": "{a}{b}"}
    taking = {"sqrt", "hat", "widehat", "bar", "overline", "tilde", "widetilde", "vec", "dot", "ddot"}
    taking |= {name for name in formulas._DRAWN if name.startswith("math")} | {"text", "operatorname"}
    for name in sorted(formulas._DRAWN - {"right", "limits"}):
        argument = needs.get(name, "{x}" if name in taking else "")
        closing = r"\right)" if name == "left" else ""
        bracket = "(" if name in ("big", "Big") else ""
        assert pictures._measured(pictures._spelled(rf"a \{name}{argument}{bracket} b {closing}")).width > 0, name
