import base64
import contextlib
import io
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.asked import Unfit, asked_of
from bot.cli.lines import TOO_LONG, lines
from bot.cli.main import parse
from bot.cli.sandbox import job_of, report, told
from bot.rules.code import ArtefactTask, JudgeJob, Judgement, Task
from bot.rules.errors import EdgeDown
from bot.rules.run import Ran, RunFile, RunJob, RunLimits, RunStatus

BAD_NUMBERS: tuple[Any, ...] = (0, -1, "1", True, [], float("nan"), float("inf"), 1e9)


class Echo:
    """A sandbox that answers with the source, or is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.opened: list[tuple[str, str, int]] = []
        self.served: list[tuple[Path | None, str]] = []

    @contextlib.asynccontextmanager
    async def open(self, tier: str, profile: str, slots: int) -> AsyncIterator["Echo"]:
        self.opened.append((tier, profile, slots))
        yield self

    async def run(self, job: RunJob) -> Ran:
        if self.away:
            raise EdgeDown("sandbox", "It is away.")
        status = RunStatus.ERROR if b"1/0" in job.code else RunStatus.OK
        return Ran(status, job.code.decode(), "warned\n", "5", 0, files=(RunFile("a.txt", "text/plain", b"hey"),))

    async def judge(self, job: JudgeJob) -> Judgement:
        return Judgement(passed=True, score=1.0, status=RunStatus.OK, says=f"{len(job.code)} bytes")

    def task(self, file: Path, question_id: str) -> tuple[Task, str]:
        return ArtefactTask("yaml", "", "", "def check(doc): pass"), "base"

    def serve(self, socket: Path | None, tier: str) -> int:
        self.served.append((socket, tier))
        return 0


@contextlib.contextmanager
def standard_input(data: bytes, path: Path, *, piped: bool) -> Any:
    """Put bytes on descriptor 0's stand-in: a file, or a pipe that ends."""
    path.write_bytes(data)
    if piped:
        reading, writing = os.pipe()
        os.write(writing, data)
        os.close(writing)
    else:
        reading = os.open(path, os.O_RDONLY)
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.FileIO(reading))
    try:
        yield
    finally:
        sys.stdin.close()
        sys.stdin = before


@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_every_line_is_answered_whatever_it_says(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = b'{"id": 1, "code": "x", "colour": "red"}\nnope\n\n[1]\n{"id": {"a": 2}}\n{"id": 3, "code": "1/0"}'
    with standard_input(sent, tmp_path / "in", piped=kind == "pipe"):
        assert report(parse(["sandbox", "batch"]), Echo()) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, None, {"a": 2}, 3]
    assert [answer["status"] for answer in answers] == ["ok", "error", "error", "error", "error"]
    assert answers[0]["files"] == [{"name": "a.txt", "type": "text/plain", "b64": base64.b64encode(b"hey").decode()}]
    assert "not JSON" in answers[1]["stderr"]


def test_submissions_are_judged_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tools = Echo()
    with standard_input(b'{"id": 1, "code": "x"}', tmp_path / "in", piped=False):
        assert report(parse(["sandbox", "judge", "--question", "q", "--tier", "A"]), tools) == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["reason"] == "1 bytes"
    assert tools.opened == [("A", "base", 1)]


def test_it_ends_quietly_where_nobody_reads_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        with standard_input(b'{"id": 1, "code": "x"}\n' * 3, tmp_path / "in", piped=False):
            assert report(parse(["sandbox", "batch"]), Echo()) == 1


def test_a_sandbox_that_is_away_is_an_answer_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tools = Echo(away=True)
    with standard_input(b'{"id": 1, "code": "x"}', tmp_path / "in", piped=False):
        assert report(parse(["sandbox", "batch", "--jobs", "3", "--tier", "B"]), tools) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["status"], answer["stderr"]) == ("setup_failed", "It is away.")
    assert tools.opened == [("B", "base", 3)]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"code": None},
        {"code": "x", "code_b64": "eA=="},
        {"code": 3},
        {"code_b64": "%%"},
        {"code_b64": "é"},
        {"code": "x", "stdin": 3},
        *({"code": "x", "timeout_s": value} for value in BAD_NUMBERS),
        *({"code": "x", "memory_mib": value} for value in BAD_NUMBERS),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(asked: dict[str, Any]) -> None:
    with pytest.raises(Unfit):
        job_of(asked)


def test_what_fits_is_taken_as_it_is() -> None:
    packed = base64.b64encode(b"\xff\0").decode()
    job = job_of({"code_b64": packed, "stdin": None, "timeout_s": 2, "memory_mib": 64})
    assert job == RunJob(b"\xff\0", b"", RunLimits(wall_s=2, cpu_s=2, memory_mib=64))
    assert job_of({"code": "\ud800"}).code == b"\xed\xa0\x80"


@pytest.mark.parametrize("line", [None, b"{", b"[" * 100_000, b"\xff", b"3", b'{"id": ' + b"9" * 5000 + b"}"])
def test_a_line_that_is_no_object_is_refused(line: bytes | None) -> None:
    with pytest.raises(Unfit):
        asked_of(line)


def test_what_failed_before_it_ran_is_said_where_nothing_else_is() -> None:
    assert told(1, Ran(RunStatus.SETUP_FAILED, cause="landlock: no"))["stderr"] == "landlock: no"


async def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(b"ab\n" + b"x" * 200_000 + b"\ncd\n" + b"y" * 200_000)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        assert [line async for line in lines(descriptor, 1000)] == [b"ab", TOO_LONG, b"cd", TOO_LONG]
    finally:
        os.close(descriptor)


def test_one_program_is_shown_as_it_ran(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.py"
    path.write_text("hey\n")
    assert report(parse(["sandbox", "run", str(path)]), Echo()) == 0
    shown = capsys.readouterr()
    assert shown.out == "hey\n5\n"
    assert shown.err == "warned\nok (0 ms, 0 MiB, a.txt (text/plain, 3 bytes))\n"
    path.write_text("1/0")
    assert report(parse(["sandbox", "run", str(path), "--json"]), Echo()) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "error"


def test_one_program_from_standard_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with standard_input(b"hey", tmp_path / "in", piped=False):
        assert report(parse(["sandbox", "run"]), Echo(away=True)) == 1
    assert "setup_failed: It is away." in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(parse(["sandbox", "run", str(tmp_path / "none.py")]), Echo()) == 2
    assert "No such file" in capsys.readouterr().err


def test_it_is_served_where_it_is_said() -> None:
    tools = Echo()
    assert report(parse(["sandbox", "serve", "--socket", "a", "--tier", "A"]), tools) == 0
    assert tools.served == [(Path("a"), "A")]


@pytest.mark.parametrize(
    "words", [["run", "--timeout", "0"], ["run", "--memory", "x"], ["batch", "--jobs", "0"], ["batch", "--tier", "C"]]
)
def test_wrong_use_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse(["sandbox", *words])
    assert end.value.code == 2
