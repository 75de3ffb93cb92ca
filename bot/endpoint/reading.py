"""What a model outside replied, read with care: whatever is not as it was asked for is a failure with its sentence."""

import json
from typing import Any, Never

from bot.actions.outside_ports import Reply, Tokens
from bot.rules.heard import Asked
from bot.rules.outside import Claim, Claimed, Claims

UNREADABLE = "The model's reply could not be read, so I graded this on my own."
DECLINED = "The model would not judge this, so I graded this on my own."
_MOST_TOKENS = 10**7


class _Unfit(ValueError):
    """The reply is not what was asked for."""


def read(body: bytes, asked: Asked) -> Reply:
    """Read the body of a chat completion.

    Args:
        body: As it came.
        asked: What was asked: each of its points must be spoken of once.
    """
    try:
        told = _json(body)
    except ValueError:
        return Reply(None, UNREADABLE)
    used = _used(told)
    match told:
        case {"choices": [{"message": {"refusal": str(refusal)}}, *_]} if refusal:
            return Reply(None, DECLINED, used)
        case {"choices": [{"message": {"content": str(content)}}, *_]}:
            pass
        case _:
            return Reply(None, UNREADABLE, used)
    try:
        return Reply(_claims(_json(content), asked), used=used)
    except ValueError:
        declined = not content.lstrip().startswith(("{", "[", "`"))  # words, where JSON was asked for
        return Reply(None, DECLINED if declined else UNREADABLE, used)


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as fault:
        raise _Unfit("too deep") from fault


def _no_number(name: str) -> Never:
    raise _Unfit(f"{name} is no number")


def _used(told: Any) -> Tokens | None:
    """Read what the endpoint says was used; None where it says nothing that could be."""
    match told:
        case {"usage": {"prompt_tokens": count, "completion_tokens": written}} if _counts(count) and _counts(written):
            return Tokens(count, written)
    return None


def _counts(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _MOST_TOKENS


def _claims(told: Any, asked: Asked) -> Claims:
    match told:
        case {"points": list(points), "mistakes": list(mistakes), **rest} if not rest:
            claimed = dict(map(_point, points))
            false = dict(map(_mistake, mistakes))
        case _:
            raise _Unfit("other keys")
    if len(points) != len(claimed) or sorted(claimed) != list(range(1, len(asked.points) + 1)):
        raise _Unfit("not every point once")
    if len(mistakes) != len(false) or not set(false) <= set(range(1, len(asked.mistakes) + 1)):
        raise _Unfit("other mistakes")
    return Claims(
        tuple(claimed[number] for number in sorted(claimed)),
        tuple((number - 1, false[number]) for number in sorted(false)),
    )


def _point(told: Any) -> tuple[int, Claim]:
    match told:
        case {"number": number, "heard": str(heard), "sure": sure, "quote": str(quote), **rest} if not rest:
            if type(number) is not int or type(sure) not in (int, float) or not 0 <= sure <= 1:
                raise _Unfit("numbers out of range")
            return number, Claim(Claimed(heard), float(sure), quote)
    raise _Unfit("no point")


def _mistake(told: Any) -> tuple[int, str]:
    match told:
        case {"number": number, "quote": str(quote), **rest} if not rest and type(number) is int:
            return number, quote
    raise _Unfit("no mistake")
