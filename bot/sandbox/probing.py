"""Whether the layers of a jail hold: a child attempts what each forbids, and what fails is named with its remedy."""

import errno
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.sandbox.cell import read_frame, write_frame
from bot.sandbox.zygote import SetupFault, Zygote

MEMORY_MIB = 64
REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "A": ("namespaces", "descriptors", "rlimits", "no_new_privs", "capabilities", "landlock", "seccomp"),
        "B": ("descriptors", "rlimits", "no_new_privs", "capabilities", "landlock", "seccomp"),
    }
)
REMEDIES: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("namespaces", errno.ENOSPC): "raise user.max_user_namespaces, or set SANDBOX_TIER=B",
        ("namespaces", errno.EACCES): (
            "AppArmor restricts it: set kernel.apparmor_restrict_unprivileged_userns=0, or SANDBOX_TIER=B"
        ),
        ("namespaces", errno.EPERM): (
            "a container needs deploy/seccomp-tier-a.json (--security-opt seccomp=…) and, where AppArmor is on,"
            " --security-opt apparmor=unconfined; a host may need kernel.apparmor_restrict_unprivileged_userns=0 or"
            " kernel.unprivileged_userns_clone=1; or set SANDBOX_TIER=B"
        ),
        ("landlock", 0): "Linux 6.12 or newer is needed, started with landlock among lsm=…",
        ("landlock", errno.EPERM): "the container's seccomp profile must allow Landlock: Docker's own does",
        ("seccomp", errno.EINVAL): "the kernel must be built with CONFIG_SECCOMP_FILTER",
        ("profile", 0): "install its packages (make torch), or take it out of SANDBOX_PROFILES",
    }
)


@dataclass(frozen=True, slots=True)
class Layer:
    """What was seen of a layer.

    Attributes:
        errno: The error number of what failed while it was put on, 0 where there is none.
        says: What was attempted and refused, or what failed and the remedy.
    """

    name: str
    holds: bool
    errno: int = 0
    says: str = ""


def fallen(fault: SetupFault) -> Layer:
    """Give the layer that a fault is about, with the remedy where one is known."""
    remedy = REMEDIES.get((fault.layer, fault.errno)) or REMEDIES.get((fault.layer, 0), "")
    number = f" ({errno.errorcode.get(fault.errno, fault.errno)}: {os.strerror(fault.errno)})" if fault.errno else ""
    return Layer(fault.layer, False, fault.errno, f"{fault}{number}" + (f"; remedy: {remedy}" if remedy else ""))


async def probe(zygote: Zygote, tier: str, without: frozenset[str]) -> tuple[Layer, ...]:
    """Have a child attempt what is forbidden.

    Returns:
        Every layer that the tier requires, but those left out; all of them hold.

    Raises:
        SetupFault: A layer cannot be put on, or does not hold.
    """
    born = await zygote.child()
    try:
        await hear_well(born.channel)
        order = {"role": "probe", "memory_mib": MEMORY_MIB, "cpu_s": 5, "seed": "0" * 32}
        await write_frame(born.channel, json.dumps(order).encode())
        await hear_well(born.channel)
        seen: dict[str, int] = json.loads(await read_frame(born.channel) or b"{}")
    finally:
        born.kill()
        born.close()
    return tuple(_judged(name, seen) for name in REQUIRED[tier] if name not in without)


async def hear_well(channel: socket.socket) -> None:
    """Hear that a child has done a step of its setting up.

    Raises:
        SetupFault: It has not; says which layer failed.
    """
    frame = await read_frame(channel)
    if frame is None:
        raise SetupFault("zygote", 0, "a new process ended early")
    if told := json.loads(frame):
        raise SetupFault(told["failed"], told["errno"], told["says"])


def _judged(name: str, seen: Mapping[str, int]) -> Layer:
    """Judge a layer by what was attempted.

    Raises:
        SetupFault: An attempt succeeded, or none was made.
    """
    acts = {act.partition(": ")[2]: refused for act, refused in seen.items() if act.startswith(f"{name}: ")}
    escaped = [act for act, refused in acts.items() if not refused]
    if escaped or not acts:
        raise SetupFault(name, 0, f"code could {' and '.join(escaped)}" if acts else "nothing was attempted")
    told = (f"{act} ({errno.errorcode.get(refused, refused)})" for act, refused in acts.items())
    return Layer(name, True, 0, f"refused: {', '.join(told)}")
