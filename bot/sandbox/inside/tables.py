"""Arrays and tables for the codec of plain values: what of NumPy, pandas and PyTorch can cross, and in which parts."""

import importlib
import re
import sys
from typing import Any

import numpy as np

ARRAY, SCALAR, SERIES, FRAME = b"A", b"G", b"P", b"Q"
MOST_DIMENSIONS = 16
_DTYPE = re.compile(r"\|b1|[|<]i1|\|u1|<[iu][248]|<f[248]|<c(8|16)|<U\d{1,7}|\|S\d{1,7}|<[mM]8\[(D|h|m|s|ms|us|ns)\]")
_COLUMN = re.compile(
    r"bool|boolean|object|str|string|category|u?int(8|16|32|64)|U?Int(8|16|32|64)|float(16|32|64)|Float(32|64)"
    r"|complex(64|128)|datetime64\[(s|ms|us|ns)\]|timedelta64\[(s|ms|us|ns)\]"
)


def taken(value: Any) -> tuple[Any, ...] | None:
    """Take a value apart: its tag and the plain parts that make it; None where it cannot cross."""
    if type(value) is np.ndarray:
        return _array_parts(value)
    if isinstance(value, np.generic):
        parts = _array_parts(np.asarray(value))
        return parts and (SCALAR, parts[1], parts[3])
    pandas, torch = sys.modules.get("pandas"), sys.modules.get("torch")
    if pandas is not None and type(value) is pandas.Series:
        return SERIES, _label(value.name), _index(value.index), _column(value)
    if pandas is not None and type(value) is pandas.DataFrame:
        columns = [_column(value.iloc[:, place]) for place in range(value.shape[1])]
        return FRAME, _index(value.columns), _index(value.index), columns
    if torch is not None and isinstance(value, torch.Tensor):
        return _array_parts(_tensor(value))
    return None


def array(dtype: Any, shape: Any, data: Any) -> np.ndarray[Any, Any]:
    """Make an array of its parts.

    Raises:
        ValueError: They do not fit each other, or the dtype is none that can cross.
        TypeError: They are no parts of an array.
    """
    if not _DTYPE.fullmatch(dtype) or len(shape) > MOST_DIMENSIONS:
        raise ValueError("a dtype or shape that cannot cross")
    kind, places = np.dtype(dtype), 1
    for length in shape:
        if type(length) is not int or length < 0:
            raise ValueError("a shape of other than whole numbers")
        places *= length
    if places * kind.itemsize != len(data):
        raise ValueError("an array whose bytes do not fill its shape")
    if not data:
        return np.empty(shape, kind)
    flat = np.frombuffer(data, kind)
    if (kind.kind == "b" and flat.view("u1").max() > 1) or (
        kind.kind == "U" and flat.view("<u4").max() > sys.maxunicode
    ):
        raise ValueError("an array with bytes that are no values")
    return flat.reshape(shape).copy()


def series(name: Any, index: Any, column: Any) -> Any:
    """Make a Series of its parts; raises as `array` does."""
    pandas = importlib.import_module("pandas")
    made = _made_column(pandas, column)
    made.index = _made_index(pandas, index, len(made))
    made.name = name
    return made


def frame(columns: Any, index: Any, parts: Any) -> Any:
    """Make a DataFrame of its parts; raises as `array` does."""
    pandas = importlib.import_module("pandas")
    made = [_made_column(pandas, part) for part in parts]
    if len({len(column) for column in made}) > 1:
        raise ValueError("columns of different lengths")
    whole = pandas.DataFrame(dict(enumerate(made)))
    if not made:
        whole = pandas.DataFrame(index=range(len(index[1])))
    whole.index = _made_index(pandas, index, len(whole))
    whole.columns = _made_index(pandas, columns, len(made))
    return whole


def _array_parts(value: np.ndarray[Any, Any]) -> tuple[Any, ...] | None:
    kind = value.dtype.newbyteorder("<")
    if kind.itemsize == 0:  # an empty text takes no bytes, and no buffer can be made of such
        kind = np.dtype(kind.kind + "1")
    if not _DTYPE.fullmatch(kind.str) or value.ndim > MOST_DIMENSIONS:
        return None
    return ARRAY, kind.str, list(value.shape), value.astype(kind, order="C").tobytes()


def _tensor(value: Any) -> np.ndarray[Any, Any]:
    try:
        return np.asarray(value.detach().cpu().numpy())
    except (TypeError, RuntimeError):  # sparse, or a number format that NumPy has not
        return np.empty(0, object)


def _index(index: Any) -> tuple[bool, list[Any]]:
    """Give whether an index has levels, and its labels."""
    return index.nlevels > 1, [_label(label) for label in index.tolist()]


def _label(label: Any) -> Any:
    """Give a label as it can cross: a date as NumPy's."""
    return label.to_datetime64() if type(label).__name__ == "Timestamp" else label


def _column(column: Any) -> tuple[str, Any]:
    """Give the dtype's name and the values: an array where NumPy knows the dtype, else a list with None for gaps."""
    if isinstance(column.dtype, np.dtype) and column.dtype != object:
        return str(column.dtype), column.to_numpy()
    gaps = column.isna().tolist()
    return str(column.dtype), [None if gap else value for value, gap in zip(column.tolist(), gaps, strict=True)]


def _made_column(pandas: Any, part: Any) -> Any:
    dtype, values = part
    if not _COLUMN.fullmatch(dtype) or type(values) not in (list, np.ndarray):
        raise ValueError("a column that cannot cross")
    return pandas.Series(values, dtype=dtype)


def _made_index(pandas: Any, part: Any, size: int) -> Any:
    levels, labels = part
    if type(labels) is not list or len(labels) != size:
        raise ValueError("an index of another length")
    return pandas.MultiIndex.from_tuples(labels) if levels else pandas.Index(labels)
