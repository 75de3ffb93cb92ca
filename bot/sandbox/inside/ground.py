"""What a jail stands on: the layers' names, what may be read, and how a layer that fails is named."""

import contextlib
import fcntl
import os
import resource
import signal
import struct
import sysconfig
from collections.abc import Iterator

from bot.sandbox.inside import kernel
from bot.sandbox.inside.filter import program

LAYERS = (
    "namespaces", "descriptors", "rlimits", "no_new_privs", "capabilities", "landlock", "reseed", "seccomp",
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/usr/share/fonts",
)  # fmt: skip
LIMITS = {
    "CORE": 0, "MSGQUEUE": 0, "MEMLOCK": 0, "NOFILE": 256, "NPROC": 64, "STACK": 8 << 20, "FSIZE": 32 << 20,
}  # fmt: skip
PLACES = "/sandbox/work", "/sandbox/tmp"
NOBODY, NOBODIES = 64321, 1000
CHANNEL, HIGH = 3, 200
ANYBODY = 0x7FFF1234
"""Stands for a child's own number in the filter, until it has one."""
LEAST_LANDLOCK = 6
ALOFT = 64
"""From here on descriptors are out of the way of those that a child puts in their places."""


class LayerFault(Exception):
    """A layer cannot be put on.

    Args:
        layer: Its name.
        number: The `errno`, 0 where there is none.
        says: What was tried.
    """

    def __init__(self, layer: str, number: int, says: str) -> None:
        super().__init__(says)
        self.layer, self.errno = layer, number


def readable() -> tuple[str, ...]:
    """Give the paths that Python needs, and nothing of ours: where we are installed beside it, all but us."""
    named = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    paths = dict.fromkeys(path for name in named for path in (name, os.path.realpath(name)))
    ours = os.path.realpath(f"{os.path.dirname(__file__)}/../..")
    beside = [path for path in paths if ours == os.path.realpath(f"{path}/bot")]
    for path in beside:
        del paths[path]
    rest = (entry.path for path in beside for entry in os.scandir(path) if not entry.name.startswith("bot"))
    return (*paths, *rest, *filter(os.path.exists, SYSTEM))


def grants(paths: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Give what may be read, and the devices that may be written too."""
    folders = [(path, kernel.READ_FILE | kernel.READ_DIR) for path in paths if os.path.isdir(path)]
    files = [(path, kernel.READ_FILE) for path in paths if os.path.isfile(path)]
    devices = [(path, kernel.READ_FILE | kernel.WRITE_FILE) for path in DEVICES if os.path.exists(path)]
    return (*folders, *files, *devices)


@contextlib.contextmanager
def layer(name: str) -> Iterator[None]:
    """Name the layer of what fails."""
    try:
        yield
    except OSError as fault:
        raise LayerFault(name, fault.errno or 0, f"{fault.filename or ''}: {fault.strerror}".lstrip(": ")) from fault


def limit(*, alone: bool) -> None:
    """Set the limits that are the same for every run.

    Args:
        alone: Whether this user has no processes but this one's threads; who has others must not be held to so few.
    """
    for name, value in LIMITS.items():
        if alone or name != "NPROC":
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def anybodys(machine: str) -> bytes:
    """Write the filter's program for a process whose number is not known yet."""
    return program(machine, ANYBODY)


def own(template: bytes) -> bytes:
    """Make such a program this process's own."""
    return template.replace(struct.pack("I", ANYBODY), struct.pack("I", os.getpid()))


def aloft(descriptor: int) -> int:
    """Move a descriptor out of the way of those that a child puts in their places."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, ALOFT)
    os.close(descriptor)
    return moved


def become(uid: int) -> None:
    """Be somebody without rights; the facts about this process stay its own to write."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(uid, uid, uid)
    kernel.prctl(kernel.DUMPABLE, 1)
    kernel.prctl(kernel.DEATH_SIGNAL, signal.SIGKILL)


def may_become() -> bool:
    """Whether this process has the rights to be somebody else; root of a container may have none."""
    pid = os.fork()
    if pid == 0:
        try:
            become(NOBODY)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def reachable(paths: tuple[str, ...]) -> bool:
    """Whether somebody without rights could read all of this."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        return all(os.access(path, os.R_OK, effective_ids=True) for path in paths)
    finally:
        os.seteuid(0)
        os.setegid(0)


def arrange(channel: int, out: int, err: int) -> None:
    """Put an empty stdin, the two streams and the channel in their places."""
    empty = os.open(os.devnull, os.O_RDONLY)
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, HIGH) for descriptor in (empty, out, err, channel)]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place, inheritable=place < CHANNEL)
