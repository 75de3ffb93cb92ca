from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.views import Asked, Ended, Failed, Judged, Submission
from bot.render import code as cards
from bot.render import practice
from bot.render.author import flowing
from bot.render.card import LIMIT
from bot.rules.answer import GaveUp, Submitted
from bot.rules.code import ArtefactTask, CaseOutcome, CodeTask, Growth, Judgement, Mutant, Quality, Task, TestsTask
from bot.rules.grading import Grade, Verdict
from bot.rules.run import Ran, RunFile, RunStatus
from bot.rules.variants import draw_variant
from tests.fake_sandbox import FAILED, NOT_STARTED, PASSED
from tests.samples import CODE, NOON

VERSIONS = {"Python": "3.11.9", "numpy": "2.3.1"}


def ended(status: RunStatus = RunStatus.OK, **more: Any) -> Ended:
    return Ended(1, Ran(status, **({"wall_ms": 12.4, "peak_mib": 3.2} | more)), VERSIONS)


def asked(task: Task | None = None, **more: Any) -> Asked:
    question = CODE if task is None else replace(CODE, body=task)
    return Asked(1, draw_variant(question, 7), "Evaluation", "Precision, recall and F1", **more)


def failed(judgement: Judgement, nth: int = 1, **more: Any) -> Failed:
    return Failed(asked(**more), Submission(4, nth, judgement, {"numpy": "2.3.1"}))


def judged(**more: Any) -> Judged:
    facts: dict[str, Any] = {
        "attempt_id": 1,
        "variant": draw_variant(replace(CODE, why="One pass.", aloud="Sum it."), 7),
        "subarea": "Evaluation",
        "topic": "F1",
        "answer": Submitted(4, 3),
        "grade": Grade(Verdict.RIGHT, 0.75),
        "took": timedelta(seconds=125),
        "answered_at": NOON,
        "hints_shown": 1,
        "submission": Submission(4, 3, PASSED, VERSIONS, (("ellipsis", 2),)),
    }
    return Judged(**(facts | more))


def test_a_run_says_how_it_ended_what_it_wrote_and_what_it_used() -> None:
    text = cards.run(ended(stdout="hi\n", result="2", stderr="careful")).text
    assert text == (
        "### ✓ Ran\n```\nhi\n```\n\n**Result**\n```\n2\n```\n\n**Errors**\n```\ncareful\n```\n\n"
        "-# 12 ms · 3 MiB · Python 3.11.9 · NumPy 2.3.1"
    )


@pytest.mark.parametrize(
    ("ran", "headline"),
    [
        (Ran(RunStatus.ERROR, stderr="Traceback …\nValueError: no\n", exit_code=1), "✗ ValueError"),
        (Ran(RunStatus.ERROR, stderr="  File …\nSyntaxError: no", exit_code=1), "✗ SyntaxError"),
        (Ran(RunStatus.ERROR, stderr="Traceback\n**bold**", exit_code=3), "✗ Ended with exit status 3"),
        (Ran(RunStatus.ERROR, stderr="", exit_code=3), "✗ Ended with exit status 3"),
        (Ran(RunStatus.TIMEOUT), "✗ Stopped after 10 s"),
        (Ran(RunStatus.CPU_LIMIT), "✗ Stopped: 10 s of computing used up"),
        (Ran(RunStatus.MEMORY_LIMIT), "✗ Stopped: over 512 MiB of memory"),
        (Ran(RunStatus.OUTPUT_LIMIT), "✗ Stopped: too much output"),
        (Ran(RunStatus.SIGNAL), "✗ Stopped by the system"),
        (Ran(RunStatus.SETUP_FAILED, cause="no Landlock here"), "◐ Not run"),
    ],
)
def test_every_end_has_its_words(ran: Ran, headline: str) -> None:
    text = cards.run(Ended(1, ran, {})).text
    assert text.startswith(f"### {headline}\n")
    assert "Landlock" not in text


def test_a_silent_run_says_how_to_show_something() -> None:
    assert "It wrote nothing." in cards.run(ended(peak_mib=0.2, wall_ms=2345.0)).text
    assert "-# 2.3 s · under 1 MiB · " in cards.run(ended(peak_mib=0.2, wall_ms=2345.0)).text
    picture = RunFile("a.png", "image/png", b"")
    assert "It wrote nothing." not in cards.run(ended(files=(picture,))).text
    assert "It wrote nothing." not in cards.run(ended(RunStatus.TIMEOUT)).text


def test_what_was_mended_is_told() -> None:
    run = replace(ended(), mended=(("curly quote", 2), ("long dash", 2), ("odd space", 1)))
    assert "changed: 2 curly quotes, 2 long dashes, 1 odd space. Strings" in cards.run(run).text


