"""Which system calls a child may make: an allow-list, as a program for the kernel's filter."""

import struct
from collections.abc import Iterable, Mapping

from bot.sandbox.inside.calls import MACHINES, numbers

ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS, ENOTSUP, SIGKILL = 1, 38, 95, 9
NUMBER, MACHINE, X32 = 0, 4, 0x40000000
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06

Step = tuple[int, int, int, int]
"""An instruction: code, steps to jump over where it holds, where it does not, and a number."""

NAMES = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range dup dup2 dup3 flock
fsync fdatasync fallocate truncate ftruncate fadvise64 copy_file_range sendfile
open openat creat access faccessat faccessat2 stat lstat fstat newfstatat statx statfs fstatfs getdents getdents64
getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir link linkat unlink unlinkat symlink symlinkat
readlink readlinkat umask mmap munmap mprotect mremap madvise msync mincore brk membarrier
pipe pipe2 eventfd2 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 poll ppoll select pselect6
recvfrom recvmsg sendmsg shutdown getsockname getpeername getsockopt
futex futex_wake futex_wait futex_waitv set_robust_list get_robust_list set_tid_address rseq
sched_yield sched_getaffinity sched_getparam sched_getscheduler getcpu
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause alarm
getitimer setitimer restart_syscall nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid uname sysinfo
getrlimit getrusage getpriority getrandom wait4 waitid exit exit_group
""".split()  # noqa: SIM905 (words are easier to read, and to compare, than a hundred literals)

THREAD = 0x10900
"""`clone` with memory, signal handlers and the group shared: a thread."""
CLONED = THREAD | 0x7E02F080
"""The same and every flag that makes a namespace or hands out something of another process."""
NAMING = (15, 16)
"""`prctl` for the name of a thread."""
TERMINAL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""`ioctl`: is it a terminal, how large, how much can be read, blocking, closing on exec."""
DESCRIPTORS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
"""`fcntl` without owners, signals, leases and sizes."""
STREAM, STREAM_FLAGS = 1, 0x80800


def program(machine: str, pid: int) -> bytes:
    """Write the program.

    Args:
        machine: As `platform.machine` names it.
        pid: The process's own number: it may signal nobody else.

    Raises:
        ValueError: The machine is not known.
    """
    known = numbers(machine)
    steps = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, MACHINES[machine]), _end(KILL), (LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":
        steps += [(AT_LEAST, 0, 1, X32), _end(KILL)]
    for name in NAMES:
        if name in known:
            steps += _where(known[name], [_end(ALLOW)])
    for name, body in _conditions(pid).items():
        steps += _where(known[name], body)
    steps.append(_end(REFUSE | EPERM))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _conditions(pid: int) -> Mapping[str, list[Step]]:
    """What is asked of the arguments of calls that are allowed in part."""
    unsupported = [_end(REFUSE | ENOTSUP)]
    signals = [*_only(0, [pid], []), *_unless(1, SIGKILL, KILL)]  # the first of a namespace would not die of it
    return {
        "clone": _only(0, [THREAD], [_end(ALLOW)], CLONED),
        "clone3": [_end(REFUSE | ENOSYS)],  # its flags stand in memory; the C library then takes `clone`
        "prctl": _only(0, NAMING, [_end(ALLOW)]),
        "ioctl": _only(1, TERMINAL, [_end(ALLOW)]),
        "fcntl": _only(1, DESCRIPTORS, [_end(ALLOW)]),
        "kill": signals,
        "tgkill": _only(0, [pid], [_end(ALLOW)]),
        "prlimit64": [*_only(0, [0, pid], []), *_only(2, [0], [_end(ALLOW)])],
        "socketpair": [*_only(0, [1], []), *_only(1, [STREAM], [_end(ALLOW)], 0xFFFFFFFF ^ STREAM_FLAGS)],
        "sendto": _only(4, [0], [_end(ALLOW)]),
        **dict.fromkeys(("getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr"), unsupported),
    }


def _end(answer: int) -> Step:
    return RETURN, 0, 0, answer


def _where(number: int, body: list[Step]) -> list[Step]:
    """Do the body, which ends, for a call; the number is still loaded after it for every other call."""
    return [(EQUAL, 0, len(body), number), *body]


def _only(index: int, values: Iterable[int], then: list[Step], mask: int = 0xFFFFFFFF) -> list[Step]:
    """Refuse unless an argument, under a mask, is one of the values; then go on."""
    low = 16 + 8 * index
    masked = [(AND, 0, 0, mask)] if mask != 0xFFFFFFFF else []  # noqa: PLR2004 (every bit)
    wanted = list(values)
    tests = [(EQUAL, len(wanted) - at, 0, value) for at, value in enumerate(wanted)]
    upper = [(LOAD, 0, 0, low + 4), (EQUAL, 1, 0, 0), _end(REFUSE | EPERM)]
    return [*upper, (LOAD, 0, 0, low), *masked, *tests, _end(REFUSE | EPERM), *then]


def _unless(index: int, value: int, answer: int) -> list[Step]:
    """Allow unless an argument is that value."""
    return [(LOAD, 0, 0, 16 + 8 * index), (EQUAL, 0, 1, value), _end(answer), _end(ALLOW)]
