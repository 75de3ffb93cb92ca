"""How threads begin, gather members, fall asleep and end, and who is told; who may do so is asked elsewhere."""

from dataclasses import replace
from typing import Any

from bot.playground import gateway as intents
from bot.playground.records import Channel, Message
from bot.playground.refusal import Code, Refused
from bot.playground.stage import Stage
from bot.playground.views import channel_view

ACTIVE_LIMIT = 1_000
"""Active threads in one server; Discord has such a limit and does not say which."""


def start(
    stage: Stage, owner: str, place: Channel, name: str, *, source: Message | None = None, **more: Any
) -> Channel:
    """Begin a thread in a channel; it has the id of the message that it begins from, if there is one.

    Args:
        stage: where.
        owner: who begins it and is its first member.
        place: the channel; not itself a thread.
        name: 1 to 100 characters.
        source: the message it begins from.
        more: further fields of the thread.

    Raises:
        Refused: 50024 not in a channel of the server, 160004 the message has one, 160006 there are too many.
    """
    world = stage.world
    if place.kind != "text":
        raise Refused(400, Code.WRONG_CHANNEL, "Cannot execute action on this channel type")
    if source is not None and source.id in world.channels:
        raise Refused(400, Code.THREAD_THERE, "A thread has already been created for this message")
    if len(active(stage)) >= ACTIVE_LIMIT:
        raise Refused(400, Code.THREADS_FULL, "Maximum number of active threads reached")
    now = world.clock.now_ms
    own_id = source.id if source is not None else world.new_id()
    thread = Channel(own_id, name, "thread", parent=place.id, owner=owner, joined={owner: now}, archived_ms=now, **more)
    world.put_channel(thread)
    shown = {**stage.payloads.channel(thread), "newly_created": True}
    _dispatch(stage, thread, "THREAD_CREATE", shown)
    _show(stage, thread)
    if source is not None:
        stage.show_message(source, new=False)
        head = Message(id=world.new_id(), channel=thread.id, author=owner, reply_to=source.id)
        stage.show_message(world.keep(head), new=True)
    elif not thread.private:
        told = Message(id=world.new_id(), channel=place.id, author=owner, content=name, announces=thread.id)
        stage.show_message(world.keep(told), new=True)
    return thread


def change(stage: Stage, thread: Channel, **what: Any) -> Channel:
    """Change a thread's fields; archiving and taking up again are noted with their time."""
    if what.get("archived", thread.archived) != thread.archived:
        what["archived_ms"] = stage.world.clock.now_ms
    changed = stage.world.put_channel(replace(thread, **what))
    _dispatch(stage, changed, "THREAD_UPDATE", stage.payloads.channel(changed))
    _show(stage, changed)
    return changed


def admit(stage: Stage, thread: Channel, member: str) -> Channel:
    """Put somebody into a thread; once is enough.

    Raises:
        Refused: 50083 the thread is asleep.
    """
    awake(thread)
    if member in thread.joined:
        return thread
    before = {each for each in stage.world.members if stage.world.may_enter(each, thread)}
    joined = {**thread.joined, member: stage.world.clock.now_ms}
    changed = stage.world.put_channel(replace(thread, joined=joined))
    if member == stage.world.bot_id:
        _dispatch(stage, changed, "THREAD_CREATE", stage.payloads.channel(changed))
    _tell_members(stage, changed, added=[stage.payloads.thread_member(changed, member)], removed=[])
    if member not in before:
        _show(stage, changed, only=member)
    return changed


def dismiss(stage: Stage, thread: Channel, member: str) -> Channel:
    """Take somebody out of a thread; whoever is not in it stays out.

    Raises:
        Refused: 50083 the thread is asleep.
    """
    awake(thread)
    if member not in thread.joined:
        return thread
    joined = {each: since for each, since in thread.joined.items() if each != member}
    changed = stage.world.put_channel(replace(thread, joined=joined))
    # The one who is out hears of it too: the event goes out by who was inside.
    _tell_members(stage, changed, added=[], removed=[member], audience=thread)
    if member in stage.world.members and not stage.world.may_enter(member, changed):
        stage.live.tell(member, lambda: {"t": "channel.deleted", "id": thread.id})
    return changed


def remove(stage: Stage, thread: Channel) -> None:
    """End a thread with all that was said in it."""
    gone = {"id": thread.id, "guild_id": stage.world.guild_id, "parent_id": thread.parent, "type": kind_of(thread)}
    _dispatch(stage, thread, "THREAD_DELETE", gone)
    watching = {each for each in stage.world.members if stage.world.may_enter(each, thread)}
    stage.world.remove_thread(thread)
    stage.live.tell(lambda each: each in watching, lambda: {"t": "channel.deleted", "id": thread.id})


def active(stage: Stage) -> list[Channel]:
    """List the threads that are awake, newest first."""
    awake_ones = [each for each in stage.world.channels.values() if each.kind == "thread" and not each.archived]
    return sorted(awake_ones, key=lambda each: int(each.id), reverse=True)


def wake(stage: Stage, thread: Channel) -> Channel:
    """Take up an archived thread because somebody writes in it.

    Raises:
        Refused: 160005 it is locked.
    """
    if thread.kind != "thread" or not thread.archived:
        return thread
    if thread.locked:
        raise Refused(400, Code.THREAD_LOCKED, "Thread is locked")
    return change(stage, thread, archived=False)


def awake(thread: Channel) -> None:
    """See that a thread is not archived.

    Raises:
        Refused: 50083 it is.
    """
    if thread.archived:
        raise Refused(400, Code.THREAD_ARCHIVED, "Thread is archived")


def kind_of(thread: Channel) -> int:
    """Give Discord's number for a public or a private thread."""
    return 12 if thread.private else 11


def _show(stage: Stage, thread: Channel, only: str | None = None) -> None:
    stage.live.tell(
        only or (lambda each: stage.world.may_enter(each, thread)),
        lambda: {"t": "channel.created", "channel": channel_view(stage.world, thread)},
    )


def _tell_members(
    stage: Stage, thread: Channel, *, added: list[dict[str, Any]], removed: list[str], audience: Channel | None = None
) -> None:
    event: dict[str, Any] = {
        "id": thread.id,
        "guild_id": stage.world.guild_id,
        "member_count": len(thread.joined),
    }
    event |= {"added_members": added} if added else {}
    event |= {"removed_member_ids": removed} if removed else {}
    _dispatch(stage, audience or thread, "THREAD_MEMBERS_UPDATE", event)


def _dispatch(stage: Stage, thread: Channel, event: str, data: dict[str, Any]) -> None:
    """Tell the bot, if it may know of the thread."""
    if stage.world.may_enter(stage.world.bot_id, thread):
        stage.gateway.dispatch(event, data, guild=stage.world.guild_id, intent=intents.GUILDS)
