"""Discord's routes for messages in channels."""

from typing import Any

from bot.playground import gateway as intents
from bot.playground.permissions import ATTACH_FILES, READ_MESSAGE_HISTORY, SEND_IN_THREADS, SEND_MESSAGES, may
from bot.playground.posting import edit, post
from bot.playground.records import Channel, Message
from bot.playground.refusal import Code, Fault, Refused, invalid, unknown
from bot.playground.rest import Answer, Call, Route
from bot.playground.snowflake import made_at_ms
from bot.playground.threads import awake, wake

_NONCE_MS = 5 * 60_000
_LIST_LIMIT = 100
_LARGEST_ID = (1 << 63) - 1
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def place(call: Call, asked: int = 0) -> Channel:
    """Find the channel or thread of a route.

    Args:
        call: the request.
        asked: what the bot must be allowed to do there, in Discord's bits.

    Raises:
        Refused: 10003 there is none, 50001 the bot does not see it, 50013 it may not do that there.
    """
    world = call.stage.world
    channel = world.channels.get(call.params["channel_id"])
    if channel is None:
        raise unknown("Channel", Code.UNKNOWN_CHANNEL)
    if not world.may_enter(world.bot_id, channel):
        raise Refused(403, Code.MISSING_ACCESS, "Missing Access")
    if asked and not may(world.permissions_in(world.bot_id, channel), asked):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    return channel


def _writing(call: Call) -> Channel:
    """Find a channel that the bot writes in; an archived thread is taken up again by that.

    Raises:
        Refused: besides those of `place`, 50007 the person takes no messages, 160005 the thread is locked.
    """
    channel = place(call)
    if channel.member is not None and call.stage.world.members[channel.member].closed:
        raise Refused(403, Code.CLOSED_TO_YOU, "Cannot send messages to this user")
    asked = SEND_IN_THREADS if channel.kind == "thread" else SEND_MESSAGES
    return wake(call.stage, place(call, asked | (ATTACH_FILES if call.uploads else 0)))


def public_message(call: Call, channel: Channel) -> Message:
    """Find a message of a channel; ephemeral ones are out of reach of these routes."""
    message = call.stage.world.message(call.params["message_id"])
    if message is None or message.channel != channel.id or message.ephemeral_for is not None:
        raise unknown("Message", Code.UNKNOWN_MESSAGE)
    return message


def _message(call: Call) -> Message:
    return public_message(call, place(call))


def _visible(call: Call, message: Message) -> dict[str, Any]:
    """Write a message; others' words are blank without the message-content intent."""
    world = call.stage.world
    written = call.stage.payloads.message(message)
    direct = world.channels[message.channel].member is not None
    own = message.author == world.bot_id or world.bot_id in message.mentions
    asked = any(each.intents & intents.MESSAGE_CONTENT for each in call.stage.gateway.sessions.values())
    return written if direct or own or asked else written | {"content": "", "attachments": [], "embeds": []}


async def _get(call: Call) -> Answer:
    return Answer(_visible(call, _message(call)))


async def _list(call: Call) -> Answer:
    """List messages, newest first, before or after or around one; none where the bot may not read the past."""
    channel, world = place(call), call.stage.world
    if not may(world.permissions_in(world.bot_id, channel), READ_MESSAGE_HISTORY):
        return Answer([])
    limit = call.number("limit", 50, 1, _LIST_LIMIT)
    every = [each for each in call.stage.world.messages(channel.id) if each.ephemeral_for is None]
    if "before" in call.query:
        before = call.number("before", 0, 0, _LARGEST_ID)
        every = [each for each in every if int(each.id) < before][-limit:]
    elif "after" in call.query:
        after = call.number("after", 0, 0, _LARGEST_ID)
        every = [each for each in every if int(each.id) > after][:limit]
    elif "around" in call.query:
        middle = call.number("around", 0, 0, _LARGEST_ID)
        near = sorted(every, key=lambda each: abs(int(each.id) - middle))[:limit]
        every = sorted(near, key=lambda each: int(each.id))
    return Answer([_visible(call, each) for each in reversed(every[-limit:])])


async def _create(call: Call) -> Answer:
    """Send a message, or with `enforce_nonce` find the one that was sent already."""
    channel, body, stage = _writing(call), call.body, call.stage
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        since = stage.world.clock.now_ms - _NONCE_MS
        for earlier in reversed(stage.world.messages(channel.id)):
            if made_at_ms(earlier.id) < since:
                break
            if earlier.nonce is not None and str(earlier.nonce) == str(nonce):
                return Answer(stage.payloads.message(earlier))
    draft = Message(
        id=stage.world.new_id(),
        channel=channel.id,
        author=stage.world.bot_id,
        nonce=nonce,
        reply_to=_referenced(call, channel),
    )
    return Answer(stage.payloads.message(post(stage, draft, body, call.uploads)))


def _referenced(call: Call, channel: Channel) -> str | None:
    """Find what a message replies to."""
    reference = call.body.get("message_reference") or {}
    wanted = reference.get("message_id")
    if wanted is None:
        return None
    original = call.stage.world.message(str(wanted))
    if original is not None and original.channel == channel.id and original.ephemeral_for is None:
        return original.id
    if reference.get("fail_if_not_exists") is False:
        return None
    fault = Fault(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    raise invalid([fault])


async def _edit(call: Call) -> Answer:
    message = _message(call)
    if message.author != call.stage.world.bot_id:
        raise Refused(403, Code.NOT_THE_AUTHOR, "Cannot edit a message authored by another user")
    awake(call.stage.world.channels[message.channel])
    return Answer(call.stage.payloads.message(edit(call.stage, message, call.body, call.uploads)))


async def _delete(call: Call) -> Answer:
    message = _message(call)
    if message.author != call.stage.world.bot_id:
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    call.stage.remove_message(message)
    return Answer()


async def _type(call: Call) -> Answer:
    channel, world = _writing(call), call.stage.world
    call.stage.live.tell(
        lambda member: world.may_enter(member, channel),
        lambda: {"t": "typing", "channel": channel.id},
    )
    return Answer()


ROUTES: tuple[Route, ...] = (
    ("GET", _MESSAGES, _list),
    ("POST", _MESSAGES, _create),
    ("GET", _MESSAGE, _get),
    ("PATCH", _MESSAGE, _edit),
    ("DELETE", _MESSAGE, _delete),
    ("POST", "/channels/{channel_id}/typing", _type),
)
