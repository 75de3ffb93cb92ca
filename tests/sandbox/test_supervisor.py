"""The supervisor in this process, asked over its real socket."""

import asyncio
import contextlib
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rules.code import ArtefactTask, JudgeJob
from bot.rules.errors import EdgeDown
from bot.rules.run import RunJob, RunLimits, RunStatus
from bot.sandbox import supervisor, wire
from bot.sandbox.client import Client
from bot.sandbox.engine import Engine
from bot.sandbox.supervisor import Supervisor, serve

pytestmark = pytest.mark.asyncio(loop_scope="module")
SLOW = RunLimits(wall_s=20, cpu_s=20)


async def there(path: Path) -> None:
    """Let others work until a socket is there."""
    for _ in range(10_000):
        if os.path.exists(path):  # noqa: ASYNC240, PTH110 (it returns at once)
            return
        await asyncio.sleep(0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def path(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    path = tmp_path_factory.mktemp("supervisor") / "socket"
    task = asyncio.create_task(Supervisor(Engine(["bare"]), 1).serve(path))
    await there(path)
    yield path
    task.cancel()
    await asyncio.wait([task])


def job(code: bytes) -> RunJob:
    return RunJob(code, limits=SLOW, profile="bare")


async def test_it_says_what_it_is(path: Path) -> None:
    async with Client(path) as client:
        facts = await client.info()
        assert (set(client.profiles), facts["tier"]) == ({"bare"}, "A" if "A" in facts["tier"] else "B")
        assert all(layer["holds"] for layer in facts["layers"] if facts["tier"] == "A")


async def test_its_socket_is_its_owners_alone(path: Path) -> None:
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600  # noqa: PTH116


async def test_who_waits_is_told_the_place(path: Path) -> None:
    async with Client(path) as client:
        places: list[int] = []
        waiting = asyncio.Event()

        def hear(place: int) -> None:
            places.append(place)
            waiting.set()

        first = asyncio.create_task(client.run(job(b"while True: pass")))
        while not places:
            second = asyncio.create_task(client.run(job(b"print(1)"), hear))
            await asyncio.wait([second, asyncio.create_task(waiting.wait())], return_when=asyncio.FIRST_COMPLETED)
        first.cancel()
        assert (await second).stdout == "1\n"
        assert places == [1]


async def test_a_full_line_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = path.with_name("full")
    monkeypatch.setattr(supervisor, "LONGEST_LINE", 0)
    task = asyncio.create_task(Supervisor(Engine(["bare"]), 1).serve(alone))
    await there(alone)
    async with Client(alone) as client:
        running = [asyncio.create_task(client.run(job(b"while True: pass"))) for _ in range(2)]
        done, left = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        with pytest.raises(EdgeDown, match="Very many people"):
            await done.pop()
        left.pop().cancel()
    task.cancel()
    await asyncio.wait([task])


async def test_what_it_does_not_know_is_refused(path: Path) -> None:
    for told in ({"op": "dance"}, {"op": "run", "job": "[]"}, {}):
        reader, writer = await asyncio.open_unix_connection(path)
        await wire.send(writer, told)
        assert "another version" in (await wire.receive(reader))["refused"]
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\0\0\0\2[]", b"\xff\xff\xff\xff"])
async def test_what_is_no_message_ends_the_connection_and_nothing_else(path: Path, sent: bytes) -> None:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(sent)
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    async with Client(path) as client:
        assert (await client.run(job(b"1"))).status is RunStatus.OK


async def test_it_judges(path: Path) -> None:
    async with Client(path) as client:
        task = ArtefactTask("yaml", "", "a: 1", "def check(data): ...")
        judged = await client.judge(JudgeJob(task, b"a: 1", 1, "torch"))
        assert judged.status is RunStatus.SETUP_FAILED


async def test_a_sandbox_that_is_not_there_is_away(tmp_path: Path) -> None:
    async with Client(tmp_path / "none") as client:
        with pytest.raises(EdgeDown, match="does not answer"):
            await client.run(job(b"1"))
        with pytest.raises(EdgeDown, match="does not know how to dance"):
            await client.do("dance", None)
        assert client.profiles == {}


async def test_it_serves_until_it_is_stopped(tmp_path: Path) -> None:
    task = asyncio.create_task(serve(tmp_path / "socket", "auto", ["bare"], 1, tied=False))
    async with Client(tmp_path / "socket") as client:
        await there(tmp_path / "socket")
        assert (await client.run(job(b"print(2)"))).stdout == "2\n"
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
