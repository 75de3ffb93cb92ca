"""The bank's commands, with the real bank and sandbox joined."""

import argparse
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.bank.catalogue import open_catalogue
from bot.bank.folder import Folder, check_folder, read_folder
from bot.bank.lock import LOCK, write_lock
from bot.bank.schema import schema
from bot.bank.stats import stats
from bot.cli import bank
from bot.rules.errors import Fault
from bot.rules.proof import FAILED, NONE, PROVED, ProofOutcome, Proved
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.bank.conftest import CONFUSION, SKILLS
from tests.bank.test_coding import CODE
from tests.bank.written import OPEN

TODAY = date(2026, 11, 23)
PROVED_WELL = Proved(tuple(ProofOutcome(name, status) for name, status in (("falls", PROVED), ("term", NONE))), ())
WORDS = """\
- id: falls
  level: mid
  q: What happens to $F_1$?
  code: print(1)
  right: It falls
  wrong: {It rises: The direction is reversed., It stays: Nothing pays for it.}
  why: It is $\\frac{a}{b}$.
  aloud: It falls.
  hint: Look at the smaller one.
  proof: assert stdout == "1\\n"
- {id: number, level: mid, q: How many?, answer: 4, unit: ms, traps: {5: too many}, why: w, proof: assert answer == 4}
- {id: term, level: junior, q: Which?, answer: [recall, tpr], near: [rate], reject: [precision], why: w}
"""


@dataclass(frozen=True, slots=True)
class Tools:
    """The real bank and sandbox, on one folder."""

    folder: Path
    score: float | None = None
    proved: Proved = PROVED_WELL

    def check(self, folder: Path | None, *, observed: bool = False) -> Folder:
        return check_folder(folder or self.folder, TODAY)

    def stats(self, folder: Path | None) -> Mapping[str, Any]:
        return stats(self.check(folder), self.score)

    def show(self, folder: Path | None, question_id: str, seed: int) -> Variant | None:
        entry = open_catalogue(folder or self.folder).entries.get(question_id)
        return None if entry is None else draw_variant(entry.question, seed)

    def prove(
        self,
        folder: Path | None,
        question_ids: Sequence[str],
        share: float,
        started: Callable[[int], None],
        told: Callable[[str], None],
    ) -> Proved:
        """Tell what was proved before; that it is done is shown in tests/wiring."""
        started(len(self.proved.outcomes))
        for outcome in self.proved.outcomes:
            told(outcome.question_id)
        wanted = set(question_ids) or {outcome.question_id for outcome in self.proved.outcomes}
        left = tuple(outcome for outcome in self.proved.outcomes if outcome.question_id in wanted)
        return replace(self.proved, outcomes=left, tried=round(self.proved.tried * share))

    def lock(self, folder: Path | None) -> int:
        where = folder or self.folder
        return write_lock(where / LOCK, read_folder(where).items)

    def schema(self) -> Mapping[str, Any]:
        return schema()

    def reports(self, days: int) -> Sequence[Mapping[str, Any]]:
        about = {"question": "falls", "version": 2, "seed": 17, "run": None}
        program = {"question": None, "version": None, "seed": None, "run": 5}
        at = datetime(2026, 11, days, 9, 30, tzinfo=UTC)
        said = {"at": at, "server": None, "words": "both [b]are[/b] right\u202e"}
        return [said | about, said | program | {"server": 9}] if days > 1 else []


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    (folder / CONFUSION).parent.mkdir(parents=True)
    (folder / "skills.yaml").write_text(SKILLS, "utf-8")
    (folder / CONFUSION).write_text(WORDS, "utf-8")
    return folder


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bank.add_parser(parser.add_subparsers(dest="command"))
    return parser.parse_args(["bank", *words])


def run(folder: Path, *words: str) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=200)
    status = bank.report(parsed(*words), Tools(folder), console)
    assert isinstance(console.file, io.StringIO)
    return status, console.file.getvalue()


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = bank.report(parsed(*words), Tools(folder))
    return status, json.loads(capsys.readouterr().out)


def spoil(folder: Path, old: str, new: str) -> None:
    assert old in WORDS
    (folder / CONFUSION).write_text(WORDS.replace(old, new), "utf-8")


def test_check_says_how_many_faults_there_are(questions: Path) -> None:
    assert run(questions, "check") == (
        0,
        "0 errors, 0 warnings.\n3 versions not in versions.lock yet: `bank lock` adds them.\n",
    )


