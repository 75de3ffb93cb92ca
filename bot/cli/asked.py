"""What a line of JSON asks of the sandbox, read with care: nothing that a line says ends the stream."""

import argparse
import base64
import binascii
import json
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.cli.lines import TOO_LONG, lines


class Unfit(Exception):
    """A line does not say what to run; the message says why."""


async def asked_lines() -> AsyncIterator[bytes | None]:
    """Give standard input's lines that are not empty, None for one that is too long."""
    async for line in lines(sys.stdin.fileno()):
        if line is TOO_LONG:
            yield None
        elif line.strip():
            yield line


def asked_of(line: bytes | None) -> Mapping[str, Any]:
    """Read a line.

    Raises:
        Unfit: It is no JSON object.
    """
    if line is None:
        raise Unfit("it is too long")
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Unfit(f"it is not JSON ({fault})") from None
    if not isinstance(asked, dict):
        raise Unfit("it is not a JSON object")
    return asked


def code_of(asked: Mapping[str, Any]) -> bytes:
    """Read the source that a line brings.

    Raises:
        Unfit: It is missing, there twice, or no text.
    """
    code, packed = asked.get("code"), asked.get("code_b64")
    if (code is None) == (packed is None):
        raise Unfit("it needs `code` or `code_b64`, one of them")
    if not isinstance(code if packed is None else packed, str):
        raise Unfit("`code` and `code_b64` must be text")
    if packed is None:
        return bytes_of(str(code))
    try:
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Unfit(f"`code_b64` is not base64 ({fault})") from None


def bytes_of(text: str) -> bytes:
    """Give the text's bytes; half characters, which JSON can say, become bytes that no text has."""
    return text.encode(errors="surrogatepass")


def jobs(text: str) -> int:
    """Read how many lines are worked on at once.

    Raises:
        argparse.ArgumentTypeError: It is no such number.
    """
    value = int(text)
    if not 1 <= value <= 64:  # noqa: PLR2004 (more would only wait for each other)
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return value
