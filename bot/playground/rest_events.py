"""Discord's routes for scheduled events; those in voice and stage channels are refused, there are no such channels."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.playground import events
from bot.playground import permissions as bits
from bot.playground.events import Event
from bot.playground.refusal import Code, Fault, Refused, invalid, unknown
from bot.playground.rest import Answer, Call, Route

_EVENTS = "/guilds/{guild_id}/scheduled-events"
_EVENT = _EVENTS + "/{guild_scheduled_event_id}"
_CREATE, _CHANGE = bits.CREATE_EVENTS, bits.MANAGE_EVENTS


def _permit(call: Call, *several: int) -> None:
    """See that the bot has one of these permissions in the server.

    Raises:
        Refused: 50013 it has none of them.
    """
    own = call.stage.world.permissions_of(call.stage.world.bot_id)
    if not any(bits.may(own, each) for each in several):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")


def _here(call: Call) -> None:
    if call.params["guild_id"] != call.stage.world.guild_id:
        raise unknown("Guild", Code.UNKNOWN_GUILD)


def _event(call: Call) -> Event:
    _here(call)
    event = call.stage.world.events.by_id.get(call.params["guild_scheduled_event_id"])
    if event is None:
        raise unknown("Guild Scheduled Event", Code.UNKNOWN_EVENT)
    return event


def _own_or_managed(call: Call, event: Event) -> None:
    own = event.creator == call.stage.world.bot_id
    _permit(call, *((_CREATE, _CHANGE) if own else (_CHANGE,)))


def _written(call: Call, event: Event) -> dict[str, Any]:
    return call.stage.payloads.event(event)


async def _list(call: Call) -> Answer:
    """List what has not ended: the bot sees all of it, since none is in a channel."""
    _here(call)
    return Answer([_written(call, each) for each in call.stage.world.events.by_id.values() if each.open])


async def _get(call: Call) -> Answer:
    return Answer(_written(call, _event(call)))


async def _make(call: Call) -> Answer:
    _here(call)
    _permit(call, _CREATE)
    world = call.stage.world
    if call.body["entity_type"] != events.EXTERNAL or call.body.get("channel_id") is not None:
        raise Refused(400, Code.WRONG_CHANNEL, "Cannot execute action on this channel type")
    if call.body.get("scheduled_end_time") is None:
        raise invalid([Fault(("scheduled_end_time",), "BASE_TYPE_REQUIRED", "This field is required")])
    if sum(each.open for each in world.events.by_id.values()) >= events.OPEN_LIMIT:
        say = f"Maximum number of uncompleted guild scheduled events reached ({events.OPEN_LIMIT})"
        raise Refused(400, Code.TOO_MANY_EVENTS, say)
    fresh = partial(Event, world.new_id(), creator=world.bot_id, status=events.SCHEDULED)
    event = _kept(call, fresh(**_fields(call.body)), None)
    call.stage.show_event(event, "CREATE")
    return Answer(_written(call, event))


async def _edit(call: Call) -> Answer:
    """Change an event; what starts early starts now."""
    event = _event(call)
    _own_or_managed(call, event)
    if not event.open:
        raise Refused(400, Code.EVENT_OVER, "Cannot update a finished event")
    if call.body.get("entity_type") not in (None, events.EXTERNAL) or call.body.get("channel_id") is not None:
        raise Refused(400, Code.WRONG_CHANNEL, "Cannot execute action on this channel type")
    changed = _kept(call, replace(event, **_fields(call.body)), event)
    call.stage.show_event(changed, "UPDATE")
    return Answer(_written(call, changed))


async def _remove(call: Call) -> Answer:
    event = _event(call)
    _own_or_managed(call, event)
    call.stage.world.events.remove(event)
    call.stage.show_event(event, "DELETE")
    return Answer()


def _kept(call: Call, event: Event, before: Event | None) -> Event:
    faults = list(events.faults_of(event, before, call.stage.world.clock.now_ms))
    if faults:
        raise invalid(faults)
    return call.stage.world.events.put(event)


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a body says about an event; what it leaves out, or may not set to nothing, is left out."""
    found: dict[str, Any] = {key: body[key] for key in ("name", "status") if body.get(key) is not None}
    if "description" in body:
        found["description"] = body["description"] or None
    if "recurrence_rule" in body:
        found["rule"] = body["recurrence_rule"]
    if body.get("entity_metadata"):
        found["location"] = body["entity_metadata"]["location"]
    for name, key in (("start_ms", "scheduled_start_time"), ("end_ms", "scheduled_end_time")):
        if body.get(key) is not None:
            found[name] = _moment(key, body[key])
    return found


def _moment(key: str, written: str) -> int:
    """Read a moment; without an offset it is UTC.

    Raises:
        Refused: it is none.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        say = f"Could not parse {written[:40]}. Should be ISO8601."
        raise invalid([Fault((key,), "DATE_TIME_TYPE_PARSE", say)]) from None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


ROUTES: tuple[Route, ...] = (
    ("GET", _EVENTS, _list),
    ("POST", _EVENTS, _make),
    ("GET", _EVENT, _get),
    ("PATCH", _EVENT, _edit),
    ("DELETE", _EVENT, _remove),
)
