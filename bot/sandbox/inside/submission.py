"""Runs a submission in its own process: reads it, loads it, calls it with cases, and tells what it gave, once.

Nothing here is a secret, and nothing that it tells is believed beyond the values themselves, but for the first frame:
that is sent before any of the submission has run.
"""

import ast
import builtins
import contextlib
import io
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol, Self

from bot.sandbox.inside import reading
from bot.sandbox.inside.plain import NotPlain, decode, encode

MOST_PRINTED = 4_000
MOST_TEXT = 300
GAVE, RAISED, OTHER = "gave", "raised", "other"
DRIVER, TESTS, REFERENCE = "drive.py", "tests", "solution"
FILES = frozenset({reading.FILE, TESTS, REFERENCE})


PACKAGES = ("numpy", "pandas", "scipy", "sklearn", "torch")


class Frames(Protocol):
    """The way in and out, as `channel.Channel` is."""

    def read(self) -> bytes | None: ...  # noqa: D102 (named by its class)
    def write(self, frame: bytes) -> None: ...  # noqa: D102


def versions() -> dict[str, str]:
    """Give the versions of Python and of the packages that are loaded."""
    told = {"Python": ".".join(map(str, sys.version_info[:3]))}
    names = {"sklearn": "scikit-learn"}
    loaded = {name: sys.modules[name] for name in PACKAGES if name in sys.modules}
    return told | {names.get(name, name): str(module.__version__) for name, module in loaded.items()}


def serve(channel: Frames) -> None:
    """Do one batch.

    Reads a job (`code`, `name`, `drive`, `calls`, `count`, `imports`, `prints`, `times`, `idle`, `twice`) and `count`
    frames of cases. Writes what `reading.shape` says, and unless that is a fault one frame of results: `load`, an entry
    where the submission could not be loaded, and `told`, an entry per call and then per case. An entry is what came
    (`gave`, `raised`, `other`), the bytes of the value, the names of the exception's classes or what is not plain, the
    exception's text, what was printed, and where the job says `twice`, what a second call showed.
    """
    job = decode(channel.read() or b"")
    shape = reading.shape(job["code"], job["imports"])
    channel.write(encode(shape))
    if shape["fault"]:
        return
    cases = [channel.read() or b"" for _ in range(job["count"])]
    told = run(job, cases)
    try:
        channel.write(encode(told))
    except NotPlain:  # each value is small enough, but not all together
        channel.write(encode({"load": [OTHER, "too large together", "", ""], "told": []}))


def run(job: Mapping[str, Any], cases: list[bytes]) -> dict[str, Any]:
    """Load a submission and call it, as `serve` says."""
    with Printed(keep=job["prints"]) as printed:
        scope: Any = None

        def load() -> Callable[[Any], Any] | None:
            nonlocal scope
            scope = module(reading.text_of(job["code"]), job["imports"])
            return idle if job["idle"] else driver(job, scope) if cases else None

        try:
            once = load()
        except BaseException as fault:  # noqa: BLE001 (whatever a submission raises is told)
            return {"load": raised(fault, printed), "told": []}
        told = [entry(partial(called, call, scope), printed) for call in job["calls"]]
        return {"load": None, "told": told + [_case(job, once, case, printed) for case in cases]}


def module(text: str, imports: list[str] | None, file: str = reading.FILE, **given: Any) -> dict[str, Any]:
    """Run a module's text and give its names; whatever it raises comes through."""
    scope = scope_of(imports, **given)
    exec(compile(text, file, "exec", dont_inherit=True), scope)  # noqa: S102 (this process is for it)
    return scope


def scope_of(imports: list[str] | None, **given: Any) -> dict[str, Any]:
    """Give the names that a module begins with."""
    return {"__name__": "main", "__builtins__": _builtins(imports), **given}


class Printed(contextlib.AbstractContextManager["Printed"]):
    """Catches what is printed: the first of it is kept, or nothing."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._text = Sink(MOST_PRINTED if keep else 0)

    def __enter__(self) -> Self:
        """Catch from now on."""
        self._before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = self._text
        return self

    def __exit__(self, *_: object) -> None:
        """Let it pass again."""
        sys.stdout, sys.stderr = self._before

    def since(self) -> str:
        """Give what was printed since it was asked last."""
        return self._text.taken()


class Sink(io.TextIOBase):
    """Takes text and keeps the first of it.

    Args:
        most: Characters that are kept until they are taken.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = ""

    def writable(self) -> bool:
        """Tell that it takes text."""
        return True

    def write(self, text: str) -> int:
        """Take text."""
        self._kept += str(text)[: self._most - len(self._kept)]
        return len(text)

    def taken(self) -> str:
        """Give what is kept, and keep it no more."""
        kept, self._kept = self._kept, ""
        return kept


