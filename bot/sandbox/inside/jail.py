"""The layers around a child, in their order; each that cannot be put on is named."""

import contextlib
import os
import resource
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any


class LayerFault(Exception):
    """A layer cannot be put on.

    Args:
        layer: Its name.
        number: The `errno`, 0 where there is none.
        says: What was tried.
    """

    def __init__(self, layer: str, number: int, says: str) -> None:
        super().__init__(f"{layer}: {says}" + (f" ({os.strerror(number)})" if number else ""))
        self.layer, self.errno = layer, number


class Enclosure:
    """What a zygote knows of the jail that its children put on."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told
        self._loaded = 0

    @contextlib.contextmanager
    def birth(self) -> Iterator[None]:
        """Be around a fork."""
        with open("/proc/self/statm", encoding="ascii") as file:
            self._loaded = int(file.read().split()[0]) * resource.getpagesize()
        yield

    def enter(self, number: int) -> None:
        """Put on what needs no order; `number` names the child's folder."""
        home = f"{self._told['folder']}/{number}"
        os.makedirs(f"{home}/work")
        os.makedirs(f"{home}/tmp")
        os.chdir(f"{home}/work")
        os.environ.update(HOME=f"{home}/work", TMPDIR=f"{home}/tmp")
        tempfile.tempdir = None

    def bind(self, order: Mapping[str, Any]) -> None:
        """Put the order's limits on."""
        memory = self._loaded + order["memory_mib"] * (1 << 20)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        seconds = int(order["cpu_s"]) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

    def seal(self) -> None:
        """Put on the last layer; nothing of ours that needs more runs after it."""


def enclose(told: Mapping[str, Any]) -> Enclosure:
    """Enclose the zygote itself."""
    return Enclosure(told)
