"""Sends proofs to runner processes and tells what came of them; the bot's own process runs none of their code."""

import json
import os
import re
import selectors
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.rules.proof import FAILED, PROVED, ProofJob, ProofOutcome

RUNNER = Path(__file__).with_name("proof_runner.py")
HEAVY = ("numpy", "pandas", "scipy.stats", "sklearn.linear_model", "sklearn.model_selection", "sklearn.metrics")
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": os.defpath,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True, slots=True)
class ProofLimits:
    """What a question's proof may use, all its variants together."""

    wall_s: float = 60.0
    memory_mib: int = 4096


def prove(
    jobs: Iterable[ProofJob],
    told: Callable[[ProofOutcome], None] = lambda _: None,
    *,
    limits: ProofLimits = ProofLimits(),
    runners: int = 2,
) -> tuple[ProofOutcome, ...]:
    """Run proofs, several at once.

    Args:
        jobs: What is to be proved.
        told: Called with each outcome as it comes.
        limits: For each job.
        runners: How many processes work; at least 1.

    Returns:
        An outcome per job, in the order of the jobs; a proof that breaks its runner has failed, nothing is raised.
    """
    waiting = deque(jobs)
    order = [job.question_id for job in waiting]
    setup = json.dumps({"preload": _preload(waiting), "wall_s": limits.wall_s, "memory_mib": limits.memory_mib})
    outcomes: dict[str, ProofOutcome] = {}
    with tempfile.TemporaryDirectory(prefix="proofs-") as folder, selectors.DefaultSelector() as ready:
        try:
            for _ in range(min(runners, len(waiting))):
                _give(ready, waiting, setup, folder)
            while ready.get_map():
                for key, _ in ready.select():
                    process, job = key.data
                    line = process.stdout.readline()
                    outcome = _outcome(job, line)
                    outcomes[outcome.question_id] = outcome
                    told(outcome)
                    _next(ready, process, waiting, (setup, folder), alive=bool(line))
        finally:  # nothing is left running where the caller was interrupted
            for key in ready.get_map().values():
                key.data[0].kill()
                key.data[0].communicate()
    return tuple(outcomes[name] for name in order)


def _give(ready: selectors.BaseSelector, waiting: deque[ProofJob], setup: str, folder: str) -> None:
    """Start a runner with the next job."""
    command = [sys.executable, "-I", "-X", "utf8", str(RUNNER)]
    process = subprocess.Popen(  # noqa: S603 (our own program, a clean environment, nothing of a person's)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd=folder,
        text=True,
        encoding="utf-8",
    )
    _write(process, setup)
    job = waiting.popleft()
    _write(process, json.dumps(_plain(job)))
    assert process.stdout is not None  # noqa: S101 (it is a pipe, see above)
    ready.register(process.stdout, selectors.EVENT_READ, (process, job))


def _next(
    ready: selectors.BaseSelector,
    process: subprocess.Popen[str],
    waiting: deque[ProofJob],
    again: tuple[str, str],
    *,
    alive: bool,
) -> None:
    """Give a runner its next job, replace it if it has died, or let it go.

    `alive` is False where its output has ended: a killed process may not yet be told from a living one.
    """
    assert process.stdout is not None  # noqa: S101 (it is a pipe, see _give)
    if waiting and alive and process.poll() is None:
        job = waiting.popleft()
        _write(process, json.dumps(_plain(job)))
        ready.modify(process.stdout, selectors.EVENT_READ, (process, job))
        return
    ready.unregister(process.stdout)
    process.communicate()
    if waiting:
        _give(ready, waiting, *again)


def _write(process: subprocess.Popen[str], line: str) -> None:
    """Send a line; a runner that has died is seen when its answer is read."""
    assert process.stdin is not None  # noqa: S101 (it is a pipe, see _give)
    try:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    except BrokenPipeError:
        return


def _plain(job: ProofJob) -> dict[str, Any]:
    return {**asdict(job), "id": job.question_id}


def _preload(jobs: Iterable[ProofJob]) -> Sequence[str]:
    """Give the heavy packages that some proof imports, to be imported once instead of in every fork."""
    source = "\n".join(f"{job.proof}\n{job.solution}\n{''.join(case.code for case in job.cases[:1])}" for job in jobs)
    used = set(re.findall(r"^\s*(?:import|from)\s+(\w+)", source, re.MULTILINE))
    return [name for name in HEAVY if name.partition(".")[0] in used]


def _outcome(job: ProofJob, line: str) -> ProofOutcome:
    """Read a runner's answer."""
    name = job.question_id
    if not line:
        return ProofOutcome(name, FAILED, ("its runner ended without an answer",))
    answer = json.loads(line)
    if "missing" in answer:
        return ProofOutcome(name, f"unproved: needs {answer['missing']}")
    if "died" in answer:
        return ProofOutcome(name, FAILED, (f"the proof gave no verdict: {answer['died']}",), 0, answer["seconds"])
    complaints = _complaints(job, answer["failed"])
    return ProofOutcome(name, FAILED if complaints else PROVED, complaints, answer["tried"], answer["seconds"])


def _complaints(job: ProofJob, failed: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Say what failed, once per kind, with the first seed it was seen at."""
    several = len(job.cases) > 1
    said: dict[str, str] = {}
    for seed, what, raised in failed:
        at = f" (seed {seed})" if several else ""
        gist = what if what.startswith("the trap") else "looser" if what else "fails"
        if gist == "fails":
            said.setdefault(gist, f"the proof fails{at}: {raised}")
        elif gist == "looser":
            said.setdefault(gist, f"the proof is looser than the tolerance: it accepts {what} too{at}")
        else:
            said.setdefault(gist, f"the proof does not refuse {what}{at}")
    return tuple(said.values())
