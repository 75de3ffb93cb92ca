"""What a process wrote, within bounds: the head and the tail are kept, and how much lay between."""

from collections import deque

KILL_FACTOR = 4


class Capture:
    """One stream.

    Args:
        cap: Bytes that are kept, >= 2: half from the beginning, half from the end.
    """

    def __init__(self, cap: int) -> None:
        self._head_size, self._tail_size = (cap + 1) // 2, cap // 2
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._held = 0
        self._cap = cap
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Take what was written next."""
        self.size += len(piece)
        room = self._head_size - len(self._head)
        if room > 0:
            self._head += piece[:room]
            piece = piece[room:]
        if piece:
            self._tail.append(piece)
            self._held += len(piece)
            while self._held - len(self._tail[0]) >= self._tail_size:
                self._held -= len(self._tail.popleft())

    @property
    def too_much(self) -> bool:
        """Whether so much was written that the process is to be killed."""
        return self.size > KILL_FACTOR * self._cap

    @property
    def omitted(self) -> int:
        """How many bytes are left out."""
        return max(0, self.size - self._head_size - self._tail_size)

    @property
    def kept(self) -> bytes:
        """Give head and tail, and where bytes are left out, a line between them that says how many."""
        tail = b"".join(self._tail)
        if not self.omitted:
            return bytes(self._head) + tail
        line = f"\n… {self.omitted} bytes left out …\n".encode()
        return bytes(self._head) + line + tail[len(tail) - self._tail_size :]