def test_megabytes_fit_on_a_card_and_the_rest_goes_along() -> None:
    run = ended(stdout="```\n@everyone" * 9999, stderr="e\n" * 9999, result="r" * 9999)
    card = cards.run(run)
    assert card.length <= LIMIT
    assert card.text.count("Cut; all of it is in the file below.") == 3
    assert [name for name, _ in cards.left_over(run.ran)] == ["output.txt", "result.txt", "errors.txt"]
    assert cards.left_over(ended(stdout="\ud800 short").ran) == []


def test_waiting_names_the_place() -> None:
    assert cards.waiting("Running", 0).text == "**Running…** This may take some seconds."
    assert cards.waiting("Judging", 2).text == "**Judging…** You are 2nd in the line."


def test_a_task_shows_starter_examples_and_what_is_graded() -> None:
    text = practice.question(asked()).text
    assert "```python\ndef total(xs):\n    ...\n```\n\n`total([1, 2])` gives `3`" in text
    assert "-# Graded: the examples and hidden cases\n-# Limits: 10 s · 512 MiB\n-# Submit opens a form." in text
    assert "-# 2 submissions so far; Submit opens with your last text." in practice.question(asked(tries=2)).text


def test_demands_and_imports_are_named() -> None:
    assert isinstance(CODE.body, CodeTask)
    task = replace(
        CODE.body, tests="", imports=("numpy",), style=("no loops", "stable", "odd"), grow=Growth((1, 2), 1.3)
    )
    text = practice.question(asked(task)).text
    assert "Graded: the examples, time at most n^1.3, no loops, numerically stable, odd" in text
    assert "imports: numpy" in text
    assert "no imports" in practice.question(asked(replace(task, imports=()))).text


def test_tests_and_artefacts_show_what_they_are_about() -> None:
    tests = TestsTask("", "", "def f(): ...", ("a", "b"), (Mutant("off by one", "x"), Mutant("y", "z")))
    text = practice.question(asked(tests)).text
    assert "**The code to test**\n```python\ndef f(): ...\n```" in text
    assert "on rewrites that behave the same, and fail on 2 faulty versions" in text
    again = cards.failed(Failed(asked(tests), Submission(4, 1, FAILED)))
    assert "def f(): ..." in again.text
    assert "✗ total(\\[1, 2\\]): wrong value" in again.text
    sql = ArtefactTask("sql", "SELECT 1", "SELECT 2", "")
    assert "```sql\nSELECT 1\n```" in practice.question(asked(sql)).text
    assert "Graded: the rows it gives on hidden tables, in order" in practice.question(asked(sql)).text
    bare = practice.question(asked(ArtefactTask("other", "", "", ""))).text
    assert ("```" in bare, "Graded: what it does" in bare) == (False, True)


def test_a_submission_that_fails_shows_examples_and_counts_hidden_cases() -> None:
    text = cards.failed(failed(FAILED, 3, hints_shown=1)).text
    assert text.startswith(
        "### ◐ Not yet: 1 of 3 cases pass\n✗ `total([1, 2])`\nexpected `3`\ngot `2`\nprinted `here`\n\n"
        "✓ 1 of 2 hidden cases pass\n✗ 1 of 2 hidden cases: wrong value\n\n**Hint** Think of the weaker side.\n\n"
        "**The question** Write `total(xs)`"
    )
    assert text.endswith("-# 3rd submission · trying again is free\n-# NumPy 2.3.1")
    timed = cards.failed(failed(replace(FAILED, wall_ms=212.4), 3)).text
    assert timed.endswith("-# 212 ms · NumPy 2.3.1")
    assert "I took this as your answer" not in text
    assert "I took this as your answer" in cards.failed(failed(FAILED), written=True).text


def outcome(passed: bool, reason: str = "", *, hidden: bool = False) -> CaseOutcome:  # noqa: FBT001 (the case's own)
    return CaseOutcome("f()", hidden, passed, reason)


@pytest.mark.parametrize(
    ("judgement", "said"),
    [
        (replace(FAILED, cases=(outcome(True), outcome(True))), "◐ Not yet: all 2 cases pass, but not as asked"),
        (replace(FAILED, cases=(outcome(True),)), "◐ Not yet: the one case passes, but not as asked"),
        (replace(FAILED, cases=(outcome(False, "too slow"),)), "✗ Not yet: 0 of 1 case pass"),
        (replace(FAILED, cases=(), status=RunStatus.TIMEOUT), "✗ Not yet: it takes too long"),
        (replace(FAILED, cases=(), status=RunStatus.MEMORY_LIMIT), "✗ Not yet: it takes too much memory"),
        (replace(FAILED, cases=(outcome(False, "No."),), says="No."), "✗ Not yet: it does not run"),
        (NOT_STARTED, "◐ Not judged"),
    ],
)
def test_every_failure_has_its_headline(judgement: Judgement, said: str) -> None:
    assert cards.failed(failed(judgement)).text.startswith(f"### {said}\n")


