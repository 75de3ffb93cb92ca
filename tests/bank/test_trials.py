"""What is tried of coding questions, and what verdicts mean; no verdict here comes of a run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bank.folder import read_folder
from bot.bank.item import Item
from bot.bank.trials import Bite, Kind, Trial, Verdict, bite_of, dull, faults_of, outcome_of, trials, verdict_of
from bot.rules.code import CaseOutcome, Judgement, Mutant, Quality, TestsTask
from bot.rules.proof import FAILED, PROVED
from bot.rules.run import RunStatus
from tests.bank.test_coding import CODE, FILE, TESTS

SQL = FILE.replace("yaml", "sql").replace("def check(doc)", "def data(rng): pass\\ndef want(tables)")
PASSED = Verdict(passed=True, trace="t", ms=10.0)
REFUSED = Verdict(passed=False, why="case 1: wrong value", trace="t", ms=10.0)


@pytest.fixture
def item(folder: Path, write: Callable[..., Path]) -> Callable[[str], Item]:
    """Read one question."""

    def read(words: str) -> Item:
        write(words)
        return read_folder(folder).items[0]

    return read


def sound(trial: Trial) -> Verdict:
    """What should come of a trial."""
    if trial.kind in (Kind.SOLUTION, Kind.AGAIN):
        return PASSED
    return PASSED if trial.kind is Kind.MUTANT and trial.tests else REFUSED


def told(item: Item, **instead: Verdict) -> list[tuple[Trial, Verdict]]:
    """What should come of all trials of a question, but for some kinds."""
    return [(trial, instead.get(trial.kind.name, sound(trial))) for trial in trials(item)]


def test_all_that_can_go_wrong_with_code_is_tried(item: Callable[[str], Item]) -> None:
    made = list(trials(item(CODE)))
    kinds = [trial.kind for trial in made]
    assert kinds[:8] == [Kind.SOLUTION] * 3 + [Kind.AGAIN, Kind.STARTER] + [Kind.WRONG] * 3
    assert [trial.job.seed for trial in made[:4]] == [1, 2, 3, 1]
    assert [trial.what for trial in made[5:8]] == ["one", "two", "three"]
    assert [trial.what for trial in made[8:]] == ["line 3: `return a + b` → `return None`", "line 3: `a + b` → `a - b`"]
    assert made[9].job.code == b"import math\n\ndef add(a, b):\n    return a - b"
    assert [(each.wall_s, each.cpu_s) for each in (made[9].job.task.limits, made[0].job.task.limits)] == [
        (4.0, 2.0),
        (10.0, 10.0),
    ]
    assert {(trial.question_id, trial.job.profile, trial.job.quality) for trial in made} == {("add", "base", False)}


def test_of_mutants_a_share_is_tried_always_the_same(item: Callable[[str], Item]) -> None:
    many = item(CODE.replace("return a + b", "return a + b + a * b - b / a + (a < b) + (b > a) + (a or b)"))
    counts = [sum(trial.kind is Kind.MUTANT for trial in trials(many, share)) for share in (0.0, 0.5, 1.0)]
    assert counts[0] == 0 < counts[1] < counts[2]
    assert list(trials(many, 0.5)) == list(trials(many, 0.5))


def test_tests_are_tried_on_mutants_of_their_subject(item: Callable[[str], Item]) -> None:
    made = list(trials(item(TESTS)))
    kinds = [trial.kind for trial in made]
    assert kinds == [Kind.SOLUTION] + [Kind.MUTANT] * 3
    task = made[-1].job.task
    assert isinstance(task, TestsTask)
    assert task.mutants == (Mutant("line 1: `1` → `0`", "def one():\n    return 0"),)
    assert task.same == ()  # the solution's own trial has those
    assert made[-1].job.code == b"def test(): assert one() == 1"


def test_files_are_tried_without_mutants(item: Callable[[str], Item]) -> None:
    assert [trial.kind for trial in trials(item(FILE))] == [Kind.SOLUTION] + [Kind.WRONG] * 3
    assert [trial.kind for trial in trials(item(SQL))] == [Kind.SOLUTION] * 3 + [Kind.AGAIN] + [Kind.WRONG] * 3
    assert [trial.kind for trial in trials(item(SQL), 0.1)] == [Kind.SOLUTION, Kind.AGAIN] + [Kind.WRONG] * 3


def test_what_is_no_coding_question_or_does_not_parse_is_not_tried(item: Callable[[str], Item]) -> None:
    assert list(trials(item("- {id: a, level: mid, q: Q?, right: a, wrong: {b: r}, why: w}"))) == []
    broken = list(trials(item(CODE.replace("return a + b", "return ("))))
    assert Kind.MUTANT not in {trial.kind for trial in broken}


@pytest.mark.parametrize("words", [CODE, TESTS, FILE])
def test_a_sound_question_is_proved(item: Callable[[str], Item], words: str) -> None:
    made = item(words)
    assert list(faults_of(made, told(made))) == []
    outcome = outcome_of(made, told(made))
    assert (outcome.status, outcome.complaints, outcome.tried) == (PROVED, (), len(told(made)))
    assert outcome.seconds == pytest.approx(len(told(made)) * 0.01)


SLOW = Verdict(passed=True, trace="t", ms=2_300.0)
FAULTS = {
    "E12 fails": (
        {"SOLUTION": REFUSED},
        ["f:7: E12 the solution fails: case 1: wrong value (seed 1): mend one of them"],
    ),
    "E12 slow": (
        {"SOLUTION": SLOW, "AGAIN": SLOW},
        ["f:7: E12 the solution takes 2.3 s: let it need at most 2 s on all cases together"],
    ),
    "E12 not judged": (
        dict.fromkeys(("SOLUTION", "WRONG"), Verdict(passed=False, fault="The tests raised NameError.")),
        ["f:1: E12 it cannot be judged: The tests raised NameError: mend the solution, the tests or the sandbox"],
    ),
    "E13": (
        {"WRONG": PASSED},
        [
            f"f:{line}: E13 a wrong solution passes: {why}: add a case that tells it apart, or remove it"
            for line, why in ((18, "one"), (19, "two"), (20, "three"))
        ],
    ),
    "E14": (
        {"SOLUTION": Verdict(passed=False, fault="The example `add(1, 2)` says 4, but the solution gives 3.")},
        ["f:11: E14 The example `add(1, 2)` says 4, but the solution gives 3: mend the example or the solution"],
    ),
    "E15": ({"STARTER": PASSED}, ["f:4: E15 the starter passes already: leave the work to be done"]),
    "E17": (
        {"AGAIN": Verdict(passed=True, trace="u")},
        ["f:14: E17 two runs with one seed made different cases: take chance from `rng` alone"],
    ),
}


@pytest.mark.parametrize(("instead", "faults"), FAULTS.values(), ids=FAULTS)
def test_what_running_shows_is_told_in_its_place(
    item: Callable[[str], Item], instead: dict[str, Verdict], faults: list[str]
) -> None:
    made = item(CODE)
    found = [str(made.fault(finding)) for finding in faults_of(made, told(made, **instead))]
    assert [each.replace(made.where, "f") for each in found] == faults
    assert outcome_of(made, told(made, **instead)).status == FAILED


def test_one_slow_run_of_several_is_the_machines_affair(item: Callable[[str], Item]) -> None:
    made = item(CODE)
    assert list(faults_of(made, told(made, AGAIN=SLOW))) == []


def test_checks_that_differ_from_run_to_run_are_told(item: Callable[[str], Item]) -> None:
    made = item(SQL)
    (finding,) = faults_of(made, told(made, AGAIN=Verdict(passed=True, trace="u")))
    assert finding.path == ("checks",)


def test_mutants_that_pass_are_told_with_their_share(item: Callable[[str], Item]) -> None:
    made = item(CODE)
    assert bite_of(made, told(made)) == Bite(2, 2)
    assert list(dull(Bite(2, 2))) == list(dull(Bite())) == []
    bite = bite_of(made, told(made, MUTANT=PASSED))
    assert (bite.refused, bite.tried, bite.score) == (0, 2, 0.0)
    (finding,) = dull(bite)
    assert (finding.code, finding.path) == ("W09", ("tests",))
    assert finding.what == (
        "2 of 2 mutants pass (0.00): line 3: `return a + b` → `return None`; line 3: `a + b` → `a - b`"
    )
    (finding,) = dull(Bite(5, 10, tuple("abcde")))
    assert finding.what == "5 of 10 mutants pass (0.50): a; b; c; …"


def test_mutants_of_a_subject_are_refused_where_the_tests_pass(item: Callable[[str], Item]) -> None:
    made = item(TESTS)
    assert bite_of(made, told(made)) == Bite(3, 3)
    assert bite_of(made, told(made, MUTANT=REFUSED)).score == 0


def test_equivalent_mutants_are_not_counted_and_must_pass(item: Callable[[str], Item]) -> None:
    listed = "  equivalent: [{mutant: 'line 3: `a + b` → `a - b`', why: x}]\n  why: It"
    made = item(CODE.replace("  why: It", listed))
    bite = bite_of(made, told(made))
    assert (bite.refused, bite.tried, bite.equivalent) == (1, 1, 1)
    (finding,) = dull(bite)
    what = "the mutant line 3: `a + b` → `a - b` is refused, so it is not equivalent"
    assert (finding.code, finding.what) == ("W09", what)
    assert next(dull(bite_of(made, told(made, MUTANT=PASSED)))).what.startswith("1 of 1 mutants pass")


def test_a_judgement_is_shortened_to_what_failed_first() -> None:
    cases = (CaseOutcome("a", hidden=False, passed=True), CaseOutcome("b", hidden=True, passed=False, reason="r"))
    held = (Quality("inputs", held=True, says="x"), Quality("scaling", held=False, says="n^2"))
    refused = Judgement(False, 0.5, RunStatus.OK, cases, held, "s", trace="t", wall_ms=3.0)
    assert verdict_of(refused) == Verdict(False, "b: r", "", "t", 3.0)
    assert verdict_of(Judgement(False, 0.5, RunStatus.OK, cases[:1], held)).why == "scaling: n^2"
    assert verdict_of(Judgement(False, 0.0, RunStatus.ERROR, says="s")).why == "s"
    assert verdict_of(Judgement(True, 1.0, RunStatus.OK, cases[:1], held)) == Verdict(True)
    assert verdict_of(Judgement(False, 0.0, RunStatus.SETUP_FAILED, says="s", fault="f")).fault == "f"
