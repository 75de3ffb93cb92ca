"""The layers around a child, in their order; each that cannot be put on is named."""

import contextlib
import os
import platform
import resource
import signal
import socket
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.inside import ground, kernel, probe

SPACES = kernel.NEW_NS | kernel.NEW_NET | kernel.NEW_IPC | kernel.NEW_UTS | kernel.NEW_CGROUP
FIXED = kernel.NO_SUID | kernel.NO_DEV | kernel.NO_EXEC
ROOM = "size=64m,nr_inodes=4096,mode=700"


class Jail:
    """What a zygote knows of the jail that its children put on.

    Args:
        told: `tier`, `without` (names of layers left out) and `folder`.

    Attributes:
        reseeds: Whether each child gets random state of its own.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._folder = str(told["folder"])
        self._layers = frozenset(ground.LAYERS) - set(told["without"])
        self.reseeds = "reseed" in self._layers
        self._apart = told["tier"] == "A" and "namespaces" in self._layers
        self._readable = ground.readable()
        self._proc = ground.aloft(os.open("/proc", os.O_PATH))
        self._root_here = os.getuid() == 0 and ground.may_become()
        self._changes = self._root_here and "capabilities" in self._layers and ground.reachable(self._readable)
        self._version = kernel.landlock_version()
        self._loaded = 0
        self._filter = ground.anybodys(platform.machine())
        self._grants = ground.grants(self._readable)
        self._own = -1

    def enclose(self) -> None:
        """Enclose the zygote itself: in tier A it goes on as the first process of a namespace that holds only it."""
        kernel.prctl(kernel.DEATH_SIGNAL, signal.SIGKILL)
        if not self._apart:
            return
        with ground.layer("namespaces"):
            if self._root_here:  # a real root can bind what nobody else may see, and is nobody after that
                kernel.unshare(kernel.NEW_NS)
                self._root()
                ground.become(ground.NOBODY)
                self._spaces(kernel.NEW_PID, 0)
            else:
                self._spaces(0, 0)
                self._root()
                kernel.unshare(kernel.NEW_PID)
            pid = os.fork()
            if pid:
                os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
            kernel.prctl(kernel.DEATH_SIGNAL, signal.SIGKILL)
            self._own = ground.aloft(os.open("self/ns/pid", os.O_RDONLY, dir_fd=self._proc))

    @contextlib.contextmanager
    def birth(self) -> Iterator[None]:
        """Be around a fork: the child is the first of a new namespace of processes."""
        with open(os.open("self/statm", os.O_RDONLY, dir_fd=self._proc), encoding="ascii") as file:
            self._loaded = int(file.read().split()[0]) * resource.getpagesize()
        if self._apart:
            kernel.unshare(kernel.NEW_PID)
        here = os.getpid()
        try:
            yield
        finally:
            if self._apart and os.getpid() == here:
                kernel.setns(self._own, kernel.NEW_PID)

    def enter(self, number: int) -> None:
        """Put on what needs no order; `number` names the child's folder in tier B."""
        kernel.prctl(kernel.DEATH_SIGNAL, signal.SIGKILL)
        work, spare = self._places(number)
        if "descriptors" in self._layers:
            kernel.call("close_range", 4, 0x7FFFFFFF, 0)
        os.chdir(work)
        os.environ.update(HOME=work, TMPDIR=spare, MPLCONFIGDIR=spare)
        tempfile.tempdir = None
        if "rlimits" in self._layers:
            with ground.layer("rlimits"):
                ground.limit(alone=self._apart or self._changes)
        if "no_new_privs" in self._layers:
            with ground.layer("no_new_privs"):
                kernel.prctl(kernel.NO_NEW_PRIVS, 1)
        if "capabilities" in self._layers:
            with ground.layer("capabilities"):
                kernel.drop_capabilities()
        if "landlock" in self._layers:
            self._landlock(work, spare)

    def bind(self, order: Mapping[str, Any]) -> None:
        """Put the order's limits on."""
        if "rlimits" in self._layers:
            memory = self._loaded + order["memory_mib"] * (1 << 20)
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            seconds = int(order["cpu_s"]) + 2
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

    def attempt(self) -> None:
        """Attempt, in a child that is thrown away, what the layers put on by now forbid."""
        probe.early(self._layers, apart=self._apart)

    def seal(self) -> None:
        """Put on the last layer; nothing of ours that needs more runs after it."""
        if "seccomp" in self._layers:
            with ground.layer("seccomp"):
                kernel.filter_calls(ground.own(self._filter))

    def _places(self, number: int) -> tuple[str, str]:
        """Make the work folder and the one for temporary files."""
        if self._apart:
            with ground.layer("namespaces"):
                self._spaces(0, 1000)
                for place in ground.PLACES:
                    kernel.mount("tmpfs", place, "tmpfs", FIXED, ROOM)
                socket.sethostname("sandbox")
            return ground.PLACES
        home = f"{self._folder}/{number}"
        places = f"{home}/work", f"{home}/tmp"
        for place in (home, *places):
            os.mkdir(place, 0o700)
        if self._changes:
            for place in (home, *places):
                os.chown(place, ground.NOBODY + number % ground.NOBODIES, ground.NOBODY)
            ground.become(ground.NOBODY + number % ground.NOBODIES)
        return places

    def _spaces(self, more: int, inside: int) -> None:
        """Enter namespaces of its own, as the user `inside` there."""
        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(kernel.NEW_USER | SPACES | more)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{inside} {uid} 1"), ("gid_map", f"{inside} {gid} 1")):
            descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=self._proc)
            os.write(descriptor, text.encode())
            os.close(descriptor)

    def _root(self) -> None:
        """Build a root of read-only paths and go there; nothing else is left."""
        kernel.mount("none", "/", flags=kernel.RECURSIVE | kernel.PRIVATE)
        root = f"{self._folder}/root"
        os.mkdir(root)
        kernel.mount("tmpfs", root, "tmpfs", FIXED, "size=1m,mode=755")
        for path in (*self._readable, *ground.DEVICES):
            place = f"{root}{path}"
            if path in ground.SYSTEM and os.path.islink(path):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                os.symlink(os.readlink(path), place)
                continue
            if os.path.isdir(path):
                os.makedirs(place, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(place), exist_ok=True)
                os.close(os.open(place, os.O_CREAT | os.O_RDONLY))
            kernel.mount(path, place, flags=kernel.BIND | kernel.RECURSIVE)
        for place in (*ground.PLACES, "/dev/shm"):
            os.makedirs(f"{root}{place}")
        if not os.path.exists(f"{root}/tmp"):
            os.symlink(ground.PLACES[1], f"{root}/tmp")
        kernel.lock_mounts(root, kernel.READ_ONLY | kernel.NO_SUID, deep=True)
        kernel.pivot(root)

    def _landlock(self, work: str, spare: str) -> None:
        """Grant the runtime for reading, and the two folders for all but devices and programs."""
        with ground.layer("landlock"):
            if self._version < ground.LEAST_LANDLOCK:
                raise ground.LayerFault(
                    "landlock", 0, f"version {ground.LEAST_LANDLOCK} is needed, this kernel has {self._version}"
                )
            every = kernel.EVERY_RIGHT & ~(kernel.EXECUTE | kernel.DEVICES)
            kernel.landlock((*self._grants, (work, every), (spare, every)), self._version)