def entry(act: Callable[[], Any], printed: Printed) -> list[Any]:
    """Do something and tell what came of it."""
    try:
        return [GAVE, encode(act()), "", printed.since()]
    except NotPlain as refused:
        return [OTHER, str(refused), "", printed.since()]
    except BaseException as fault:  # noqa: BLE001 (whatever a submission raises is told)
        return raised(fault, printed)


def raised(fault: BaseException, printed: Printed) -> list[Any]:
    """Tell of an exception."""
    classes = [kind.__name__[:80] for kind in type(fault).__mro__[:20]]
    return [RAISED, classes, raised_text(fault), printed.since()]


def raised_text(fault: BaseException) -> str:
    """Give an exception's class and text, cut, and its line in the code that was given."""
    try:
        text = str(fault)
    except BaseException:  # noqa: BLE001 (an exception's own text may raise)
        text = ""
    lines = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename in FILES]
    where = f" (line {lines[-1]})" if lines else ""
    return f"{type(fault).__name__}{f': {text}' if text else ''}"[:MOST_TEXT] + where


def idle(_: Any) -> None:
    """Do nothing with a case: what a measurement costs without the submission."""


def called(call: str, scope: Mapping[str, Any]) -> Any:
    """Evaluate the call of an example, in the question's words, among the names of a module."""
    given = {"np": sys.modules.get("numpy"), "pd": sys.modules.get("pandas"), "__builtins__": builtins}
    return eval(compile(call, DRIVER, "eval"), {**given, **_public(scope)})  # noqa: S307 (the question's own words)


def _public(scope: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in scope.items() if name != "__builtins__"}


def driver(job: Mapping[str, Any], scope: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Give what is done with one case: the question's `drive`, or a call of what was asked for.

    Raises:
        NameError: What was asked for is not there.
    """
    named = scope.get(job["name"])
    if named is None:
        raise NameError(f"{job['name']} is not defined")
    if not job["drive"]:
        return lambda case: named(*case)
    drive, sub = module(job["drive"], None, DRIVER)["drive"], named
    used = {node.attr for node in ast.walk(ast.parse(job["drive"])) if isinstance(node, ast.Attribute)}
    if any(name in scope and not hasattr(named, name) for name in used - {job["name"]}):
        sub = Whole(named, _public(scope))
    return lambda case: drive(sub, case)


class Whole:
    """What a submission defines, where a question looks at more than the one name: call it, or take its names."""

    def __init__(self, named: Any, scope: Mapping[str, Any]) -> None:
        self._named = named
        self._scope = scope

    def __call__(self, *args: Any, **more: Any) -> Any:
        """Call what was asked for."""
        return self._named(*args, **more)

    def __getattr__(self, name: str) -> Any:
        """Give what the submission calls so."""
        return self._scope[name] if name in self._scope else getattr(self._named, name)


def _case(job: Mapping[str, Any], once: Any, frame: bytes, printed: Printed) -> list[Any]:
    for _ in range(job["times"] - 1):
        with contextlib.suppress(BaseException):
            once(decode(frame))
    case = decode(frame)
    told = entry(lambda: once(case), printed)
    if not job["twice"]:
        return told
    again = entry(lambda: once(decode(frame)), printed)
    return [*told, {"kept": unchanged(case, frame), "again": told[:2] == again[:2]}]


def unchanged(case: Any, frame: bytes) -> bool:
    """Tell whether a value is still what its frame says."""
    try:
        return encode(case) == frame
    except NotPlain:
        return False


def _builtins(imports: list[str] | None) -> dict[str, Any]:
    """Give builtins of a submission's own, that import only what the question allows: its rule, no protection."""
    own = dict(vars(builtins))
    if imports is not None:
        own["__import__"] = _importer(imports)
    return own


def _importer(imports: list[str]) -> Callable[..., Any]:
    def import_(name: str, scope: Any = None, local: Any = None, taken: Any = (), level: int = 0) -> Any:
        if not reading.importable(name, imports):
            raise ImportError(f"this question allows {reading.listed(imports)}")
        return builtins.__import__(name, scope, local, taken, level)

    return import_
