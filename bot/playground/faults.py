"""Faults on request: what Discord sometimes does wrong, done as often as somebody asks for; nobody else plans them."""

import json
import math
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from aiohttp import web

from bot.playground.clock import WorldClock
from bot.playground.gateway import Gateway

TIMES_LIMIT = 100
AFTER_LIMIT_S = 3_600.0
_MS = 1000
_STATUS = 429
_BUCKET_S = 5.0


class Kind(StrEnum):
    """What can go wrong: first with requests, then with the gateway."""

    RATE_LIMIT = "rate_limit"
    RATE_LIMIT_GLOBAL = "rate_limit_global"
    BUCKET = "bucket"
    ERROR_500 = "error_500"
    ERROR_502 = "error_502"
    SLOW = "slow"
    LOST = "lost"
    CUT = "cut"
    DISCONNECT = "disconnect"
    RECONNECT = "reconnect"
    INVALID_SESSION = "invalid_session"
    INVALID_RESUMABLE = "invalid_resumable"
    MISSED_ACK = "missed_ack"
    IDENTIFY_LIMIT = "identify_limit"
    REPLAY = "replay"


@dataclass(slots=True)
class Fault:
    """A fault of requests that is still to come.

    Attributes:
        kind: which.
        times: how often still.
        route: what "METHOD /template" must contain; empty fits every request.
        after_s: seconds to wait: of the wall clock for rate limits, of the world's for slow answers.
    """

    kind: Kind
    times: int
    route: str
    after_s: float


@dataclass(slots=True)
class Bucket:
    """How many requests of a route a channel takes within some seconds of the wall clock, as Discord counts them.

    Attributes:
        route: what "METHOD /template" must contain.
        size: how many.
        every_s: within how many seconds.
        taken: when the latest were let through, by channel.
    """

    route: str
    size: int
    every_s: float
    taken: dict[str, deque[float]] = field(default_factory=dict)

    def wait_s(self, channel: str) -> float:
        """Let a request through, or say how long it has to wait."""
        now = time.monotonic()
        taken = self.taken.setdefault(channel, deque(maxlen=self.size))
        if len(taken) == self.size and now < taken[0] + self.every_s:
            return taken[0] + self.every_s - now
        taken.append(now)
        return 0.0


class Faults:
    """The faults that were asked for and have not all happened.

    Attributes:
        pending: those of requests that are still to come.
        buckets: limits that hold until all faults are called off.
    """

    def __init__(self, clock: WorldClock, gateway: Gateway) -> None:
        """Begin with none."""
        self._clock = clock
        self._gateway = gateway
        self.pending: list[Fault] = []
        self.buckets: list[Bucket] = []

    async def ask(self, kind: Kind, times: int = 1, route: str = "", after_s: float | None = None) -> None:
        """Bring a fault about: on the coming requests that fit, or on the gateway at once."""
        gateway = self._gateway
        match kind:
            case Kind.DISCONNECT:
                await gateway.drop()
            case Kind.RECONNECT:
                gateway.reconnect()
            case Kind.INVALID_SESSION:
                gateway.invalidate(resumable=False)
            case Kind.INVALID_RESUMABLE:
                gateway.invalidate(resumable=True)
            case Kind.MISSED_ACK:
                gateway.deaf_for += times
            case Kind.IDENTIFY_LIMIT:
                gateway.turned_away += times
            case Kind.REPLAY:
                gateway.repeat(times)
            case Kind.BUCKET:
                self.buckets.append(Bucket(route, times, after_s if after_s is not None else _BUCKET_S))
            case _:
                wait_s = after_s if after_s is not None else 4.0 if kind is Kind.SLOW else 0.2
                self.pending.append(Fault(kind, times, route, wait_s))

    def view(self) -> list[dict[str, str | int]]:
        """Show what has not happened yet."""
        told: list[tuple[Kind, int, str]] = [(Kind.BUCKET, each.size, each.route) for each in self.buckets]
        told += [(each.kind, each.times, each.route) for each in self.pending]
        return [{"kind": kind, "times": times, "route": route} for kind, times, route in told]

    def clear(self) -> None:
        """Call off what has not happened yet."""
        self.pending.clear()
        self.buckets.clear()
        self._gateway.deaf_for = self._gateway.turned_away = 0

    def crowded(self, route: str, channel: str) -> web.Response | None:
        """Answer a request for which its bucket has no room; None lets it pass."""
        waits_s = [each.wait_s(channel) for each in self.buckets if each.route in route]
        if not any(waits_s):
            return None
        return _limited(Fault(Kind.RATE_LIMIT, 1, route, max(waits_s)), self._clock.now_ms)

    def take(self, route: str) -> Fault | None:
        """Find the fault that a request meets, and count it."""
        found = next((each for each in self.pending if each.route in route), None)
        if found is not None:
            found.times -= 1
            if not found.times:
                self.pending.remove(found)
        return found

    async def spoil(self, fault: Fault, request: web.Request) -> web.StreamResponse | None:
        """Do to a request what happens before it is carried out; None lets it pass."""
        match fault.kind:
            case Kind.RATE_LIMIT | Kind.RATE_LIMIT_GLOBAL:
                return _limited(fault, self._clock.now_ms)
            case Kind.ERROR_500 | Kind.ERROR_502:
                return web.Response(status=int(fault.kind[-3:]), text="upstream connect error")
            case Kind.LOST:
                _cut(request)
                return web.Response()
            case Kind.SLOW:
                await self._clock.wait_until(self._clock.now() + timedelta(seconds=fault.after_s))
                return None
            case _:
                return None


async def cut_short(request: web.Request, answer: web.Response) -> web.StreamResponse:
    """Break the connection in the middle of an answer to what was carried out."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    if body:
        half = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
        half.content_length = len(body)
        await half.prepare(request)
        await half.write(body[: len(body) // 2])
        _cut(request)
        return half
    _cut(request)
    return answer


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def _limited(fault: Fault, now_ms: int) -> web.Response:
    """Answer 429 as Discord does: how long to wait stands in the body and in the headers."""
    everywhere = fault.kind is Kind.RATE_LIMIT_GLOBAL
    body = {"message": "You are being rate limited.", "retry_after": fault.after_s, "global": everywhere}
    headers = {
        "Retry-After": str(math.ceil(fault.after_s)),
        "X-RateLimit-Scope": "global" if everywhere else "user",
        "Via": "1.1 playground",  # without it discord.py takes the answer for a ban
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= {
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": f"{now_ms / _MS + fault.after_s:.3f}",
            "X-RateLimit-Reset-After": f"{fault.after_s:.3f}",
            "X-RateLimit-Bucket": "playground",
        }
    # Clients compare the content type as a whole: a charset behind it would make it another one.
    headers["Content-Type"] = "application/json"
    return web.Response(body=json.dumps(body).encode(), status=_STATUS, headers=headers)
