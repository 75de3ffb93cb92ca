"""The plumbing of Discord's REST interface: who asks, what was sent, is it right, and is the answer right."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.playground.contract import describe
from bot.playground.faults import Kind, cut_short
from bot.playground.files import Upload
from bot.playground.interactions import Interactions
from bot.playground.reading import parse, whole_number
from bot.playground.refusal import Code, Fault, Refused, invalid
from bot.playground.stage import Stage

API = "/api/v10"
BODY_LIMIT = 25 * 1024 * 1024
_OPEN_PREFIXES = ("/interactions/", "/webhooks/")
_BREACHES = frozenset({Code.INVALID_FORM, Code.INVALID_JSON, Code.EMPTY_MESSAGE, Code.TOO_LARGE})
_INVALID = frozenset({401, 403, 429})
_INVALID_MS = 10 * 60_000
_NO_CONTENT = 204
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, parsed and found right by Discord's document.

    Attributes:
        params: what stands in the path.
        query: what follows the question mark.
        body: the JSON, or an empty object.
        uploads: the files by their number.
    """

    stage: Stage
    interactions: Interactions
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: dict[int, Upload]

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Read a whole number from the query.

        Raises:
            Refused: it is none, or out of bounds.
        """
        try:
            return whole_number(self.query.get(key, str(default)), least, most)
        except ValueError:
            say = f"int value should be between {least} and {most}."
            raise invalid([Fault((key,), "NUMBER_TYPE_COERCE", say)]) from None


@dataclass(frozen=True, slots=True)
class Answer:
    """What Discord would answer; without a body it is 204."""

    body: Any = None
    status: int = 200


Handler = Callable[[Call], Awaitable[Answer]]
Route = tuple[str, str, Handler]


class Rest:
    """Serves routes to the one bot and judges both directions."""

    def __init__(self, stage: Stage, interactions: Interactions) -> None:
        """Serve a stage."""
        self._stage = stage
        self._interactions = interactions

    def add_to(self, router: web.UrlDispatcher, routes: Iterable[Route]) -> None:
        """Register routes; whatever else is asked for is refused as not played."""
        for method, template, handler in routes:
            router.add_route(method, API + template, self._play(method, template, handler))
        router.add_route("*", API + "/{rest:.*}", self._unplayed)

    def _play(
        self, method: str, template: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            route = f"{method} {template}"
            crowded = self._stage.faults.crowded(route, request.match_info.get("channel_id", ""))
            if crowded is not None:
                return crowded
            fault = self._stage.faults.take(route)
            if fault is not None:
                self._stage.show_faults()
                spoilt = await self._stage.faults.spoil(fault, request)
                if spoilt is not None:
                    return spoilt
            try:
                self._admit(request, template)
                body, uploads = await _read(request)
                self._judge(method, template, body)
                call = Call(
                    self._stage,
                    self._interactions,
                    dict(request.match_info),
                    dict(request.query),
                    {} if body is None else body,
                    uploads,
                )
                answer = await handler(call)
            except Refused as refused:
                self._note(method, request.path, refused)
                answer = Answer(refused.body(), refused.status)
            checked = self._checked(method, template, answer)
            return await cut_short(request, checked) if fault is not None and fault.kind is Kind.CUT else checked

        return serve

    def _admit(self, request: web.Request, template: str) -> None:
        """Let in who has the bot's token; interaction tokens speak for themselves."""
        stage = self._stage
        while stage.invalid_ms and stage.invalid_ms[0] <= stage.world.clock.now_ms - _INVALID_MS:
            stage.invalid_ms.popleft()
        if len(stage.invalid_ms) >= stage.invalid_limit:
            raise Refused(429, Code.GENERAL, "You are being blocked from accessing our API temporarily.")
        if template.startswith(_OPEN_PREFIXES):
            return
        if request.headers.get("Authorization") != f"Bot {self._stage.token}":
            raise Refused(401, Code.GENERAL, "401: Unauthorized")

    def _judge(self, method: str, template: str, body: Any) -> None:
        """Refuse a body that is not what Discord's document describes; only PUT takes a list."""
        if body is None:
            return
        if not isinstance(body, list if method == "PUT" else dict):
            raise invalid([Fault((), "BASE_TYPE_CONVERT", "the body has the wrong shape")])
        faults = self._stage.contract.request_faults(method, template, body)
        if faults:
            raise invalid(faults)

    def _note(self, method: str, path: str, refused: Refused) -> None:
        if refused.status in _INVALID:
            self._stage.invalid_ms.append(self._stage.world.clock.now_ms)
        if refused.code in _BREACHES:
            lines = "; ".join(describe(refused.faults)) or refused.message
            self._stage.violation(f"{method} {_redacted(path)}", lines)

    def _checked(self, method: str, template: str, answer: Answer) -> web.Response:
        """Judge this server's own answer too."""
        status = answer.status if answer.body is not None else _NO_CONTENT
        faults = self._stage.contract.answer_faults(method, template, status, answer.body)
        if faults:
            self._stage.violation(f"answer to {method} {template}", "; ".join(describe(faults)))
        return _json(answer.body, status)

    async def _unplayed(self, request: web.Request) -> web.Response:
        where = f"{request.method} {_redacted(request.path)}"
        self._stage.violation(where, "the playground does not play this route")
        return _json({"message": "404: Not Found", "code": Code.GENERAL}, 404)


