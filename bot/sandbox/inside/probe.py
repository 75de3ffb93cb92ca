"""The role `probe`: attempts what each layer forbids, in a child that is thrown away, and tells what was refused."""

import errno
import json
import mmap
import os
import resource
import socket
from collections.abc import Callable, Mapping

from bot.sandbox.inside import kernel
from bot.sandbox.inside.channel import Channel

_seen: dict[str, int] = {}
_layers: set[str] = set()
SPARE = 0x4000
"""`mmap` without putting memory aside, so that only the limit can refuse it."""


def early(layers: frozenset[str], *, apart: bool) -> None:
    """Attempt what the last layer would refuse too, before it is put on.

    Args:
        layers: Those that are on; of the others nothing is attempted.
        apart: Whether the child is in namespaces of its own.
    """
    _layers.clear()
    _layers.update(layers)
    _attempt({**EARLY, **(APART if apart else TOGETHER)})


def serve(channel: Channel) -> None:
    """Attempt the rest and tell, by layer and act, the error number that refused it: 0 where nothing did."""
    _attempt(LATE)
    channel.write(json.dumps(_seen).encode())


def _attempt(acts: Mapping[str, Callable[[], object]]) -> None:
    for name, act in acts.items():
        if name.partition(": ")[0] in _layers:
            _seen[name] = _refusal(act)


def _refusal(act: Callable[[], object]) -> int:
    """Give the error number that an act ends with, 0 where it succeeds."""
    try:
        act()
    except OSError as refused:
        return refused.errno or errno.EPERM
    except ValueError:  # how `resource` says that a limit cannot be raised
        return errno.EPERM
    return 0


def _many_descriptors() -> None:
    own: list[int] = []
    try:
        while len(own) < 4096:  # noqa: PLR2004 (far more than any limit here)
            own.append(os.dup(0))
    finally:
        for descriptor in own:
            os.close(descriptor)


def _memory() -> None:
    mmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | SPARE).close()


def _new_rights() -> None:
    if kernel.prctl(39):
        raise PermissionError(errno.EPERM, "")


def _passwords() -> None:
    with open("/etc/passwd", "rb") as file:
        file.read(1)


def _processes() -> None:
    if os.getpid() == 1:
        os.listdir("/proc")


def _network() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", 9))


def _process() -> None:
    if os.fork() == 0:
        os._exit(0)


EARLY: Mapping[str, Callable[[], object]] = {
    "descriptors: use a descriptor of another": lambda: os.fstat(4),
    "rlimits: open more files than it may": _many_descriptors,
    "rlimits: take more memory than it may": _memory,
    "rlimits: raise a limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 16, 1 << 16)),
    "no_new_privs: gain rights by starting a program": _new_rights,
    "capabilities: rename the machine": lambda: socket.sethostname(socket.gethostname()),
    "landlock: list the root folder": lambda: os.listdir("/"),
}
APART: Mapping[str, Callable[[], object]] = {
    "namespaces: read a file of the machine": _passwords,
    "namespaces: see other processes": _processes,
    "namespaces: reach the network": _network,
}
TOGETHER: Mapping[str, Callable[[], object]] = {
    "landlock: read a file of the machine": _passwords,
    "landlock: signal another process": lambda: os.kill(os.getppid(), 0),
}
LATE: Mapping[str, Callable[[], object]] = {
    "seccomp: take memory that no limit counts": lambda: os.close(os.memfd_create("probe")),
    "seccomp: open a socket": lambda: socket.socket(socket.AF_UNIX).close(),
    "seccomp: start a process": _process,
}
