"""Discord's routes for threads and their members."""

from typing import Any

from bot.playground import permissions as bits
from bot.playground import threads
from bot.playground.records import Channel
from bot.playground.refusal import Code, Fault, Refused, invalid, unknown
from bot.playground.rest import Answer, Call, Route
from bot.playground.rest_messages import place, public_message

_CHANNEL = "/channels/{channel_id}"
_MEMBERS = f"{_CHANNEL}/thread-members"
_PRIVATE, _NEWS = 12, 10
_CREATED = 201
_LIST_LIMIT = 100


def _thread(call: Call) -> Channel:
    thread = place(call)
    if thread.kind != "thread":
        raise unknown("Channel", Code.UNKNOWN_CHANNEL)
    return thread


async def _start(call: Call) -> Answer:
    """Begin a thread without a message; Discord makes it private unless told otherwise."""
    private = (call.body.get("type") or _PRIVATE) == _PRIVATE
    channel = place(call, bits.CREATE_PRIVATE_THREADS if private else bits.CREATE_PUBLIC_THREADS)
    if call.body.get("type") == _NEWS or "message" in call.body:
        raise Refused(400, Code.WRONG_CHANNEL, "Cannot execute action on this channel type")
    more = {"private": private, "invitable": call.body.get("invitable") is not False}
    return _begun(call, threads.start(call.stage, call.stage.world.bot_id, channel, _name(call), **_given(call, more)))


async def _start_from(call: Call) -> Answer:
    channel = place(call, bits.CREATE_PUBLIC_THREADS)
    source = public_message(call, channel)
    bot = call.stage.world.bot_id
    return _begun(call, threads.start(call.stage, bot, channel, _name(call), source=source, **_given(call, {})))


def _name(call: Call) -> str:
    name = str(call.body.get("name") or "").strip()
    if not name:
        raise invalid([Fault(("name",), "BASE_TYPE_REQUIRED", "This field is required")])
    return name


def _given(call: Call, more: dict[str, Any]) -> dict[str, Any]:
    minutes = call.body.get("auto_archive_duration")
    return more | ({"minutes": minutes} if minutes else {})


def _begun(call: Call, thread: Channel) -> Answer:
    own = call.stage.payloads.thread_member(thread, call.stage.world.bot_id)
    return Answer({**call.stage.payloads.channel(thread), "member": own}, _CREATED)


async def _change(call: Call) -> Answer:
    """Change a thread: its owner may rename and archive it, moderators may do more."""
    thread = place(call)
    moderates = bits.may(_own(call, thread), bits.MANAGE_THREADS)
    wanted = {key: value for key, value in call.body.items() if value is not None}
    free = wanted.keys() <= {"archived"} and bits.may(_own(call, thread), bits.SEND_IN_THREADS)
    owns = thread.owner == call.stage.world.bot_id and "locked" not in wanted
    wakes = wanted.get("archived") is False
    if thread.kind != "thread" or not (moderates or owns or (wakes and free and not thread.locked)):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    if not wakes:
        threads.awake(thread)
    names = {"name": "name", "archived": "archived", "locked": "locked", "invitable": "invitable"}
    names["auto_archive_duration"] = "minutes"
    changed = threads.change(call.stage, thread, **{names[key]: wanted[key] for key in names.keys() & wanted.keys()})
    return Answer(call.stage.payloads.channel(changed))


async def _delete(call: Call) -> Answer:
    thread = place(call, bits.MANAGE_THREADS)
    if thread.kind != "thread":
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    answer = call.stage.payloads.channel(thread)
    threads.remove(call.stage, thread)
    return Answer(answer)


def _own(call: Call, channel: Channel) -> int:
    return call.stage.world.permissions_in(call.stage.world.bot_id, channel)


async def _join(call: Call) -> Answer:
    threads.admit(call.stage, _thread(call), call.stage.world.bot_id)
    return Answer()


async def _leave(call: Call) -> Answer:
    threads.dismiss(call.stage, _thread(call), call.stage.world.bot_id)
    return Answer()