def _json(body: Any, status: int) -> web.Response:
    """Answer with exactly the content type that Discord uses: clients compare it as a whole."""
    if body is None:
        return web.Response(status=status)
    text = json.dumps(body, separators=(",", ":")).encode()
    return web.Response(body=text, status=status, headers={"Content-Type": "application/json"})


def _redacted(path: str) -> str:
    """Shorten a path's tokens, so that a report can be read."""
    return "/".join(part if len(part) < 40 else part[:6] + "…" for part in path.split("/"))  # noqa: PLR2004


async def _read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """Read a body: JSON, or a form with `payload_json` and `files[n]`."""
    if not request.can_read_body:
        return None, {}
    if (request.content_length or 0) > BODY_LIMIT:
        raise Refused(413, Code.TOO_LARGE, "Request entity too large")
    parts: dict[int, Upload] = {}
    if request.content_type.startswith("multipart/"):
        text, parts = await _read_form(request)
    else:
        text = await _read_plain(request)
    if not text:
        return None, {}
    try:
        body = parse(text)
    except ValueError:
        raise Refused(400, Code.INVALID_JSON, "The request body contains invalid JSON.") from None
    return body, _described(body, parts)


async def _read_plain(request: web.Request) -> bytes:
    try:
        text = await request.read()
    except web.HTTPRequestEntityTooLarge:
        text = bytes(BODY_LIMIT + 1)
    if len(text) > BODY_LIMIT:
        raise Refused(413, Code.TOO_LARGE, "Request entity too large")
    return text


async def _read_form(request: web.Request) -> tuple[bytes, dict[int, Upload]]:
    text, size = b"", 0
    parts: dict[int, Upload] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise invalid([Fault((), "MULTIPART", "a form inside a form")])
            gathered = bytearray()
            while chunk := await part.read_chunk(_CHUNK):
                gathered += chunk
                size += len(chunk)
                if size > BODY_LIMIT:
                    raise Refused(413, Code.TOO_LARGE, "Request entity too large")
            name = part.name or ""
            if name == "payload_json":
                text = bytes(gathered)
            elif name.startswith("files[") and name[6:-1].isdecimal():
                parts[int(name[6:-1])] = Upload(part.filename or "file", bytes(gathered))
    except ValueError:
        raise Refused(400, Code.INVALID_FORM, "Invalid Form Body") from None
    return text or b"{}", parts


def _attachment_lists(body: Any) -> list[dict[str, Any]]:
    """Find the lists of attachments in a body, at its top or in an interaction's data."""
    if not isinstance(body, dict):
        return []
    found = [body.get("attachments"), (body.get("data") or {}).get("attachments") if _has_data(body) else None]
    return [each for several in found if isinstance(several, list) for each in several if isinstance(each, dict)]


def _has_data(body: dict[str, Any]) -> bool:
    return isinstance(body.get("data"), dict)


def _described(body: Any, parts: dict[int, Upload]) -> dict[int, Upload]:
    """Give uploads the descriptions that the body has for them."""
    for each in _attachment_lists(body):
        number = str(each.get("id"))
        if number.isdecimal() and int(number) in parts:
            upload = parts[int(number)]
            name = each.get("filename") or upload.name
            parts[int(number)] = Upload(str(name), upload.data, each.get("description"))
    return parts
