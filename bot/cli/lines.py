"""Lines from a descriptor as they come, none of them kept beyond a length."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

LONGEST = 16 * 1024 * 1024
TOO_LONG: Final = b"\0"
"""Stands for a line that was too long; no line of JSON is this."""
PIECE = 1 << 16


async def lines(descriptor: int, longest: int = LONGEST) -> AsyncIterator[bytes]:
    """Give each line without its end; the last may lack it. A longer one is passed over and is `TOO_LONG`."""
    read = await _reader(descriptor)
    held, over = bytearray(), False
    while piece := await read():
        *ended, rest = piece.split(b"\n")
        for part in ended:
            held += part
            yield TOO_LONG if over or len(held) > longest else bytes(held)
            held, over = bytearray(), False
        held += rest
        if len(held) > longest:
            held, over = bytearray(), True
    if held or over:
        yield TOO_LONG if over else bytes(held)


async def _reader(descriptor: int) -> Callable[[], Awaitable[bytes]]:
    """Give what reads the next piece: a file never makes anybody wait, anything else may."""
    if stat.S_ISREG(os.fstat(descriptor).st_mode):

        async def piece() -> bytes:
            return os.read(descriptor, PIECE)

        return piece
    stream = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    file = os.fdopen(descriptor, "rb", closefd=False)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), file)
    return lambda: stream.read(PIECE)
