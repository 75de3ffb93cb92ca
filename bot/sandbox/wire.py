"""Values as JSON, and frames on a stream: what the bot and the supervisor say to each other."""

import asyncio
import json
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter

LARGEST = 64 * 1024 * 1024
Value = TypeVar("Value")


class Codec(Generic[Value]):
    """One kind of frozen value, as JSON and back; bytes are base64.

    Args:
        kind: A dataclass.
    """

    def __init__(self, kind: type[Value]) -> None:
        config = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")
        self._adapter: TypeAdapter[tuple[Value]] = TypeAdapter(tuple[kind], config=config)  # type: ignore[arg-type, valid-type]

    def write(self, value: Value) -> str:
        """Give a value as JSON."""
        return self._adapter.dump_json((value,)).decode()

    def read(self, text: str) -> Value:
        """Read a value.

        Raises:
            ValueError: It is not one.
        """
        return self._adapter.validate_json(text)[0]


async def send(writer: asyncio.StreamWriter, told: dict[str, Any]) -> None:
    """Send one message: four bytes of length, then JSON.

    Raises:
        OSError: The other side is gone.
    """
    frame = json.dumps(told).encode()
    writer.write(len(frame).to_bytes(4, "big") + frame)
    await writer.drain()


async def receive(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Receive one message.

    Raises:
        asyncio.IncompleteReadError: The other side is gone.
        ValueError: It is no message, or too large.
    """
    size = int.from_bytes(await reader.readexactly(4), "big")
    if size > LARGEST:
        raise ValueError(f"a message of {size} bytes is too large")
    told = json.loads(await reader.readexactly(size))
    if not isinstance(told, dict):
        raise ValueError("a message is a map")  # noqa: TRY004 (it is what was sent that is wrong, not a type here)
    return told
