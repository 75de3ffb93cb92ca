"""`sandbox judge`: one line per submission, whatever it says."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.bank.single import coding_question
from bot.cli.judging import Judging, report, told
from bot.cli.main import parse
from bot.rules.code import ArtefactTask, CaseOutcome, CodeTask, JudgeJob, Judgement, Task
from bot.rules.errors import BankError, EdgeDown
from bot.rules.run import RunStatus
from bot.settings import Settings
from bot.wiring.command import main
from bot.wiring.sandbox import SandboxTools
from tests.cli.test_sandbox import standard_input

TASK = ArtefactTask("yaml", "", "a: 1", "def check(doc): pass")
COMMAND = ["sandbox", "judge", "--question", "q.yaml"]
QUESTION = """
- id: one
  level: junior
  q: Write `one()`.
  starter: "def one(): ..."
  solution: "def one(): return 1"
  examples: [{call: one(), gives: 1}]
- id: two
  level: junior
  q: Which?
  right: a
  wrong: [b]
"""


class Passing:
    """A judge that passes what is not empty, and is away for `away`."""

    def __init__(self) -> None:
        self.jobs: list[JudgeJob] = []
        self.opened: list[tuple[str, int]] = []

    def task(self, file: Path, question_id: str) -> tuple[Task, str]:
        if question_id == "away":
            raise FileNotFoundError(2, "No such file or directory")
        return TASK, "torch"

    @contextlib.asynccontextmanager
    async def open(self, profile: str, slots: int) -> AsyncIterator["Passing"]:
        self.opened.append((profile, slots))
        yield self

    async def judge(self, job: JudgeJob) -> Judgement:
        self.jobs.append(job)
        if job.code == b"away":
            raise EdgeDown("sandbox", "It is away.")
        passed = bool(job.code)
        case = CaseOutcome("case 1", hidden=True, passed=passed, reason="" if passed else "wrong value")
        return Judgement(passed, float(passed), RunStatus.OK, (case,))


Answers = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Answers:
    def ask(judge: Passing, sent: bytes, *words: str) -> list[dict[str, Any]]:
        with standard_input(sent, tmp_path / "in", piped=False):
            assert report(parse([*COMMAND, *words]), judge, judge.open) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ask


def test_every_line_is_answered(answers: Answers) -> None:
    lines = [b'{"id": "a", "code": "x"}', b"", b"nope", b'{"id": 2}', b'{"id": 3, "code_b64": ""}', b'{"code": "away"}']
    judge = Passing()
    told_ = answers(judge, b"\n".join(lines))
    assert told_[0] == {
        "id": "a",
        "verdict": "pass",
        "score": 1.0,
        "status": "ok",
        "cases": [{"name": "case 1", "hidden": True, "passed": True, "reason": ""}],
    }
    assert [(each["id"], each["verdict"], each["status"]) for each in told_[1:]] == [
        (None, "fail", "error"),
        (2, "fail", "error"),
        (3, "fail", "ok"),
        (None, "fail", "setup_failed"),
    ]
    assert told_[1]["cases"][0]["reason"].startswith("This line was not judged: it is not JSON")
    assert told_[4]["cases"] == [{"name": "judging it", "hidden": False, "passed": False, "reason": "It is away."}]
    assert judge.opened == [("torch", 1)]
    assert {(job.profile, job.quality) for job in judge.jobs} == {("torch", False)}
    assert len({job.seed for job in judge.jobs}) == len(judge.jobs)


def test_a_seed_is_kept(answers: Answers) -> None:
    judge = Passing()
    answers(judge, b'{"code": "x"}\n{"code": "y"}', "--seed", "7", "--jobs", "2")
    assert [job.seed for job in judge.jobs] == [7, 7]
    assert judge.opened == [("torch", 2)]


def test_a_file_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    judge = Passing()
    assert report(parse([*COMMAND, "--id", "away"]), judge, judge.open) == 2
    assert capsys.readouterr().err == "q.yaml: No such file or directory\n"


@pytest.mark.parametrize("words", [["--seed", "-1"], ["--seed", str(2**64)], ["--seed", "x"], ["--jobs", "0"]])
def test_wrong_use_is_said(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse([*COMMAND, *words])
    assert end.value.code == 2


def test_why_nothing_was_judged_is_said() -> None:
    failed = Judgement(
        passed=False, score=0.0, status=RunStatus.SETUP_FAILED, says="Calm.", fault="The solution fails."
    )
    assert told(1, failed)["cases"][0]["reason"] == "The solution fails."


def written(folder: Path, text: str) -> Path:
    path = folder / "q.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_only_coding_question_of_a_file_needs_no_name(tmp_path: Path) -> None:
    question = coding_question(written(tmp_path, QUESTION), "")
    assert question.id == "one"
    assert isinstance(question.body, CodeTask)
    assert coding_question(written(tmp_path, QUESTION), "one") == question
    single = QUESTION.partition("- id: two")[0].replace("- id", "  id")
    assert coding_question(written(tmp_path, single), "").id == "one"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("", "", "the file is empty"),
        ("a: [", "", "this is not YAML"),
        (QUESTION, "two", "there is no coding question `two`: name one with --id; there are: one"),
        (
            QUESTION + QUESTION.replace("one", "three"),
            "",
            "2 questions can be judged: name one with --id",
        ),
        ("- {id: x, right: a, wrong: [b], level: junior, q: x}", "", "0 questions can be judged"),
        (QUESTION.replace("solution:", "answers:"), "one", "solution"),
    ],
)
def test_a_question_that_is_not_there_is_said(tmp_path: Path, text: str, name: str, says: str) -> None:
    with pytest.raises(BankError) as refused:
        coding_question(written(tmp_path, text), name)
    assert says in str(refused.value)


def test_the_question_says_which_profile(tmp_path: Path) -> None:
    tools = SandboxTools(Settings())
    assert tools.task(written(tmp_path, QUESTION), "one")[1] == "base"
    assert tools.task(written(tmp_path, QUESTION + "  requires: numpy\n"), "one")[1] == "base"
    needs = QUESTION.replace("  q: Write", "  requires: torch\n  q: Write")
    assert tools.task(written(tmp_path, needs), "one")[1] == "torch"


def test_the_whole_command_judges(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, QUESTION)
    sent = b'{"id": 1, "code": "def one(): return 1"}\n{"id": 2, "code": "def one(): return 2"}\n'
    with standard_input(sent, tmp_path / "in", piped=False):
        assert main(["sandbox", "judge", "--question", str(path), "--tier", "B"]) == 0
    verdicts = [json.loads(line)["verdict"] for line in capsys.readouterr().out.splitlines()]
    assert verdicts == ["pass", "fail"]
    assert main(["sandbox", "judge", "--question", str(path), "--id", "none"]) == 1


def test_a_judge_is_what_the_command_needs() -> None:
    judge: Judging = Passing()
    assert judge
