"""Proving a bank, with the real bank and the real sandbox."""

from pathlib import Path
from typing import Self

import pytest

from bot.bank.folder import Folder, read_folder
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


class Cold(Engine):
    """An engine in which nothing came to be warm."""

    async def __aenter__(self) -> Self:
        return self


def test_a_sandbox_that_does_not_work_here_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "Engine", Cold)
    with pytest.raises(EdgeDown, match="does not work here"):
        Proving({}, "auto").run(folder, lambda _: None, lambda _: None)
