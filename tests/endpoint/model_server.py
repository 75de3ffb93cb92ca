"""A small server that speaks the protocol of an OpenAI-compatible endpoint, well or badly, over real sockets."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

Plain = dict[str, Any]
Behaviour = Callable[["Request"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    http: web.Request
    headers: Mapping[str, str]
    body: Plain

    @property
    def material(self) -> Plain:
        """What is to be judged, as a model would read it."""
        told: Plain = json.loads(self.body["messages"][1]["content"])
        return told


@dataclass
class ModelServer:
    """Answers as it is told to, one behaviour after the other and the last for ever; use as a context manager.

    Attributes:
        asked: All requests for a completion.
        looked: How often somebody asked for the list of models.
        elsewhere: How often the place was asked to which redirects lead.
    """

    behaviours: list[Behaviour]
    models: int = 200
    asked: list[Request] = field(default_factory=list)
    looked: list[Mapping[str, str]] = field(default_factory=list)
    elsewhere: int = 0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return str(self._server.make_url("/v1"))

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        app.router.add_route("*", "/elsewhere", self._elsewhere)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go.set()
        assert self._server is not None
        await self._server.close()

    async def _complete(self, http: web.Request) -> web.StreamResponse:
        request = Request(http, dict(http.headers), await http.json())
        self.asked.append(request)
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        return await behaviour(request)

    async def _models(self, http: web.Request) -> web.StreamResponse:
        self.looked.append(dict(http.headers))
        return web.json_response({"data": []}, status=self.models)

    async def _elsewhere(self, _: web.Request) -> web.StreamResponse:
        self.elsewhere += 1
        return web.json_response({})

    async def hang(self, _: Request) -> web.StreamResponse:
        """Say nothing until the test is over."""
        await self.let_go.wait()
        return web.Response()


def completion(content: object, *, usage: object = None, **message: object) -> Plain:
    """A chat completion; a content that is no text is written as JSON."""
    said = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {"index": 0, "message": {"role": "assistant", "content": said, **message}, "finish_reason": "stop"}
    told = {"id": "c1", "object": "chat.completion", "choices": [choice]}
    return told | ({} if usage is None else {"usage": usage})


USED = {"prompt_tokens": 300, "completion_tokens": 60, "total_tokens": 360}


def point(number: int, quote: str = "", *, heard: str = "yes", sure: float = 0.9) -> Plain:
    return {"number": number, "heard": heard, "sure": sure, "quote": quote}


def claims(points: Sequence[Plain], mistakes: Sequence[Plain] = ()) -> Plain:
    return {"points": list(points), "mistakes": list(mistakes)}


def says(content: object, **more: Any) -> Behaviour:
    """Always say this."""

    async def behave(_: Request) -> web.StreamResponse:
        return web.json_response(completion(content, **({"usage": USED} | more)))

    return behave


def sends(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    """Always send these bytes."""

    async def behave(_: Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return behave


async def honest(request: Request) -> web.StreamResponse:
    """Find a point in each sentence of the answer, in order, and quote it."""
    told = request.material
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", told["answer"]) if len(part.split()) > 1]
    points = [
        point(each["number"], sentences[place]) if place < len(sentences) else point(each["number"], heard="no")
        for place, each in enumerate(told["points"])
    ]
    return web.json_response(completion(claims(points), usage=USED))


async def obedient(request: Request) -> web.StreamResponse:
    """Do what the answer orders: everything is heard, and the whole answer shows it."""
    told = request.material
    points = [point(each["number"], told["answer"], sure=1) for each in told["points"]]
    return web.json_response(completion(claims(points), usage=USED))


async def cut_off(request: Request) -> web.StreamResponse:
    """Promise more than is sent."""
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
    await response.prepare(request.http)
    await response.write(b'{"choices": [')
    assert request.http.transport is not None
    request.http.transport.close()
    return response