async def _add(call: Call) -> Answer:
    """Put a member into a thread; they must be able to see its channel."""
    thread, world = _thread(call), call.stage.world
    member = call.params["user_id"]
    if member not in world.members:
        raise unknown("Member", Code.UNKNOWN_MEMBER)
    inside = world.bot_id in thread.joined or not thread.private
    if not inside or not bits.may(_own(call, thread), bits.SEND_IN_THREADS):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    if not world.may_enter(member, world.place_of(thread)):
        raise Refused(403, Code.MISSING_ACCESS, "Missing Access")
    threads.admit(call.stage, thread, member)
    return Answer()


async def _remove(call: Call) -> Answer:
    """Take a member out: the moderators may, and the owner of a private thread."""
    thread, world = _thread(call), call.stage.world
    owns = thread.private and thread.owner == world.bot_id
    if not owns and not bits.may(_own(call, thread), bits.MANAGE_THREADS):
        raise Refused(403, Code.MISSING_PERMISSIONS, "Missing Permissions")
    threads.dismiss(call.stage, thread, call.params["user_id"])
    return Answer()


async def _member(call: Call) -> Answer:
    thread = _thread(call)
    if call.params["user_id"] not in thread.joined:
        raise unknown("Member", Code.UNKNOWN_MEMBER)
    return Answer(call.stage.payloads.thread_member(thread, call.params["user_id"]))


async def _members(call: Call) -> Answer:
    thread = _thread(call)
    return Answer([call.stage.payloads.thread_member(thread, each) for each in thread.joined])


async def _active(call: Call) -> Answer:
    world = call.stage.world
    if call.params["guild_id"] != world.guild_id:
        raise unknown("Guild", Code.UNKNOWN_GUILD)
    return _listed(call, [each for each in threads.active(call.stage) if world.may_enter(world.bot_id, each)])


async def _archived_public(call: Call) -> Answer:
    return _archived(call, place(call, bits.READ_MESSAGE_HISTORY), private=False)


async def _archived_private(call: Call) -> Answer:
    return _archived(call, place(call, bits.READ_MESSAGE_HISTORY | bits.MANAGE_THREADS), private=True)


async def _archived_joined(call: Call) -> Answer:
    return _archived(call, place(call, bits.READ_MESSAGE_HISTORY), private=True, joined=True)


def _archived(call: Call, channel: Channel, *, private: bool, joined: bool = False) -> Answer:
    """List a channel's archived threads, the latest archived first."""
    world = call.stage.world
    found = [each for each in world.channels.values() if each.parent == channel.id and each.archived]
    found = [each for each in found if each.private == private and (not joined or world.bot_id in each.joined)]
    limit = call.number("limit", 50, 1, _LIST_LIMIT)
    return _listed(call, sorted(found, key=lambda each: each.archived_ms, reverse=True), limit)


def _listed(call: Call, found: list[Channel], limit: int | None = None) -> Answer:
    payloads, bot = call.stage.payloads, call.stage.world.bot_id
    shown = found[:limit]
    own = [payloads.thread_member(each, bot) for each in shown if bot in each.joined]
    body = {"threads": [payloads.channel(each) for each in shown], "members": own, "has_more": len(shown) < len(found)}
    return Answer(body)


ROUTES: tuple[Route, ...] = (
    ("POST", f"{_CHANNEL}/threads", _start),
    ("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", _start_from),
    ("PATCH", _CHANNEL, _change),
    ("DELETE", _CHANNEL, _delete),
    ("PUT", f"{_MEMBERS}/@me", _join),
    ("DELETE", f"{_MEMBERS}/@me", _leave),
    ("PUT", f"{_MEMBERS}/{{user_id}}", _add),
    ("DELETE", f"{_MEMBERS}/{{user_id}}", _remove),
    ("GET", f"{_MEMBERS}/{{user_id}}", _member),
    ("GET", _MEMBERS, _members),
    ("GET", f"{_CHANNEL}/threads/archived/public", _archived_public),
    ("GET", f"{_CHANNEL}/threads/archived/private", _archived_private),
    ("GET", f"{_CHANNEL}/users/@me/threads/archived/private", _archived_joined),
    ("GET", "/guilds/{guild_id}/threads/active", _active),
)
