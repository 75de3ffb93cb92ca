"""The role `run`: runs a program as a script would be, then sends back its last value and the files it left."""

import ast
import atexit
import io
import json
import linecache
import os
import stat
import sys
import traceback
import types
from typing import Any

from bot.sandbox.inside.channel import Channel

NAME = "main.py"
MOST_FILES, FILE_BYTES, ALL_BYTES = 8, 8 << 20, 16 << 20
MOST_RESULT = 20_000
OURS: dict[str, types.ModuleType] = {}
"""Our own modules; the zygote fills it in, for a child that looked at every name would copy the pages of all."""


def serve(channel: Channel) -> None:
    """Run a program: two frames in, its source and its standard input; a report out, then each file's bytes.

    Raises:
        SystemExit: With the status that a script would have ended with.
    """
    source, stdin = channel.read(), channel.read()
    if source is None or stdin is None:
        return
    home = os.getcwd()
    _give_input(stdin)
    _forget_ours(home)
    told: dict[str, Any] = {"result": "", "raised": ""}
    status = _run(source, told)
    status = _finish(status, home)
    files = _files(home)
    told["files"] = [name for name, _ in files]
    try:
        channel.write(json.dumps(told).encode())
        for _, data in files:
            channel.write(data)
    except OSError:  # it has closed our way out: then nothing more is told
        pass
    raise SystemExit(status)


def _give_input(stdin: bytes) -> None:
    """Make the bytes the standard input, for descriptor 0 and `sys.stdin` alike."""
    if not stdin:
        return
    path = os.path.join(os.environ["TMPDIR"], ".stdin")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.unlink(path)
    left = memoryview(stdin)
    while left:
        left = left[os.write(descriptor, left) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.dup2(descriptor, 0)
    os.close(descriptor)


def _forget_ours(home: str) -> None:
    """Take our own modules out of the way, and be a script in the work folder."""
    for name in OURS:
        sys.modules.pop(name, None)
    sys.argv = [NAME]
    sys.path.insert(0, home)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # what it printed is seen if it is killed


def _run(source: bytes, told: dict[str, Any]) -> int:
    """Run the source as `__main__`; give the exit status."""
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=NAME, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    try:
        body, last = _compiled(source)
        exec(body, module.__dict__)  # noqa: S102 (this process is for it)
        if last is not None:
            value = eval(last, module.__dict__)  # noqa: S307 (the same)
            told["result"] = "" if value is None else repr(value)[:MOST_RESULT]
    except SystemExit as asked:
        return _asked(asked)
    except BaseException as fault:  # noqa: BLE001 (whatever it raises is shown as Python shows it)
        told["raised"] = "MemoryError" if isinstance(fault, MemoryError) else type(fault).__name__
        _show(fault)
        return 1
    return 0


def _compiled(source: bytes) -> tuple[types.CodeType, types.CodeType | None]:
    """Compile the source, and apart from it its last line where that is an expression.

    Raises:
        SyntaxError: It is no Python; also where it is nested too deeply, or no text at all.
    """
    text = source.decode("utf-8-sig", "replace")
    linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
    try:
        tree = ast.parse(source, NAME)
        last, final = None, tree.body[-1] if tree.body else None
        if isinstance(final, ast.Expr):
            del tree.body[-1]
            last = compile(ast.Expression(final.value), NAME, "eval", dont_inherit=True)
        return compile(tree, NAME, "exec", dont_inherit=True), last
    except (MemoryError, RecursionError) as fault:
        says = f"nested too deeply or too large to compile ({type(fault).__name__})"
        raise SyntaxError(says, (NAME, 1, None, None)) from None
    except ValueError as fault:  # null bytes, before Python 3.12
        raise SyntaxError(str(fault), (NAME, 1, None, None)) from None


def _asked(asked: SystemExit) -> int:
    """Give the status that `sys.exit` asked for, as the interpreter reads it."""
    if asked.code is None:
        return 0
    if isinstance(asked.code, int):
        return asked.code & 0xFF
    print(asked.code, file=sys.stderr)  # noqa: T201 (as the interpreter does)
    return 1


def _show(fault: BaseException) -> None:
    """Print a traceback without the frames that are ours."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    shown = traceback.TracebackException(type(fault), fault, trace, compact=True)
    try:
        sys.stderr.write("".join(shown.format()))
    except BaseException:  # noqa: BLE001 (it may have closed or replaced the stream)
        os.write(2, f"{type(fault).__name__}\n".encode())


def _finish(status: int, home: str) -> int:
    """End as a script does: wait for its threads, run its `atexit`, save its figures, flush."""
    try:
        sys.modules["threading"]._shutdown()  # noqa: SLF001 (as the interpreter does)
        _save_figures(home)
        atexit._run_exitfuncs()  # noqa: SLF001
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 (it is told as an error, whatever it is)
        return status or 120  # what Python ends with where flushing fails
    return status


def _save_figures(home: str) -> None:
    """Save the figures that are still open as pictures."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums()[:MOST_FILES] if pyplot else ():
        drawn = io.BytesIO()
        pyplot.figure(number).savefig(drawn, format="png")
        with open(f"{home}/figure-{number}.png", "wb") as file:
            file.write(drawn.getbuffer())


def _files(home: str) -> list[tuple[str, bytes]]:
    """Read the regular files of the work folder, few and small enough."""
    found: list[tuple[str, bytes]] = []
    room = ALL_BYTES
    try:
        names = sorted(entry.name for entry in os.scandir(home) if entry.is_file(follow_symlinks=False))
        for name in names:
            descriptor = os.open(f"{home}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(descriptor, "rb") as file:
                facts = os.fstat(descriptor)
                if not stat.S_ISREG(facts.st_mode) or facts.st_size > min(FILE_BYTES, room) or len(found) == MOST_FILES:
                    continue
                data = file.read(FILE_BYTES)
            room -= len(data)
            found.append((name, data))
    except Exception:  # noqa: BLE001 (files that cannot be read are not sent)
        return found
    return found
