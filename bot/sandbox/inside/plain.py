"""Plain values as bytes and back, for what crosses the wall of the jail: never pickled, never evaluated.

A value is a tag and what follows it. Plain are None, bool, int, float, complex, str, bytes, list, tuple, dict, set,
frozenset, NumPy scalars and arrays without objects, pandas Series and DataFrames of such columns, and PyTorch tensors,
which become arrays. Types are exact: an instance of a subclass is not plain, and bool is not int. One value has one
form: sets are written in the order of their members' bytes. Reading refuses everything else, whatever the bytes are.
"""

import struct
from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.sandbox.inside import tables

MOST_BYTES = 32 * 1024 * 1024
MOST_PARTS = 2_000_000
"""Members of all lists, maps and sets together."""
MOST_KEYS = 20_000
"""Members of all maps and sets together, whose making a choice of colliding keys could draw out."""
MOST_DEPTH = 40
MOST_DIGITS = 1_000
MOST_INT_BYTES = 416
"""So many bytes hold every integer of `MOST_DIGITS` digits with its sign."""
PACKED_FROM = 8
"""Lists of so many floats, or of so many small integers, are written as one block."""

_SIZE = struct.Struct(">I")
_FLOAT = struct.Struct(">d")
_COMPLEX = struct.Struct(">dd")
_ATOMS = (type(None), bool, int, float, complex, str, bytes)


class NotPlain(ValueError):
    """A value, or bytes that are to be one, outside of what is plain; the message names what, in a few words."""


def encode(value: Any) -> bytes:
    """Give the bytes of a plain value.

    Raises:
        NotPlain: It is not plain, or over a limit.
    """
    return bytes(_Writer().value(value, 0).told)


def decode(data: bytes, *, bare: bool = False) -> Any:
    """Give the value of some bytes, made anew: nothing is shared with other values.

    Args:
        data: Any bytes at all.
        bare: Whether arrays and tables are refused too, for which a library would be loaded.

    Raises:
        NotPlain: They are not the bytes of a plain value; nothing else is raised, whatever they are.
    """
    if len(data) > MOST_BYTES:
        raise NotPlain(f"more than {MOST_BYTES >> 20} MiB")
    reader = _Reader(data, _BARE if bare else _READ)
    try:
        value = reader.value(0)
    except NotPlain:
        raise
    except Exception as cause:  # whatever a library finds wrong with hostile parts
        raise NotPlain("bytes that are no value") from cause
    if reader.at != len(data):
        raise NotPlain("bytes after the value")
    return value


