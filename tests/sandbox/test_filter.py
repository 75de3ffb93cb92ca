"""The filter's program, carried out here instruction by instruction, for machines that this is not, too."""

import struct
import sys

import pytest

from bot.sandbox.inside.calls import MACHINES, numbers
from bot.sandbox.inside.filter import ALLOW, AND, AT_LEAST, EQUAL, KILL, LOAD, NAMES, REFUSE, RETURN, program

PID = 4321
EPERM, ENOSYS, ENOTSUP = REFUSE | 1, REFUSE | 38, REFUSE | 95
THREAD = 0x3D0F00
"""What the C library clones a thread with."""


def verdict(machine: str, number: int, *arguments: int, kind: int | None = None) -> int:
    """What the kernel would do."""
    words = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("=iIQ6Q", number, MACHINES[machine] if kind is None else kind, 0, *words)
    steps = list(struct.iter_unpack("HBBI", program(machine, PID)))
    at, held = 0, 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        match code:
            case _ if code == LOAD:
                held = int.from_bytes(data[value : value + 4], sys.byteorder)
            case _ if code == AND:
                held &= value
            case _ if code == EQUAL:
                at += yes if held == value else no
            case _ if code == AT_LEAST:
                at += yes if held >= value else no
            case _:
                assert code == RETURN
                return int(value)


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_is_named_is_allowed(machine: str) -> None:
    known = numbers(machine)
    for name in NAMES:
        if name in known:
            assert verdict(machine, known[name]) == ALLOW, name


def test_what_is_not_named_is_refused(machine: str) -> None:
    allowed = {number for number in range(600) if verdict(machine, number) == ALLOW}
    named = {number for name, number in numbers(machine).items()}
    assert allowed <= named
    for name in ("mount_setattr", "landlock_create_ruleset", "seccomp", "pivot_root", "capset"):
        assert verdict(machine, numbers(machine)[name]) == EPERM, name


def test_another_machines_calls_end_the_process(machine: str) -> None:
    assert verdict(machine, numbers(machine)["read"], kind=0x40000003) == KILL
    if machine == "x86_64":
        assert verdict(machine, 0x40000000) == KILL


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("clone", (THREAD,), ALLOW),
        ("clone", (THREAD | 1 << 32,), EPERM),
        ("clone", (17,), EPERM),
        *(("clone", (THREAD | flag,), EPERM) for flag in (0x20000, 0x10000000, 0x20000000, 0x40000000, 0x4000, 0x80)),
        ("clone3", (), ENOSYS),
        ("prctl", (15,), ALLOW),
        ("prctl", (22,), EPERM),
        ("ioctl", (1, 0x5401), ALLOW),
        ("ioctl", (1, 0x5412), EPERM),
        ("fcntl", (1, 3), ALLOW),
        ("fcntl", (1, 8), EPERM),
        ("kill", (PID, 15), ALLOW),
        ("kill", (PID, 9), KILL),
        ("kill", (1, 15), EPERM),
        ("kill", (0xFFFFFFFF, 15), EPERM),
        ("tgkill", (PID, PID, 6), ALLOW),
        ("tgkill", (PID + 1, PID, 6), EPERM),
        ("prlimit64", (0, 7, 0), ALLOW),
        ("prlimit64", (PID, 7, 0), ALLOW),
        ("prlimit64", (0, 7, 1 << 40), EPERM),
        ("prlimit64", (PID + 1, 7, 0), EPERM),
        ("socketpair", (1, 1), ALLOW),
        ("socketpair", (1, 0x80801), ALLOW),
        ("socketpair", (1, 2), EPERM),
        ("socketpair", (2, 1), EPERM),
        ("sendto", (3, 0, 1, 0, 0), ALLOW),
        ("sendto", (3, 0, 1, 0, 1 << 40), EPERM),
        ("listxattr", (), ENOTSUP),
    ],
)
def test_arguments_decide(machine: str, name: str, arguments: tuple[int, ...], answer: int) -> None:
    assert verdict(machine, numbers(machine)[name], *arguments) == answer


def test_an_unknown_machine_is_refused() -> None:
    with pytest.raises(ValueError, match="riscv64"):
        numbers("riscv64")
