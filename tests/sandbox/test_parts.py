"""The sandbox's small parts, each alone and in this process: bounds on output, the line, values on the wire, probes."""

import asyncio
import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest

from bot.rules.code import ArtefactTask, CodeTask, Growth, JudgeJob, Mutant, TestsTask
from bot.rules.run import Ran, RunFile, RunJob, RunStatus
from bot.sandbox import acts, wire
from bot.sandbox.inside import ground, kernel, probe, run, warm
from bot.sandbox.inside.channel import Channel
from bot.sandbox.line import Line, LineFull
from bot.sandbox.output import Capture
from bot.sandbox.probing import REMEDIES, _judged, fallen
from bot.sandbox.running import _name, _report, type_of
from bot.sandbox.zygote import SetupFault

# output


@pytest.mark.parametrize("sizes", [[100], [3] * 40, [1] * 100, [60, 40], [5, 90, 5]])
def test_head_and_tail_are_kept_however_the_bytes_came(sizes: list[int]) -> None:
    data = bytes(range(sum(sizes)))
    capture, at = Capture(10), 0
    for size in sizes:
        capture.add(data[at : at + size])
        at += size
    assert capture.omitted == len(data) - 10
    assert capture.kept == data[:5] + f"\n… {capture.omitted} bytes left out …\n".encode() + data[-5:]
    assert capture.too_much == (len(data) > 40)


def test_what_fits_is_kept_whole() -> None:
    capture = Capture(10)
    capture.add(b"12345")
    capture.add(b"67890")
    assert (capture.kept, capture.omitted, capture.too_much) == (b"1234567890", 0, False)


# the line


async def test_who_waits_hears_every_new_place_and_is_served_in_order() -> None:
    line, places, served = Line(1, 3), {name: list[int]() for name in "abc"}, list[str]()
    held = asyncio.Event()

    async def wait(name: str) -> None:
        async with line.slot(places[name].append):
            served.append(name)
            await held.wait()

    first, second, third = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(0)
    assert places == {"a": [], "b": [1], "c": [2]}
    second.cancel()
    await asyncio.wait([second])
    assert places["c"] == [2, 1]
    held.set()
    await asyncio.gather(first, third)
    assert served == ["a", "c"]


async def test_a_turn_that_came_to_somebody_who_left_goes_on() -> None:
    line = Line(1, 3)
    async with line.slot(lambda _: None):
        leaving = asyncio.create_task(_turn(line))
        staying = asyncio.create_task(_turn(line))
        await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.wait([leaving])
    await staying
    async with line.slot(lambda _: pytest.fail("the slot is free")):
        pass


async def _turn(line: Line) -> None:
    async with line.slot(lambda _: None):
        pass


async def test_a_full_line_takes_nobody() -> None:
    line = Line(1, 0)
    async with line.slot(lambda _: None):
        with pytest.raises(LineFull):
            await _turn(line)


# the wire


@pytest.mark.parametrize(
    "task",
    [
        CodeTask("def f(): ...", "def f(): 1", "f", grow=Growth((1, 2), 1.5)),
        TestsTask("", "", "def f(): ...", ("same",), (Mutant("why", "code"),)),
        ArtefactTask("yaml", "", "a: 1", "def check(data): ..."),
    ],
)
def test_jobs_and_outcomes_are_the_same_on_the_other_side(task: CodeTask | TestsTask | ArtefactTask) -> None:
    job = JudgeJob(task, b"\xff\0", 2**64 - 1)
    assert acts.JUDGE.job.read(acts.JUDGE.job.write(job)) == job
    ran = Ran(RunStatus.OK, "x", files=(RunFile("a", "b", b"\xff"),))
    assert acts.RUN.outcome.read(acts.RUN.outcome.write(ran)) == ran
    assert acts.RUN.job.read(acts.RUN.job.write(RunJob(b"\0"))) == RunJob(b"\0")


@pytest.mark.parametrize("text", ["", "{}", "[]", '[{"code": 1}]', '[{"code": "", "more": 1}]'])
def test_what_is_no_job_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        acts.RUN.job.read(text)


@pytest.mark.parametrize("sent", [b"\xff\xff\xff\xff", b"\0\0\0\2[]", b"\0\0\0\1{"])
async def test_a_message_that_is_none_is_refused(sent: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(sent)
    reader.feed_eof()
    with pytest.raises(ValueError):  # noqa: PT011 (three kinds of it)
        await wire.receive(reader)


# what a run sends back


@pytest.mark.parametrize("frame", [None, b"", b"[]", b"{", b"[" * 100_000, b"\xff", b"{}" + b" " * (2 << 20)])
def test_a_report_that_is_none_says_nothing(frame: bytes | None) -> None:
    assert _report(frame) == {"result": "", "raised": "", "files": []}


def test_a_report_is_cut_to_what_is_safe() -> None:
    told = _report(json.dumps({"result": "x\ud800" * 20_000, "raised": 3, "files": ["a"] * 20}).encode())
    assert (len(told["result"]), told["raised"], len(told["files"])) == (20_000, "", 8)
    told["result"].encode()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"<svg onload=x>", "text/plain"),
        (b"a,b\n1,2\n", "text/plain"),
        (b"\xff\xfe", "application/octet-stream"),
        (b"a\x1b[31m", "application/octet-stream"),
    ],
)
def test_a_files_type_is_told_from_its_bytes(data: bytes, kind: str) -> None:
    assert type_of(data) == kind


