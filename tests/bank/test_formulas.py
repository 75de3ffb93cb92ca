import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.formulas import formula_faults


@pytest.mark.parametrize(
    "text",
    [
        "no formula",
        "it costs \\$5",
        "`$x` and ```\n$HOME\n```",
        "$x$",
        "$2PR/(P+R)$",
        "$1.44/1.70 \\approx 0.85$",
        "$P(F)\\,P(A\\mid F)$ and $P(\\bar F)$",
        "$n = (z_{0.975}+z_{0.8})^2\\,[p(1-p)+r(1-r)]/(r-p)^2$",
        "$\\frac{a}{b}$, $\\frac12$, $\\sqrt[3]{x}$, $\\sqrt2$",
        "$\\left( x \\right)$ and $\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$",
        "$x_i^2$, $x^{2}_{i}$, $\\{a\\}$, $50\\%$, $\\alpha_\\beta$",
        "$\\sum_{i=1}^{n} \\log p_i$, $\\mathbb{E}[X]$, $\\hat{y}$, $\\operatorname{softmax}$",
    ],
)
def test_formulas_that_parse(text: str) -> None:
    assert list(formula_faults(text)) == []


@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("\\frac{1}{2", "a { is not closed"),
        ("a}b", "a } closes nothing"),
        ("\\farc{1}{2}", "\\farc is unknown"),
        ("\\left( x )", "\\left and \\right do not pair"),
        ("\\begin{matrix} x", "\\begin and \\end do not pair"),
        ("\\frac", "\\frac lacks what belongs to it"),
        ("\\sqrt", "\\sqrt lacks what belongs to it"),
        ("x^", "^ lacks what belongs to it"),
        ("x_{1}_{2}", "two signs stand at one place"),
    ],
)
def test_formulas_that_do_not(formula: str, wrong: str) -> None:
    assert list(formula_faults(f"see ${formula}$")) == [
        (f"the formula ${formula}$ does not parse: {wrong}", "mend the TeX")
    ]


@pytest.mark.parametrize("text", ["it is $5", "from $5 to $10", "$x is"])
def test_a_dollar_without_a_partner(text: str) -> None:
    assert list(formula_faults(text)) == [("a dollar has no partner", "close the formula, or write \\$ for the sign")]


@given(st.text(st.sampled_from("$\\{}^_&ab 1frcleftrightbeginend[]`"), max_size=80))
def test_any_text_is_judged(text: str) -> None:
    assert all(what and mend for what, mend in formula_faults(text))