def test_check_fails_on_an_error_and_names_it(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(questions, "level: junior", "level: boss")
    line = "questions/stats/evaluation/confusion.yaml:12: E01 `level` is `boss`: write 'junior', 'mid' or 'senior'"
    assert run(questions, "check") == (
        1,
        f"{line}\n1 error, 0 warnings.\n2 versions not in versions.lock yet: `bank lock` adds them.\n",
    )
    status, said = asked(questions, capsys, "check", "--json")
    assert (status, said["errors"], said["warnings"], said["unlocked"]) == (1, 1, 0, ["falls", "number"])
    assert said["faults"] == [
        {
            "where": "questions/stats/evaluation/confusion.yaml",
            "line": 12,
            "code": "E01",
            "what": "`level` is `boss`",
            "mend": "write 'junior', 'mid' or 'senior'",
            "question": "term",
        }
    ]


def test_another_folder_may_be_named(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(questions, capsys, "check", "--json", "--folder", str(tmp_path))
    assert (status, said["errors"], said["faults"][0]["code"]) == (1, 1, "E01")
    status, text = run(questions, "check", "--folder", str(tmp_path))
    assert status == 1
    assert "there is no skill tree" in text


def test_stats_are_counted_for_people_and_programs(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(questions, "stats")
    assert status == 0
    assert "authored" in text
    assert "not measured yet" in text
    console = Console(file=io.StringIO(), width=200)
    assert bank.report(parsed("stats"), Tools(questions, 0.97), console) == 0
    assert isinstance(console.file, io.StringIO)
    assert "0.970" in console.file.getvalue()
    status, said = asked(questions, capsys, "stats", "--json")
    assert (status, said["authored"], said["by_type"]) == (
        0,
        3,
        {"numeric": 1, "short text": 1, "single choice": 1},
    )


def test_show_prints_a_choice_as_people_read_it(questions: Path) -> None:
    status, text = run(questions, "show", "falls")
    assert status == 0
    assert text.splitlines()[:4] == [
        "stats.evaluation.confusion · mid · single choice · version 1",
        "",
        "What happens to F₁?",
        "",
    ]
    assert "  It falls\n" in text
    assert "  It rises  (The direction is reversed.)\n" in text
    assert text.endswith("\nWhy: It is a/b.\n\nAloud: It falls.\nHint: Look at the smaller one.\n")


def test_show_prints_numbers_and_terms(questions: Path) -> None:
    assert "✓ 4 ms\n✗ 5  (too many)\n" in run(questions, "show", "number", "--seed", "7")[1]
    assert "✓ recall · tpr\n◐ rate\n✗ precision\n" in run(questions, "show", "term")[1]


PLACES = """\
- {id: sorted, level: mid, q: Sort?, order: [few, more], why: w}
- {id: matched, level: mid, q: Which?, match: {one: a, two: b}, extra: {c: It is none.}, why: w}
"""


def test_show_prints_orders_and_matches(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (questions / CONFUSION).write_text(PLACES, "utf-8")
    assert "\n\n1. few\n2. more\n" in run(questions, "show", "sorted")[1]
    assert "\n\n✓ one → a\n✓ two → b\n✗ c  (It is none.)\n" in run(questions, "show", "matched")[1]
    order = asked(questions, capsys, "show", "sorted", "--json")[1]["order"]
    assert (order["items"], order["right"], order["pairs"]) == (["more", "few"], [1, 0], [[1, 0]])


def test_show_prints_what_is_to_be_written(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (questions / CONFUSION).write_text(CODE, "utf-8")
    text = run(questions, "show", "add")[1]
    assert "\n\nStarter:\ndef add(a, b):\n    ...\n\nSolution:\nimport math\n" in text
    assert text.endswith("\nWhy: It is a sum.\n")
    task = asked(questions, capsys, "show", "add", "--json")[1]["task"]
    assert (task["name"], task["examples"]) == ("add", [{"call": "add(1, 2)", "gives": "3"}])


def test_show_prints_a_rubric(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (questions / CONFUSION).write_text(OPEN, "utf-8")
    assert (
        "\n\n✓ 1 × Small samples\n✓ 2 × Bad measurements\n✗ It is magic\n→ How many rows?  (point 1 missing)\n"
        "→ And then?\n\nA strong answer: It varies. It also sees bad data.\n"
    ) in run(questions, "show", "spread")[1]
    spoken = asked(questions, capsys, "show", "spread", "--json")[1]["spoken"]
    assert [point["say"] for point in spoken["points"]] == ["Small samples", "Bad measurements"]


def test_show_gives_plain_values(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(questions, capsys, "show", "number", "--json", "--seed", "7")
    assert status == 0
    assert (said["id"], said["type"], said["seed"], said["number"]["value"]) == ("number", "numeric", 7, 4.0)


def test_show_of_no_question_fails(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(questions, "show", "none") == (1, "There is no question `none`.\n")
    assert asked(questions, capsys, "show", "none", "--json") == (1, {"error": "there is no question none"})


@pytest.mark.parametrize("seed", ["-1", "x", str(2**64)])
def test_a_seed_that_is_none_is_wrong_use(seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed("show", "falls", "--seed", seed)
    assert ended.value.code == 2
    assert "--seed" in capsys.readouterr().err


def proving(proved: Proved, *words: str) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=200)
    status = bank.report(parsed("prove", *words), Tools(Path(), proved=proved), console)
    assert isinstance(console.file, io.StringIO)
    return status, console.file.getvalue().lstrip()


def test_what_is_proved_is_counted(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert proving(PROVED_WELL) == (0, "1 none, 1 proved\n")
    status, said = asked(questions, capsys, "prove", "--json", "falls")
    assert (status, said["tally"], said["missing"], said["faults"]) == (0, {"proved": 1}, [], [])
    assert said["proofs"][0]["question_id"] == "falls"
    assert (said["mutants"], said["mutation_score"]) == ({"refused": 0, "tried": 0, "equivalent": 0}, None)


def test_mutants_are_counted() -> None:
    bitten = replace(PROVED_WELL, refused=19, tried=1_000, equivalent=2)
    assert proving(bitten, "--mutants", "0.02") == (
        0,
        "19 of 20 mutants refused (0.950), 2 listed as equivalent.\n1 none, 1 proved\n",
    )


def test_a_failing_proof_fails() -> None:
    fault = Fault("q.yaml", 3, "E10", "the proof fails", "mend it", "number")
    failed = Proved((ProofOutcome("number", FAILED, ("the proof fails",)),), (fault,))
    assert proving(failed, "number", "none") == (
        1,
        "q.yaml:3: E10 the proof fails: mend it\nThere is no question `none`.\n1 failed\n",
    )
    assert proving(PROVED_WELL, "falls", "none")[0] == 1
    assert proving(replace(PROVED_WELL, faults=(fault,)))[0] == 1
    assert proving(replace(PROVED_WELL, faults=(replace(fault, code="W09"),)))[0] == 0


@pytest.mark.parametrize("share", ["-0.1", "1.1", "x"])
def test_a_share_that_is_none_is_wrong_use(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed("prove", "--mutants", share)
    assert ended.value.code == 2
    assert "--mutants" in capsys.readouterr().err


def test_locking_is_done_once_and_refuses_a_change(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(questions, "lock") == (0, "Locked 3 new versions.\n")
    assert run(questions, "lock") == (0, "Nothing new to lock.\n")
    assert run(questions, "check") == (0, "0 errors, 0 warnings.\n")
    spoil(questions, "too many", "far too many")
    status, said = asked(questions, capsys, "lock", "--json")
    assert (status, said["errors"]) == (1, 1)
    assert "E19 it changed under version 1" in run(questions, "lock")[1]


def test_a_new_lock_is_told_to_programs(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(questions, capsys, "lock", "--json") == (0, {"added": 3})


def test_the_schema_is_printed(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(questions, capsys, "schema") == (0, schema())


def test_reports_are_listed(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = (
        "2026-11-30 09:30 UTC · falls version 2, seed 17 · direct messages\n  both [b]are[/b] right\n\n"
        "2026-11-30 09:30 UTC · run 5 · server 9\n  both [b]are[/b] right\n\n2 reports in 30 days.\n"
    )
    assert run(questions, "reports") == (0, listed)
    assert run(questions, "reports", "--days", "1") == (0, "0 reports in 1 day.\n")
    status, said = asked(questions, capsys, "reports", "--json", "--days", "2")
    assert status == 0
    assert [(each["at"], each["server"], each["run"]) for each in said["reports"]] == [
        ("2026-11-02T09:30:00+00:00", None, None),
        ("2026-11-02T09:30:00+00:00", 9, 5),
    ]


@pytest.mark.parametrize("days", ["0", "x", "9999"])
def test_days_that_are_none_are_wrong_use(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed("reports", "--days", days)
    assert ended.value.code == 2
    assert "--days" in capsys.readouterr().err
