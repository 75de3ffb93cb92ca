"""Column types that keep the same values on every database. Knows no table."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Double, Integer, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin

Id = BigInteger().with_variant(Integer(), "sqlite")
"""An id the database hands out: SQLite counts up only what is exactly INTEGER, which is 64 bits wide there."""


class NaiveTime(DontWrapMixin, ValueError):
    """A time came without its zone."""


class Utc(TypeDecorator[datetime]):
    """A moment: aware times in, aware UTC out, to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; SQLite gets the UTC reading, for it keeps no zone.

        Raises:
            NaiveTime: The time has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTime(f"a time needs its zone: {value!r}")
        there = value.astimezone(UTC)
        return there.replace(tzinfo=None) if dialect.name == "sqlite" else there

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Span(TypeDecorator[timedelta]):
    """A length of time, as seconds; exact to the microsecond for centuries."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:
        """Give seconds."""
        del dialect
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:
        """Read them back."""
        del dialect
        return None if value is None else timedelta(seconds=value)


class Words(TypeDecorator[str]):
    """What somebody typed; what no database can hold (NUL, halves of surrogate pairs) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what PostgreSQL or UTF-8 cannot hold."""
        del dialect
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Source(TypeDecorator[bytes]):
    """Somebody's code: bytes in, the same bytes out; text in the database wherever they are text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Write the bytes as text."""
        del dialect
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Read the bytes back."""
        del dialect
        return None if value is None else unwritten(value)


_ENCODED = "base64:"


def written(source: bytes) -> str:
    """Write bytes as text that every database holds: as they are where they are UTF-8 without NUL, else encoded."""
    try:
        text = source.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith(_ENCODED):
        return _ENCODED + b64encode(source).decode()
    return text


def unwritten(text: str) -> bytes:
    """Read what `written` gave.

    Raises:
        ValueError: It is no such text.
    """
    encoded = text.removeprefix(_ENCODED)
    return text.encode() if encoded == text else b64decode(encoded, validate=True)


class Json(TypeDecorator[Any]):
    """A plain value as canonical ASCII JSON text, which every database keeps as it is.

    Args:
        shape: What is read back, `dict` or `list`.
    """

    impl = Text
    cache_ok = True

    def __init__(self, shape: type[dict[str, Any]] | type[list[Any]]) -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write sorted keys; not-a-number is refused with ValueError."""
        del dialect
        plain = dict(value) if isinstance(value, Mapping) else value
        return None if plain is None else json.dumps(plain, sort_keys=True, allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value back."""
        del dialect
        return None if value is None else json.loads(value)


def plain(value: Any) -> Any:
    """Give a value as it stands in JSON."""
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return written(value)
        case _:
            return value
