"""The preloaded process that bears warm children; it never reads a submission and runs no line of one."""

import contextlib
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import random
import select
import signal
import socket
import sys
import traceback
from collections.abc import Mapping

from bot.sandbox.inside import jail, kernel, run, warm
from bot.sandbox.inside.channel import Channel

CHANNEL, HIGH = 3, 200
_FILLED: list[bytes] = []
"""Fills the holes of the heap, so that what a child needs lies together instead of on a page each."""
HERE = "bot.sandbox.inside"


def main(control: int, setup: str) -> None:
    """Enclose this process, load the profile, and bear a child whenever the parent asks for one.

    Args:
        control: A connected seqpacket socket: a byte asks for a child, its end for this process's end.
        setup: JSON with `profile`, `tier`, `without` (layers left out), `folder` (for the children of tier B) and
            `grants` (what they may read).
    """
    told = json.loads(setup)
    os.umask(0o022)  # whatever the parent's is
    with socket.socket(fileno=control) as line:
        line.setblocking(True)
        try:
            versions = _load(told["profile"])
            walls = jail.Jail(told)
            walls.enclose()
        except jail.LayerFault as fault:
            line.send(json.dumps({"failed": fault.layer, "errno": fault.errno, "says": str(fault)}).encode())
            return
        except Exception as fault:  # noqa: BLE001 (whatever a package raises while it is loaded is told)
            says = f"{type(fault).__name__}: {fault}"
            line.send(json.dumps({"failed": "profile", "errno": 0, "says": says}).encode())
            return
        line.send(json.dumps({"ready": versions}).encode())
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the parent has ended
            _bear(line, walls)


def _load(profile: str) -> Mapping[str, str]:
    """Import every role and all of the profile, and keep it out of the collector's way."""
    package = importlib.import_module(HERE)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("boot", "zygote"):
            importlib.import_module(f"{HERE}.{module.name}")
    sys.path[:] = [path for path in sys.path if path != sys.argv[1]]
    versions = warm.load(profile)
    run.OURS.update({name: module for name, module in sys.modules.items() if name.partition(".")[0] == "bot"})
    gc.collect()
    _FILLED.extend(bytes(size) for size in range(1, 512, 16) for _ in range(1000))
    gc.freeze()
    kernel.collapse()
    return versions


def _bear(line: socket.socket, walls: jail.Jail) -> None:
    """Serve the parent until it closes the line."""
    ready = select.poll()
    ready.register(line, select.POLLIN)
    living: dict[int, tuple[int, int]] = {}
    number = 0
    while True:
        for descriptor, _ in ready.poll():
            if descriptor in living:
                ready.unregister(descriptor)
                _bury(line, descriptor, *living.pop(descriptor))
            elif not line.recv(1):
                return
            else:
                number += 1
                pid, pidfd = _birth(line, walls, number)
                living[pidfd] = (number, pid)
                ready.register(pidfd, select.POLLIN)


def _birth(line: socket.socket, walls: jail.Jail, number: int) -> tuple[int, int]:
    """Bear one child and give its ends to the parent."""
    near, far = socket.socketpair()
    out, err = os.pipe(), os.pipe()
    with walls.birth():
        pid = os.fork()
        if pid == 0:
            _live(far.fileno(), out[1], err[1], walls, number)
    pidfd = os.pidfd_open(pid)
    ends = [near.fileno(), out[0], err[0], pidfd]
    socket.send_fds(line, [json.dumps({"born": number}).encode()], ends)
    near.close()
    far.close()
    for end in (*out, *err):
        os.close(end)
    return pid, pidfd


def _bury(line: socket.socket, pidfd: int, number: int, pid: int) -> None:
    """Tell the parent how a child ended."""
    _, status, used = os.wait4(pid, 0)
    os.close(pidfd)
    seconds = used.ru_utime + used.ru_stime
    line.send(json.dumps({"gone": number, "status": status, "cpu_s": seconds, "peak_kib": used.ru_maxrss}).encode())


def _live(channel: int, out: int, err: int, walls: jail.Jail, number: int) -> None:
    """Be a child: put the jail on, wait for the order, and serve it; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        _descriptors(channel, out, err)
        way = Channel(CHANNEL, CHANNEL)
        try:
            walls.enter(number)
            way.write(b"{}")
            told = way.read()
            if told is None:
                os._exit(0)
            order = json.loads(told)
            walls.bind(order)
            if walls.reseeds:
                _reseed(order["seed"])
            if order["role"] == "probe":
                walls.attempt()
            walls.seal()
            way.write(b"{}")
        except jail.LayerFault as fault:
            way.write(json.dumps({"failed": fault.layer, "errno": fault.errno, "says": str(fault)}).encode())
            os._exit(1)
        except Exception as fault:  # noqa: BLE001 (whatever it is, no code runs, and the parent is told)
            way.write(json.dumps({"failed": "zygote", "errno": 0, "says": repr(fault)}).encode())
            os._exit(1)
        code = _served(order["role"], way)
    finally:
        os._exit(code)


def _served(role: str, way: Channel) -> int:
    """Serve; give the exit status, 0 where the role returned."""
    try:
        sys.modules[f"{HERE}.{role}"].serve(way)
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001 (whatever a role raises is told on stderr, as anywhere)
        traceback.print_exc()
        return 1
    return 0


def _descriptors(channel: int, out: int, err: int) -> None:
    """Put an empty stdin, the two streams and the channel in their places."""
    empty = os.open(os.devnull, os.O_RDONLY)
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, HIGH) for descriptor in (empty, out, err, channel)]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place, inheritable=place < CHANNEL)


def _reseed(seed: str) -> None:
    """Give this child random state of its own: that of a fork is the same in every sibling."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(int(seed[:8], 16))
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(int(seed[:16], 16))
