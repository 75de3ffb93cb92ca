"""Plain values cross unchanged, nothing else does, and no bytes do harm."""

import collections
import enum
import math
import struct
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.inside import plain
from bot.sandbox.inside.plain import NotPlain, decode, encode

ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
)
KEYS = ATOMS.filter(lambda key: key == key)  # noqa: PLR0124 (a key that is not equal to itself is found by no one)
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.sets(KEYS)
        | st.frozensets(KEYS)
        | st.lists(st.floats(), min_size=8)
        | st.lists(st.integers(-(2**70), 2**70), min_size=8)
    ),
    max_leaves=20,
)


def same(one: Any, other: Any) -> bool:
    """Equal in value and in every type within."""
    return encode(one) == encode(other)


@given(VALUES)
def test_a_value_comes_back_with_its_types(value: Any) -> None:
    back = decode(encode(value))
    assert type(back) is type(value)
    assert same(back, value)
    assert repr(back) == repr(value) or isinstance(value, dict | set | frozenset | list | tuple)


ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.arange(6, dtype=">i4").reshape(2, 3).T,
    np.array([1.5, np.nan, -np.inf], "f2"),
    np.array([1 + 2j]),
    np.array([[True, False]]),
    np.array(["häh", ""]),
    np.array([b"x"]),
    np.empty((0, 3)),
    np.empty(0, "U0"),
    np.array(3),
    np.array(["2026-01-01", "NaT"], "M8[D]"),
    np.asfortranarray(np.ones((2, 2), "u1")),
]


@pytest.mark.parametrize("value", ARRAYS, ids=lambda value: str(value.dtype))
def test_an_array_comes_back(value: np.ndarray[Any, Any]) -> None:
    back = decode(encode([value]))[0]
    assert back.shape == value.shape
    assert back.dtype.kind == value.dtype.kind
    np.testing.assert_array_equal(back, value)
    assert back.flags.writeable


@pytest.mark.parametrize("value", [np.float64(0.1), np.int8(-3), np.bool_(True), np.str_("x"), np.datetime64("2026")])
def test_a_scalar_stays_a_scalar(value: np.generic) -> None:
    if value.dtype.kind == "M":
        value = value.astype("M8[D]")
    back = decode(encode(value))
    assert (type(back), back) == (type(value), value)


def test_tables_come_back() -> None:
    frame = pd.DataFrame(
        {
            "a": [1, 2, 3],
            "b": ["x", None, "z"],
            "c": pd.array([1, None, 3], dtype="Int64"),
            "d": pd.to_datetime(["2026-01-01", None, "2026-01-03"]),
            "e": [1.5, np.nan, 2.0],
            "f": [[1], None, (2,)],
            "g": pd.Categorical(["u", "v", "u"]),
        },
        index=[5, 6, 7],
    )
    pd.testing.assert_frame_equal(decode(encode(frame)), frame)
    for name in frame:
        pd.testing.assert_series_equal(decode(encode(frame[name])), frame[name])
    grouped = frame.groupby(["a", "b"]).size()
    pd.testing.assert_series_equal(decode(encode(grouped)), grouped, check_names=True, check_index=False)
    assert decode(encode(grouped)).index.tolist() == grouped.index.tolist()
    assert decode(encode(pd.DataFrame(index=[1, 2]))).shape == (2, 0)
    dated = pd.Series([1, 2], index=pd.to_datetime(["2026-01-01", "2026-01-02"]))
    assert decode(encode(dated)).index.tolist() == dated.index.tolist()


def test_one_value_has_one_form() -> None:
    assert encode({3, 1, 2, "x"}) == encode({"x", 2, 1, 3})
    assert encode(np.arange(3, dtype=">i8")) == encode(np.arange(3))
    assert encode([1.0] * 9) == encode([1.0] * 9)
    assert encode([1.0, True] * 9) != encode([1.0, 1.0] * 9)


class Colour(enum.IntEnum):
    RED = 1


class Sly(list[int]):
    pass


