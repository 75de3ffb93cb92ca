"""Judges what a submission gave, in a process that never meets the submission: only plain values of it come here.

The talk: a job comes, and an opening goes out with the frames of all cases; while the submission works on them, so does
the reference. Then each request, with a frame of results where it is about some, is answered with one frame, until the
way in ends.
"""

import builtins
import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeGuard

from bot.sandbox.inside import growing
from bot.sandbox.inside.bench import Bench, QuestionFault
from bot.sandbox.inside.compare import difference
from bot.sandbox.inside.examples import BROKEN, MOST_SHOWN, agrees, arguments, shown
from bot.sandbox.inside.plain import NotPlain, decode, encode
from bot.sandbox.inside.submission import GAVE, OTHER, RAISED, Frames, versions

NO_MEMORY = "out of memory"
NO_LOAD = "did not load"
SEEN = "sees what it must not"
_KNOWN = frozenset(name for name, kind in vars(builtins).items() if isinstance(kind, type)) | {"LinAlgError"}
"""Exceptions that may be named though the case is hidden: a name of the submission's own could tell its input."""


def serve(channel: Frames) -> None:
    """Judge one submission, as the module says.

    The opening holds `fault` (a sentence where the question is at fault, else empty), `drive`, `versions`, the number
    of frames that follow by set. Requests hold `do`:

    - `ready`: answered, once the reference has done the cases, with `fault`, a `trace`, and whether it `changes` them;
    - `examples`, `cases`, `stable` or `leak`, with `which` places the results are for: answered with `fault`, `load`
      (for examples, why the submission did not load), `outcomes` (reason, expected, got, printed; the last three for
      examples alone) and `odd` (what second calls showed);
    - `grow` with `size`, 0 for the largest of the cases: answered with `seconds`, those of one call of the reference,
      and then the frame of the case;
    - `grown`: outcomes for the results of that case.
    """
    try:
        job = decode(channel.read() or b"")
        bench = Bench(job)
    except QuestionFault as fault:
        channel.write(encode({"fault": str(fault)}))
        return
    sets = {name: len(frames) for name, frames in bench.sets.items()}
    channel.write(encode({"fault": "", "drive": bench.drive, "versions": versions(), "sets": sets}))
    for frames in bench.sets.values():
        for frame in frames:
            channel.write(frame)
    verdicts = Verdicts(job, bench)
    verdicts.prepare()
    while (request := channel.read()) is not None:
        for reply in verdicts.reply(decode(request), channel):
            channel.write(reply)


