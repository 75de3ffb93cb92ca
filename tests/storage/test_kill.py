"""A process killed in the middle of commits loses nothing it has told, and leaves nothing half."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.desk import Desk
from bot.storage.migrate import check
from tests.storage.samples import ADA
from tests.whole.apart import unmeasured

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3

WORKER = """
import asyncio, sys
from bot.storage.desk import Desk
from tests.storage.samples import ADA, AT, new_attempt, settled, version

async def main(url, first):
    desk = Desk(url)
    def work(call):
        def write(books):
            books.versions.keep(version())
            attempt = books.attempts.open(new_attempt(call))
            books.attempts.settle(attempt.id, settled())
            books.audit.note(AT, ADA, None, "settled", str(call))
            return call
        return write
    async def person(n):
        for call in range(first + n, sys.maxsize, 8):
            print(await desk(work(call)), flush=True)
    await asyncio.gather(*(person(n) for n in range(8)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def killed_after(commits: int, url: str, first: int) -> set[int]:
    """The calls that a process told as committed before it was killed."""
    command = [sys.executable, "-c", WORKER, url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, env=unmeasured(), stdout=subprocess.PIPE) as process:  # noqa: S603 (our own)
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(commits)]
        process.kill()
        told += process.stdout.readlines()
    return {int(line) for line in told if line.endswith(b"\n")}


@pytest.mark.parametrize("seed", [7])
async def test_what_was_told_is_kept_and_nothing_is_half_done(url: str, seed: int) -> None:
    told: set[int] = set()
    for turn in range(1, ROUNDS + 1):
        commits = random.Random(seed + turn).randrange(20, 120)  # noqa: S311 (a test's dice)
        told |= await asyncio.to_thread(killed_after, commits, url, turn * 10**6)
    async with Desk(url) as desk:
        kept = await desk(lambda books: books.people.export(ADA))
        settled = {row["call_id"] for row in kept["attempts"] if row["answered_at"]}
        assert len(kept["attempts"]) == len(settled)
        assert {int(row["subject"]) for row in kept["audit"]} == settled
        assert told <= settled
    assert check(url) == ()
