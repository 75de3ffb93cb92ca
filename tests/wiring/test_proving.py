"""Proving a bank, with the real bank and the real sandbox."""

from pathlib import Path
from typing import Self

import pytest

from bot.bank.folder import Folder, read_folder
from bot.bank.proving import proof_jobs
from bot.bank.trials import Kind, Verdict, trials
from bot.rules.errors import EdgeDown
from bot.rules.proof import FAILED, PROVED
from bot.sandbox.engine import Engine
from bot.wiring import proving
from bot.wiring.proving import NOT_YET, Proving
from tests.bank.conftest import CONFUSION, SKILLS
from tests.bank.test_coding import CODE

WORDS = f"""\
{CODE}
- {{id: number, level: mid, q: How many?, answer: 4, why: w, proof: assert answer == 4}}
- {{id: bare, level: mid, q: Q?, right: a, wrong: {{b: r}}, why: w}}
- {{id: undrawn, level: mid, q: Q?, answer: 1 / 0, why: w, proof: assert answer}}
- id: heavy
  level: mid
  q: Q?
  starter: "def f(): ..."
  solution: "def f(): return 1"
  examples: [{{call: "f()", gives: 1}}]
  requires: torch
  why: w
  proof: assert f() == 1
- id: weak
  level: mid
  q: Q?
  starter: "def f(x): ..."
  solution: "def f(x): return x > 2"
  examples: [{{call: "f(5)", gives: true}}]
  fails: [{{why: always, code: "def f(x): return True"}}]
  why: w
  proof: assert not f(3)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "questions" / CONFUSION
    path.parent.mkdir(parents=True)
    (tmp_path / "questions" / "skills.yaml").write_text(SKILLS, "utf-8")
    path.write_text(WORDS, "utf-8")
    return read_folder(tmp_path / "questions")


def test_a_bank_is_proved_once(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, bytes] = {}
    assert Proving(kept, "auto").score(folder) is None
    total: list[int] = []
    done: list[str] = []
    proved = Proving(kept, "auto").run(folder, total.append, done.append)
    assert len(done) == total[0]
    assert {outcome.question_id: outcome.status for outcome in proved.outcomes} == {
        "add": PROVED,
        "number": PROVED,
        "bare": "none",
        "undrawn": FAILED,
        "heavy": "unproved: needs torch",
        "weak": FAILED,
    }
    assert sorted(str(fault).partition(": ")[2].partition(": ")[0] for fault in proved.faults) == [
        "E10 the proof fails",
        "E13 a wrong solution passes",
        "W09 3 of 5 mutants pass (0.40)",
    ]
    assert (proved.refused, proved.tried) == (4, 7)

    ran: list[str] = []
    monkeypatch.setattr(proving, "Engine", lambda *_, **__: ran.append("an engine"))
    sound = Folder(folder.skills, folder.items[:3], ())
    again = Proving(kept, "auto").run(sound, total.append, done.append)
    assert [outcome.status for outcome in again.outcomes] == [PROVED, PROVED, "none"]
    assert Proving(kept, "auto").score(sound) == 1.0
    with_heavy = Folder(folder.skills, folder.items[:5], ())
    assert Proving(kept, "auto").score(with_heavy) == 1.0
    assert Proving(kept, "auto").standing(folder) == {
        FAILED: 1,
        "none": 1,
        NOT_YET: 1,
        PROVED: 2,
        "unproved: needs torch": 1,
    }
    assert ran == []


def test_a_slow_solution_is_looked_at_again_and_not_kept(folder: Folder) -> None:
    first = {trial.kind: trial for trial in reversed(list(trials(folder.items[0])))}
    solution, mutant = first[Kind.SOLUTION], first[Kind.MUTANT]
    quick, slow = Verdict(passed=True, ms=100.0), Verdict(passed=True, ms=2_500.0)
    assert [proving._hopeful(solution, each) for each in (quick, slow)] == [False, True]
    assert not proving._hopeful(mutant, slow)
    kept: dict[str, bytes] = {}
    for key, piece, verdict in (("a", solution, quick), ("b", solution, slow), ("c", mutant, slow)):
        Proving(kept, "auto")._keep(piece, key, verdict)
    assert set(kept) == {"a", "c"}


GROWING = """\
- {id: bare, level: mid, q: Q?, right: a, wrong: {b: r}, why: w, proof: assert right}
- {id: drawn, level: mid, q: "{n}?", vars: {n: {int: [1, 50]}}, answer: n, why: w, proof: assert answer == n}
- id: fast
  level: mid
  q: Q?
  starter: "def f(xs): ..."
  solution: "def f(xs): return xs"
  grow: {sizes: [10, 20, 40], exponent: 1}
  why: w
"""


def test_the_longest_pieces_come_first(tmp_path: Path, folder: Folder) -> None:
    (tmp_path / "questions" / CONFUSION).write_text(GROWING, "utf-8")
    grown = read_folder(tmp_path / "questions")
    pieces: list[proving.Piece] = [*proof_jobs(grown), *trials(grown.items[2]), *trials(folder.items[0])]
    lengths = {piece.question_id: proving._length(piece) for piece in pieces}
    assert lengths == {"bare": 1, "drawn": 20, "fast": 20, "add": 0}


class Cold(Engine):
    """An engine in which nothing came to be warm."""

    async def __aenter__(self) -> Self:
        return self


def test_a_sandbox_that_does_not_work_here_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "Engine", Cold)
    with pytest.raises(EdgeDown, match="does not work here"):
        Proving({}, "auto").run(folder, lambda _: None, lambda _: None)