class Verdicts:
    """Says what each entry of a submission is worth."""

    def __init__(self, job: Mapping[str, Any], bench: Bench) -> None:
        self._job = job
        self._bench = bench
        self._slack = (float(job["slack"][0]), float(job["slack"][1]))
        self._grown: tuple[bytes, list[Any]] = (b"", [OTHER, BROKEN])
        self._fault = ""

    def prepare(self) -> None:
        """Have the reference do the cases; its faults are told with the first verdict."""
        try:
            for place in range(len(self._bench.sets["cases"])):
                self._bench.want("cases", place)
        except QuestionFault as fault:
            self._fault = str(fault)

    def reply(self, request: Mapping[str, Any], channel: Frames) -> list[bytes]:
        """Answer a request."""
        if self._fault:
            return [encode({"fault": self._fault})]
        try:
            if request["do"] == "grow":
                return self._grow(request["size"])
            if request["do"] == "ready":
                return [encode({"fault": "", "trace": self._trace(), "changes": self._bench.changes})]
            told = Told(channel.read() or b"")
            outcomes = self._outcomes(request, told)
            more = {"load": told.load} if request["do"] == "examples" else {"odd": told.odd()}
            return [encode({"fault": "", "outcomes": outcomes, **more})]
        except QuestionFault as fault:
            return [encode({"fault": str(fault)})]

    def _outcomes(self, request: Mapping[str, Any], told: "Told") -> list[list[str]]:
        match request["do"]:
            case "examples":
                calls = enumerate(self._job["calls"])
                return [self._example(call, gives, told.at(place)) for place, (call, gives) in calls]
            case "leak":
                pairs = range(len(self._bench.parts))
                return [[self._twins(place, [told.at(2 * place + k) for k in (0, 1)])] for place in pairs]
            case "grown":
                return [[self._case(*self._grown, told.at(0))]]
            case name:
                frames = self._bench.sets[name]
                places = enumerate(request["which"])
                return [[self._case(frames[at], self._bench.want(name, at), told.at(place))] for place, at in places]

    def _case(self, frame: bytes, want: list[Any], mine: list[Any]) -> str:
        """Say why an entry fails a case; empty where it does not."""
        check = self._bench.check
        if check is None:
            return self._reason(want, mine, lambda got: self._difference(got, decode(want[1])))
        return self._reason(want, mine, lambda got: "" if _complaint(check, frame, got) is None else "wrong value")

    def _difference(self, got: Any, want: Any) -> str:
        """Name the kind of difference, and of named entries which is the first that differs."""
        kind, named = difference(got, want, self._slack), self._bench.named
        if not kind or type(got) is not list or not len(got) == len(want) == len(named):
            return kind
        told = ((difference(a, b, self._slack), name) for a, b, name in zip(got, want, named, strict=True))
        return next(f"{why}: {name}" for why, name in told if why)

    def _reason(self, want: list[Any], mine: list[Any], compare: Callable[[Any], str]) -> str:
        """Say why an entry fails, in words that tell nothing of its input."""
        kind, value = mine[:2]
        if kind == RAISED:
            return self._raised(want, value)
        if kind == OTHER:
            return str(value) if value in (BROKEN, NO_LOAD) else "too large" if "more than" in value else "wrong type"
        if want[0] == RAISED:
            return f"no {self._bench.declared(want[1])} where one is due"
        try:
            return compare(decode(value))
        except (NotPlain, TypeError):
            return BROKEN

    def _raised(self, want: list[Any], classes: list[str]) -> str:
        name = self._bench.declared(classes)
        if name:
            same = want[0] == RAISED and self._bench.declared(want[1]) == name
            return "" if same else f"raised {name}"
        if classes[0] == "MemoryError":
            return NO_MEMORY
        return f"raised {classes[0]}" if classes[0] in _KNOWN else "raised an exception"

    def _example(self, call: str, gives: str, mine: list[Any]) -> list[str]:
        want, given = self._bench.wanted(call), arguments(call, self._job["name"])
        if not agrees(gives, want, self._slack):
            raise QuestionFault(f"The example `{call}` says {gives[:80]}, but the solution gives {shown(want)}.")
        check = self._bench.check
        if check is None or self._bench.drive or given is None:
            reason = self._reason(want, mine, lambda got: difference(got, decode(want[1]), self._slack))
        else:
            frame = encode(given)
            told = partial(_complaint, check, frame)
            reason = self._reason(want, mine, lambda got: "" if (why := told(got)) is None else why or "wrong value")
        return [reason, shown(want), shown(mine), mine[3][:MOST_SHOWN]]

    def _twins(self, place: int, results: list[list[Any]]) -> str:
        """Say whether a case and its twin, that differ only in what must not be seen, came out different."""
        if [each[0] for each in results] != [GAVE, GAVE]:
            return "" if results[0][:2] == results[1][:2] else SEEN
        part = self._bench.parts[place] or (lambda whole: whole)
        try:
            one, other = (part(decode(each[1])) for each in results)
        except Exception:  # noqa: BLE001 (a stranger's value may not have that part)
            return BROKEN
        return SEEN if difference(one, other, (0.0, 0.0)) else ""

    def _grow(self, size: int) -> list[bytes]:
        frame = growing.case(self._bench, self._job["seed"], size)
        want, seconds = growing.timed(self._bench, frame)
        self._grown = frame, want
        return [encode({"fault": "", "seconds": seconds}), frame]

    def _trace(self) -> str:
        """Give a digest of the cases and of what the reference gives: equal for equal seeds."""
        digest = hashlib.sha256()
        for place, frame in enumerate(self._bench.sets["cases"]):
            digest.update(frame)
            digest.update(encode(self._bench.want("cases", place)[:2]))
        return digest.hexdigest()


def _complaint(check: Callable[[Any, Any], Any], frame: bytes, got: Any) -> str | None:
    """Ask the question's own check; give None where it holds, else what it says, which may be nothing."""
    try:
        return "" if check(decode(frame), got) is False else None
    except BaseException as fault:  # noqa: BLE001 (a check refuses by raising; a stranger's value may break it)
        return str(fault)[:MOST_SHOWN] if isinstance(fault, AssertionError) else ""


class Told:
    """A submission's results as it told them: whatever the bytes are, there is an entry at every place.

    Attributes:
        load: Why it did not load, empty where it did.
    """

    def __init__(self, frame: bytes) -> None:
        try:
            whole = decode(frame)
        except NotPlain:
            whole = None
        whole = whole if type(whole) is dict else {}
        told, load = whole.get("told"), whole.get("load")
        self._entries = told if type(told) is list else []
        self._blank = [OTHER, NO_LOAD if load else BROKEN, "", ""]
        self.load = shown(list(load)) if _whole(load) else ""

    def at(self, place: int) -> list[Any]:
        """Give an entry of the right form."""
        told = self._entries[place] if place < len(self._entries) else None
        return list(told) if _whole(told) else self._blank

    def odd(self) -> list[str]:
        """Name what second calls showed: `changed` inputs, `other` results."""
        notes = [each[4] for each in self._entries if _whole(each) and len(each) > 4 and type(each[4]) is dict]  # noqa: PLR2004
        kinds = {"changed": "kept", "other": "again"}
        return [name for name, key in kinds.items() if any(note.get(key) is False for note in notes)]


def _whole(told: Any) -> TypeGuard[list[Any]]:
    """Tell whether something has the form of an entry."""
    if type(told) is not list or len(told) < 4 or type(told[2]) is not str or type(told[3]) is not str:  # noqa: PLR2004
        return False
    if told[0] == RAISED:
        return type(told[1]) is list and bool(told[1]) and all(type(name) is str for name in told[1])
    return (told[0], type(told[1])) in ((GAVE, bytes), (OTHER, str))
