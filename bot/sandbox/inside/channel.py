"""Frames between a child and its parent: four bytes of length, most significant first, then so many bytes."""

import os

LARGEST = 64 * 1024 * 1024


class Channel:
    """A child's way in and out.

    Args:
        inward: A descriptor to read from.
        outward: A descriptor to write to.
    """

    def __init__(self, inward: int, outward: int) -> None:
        self._inward = inward
        self._outward = outward

    def read(self) -> bytes | None:
        """Give the next frame, None at the end.

        Raises:
            ValueError: The frame is too large or cut off.
        """
        head = self._exactly(4)
        if not head:
            return None
        size = int.from_bytes(head, "big")
        if len(head) < 4 or size > LARGEST:  # noqa: PLR2004 (the length's own bytes)
            raise ValueError("a frame is cut off or too large")
        frame = self._exactly(size)
        if len(frame) < size:
            raise ValueError("a frame is cut off")
        return frame

    def write(self, frame: bytes) -> None:
        """Send a frame."""
        left = memoryview(len(frame).to_bytes(4, "big") + frame)
        while left:
            left = left[os.write(self._outward, left) :]

    def _exactly(self, size: int) -> bytes:
        pieces, left = [], size
        while left:
            piece = os.read(self._inward, min(left, 1 << 20))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)