def test_a_files_name_leads_nowhere() -> None:
    assert _name("../../etc/pass\nwd") == "_.._etc_pass_wd"
    assert _name("..") == "file"
    assert len(_name("a" * 500)) == 100


# probes: where no jail is, they find what they look for, and so they would see a layer that does not hold


def test_without_a_jail_the_probes_succeed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_seen", {})
    probe.early(frozenset({"landlock", "seccomp", "rlimits", "no_new_privs"}), apart=False)
    with (tmp_path / "told").open("w+b") as file:
        probe.serve(Channel(file.fileno(), file.fileno()))
        file.seek(4)
        told = json.load(file)
    assert told["landlock: list the root folder"] == told["landlock: read a file of the machine"] == 0
    assert told["seccomp: take memory that no limit counts"] == told["seccomp: start a process"] == 0
    assert "capabilities: rename the machine" not in told


def test_what_refuses_is_told_by_its_number() -> None:
    assert probe._refusal(lambda: os.stat("/none")) == errno.ENOENT  # noqa: PTH116
    assert probe._refusal(lambda: int("x")) == errno.EPERM
    assert probe._refusal(lambda: None) == 0


def test_a_layer_that_lets_something_through_is_named() -> None:
    assert _judged("landlock", {"landlock: read": 13}).says == "refused: read (EACCES)"
    with pytest.raises(SetupFault, match="code could read and write"):
        _judged("landlock", {"landlock: read": 0, "landlock: write": 0, "seccomp: x": 0})
    with pytest.raises(SetupFault, match="nothing was attempted"):
        _judged("landlock", {})


@pytest.mark.parametrize(("layer", "number"), sorted(REMEDIES))
def test_every_known_failure_has_its_remedy(layer: str, number: int) -> None:
    seen = fallen(SetupFault(layer, number, "no"))
    assert not seen.holds
    assert REMEDIES[layer, number] in seen.says


# the ground of the jail


def test_what_python_needs_may_be_read_and_nothing_of_ours() -> None:
    paths = ground.readable()
    assert any(os.__file__.startswith(f"{path}/") for path in paths)
    ours = str(Path(ground.__file__).parents[2])
    assert not any(ours.startswith(path) for path in paths)
    rights = dict(ground.grants(paths))
    assert rights["/dev/null"] & kernel.WRITE_FILE
    assert not any(given & kernel.WRITE_FILE for path, given in rights.items() if not path.startswith("/dev/"))


def test_a_failing_layer_is_named_with_its_number() -> None:
    with pytest.raises(ground.LayerFault) as fault, ground.layer("namespaces"):
        kernel.mount("none", "/none", "none")
    assert (fault.value.layer, fault.value.errno != 0) == ("namespaces", True)


def test_a_descriptor_moves_out_of_the_way() -> None:
    moved = ground.aloft(os.open(os.devnull, os.O_RDONLY))
    assert moved >= ground.ALOFT
    os.close(moved)


def test_a_role_that_raises_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(writing)
    assert warm.served("run", Channel(reading, reading)) == 0
    os.close(reading)
    monkeypatch.setattr(run, "serve", lambda _: sys.exit(7))
    assert warm.served("run", Channel(0, 0)) == 7
    monkeypatch.setattr(run, "serve", lambda _: sys.exit("no"))
    assert warm.served("run", Channel(0, 0)) == 1
    monkeypatch.setattr(run, "serve", lambda _: 1 / 0)
    assert warm.served("run", Channel(0, 0)) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_python_profile_is_loaded_by_name() -> None:
    assert set(warm.load("bare")) == {"Python"}
    with pytest.raises(KeyError):
        warm.load("none")


# the role `run`, in pieces


@pytest.fixture
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.mark.usefixtures("own_main")
@pytest.mark.parametrize(
    ("source", "status", "told"),
    [
        (b"x = 1\nx + 1", 0, {"result": "2"}),
        (b"x = 1", 0, {}),
        (b"", 0, {}),
        (b"None", 0, {"result": ""}),
        (b"raise SystemExit(258)", 2, {}),
        (b"raise SystemExit", 0, {}),
        (b"raise SystemExit('no')", 1, {}),
        (b"1/0", 1, {"raised": "ZeroDivisionError"}),
        (b"a\0b", 1, {"raised": "SyntaxError"}),
        (b"raise MemoryError", 1, {"raised": "MemoryError"}),
        (b"-" * 90_000 + b"1", 1, {"raised": "SyntaxError"}),
        (b"# coding: none\n", 1, {"raised": "SyntaxError"}),
    ],
)
def test_a_program_ends_as_a_script_would(source: bytes, status: int, told: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    assert (run._run(source, seen), seen) == (status, told)


def test_a_stream_that_was_broken_still_tells_what_was_raised(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    run._show(KeyError("x"))
    assert capfd.readouterr().err == "KeyError\n"


def test_few_and_regular_files_come_back(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text(str(number))
    (tmp_path / "folder").mkdir()
    (tmp_path / "0.link").symlink_to("/etc/passwd")
    with (tmp_path / "1.large").open("wb") as file:
        file.truncate(run.FILE_BYTES + 1)
    assert [name for name, _ in run._files(str(tmp_path))] == [f"{number}.txt" for number in range(8)]
    assert run._files(str(tmp_path / "none")) == []