class _Writer:
    """Grows the bytes of a value within the limits."""

    def __init__(self) -> None:
        self.told = bytearray()
        self._parts = self._keys = 0

    def value(self, value: Any, depth: int) -> "_Writer":
        if depth > MOST_DEPTH:
            raise NotPlain(f"a value nested more than {MOST_DEPTH} deep")
        write = _WRITE.get(type(value))
        if write is not None:
            write(self, value, depth)
        else:
            self._table(value, depth)
        if len(self.told) > MOST_BYTES:
            raise NotPlain(f"more than {MOST_BYTES >> 20} MiB")
        return self

    def none(self, _: None, __: int) -> None:
        self.told += b"N"

    def boolean(self, value: bool, _: int) -> None:  # noqa: FBT001 (it is what is written)
        self.told += b"T" if value else b"F"

    def integer(self, value: int, _: int) -> None:
        size = value.bit_length() // 8 + 1
        if size > MOST_INT_BYTES:
            raise NotPlain(f"an integer of more than {MOST_DIGITS} digits")
        self.told += b"I" + _SIZE.pack(size) + value.to_bytes(size, "big", signed=True)

    def real(self, value: float, _: int) -> None:
        self.told += b"D" + _FLOAT.pack(value)

    def complex(self, value: complex, _: int) -> None:
        self.told += b"C" + _COMPLEX.pack(value.real, value.imag)

    def text(self, value: str, _: int) -> None:
        self.block(b"S", value.encode("utf-8", "surrogatepass"))

    def data(self, value: bytes, _: int) -> None:
        self.block(b"B", value)

    def list(self, value: list[Any], depth: int) -> None:
        packed = _packed(value)
        if packed is None:
            self._members(b"L", value, len(value), depth)
        else:
            self._count(len(value))
            self.block(packed.typecode.encode(), packed.tobytes())

    def tuple(self, value: tuple[Any, ...], depth: int) -> None:
        self._members(b"U", value, len(value), depth)

    def map(self, value: dict[Any, Any], depth: int) -> None:
        self._few(len(value))
        self._members(b"M", (part for pair in value.items() for part in pair), len(value), depth)

    def set(self, value: set[Any] | frozenset[Any], depth: int) -> None:
        self._few(len(value))
        self._count(len(value))
        tag = b"E" if type(value) is set else b"Z"
        self.told += tag + _SIZE.pack(len(value))
        for member in sorted(bytes(_Writer().value(member, depth + 1).told) for member in value):
            self.told += member

    def block(self, tag: bytes, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise NotPlain(f"more than {MOST_BYTES >> 20} MiB")
        self.told += tag + _SIZE.pack(len(data)) + data

    def _members(self, tag: bytes, members: Iterable[Any], size: int, depth: int) -> None:
        self._count(size)
        self.told += tag + _SIZE.pack(size)
        for member in members:
            self.value(member, depth + 1)

    def _table(self, value: Any, depth: int) -> None:
        taken = tables.taken(value)
        if taken is None:
            raise NotPlain(f"a value of type {type(value).__name__}"[:80])
        tag, *parts = taken
        self.told += tag
        for part in parts:
            self.value(part, depth + 1)

    def _count(self, more: int) -> None:
        self._parts += more
        if self._parts > MOST_PARTS:
            raise NotPlain(f"more than {MOST_PARTS:,} members")

    def _few(self, more: int) -> None:
        self._keys = _few(self._keys + more)


_WRITE: dict[type, Callable[[_Writer, Any, int], None]] = {
    type(None): _Writer.none,
    bool: _Writer.boolean,
    int: _Writer.integer,
    float: _Writer.real,
    complex: _Writer.complex,
    str: _Writer.text,
    bytes: _Writer.data,
    list: _Writer.list,
    tuple: _Writer.tuple,
    dict: _Writer.map,
    set: _Writer.set,
    frozenset: _Writer.set,
}


def _packed(value: list[Any]) -> "array[Any] | None":
    """Give a list of floats, or of integers of 64 bits, as one block; None for any other."""
    if len(value) < PACKED_FROM:
        return None
    kinds = set(map(type, value))
    if kinds == {float}:
        return array("d", value)
    if kinds == {int}:
        try:
            return array("q", value)
        except OverflowError:
            return None
    return None


def _few(size: int) -> int:
    if size > MOST_KEYS:
        raise NotPlain(f"more than {MOST_KEYS:,} members of maps and sets")
    return size


class _Reader:
    """Reads one value after the other and never past the end."""

    def __init__(self, data: bytes, readers: "Mapping[bytes, Callable[[_Reader, int], Any]]") -> None:
        self._data = data
        self._readers = readers
        self.at = 0
        self._parts = self._keyed = 0

    def value(self, depth: int) -> Any:
        if depth > MOST_DEPTH:
            raise NotPlain(f"a value nested more than {MOST_DEPTH} deep")
        read = self._readers.get(self._take(1))
        if read is None:
            raise NotPlain("bytes that are no value")
        return read(self, depth)

    def integer(self, _: int) -> int:
        data = self._block()
        value = int.from_bytes(data, "big", signed=True)
        if len(data) > MOST_INT_BYTES or len(data) != value.bit_length() // 8 + 1:
            raise NotPlain("bytes that are no integer")
        return value

    def real(self, _: int) -> float:
        return float(_FLOAT.unpack(self._take(8))[0])

    def complex(self, _: int) -> complex:
        return complex(*_COMPLEX.unpack(self._take(16)))

    def text(self, _: int) -> str:
        return self._block().decode("utf-8", "surrogatepass")

    def data(self, _: int) -> bytes:
        return self._block()

    def floats(self, _: int) -> Any:
        return self._packed("d")

    def integers(self, _: int) -> Any:
        return self._packed("q")

    def list(self, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(self._size())]

    def tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self.list(depth))

    def map(self, depth: int) -> Any:
        size = self._keys()
        made = {self.value(depth + 1): self.value(depth + 1) for _ in range(size)}
        return _all_there(made, size)

    def set(self, depth: int) -> Any:
        size = self._keys()
        return _all_there({self.value(depth + 1) for _ in range(size)}, size)

    def frozen(self, depth: int) -> frozenset[Any]:
        return frozenset(self.set(depth))

    def array(self, depth: int) -> Any:
        return tables.array(*(self.value(depth + 1) for _ in range(3)))

    def scalar(self, depth: int) -> Any:
        return tables.array(self.value(depth + 1), [], self.value(depth + 1))[()]

    def series(self, depth: int) -> Any:
        return tables.series(*(self.value(depth + 1) for _ in range(3)))

    def frame(self, depth: int) -> Any:
        return tables.frame(*(self.value(depth + 1) for _ in range(3)))

    def _packed(self, kind: str) -> Any:
        block = array(kind)
        block.frombytes(self._block())
        self._count(len(block))
        return block.tolist()

    def _block(self) -> bytes:
        return self._take(_SIZE.unpack(self._take(4))[0])

    def _keys(self) -> int:
        size = self._size()
        self._keyed = _few(self._keyed + size)
        return size

    def _size(self) -> int:
        size = int(_SIZE.unpack(self._take(4))[0])
        self._count(size)
        return size

    def _count(self, more: int) -> None:
        self._parts += more
        if self._parts > MOST_PARTS:
            raise NotPlain(f"more than {MOST_PARTS:,} members")

    def _take(self, size: int) -> bytes:
        piece = self._data[self.at : self.at + size]
        if len(piece) < size:
            raise NotPlain("bytes that end too soon")
        self.at += size
        return piece


def _all_there(made: Any, size: int) -> Any:
    if len(made) != size:
        raise NotPlain("a key that comes twice")
    return made


_READ: dict[bytes, Callable[[_Reader, int], Any]] = {
    b"N": lambda _, __: None,
    b"T": lambda _, __: True,
    b"F": lambda _, __: False,
    b"I": _Reader.integer,
    b"D": _Reader.real,
    b"C": _Reader.complex,
    b"S": _Reader.text,
    b"B": _Reader.data,
    b"d": _Reader.floats,
    b"q": _Reader.integers,
    b"L": _Reader.list,
    b"U": _Reader.tuple,
    b"M": _Reader.map,
    b"E": _Reader.set,
    b"Z": _Reader.frozen,
    tables.ARRAY: _Reader.array,
    tables.SCALAR: _Reader.scalar,
    tables.SERIES: _Reader.series,
    tables.FRAME: _Reader.frame,
}
_TABLES = (tables.ARRAY, tables.SCALAR, tables.SERIES, tables.FRAME)
_BARE = {tag: read for tag, read in _READ.items() if tag not in _TABLES}
