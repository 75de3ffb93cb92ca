"""What people send, read from their requests, and how they are answered; what it means is decided elsewhere."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.playground.asking import NotPossible
from bot.playground.files import Upload
from bot.playground.payloads import UPLOAD_LIMIT
from bot.playground.reading import parse
from bot.playground.records import Channel, Message
from bot.playground.stage import Stage

_FILES_LIMIT = 10
Post = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


def posted(act: Post) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Serve an act that takes an object and gives one back."""

    async def serve(request: web.Request) -> web.Response:
        try:
            body = parse(await request.read())
        except ValueError:
            raise NotPossible(400, "the body is not JSON") from None
        if not isinstance(body, dict):
            raise NotPossible(400, "the body is not an object")
        return answer(await act(body))

    return serve


def text(value: Any) -> str:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(value: Any) -> web.Response:
    """Answer with JSON."""
    return web.Response(text=text(value), content_type="application/json")


def string(body: Mapping[str, Any], key: str) -> str:
    """Read a text that must be there."""
    value = body.get(key)
    if not isinstance(value, str):
        raise NotPossible(400, f"{key} is missing")
    return value


def mapping(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Read an object; a missing one is empty."""
    value = body.get(key) or {}
    if not isinstance(value, dict):
        raise NotPossible(400, f"{key} is an object")
    return value


def strings(body: Mapping[str, Any], key: str) -> list[str]:
    """Read a list of texts; a missing one is empty."""
    value = body.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise NotPossible(400, f"{key} is a list of texts")
    return value


def number(body: Mapping[str, Any], key: str, default: float, least: float, most: float) -> float:
    """Read a number within bounds."""
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise NotPossible(400, f"{key} is a number from {least} to {most}")
    return value


def files(given: Any) -> list[Upload]:
    """Unpack files; their declared types are not believed."""
    if not isinstance(given, list) or len(given) > _FILES_LIMIT:
        raise NotPossible(400, f"at most {_FILES_LIMIT} files")
    try:
        uploads = [Upload(str(each["name"]), base64.b64decode(each["b64"], validate=True)) for each in given]
    except (KeyError, TypeError, ValueError):
        raise NotPossible(400, "a file is damaged") from None
    if any(len(each.data) > UPLOAD_LIMIT for each in uploads):
        raise NotPossible(413, "a file is larger than 10 MiB")
    return uploads


def member_of(stage: Stage, member: Any) -> str:
    """Find a member by id."""
    if not isinstance(member, str) or member not in stage.world.members:
        raise NotPossible(404, "there is no such member")
    return member


def channel_of(stage: Stage, member: str, wanted: Any) -> Channel:
    """Find a channel that a member can see."""
    channel = stage.world.channels.get(wanted) if isinstance(wanted, str) else None
    if channel is None:
        raise NotPossible(404, "there is no such channel")
    if not stage.world.may_enter(member, channel):
        raise NotPossible(403, "that channel is not open to you")
    return channel


def message_of(stage: Stage, member: str, channel: Channel, wanted: str) -> Message:
    """Find a message that a member sees."""
    message = stage.world.message(wanted)
    if message is None or message.channel != channel.id or not stage.world.may_see(member, message):
        raise NotPossible(404, "that message is gone")
    return message
