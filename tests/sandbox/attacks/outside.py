"""What stands outside the sandbox while it is attacked, and whether it is still as it was."""

import asyncio
import os
import secrets
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
TURNS = 5
"""How often the loop goes round before everything is heard that has come in."""
STRANGER = 61234
BESIDE = "/var/tmp"  # noqa: S108 (not under /tmp, which a jail may cover)
LEFT = ("/dev/shm/holdout-left-behind", "/tmp/holdout-left-behind", "/var/tmp/holdout-left-behind")  # noqa: S108


@dataclass(slots=True)
class Outside:
    """Files, listening sockets and a process that no run may touch.

    Attributes:
        folder: Where the files are; everybody may read there, and write in one folder of it.
        secret: Stands in the files and in the bot's settings, and must never come out of a run.
        heard: What came in through a socket.
    """

    folder: Path
    secret: str
    words: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    owner: int = -1
    victim: asyncio.subprocess.Process | None = None
    _laid: dict[str, object] = field(default_factory=dict)

    def lay(self) -> None:
        """Put the files as they should be."""
        for name in ("secrets", "outside", "data"):
            _remove(self.folder / name)
        files = {"secrets/canary": 0o644, "outside/theirs": 0o666, "outside/mine": 0o644, "data/holdout.sqlite3": 0o644}
        files["secrets/private"] = 0o600
        for name, mode in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{self.secret} in {name}\n", encoding="utf-8")
            path.chmod(mode)
        (self.folder / "outside").chmod(0o777)
        if os.geteuid() == 0:
            os.chown(self.folder / "secrets/private", STRANGER, STRANGER)
        if self.owner >= 0:
            os.chown(self.folder / "outside/mine", self.owner, self.owner)
        self._laid = dict(self._seen())

    async def complaints(self) -> list[str]:
        """Say what is not as it was, and set it right."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        seen = dict(self._seen())
        found = [
            f"changed outside: {name}"
            for name in sorted(seen.keys() | self._laid.keys())
            if seen.get(name) != self._laid.get(name)
        ]
        found += [f"heard: {what}" for what in self.heard]
        self.heard.clear()
        if self.victim is not None and self.victim.returncode is not None:
            found.append(f"the victim ended: {self.victim.returncode}")
            self.victim = None
        for left in map(Path, LEFT):
            if left.exists():
                found.append(f"left behind: {left}")
                left.unlink()
        if found:
            self.lay()
        return found

    def _seen(self) -> Iterator[tuple[str, object]]:
        yield "the machine's name", socket.gethostname()
        for path in sorted(self.folder.rglob("*")):
            if path.name in {"stream", "datagram"}:
                continue
            found = path.lstat()
            readable = stat.S_ISREG(found.st_mode) and os.access(path, os.R_OK)
            content = path.read_bytes() if readable else b""
            marks = tuple(os.listxattr(path, follow_symlinks=False)) if sys.platform == "linux" else ()
            times = found.st_mtime_ns if stat.S_ISREG(found.st_mode) else 0
            yield str(path.relative_to(self.folder)), (found.st_mode, found.st_uid, times, content, marks)


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    """Put everything up until the block ends."""
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="holdout-outside-", dir=BESIDE))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 (so that nothing but the jail stands before it)
        secret = "s" + secrets.token_hex(12)
        there = Outside(folder, secret)
        await _listen(there, stack)
        there.words |= {
            "canary": str(folder / "secrets/canary"),
            "outside": str(folder / "outside"),
            "mine": str(folder / "outside/mine"),
            "data": str(folder / "data"),
            "private": str(folder / "secrets/private"),
            "setuid": str(folder / "cat"),
            "repository": str(ROOT),
            "questions": str(Path(__file__).parent / "questions.yaml"),
            "secret": secret,
            "terces": secret[::-1],
            "raised": bytes(byte + 1 for byte in secret.encode()).hex(),
            "hostname": socket.gethostname(),
        }
        shutil.copy("/bin/cat", folder / "cat")
        if os.geteuid() == 0:
            os.chown(folder / "cat", STRANGER, STRANGER)
        os.chmod(folder / "cat", 0o4755)  # noqa: PTH101, S103 (it must be what it must not become)
        there.lay()
        yield there


async def stand_victim(there: Outside, stack: AsyncExitStack, owner: int) -> None:
    """Start a process, and let a file be, of the user as whom runs run outside; only root can choose."""
    if os.geteuid() == 0:
        there.owner = owner
        there.lay()
    user = owner if os.geteuid() == 0 else None
    there.victim = victim = await asyncio.create_subprocess_exec("sleep", "600", user=user)
    there.words["victim"] = str(victim.pid)

    async def end() -> None:
        if victim.returncode is None:
            victim.kill()
        await victim.wait()

    stack.push_async_callback(end)


async def _listen(there: Outside, stack: AsyncExitStack) -> None:
    def heard(what: str) -> None:
        there.heard.append(what)

    async def serve(name: str, sock: socket.socket) -> None:
        async def come(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard(name)
            writer.close()

        server = await asyncio.start_server(come, sock=sock) if sock.family != socket.AF_UNIX else None
        server = server or await asyncio.start_unix_server(come, sock=sock)
        stack.push_async_callback(server.wait_closed)
        stack.callback(server.close)

    async def take(name: str, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: _Ear(heard, name), sock=sock)
        stack.callback(transport.close)

    abstract = f"holdout-{secrets.token_hex(4)}"
    stream, datagram = there.folder / "stream", there.folder / "datagram"
    for name, family, address in (
        ("tcp", socket.AF_INET, ("127.0.0.1", 0)),
        ("tcp6", socket.AF_INET6, ("::1", 0)),
        ("stream", socket.AF_UNIX, str(stream)),
        ("abstract", socket.AF_UNIX, "\0" + abstract),
    ):
        sock = _bound(family, socket.SOCK_STREAM, address)
        there.words[name] = str(sock.getsockname()[1]) if family != socket.AF_UNIX else str(stream)
        await serve(name, sock)
    for name, family, address in (
        ("udp", socket.AF_INET, ("127.0.0.1", 0)),
        ("datagram", socket.AF_UNIX, str(datagram)),
        ("abstract-datagram", socket.AF_UNIX, "\0" + abstract + "-datagram"),
    ):
        sock = _bound(family, socket.SOCK_DGRAM, address)
        there.words[name] = str(sock.getsockname()[1]) if family != socket.AF_UNIX else str(datagram)
        await take(name, sock)
    there.words |= {"abstract": abstract, "abstract-datagram": abstract + "-datagram"}
    stream.chmod(0o777)
    datagram.chmod(0o777)


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, heard: object, name: str) -> None:
        self._heard, self._name = heard, name

    def datagram_received(self, data: bytes, addr: object) -> None:
        assert callable(self._heard)
        self._heard(self._name)


def _bound(family: int, kind: int, address: object) -> socket.socket:
    sock = socket.socket(family, kind)
    sock.bind(address)  # type: ignore[arg-type]  # an address is of many shapes
    sock.setblocking(False)
    return sock


def _remove(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)
