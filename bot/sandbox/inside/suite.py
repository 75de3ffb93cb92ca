"""Runs a person's tests on one version of what they test, in a process that knows nothing of the other versions.

Tests are functions `test_…`, or such methods of classes `Test…`, with plain `assert`; the names of what is tested
stand ready, and in a module `subject` too. Of pytest there is what `words` offers, imported or not.
"""

import inspect
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.sandbox.inside import reading, submission, words
from bot.sandbox.inside.plain import decode, encode
from bot.sandbox.inside.submission import Frames, Printed, raised_text

SUBJECT = "subject"
MOST_FAILED = 3


def serve(channel: Frames) -> None:
    """Run a test file once.

    Reads a job: `code`, the tests; `subject`, the source of what is tested; `imports`. Writes what `reading.shape` says
    with `versions`, and as `subject` why the subject itself does not load; and then `load`, why the tests do not load,
    `ran`, how many ran, `failed`, the first of those that did not hold, each in a line, and `printed`.
    """
    job = decode(channel.read() or b"")
    imports = None if job["imports"] is None else [*job["imports"], "pytest", SUBJECT]
    shape = reading.shape(job["code"], imports)
    with Printed(keep=False):
        try:
            tested, why = submission.module(job["subject"], None, SUBJECT), ""
        except Exception as fault:  # noqa: BLE001 (told, whatever it is)
            tested, why = {}, raised_text(fault)
    channel.write(encode({**shape, "subject": why, "versions": submission.versions()}))
    if not shape["fault"] and not why:
        channel.write(encode(run(reading.text_of(job["code"]), tested, imports)))


def run(text: str, tested: Mapping[str, Any], imports: list[str] | None) -> dict[str, Any]:
    """Run the tests on what is tested, as `serve` says."""
    names = {name: value for name, value in tested.items() if not name.startswith("__")}
    sys.modules[SUBJECT] = types.ModuleType(SUBJECT)
    vars(sys.modules[SUBJECT]).update(names)
    sys.modules["pytest"] = words.module()
    with Printed(keep=True) as printed:
        try:
            scope = submission.module(text, imports, **{"pytest": sys.modules["pytest"], **names})
        except BaseException as fault:  # noqa: BLE001 (whatever the tests raise is told)
            return {"load": raised_text(fault), "ran": 0, "failed": [], "printed": printed.since()}
        own = {name: value for name, value in scope.items() if value is not names.get(name)}
        outcomes = [(name, _failure(test)) for name, test in tests_of(own)]
        failed = [f"{name}: {why}" for name, why in outcomes if why]
        return {"load": "", "ran": len(outcomes), "failed": failed[:MOST_FAILED], "printed": printed.since()}


def tests_of(scope: Mapping[str, Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give the tests of a module by name, each with its arguments where `parametrize` gives some."""
    for name, value in scope.items():
        if name.startswith("test") and inspect.isfunction(value):
            yield from _with_arguments(name, value)
        elif name.startswith("Test") and inspect.isclass(value):
            for method in [each for each in dir(value) if each.startswith("test")]:
                if inspect.isfunction(getattr(value, method)):
                    yield from _with_arguments(f"{name}.{method}", getattr(value, method), value)


def _with_arguments(name: str, test: Callable[..., Any], of: type | None = None) -> Iterator[tuple[str, Any]]:
    def bound(given: Mapping[str, Any]) -> Callable[[], Any]:
        return lambda: test(*([of()] if of else []), **given)

    for given in words.arguments_of(test):
        yield name, bound(given)


def _failure(test: Callable[[], Any]) -> str:
    """Run a test; say why it does not hold, empty where it does."""
    try:
        came = test()
    except BaseException as fault:  # noqa: BLE001 (whatever a test raises is its failure)
        return "" if isinstance(fault, words.Skipped) else raised_text(fault)
    if inspect.isawaitable(came) or inspect.isgenerator(came):
        getattr(came, "close", lambda: None)()
        return "it is a coroutine or a generator, and none of it has run"
    return ""
