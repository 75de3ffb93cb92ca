"""The world as people see it: the JSON of the people's side; nothing here changes anything."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground import permissions
from bot.playground.components import shown_in
from bot.playground.events import ACTIVE, Event
from bot.playground.limits import walk
from bot.playground.markdown import Names, to_html, to_words
from bot.playground.records import Channel, Member, Message, Role
from bot.playground.snowflake import made_at_ms
from bot.playground.world import World

_GUILD_CONTEXT, _DIRECT_CONTEXT = 0, 1
_EXCERPT_LIMIT = 80
_QUOTED_LIMIT = 400
_GIVEN_ABOVE = 2
_TEXT_DISPLAY = 10


def member_view(member: Member) -> dict[str, Any]:
    """Show a member."""
    own = {"id": member.id, "name": member.name, "admin": member.admin, "avatar": None}
    return {**own, "roles": list(member.roles), "closed": member.closed}


def role_view(role: Role) -> dict[str, Any]:
    """Show a role; `given` says whether people can give and take it."""
    return {"id": role.id, "name": role.name, "given": not role.managed and role.position > _GIVEN_ABOVE}


def channel_view(world: World, channel: Channel) -> dict[str, Any]:
    """Show a channel; direct messages bear the bot's name."""
    shown = {
        "id": channel.id,
        "name": world.bot_name if channel.kind == "dm" else channel.name,
        "kind": channel.kind,
    }
    if channel.parent is None:
        return shown
    state = {key: getattr(channel, key) for key in ("parent", "private", "archived", "locked", "owner")}
    return {**shown, **state, "joined": list(channel.joined)}


def clock_view(world: World) -> dict[str, Any]:
    """Show the world's time."""
    return {"now_ms": world.clock.now_ms, "offset_s": world.clock.offset_ms / 1000}


def event_view(world: World, event: Event) -> dict[str, Any]:
    """Show a scheduled event."""
    return {
        "id": event.id,
        "name": event.name,
        "location": event.location,
        "html": to_html(event.description, names_of(world)) if event.description else "",
        "start_ms": event.start_ms,
        "end_ms": event.end_ms,
        "active": event.status == ACTIVE,
        "recurs": event.rule is not None,
        "creator": author_view(world, event.creator)["name"],
    }


def author_view(world: World, author: str) -> dict[str, Any]:
    """Show who wrote a message."""
    is_bot = author == world.bot_id
    member = world.members.get(author)
    name = world.bot_name if is_bot else member.name if member is not None else "Somebody"
    return {"id": author, "name": name, "bot": is_bot}


def allows(world: World, command: dict[str, Any], member_id: str, channel: Channel | None) -> bool:
    """Tell whether a member may use a command, in a given channel or anywhere at all."""
    contexts = command.get("contexts")
    if contexts is None:
        direct = command.get("dm_permission") is not False and "guild_id" not in command
        contexts = [_GUILD_CONTEXT, _DIRECT_CONTEXT] if direct else [_GUILD_CONTEXT]
    asked = command.get("default_member_permissions")
    permitted = asked is None or permissions.may(world.permissions_of(member_id), int(asked))
    in_guild = _GUILD_CONTEXT in contexts and permitted
    in_direct = _DIRECT_CONTEXT in contexts and "guild_id" not in command
    if channel is None:
        return in_guild or in_direct
    return in_direct if channel.member is not None else in_guild


def commands_view(world: World, member_id: str) -> list[dict[str, Any]]:
    """List the commands that a member may use somewhere, of all kinds; the server's own hide the global ones."""
    own = world.commands(world.guild_id)
    names = {(each["type"], each["name"]) for each in own}
    every = [each for each in world.commands("global") if (each["type"], each["name"]) not in names]
    return [each for each in own + every if allows(world, each, member_id, None)]


class _Named(Mapping[str, str]):
    """The names of things by their ids, looked up when they are asked for."""

    def __init__(self, things: Mapping[str, Any]) -> None:
        self._things = things

    def __getitem__(self, key: str) -> str:
        named: str = self._things[key].name
        return named

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)


def names_of(world: World) -> Names:
    """Give the names that mentions are shown by."""
    users = ChainMap({world.bot_id: world.bot_name}, _Named(world.members))  # type: ignore[arg-type] # only read
    return Names(users=users, roles=_Named(world.roles), channels=_Named(world.places))


def message_view(world: World, message: Message) -> dict[str, Any]:
    """Show a message; its markdown is rendered and its links lead to this server."""
    names = names_of(world)
    shown = shown_in(message.components) | _in_embeds(message)
    return {
        "id": message.id,
        "channel": message.channel,
        "author": author_view(world, message.author),
        "time_ms": made_at_ms(message.id),
        "edited_ms": message.edited_ms,
        "ephemeral": message.ephemeral_for is not None,
        "loading": message.loading,
        "content": message.content,
        "html": to_html(message.content, names) if message.content else "",
        "reply_to": _quoted(world, message, names),
        "command": _command(world, message),
        "components": _rendered(message.components, names),
        "embeds": [_embed(each, names) for each in message.embeds],
        "thread": message.announces or (message.id if message.id in world.channels else None),
        "attachments": [attachment_view(world, each) for each in message.attachments if each not in shown],
        "failed": message.failed,
        "mentions": [*message.mentions, *message.roles],
    }


def attachment_view(world: World, attachment_id: str) -> dict[str, Any]:
    """Show an attached file."""
    kept = world.attachments[attachment_id]
    return {
        "id": kept.id,
        "name": kept.name,
        "type": kept.type,
        "url": kept.path,
        "size": kept.size,
        "alt": kept.description or "",
    }


def _quoted(world: World, message: Message, names: Names) -> dict[str, Any] | None:
    original = world.message(message.reply_to) if message.reply_to is not None else None
    if original is None:
        return None
    said = [each["content"] for _, each in walk(original.components) if each["type"] == _TEXT_DISPLAY]
    text = to_words((original.content or "\n".join(said))[:_QUOTED_LIMIT], names)
    excerpt = text if len(text) <= _EXCERPT_LIMIT else text[: _EXCERPT_LIMIT - 1] + "…"
    return {
        "id": original.id,
        "channel": original.channel,
        "author": author_view(world, original.author),
        "excerpt": excerpt,
    }


def _command(world: World, message: Message) -> dict[str, Any] | None:
    if message.command is None or message.metadata is None:
        return None
    user = author_view(world, message.metadata["user"]["id"])
    return {"name": message.command, "user": user["name"]}


def rendered(world: World, components: Any) -> Any:
    """Copy components as people see them: every text display has its HTML."""
    return _rendered(components, names_of(world))


def _in_embeds(message: Message) -> set[str]:
    """List the ids of the attachments that embeds show; they stand in the links."""
    links = [str((each.get(key) or {}).get("url")) for each in message.embeds for key in ("image", "thumbnail")]
    return {each for each in message.attachments if any(f"/{each}/" in link for link in links)}


def _embed(embed: dict[str, Any], names: Names) -> dict[str, Any]:
    """Copy an embed; its description and the values of its fields get their HTML."""
    copy = {**embed, "html": to_html(embed.get("description") or "", names)}
    copy["fields"] = [{**each, "html": to_html(each["value"], names)} for each in embed.get("fields") or ()]
    return copy


def _rendered(node: Any, names: Names) -> Any:
    """Copy components; every text display gets its HTML."""
    if isinstance(node, list):
        return [_rendered(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _rendered(value, names) for key, value in node.items()}
    if copy.get("type") == _TEXT_DISPLAY and "content" in copy:
        copy["html"] = to_html(copy["content"], names)
    return copy
