"""What the judge of a coding question has before it: the cases, and what the reference gives for them.

`cases(rng)`, `stable(rng)` and `leak(rng)` of the question's tests each get a generator of their own, made of the
attempt's seed, so that what one draws does not move the others.

`leak(rng)` yields pairs of cases, as lists, that differ only in what must not be seen (such as the labels of held-out
rows), or such a pair with a function that takes the part of the result that must be equal: `[case, twin, part]`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from bot.sandbox.inside import reading, submission
from bot.sandbox.inside.plain import NotPlain, decode, encode
from bot.sandbox.inside.submission import GAVE, RAISED, REFERENCE, TESTS

MOST_CASES = 500
MOST_INPUT = 64 * 1024 * 1024
STREAMS = {"cases": 0, "stable": 1, "leak": 2, "grow": 3, "data": 4}


class QuestionFault(Exception):
    """The question itself is at fault; the message is a sentence for its author."""


def generator(seed: int, name: str, size: int = 0) -> np.random.Generator:
    """Give the generator of one part of the tests; that of `cases` is the seed's own."""
    stream = STREAMS[name]
    return np.random.default_rng([seed, stream, size] if stream else seed)


class Bench:
    """The tests and the reference of one question, loaded, with the cases of one seed.

    Args:
        job: `solution`, `tests`, `name`, `seed`, `raises` and `calls` of the task.

    Attributes:
        sets: The frames of the cases by set: `cases`, `stable`, and `leak` with a case and its twin in turn.
        parts: For each pair of `leak`, the function that takes what must be equal of a result, or None.
        drive: The part of the tests that the submission's process gets.
        check: The question's own comparison, or None.
        named: What the entries of the list are that `drive` gives, in words that may be told; mostly none.
        grow: What gives the arguments of one call of a size, or None.
        changes: Whether the reference has changed a case that it was given.

    Raises:
        QuestionFault: The tests or the reference cannot be loaded, or the cases are none.
    """

    def __init__(self, job: Mapping[str, Any]) -> None:
        self._job = job
        self._raises = frozenset(job["raises"])
        self.drive = guarded(TESTS, lambda: reading.part_for(job["tests"], "drive"))
        self._scope = guarded(REFERENCE, lambda: submission.module(job["solution"], None, REFERENCE))
        given = {name: value for name, value in self._scope.items() if name != "__builtins__"}
        tests = guarded(TESTS, lambda: submission.module(job["tests"], None, TESTS, **given))
        own = {name: tests.get(name) if tests.get(name) is not given.get(name) else None for name in reading.SECRET}
        self.check: Callable[[Any, Any], Any] | None = own["check"]
        self.grow: Callable[[Any, int], Any] | None = own["grow"]
        self.named: list[str] = list(tests.get("named", ())) if self.drive else []
        self.parts: list[Any] = []
        self.sets = {
            name: guarded(TESTS, partial(self._drawn, name, own[name])) for name in ("cases", "stable", "leak")
        }
        self._once = guarded(REFERENCE, lambda: submission.driver({**job, "drive": self.drive}, self._scope))
        self.changes = False
        self._known: dict[tuple[str, int], list[Any]] = {}

    def _drawn(self, name: str, draw: Callable[[Any], Any] | None) -> list[bytes]:
        return list(self._frames(name, draw))

    def _frames(self, name: str, draw: Callable[[Any], Any] | None) -> Iterator[bytes]:
        whole = 0
        for place, case in enumerate(draw(generator(self._job["seed"], name)) if draw else ()):
            if place >= MOST_CASES:
                raise QuestionFault(f"`{name}` yields more than {MOST_CASES} cases.")
            pair = list(case)[:2] if name == "leak" else [case]
            if name == "leak":
                self.parts.append(case[2] if len(case) > 2 else None)  # noqa: PLR2004 (a pair, and what to look at)
            for each in pair:
                frame = _plain(each, f"Case {place + 1} of `{name}`")
                whole += len(frame)
                if whole > MOST_INPUT:
                    raise QuestionFault(f"The cases of `{name}` take more than {MOST_INPUT >> 20} MiB.")
                yield frame

    def want(self, name: str, place: int) -> list[Any]:
        """Give what the reference gives for one case, as the entry of a submission.

        Raises:
            QuestionFault: It gives what is not plain, or raises what the question does not declare.
        """
        key = (name, place)
        if key not in self._known:
            frame = self.sets[name][place]
            case = decode(frame)
            self._known[key] = self.settled(lambda: self._once(case), f"case {place + 1} of `{name}`")
            self.changes = self.changes or not submission.unchanged(case, frame)
        return self._known[key]

    def wanted(self, call: str) -> list[Any]:
        """Give what the reference gives for the call of an example.

        Raises:
            QuestionFault: As for `want`.
        """
        return self.settled(lambda: submission.called(call, self._scope), f"`{call}`")

    def settled(self, act: Callable[[], Any], what: str) -> list[Any]:
        """Have the reference do something; see `want`."""
        with submission.Printed(keep=False) as printed:
            told = submission.entry(act, printed)
        if told[0] == GAVE or (told[0] == RAISED and self.declared(told[1])):
            return told
        if told[0] == RAISED:
            raise QuestionFault(f"The solution raised {told[2]} for {what}, which `raises` does not name.")
        raise QuestionFault(f"The solution gave {told[1]} for {what}, which is not plain; convert it in `drive`.")

    def once(self, case: Any) -> Any:
        """Have the reference do one case, with nothing caught."""
        return self._once(case)

    def declared(self, classes: Any) -> str:
        """Give the class of an exception that the question declares as a result, by its nearest ancestor's name."""
        if not isinstance(classes, list):
            return ""
        return next((name for name in classes if isinstance(name, str) and name in self._raises), "")


def guarded(what: str, act: Callable[[], Any]) -> Any:
    """Do something of the question's; whatever it raises is a fault of the question."""
    try:
        with submission.Printed(keep=False):
            return act()
    except QuestionFault:
        raise
    except BaseException as cause:
        raise QuestionFault(f"The {what} raised {submission.raised_text(cause)}.") from cause


def _plain(value: Any, what: str) -> bytes:
    try:
        return encode(value)
    except NotPlain as cause:
        raise QuestionFault(f"{what} holds {cause}, which is not plain.") from cause
