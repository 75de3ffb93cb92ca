"""The report as a file: what stands in it, how many pages, the same bytes each time, and whatever people type."""

from dataclasses import replace
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.actions.interview_report_views import ReportView
from bot.render import interview_pages as pages
from bot.render import pdf
from bot.render.pages import Block, Document, Style
from bot.rules.interview import Kind
from bot.rules.interview_report import Sat
from bot.workers import jobs
from tests.interviewed import breadth, coding, design, question_of, view_of

LONG = "First I'd check whether the features at serving are those of training. " * 56


def made(sats: list[Sat], kind: Kind = Kind.BREADTH) -> bytes:
    return jobs.report(view_of(sats, kind), [question_of(each) for each in sats])


def reader(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(data).pages).split())


def set_alone(*markdown: str, style: Style = Style.TEXT) -> bytes:
    document = Document("T", "S", tuple(Block(style, each) for each in markdown))
    return pdf.pdf(lambda _limit: document, [1])


def test_all_that_the_scorecard_says_stands_in_it() -> None:
    text = text_of(made(breadth()))
    for said in (
        "Report · ML breadth, mid · 28 of 30 minutes",
        "From this one round: more no than yes, and not sure.",
        "◆◆◆◇ Evaluation · heard 2 of 4 points · 1 more after a nudge",
        '"replay them offline" → looks for training-serving skew',
        "Question 1 · ROC AUC and PR curves · asked as planned",
        "Then I asked: How sure are you that this test could have seen it?",
        "◐ after a nudge, counts half: Asks whether",
        "✗ not heard: Says what to recommend",
        "A strong answer I would replay live requests offline",
        "page 1 of 2",
        "page 2 of 2",
    ):
        assert said in text
    assert "**" not in text


def test_title_language_and_nothing_to_follow() -> None:
    file = reader(made(breadth()))
    assert file.metadata is not None
    assert (file.metadata.title, file.metadata.subject) == ("Report · ML breadth, mid · 2026-03-03", "ML breadth")
    root = file.trailer["/Root"].get_object()
    assert root["/Lang"] == "en-GB"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert all("/Annots" not in page for page in file.pages)
    assert {tuple(map(float, page.mediabox[2:])) for page in file.pages} == {(595.2756, 841.8898)}
    fonts = [font.get_object() for page in file.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts} - {""} <= {
        "DejaVuSans",
        "DejaVuSans-Bold",
        "DejaVuSansMono",
    }


def test_the_same_report_gives_the_same_bytes() -> None:
    assert made(breadth()) == made(breadth())
    assert made(breadth()) != made(design(), Kind.DESIGN)


@pytest.mark.parametrize(("sats", "kind"), [(breadth(LONG), Kind.BREADTH), (design(LONG), Kind.DESIGN)])
def test_the_longest_answers_take_at_most_four_pages(sats: list[Sat], kind: Kind) -> None:
    data = made(sats, kind)
    assert 1 <= len(reader(data).pages) <= 4
    assert "A strong answer" in text_of(data)


def test_a_design_of_usual_length_is_given_whole() -> None:
    assert text_of(made(design(LONG), Kind.DESIGN)).count("features at serving") == 2 * 56


def test_what_will_not_fit_is_set_as_short_as_it_gets() -> None:
    endless = Document("T", "S", tuple(Block(Style.TEXT, "a line") for _ in range(400)))
    tried: list[int] = []

    def write(limit: int) -> Document:
        tried.append(limit)
        return endless

    assert len(reader(pdf.pdf(write, [2, 1])).pages) > 4
    assert tried == [2, 1]


def test_code_keeps_its_lines() -> None:
    text = text_of(made(coding(), Kind.CODING))
    assert "You submitted" in text
    assert "return sum(xs)" in text
    assert "✗ not passed: 1 hidden case: a wrong value" in text
    long = set_alone(f"```python\nif True:\n\treturn '{'x' * 300}'\n```", style=Style.CODE)
    assert text_of(long).count("x") >= 300


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A0 @SUM(1+9) $E=mc^2$ \\frac{1}{2}",
        "<b>bold</b> <a href='https://x.y'>x</a> &amp; </para> <img src='x'/> <font size=99>",
        "(text) Tj ET endstream endobj %%EOF << /JS (x) >>",
        "\u202eright to left\u202c שלום عربى",
        "é ß ñ ø ł ç ő ж λ ≤ ∑ √ 😀",
        "x" * 4000,
        "a\n" * 2000,
        "\\" * 50 + "*" * 50 + "`" * 51 + "_" * 50,
        "\x00\x07\u200b\ufeff\ud800",
    ],
)
def test_whatever_people_type_is_letters(words: str) -> None:
    data = made(breadth(words))
    file = reader(data)
    assert len(file.pages) <= 4
    assert all("/Annots" not in page for page in file.pages)
    assert "/JavaScript" not in str(file.trailer["/Root"])
    assert "\u202e" not in text_of(data)


def test_formulas_and_markup_of_people_stay_as_typed() -> None:
    text = text_of(made(breadth("=SUM(A1) <b>not bold</b> **nor this** `x`")))
    assert "=SUM(A1) <b>not bold</b> **nor this** `x`" in text


def test_scripts_that_the_font_has_not_get_a_sign() -> None:
    assert text_of(set_alone("中文 and ไทย")).startswith("□□ and □□□")
    assert text_of(set_alone("a\u3000b\u200bc")).startswith("a bc")
    assert text_of(set_alone("a 😀 **b 🎉** `c ∑`")).startswith("a □ b □ c ∑")


def test_markdown_of_ours_becomes_markup() -> None:
    assert pdf.marked_up("**a `b`** \\*c\\* <d>\ne") == (
        '<b>a <font name="DejaVuSansMono">b</font></b> *c* &lt;d&gt;<br/>e'
    )


def test_a_report_without_quotes_or_steps() -> None:
    view: ReportView = replace(view_of(breadth()), steps=(), wiped=True, competencies=())
    questions = [replace(question_of(each), wiped=True) for each in breadth()]
    text = text_of(pdf.pdf(partial(pages.document, view, questions), pages.LONGEST))
    assert "no longer stored" in text
    assert "Do next" not in text


def test_a_question_with_code_shows_it() -> None:
    view = question_of(breadth()[0])
    shown = replace(view, variant=replace(view.variant, code="x = [1]"))
    assert "x = [1]" in text_of(jobs.report(view_of(breadth()), [shown]))