def test_many_cases_and_reasons_are_cut() -> None:
    cases = [CaseOutcome(f"f({n})", False, n % 2 == 0, "bad" if n % 2 else "") for n in range(9)]
    cases += [outcome(False, f"reason {n}", hidden=True) for n in range(9)] + [outcome(False, hidden=True)]
    text = cards.failed(failed(replace(FAILED, cases=tuple(cases)))).text
    assert text.index("✗ `f(7)`\nbad") < text.index("✓ `f(0)`")
    assert "✓ `f(4)`\n✓ 2 more pass" not in text
    assert "✓ `f(2)`\n✓ 3 more pass" in text
    assert text.count("of 10 hidden cases: ") == 5


def test_of_an_artefact_what_fails_is_listed_and_what_holds_is_counted() -> None:
    task = ArtefactTask("yaml", "a: 1", "a: 2", "")
    cases = [CaseOutcome(f"requirement {n}", False, n > 7, "" if n > 7 else "not met") for n in range(1, 10)]
    shown = Failed(asked(task), Submission(4, 1, replace(FAILED, cases=tuple(cases)), VERSIONS))
    text = cards.failed(shown).text
    assert "✗ requirement 6: not met\n✗ 1 more fails\n✓ 2 more pass\n" in text
    assert "Python" not in text
    held = replace(FAILED, cases=tuple(cases[:1] + cases[8:]))
    assert "not met\n✓ 1 more passes" in cards.failed(replace(shown, submission=Submission(4, 1, held))).text


def test_quality_stands_apart() -> None:
    seen = (Quality("scaling", False, "time grows as n^2.1"), Quality("determinism", True, "the same twice"))
    text = cards.failed(failed(replace(FAILED, quality=seen))).text
    assert "**Beyond right or wrong**\n✗ Scaling: time grows as n^2.1\n✓ Determinism: the same twice" in text


def test_a_right_submission_shows_the_solution_and_why() -> None:
    text = practice.verdict(judged()).text
    assert text.startswith("### ✓ All 2 cases pass\n-# Mended what the keyboard had changed: 2 ellipses.")
    assert "**One way to write it**\n```python\ndef total(xs):\n    return sum(xs)\n```\n\nOne pass.\n\n" in text
    assert '**Say it in the room:** "Sum it."' in text
    assert text.endswith("-# 0.75 of 1 · one hint · 3rd submission · 2 min 5 s\n-# Python 3.11.9 · NumPy 2.3.1")
    bare = replace(PASSED, cases=())
    assert practice.verdict(judged(submission=Submission(4, 1, bare))).text.startswith("### ✓ It passes\n")
    assert practice.verdict(judged(submission=None)).text.startswith("### ✓ It passes\n")


def test_who_gave_up_is_shown_the_solution_too() -> None:
    given_up = judged(answer=GaveUp(), grade=Grade(Verdict.GAVE_UP, 0.0), submission=None)
    text = practice.verdict(given_up).text
    assert text.startswith("### This is one way\nYou said you don't know.")
    assert "return sum(xs)" in text
    sql = replace(given_up, variant=draw_variant(replace(CODE, body=ArtefactTask("sql", "", "SELECT 2", "")), 1))
    assert "```sql\nSELECT 2\n```" in practice.verdict(sql).text


def test_the_longest_verdict_fits() -> None:
    wide = CaseOutcome("f(" + "1" * 500, False, False, "", "x" * 400, "y" * 400, "z" * 400)
    quality = tuple(Quality("scaling", False, "s" * 400) for _ in range(9))
    long = replace(FAILED, cases=(wide,) * 9, quality=quality, says="w" * 999)
    question = replace(CODE, text="q" * 1500)
    card = cards.failed(Failed(replace(asked(), variant=draw_variant(question, 1)), Submission(1, 1, long)))
    assert card.length <= LIMIT
    assert "q" * 1500 in card.text


def test_sentences_that_an_editor_wrapped_flow_on() -> None:
    long = "x" * 80
    assert flowing(f"{long}\nand on") == f"{long} and on"
    for kept in (
        f"{long}.\nNew",
        f"short\n{long}",
        f"{long}\n\nb",
        f"{long}\n- b",
        f"```\n{long}\nb\n```",
        f"{long}\n```",
    ):
        assert flowing(kept) == kept