Point = collections.namedtuple("Point", "x")  # noqa: PYI024 (a tuple that is not one)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (Colour.RED, "a value of type Colour"),
        (Sly(), "a value of type Sly"),
        (Point(1), "a value of type Point"),
        (collections.Counter("a"), "a value of type Counter"),
        (object(), "a value of type object"),
        (lambda: 0, "a value of type function"),
        (date(2026, 1, 1), "a value of type date"),
        (np.array([None]), "a value of type ndarray"),
        (np.ma.array([1]), "a value of type MaskedArray"),
        (np.zeros(1, "i4,f8"), "a value of type ndarray"),
        (np.longdouble(1), "a value of type longdouble"),
        (pd.Timestamp("2026-01-01"), "a value of type Timestamp"),
        (pd.Series([object()]), "a value of type object"),
        (10**1002, "an integer of more than 1000 digits"),
        (b"x" * (plain.MOST_BYTES + 1), "more than 32 MiB"),
        ([b"x" * (plain.MOST_BYTES // 2)] * 3, "more than 32 MiB"),
        ([None] * (plain.MOST_PARTS + 1), "more than 2,000,000 members"),
        ([dict.fromkeys(range(9_000))] * 3, "more than 20,000 members of maps and sets"),
        (set(range(plain.MOST_KEYS + 1)), "more than 20,000 members of maps and sets"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_refused(value: Any, what: str) -> None:
    with pytest.raises(NotPlain, match=what):
        encode(value)


def test_nesting_has_an_end() -> None:
    deep: list[Any] = []
    for _ in range(plain.MOST_DEPTH):
        deep = [deep]
    assert decode(encode(deep)) == deep
    with pytest.raises(NotPlain, match="nested"):
        encode([deep])
    round_: list[Any] = []
    round_.append(round_)
    with pytest.raises(NotPlain, match="nested"):
        encode(round_)
    with pytest.raises(NotPlain, match="nested"):
        decode(b"L\0\0\0\1" * 100 + b"N")


def test_the_largest_integer_crosses() -> None:
    for value in (10**1000 - 1, -(10**1000) + 1, 0, -1, 128, -128, 255):
        assert decode(encode(value)) == value


def size(count: int) -> bytes:
    return struct.pack(">I", count)


HOSTILE = {
    "nothing": b"",
    "an unknown tag": b"X",
    "a pickle": b"\x80\x04N.",
    "cut off": encode([1, 2])[:-1],
    "more behind it": encode(1) + b"N",
    "a text that is not UTF-8": b"S" + size(1) + b"\xff",
    "a list that says it is long": b"L" + size(2**32 - 1),
    "a list of more members than allowed": b"L" + size(plain.MOST_PARTS + 1) + b"N" * 9,
    "a packed list of half a number": b"d" + size(7) + b"\0" * 7,
    "an integer with blanks": b"I" + size(2) + b"\0\1",
    "an integer of a million digits": b"I" + size(500_000) + b"\1" * 500_000,
    "a key that cannot be one": b"M" + size(1) + encode([]) + b"N",
    "a key twice": b"M" + size(2) + (encode(1) + b"N") * 2,
    "a key twice in other types": b"M" + size(2) + encode(1) + b"N" + encode(1.0) + b"N",
    "a member twice": b"E" + size(2) + encode(1) * 2,
    "a large map": b"M" + size(plain.MOST_KEYS + 1),
    "many maps": b"L" + size(3) + encode(dict.fromkeys(range(9_000))) * 3,
    "an array of objects": b"A" + encode("|O") + encode([1]) + encode(b"\0" * 8),
    "an array with no dtype": b"A" + encode(3) + encode([1]) + encode(b"\0" * 8),
    "an array of records": b"A" + encode("<i4,<i4") + encode([1]) + encode(b"\0" * 8),
    "an array too short": b"A" + encode("<i8") + encode([2]) + encode(b"\0" * 8),
    "an array of negative size": b"A" + encode("<i8") + encode([-1, -1]) + encode(b"\0" * 8),
    "an array of huge and no size": b"A" + encode("<i8") + encode([2**63, 0]) + encode(b""),
    "an array of true sizes": b"A" + encode("<i8") + encode([True]) + encode(b"\0" * 8),
    "an array of many dimensions": b"A" + encode("<i8") + encode([1] * 17) + encode(b"\0" * 8),
    "an array of text": b"A" + encode("<i8") + encode([1]) + encode("12345678"),
    "an array of impossible letters": b"A" + encode("<U1") + encode([1]) + encode(b"\xff" * 4),
    "an array of other truths": b"A" + encode("|b1") + encode([1]) + encode(b"\2"),
    "a scalar of two": b"G" + encode("<i8") + encode(b"\0" * 16),
    "a column of what pandas can": b"P" + b"N" + encode((False, [0])) + encode(("period[D]", ["2026"])),
    "a column with no index": b"P" + b"N" + encode((False, [])) + encode(("int64", [1])),
    "a column of wrong texts": b"P" + b"N" + encode((False, [0])) + encode(("int64", ["x"])),
    "a column of a map": b"P" + b"N" + encode((False, [0])) + encode(("object", {0: 1})),
    "columns of many lengths": b"Q"
    + encode((False, [0, 1]))
    + encode((False, [0]))
    + encode([("int64", [1]), ("int64", [1, 2])]),
    "levels of one": b"P" + b"N" + encode((True, [0])) + encode(("int64", [1])),
    "a table of no parts": b"Q" + b"N" * 3,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotPlain):
        decode(data)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(NotPlain, match="MiB"):
        decode(bytes(plain.MOST_BYTES + 1))


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_give_a_value_or_the_codecs_own_error(data: bytes) -> None:
    try:
        decode(data)
    except NotPlain:
        return


@given(VALUES | st.sampled_from(ARRAYS), st.data())
@settings(max_examples=300)
def test_a_bent_value_gives_a_value_or_the_codecs_own_error(value: Any, data: st.DataObject) -> None:
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 3))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    try:
        decode(bytes(frame))
    except NotPlain:
        return


def test_special_floats_cross() -> None:
    back = decode(encode([math.inf, -math.inf, -0.0]))
    assert back == [math.inf, -math.inf, 0.0]
    assert math.copysign(1, back[2]) == -1
    assert math.isnan(decode(encode(math.nan)))


class FakeTensor:
    """What the codec asks of a tensor, where PyTorch is not installed."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def detach(self) -> "FakeTensor":
        return self

    def cpu(self) -> "FakeTensor":
        return self

    def numpy(self) -> np.ndarray[Any, Any]:
        if isinstance(self._value, Exception):
            raise self._value
        return np.asarray(self._value)


def test_a_tensor_becomes_an_array(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type("torch", (), {"Tensor": FakeTensor})
    monkeypatch.setitem(__import__("sys").modules, "torch", module)
    np.testing.assert_array_equal(decode(encode(FakeTensor([1.0, 2.0]))), [1.0, 2.0])
    with pytest.raises(NotPlain, match="FakeTensor"):
        encode(FakeTensor(TypeError("sparse")))
