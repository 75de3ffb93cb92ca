"""`bank prove`: proofs and trials in the sandbox, several at once; what is known already is not run again."""

import asyncio
import json
import os
from collections import Counter, deque
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from typing import TypeVar

from bot.bank.folder import Folder
from bot.bank.proving import MOST, proof_faults, proof_jobs, unproved
from bot.bank.trials import (
    SLOWEST_MS,
    Bite,
    Kind,
    Trial,
    Verdict,
    bite_of,
    dull,
    faults_of,
    outcome_of,
    trials,
    verdict_of,
)
from bot.rules.code import CodeTask
from bot.rules.errors import EdgeDown, Fault
from bot.rules.proof import FAILED, PROVED, ProofJob, ProofOutcome, Proved, together
from bot.rules.run import BASE, TORCH
from bot.sandbox.cells import Cells
from bot.sandbox.engine import Engine
from bot.sandbox.judging import judge
from bot.sandbox.proofs import judge_version, prove

Piece = ProofJob | Trial
Came = ProofOutcome | Verdict
T = TypeVar("T")

ALL = 1 << 30
"""One zygote bears every child: what runs is the bank's own, and each start would load the packages anew."""
_LEFT = "unproved: needs {}"
NOT_YET = "not proved yet"
"""The status of what `bank prove` has not seen as it stands."""


@dataclass(frozen=True, slots=True)
class Proving:
    """Proves a folder of questions.

    Attributes:
        kept: What came of pieces before, under the digest of all that decides it.
        tier: Of the sandbox.
        share: Of the mutants so many are tried, 0 to 1.
    """

    kept: MutableMapping[str, bytes]
    tier: str
    share: float = 1.0

    def run(self, folder: Folder, started: Callable[[int], None], told: Callable[[str], None]) -> Proved:
        """Prove; `started` is called with the number of pieces, `told` with a question's id for each that is done.

        Raises:
            EdgeDown: The sandbox does not work here.
        """
        pieces: list[Piece] = [
            *proof_jobs(folder),
            *(each for item in folder.items for each in trials(item, self.share)),
        ]
        keys = _keys(pieces)
        started(len(pieces))
        came = {place: known for place, key in enumerate(keys) if (known := self._known(pieces[place], key))}
        for place in came:
            told(pieces[place].question_id)
        waiting = [place for place in range(len(pieces)) if place not in came]

        def note(place: int, outcome: Came) -> None:
            came[place] = outcome
            self._keep(pieces[place], keys[place], outcome)
            told(pieces[place].question_id)

        if waiting:
            asyncio.run(_all({place: pieces[place] for place in waiting}, self.tier, note))
        return _summed(folder, pieces, came)

    def score(self, folder: Folder) -> float | None:
        """Give the mutation score of a folder; None unless it is known of all questions that need no other profile."""
        pieces: list[Piece] = []
        came: dict[int, Came] = {}
        for item in folder.items:
            tried: list[Piece] = [each for each in trials(item) if each.kind is Kind.MUTANT]
            known = [self._known(piece, key) for piece, key in zip(tried, _keys(tried), strict=True)]
            found = [each for each in known if each is not None]
            if len(found) == len(tried):
                came |= dict(enumerate(found, len(pieces)))
                pieces += tried
            elif item.question.profile == BASE:
                return None
        return _summed(folder, pieces, came).mutation_score

    def standing(self, folder: Folder) -> Mapping[str, int]:
        """Count a folder's questions by proof status, as far as it is known; of code without the mutants."""
        pieces: list[Piece] = [*proof_jobs(folder), *(each for item in folder.items for each in trials(item, 0.0))]
        came = {
            place: self._known(piece, key) for place, (piece, key) in enumerate(zip(pieces, _keys(pieces), strict=True))
        }
        open_ = {pieces[place].question_id: pieces[place] for place, outcome in came.items() if outcome is None}
        settled = replace(folder, items=tuple(item for item in folder.items if item.question.id not in open_))
        known = [(piece, came[place]) for place, piece in enumerate(pieces) if piece.question_id not in open_]
        proved = _summed(
            settled, [piece for piece, _ in known], {at: each for at, (_, each) in enumerate(known) if each}
        )
        waiting = (_LEFT.format(TORCH) if _profile(piece) == TORCH else NOT_YET for piece in open_.values())
        return dict(sorted(Counter([*(outcome.status for outcome in proved.outcomes), *waiting]).items()))

    def _known(self, piece: Piece, key: str) -> Came | None:
        value = self.kept.get(key)
        if value is None:
            return None
        plain = json.loads(value)
        if isinstance(piece, Trial):
            return Verdict(**plain)
        return ProofOutcome(**{**plain, "complaints": tuple(plain["complaints"])})

    def _keep(self, piece: Piece, key: str, outcome: Came) -> None:
        """Keep what will be the same again: no failure of the sandbox, and none that slowness may have caused."""
        if isinstance(outcome, ProofOutcome):
            lasting = outcome.status == PROVED
        else:
            assert isinstance(piece, Trial)  # noqa: S101 (what comes of a trial is a verdict)
            awaited = piece.kind in (Kind.SOLUTION, Kind.AGAIN)
            lasting = not outcome.fault and (piece.kind is Kind.MUTANT or outcome.passed is awaited)
            lasting = lasting and not (awaited and outcome.ms > SLOWEST_MS)
        if lasting:
            self.kept[key] = json.dumps(asdict(outcome)).encode()


