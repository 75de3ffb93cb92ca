"""One WebSocket of the gateway: frames leave in order, packed the way that was asked for."""

import asyncio
import zlib
from typing import Protocol

from aiohttp import web

_BLOCK_LIMIT = 128 * 1024
# A frame's magic number; a descriptor with nothing optional; a window of 128 KiB.
_ZSTD_HEADER = bytes.fromhex("28b52ffd") + b"\x00" + bytes([7 << 3])


class Packer(Protocol):
    """Packs one frame after another into one stream."""

    def pack(self, data: bytes) -> bytes:
        """Pack a frame so that it can be read at once."""
        ...


class Zlib:
    """A zlib stream, flushed after every frame."""

    def __init__(self) -> None:
        """Begin a stream."""
        self._deflater = zlib.compressobj()

    def pack(self, data: bytes) -> bytes:
        """Pack a frame so that it can be read at once."""
        return self._deflater.compress(data) + self._deflater.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """A zstd stream (RFC 8878) of raw blocks: as good as any to whoever unpacks it, and made without a library."""

    def __init__(self) -> None:
        """Begin a stream."""
        self._header = _ZSTD_HEADER

    def pack(self, data: bytes) -> bytes:
        """Pack a frame so that it can be read at once."""
        header, self._header = self._header, b""
        blocks = [data[at : at + _BLOCK_LIMIT] for at in range(0, len(data), _BLOCK_LIMIT)]
        # Three bytes before each block: its size, and that it is raw and not the last one.
        return header + b"".join((len(each) << 3).to_bytes(3, "little") + each for each in blocks)


def packer(asked: str) -> Packer | None:
    """Make what `compress=` in the gateway's address asks for; None leaves frames as text."""
    match asked:
        case "zlib-stream":
            return Zlib()
        case "zstd-stream":
            return Zstd()
        case _:
            return None


class Wire:
    """One WebSocket: what is sent leaves in order."""

    def __init__(self, socket: web.WebSocketResponse, packed: Packer | None) -> None:
        """Wrap an open socket."""
        self.socket = socket
        self.heard: list[float] = []
        self._packer = packed
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    def send(self, text: str) -> None:
        """Put a frame in line."""
        self._outgoing.put_nowait(text)

    async def write(self) -> None:
        """Send what is put in line, until cancelled or cut off."""
        while not self.socket.closed:
            text = await self._outgoing.get()
            try:
                if self._packer is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self._packer.pack(text.encode()))
            except ConnectionError:
                return
