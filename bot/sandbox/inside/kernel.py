"""Calls to the kernel that Python has no name for; each raises OSError where it fails."""

import ctypes
import os
import platform
import struct
from collections.abc import Iterable

from bot.sandbox.inside.calls import numbers

NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
READ_ONLY, NO_SUID, NO_DEV, NO_EXEC, BIND, RECURSIVE, PRIVATE, DETACH = 1, 2, 4, 8, 4096, 16384, 1 << 18, 2
NO_NEW_PRIVS, SECCOMP, DEATH_SIGNAL, DUMPABLE, DROP_BOUND, AMBIENT, CLEAR = 38, 22, 1, 4, 24, 47, 4
READ_FILE, READ_DIR, WRITE_FILE, EVERY_RIGHT = 1 << 2, 1 << 3, 1 << 1, (1 << 16) - 1
EXECUTE, DEVICES = 1, (1 << 6) | (1 << 11) | (1 << 15)
HUGE, COLLAPSE = 2 << 20, 25
_C = ctypes.CDLL(None, use_errno=True)
_NUMBERS = numbers(platform.machine())


def call(name: str, *arguments: object) -> int:
    """Make a system call by name; numbers are passed as longs, bytes as pointers."""
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(_C.syscall(ctypes.c_long(_NUMBERS[name]), *passed), name)


def _checked(answer: int, what: str) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return answer


def unshare(flags: int) -> None:
    """Make new namespaces for this process (for its children where they are of processes)."""
    _checked(_C.unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter a namespace."""
    _checked(_C.setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount something."""
    words = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode() or None)
    _checked(_C.mount(*words), f"mount on {target}")


def lock_mounts(path: str, flags: int, *, deep: bool) -> None:
    """Make a mount, or all below it, read-only and the like; nothing is ever taken back."""
    attributes = struct.pack("QQQQ", flags, 0, 0, 0)
    call("mount_setattr", -100, path.encode(), 0x8000 if deep else 0, attributes, len(attributes))


def pivot(root: str) -> None:
    """Make a mounted folder the root, and let the old one go."""
    os.chdir(root)
    call("pivot_root", b".", b".")
    _checked(_C.umount2(b".", DETACH), "umount")
    os.chdir("/")


def prctl(option: int, *arguments: int) -> int:
    """Set something of this process."""
    four = [*arguments, 0, 0, 0, 0][:4]
    return _checked(_C.prctl(option, *(ctypes.c_ulong(value) for value in four)), "prctl")


def drop_capabilities() -> None:
    """Give every capability up, for good."""
    for number in range(64):
        try:
            prctl(DROP_BOUND, number)
        except OSError:  # there are no more, or there is nothing to drop with
            break
    prctl(AMBIENT, CLEAR)
    call("capset", struct.pack("II", 0x20080522, 0), bytes(24))


def collapse() -> None:
    """Put what is loaded into huge pages where it fills them: a fork copies, and its end frees, far fewer entries."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        regions = [line.split() for line in file]
    for place, rights, _, _, inode, *name in regions:
        if rights.startswith("rw-p") and inode == "0" and name in ([], ["[heap]"]):
            first, last = (int(end, 16) for end in place.split("-"))
            for start in range(-(-first // HUGE) * HUGE, last // HUGE * HUGE, HUGE):
                _C.madvise(ctypes.c_void_p(start), ctypes.c_size_t(HUGE), COLLAPSE)  # an older kernel says no


def landlock_version() -> int:
    """Give the version of Landlock, 0 where there is none."""
    try:
        return call("landlock_create_ruleset", 0, 0, 1)
    except OSError:
        return 0


def landlock(grants: Iterable[tuple[str, int]], version: int) -> None:
    """Allow rights below paths and no other; no TCP, no signals to and no abstract sockets of others."""
    every = {1: (1 << 13) - 1, 2: (1 << 14) - 1}.get(version, (1 << 15) - 1 if version < 5 else EVERY_RIGHT)  # noqa: PLR2004
    handled = struct.pack("QQQ", every, 3 if version >= 4 else 0, 3 if version >= 6 else 0)  # noqa: PLR2004
    ruleset = call("landlock_create_ruleset", handled, len(handled), 0)
    for path, rights in grants:
        place = os.open(path, os.O_PATH)
        call("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights & every, place), 0)
        os.close(place)
    call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def filter_calls(program: bytes) -> None:
    """Put a filter on; it cannot be taken off."""
    steps = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(steps)))
    prctl(SECCOMP, 2, ctypes.addressof(head))