_version = cache(judge_version)


def _keys(pieces: Sequence[Piece]) -> list[str]:
    version = _version()
    jobs = (piece.job if isinstance(piece, Trial) else piece for piece in pieces)
    return [sha256(f"{version} {job!r}".encode("utf-8", "surrogatepass")).hexdigest() for job in jobs]


async def _all(pieces: Mapping[int, Piece], tier: str, note: Callable[[int, Came], None]) -> None:
    """Have all pieces done, several at once."""
    heavy = any(_profile(piece) == TORCH for piece in pieces.values())
    slots = len(os.sched_getaffinity(0))
    async with Engine((BASE, TORCH) if heavy else (BASE,), stock=slots + 1, tier=tier, most=ALL) as engine:
        if BASE not in engine.profiles:
            raise EdgeDown("sandbox", "The sandbox does not work here; `doctor` says why.")
        waiting = deque(sorted(pieces.items(), key=lambda each: _length(each[1]), reverse=True))
        again = list[tuple[int, Piece]]()

        async def work() -> None:
            while waiting:
                place, piece = waiting.popleft()
                outcome = await _one(engine, piece, engine.profiles)
                if _hopeful(piece, outcome):
                    again.append((place, piece))
                else:
                    note(place, outcome)

        async with asyncio.TaskGroup() as group:
            for _ in range(slots + 1):  # one more than there are processors, for each waits now and then for a birth
                group.create_task(work())
        for place, piece in again:  # alone, for the machine may have been too busy
            note(place, await _one(engine, piece, engine.profiles))


def _length(piece: Piece) -> int:
    """Rank a piece by how long it may take; the longest go first, so that nobody idles while the last one ends."""
    if isinstance(piece, ProofJob):
        return len(piece.cases)
    return MOST if isinstance(piece.job.task, CodeTask) and piece.job.task.grow else 0


def _hopeful(piece: Piece, outcome: Came) -> bool:
    """Whether what came may be the doing of a busy machine: something failed that should hold, or was slow."""
    if isinstance(outcome, ProofOutcome):
        return outcome.status == FAILED
    awaited = isinstance(piece, Trial) and piece.kind in (Kind.SOLUTION, Kind.AGAIN)
    return awaited and (not outcome.passed or outcome.ms > SLOWEST_MS)


def _profile(piece: Piece) -> str:
    if isinstance(piece, Trial):
        return piece.job.profile
    return TORCH if piece.requires == TORCH else BASE


async def _one(cells: Cells, piece: Piece, profiles: Mapping[str, object]) -> Came:
    profile = _profile(piece)
    if isinstance(piece, ProofJob):
        return await prove(cells, piece, profile=profile if profile in profiles else BASE)
    if profile not in profiles:
        return Verdict(passed=False, fault=_LEFT.format(profile))
    return verdict_of(await judge(cells, piece.job))


def _summed(folder: Folder, pieces: Sequence[Piece], came: Mapping[int, Came]) -> Proved:
    """Say what all pieces came to, question by question."""
    proofs = {each.question_id: each for each in came.values() if isinstance(each, ProofOutcome)}
    tried: dict[str, list[tuple[Trial, Verdict]]] = {}
    for place, piece in enumerate(pieces):
        verdict = came[place]
        if isinstance(piece, Trial) and isinstance(verdict, Verdict):
            tried.setdefault(piece.question_id, []).append((piece, verdict))
    faults: list[Fault] = list(proof_faults(folder, proofs.values()))
    outcomes, bites = dict(proofs), list[Bite]()
    for item in folder.items:
        told = tried.get(item.question.id, [])
        if not told:
            continue
        outcome, left = outcome_of(item, told), _left(told)
        if left:
            outcome = ProofOutcome(item.question.id, left)
        else:
            bites.append(bite_of(item, told))
            faults += [item.fault(finding) for finding in (*faults_of(item, told), *dull(bites[-1]))]
        known = outcomes.get(item.question.id)
        outcomes[item.question.id] = together(known, outcome) if known else outcome
    rest = {each.question_id: each for each in unproved(folder)}
    order = [item.question.id for item in folder.items]
    listed = (
        outcomes.get(name) or rest.get(name) or ProofOutcome(name, FAILED, ("it cannot be drawn",)) for name in order
    )
    counts = (
        sum(each.refused for each in bites),
        sum(each.tried for each in bites),
        sum(each.equivalent for each in bites),
    )
    return Proved(tuple(listed), tuple(sorted(faults)), *counts)


def _left(told: Sequence[tuple[Trial, Verdict]]) -> str:
    """Give the status of a question that was left, for its profile is not there; empty where it was tried."""
    left = _LEFT.format(told[0][0].job.profile)
    return left if any(verdict.fault == left for _, verdict in told) else ""
