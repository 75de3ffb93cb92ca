"""The preloaded process that bears warm children; it never reads a submission and runs no line of one."""

import contextlib
import json
import os
import select
import signal
import socket

from bot.sandbox.inside import ground, jail, warm
from bot.sandbox.inside.channel import Channel
from bot.sandbox.inside.ground import LayerFault


def main(control: int, setup: str) -> None:
    """Enclose this process, load the profile, and bear a child whenever the parent asks for one.

    Args:
        control: A connected seqpacket socket: a byte asks for a child, its end for this process's end.
        setup: JSON with `profile`, `tier`, `without` (layers left out) and `folder` (for the children of tier B).
    """
    told = json.loads(setup)
    os.umask(0o022)  # whatever the parent's is
    with socket.socket(fileno=control) as line:
        line.setblocking(True)
        try:
            versions = warm.prepare(told["profile"])
            walls = jail.Jail(told)
            walls.enclose()
        except LayerFault as fault:
            line.send(json.dumps({"failed": fault.layer, "errno": fault.errno, "says": str(fault)}).encode())
            return
        except Exception as fault:  # noqa: BLE001 (whatever a package raises while it is loaded is told)
            says = f"{type(fault).__name__}: {fault}"
            line.send(json.dumps({"failed": "profile", "errno": 0, "says": says}).encode())
            return
        line.send(json.dumps({"ready": versions}).encode())
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the parent has ended
            _bear(line, walls)


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
        ground.arrange(channel, out, err)
        way = Channel(ground.CHANNEL, ground.CHANNEL)
        try:
            walls.enter(number)
            way.write(b"{}")
            told = way.read()
            if told is None:
                os._exit(0)
            order = json.loads(told)
            walls.bind(order)
            if walls.reseeds:
                warm.reseed(order["seed"])
            if order["role"] == "probe":
                walls.attempt()
            walls.seal()
            way.write(b"{}")
        except LayerFault as fault:
            way.write(json.dumps({"failed": fault.layer, "errno": fault.errno, "says": str(fault)}).encode())
            os._exit(1)
        except Exception as fault:  # noqa: BLE001 (whatever it is, no code runs, and the parent is told)
            way.write(json.dumps({"failed": "zygote", "errno": 0, "says": repr(fault)}).encode())
            os._exit(1)
        code = warm.served(order["role"], way)
    finally:
        os._exit(code)
