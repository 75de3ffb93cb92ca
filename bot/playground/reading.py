"""The one way in which bodies become JSON: whole, of sane depth, and made of text that can be written again."""

import json
from typing import Any


def parse(raw: bytes) -> Any:
    """Read JSON.

    Raises:
        ValueError: it is not JSON, is nested too deeply, or holds half a character (a lone surrogate).
    """
    try:
        value = json.loads(raw)
        if b"\\ud" in raw.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def whole_number(text: str, least: int, most: int) -> int:
    """Read a decimal number within bounds.

    Raises:
        ValueError: it is none, or out of bounds.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise ValueError(f"a whole number from {least} to {most}")
    return int(text)
