"""Formulas as PNG files."""

import struct

import pytest

from bot.render.pictures import formula


def size(png: bytes) -> tuple[int, int]:
    """Read width and height in pixels from a PNG's header."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def test_a_picture_is_crisp_and_small() -> None:
    png = formula(r"F_1 = \frac{2PR}{P+R} = 0.72")
    width, height = size(png)
    assert 200 < width < 400
    assert 80 < height < 200
    assert len(png) < 20_000


def test_the_same_formula_gives_the_same_picture() -> None:
    assert formula(r"\sum_{i=1}^n x_i") == formula(r"\sum_{i=1}^n x_i")


def test_a_wide_formula_is_wrapped_before_its_relations() -> None:
    step = r"\frac{0.9 \cdot 0.05}{0.9 \cdot 0.05 + 0.1 \cdot 0.95}"
    one, three = size(formula(f"p = {step}")), size(formula(f"p = {step} = {step} \\approx {step}"))
    assert three[1] > 2.4 * one[1]
    assert three[0] < 700


def test_relations_inside_braces_and_brackets_do_not_break_lines() -> None:
    wide = r"\left( \sum_{i=1}^{n} \frac{aaaaaaaaaa = bbbbbbbbbbb}{c} = \frac{ddddddddddddddd}{e} \right)"
    assert size(formula(wide))[1] < 160


@pytest.mark.parametrize(
    "tex",
    [
        "",
        " ",
        "x" * 301,
        "a$b",
        r"\frac{a}",
        r"\input{/etc/passwd}",
        r"\unknown",
        "{" * 100,
        "W" * 290,
    ],
)
def test_what_cannot_be_drawn_is_refused(tex: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        formula(tex)
