"""The worker's side: takes jobs from a pipe, one after another, until the pipe closes."""

import importlib
import math
import os
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from bot.rules.errors import BankError, RuleBroken

Job = tuple[str, tuple[Any, ...], float]
"""The function's name, its arguments, and how many seconds it may take."""

READY = "ready"
LOADED = "loaded"
GIVEN = "given"
FAULTS = "faults"
REFUSED = "refused"
FAILED = "failed"
Message = tuple[str, Any]
"""One of the words above, and what belongs to it."""

_GRACE_S = 5


def serve(pipe: "Connection[Message, Job]") -> None:
    """Answer jobs until the other side is gone; says `ready` first, answers each with `loaded` and its outcome.

    A job that outlives its time by far ends the whole process by an alarm, even when nobody watches any more.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the bot's affair
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a job has one core; threads that share small sums cost more
    try:
        pipe.send((READY, None))
    except OSError:
        return
    while True:
        try:
            _answer(pipe, pipe.recv())
        except (EOFError, OSError):
            return


def _answer(pipe: "Connection[Message, Job]", job: Job) -> None:
    name, arguments, seconds = job
    try:
        function = found(name)
    except Exception:  # noqa: BLE001 (a module may fail to load in any way; the other side is told)
        pipe.send((FAILED, traceback.format_exc()))
        return
    pipe.send((LOADED, None))
    signal.alarm(math.ceil(seconds) + _GRACE_S)
    answer = outcome(function, arguments)
    signal.alarm(0)
    pipe.send_bytes(answer)


def found(name: str) -> Callable[..., Any]:
    """Import the function that `package.module:function` names."""
    module, _, function = name.partition(":")
    call: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return call


def outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Run a job and pickle its `Message`; the house's own refusals are told apart from failures."""
    try:
        return _packed((GIVEN, function(*arguments)))
    except BankError as error:
        return _packed((FAULTS, error.faults))
    except RuleBroken as error:
        return _packed((REFUSED, (error.code, error.sentence)))
    except Exception:  # noqa: BLE001 (a job may fail in any way, also by a result that cannot be pickled)
        return _packed((FAILED, traceback.format_exc()))


def _packed(message: Message) -> bytes:
    return bytes(ForkingPickler.dumps(message))
