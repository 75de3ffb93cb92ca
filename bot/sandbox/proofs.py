"""Has proofs run in children of their own, and tells what came of them."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from bot.rules.proof import FAILED, PROVED, ProofJob, ProofOutcome
from bot.rules.run import BASE, RunLimits, RunStatus
from bot.sandbox.cells import Cells, Ended
from bot.sandbox.inside.plain import decode, encode

LIMITS = RunLimits(wall_s=60.0, cpu_s=60.0, memory_mib=4096)
"""What a question's proof may use, all its variants together."""
PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "PyYAML", "dockerfile-parse", "torch")

_ENDED: Mapping[RunStatus, str] = {
    RunStatus.TIMEOUT: "it ran longer than {limits.wall_s:g} s",
    RunStatus.CPU_LIMIT: "it used more than {limits.cpu_s:g} s of the processor",
    RunStatus.MEMORY_LIMIT: "it used more than {limits.memory_mib:,} MiB",
    RunStatus.OUTPUT_LIMIT: "it wrote too much",
    RunStatus.SETUP_FAILED: "the sandbox failed: {ended.cause}",
}


async def prove(cells: Cells, job: ProofJob, *, profile: str = BASE, limits: RunLimits = LIMITS) -> ProofOutcome:
    """Run a proof; one that breaks its child has failed, nothing is raised.

    Args:
        cells: Gives out children.
        job: What is to be proved.
        profile: Where; a package that is required and missing there leaves the proof undone.
        limits: For the whole job.
    """
    async with cells.child("proof", limits, profile) as child:
        await child.send(encode(_plain(job)))
        told = await child.receive()
        ended = await child.end()
    seconds = ended.wall_ms / 1000
    if told is None:
        how = _ENDED.get(ended.status, "it ended without a verdict").format(limits=limits, ended=ended)
        return ProofOutcome(job.question_id, FAILED, (f"the proof gave no verdict: {how}",), 0, seconds)
    return _outcome(job, decode(told), ended)


def _plain(job: ProofJob) -> dict[str, Any]:
    return {**asdict(job), "cases": [asdict(case) for case in job.cases]}


def _outcome(job: ProofJob, answer: Mapping[str, Any], ended: Ended) -> ProofOutcome:
    name = job.question_id
    if answer["missing"]:
        return ProofOutcome(name, f"unproved: needs {answer['missing']}")
    complaints = _complaints(job, answer["failed"])
    return ProofOutcome(name, FAILED if complaints else PROVED, complaints, answer["tried"], ended.wall_ms / 1000)


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


def judge_version() -> str:
    """Give a digest of what decides a verdict: the judge's source, Python, and the packages of the profiles."""
    rooms = [Path(__file__).parent / name for name in ("inside", "judging")]
    sources = [Path(__file__), *(path for room in rooms for path in sorted(room.glob("*.py")))]
    versions = [f"{name} {_version(name)}" for name in PACKAGES]
    return sha256(
        "\0".join([sys.version, *versions, *(path.read_text("utf-8") for path in sources)]).encode()
    ).hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
